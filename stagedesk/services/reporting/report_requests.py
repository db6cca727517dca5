"""Tables of reports about requests: what is open, how long it takes, how it ends."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from stagedesk.db import models as m
from stagedesk.domain.codes import Letter, OutgoingState
from stagedesk.domain.month import Period
from stagedesk.domain.spread import spread
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column
from stagedesk.services import reference
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists import queues
from stagedesk.services.statistics import counting
from stagedesk.services.statistics.measuring import name_of
from stagedesk.services.statistics.report_table import Asked, Section, section

Spans = Mapping[tuple[date, date], int]
Row = tuple[Cell, ...]


def queues_of(desk: Desk, asked: Asked) -> Section:
    """How much waits on whom; under the departments each of them."""
    found: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    oldest: dict[tuple[str, str], date] = {}
    for row in _open(asked.day):
        at_department = row.waiting_on == "department"
        for key in {(row.waiting_on or "", ""), (row.waiting_on or "", row.department_name * at_department)}:
            found[key] += 1
            late[key] += row.is_overdue(asked.day)
            oldest[key] = min(oldest.get(key, row.received_on), row.received_on)
    columns = (
        Column(_("Waits on"), width=20),
        Column(_("Department"), width=30),
        Column(_("Open"), "number"),
        Column(_("Overdue"), "number"),
        Column(_("Oldest"), "date", 11),
        Column(_("Working days"), "number"),
    )
    rows = (
        (
            reference.name("waiting", party), department or None, found[party, department],
            late[party, department], oldest[party, department],
            _days(desk, oldest[party, department], asked.day),
        )
        for party, department in sorted(found)
    )  # fmt: skip
    return section(_("Open requests, by who has the ball"), columns, rows)


def waiting(desk: Desk, asked: Asked) -> Section:
    """One line for each open request: overdue ones first, the longest overdue before the others."""
    lines = sorted(
        (queues.line(row, desk.calendar, asked.day) for row in _open(asked.day)),
        key=lambda each: (not each.overdue, -each.overdue_by, each.request.received_on, each.request.id),
    )
    columns = (
        Column(_("Reference"), width=12),
        Column(_("Age"), "number", 7),
        Column(_("Applicant"), width=24),
        Column(_("Asks for"), width=30),
        Column(_("Waits on"), width=14),
        Column(_("Department"), width=24),
        Column(_("Waiting"), "number", 8),
        Column(_("Due"), "date", 11),
        Column(_("Overdue"), "number", 8),
    )
    rows = (
        (
            each.request.ref, each.age, each.request.applicant or None,
            each.request.study or each.request.title or None,
            reference.name("waiting", each.request.waiting_on), each.request.department_name or None,
            each.waiting, each.request.due_on, each.overdue_by if each.overdue else None,
        )
        for each in lines
    )  # fmt: skip
    return section(_("Open requests, overdue ones first (working days)"), columns, rows)


def _open(day: date) -> list[Any]:
    r = m.Request
    query = requests.base_query().where(r.received_on <= day, r.closed_on.is_null() | (r.closed_on > day))
    return requests.rows(query.order_by(r.received_on, r.id))


def turnaround(desk: Desk, asked: Asked) -> Section:
    """How many working days each step took in each year, and how often within its time."""
    columns = (
        Column(_("Year"), width=8),
        Column(_("From receiving to"), width=30),
        Column(_("Requests"), "number"),
        Column(_("Median"), "decimal"),
        Column(_("90th percentile"), "number"),
        Column(_("Norm"), "number"),
        Column(_("Within the norm"), "share"),
    )
    rows = [row for period in asked.periods for row in _turnaround(desk, period)]
    return section(_("Turnaround in working days"), columns, rows)


def _turnaround(desk: Desk, period: Period) -> Iterator[Row]:
    settings = desk.settings
    answered = settings.days_triage + settings.days_department
    steps: tuple[tuple[str, Spans, int | None], ...] = (
        (_("asking a department"), counting.first_asked(period), settings.days_triage),
        (_("the first answer"), counting.first_answers(period), answered),
        (_("the end"), counting.closing_days(period), None),
    )
    for step, spans, norm in steps:
        heap: Counter[int] = Counter()
        for (first, last), count in spans.items():
            heap[_days(desk, first, last)] += count
        found = spread(heap)
        within = sum(count for days, count in heap.items() if norm is not None and days <= norm)
        share = within / found.count if found.count and norm is not None else None
        yield str(period.first.year), step, found.count, found.median, found.ninetieth, norm, share


def followed(desk: Desk, asked: Asked) -> Section:
    """What each department was asked in the year and how often it had to be reminded."""
    reminders = _reminders(desk, asked.period)
    columns = (
        Column(_("Department"), width=30),
        Column(_("Asked"), "number"),
        Column(_("Yes"), "number"),
        Column(_("No"), "number"),
        Column(_("No answer"), "number"),
        Column(_("Taken back"), "number"),
        Column(_("Open at the end"), "number"),
        Column(_("Reminders"), "number"),
    )
    rows = (
        (
            name, counts["asked"], counts["yes"], counts["no"], counts["no_answer"], counts["withdrawn"],
            counts["open_after"], reminders[number],
        )
        for number, _code, name, counts in counting.departments(asked.period)
        if any(counts.values())
    )  # fmt: skip
    return section(_("Departments in {year}").format(year=asked.year), columns, rows)


def _reminders(desk: Desk, period: Period) -> Counter[int]:
    o = m.Outgoing
    query = o.select(o.department, fn.COUNT(o.id)).where(
        o.letter.in_((Letter.REMINDER_1, Letter.REMINDER_2)),
        o.state == OutgoingState.SENT,
        o.sent_at >= desk.start_of(period.first),
        o.sent_at < desk.start_of(period.last + timedelta(days=1)),
    )
    return Counter(dict(m.tuples(query.where(o.department.is_null(False)).group_by(o.department))))


def outcomes_by_level(_desk: Desk, asked: Asked) -> Section:
    r = m.Request
    query = r.select(r.level_followed, r.outcome, r.reason, fn.COUNT(r.id))
    return _outcomes(asked, query, r.level_followed, _("Level"), "levels")


def outcomes_by_department(_desk: Desk, asked: Asked) -> Section:
    """By the department that was asked last."""
    r, d = m.Request, m.Department
    query = r.select(d.name, r.outcome, r.reason, fn.COUNT(r.id)).join(d, JOIN.LEFT_OUTER)
    return _outcomes(asked, query, d.name, _("Department"), "")


def _outcomes(asked: Asked, query: Any, column: Any, heading: str, codes: str) -> Section:
    r = m.Request
    query = query.where(
        r.closed_on.between(asked.period.first, asked.period.last), r.outcome.not_in(counting.UNCOUNTED)
    )
    found = m.tuples(query.group_by(column, r.outcome, r.reason))
    rows = sorted(
        (
            name_of(code, codes), reference.name("outcomes", outcome),
            reference.name("reasons", reason) or "", count,
        )
        for code, outcome, reason, count in found
    )  # fmt: skip
    columns = (
        Column(heading, width=30),
        Column(_("Outcome"), width=28),
        Column(_("Reason"), width=40),
        Column(_("Requests"), "number"),
    )
    return section(_("Outcomes of {year}").format(year=asked.year), columns, rows)


def _days(desk: Desk, first: date, last: date) -> int:
    return max(0, desk.calendar.between(first, last))
