"""What the desk does by itself, by the command line: once for cron, or on and on as a service."""

import signal
from argparse import ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from stagedesk import errors
from stagedesk.cli.mail_commands import stop_key
from stagedesk.cli.office import Office
from stagedesk.cli.output import flush, line, put_json, say
from stagedesk.cli.parser import Parser
from stagedesk.i18n import N_, _

if TYPE_CHECKING:
    from stagedesk.services.mail_out.outbox_list import LetterRow
    from stagedesk.services.mail_out.outbox_sending import Sending
    from stagedesk.services.work import Worked

EVERY = 60
WORDS = {
    "new_mails": N_("new mails"),
    "requests": N_("new requests"),
    "reminded": N_("departments reminded"),
    "escalated": N_("handed to the supervisor"),
    "unreachable": N_("departments without an address"),
    "supervisors_told": N_("letters to supervisors"),
    "asked_again": N_("applicants asked again"),
    "returned": N_("back to the desk"),
    "told": N_("applicants told that the desk still looks"),
    "untold": N_("applicants who must hear something"),
    "woken": N_("back on the list"),
    "released": N_("back from who left or was closed"),
    "sent": N_("letters sent"),
    "delayed": N_("letters delayed"),
    "failed": N_("letters refused"),
    "uncertain": N_("letters of which nobody knows"),
}
BUSY = N_("Somebody else is doing this work just now; nothing was done here.")


def add_work(parser: Parser) -> None:
    parser.add_argument("--watch", action="store_true", help=_("go on until Ctrl-C or SIGTERM, as a service"))
    parser.add_argument(
        "--every",
        type=_seconds,
        default=EVERY,
        metavar="SECONDS",
        help=_("with --watch: the time between two runs, {seconds} by itself").format(seconds=EVERY),
    )
    add_dry_run(parser)
    parser.add_json()
    text = _(
        "It takes in what is new in the mailboxes of the settings, reminds, wakes, and sends letters.\n"
        "A mailbox or mail server that fails keeps nothing else back; the exit code tells of it.\n"
        "Doing it twice changes nothing more, and two at once do no harm: the second one does nothing.\n"
        "--watch prints a line when something was done or went wrong.\n"
        "--json prints busy, errors, mailboxes and how often it did what: {fields};\n"
        "with --dry-run mailboxes, deeds (kind, refs, who) and letters (as stagedesk letters)."
    )
    parser.example(
        "stagedesk work",
        "stagedesk work --dry-run",
        "stagedesk work --watch --every 30",
        "*/5 * * * *  stagedesk work >/dev/null",
        text=text.format(fields=", ".join(WORDS)),
    )


def add_dry_run(parser: Parser) -> None:
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))


def _seconds(text: str) -> int:
    if text.isdigit() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(_("{text} is no number of seconds").format(text=text))


def run_work(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import work

    if arguments.dry_run:
        return _tell_plan(arguments, at)
    with stop_key(signal.SIGINT, signal.SIGTERM) as stopped:
        if not arguments.watch:
            return _tell(arguments, work.work(at.desk, stopped=stopped, tell=say))
        last: list[str] = []

        def told(done: "Worked") -> None:
            said = [str(error) for error in done.failures]
            if any(done.counts.values()) or said != last:
                _tell(arguments, done, stamp=_stamp(at), quiet=said == last)
                flush()
            last[:] = said

        work.watch(at.desk, every=arguments.every, told=told, stopped=stopped, tell=say)
    return 0


def _stamp(at: Office) -> str:
    return f"{at.desk.now().astimezone(at.desk.calendar.zone):%Y-%m-%d %H:%M} "


def _tell(arguments: Namespace, done: "Worked", *, stamp: str = "", quiet: bool = False) -> int:
    if arguments.json:
        put_json(_as_json(done))
    elif done.busy:
        say(_(BUSY))
    else:
        line(stamp + _sentence(done.counts))
    for error in () if quiet else done.failures:
        say(f"stagedesk: {error}")
    return done.failures[0].exit_code if done.failures else 0


def _sentence(counts: dict[str, int]) -> str:
    parts = [f"{_(WORDS[what])}: {count}" for what, count in counts.items() if count]
    return "; ".join(parts) or _("nothing was due")


def _as_json(done: "Worked") -> dict[str, Any]:
    boxes = [
        {"mailbox": each.mailbox, "new": each.new, "error": str(each.error) if each.error else None}
        for each in done.fetched
    ]
    return {
        "busy": done.busy,
        "errors": [str(error) for error in done.failures],
        "mailboxes": boxes,
        **done.counts,
    }


def _tell_plan(arguments: Namespace, at: Office) -> int:
    from stagedesk.cli.letter_commands import as_json, leaves
    from stagedesk.services import work

    found = work.plan(at.desk)
    if arguments.json:
        deeds = [{"kind": each.kind, "refs": list(each.refs), "who": each.who} for each in found.deeds]
        letters = [as_json(each) for each in found.letters]
        put_json({"mailboxes": list(found.mailboxes), "deeds": deeds, "letters": letters})
        return 0
    for name in found.mailboxes:
        line(_("fetch {mailbox}").format(mailbox=name))
    for each in found.deeds:
        line(each.words())
    for letter in found.letters:
        line(leaves(letter))
    if not (found.mailboxes or found.deeds or found.letters):
        line(_("nothing is due"))
    return 0


def add_send(parser: Parser) -> None:
    add_dry_run(parser)
    parser.add_json()
    parser.example(
        "stagedesk send",
        "stagedesk send --dry-run",
        text=_("Letters leave by the mail server of the settings ([smtp]), else into the outbox folder.")
        + "\n"
        + _("--json prints {fields}.").format(fields="sent, delayed, failed, uncertain, busy, error"),
    )


def run_send(arguments: Namespace, at: Office) -> int:
    from stagedesk.cli.letter_commands import as_json, leaves
    from stagedesk.cli.output import put_json_list
    from stagedesk.services.mail_out import outbox_list, outbox_sending

    if arguments.dry_run:
        letters = [outbox_list.row(at.desk, number) for number in outbox_sending.due(at.desk)]
        if arguments.json:
            put_json_list(as_json(each) for each in letters)
        else:
            _lines(letters, leaves)
        return 0
    with stop_key(signal.SIGINT, signal.SIGTERM) as stopped:
        return _tell_sending(arguments, outbox_sending.send_due(at.desk, stopped=stopped, tell=say))


def _lines(letters: "list[LetterRow]", words: Any) -> None:
    for each in letters:
        line(words(each))
    if not letters:
        line(_("nothing is due"))


def _tell_sending(arguments: Namespace, done: "Sending") -> int:
    counts = {name: getattr(done, name) for name in ("sent", "delayed", "failed", "uncertain")}
    error: errors.StagedeskError | None = done.error
    if arguments.json:
        put_json(counts | {"busy": done.busy, "error": str(error) if error else None})
    elif done.busy:
        say(_(BUSY))
    else:
        line(_sentence(counts))
    if error:
        say(f"stagedesk: {error}")
    return error.exit_code if error else 0
