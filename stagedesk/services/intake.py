"""Taking mail in: every message once, into its thread or as a new request, with a ledger row for each."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace

from peewee import JOIN, DatabaseError, OperationalError, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import bulk, lock_intake, session, transaction
from stagedesk.domain.codes import LedgerState
from stagedesk.domain.text import clean
from stagedesk.driver import without_password
from stagedesk.mail.directory import Directory
from stagedesk.mail.message import IncomingMail
from stagedesk.mail.parse import parse
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services.desk import Desk
from stagedesk.services.directory import for_mail
from stagedesk.services.intake_batch import Batch
from stagedesk.services.people import desk_owner

BATCH = 100
BATCH_BYTES = 50_000_000
log = logging.getLogger(__name__)


@dataclass
class Account:
    """What became of the messages that a source showed; `seen` is the sum of all others."""

    seen: int = 0
    requests: int = 0
    """New requests in the Inbox."""
    landed: int = 0
    """Answers and supplements, put with their request."""
    duplicates: int = 0
    """Mails that the desk has already, from another place."""
    known: int = 0
    """Messages that an earlier run took from this place."""
    failed: int = 0

    def add(self, other: "Account") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


Progress = Callable[[Account], None]
Place = tuple[str, str]
"""A source and a message's key in it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A message of a source as it was read: a mail, or the reason why not."""

    source: str
    key: str
    raw: bytes | None
    hash: str
    mail: IncomingMail | None
    error: str = ""


def take_in(
    desk: Desk,
    messages: Iterable[SourceMail | SourceFailure],
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
    committed: Callable[[list[Place]], None] | None = None,
) -> Account:
    """Take in what a source shows; what was taken before is left alone. Stops between batches when asked.

    A mail that cannot be read gets a ledger row with the reason, and the others go on. An error of the
    database itself (a full disk, a lost server) ends the run: nothing of the batch is written, and the
    same source can be taken in again. `committed` is told of the messages of each batch once they are
    safe on the disk, whatever became of them.
    """
    total = Account()
    waiting = iter(messages)
    # What a power cut takes back can be fetched again, unless somebody acts on it.
    with session(), nullcontext() if committed else bulk():
        desk_owner(desk)  # a desk without staff takes nothing
        directory = for_mail(desk)
        while not stopped() and (chunk := _next_chunk(waiting)):
            total.add(_take_chunk(desk, directory, [read(each) for each in chunk]))
            if progress:
                progress(total)
            if committed:
                committed([(each.source, each.key) for each in chunk])
    return total


def _next_chunk(waiting: Iterator[SourceMail | SourceFailure]) -> list[SourceMail | SourceFailure]:
    """The messages of one transaction: some, and never more than fit in memory together."""
    chunk: list[SourceMail | SourceFailure] = []
    size = 0
    for each in waiting:
        chunk.append(each)
        size += len(each.raw) if isinstance(each, SourceMail) else 0
        if len(chunk) == BATCH or size > BATCH_BYTES:
            break
    return chunk


def read(message: SourceMail | SourceFailure) -> Read:
    if isinstance(message, SourceFailure):
        return Read(message.source, message.key, None, "", None, message.error)
    digest = hashlib.sha256(message.raw).hexdigest()
    try:
        return Read(message.source, message.key, message.raw, digest, parse(message.raw))
    except Exception as error:  # one strange mail must not stop the others; the ledger shows it
        log.warning("message %s cannot be read: %s", digest, type(error).__name__)
        return Read(
            message.source, message.key, message.raw, digest, None, f"{type(error).__name__}: {error}"
        )


