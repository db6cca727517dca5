"""What the desk decides itself about a request: asking the applicant, ends, notes, waiting."""

from argparse import Namespace

from stagedesk import errors
from stagedesk.cli.deciding import add_day, add_no_letter, add_ref, add_text, codes, day_of, tell
from stagedesk.cli.letter_options import add_letters, decided
from stagedesk.cli.office import Office
from stagedesk.cli.output import paragraph, put_json
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services import reference


def add_ask(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument(
        "text",
        nargs="?",
        metavar="TEXT",
        help=_("the question; without it, all that the request leaves open"),
    )
    parser.add_argument("--show", action="store_true", help=_("only print the question, and ask nothing"))
    add_letters(parser)
    parser.example(
        'stagedesk ask 2026-0042 "In which weeks can you come?"',
        "stagedesk ask 2026-0042 --show",
        "stagedesk ask 2026-0042",
        text=_("The question that is prepared names only what is missing, in the applicant's language.")
        + "\n"
        + _("--show --json prints {fields}.").format(fields="ref, question"),
    )


def run_ask(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    question = arguments.text if arguments.text is not None else _prepared(at, arguments.ref)
    if not arguments.show:
        return decided(arguments, at, lambda: triage.ask(at.desk, arguments.ref, question, by=at.by))
    if arguments.json:
        put_json({"ref": arguments.ref, "question": question})
    else:
        paragraph(question)
    return 0


def _prepared(at: Office, ref: str) -> str:
    from stagedesk.services.understanding import questions

    if question := questions.prepare(at.desk, ref):
        return question
    detail = _("{reference} leaves nothing open that the desk knows to ask. Write the question yourself.")
    raise errors.UsageError(detail=detail.format(reference=ref))


def add_close(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("outcome", metavar="OUTCOME", help=_("how it ends; see below"))
    parser.add_argument("--reason", metavar="CODE", help=_("why, where the outcome needs it; see below"))
    parser.add_argument("--by", dest="ended_by", metavar="WHO", help="applicant | school | department")
    parser.add_argument("--note", default="", metavar="TEXT", help=_("something to remember about it"))
    add_no_letter(parser)
    add_letters(parser)
    parser.example(
        "stagedesk close 2026-0042 placed",
        "stagedesk close 2026-0042 rejected --reason no_capacity",
        "stagedesk close 2026-0042 rejected --reason no_capacity --preview",
        text=_ends,
    )


def _ends() -> str:
    parts = [_("outcomes:"), codes("outcomes", reference.table("outcomes"))]
    for outcome in ("rejected", "withdrawn"):
        title = _("reasons for {outcome}:").format(outcome=outcome)
        parts += ["", title, codes("reasons", reference.reasons_for(outcome))]
    return "\n".join(parts)


def run_close(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    return decided(
        arguments,
        at,
        lambda: triage.close(
            at.desk,
            arguments.ref,
            arguments.outcome,
            by=at.by,
            reason=arguments.reason,
            ended_by=arguments.ended_by,
            note=arguments.note,
            letter=arguments.letter,
        ),
    )


def add_reopen(parser: Parser) -> None:
    add_ref(parser)
    parser.example("stagedesk reopen 2026-0042")


def run_reopen(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    return tell(arguments, at, triage.reopen(at.desk, arguments.ref, by=at.by))


def add_link(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("to", metavar="TO", help=_("the request that its mails belong to"))
    parser.example("stagedesk link 2026-0043 2026-0042")


def run_link(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    return tell(arguments, at, triage.link(at.desk, arguments.ref, arguments.to, by=at.by))


def add_note(parser: Parser) -> None:
    add_ref(parser)
    add_text(parser, _("what to write down"))
    parser.example('stagedesk note 2026-0042 "Her teacher phoned: any week in May is fine."')


def run_note(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    return tell(arguments, at, triage.note(at.desk, arguments.ref, arguments.text, by=at.by))


def add_snooze(parser: Parser) -> None:
    add_ref(parser)
    add_day(parser, _("the day on which it comes back"))
    parser.example("stagedesk snooze 2026-0042 2026-03-31")


def run_snooze(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    until = day_of(arguments.until)
    return tell(arguments, at, triage.snooze(at.desk, arguments.ref, until, by=at.by))


def add_wait_list(parser: Parser) -> None:
    add_ref(parser)
    add_day(parser, _("the day on which the desk looks again"))
    add_no_letter(parser)
    add_letters(parser)
    parser.example("stagedesk wait-list 2026-0042 2026-09-01")


def run_wait_list(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    until = day_of(arguments.until)
    return decided(
        arguments,
        at,
        lambda: triage.wait_list(at.desk, arguments.ref, until, by=at.by, letter=arguments.letter),
    )


def add_seen(parser: Parser) -> None:
    add_ref(parser)
    parser.example("stagedesk seen 2026-0042")


def run_seen(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import triage

    return tell(arguments, at, triage.seen(at.desk, arguments.ref, by=at.by))
