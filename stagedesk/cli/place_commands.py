"""What is done with places on the command line: offering, vacancies, candidates, the yearly calls."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from stagedesk.cli.deciding import codes, day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json, say
from stagedesk.cli.parser import Parser
from stagedesk.cli.steps import Step, add_steps, run_step
from stagedesk.i18n import N_, _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.clock.calls import Called
    from stagedesk.services.register.place_rows import PlaceRow


def add_place(parser: Parser) -> None:
    add_steps(parser, STEPS)
    parser.example(
        "stagedesk place offer musea 'Archief' --kind student --structural",
        "stagedesk place vacancy 3 --output archief.html",
        "stagedesk place call places 2027 --dry-run",
    )


run_place = run_step


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
    from stagedesk.services.register import places

    values = {
        name: getattr(arguments, name) for name in places.Offer.__dataclass_fields__ if name in arguments
    }
    return _tell(arguments, places.offer(at.desk, places.Offer(**values), by=at.by))


def _tell(arguments: Namespace, row: "PlaceRow") -> int:
    from stagedesk.services.register.place_rows import as_json
    from stagedesk.services.register.place_words import status_name

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
    from stagedesk.services.register import places

    return _tell(arguments, places.withdraw(at.desk, arguments.number, arguments.reason, by=at.by))


def _add_publish(parser: Parser) -> None:
    _add_number(parser)
    parser.add_argument("channel", metavar="WHERE", help=_("where the vacancy is shown"))
    parser.add_argument("--ended", action="store_true", help=_("it is not shown there any more"))


def _publish(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import places

    step = places.unpublish if arguments.ended else places.publish
    return _tell(arguments, step(at.desk, arguments.number, arguments.channel, by=at.by))


def _add_vacancy(parser: Parser) -> None:
    _add_number(parser)
    parser.add_argument("--output", metavar="FILE", type=Path, help=_("a .txt, .html or .json file"))
    parser.add_argument("--in", dest="spoken", metavar="LANGUAGE", default="", help="nl | fr | en")
    parser.example("stagedesk place vacancy 3", "stagedesk place vacancy 3 --output archief.html --in fr")


def _vacancy(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import vacancies

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
    from stagedesk.services.register import places

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
    from stagedesk.services.clock import calls

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


STEPS: tuple[Step, ...] = (
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
