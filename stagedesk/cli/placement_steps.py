"""The course of a placement on the command line: started, ended, its papers, what came after."""

from argparse import Namespace

from stagedesk.cli.deciding import codes, day_of
from stagedesk.cli.office import Office
from stagedesk.cli.parser import Parser
from stagedesk.cli.placement_telling import add_ref, tell
from stagedesk.i18n import N_, _
from stagedesk.services import reference


def _add_day(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("--on", metavar="DATE", type=day_of, help=_("the day; as planned, or today"))


def _start(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    return tell(arguments, placement_course.start(at.desk, arguments.ref, arguments.on, by=at.by))


def _no_show(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    return tell(arguments, placement_course.no_show(at.desk, arguments.ref, by=at.by))


def _add_ending(parser: Parser, needed: bool) -> None:
    parser.add_argument(
        "--by", dest="ended_by", choices=("applicant", "school", "department", "city"), required=needed
    )
    parser.add_argument("--reason", metavar="CODE", required=needed, help=_("why; see below"))
    parser.example(
        f"stagedesk {parser.prog.partition(' ')[2]} P2026-0042 --by applicant --reason other_plans",
        text=lambda: _("reasons:") + "\n" + codes("endings", reference.table("endings")),
    )


def _add_end(parser: Parser) -> None:
    _add_day(parser)
    _add_ending(parser, needed=False)


def _end(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    ended = placement_course.end(
        at.desk, arguments.ref, arguments.on, by=at.by, ended_by=arguments.ended_by, reason=arguments.reason
    )
    return tell(arguments, ended)


def _add_cancel(parser: Parser) -> None:
    add_ref(parser)
    _add_ending(parser, needed=True)


def _cancel(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    off = placement_course.cancel(
        at.desk, arguments.ref, by=at.by, ended_by=arguments.ended_by, reason=arguments.reason
    )
    return tell(arguments, off)


def _add_interrupt(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("first", metavar="FIRST", type=day_of, help=_("the first day away"))
    parser.add_argument("last", metavar="LAST", type=day_of, nargs="?", help=_("the last day away, if known"))


def _interrupt(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    away = placement_course.interrupt(at.desk, arguments.ref, arguments.first, arguments.last, by=at.by)
    return tell(arguments, away)


def _resume(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    return tell(arguments, placement_course.resume(at.desk, arguments.ref, arguments.on, by=at.by))


def _add_extend(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("until", metavar="UNTIL", type=day_of, help=_("the new last day"))
    parser.add_argument(
        "--from", dest="first", metavar="DATE", type=day_of, help=_("the first of the new days")
    )


def _extend(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placement_course

    longer = placement_course.extend(at.desk, arguments.ref, arguments.until, first=arguments.first, by=at.by)
    return tell(arguments, longer)


def _add_paper(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("document", metavar="DOCUMENT", help=" | ".join(reference.table("documents")))
    parser.add_argument(
        "state", metavar="STATE", help="open | asked | received | checked | signed | not_needed"
    )
    parser.add_argument("--on", metavar="DATE", type=day_of, help=_("since this day; today if not said"))
    parser.example("stagedesk placement paper P2026-0042 criminal_record checked")


def _paper(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import checklists

    marked = checklists.mark(
        at.desk, arguments.ref, arguments.document, arguments.state, by=at.by, on=arguments.on
    )
    return tell(arguments, marked)


def _add_sign(parser: Parser) -> None:
    _add_day(parser)
    parser.add_argument("party", metavar="PARTY", help=" | ".join(reference.table("parties")))


def _sign(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import checklists

    return tell(
        arguments, checklists.sign(at.desk, arguments.ref, arguments.party, by=at.by, on=arguments.on)
    )


def _add_hire(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("hired", choices=("yes", "no", "unknown"))
    parser.add_argument(
        "--from", dest="start", metavar="DATE", type=day_of, help=_("first day of the contract")
    )
    parser.add_argument("--contract", metavar="WORDS", default="", help=_("what kind of contract"))


def _hire(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import hires

    done = hires.record(
        at.desk, arguments.ref, arguments.hired, by=at.by, contract_start=arguments.start,
        contract_type=arguments.contract,
    )  # fmt: skip
    return tell(arguments, done)


STEPS = (
    ("start", N_("The intern came."), _add_day, _start),
    ("no-show", N_("The intern never came."), add_ref, _no_show),
    ("cancel", N_("Call a placement off before it starts."), _add_cancel, _cancel),
    ("interrupt", N_("The intern is away for a while."), _add_interrupt, _interrupt),
    ("resume", N_("The intern is back."), _add_day, _resume),
    ("extend", N_("More days at the same department."), _add_extend, _extend),
    ("end", N_("The placement is over, as planned or early."), _add_end, _end),
    ("paper", N_("Write down how far a document is."), _add_paper, _paper),
    ("sign", N_("Write down that a party signed the agreement."), _add_sign, _sign),
    ("hire", N_("Write down whether the intern was hired afterwards."), _add_hire, _hire),
)
