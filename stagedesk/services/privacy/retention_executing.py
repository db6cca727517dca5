"""Carrying out an approved list: record by record, each whole or not at all, and once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from peewee import OperationalError

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session, transaction
from stagedesk.domain.codes import Cause, LedgerState
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.journal.forgotten import ANONYMISED, CARRIED_OUT, counts_of
from stagedesk.services.privacy import (
    declarations,
    retention,
    retention_due,
    retention_erasing,
    retention_rows,
)
from stagedesk.services.privacy.retention import Entry, PurgeList
from stagedesk.services.privacy.retention_due import DECLARATIONS, FILES, PLACEMENT, REQUEST, UNTAKEN
from stagedesk.services.privacy.retention_rows import Telling

COLUMNS = {
    REQUEST: "request",
    PLACEMENT: "placement",
    DECLARATIONS: "year",
    UNTAKEN: "ledger",
    FILES: "ledger",
}
"""Where it is written down that a thing of this kind was forgotten."""

Progress = Callable[[int, int], None]
"""Called with how many records are done, and how many there are."""


class _Trial(Exception):
    """Done to be counted, and rolled back."""


def execute(desk: Desk, number: int | None = None, *, by: str, progress: Progress | None = None) -> PurgeList:
    """Forget what an approved list holds (the one that waits), and return its certificate.

    Errors: NotFound; Refused without the right, or for whoever approved it where somebody else has the right.
    What was taken up again since the approval is left out. Killed half-way it is taken up where it was;
    a list that was carried out stays as it is.
    """
    retention.refuse_without_right(by)
    with session():
        row = _chosen(number)
        if row.executed_at is not None:
            return retention.find(row.id)
        _refuse_whoever_approved(desk, row, by)
        with _wiping():
            _forget_all(desk, row, by, progress)
            with history.step(desk, CARRIED_OUT, by=by) as step:
                assert step.staff is not None
                step.change(row, executed_at=step.now, executed_by=step.staff.id)
                step.facts |= {"purge": row.id}
            tidy()
        return retention.find(row.id)


def try_out(desk: Desk, number: int | None = None, *, by: str) -> dict[str, int]:
    """How much of what carrying out a list would erase; nothing is changed."""
    retention.refuse_without_right(by)
    counts: Counter[str] = Counter()
    try:
        with transaction():
            row = _chosen(number)
            _forget_all(desk, row, by, None)
            for each in m.Forgotten.select().where(m.Forgotten.purge == row.id):
                counts.update(counts_of(each))
            raise _Trial
    except _Trial:
        return dict(counts)


def _refuse_whoever_approved(desk: Desk, row: m.Purge, by: str) -> None:
    """Two look at what is lost for good, where there are two; who asks to be forgotten waits for nobody."""
    if row.cause != Cause.TERM or row.approved_by.code != by:
        return
    if others := retention.others_who_may(desk, by):
        detail = _("You approved this list; somebody else carries it out: {who}.")
        raise errors.Refused(detail=detail.format(who=", ".join(others)))


def _chosen(number: int | None) -> m.Purge:
    if number is not None:
        return retention.row_of(number)
    row = m.Purge.select().where(m.Purge.executed_at.is_null()).order_by(m.Purge.id).first()
    if row is None:
        raise errors.Refused(
            detail=_("No list is approved. See: {command}").format(command="stagedesk purge")
        )
    return row  # type: ignore[no-any-return]


def _forget_all(desk: Desk, row: m.Purge, by: str, progress: Progress | None) -> None:
    entries = [each for each in retention.entries_of(row) if each.forgotten_on is None]
    if row.cause == Cause.TERM:
        still = {(each.kind, each.number) for each in retention_due.due(desk)}
        entries = [each for each in entries if (each.kind, each.number) in still]
    telling = Telling(retention_rows.wanted(desk, ((each.kind, each.number) for each in entries)))
    for done, entry in enumerate(entries, 1):
        with transaction():
            _forget(desk, row, entry, by, telling)
        if progress:
            progress(done, len(entries))


def _forget(desk: Desk, row: m.Purge, entry: Entry, by: str, telling: Telling) -> None:
    """One record, in a transaction of its own; left out when somebody took it up again just now."""
    with history.step(desk, ANONYMISED, by=by) as step:
        step.facts |= {"purge": row.id, "cause": row.cause}
        if entry.kind == DECLARATIONS:
            counts = Counter(declarations=declarations.reduce_year(entry.number))
        elif not _is_over(entry):
            step.facts.clear()
            return
        elif entry.kind == FILES:
            counts = retention_erasing.erase_files(entry.number)
        else:
            found = retention_rows.of(desk, entry.kind, entry.number)
            counts = retention_erasing.erase(desk, found, telling)
        told = {name: counts[name] for name in retention_erasing.COUNTED if counts[name]}
        step.add(
            m.Forgotten,
            purge=row.id,
            on=desk.today(),
            counts=history.canonical(told),
            **{COLUMNS[entry.kind]: entry.number},
        )
        step.request = entry.number if entry.kind == REQUEST else None
        step.placement = entry.number if entry.kind == PLACEMENT else None


def _is_over(entry: Entry) -> bool:
    if entry.kind == REQUEST:
        return m.Request.get_by_id(entry.number).closed_on is not None
    if entry.kind == UNTAKEN:
        return bool(m.Ledger.get_by_id(entry.number).state == LedgerState.IGNORED)
    if entry.kind == FILES:
        mail = m.Ledger.get_by_id(entry.number).message_id
        threads = m.Entry.select().join(m.Request).where(m.Entry.message == mail)
        return not threads.where(m.Request.closed_on.is_null()).exists()
    placement = m.Placement.get_by_id(entry.number)
    return bool(placement.ended_on or placement.cancelled_on or placement.no_show)


@contextmanager
def _wiping() -> Iterator[None]:
    """What is deleted from SQLite's pages is overwritten."""
    if not is_sqlite():
        yield
        return
    database.execute_sql("pragma secure_delete=on")
    try:
        yield
    finally:
        database.execute_sql("pragma secure_delete=off")


def tidy() -> None:
    """Let the database give up what was erased: its search index, its free pages, its log.

    Errors: Refused where somebody else is at work; the list is carried out all the same.
    """
    if database.in_transaction():
        return
    if not is_sqlite():
        for table in (
            "message",
            "raw",
            "outgoing",
            "request",
            "applicant",
            "event_details",
            "request_search",
        ):
            database.execute_sql(f'VACUUM "{table}"')
        return
    try:
        database.execute_sql("INSERT INTO request_search (request_search) VALUES ('optimize')")
        database.execute_sql("VACUUM")
        database.execute_sql("pragma wal_checkpoint(truncate)")
    except OperationalError as error:
        detail = _("Everything is erased; the database file could not be tidied: {error}.")
        raise errors.Refused(detail=detail.format(error=error)) from error
