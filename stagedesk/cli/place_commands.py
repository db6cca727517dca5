"""Places on the command line: the inventory, vacancies, candidates, the yearly calls; who is where."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stagedesk.cli.deciding import codes, day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json, put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import N_, _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.calls import Called
    from stagedesk.services.matching import Match
    from stagedesk.services.place_rows import PlaceRow

VIEWS = ("open", "structural", "published", "withdrawn", "over", "all")


def add_places(parser: Parser) -> None:
    parser.add_argument("--view", choices=VIEWS, default="open", help=_("which ones; open if not said"))
    parser.add_argument("--department", metavar="CODE", default="", help=_("only of this department"))
    parser.add_argument(
        "--without", metavar="YEAR", type=int, help=_("departments without a place in a year")
    )
    parser.add_argument(
        "--for", dest="request", metavar="REQUEST", help=_("those that fit a request, with why")
    )
    parser.add_json()
    parser.example("stagedesk places", "stagedesk places --for 2026-0042", "stagedesk places --without 2026")


def run_places(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import matching, place_rows

    if arguments.without:
        return _without(arguments, place_rows.without_a_place(arguments.without))
    if arguments.request:
        return _matches(arguments, matching.for_request(at.desk, arguments.request))
    found = place_rows.PlaceList(at.desk, arguments.view, arguments.department)
    rows = found.page(0, found.count())
    if arguments.json:
        put_json_list(place_rows.as_json(row) for row in rows)
        return 0
    headings = (
        _("number"),
        _("place"),
        _("department"),
        _("kind"),
        _("from"),
        _("until"),
        _("taken"),
        _("asked"),
    )
    table(headings, map(_cells, rows), right=(0, 6, 7), empty=_("There is no such place."))
    return 0


def _cells(row: "PlaceRow") -> tuple[object, ...]:
    kind, taken = reference.name("kinds", row.kind), f"{row.filled}/{row.slots}"
    return row.id, row.title, row.department, kind, row.period_start, row.period_end, taken, row.candidates


def _without(arguments: Namespace, found: tuple[tuple[str, str], ...]) -> int:
    if arguments.json:
        put_json_list({"department": code, "name": name} for code, name in found)
    else:
        table((_("department"), _("name")), found, empty=_("Every department offers a place."))
    return 0


def _matches(arguments: Namespace, found: "tuple[Match, ...]") -> int:
    if arguments.json:
        put_json_list(
            {"place": each.place.id, "points": each.points, "because": each.because, "but": each.but}
            for each in found
        )
        return 0
    rows = (
        (each.place.id, each.place.title, each.place.department, ", ".join(each.because), ", ".join(each.but))
        for each in found
    )
    table((_("number"), _("place"), _("department"), _("because"), _("but")), rows, empty=_("No place fits."))
    return 0


def add_place(parser: Parser) -> None:
    steps = parser.add_subparsers(
        title=_("what to do"), metavar=_("STEP"), required=True, parser_class=Parser
    )
    for name, sentence, add, run in STEPS:
        each = steps.add_parser(name, help=_(sentence), description=_(sentence))
        add(each)
        each.set_defaults(step=run)
    parser.example(
        "stagedesk place offer musea 'Archief' --kind student --structural",
        "stagedesk place vacancy 3 --output archief.html",
        "stagedesk place call places 2027 --dry-run",
    )


def run_place(arguments: Namespace, at: Office) -> int:
    found: int = arguments.step(arguments, at)
    return found


def _add_offer(parser: Parser) -> None:
    parser.add_argument("department", metavar="DEPARTMENT", help=_("its code or any of its names"))
    parser.add_argument("title", metavar="TITLE", help=_("what it is called in the vacancy"))
    parser.add_argument("--kind", metavar="CODE", help=" | ".join(reference.table("kinds")))
    parser.add_argument("--level", metavar="CODE", help=" | ".join(reference.table("levels")))
    parser.add_argument("--study", metavar="WORDS", default="", help=_("which studies it suits"))
    parser.add_argument("--tasks", metavar="TEXT", default="", help=_("what the intern does"))
    parser.add_argument("--from", dest="period_start", metavar="DATE", type=day_of, help=_("first day"))
    parser.add_argument("--until", dest="period_end", metavar="DATE", type=day_of, help=_("last day"))
    parser.add_argument("--slots", metavar="N", type=int, default=1, help=_("interns at once"))
    parser.add_argument("--periods", metavar="N", type=int, default=1, help=_("how many times a year"))
    parser.add_argument("--structural", action="store_true", help=_("it comes back every year"))
    parser.add_argument("--paid", choices=("yes", "no", "unknown"), default="unknown", help=_("compensation"))
    parser.add_argument("--accessible", action="store_true", help=_("suited for a handicap"))
    parser.add_argument(
        "--priority",
        dest="priority_for_target_groups",
        action="store_true",
        help=_("target groups come first"),
    )
    parser.add_json()
    parser.example("stagedesk place offer musea 'Archief' --kind student --slots 2 --from 2026-09-01")


def _offer(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import places

    values = {
        name: getattr(arguments, name) for name in places.Offer.__dataclass_fields__ if name in arguments
    }
    return _tell(arguments, places.offer(at.desk, places.Offer(**values), by=at.by))


def _tell(arguments: Namespace, row: "PlaceRow") -> int:
    from stagedesk.services.place_rows import as_json
    from stagedesk.services.place_words import status_name

    if arguments.json:
        put_json(as_json(row))
    else:
        line(
            _("place {number}: {title}, {department}: {status}").format(
                number=row.id, title=row.title, department=row.department, status=status_name(row.status)
            )
        )
    return 0


def _add_number(parser: Parser) -> None:
    parser.add_argument("number", metavar="N", type=int, help=_("the number that `places` shows"))
    parser.add_json()


def _add_withdraw(parser: Parser) -> None:
    _add_number(parser)
    parser.add_argument("reason", metavar="REASON", help=_("why; see below"))
    parser.example(
        "stagedesk place withdraw 3 telework",
        text=lambda: _("reasons:") + "\n" + codes("endings", reference.table("endings")),
    )


def _withdraw(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import places

    return _tell(arguments, places.withdraw(at.desk, arguments.number, arguments.reason, by=at.by))


def _add_publish(parser: Parser) -> None:
    _add_number(parser)
    parser.add_argument("channel", metavar="WHERE", help=_("where the vacancy is shown"))
    parser.add_argument("--ended", action="store_true", help=_("it is not shown there any more"))


def _publish(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import places

    step = places.unpublish if arguments.ended else places.publish
    return _tell(arguments, step(at.desk, arguments.number, arguments.channel, by=at.by))


def _add_vacancy(parser: Parser) -> None:
    _add_number(parser)
    parser.add_argument("--output", metavar="FILE", type=Path, help=_("a .txt, .html or .json file"))
    parser.add_argument("--in", dest="spoken", metavar="LANGUAGE", default="", help="nl | fr | en")
    parser.example("stagedesk place vacancy 3", "stagedesk place vacancy 3 --output archief.html --in fr")


def _vacancy(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import vacancies

    if arguments.output:
        line(str(vacancies.save(at.desk, arguments.number, arguments.output, arguments.spoken)))
    elif arguments.json:
        paragraph(vacancies.export(at.desk, arguments.number, "json", arguments.spoken).rstrip())
    else:
        paragraph(vacancies.export(at.desk, arguments.number, "text", arguments.spoken).rstrip())
    return 0


def _add_candidate(parser: Parser) -> None:
    _add_number(parser)
    parser.add_argument("ref", metavar="REQUEST", help=_("the reference of the request, such as 2026-0042"))
    parser.add_argument(
        "outcome", metavar="OUTCOME", nargs="?", choices=("chosen", "not_chosen", "withdrawn"),
        help="chosen | not_chosen | withdrawn",
    )  # fmt: skip
    parser.example("stagedesk place candidate 3 2026-0042", "stagedesk place candidate 3 2026-0042 chosen")


def _candidate(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import places

    if arguments.outcome:
        row = places.decide(at.desk, arguments.number, arguments.ref, arguments.outcome, by=at.by)
    else:
        row = places.propose(at.desk, arguments.number, arguments.ref, by=at.by)
    return _tell(arguments, row)


def _add_call(parser: Parser) -> None:
    parser.add_argument("what", choices=("places", "arranged"), help=_("what departments offer, or arranged"))
    parser.add_argument("year", metavar="YEAR", type=int)
    parser.add_argument("--department", metavar="CODE", action="append", default=[], help=_("only this one"))
    parser.add_argument("--dry-run", action="store_true", help=_("only tell what it would do"))
    parser.add_json()
    parser.example("stagedesk place call places 2027 --dry-run", "stagedesk place call arranged 2026")


def _call(arguments: Namespace, at: Office) -> int:
    from stagedesk.domain.codes import Letter
    from stagedesk.services import calls

    letter, call = {
        "places": (Letter.PLACES_CALL, calls.call_for_places),
        "arranged": (Letter.ARRANGED_CALL, calls.call_for_arranged),
    }[arguments.what]
    if arguments.dry_run:
        done: Called = calls.preview(at.desk, letter, arguments.year, arguments.department)
    else:
        done = call(at.desk, arguments.year, by=at.by, departments=arguments.department)
    if arguments.json:
        put_json({"asked": done.asked, "left_out": dict(done.left_out)})
        return 0
    for code in done.asked:
        line(code)
    for code, why_not in done.left_out:
        say(f"{code}: {why_not}")
    return 0


STEPS: tuple[tuple[str, str, Any, Any], ...] = (
    ("offer", N_("A department offers places."), _add_offer, _offer),
    ("withdraw", N_("A department takes a place back."), _add_withdraw, _withdraw),
    ("publish", N_("Write down where the vacancy is shown."), _add_publish, _publish),
    ("vacancy", N_("Print or save the vacancy of a place."), _add_vacancy, _vacancy),
    (
        "candidate",
        N_("Put a request on the list of a place, or say what came of it."),
        _add_candidate,
        _candidate,
    ),
    ("call", N_("Write the yearly letter to departments."), _add_call, _call),
)


def add_presence(parser: Parser) -> None:
    parser.add_argument("--on", metavar="DATE", type=day_of, help=_("the day; today if not said"))
    parser.add_argument("--department", metavar="CODE", default="", help=_("only of this department"))
    parser.add_json()
    parser.example("stagedesk presence", "stagedesk presence --on 2026-10-05 --json")


def run_presence(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import whereabouts
    from stagedesk.services.placement_rows import as_json

    found = whereabouts.on(at.desk, arguments.on, arguments.department)
    if arguments.json:
        put_json_list(
            as_json(each.placement) | {"certain": each.is_certain, "away": each.is_away}
            for department in found
            for each in department.people
        )
        return 0
    rows = [
        (group.directorate, group.department_name, each.placement.ref, each.placement.applicant, _how(each))
        for group in found
        for each in group.people
    ]
    table(
        (_("directorate"), _("department"), _("reference"), _("intern"), ""),
        rows,
        empty=_("Nobody is there on that day."),
    )
    return 0


def _how(each: Any) -> str:
    if each.is_away:
        return _("away")
    return "" if each.is_certain else _("not confirmed")
