"""Lists of what may be forgotten: approved by a person, carried out, and kept as certificates."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Cause, LedgerState, Role
from stagedesk.i18n import _
from stagedesk.services.city.people import is_here
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.journal import history
from stagedesk.services.journal.forgotten import counts_of
from stagedesk.services.privacy import retention_due, retention_terms
from stagedesk.services.privacy.retention_due import Due
from stagedesk.services.rights import May, may, refuse_others


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    kind: str
    ref: str
    number: int
    term: str
    since: str
    due_on: str
    forgotten_on: date | None = None


@dataclass(frozen=True, slots=True)
class PurgeList:
    """An approved list, and what became of it; carried out it is the certificate. It holds no names."""

    number: int
    day: date
    cause: str
    entries: tuple[Entry, ...]
    terms: dict[str, dict[str, str]]
    digest: str
    approved_at: datetime
    approved_by: str
    executed_at: datetime | None
    executed_by: str
    counts: dict[str, int]
    """How many of what were erased."""
    by_one_person: bool
    """Of a list of what was due: nobody else looked at it before it was lost."""

    @property
    def left_out(self) -> tuple[Entry, ...]:
        """What was not forgotten: something happened to it after the approval."""
        return tuple(each for each in self.entries if each.forgotten_on is None)


def approve(desk: Desk, *, by: str, seen: Sequence[Due] | None = None) -> PurgeList:
    """Approve that what is due today is forgotten; `seen` is the list that the person read.

    Errors: Refused without the right, when nothing is due, or when the list is another one by now.
    """
    refuse_without_right(by)
    with history.step(desk, "purge_approved", by=by) as step:
        found = retention_due.due(desk)
        if not found:
            raise errors.Refused(detail=_("Nothing is due."))
        if seen is not None and tuple(seen) != found:
            raise errors.Refused(detail=_("The list has changed meanwhile. Read it again."))
        waiting = m.Purge.get_or_none(m.Purge.executed_at.is_null())
        if waiting is not None:
            detail = _("List {number} is approved and not carried out yet; do that first, or undo it.")
            raise errors.Refused(detail=detail.format(number=waiting.id))
        row = add(desk, step, Cause.TERM, found)
    return find(row.id)


def add(desk: Desk, step: history.Step, cause: Cause, found: Sequence[Due]) -> m.Purge:
    """Write a list down as approved, in a step of somebody who may."""
    assert step.staff is not None, "a list is approved by a person"
    listed = history.canonical([asdict(_entry(each)) for each in found])
    terms = retention_terms.known(desk)
    used = {
        each.term: {"nl": terms[each.term].nl, "en": terms[each.term].en}
        for each in found
        if each.term in terms
    }
    row = step.add(
        m.Purge, day=desk.today(), cause=cause, listed=listed, terms=history.canonical(used),
        digest=digest_of(listed), approved_at=step.now, approved_by=step.staff.id,
    )  # fmt: skip
    step.facts |= {"purge": row.id, "count": len(found), "cause": cause}
    return row


def digest_of(listed: str) -> str:
    return hashlib.sha256(listed.encode()).hexdigest()


def lists() -> tuple[PurgeList, ...]:
    """Every list that was approved, the latest first."""
    with session():
        return tuple(_list(row) for row in m.Purge.select().order_by(m.Purge.id.desc()))


def find(number: int) -> PurgeList:
    with session():
        return _list(row_of(number))


def row_of(number: int) -> m.Purge:
    """The table row; inside a session."""
    row = m.Purge.get_or_none(m.Purge.id == number)
    if row is None:
        hint = _("See: {command}.").format(command="stagedesk purge --lists")
        raise errors.NotFound(what=_("purge list"), name=str(number), hint=hint)
    return row


def refuse_without_right(by: str) -> None:
    """Errors: Refused for whoever may not erase."""
    with session():
        refuse_others(staff_member(by), May.ERASE)


def others_who_may(desk: Desk, by: str) -> tuple[str, ...]:
    """Who else may approve and carry out, by name: what one approved another one carries out."""
    s = m.Staff
    roles = [role for role in Role if may(role, May.ERASE)]
    query = s.select(s.name).where(s.role << roles, s.code != by, is_here(desk.today())).order_by(s.name)
    with session():
        return tuple(name for (name,) in m.tuples(query))


def _entry(each: Due) -> Entry:
    return Entry(each.kind, each.ref, each.number, each.term, each.since.isoformat(), each.due_on.isoformat())


def entries_of(row: m.Purge) -> list[Entry]:
    """What a list holds, with what was forgotten of it so far; inside a session."""
    done: dict[tuple[str, int], date] = {}
    for each in m.Forgotten.select().where(m.Forgotten.purge == row.id):
        done[key_of(each)] = each.on
    entries: list[dict[str, Any]] = json.loads(row.listed)
    return [Entry(**each | {"forgotten_on": done.get((each["kind"], each["number"]))}) for each in entries]


def key_of(row: m.Forgotten) -> tuple[str, int]:
    """Of what kind and number it is."""
    if row.request_id:
        return retention_due.REQUEST, row.request_id
    if row.placement_id:
        return retention_due.PLACEMENT, row.placement_id
    if row.ledger_id:
        put_aside = m.Ledger.get_by_id(row.ledger_id).state == LedgerState.IGNORED
        return retention_due.UNTAKEN if put_aside else retention_due.FILES, row.ledger_id
    return retention_due.DECLARATIONS, row.year or 0


def _list(row: m.Purge) -> PurgeList:
    names = dict(m.tuples(m.Staff.select(m.Staff.id, m.Staff.name)))
    counts: Counter[str] = Counter()
    for each in m.Forgotten.select().where(m.Forgotten.purge == row.id):
        counts.update(counts_of(each))
    return PurgeList(
        row.id, row.day, row.cause, tuple(entries_of(row)), json.loads(row.terms), row.digest,
        row.approved_at, names[row.approved_by_id], row.executed_at, names.get(row.executed_by_id, ""),
        dict(counts), row.cause == Cause.TERM and row.approved_by_id == row.executed_by_id,
    )  # fmt: skip
