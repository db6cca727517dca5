"""Fetching the mailboxes of the settings, and trying again what failed."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import LedgerState
from stagedesk.i18n import _
from stagedesk.mail.mailbox.imap import Reader
from stagedesk.mail.mailbox.imap_line import Stopped
from stagedesk.mail.mailbox.imap_secret import Tell
from stagedesk.mail.mailbox.imap_session import Folder
from stagedesk.mail.sources import SourceMail
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, mailboxes_account
from stagedesk.services.mail_in.mailboxes_account import LedgerRow
from stagedesk.settings_mailbox import Mailbox

TRIED_AGAIN = 20  # failures that each run tries again, any of them: what never comes must not cost for ever
KEYS_AT_ONCE = 500


@dataclass
class Fetched:
    """What a run made of one mailbox. `account.seen` is the number of mails on the server."""

    mailbox: str
    account: intake.Account = field(default_factory=intake.Account)
    error: errors.StagedeskError | None = None
    """Why the run ended early, or what else somebody should know; what was taken stays."""

    @property
    def new(self) -> int:
        """Mails that the desk saw for the first time."""
        return self.account.seen - self.account.known


@dataclass(frozen=True, slots=True)
class OnServer:
    """A folder now, compared with the ledger."""

    source: str
    on_server: int
    known: int
    """Taken, automatic, double or ignored."""
    failed: int
    waiting: int
    """Not seen by the desk yet; the next fetch takes them."""


Progress = Callable[[Fetched], None]


def never() -> bool:
    return False


class Known(NamedTuple):
    """The mails of a folder that the ledger knows."""

    kept: set[int]
    """The desk has them."""
    unread: set[int]
    """Their bytes are here, and could not be taken."""
    missing: set[int]
    """Their server could not give them."""


def boxes_of(desk: Desk) -> tuple[Mailbox, ...]:
    """The mailboxes of the settings. Errors: UsageError where there is none."""
    if desk.settings.mailboxes:
        return desk.settings.mailboxes
    raise errors.UsageError(detail=_("The settings name no mailbox: a [[mailbox]] table in stagedesk.toml."))


def fetch_all(
    desk: Desk,
    boxes: Sequence[Mailbox] | None = None,
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] = never,
    tell: Tell | None = None,
) -> tuple[Fetched, ...]:
    """Take in what is new in every mailbox. One that cannot be read carries its error, and the others go on.

    Errors: DatabaseError; UsageError where the settings name no mailbox.
    """
    done = []
    for box in boxes_of(desk) if boxes is None else boxes:
        if not stopped():
            with closing(Reader(box, stopped=stopped, tell=tell)) as reader:
                done.append(fetch(desk, reader, progress=progress))
    return tuple(done)


def fetch(desk: Desk, reader: Reader, *, progress: Progress | None = None) -> Fetched:
    """Take in what is new in the folders of one mailbox. Errors: DatabaseError."""
    fetched = Fetched(reader.box.name)
    for name in reader.box.folders:
        try:
            _fetch_folder(desk, reader, name, fetched, progress)
        except Stopped:
            break
        except errors.MailboxError as error:
            fetched.error = error
        else:
            if reader.complaint:
                fetched.error = errors.MailboxError(name=reader.box.name, detail=reader.complaint)
            fetched.error = reader.broken or fetched.error
    return fetched


def _fetch_folder(desk: Desk, reader: Reader, name: str, fetched: Fetched, progress: Progress | None) -> None:
    before = replace(fetched.account)
    folder = reader.open(name)
    known = _known(folder)
    wanted = sorted(folder.uids.difference(*known))
    wanted += random.sample(sorted(known.missing), min(len(known.missing), TRIED_AGAIN))
    here = intake.Account(seen=len(folder.uids) - len(wanted))
    here.known = here.seen

    def report(taken: intake.Account) -> None:
        fetched.account = replace(before)
        fetched.account.add(here)
        fetched.account.add(taken)
        if progress:
            progress(fetched)

    def mark(places: list[intake.Place]) -> None:
        reader.mark(folder, _kept(folder, places))

    report(intake.Account())
    reader.mark(folder, reader.unmarked(folder, known.kept))  # those of a run that ended in between
    intake.take_in(
        desk,
        reader.mails(folder, wanted),
        progress=report,
        stopped=reader.stopped,
        committed=mark if reader.box.mark else None,
    )


def on_server(
    desk: Desk, boxes: Sequence[Mailbox] | None = None, *, tell: Tell | None = None
) -> Iterator[OnServer]:
    """Look into every folder, fetch nothing, and compare with the ledger. Errors: MailboxError."""
    for box in boxes_of(desk) if boxes is None else boxes:
        with closing(Reader(box, tell=tell)) as reader:
            for name in box.folders:
                folder = reader.open(name)
                kept, unread, missing = map(len, _known(folder))
                here, failed = len(folder.uids), unread + missing
                yield OnServer(folder.source, here, kept, failed, here - kept - failed)


def retry(
    desk: Desk,
    numbers: Iterable[int] | None = None,
    *,
    stopped: Callable[[], bool] = never,
    tell: Tell | None = None,
) -> intake.Account:
    """Take in again what failed: these rows of the ledger, or all. What fails again keeps a row.

    Mails whose bytes are here are read again; those that a mailbox could not give are asked for again.
    Errors: MailboxError, DatabaseError.
    """
    total = intake.Account()
    rows = mailboxes_account.failed(numbers)
    for row in rows:
        if row.has_raw and not stopped():
            total.add(_read_again(desk, row))
    boxes = {
        f"imap:{box.name}/{name}": (box, name) for box in desk.settings.mailboxes for name in box.folders
    }
    for source in dict.fromkeys(row.source for row in rows if not row.has_raw):
        keys = [row.key for row in rows if row.source == source and not row.has_raw]
        if source not in boxes:
            total.add(_out_of_reach(source, len(keys), tell))
        elif not stopped():
            box, name = boxes[source]
            with closing(Reader(box, stopped=stopped, tell=tell)) as reader:
                total.add(_ask_again(desk, reader, name, keys))
    return total


def _out_of_reach(source: str, count: int, tell: Tell | None) -> intake.Account:
    """Mails that a file or folder could not give, or a mailbox that the settings name no more."""
    if tell:
        tell(_("Only {source} can give these mails: fetch it again.").format(source=source))
    return intake.Account(seen=count, failed=count)


def _read_again(desk: Desk, row: LedgerRow) -> intake.Account:
    mail = SourceMail(row.source, row.key, mailboxes_account.raw(row.id))
    with transaction():
        m.Ledger.delete().where(m.Ledger.id == row.id, m.Ledger.state == LedgerState.FAILED).execute()
        return intake.take_in(desk, [mail])


def _ask_again(desk: Desk, reader: Reader, name: str, keys: list[str]) -> intake.Account:
    try:
        folder = reader.open(name)
    except Stopped:
        return intake.Account()
    there = [uid for key in keys if (uid := folder.uid(key)) in folder.uids and uid is not None]
    gone = [key for key in keys if folder.uid(key) not in folder.uids]
    with transaction():
        m.Ledger.update(error=_("the server has this mail no more")).where(
            m.Ledger.source == folder.source, m.Ledger.source_key.in_(gone), m.Ledger.original.is_null()
        ).execute()
    return intake.take_in(desk, reader.mails(folder, there), stopped=reader.stopped)


def _known(folder: Folder) -> Known:
    known = Known(set(), set(), set())
    query = m.Ledger.select(m.Ledger.source_key, m.Ledger.state, m.Ledger.original).where(
        m.Ledger.source == folder.source
    )
    with session():
        for key, state, original in m.tuples(query):
            uid = folder.uid(key)
            if uid is None or uid not in folder.uids:
                continue
            if state != LedgerState.FAILED:
                known.kept.add(uid)
            else:
                (known.missing if original is None else known.unread).add(uid)
    return known


def _kept(folder: Folder, places: list[intake.Place]) -> list[int]:
    """Those of these mails that the desk has now."""
    query = m.Ledger.select(m.Ledger.source_key).where(
        m.Ledger.source == folder.source,
        m.Ledger.source_key.in_([key for _source, key in places]),
        m.Ledger.state != LedgerState.FAILED,
    )
    with session():
        return [uid for (key,) in m.tuples(query) if (uid := folder.uid(key)) is not None]
