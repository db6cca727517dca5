"""Mail on the command line: taking it in, and looking at it without storing anything."""

import signal
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, progress, put_json, put_json_list, say, table
from stagedesk.cli.parser import INTERRUPTED, Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.intake import Account

ACCOUNT = "seen, requests, landed, duplicates, known, failed"


def add_fetch(parser: Parser) -> None:
    for kind, metavar, sentence in (
        ("eml", "PATH", _("a mail in a file, or a folder of them")),
        ("mbox", "FILE", _("a mailbox in one file")),
        ("maildir", "DIR", _("a Maildir folder")),
    ):
        parser.add_argument(
            f"--{kind}", dest="sources", action="append", type=_source(kind), metavar=metavar, help=sentence
        )
    parser.add_argument("--account", action="store_true", help=_("what became of all mail so far"))
    parser.add_argument("--failed", action="store_true", help=_("the mails that could not be taken, and why"))
    parser.add_json()
    text = _(
        "Fetching again takes only what is new. Ctrl-C stops between batches; what was taken stays.\n"
        "--json prints {fields};\n"
        "with --account the counts of taken, duplicate and failed;\n"
        "with --failed a list of source, key and error."
    )
    parser.example(
        "stagedesk fetch --eml ~/Mail/stage",
        "stagedesk fetch --mbox old.mbox --maildir ~/Maildir --json",
        "stagedesk fetch --failed",
        text=text.format(fields=ACCOUNT),
    )


def _source(kind: str) -> Callable[[str], tuple[str, Path]]:
    return lambda path: (kind, Path(path).expanduser())


def run_fetch(arguments: Namespace, at: Office) -> int:
    if arguments.account or arguments.failed:
        return _tell_ledger(arguments)
    if not arguments.sources:
        raise errors.UsageError(detail=_("Say where the mail is: --eml, --mbox or --maildir."))
    taken: list[Account] = []  # one for each source, growing batch by batch
    with _stop_key() as stopped:
        try:
            for kind, path in arguments.sources:
                if not stopped():
                    _fetch(at, kind, path, taken, stopped)
        except errors.StagedeskError:
            if _total(taken).seen:
                _tell_account(arguments, taken)
            raise
        _tell_account(arguments, taken)
        if stopped():
            say(_("Stopped. What was taken stays; fetch again for the rest."))
            return INTERRUPTED
    return 0


def _fetch(at: Office, kind: str, path: Path, taken: "list[Account]", stopped: Callable[[], bool]) -> None:
    from stagedesk.mail import sources
    from stagedesk.services import intake

    def count(account: intake.Account) -> None:
        taken[-1] = account
        progress(_("{seen} seen, {requests} new requests").format(**asdict(_total(taken))))

    taken.append(intake.Account())
    try:
        intake.take_in(at.desk, getattr(sources, kind)(path), progress=count, stopped=stopped)
    finally:
        progress("")


def _total(taken: "list[Account]") -> "Account":
    from stagedesk.services.intake import Account

    total = Account()
    for each in taken:
        total.add(each)
    return total


@contextmanager
def _stop_key() -> Iterator[Callable[[], bool]]:
    """While it holds, the first Ctrl-C only asks to stop; a second one stops at once."""
    asked: list[int] = []

    def ask(number: int, _frame: object) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


def _tell_account(arguments: Namespace, taken: "list[Account]") -> None:
    total = _total(taken)
    if arguments.json:
        put_json(asdict(total))
        return
    sentence = _(
        "{seen} seen: {requests} new requests, {landed} put with their request, "
        "{duplicates} double, {known} known, {failed} failed"
    )
    line(sentence.format(**asdict(total)))
    if total.failed:
        say(_("Which ones failed, and why: stagedesk fetch --failed"))


def _tell_ledger(arguments: Namespace) -> int:
    from stagedesk.services import intake

    names = ("source", "key", "error")
    if arguments.account:
        _tell_counts(arguments, intake.ledger_counts())
    elif arguments.json:
        put_json_list(dict(zip(names, failure, strict=True)) for failure in intake.failures())
    else:
        table((_("source"), _("mail"), _("reason")), intake.failures(), empty=_("No mail failed."))
    return 0


def _tell_counts(arguments: Namespace, counts: dict[str, int]) -> None:
    if arguments.json:
        put_json(counts)
        return
    names = {"taken": _("taken"), "duplicate": _("double"), "failed": _("failed")}
    for state, count in counts.items():
        line(f"{names.get(state, state)}: {count}")
