"""What happens by itself and when: the plan of a request, and the days on which nobody works."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from stagedesk import errors
from stagedesk.cli.deciding import add_ref, day_of, tell
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, say, table
from stagedesk.cli.page_json import clocks_json, planned_json
from stagedesk.cli.parser import Parser, StepParser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.city.closing_days import ClosingDayRow
    from stagedesk.services.rows import ClockRow, RequestRow

CHANGES = ("put_off", "skip", "due", "stop", "resume")


def add_plan(parser: Parser) -> None:
    add_ref(parser)
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--quiet-until", dest="put_off", metavar="DATE", help=_("nothing happens by itself before this day")
    )
    change.add_argument("--skip", action="store_true", help=_("leave the next step out"))
    change.add_argument("--due", metavar="DATE", help=_("another due date; the reminders move with it"))
    change.add_argument(
        "--stop", metavar="REASON", help=_("nobody is chased any more, the desk sees to it; say why")
    )
    change.add_argument(
        "--resume", action="store_true", help=_("give the ball back to the department that is asked")
    )
    parser.add_argument(
        "--department", metavar="CODE", help=_("with --quiet-until and --due: only of this department")
    )
    parser.add_argument("--until", metavar="DATE", help=_("with --stop: when the desk must have seen to it"))
    parser.example(
        "stagedesk plan 2026-0042",
        "stagedesk plan 2026-0042 --quiet-until 2026-03-31",
        'stagedesk plan 2026-0042 --stop "They promised by phone."',
        text=_("Without an option it prints the plan; --json prints {fields}.").format(
            fields="ref, planned [{on, kind, department}], clocks {desk, departments, applicant, decide_by, "
            "deadline}"
        )
        + "\n"
        + _("Letters of the plan leave in office hours alone, never on a closing day."),
    )


def run_plan(arguments: Namespace, at: Office) -> int:
    wanted = next((name for name in CHANGES if getattr(arguments, name)), "")
    if wanted:
        return tell(arguments, at, _change(arguments, at, wanted))
    _refuse_loose(arguments)
    from stagedesk.services.deciding import requests

    page = requests.page(at.desk, arguments.ref)
    if arguments.json:
        planned = [planned_json(each) for each in page.planned]
        put_json({"ref": page.request.ref, "planned": planned, "clocks": clocks_json(page.clocks)})
        return 0
    from stagedesk.services.journal.event_words import planned_words

    rows = [(each.on, planned_words(each.kind, each.department_name)) for each in page.planned]
    table((_("when"), _("what")), rows, empty=_("Nothing is planned."))
    line()
    for text in clock_lines(page.clocks):
        line(text)
    return 0


def _change(arguments: Namespace, at: Office, wanted: str) -> "RequestRow":
    from stagedesk.services.deciding import plan

    desk, ref, by, department = at.desk, arguments.ref, at.by, arguments.department
    if wanted == "put_off":
        return plan.put_off(desk, ref, day_of(arguments.put_off), by=by, department=department)
    if wanted == "due":
        return plan.change_due(desk, ref, day_of(arguments.due), by=by, department=department)
    if wanted == "stop":
        until = day_of(arguments.until) if arguments.until else None
        return plan.stop(desk, ref, arguments.stop, by=by, until=until)
    return plan.skip(desk, ref, by=by) if wanted == "skip" else plan.resume(desk, ref, by=by)


def _refuse_loose(arguments: Namespace) -> None:
    if arguments.department or arguments.until:
        raise errors.UsageError(detail=_("Say also what to change: --quiet-until, --due or --stop."))


def clock_lines(clocks: "ClockRow") -> list[str]:
    """The three clocks and the days that press, for people."""
    words = _("working days: desk {desk}, departments {departments}, the applicant waits {applicant}")
    lines = [
        words.format(desk=clocks.desk, departments=clocks.departments, applicant=clocks.applicant),
    ]
    if clocks.decide_by:
        lines.append(_("decide by {day}").format(day=clocks.decide_by))
    if clocks.deadline:
        lines.append(_("wants an answer by {day}").format(day=clocks.deadline))
    return lines


def add_closing_days(parser: Parser) -> None:
    parser.add_argument("year", metavar="YEAR", nargs="?", type=int, help=_("this year where none is given"))
    parser.add_argument("--department", metavar="CODE", help=_("only the own days of this department"))
    parser.add_json()
    parser.example(
        "stagedesk closing-days",
        "stagedesk closing-days 2027 --json",
        text=_("--json prints a list of {fields}.").format(fields="day, name, department, weekend"),
    )


def run_closing_days(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import closing_days

    which = at.desk.today().year if arguments.year is None else arguments.year
    found = closing_days.year(at.desk, which, arguments.department)
    if arguments.json:
        put_json_list(map(_day_json, found))
        return 0
    weekend = _("at the weekend")
    rows = [
        (each.day, each.department_name or _("the city"), each.name, weekend if each.is_weekend else "")
        for each in found
    ]
    table((_("day"), _("who"), _("why"), ""), rows, empty=_("No closing days."))
    return 0


def _day_json(each: "ClosingDayRow") -> dict[str, Any]:
    return {
        "day": each.day.isoformat(),
        "name": each.name,
        "department": each.department or None,
        "weekend": each.is_weekend,
    }


def add_closing_day(parser: Parser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="WHAT", parser_class=StepParser, required=True)
    for name, sentence in (("add", _("close on a day")), ("remove", _("work on a day after all"))):
        verb = verbs.add_parser(name, help=sentence, description=sentence)
        verb.add_argument("day", metavar="DATE", help=_("the day, as {day}").format(day="2026-03-31"))
        if name == "add":
            verb.add_argument("name", metavar="NAME", help=_("why, as people call it"))
        verb.add_argument("--department", metavar="CODE", help=_("only this department"))
    parser.example(
        'stagedesk --as mieke closing-day add 2026-05-15 "Bridge day"',
        "stagedesk --as mieke closing-day remove 2026-05-15",
        text=_("Only a supervisor does that, and only for days that are not over.")
        + "\n"
        + _("Due dates that were promised stay; reminders move to the next working day."),
    )


def run_closing_day(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import closing_days

    day = day_of(arguments.day)
    if arguments.verb == "add":
        row = closing_days.add(at.desk, day, arguments.name, by=at.by, department=arguments.department)
        line(f"{row.day} {row.name}")
    else:
        closing_days.remove(at.desk, day, by=at.by, department=arguments.department)
        say(_("{day} is a working day again.").format(day=day))
    return 0
