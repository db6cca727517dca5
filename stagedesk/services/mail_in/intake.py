"""Taking mail in: every message once, into its thread or as a new request, with a ledger row for each."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, fields, replace
from time import monotonic, sleep

from peewee import DatabaseError, OperationalError, fn

from stagedesk import errors
from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import bulk, lock_intake, session, transaction
from stagedesk.domain.codes import LedgerState
from stagedesk.domain.text import clean
from stagedesk.driver import without_password
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services.city.directory import for_mail
from stagedesk.services.city.people import desk_owner
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in.intake_batch import Batch
from stagedesk.services.mail_in.intake_reading import Read, read_all

PAUSE = 0.02
"""Seconds between two batches in which others can write: SQLite lets one write at a time."""
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
    # What a power cut takes back can be fetched again, unless somebody acts on it.
    with session(), nullcontext() if committed else bulk():
        desk_owner(desk)  # a desk without staff takes nothing
        directory = for_mail(desk)
        with closing(read_all(iter(messages), directory, _Ledger().knows)) as batches:
            written = 0.0
            while not stopped() and (batch := next(batches, None)):
                if fresh := [each for each in batch if not each.known]:
                    sleep(max(0.0, min(PAUSE, written + PAUSE - monotonic())))
                    total.add(_take_chunk(desk, directory, fresh))
                    written = monotonic()
                known = len(batch) - len(fresh)
                total.add(Account(seen=known, known=known))
                if progress:
                    progress(total)
                if committed:
                    committed([(each.source, each.key) for each in batch])
    return total


class _Ledger:
    """What the ledger has of the messages of a source, asked only of sources that it has seen."""

    def __init__(self) -> None:
        self._seen: dict[str, bool] = {}

    def knows(self, batch: list[Read]) -> set[tuple[str, str, str]]:
        for source in {each.source for each in batch} - self._seen.keys():
            self._seen[source] = m.Ledger.select().where(m.Ledger.source == source).exists()
        return in_ledger([each for each in batch if self._seen[each.source]])


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
        refused = replace(chunk[0], look=None, error=clean(str(error), limit=500))
        with transaction():
            return _write_chunk(desk, directory, [refused])


def _write_chunk(desk: Desk, directory: Directory, chunk: list[Read]) -> Account:
    account = Account(seen=len(chunk))
    lock_intake()
    fresh = _not_in_ledger(chunk)
    account.known = len(chunk) - len(fresh)
    if fresh:
        _forget_failures([each for each in fresh if each.raw is not None])
        looks = [each.look for each in fresh if each.look]
        batch = Batch(desk, directory, looks, [each.hash for each in fresh])
        for each in fresh:
            _take_one(batch, each, account)
        batch.write()
    return account


def _take_one(batch: Batch, each: Read, account: Account) -> None:
    original = batch.keep(each.hash, each.raw) if each.raw is not None else None
    message, state = None, LedgerState.FAILED
    if each.look is None or original is None:
        account.failed += 1
    elif copy := batch.found.copy_of(each.look.mail):
        account.duplicates += 1
        message, state = copy, LedgerState.DUPLICATE
    else:
        message, state = _put(batch, each.look, original, account), LedgerState.TAKEN
    error = clean(each.error, limit=1_000) or "?" if state is LedgerState.FAILED else ""
    batch.ledger(each.source, each.key, state, original=original, message=message, error=error)


def _put(batch: Batch, look: Look, original: int, account: Account) -> int:
    """Where the mail belongs."""
    threads = batch.threads_of(look)
    if there := [each for each in threads if batch.goes_on(look, each)]:
        account.landed += 1
        return batch.land(look, original, there)
    account.requests += 1
    return batch.receive(look, original, threads[0] if threads else None)


def in_ledger(chunk: list[Read]) -> set[tuple[str, str, str]]:
    """Source, key and hash of those that their source showed before, with the same bytes."""
    seen: set[tuple[str, str, str]] = set()
    sql = (
        'SELECT l.source_key, r.hash FROM "ledger" l LEFT JOIN "raw" r ON l.original_id = r.id'
        " WHERE l.source = {0} AND l.source_key IN ({1})"
    )
    for source in {each.source for each in chunk}:
        keys = [each.key for each in chunk if each.source == source]
        seen.update((source, key, digest or "") for key, digest in many.among(sql, keys, source))
    return seen


def _not_in_ledger(chunk: list[Read]) -> list[Read]:
    """Leave out what this source showed before with the same bytes."""
    seen = in_ledger(chunk)
    fresh = []
    for each in chunk:
        mark = (each.source, each.key, each.hash)
        if mark not in seen:
            seen.add(mark)
            fresh.append(each)
    return fresh


def _forget_failures(readable: list[Read]) -> None:
    """A message that its source could not give before is here now: its row is written anew."""
    sql = (
        'SELECT id FROM "ledger" WHERE state = {0} AND source = {1} AND original_id IS NULL'
        " AND source_key IN ({2})"
    )
    for source in {each.source for each in readable}:
        keys = [each.key for each in readable if each.source == source]
        for (number,) in many.among(sql, keys, LedgerState.FAILED, source):
            many.delete(m.Ledger, number)


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
