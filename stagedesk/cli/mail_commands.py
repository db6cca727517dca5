"""Taking mail in by the command line: from files and from mailboxes on servers, once or on and on."""

import signal
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stagedesk import errors
from stagedesk.cli import ledger
from stagedesk.cli.office import Office
from stagedesk.cli.output import flush, line, progress, put_json, say
from stagedesk.cli.parser import INTERRUPTED, Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.mail_in.intake import Account
    from stagedesk.services.mail_in.mailboxes import Fetched

ACCOUNT = "seen, requests, landed, duplicates, known, failed"
MAILBOX = "mailbox, error"

Stopped = Callable[[], bool]


def add_fetch(parser: Parser) -> None:
    for kind, metavar, sentence in (
        ("eml", "PATH", _("a mail in a file, or a folder of them")),
        ("mbox", "FILE", _("a mailbox in one file")),
        ("maildir", "DIR", _("a Maildir folder")),
    ):
        parser.add_argument(
            f"--{kind}", dest="sources", action="append", type=_source(kind), metavar=metavar, help=sentence
        )
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--watch", action="store_true", help=_("go on taking in what comes, until Ctrl-C"))
    ledger.add_words(parser, other)
    parser.add_json()
    text = _(
        "Without a source it reads the mailboxes of the settings, each a [[mailbox]] table.\n"
        "Fetching again takes only what is new. Ctrl-C stops between batches; what was taken stays.\n"
        "--json prints {account};\n"
        "with mailboxes also a list of them, each with these and {mailbox};\n"
        "with --watch one such line for each mailbox whenever something comes;\n"
    ).format(account=ACCOUNT, mailbox=MAILBOX)
    parser.example(
        "stagedesk fetch",
        "stagedesk fetch --watch",
        "stagedesk fetch --eml ~/Mail/stage --mbox old.mbox --maildir ~/Maildir --json",
        "stagedesk fetch --account",
        "stagedesk fetch --failed",
        "stagedesk fetch --raw 17 > broken.eml",
        "stagedesk fetch --retry",
        'stagedesk fetch --dismiss 17 --because "An advertisement."',
        text=text + ledger.fields(),
    )


def _source(kind: str) -> Callable[[str], tuple[str, Path]]:
    # The ledger names the source: it must be one and the same from wherever it is named.
    return lambda path: (kind, Path(path).expanduser().resolve())


def run_fetch(arguments: Namespace, at: Office) -> int:
    if tell := ledger.chosen(arguments):
        _without_sources(arguments)
        return tell(arguments, at)
    if arguments.retry is not None:
        _without_sources(arguments)
        return _retry(arguments, at)
    if arguments.watch:
        _without_sources(arguments)
        return _watch(arguments, at)
    return _fetch_files(arguments, at) if arguments.sources else _fetch_mailboxes(arguments, at)


def _without_sources(arguments: Namespace) -> None:
    if arguments.sources:
        raise errors.UsageError(detail=_("--eml, --mbox and --maildir go with taking in only."))


def _fetch_files(arguments: Namespace, at: Office) -> int:
    taken: list[Account] = []  # one for each source, growing batch by batch
    with stop_key() as stopped:
        try:
            for kind, path in arguments.sources:
                if not stopped():
                    _fetch_file(at, kind, path, taken, stopped)
        except errors.StagedeskError:
            if _total(taken).seen:
                _tell_account(arguments, _total(taken))
            raise
        _tell_account(arguments, _total(taken))
        return _ended(stopped)


def _fetch_file(at: Office, kind: str, path: Path, taken: "list[Account]", stopped: Stopped) -> None:
    from stagedesk.mail import sources
    from stagedesk.services.mail_in import intake

    def count(account: intake.Account) -> None:
        taken[-1] = account
        _tell_progress(_total(taken))

    taken.append(intake.Account())
    try:
        intake.take_in(at.desk, getattr(sources, kind)(path), progress=count, stopped=stopped)
    finally:
        progress("")


def _fetch_mailboxes(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import mailboxes

    if not at.desk.settings.mailboxes:
        detail = _(
            "Say where the mail is: --eml, --mbox or --maildir; or name a [[mailbox]] in the settings file."
        )
        raise errors.UsageError(detail=detail)
    with stop_key() as stopped:
        try:
            done = mailboxes.fetch_all(
                at.desk, progress=lambda box: _tell_progress(box.account), stopped=stopped, tell=say
            )
        finally:
            progress("")
        _tell_mailboxes(arguments, done)
        failed = [box.error for box in done if box.error]
        for error in failed:
            say(f"stagedesk: {error}")
        return _ended(stopped) or (failed[0].exit_code if failed else 0)


def _retry(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import mailboxes, mailboxes_account

    failed = {row.id for row in mailboxes_account.failed()}
    for number in arguments.retry:
        if number not in failed:
            raise errors.NotFound(what=_("mail that failed"), name=str(number))
    with stop_key() as stopped:
        account = mailboxes.retry(at.desk, arguments.retry or None, stopped=stopped, tell=say)
        _tell_account(arguments, account)
        return _ended(stopped)


def _watch(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in.mailboxes_watch import watch

    def told(box: "Fetched") -> None:
        if arguments.json:
            put_json(_of_mailbox(box))
        else:
            moment = at.desk.now().astimezone(at.desk.calendar.zone)
            line(f"{moment:%Y-%m-%d %H:%M} {box.mailbox}: {_sentence(box.account)}")
            if box.error:
                say(f"stagedesk: {box.error}")
        flush()

    with stop_key(signal.SIGINT, signal.SIGTERM) as stopped:
        watch(at.desk, told=told, stopped=stopped)
    return 0


@contextmanager
def stop_key(*numbers: signal.Signals) -> Iterator[Stopped]:
    """While it holds, the first of these signals (Ctrl-C) only asks to stop; a second one stops at once."""
    asked: list[int] = []

    def ask(number: int, _frame: object) -> None:
        asked.append(number)
        signal.signal(number, signal.default_int_handler)

    before = {number: signal.signal(number, ask) for number in numbers or (signal.SIGINT,)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ended(stopped: Stopped) -> int:
    if not stopped():
        return 0
    say(_("Stopped. What was taken stays; fetch again for the rest."))
    return INTERRUPTED


def _total(taken: "Sequence[Account]") -> "Account":
    from stagedesk.services.mail_in.intake import Account

    total = Account()
    for each in taken:
        total.add(each)
    return total


def _tell_progress(account: "Account") -> None:
    progress(_("{seen} seen, {requests} new requests").format(**asdict(account)))


def _tell_account(arguments: Namespace, account: "Account") -> None:
    if arguments.json:
        put_json(asdict(account))
        return
    line(_sentence(account))
    _tell_failed(account)


def _tell_mailboxes(arguments: Namespace, done: "Sequence[Fetched]") -> None:
    total = _total([box.account for box in done])
    if arguments.json:
        put_json(asdict(total) | {"mailboxes": [_of_mailbox(box) for box in done]})
        return
    for box in done:
        line(f"{box.mailbox}: {_sentence(box.account)}")
    _tell_failed(total)


def _tell_failed(account: "Account") -> None:
    if account.failed:
        say(_("Which ones failed, and why: stagedesk fetch --failed"))


def _of_mailbox(box: "Fetched") -> dict[str, Any]:
    return {"mailbox": box.mailbox, **asdict(box.account), "error": str(box.error) if box.error else None}


def _sentence(account: "Account") -> str:
    sentence = _(
        "{seen} seen: {requests} new requests, {landed} put with their request, "
        "{duplicates} double, {known} known, {failed} failed"
    )
    return sentence.format(**asdict(account))