def _take_chunk(desk: Desk, directory: Directory, chunk: list[Read]) -> Account:
    try:
        with transaction():
            return _write_chunk(desk, directory, chunk)
    except (OperationalError, OSError) as error:
        raise errors.DatabaseError(
            url=without_password(desk.settings.database), detail=str(error).strip()
        ) from error
    except (DatabaseError, ValueError) as error:
        if len(chunk) > 1:
            return _one_by_one(desk, directory, chunk)
        log.warning("message %s cannot be stored: %s", chunk[0].hash, type(error).__name__)
        refused = replace(chunk[0], mail=None, error=clean(str(error), limit=500))
        with transaction():
            return _write_chunk(desk, directory, [refused])


def _write_chunk(desk: Desk, directory: Directory, chunk: list[Read]) -> Account:
    account = Account(seen=len(chunk))
    lock_intake()
    fresh = _not_in_ledger(chunk)
    account.known = len(chunk) - len(fresh)
    if fresh:
        _forget_failures([each for each in fresh if each.raw is not None])
        batch = Batch(
            desk, directory, [each.mail for each in fresh if each.mail], [each.hash for each in fresh]
        )
        for each in fresh:
            _take_one(batch, each, account)
        batch.write()
    return account


def _take_one(batch: Batch, each: Read, account: Account) -> None:
    original = batch.keep(each.hash, each.raw) if each.raw is not None else None
    message, state = None, LedgerState.FAILED
    if each.mail is None or original is None:
        account.failed += 1
    elif copy := batch.found.copy_of(each.mail):
        account.duplicates += 1
        message, state = copy, LedgerState.DUPLICATE
    elif thread := batch.found.thread_of(each.mail):
        account.landed += 1
        message, state = batch.land(each.mail, original, thread), LedgerState.TAKEN
    else:
        account.requests += 1
        message, state = batch.receive(each.mail, original), LedgerState.TAKEN
    error = clean(each.error, limit=1_000) or "?" if state is LedgerState.FAILED else ""
    batch.ledger(each.source, each.key, state, original=original, message=message, error=error)


def _not_in_ledger(chunk: list[Read]) -> list[Read]:
    """Leave out what this source showed before with the same bytes."""
    seen: set[tuple[str, str, str]] = set()
    for source in {each.source for each in chunk}:
        keys = [each.key for each in chunk if each.source == source]
        query = (
            m.Ledger.select(m.Ledger.source_key, m.Raw.hash)
            .join(m.Raw, JOIN.LEFT_OUTER)
            .where(m.Ledger.source == source, m.Ledger.source_key.in_(keys))
        )
        seen.update((source, key, digest or "") for key, digest in m.tuples(query))
    fresh = []
    for each in chunk:
        mark = (each.source, each.key, each.hash)
        if mark not in seen:
            seen.add(mark)
            fresh.append(each)
    return fresh


def _forget_failures(readable: list[Read]) -> None:
    """A message that its source could not give before is here now: its row is written anew."""
    for source in {each.source for each in readable}:
        keys = [each.key for each in readable if each.source == source]
        m.Ledger.delete().where(
            m.Ledger.source == source,
            m.Ledger.source_key.in_(keys),
            m.Ledger.state == LedgerState.FAILED,
            m.Ledger.original.is_null(),
        ).execute()


def _one_by_one(desk: Desk, directory: Directory, chunk: list[Read]) -> Account:
    total = Account()
    for each in chunk:
        total.add(_take_chunk(desk, directory, [each]))
    return total


def ledger_counts() -> dict[str, int]:
    """How many messages were taken, were there already, or failed."""
    with session():
        query = m.Ledger.select(m.Ledger.state, fn.count(m.Ledger.id)).group_by(m.Ledger.state)
        found = dict(m.tuples(query))
    return {state.value: found.get(state, 0) for state in LedgerState}


def failures() -> Iterator[tuple[str, str, str]]:
    """Source, key and reason of every message that could not be taken."""
    with session():
        query = m.Ledger.select(m.Ledger.source, m.Ledger.source_key, m.Ledger.error).where(
            m.Ledger.state == LedgerState.FAILED
        )
        yield from m.tuples(query.order_by(m.Ledger.id))
