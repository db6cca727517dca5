"""The outbox by the command line: which letters wait or went wrong, and what is done about one."""

from argparse import Namespace
from typing import Any

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json, put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services.journal.event_words import letter_name
from stagedesk.services.mail_out.outbox_list import STATES, LetterRow
from stagedesk.services.mail_out.outbox_words import state_words

FIELDS = (
    "id, ref, letter, state, to, cc, subject, body, hold_until, retry_at, attempts, error, sent_at, "
    "decided_by"
)


def as_json(row: LetterRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "ref": row.ref or None,
        "letter": row.letter,
        "state": row.state,
        "to": list(row.recipients),
        "cc": list(row.copies),
        "subject": row.subject,
        "body": row.body,
        "hold_until": row.hold_until,
        "retry_at": row.retry_at,
        "attempts": row.attempts,
        "error": row.error or None,
        "sent_at": row.sent_at,
        "decided_by": row.decided_by or None,
    }


def leaves(row: LetterRow) -> str:
    """What a dry run says of a letter."""
    return _("letter {number} leaves: {letter} {ref}, to {who}: {subject}").format(
        number=row.id,
        letter=letter_name(row.letter),
        ref=row.ref,
        who=", ".join((*row.recipients, *row.copies)),
        subject=row.subject,
    )


def add_letters(parser: Parser) -> None:
    parser.add_argument("--state", choices=STATES, help=_("only letters in this state, however old"))
    parser.add_json()
    parser.example(
        "stagedesk letters",
        "stagedesk letters --state failed --json",
        text=_("Without --state it lists what waits or went wrong, and what left in the last day.")
        + "\n"
        + _("--json prints a list of {fields}.").format(fields=FIELDS),
    )


def run_letters(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_out import outbox_list

    found = outbox_list.letters(at.desk, arguments.state or "")
    if arguments.json:
        put_json_list(map(as_json, found))
        return 0
    table(
        (_("number"), _("request"), _("letter"), _("to"), _("state")),
        [
            (each.id, each.ref, letter_name(each.letter), ", ".join(each.recipients), _state(each, at))
            for each in found
        ],
        right=[0],
        empty=_("There is no such letter."),
    )
    return 0


def _state(row: LetterRow, at: Office) -> str:
    words = state_words(row, at.desk.now())
    return f"{words}: {row.error}" if row.error else words


def add_letter(parser: Parser) -> None:
    parser.add_argument("number", type=int, metavar="N", help=_("the number of the letter"))
    parser.add_argument(
        "what", nargs="?", choices=("show", "retry", "drop", "arrived"), default="show", help=_("show it")
    )
    parser.add_argument("--to", default="", metavar="ADDRESS", help=_("with retry: send it there instead"))
    parser.add_argument("--because", default="", metavar="TEXT", help=_("with drop: why it need not go"))
    parser.add_json()
    parser.example(
        "stagedesk letter 17",
        "stagedesk letter 17 retry --to musea@stad.example",
        'stagedesk letter 17 drop --because "We called them."',
        "stagedesk letter 17 arrived",
        text=_(
            "retry sends a letter that was refused, came back, or of which nobody knows, once more;\n"
            "arrived says that a letter of which nobody knows is there; drop that it need not go.\n"
            "stagedesk undo takes retry and drop back."
        )
        + "\n"
        + _("--json prints {fields}.").format(fields=FIELDS),
    )


def run_letter(arguments: Namespace, at: Office) -> int:
    row = _decided(arguments, at)
    if arguments.json:
        put_json(as_json(row))
    elif arguments.what == "show":
        _show(row, at)
    else:
        line(_("letter {number}: {state}").format(number=row.id, state=_state(row, at)))
    return 0


def _decided(arguments: Namespace, at: Office) -> LetterRow:
    from stagedesk.services.mail_out import outbox_list, outbox_tasks

    number, what = arguments.number, arguments.what
    if arguments.to and what != "retry":
        raise errors.UsageError(detail=_("--to goes with retry only."))
    if arguments.because and what != "drop":
        raise errors.UsageError(detail=_("--because goes with drop only."))
    if what == "retry":
        return outbox_tasks.retry(at.desk, number, by=at.by, to=arguments.to)
    if what == "drop":
        return outbox_tasks.drop(at.desk, number, arguments.because, by=at.by)
    if what == "arrived":
        return outbox_tasks.arrived(at.desk, number, by=at.by)
    return outbox_list.row(at.desk, number)


def _show(row: LetterRow, at: Office) -> None:
    line(_("letter {number}: {state}").format(number=row.id, state=_state(row, at)))
    line(_("to {who}").format(who=", ".join(row.recipients)))
    if row.copies:
        line(_("copy to {who}").format(who=", ".join(row.copies)))
    line(row.subject)
    line()
    paragraph(row.body)
