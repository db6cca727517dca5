"""What became of every mail that a source showed: the numbers, the lists behind them, the raw mails."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.mail_in.mailboxes import OnServer
    from stagedesk.services.mail_in.mailboxes_account import LedgerRow

STATES = ("taken", "automatic", "duplicate", "ignored", "failed")
COUNTS = ("seen", "taken", "automatic", "duplicates", "ignored", "failed")
ACCOUNT = ", ".join(("source", *COUNTS))
SERVER = "on_server, waiting"
ROW = (
    "id, source, key, state, seen_at, error, has_raw, message, automatic, sender, sender_email, subject, ref"
)


def add_words(parser: Parser, other: "argparse._MutuallyExclusiveGroup") -> None:
    other.add_argument("--account", action="store_true", help=_("what became of all mail so far, by source"))
    other.add_argument("--list", choices=STATES, help=_("the mails behind such a number"))
    other.add_argument(
        "--failed", action="store_true", help=_("the mails that could not be taken, and why: --list failed")
    )
    other.add_argument("--raw", type=int, metavar="N", help=_("this mail of a list, as it came"))
    other.add_argument(
        "--retry", type=int, nargs="*", metavar="N", help=_("take in again what failed: all, or these")
    )
    other.add_argument(
        "--dismiss", type=int, nargs="+", metavar="N", help=_("what failed needs nothing more, --because")
    )
    parser.add_argument(
        "--because", default="", metavar="TEXT", help=_("with --dismiss: why; undo takes it back")
    )
    parser.add_argument("--server", action="store_true", help=_("with --account: look at the servers too"))
    parser.add_argument(
        "--source", default="", metavar="NAME", help=_("with --list and --failed: only of this source")
    )


def fields() -> str:
    text = _(
        "with --account a list of {account},\n"
        "  where seen is the sum of those after it (and of {server}, with --server);\n"
        "with --list, --failed and --dismiss a list of {row}."
    )
    return text.format(account=ACCOUNT, server=SERVER, row=ROW)


def chosen(arguments: Namespace) -> Callable[[Namespace, Office], int] | None:
    """What is to be looked at; None where mail is to be taken in."""
    if arguments.server and not arguments.account:
        raise errors.UsageError(detail=_("--server goes with --account only."))
    if arguments.because and not arguments.dismiss:
        raise errors.UsageError(detail=_("--because goes with --dismiss only."))
    if arguments.dismiss:
        return _dismiss
    if arguments.account:
        return _tell_account
    if arguments.failed or arguments.list:
        return _tell_list
    return _put_raw if arguments.raw is not None else None


def _tell_account(arguments: Namespace, at: Office) -> int:
    found = list(_account(at, server=arguments.server))
    if arguments.json:
        put_json_list(found)
        return 0
    names = {
        "source": _("source"),
        "seen": _("seen"),
        "taken": _("taken"),
        "automatic": _("automatic"),
        "duplicates": _("double"),
        "ignored": _("ignored"),
        "failed": _("failed"),
        "on_server": _("on the server"),
        "waiting": _("waiting"),
    }
    shown = [name for name in names if arguments.server or name not in ("on_server", "waiting")]
    rows = [[each[name] for name in shown] for each in found]
    table([names[name] for name in shown], rows, right=range(1, len(shown)), empty=_("No mail so far."))
    return 0


def _account(at: Office, *, server: bool) -> Iterator[dict[str, Any]]:
    """Every source with its numbers; of mailboxes also how many mails are there now."""
    from stagedesk.services.mail_in import mailboxes_account

    there = _on_server(at) if server else {}
    known = {each.source: asdict(each) for each in mailboxes_account.account()}
    nothing = dict.fromkeys(COUNTS, 0)
    for source in sorted(known | there):
        counts = known.get(source, {"source": source, **nothing})
        if server:
            folder = there.get(source)
            counts["on_server"] = folder.on_server if folder else None
            counts["waiting"] = folder.waiting if folder else None
        yield counts


def _on_server(at: Office) -> "dict[str, OnServer]":
    from stagedesk.services.mail_in import mailboxes

    return {each.source: each for each in mailboxes.on_server(at.desk, tell=say)}


def _tell_list(arguments: Namespace, _at: Office) -> int:
    state = arguments.list or "failed"
    found = _rows(arguments.source, state)
    if arguments.json:
        put_json_list(map(_as_json, found))
        return 0
    last = _("reason") if state in ("failed", "ignored", "automatic") else _("request")
    table(
        (_("number"), _("source"), _("mail"), _("from"), _("subject"), last),
        (
            (
                row.id,
                row.source,
                row.key,
                row.sender_email,
                row.subject,
                row.error or row.automatic or row.request,
            )
            for row in found
        ),
        empty=_("No mail failed.") if state == "failed" else _("There is none."),
    )
    return 0


def _rows(source: str, state: Any) -> "Iterator[LedgerRow]":
    """The newest first, page by page."""
    from stagedesk.services.mail_in import mailboxes_account

    last: int | None = None
    while page := mailboxes_account.listed(source, state, before=last):
        yield from page
        last = page[-1].id


def _as_json(row: "LedgerRow") -> dict[str, Any]:
    return {
        "id": row.id,
        "source": row.source,
        "key": row.key,
        "state": row.state,
        "seen_at": row.seen_at.isoformat(),
        "error": row.error,
        "has_raw": row.has_raw,
        "message": row.message,
        "automatic": row.automatic,
        "sender": row.sender_name,
        "sender_email": row.sender_email,
        "subject": row.subject,
        "ref": row.request,
    }


def _dismiss(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import mailboxes_account

    rows = mailboxes_account.dismiss(at.desk, arguments.dismiss, arguments.because, by=at.by)
    if arguments.json:
        put_json_list(map(_as_json, rows))
    else:
        line(_("ignored from now on: {numbers}").format(numbers=", ".join(str(row.id) for row in rows)))
    return 0


def _put_raw(arguments: Namespace, _at: Office) -> int:
    """The bytes as they are for a file or a pipe; a terminal would obey some of them."""
    from stagedesk.services.mail_in import mailboxes_account

    raw = mailboxes_account.raw(arguments.raw)
    if sys.stdout.isatty():
        paragraph(raw.decode("utf-8", "replace"))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
    return 0
