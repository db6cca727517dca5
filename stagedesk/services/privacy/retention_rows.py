"""Which rows hold words about a request or a placement, and which steps of the history tell of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from peewee import fn

from stagedesk.db import models as m
from stagedesk.domain.codes import Direction, Letter
from stagedesk.services.checking.check_rule import rows
from stagedesk.services.desk import Desk
from stagedesk.services.privacy.retention_due import PLACEMENT, REQUEST, UNSETTLED, UNTAKEN

Key = tuple[str, int]
"""A table's name and the number of a row."""
e, o, r, p, f = m.Event, m.Outgoing, m.Request, m.Placement, m.Forgotten


@dataclass
class Rows:
    """The numbers of the rows that may hold words about one record."""

    requests: set[int] = field(default_factory=set)
    placements: set[int] = field(default_factory=set)
    applicants: set[int] = field(default_factory=set)
    messages: set[int] = field(default_factory=set)
    """Mails that came in."""
    letters: set[int] = field(default_factory=set)
    ledger: set[int] = field(default_factory=set)
    """Mails that were put aside."""

    def marks(self) -> set[Key]:
        named = {
            "request": self.requests,
            "placement": self.placements,
            "applicant": self.applicants,
            "message": self.messages,
            "outgoing": self.letters,
            "ledger": self.ledger,
        }
        return {(table, number) for table, numbers in named.items() for number in numbers}

    def steps(self) -> Any:
        """The condition on steps that are about this record itself."""
        if self.requests:
            return e.request << sorted(self.requests)
        return e.placement << sorted(self.placements)


def of(desk: Desk, kind: str, number: int) -> Rows:
    """Everything that may hold words about a request or a placement; inside a session."""
    found = Rows()
    if kind == UNTAKEN:
        found.ledger.add(number)
        return found
    if kind == REQUEST:
        found.requests.add(number)
        request = r.get_by_id(number)
        begun, applicant = desk.start_of(request.received_on), request.applicant_id
        entries = m.Entry.select(m.Entry.message).join(m.Message)
        entries = entries.where(m.Entry.request == number, m.Message.direction == Direction.IN)
        found.messages |= _numbers(entries)
        item = m.OutgoingItem
        found.letters |= _numbers(item.select(item.outgoing).where(item.request == number))
        found.letters |= _numbers(o.select(o.id).where(o.request == number))
    else:
        found.placements.add(number)
        placement = p.get_by_id(number)
        begun, applicant = desk.start_of(placement.made_on), placement.applicant_id
    found.applicants |= {applicant} | _earlier_applicants(found)
    found.letters |= _about_many(found.applicants, begun)
    found.letters -= _numbers(o.select(o.id).where(o.id << sorted(found.letters), o.state << UNSETTLED))
    return found


def _numbers(query: Any) -> set[int]:
    return {number for (number,) in m.tuples(query)}


def _earlier_applicants(found: Rows) -> set[int]:
    """Who was taken for the applicant before somebody corrected it."""
    known = set()
    for (changes,) in m.tuples(e.select(e.changes).where(found.steps(), e.changes.contains('"applicant":['))):
        for change in json.loads(changes):
            known |= set(change["values"].get("applicant", ()))
    return known - {None}


def _about_many(applicants: set[int], begun: Any) -> set[int]:
    """Letters about no request of their own: the monthly workbooks since then, and what the person got."""
    none = o.request.is_null()  # they are few, and an index leads to them
    reports = _numbers(o.select(o.id).where(none, o.letter == Letter.REPORT, o.decided_at >= begun))
    a = m.Applicant
    emails = m.tuples(a.select(fn.LOWER(a.email)).where(a.id << sorted(applicants), a.email != ""))
    for (email,) in emails:
        alike = o.select(o.id, o.recipients, o.copies).where(
            none, fn.LOWER(o.recipients).contains(email) | fn.LOWER(o.copies).contains(email)
        )
        reports |= {
            number
            for number, to, copies in m.tuples(alike)
            if email in (*to.lower().splitlines(), *copies.lower().splitlines())
        }
    return reports


def only_of_the_forgotten(found: Rows) -> Rows:
    """Without the people and mails that something else still needs: another request, or a placement."""
    if found.ledger:
        return found
    entry = m.Entry
    stays = entry.select(entry.message).where(
        entry.message << sorted(found.messages), *_known(entry.request, f.request, found.requests)
    )
    asks = r.select(r.applicant).where(
        r.applicant << sorted(found.applicants), *_known(r.id, f.request, found.requests)
    )
    works = p.select(p.applicant).where(
        p.applicant << sorted(found.applicants), *_known(p.id, f.placement, found.placements)
    )
    return Rows(
        found.requests,
        found.placements,
        found.applicants - _numbers(asks) - _numbers(works),
        found.messages - _numbers(stays),
        found.letters,
        found.ledger,
    )


def _known(column: Any, forgotten: Any, these: set[int]) -> tuple[Any, ...]:
    """Conditions that a row is of another record, which was not forgotten."""
    return column.not_in(sorted(these)), ~fn.EXISTS(f.select().where(forgotten == column))


class Telling:
    """The steps whose personal side tells of certain rows; the history is read once."""

    def __init__(self, wanted: Iterable[Key]) -> None:
        self._wanted = frozenset(wanted)
        self._steps: dict[Key, list[int]] = {}
        self._last = 0
        self._read_on()

    def steps(self, found: Rows) -> set[int]:
        """Steps about these rows, and those that changed them."""
        self._read_on()
        own = _numbers(e.select(e.id).where(found.steps()))
        return own.union(*(self._steps.get(key, ()) for key in found.marks()))

    def _read_on(self) -> None:
        side = m.EventDetails
        query = e.select(e.id, e.changes).join(side, on=(side.event == e.id))
        for number, changes in rows(query.where(side.details.is_null(False), e.id > self._last), e.id):
            self._last = number
            for change in json.loads(changes):
                key = change["table"], change["row"]
                if key in self._wanted:
                    self._steps.setdefault(key, []).append(number)


def wanted(desk: Desk, records: Iterable[tuple[str, int]]) -> set[Key]:
    """The rows of all these records together."""
    kinds = (REQUEST, PLACEMENT, UNTAKEN)
    return {key for kind, number in records if kind in kinds for key in of(desk, kind, number).marks()}
