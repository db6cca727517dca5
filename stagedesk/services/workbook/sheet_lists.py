"""The sheets of the monthly workbook with one row for each request, read page by page."""

from collections.abc import Collection, Iterator
from datetime import date
from heapq import merge
from typing import Any

from stagedesk.db import models as m
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column, Sheet
from stagedesk.services import reference
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.journal import past
from stagedesk.services.lists import queues
from stagedesk.services.rows import RequestRow
from stagedesk.services.statistics.figures import MonthFigures
from stagedesk.services.workbook.sheets import Book

PAGE = 1_000
# What a request shows of its present state, and must show of an earlier one.
STATE = ("status", "waiting_on", "waiting_since", "due_on", "department", "owner")

Closed = tuple[RequestRow, int | None]
"""A closed request and who closed it."""


class Lists:
    """The lists of a month as things stood at its cut-off; `counts` fills while the rows are read."""

    def __init__(self, desk: Desk, figures: MonthFigures, lapsed: list[past.Lapsed]) -> None:
        self.desk, self.figures, self.period = desk, figures, figures.of_month.period
        self.held = {each.request: each for each in lapsed if each.held(self.period.last)}
        self.fallen = past.undone()
        self.staff = {number: (code, name) for number, code, name in m.tuples(_people())}
        self.names = dict(self.staff.values())
        self.departments = dict(m.tuples(m.Department.select(m.Department.id, m.Department.name)))
        self.counts = {"received": 0, "open": 0, "closed": 0}

    def received(self, book: Book) -> Sheet:
        return Sheet(
            title=_("Received"),
            heading=book.heading(_("Received in the month")),
            columns=(
                *_what_came(),
                Column(_("Sender"), width=22),
                *_what_is_sought(),
                Column(_("Counts"), width=8),
                Column(_("At the cut-off"), width=24),
            ),
            rows=self._received_rows(),
            table_name="received",
        )

    def open(self, book: Book) -> Sheet:
        return Sheet(
            title=_("Open requests"),
            heading=book.heading(_("Open at the cut-off, the oldest first")),
            columns=(
                *_what_came(),
                Column(_("Age in working days"), "number", 9),
                Column(_("Status"), width=14),
                Column(_("Waits on"), width=14),
                Column(_("Department"), width=24),
                Column(_("Since"), "date", 11),
                Column(_("Waiting working days"), "number", 9),
                Column(_("Due"), "date", 11),
                Column(_("Overdue"), width=9),
                Column(_("Overdue working days"), "number", 9),
                Column(_("Owner"), width=16),
                *_what_is_sought(),
            ),
            rows=self._open_rows(),
            table_name="open",
        )

    def closed(self, book: Book) -> Sheet:
        return Sheet(
            title=_("Closed"),
            heading=book.heading(_("Closed in the month")),
            columns=(
                *_what_came(),
                Column(_("Closed on"), "date", 11),
                Column(_("Working days"), "number", 9),
                Column(_("Outcome"), width=24),
                Column(_("Reason"), width=36),
                Column(_("Ended by"), width=14),
                Column(_("Closed by"), width=16),
                Column(_("Counts"), width=8),
                Column(_("Department"), width=24),
                *_what_is_sought(),
            ),
            rows=self._closed_rows(),
            table_name="closed",
        )

    def _received_rows(self) -> Iterator[tuple[Cell, ...]]:
        r = m.Request
        for row, _by in _all(r.received_on.between(self.period.first, self.period.last), r.received_on):
            self.counts["received"] += 1
            outcome = self._outcome(row)
            stood = reference.name("outcomes", outcome) or _("still open")
            yield (*_came(row), row.sender, *_sought(row), _counts(outcome), stood)

    def _outcome(self, row: RequestRow) -> str | None:
        """With which outcome a request stood closed at the cut-off; None for an open one."""
        if row.id in self.held:
            return self.held[row.id].outcome
        return row.outcome if row.closed_on and row.closed_on <= self.period.last else None

    def _open_rows(self) -> Iterator[tuple[Cell, ...]]:
        for row in self._open():
            self.counts["open"] += 1
            line = queues.line(row, self.desk.calendar, self.period.last)
            yield (
                *_came(row), line.age, reference.name("statuses", row.status),
                reference.name("waiting", row.waiting_on), row.department_name or None, row.waiting_since,
                line.waiting, row.due_on, _yes_no(line.overdue), line.overdue_by if line.overdue else None,
                self.names.get(row.owner or ""), *_sought(row),
            )  # fmt: skip

    def _open(self) -> Iterator[RequestRow]:
        r, last = m.Request, self.period.last
        still = r.closed_on.is_null() | (r.closed_on > last)
        for page in _pages((r.received_on <= last) & still, r.received_on):
            rows = [row for row, _by in page if row.id not in self.held]
            then = self._state([row.id for row in rows])
            yield from (self._as_it_stood(row, then.get(row.id, {})) for row in rows)

    def _state(self, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
        """What these requests showed at the cut-off, where that is not what they show now."""
        if self.figures.running:
            return {}
        return past.at_the_end(numbers, self.figures.cut_off, STATE, self.fallen)

    def _as_it_stood(self, row: RequestRow, then: dict[str, Any]) -> RequestRow:
        if not then:
            return row
        if "department" in then:
            then["department_name"] = self.departments.get(then.pop("department"), "")
        if "owner" in then:
            then["owner"], _name = self.staff.get(then["owner"], ("", ""))
        return row._replace(**then)

    def _closed_rows(self) -> Iterator[tuple[Cell, ...]]:
        r = m.Request
        still = _all(r.closed_on.between(self.period.first, self.period.last), r.closed_on)
        for row, closed_by in merge(still, self._closed_then(), key=_by_closing_day):
            self.counts["closed"] += 1
            _code, name = self.staff.get(closed_by or 0, ("", ""))
            yield (
                *_came(row), row.closed_on, self._working_days(row), reference.name("outcomes", row.outcome),
                reference.name("reasons", row.reason) or None, _party(row.ended_by), name or None,
                _counts(row.outcome), row.department_name or None, *_sought(row),
            )  # fmt: skip

    def _closed_then(self) -> list[Closed]:
        """Those that were closed in the month, and taken up again after the cut-off."""
        held = [each for each in self.held.values() if self.period.holds(each.closed_on)]
        query = requests.base_query().where(m.Request.id.in_(sorted(each.request for each in held)))
        return sorted((_ended(row, self.held[row.id]) for row in requests.rows(query)), key=_by_closing_day)

    def _working_days(self, row: RequestRow) -> int:
        closed_on = row.closed_on or row.received_on
        return max(0, self.desk.calendar.between(row.received_on, closed_on))


def _all(condition: Any, order: Any) -> Iterator[Closed]:
    for page in _pages(condition, order):
        yield from page


def _pages(condition: Any, order: Any) -> Iterator[list[Closed]]:
    """Requests in the order of one of their days, so many at a time that memory stays flat."""
    r = m.Request
    numbers = [number for (number,) in m.tuples(r.select(r.id).where(condition).order_by(order, r.id))]
    query = requests.base_query().select_extend(r.closed_by)
    for start in range(0, len(numbers), PAGE):
        page = numbers[start : start + PAGE]
        found = {values[0]: values for values in m.tuples(query.where(r.id.in_(page)))}
        yield [(requests.row_of(found[number][:-1]), found[number][-1]) for number in page]


def _ended(row: RequestRow, end: past.Lapsed) -> Closed:
    """A request as it was when this end still held."""
    closed = row._replace(
        closed_on=end.closed_on, outcome=end.outcome, reason=end.reason, ended_by=end.ended_by
    )
    return closed, end.closed_by


def _by_closing_day(each: Closed) -> tuple[date, int]:
    return each[0].closed_on or date.max, each[0].id


def _people() -> Any:
    return m.Staff.select(m.Staff.id, m.Staff.code, m.Staff.name)


def _what_came() -> tuple[Column, ...]:
    return (
        Column(_("Reference"), width=12),
        Column(_("Received"), "date", 11),
        Column(_("Route"), width=16),
        Column(_("Applicant"), width=24),
    )


def _came(row: RequestRow) -> tuple[Cell, ...]:
    return row.ref, row.received_on, reference.name("routes", row.route), row.applicant or None


def _what_is_sought() -> tuple[Column, ...]:
    return (
        Column(_("School"), width=24),
        Column(_("Study"), width=24),
        Column(_("Level"), width=18),
        Column(_("Kind"), width=18),
        Column(_("First day"), "date", 11),
        Column(_("Last day"), "date", 11),
        Column(_("Subject"), width=44),
    )


def _sought(row: RequestRow) -> tuple[Cell, ...]:
    return (
        row.school or None, row.study or None, reference.name("levels", row.level) or None,
        reference.name("kinds", row.kind) or None, row.period_start, row.period_end, row.title or None,
    )  # fmt: skip


def _party(code: str | None) -> str | None:
    return reference.name("waiting", code) or None


def _counts(outcome: str | None) -> str:
    return _yes_no(outcome not in UNCOUNTED_OUTCOMES)


def _yes_no(answer: bool) -> str:
    return _("yes") if answer else _("no")
