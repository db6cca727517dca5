"""Every open request, who it waits on and for how long: the board of counts and the queues behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import SQL, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, session, snapshot
from stagedesk.domain.codes import WaitingOn
from stagedesk.domain.deadlines import AGE_BANDS, Calendar
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.desk import Desk

if TYPE_CHECKING:  # the board counts without rows of requests, and must start at once
    from stagedesk.services.rows import RequestRow


@dataclass(frozen=True, slots=True)
class Queue:
    """The open requests that wait on one party, counted; `code` is empty for all of them together."""

    code: str
    name: str
    count: int
    overdue: int
    oldest_on: date | None
    """The day on which the city got the oldest one."""
    oldest_days: int
    """Working days since then."""
    ages: tuple[int, ...]
    """How many there are in each of AGE_BANDS: working days since they were received."""


class Board(NamedTuple):
    """All open requests: together, by the party that has the ball, and by the department that has it."""

    today: date
    total: Queue
    waiting: tuple[Queue, ...]
    """One for each party, also when nothing waits on it, in the order of the code list."""
    departments: tuple[Queue, ...]
    """Departments that something waits on; the one with the oldest request first."""


class QueueLine(NamedTuple):
    """One open request in a queue, with its times in working days."""

    request: "RequestRow"
    age: int
    """Since the city got it."""
    waiting: int
    """Since the present party has the ball."""
    overdue: bool
    overdue_by: int
    """Since its due date; a request that came due at the weekend is overdue by 0 on Sunday."""


Group = tuple[Any, ...]
"""What the scan says of one party and department: party, department, oldest day, how many, how many overdue,
and how many at most as old as each band but the last."""


def board(desk: Desk) -> Board:
    """Count everything that is open, in one pass over the index of open requests."""
    with snapshot():
        groups = _groups(desk)
        names = {number: (code, name) for number, code, name in _departments()}
    asked = [group for group in groups if group[0] == WaitingOn.DEPARTMENT]
    departments = [_queue(desk, *names.get(group[1], ("", "?")), [group]) for group in asked]
    return Board(
        today=desk.today(),
        total=_queue(desk, "", _("all open"), groups),
        waiting=tuple(
            _queue(desk, code.value, reference.name("waiting", code), [g for g in groups if g[0] == code])
            for code in WaitingOn
        ),
        departments=tuple(sorted(departments, key=lambda each: (each.oldest_on, each.code))),
    )


def queue(
    desk: Desk, *, department: str | None = None, waiting_on: str | None = None, limit: int | None = None
) -> list[QueueLine]:
    """The open requests of a queue, the oldest first; without arguments those of the whole desk.

    A department alone means what waits on that department: the line of the board. Together with
    `waiting_on` it means the requests about which that department was asked last.
    """
    from stagedesk.services.deciding import requests

    if waiting_on is not None and waiting_on not in set(WaitingOn):
        raise errors.UsageError(
            detail=_("{value} is nobody that a request waits on; it is one of: {known}.").format(
                value=waiting_on, known=", ".join(WaitingOn)
            )
        )
    r = m.Request
    with snapshot():
        query = requests.base_query().where(r.closed_on.is_null())
        if department is not None:
            query = query.where(r.department == _department(department))
            waiting_on = waiting_on or WaitingOn.DEPARTMENT
        if waiting_on is not None:
            query = query.where(r.waiting_on == waiting_on)
        found = requests.rows(query.order_by(by_age(), r.id).limit(limit))
    return [line(row, desk.calendar, desk.today()) for row in found]


def by_age() -> Any:
    """The order of queues, written so that SQLite does not walk through all closed requests to get it."""
    return fn.coalesce(m.Request.received_on, m.Request.received_on)


def line(row: "RequestRow", calendar: Calendar, today: date) -> QueueLine:
    """An open request with its times counted on this day."""
    overdue = row.is_overdue(today)
    return QueueLine(
        request=row,
        age=max(0, calendar.between(row.received_on, today)),
        waiting=max(0, calendar.between(row.waiting_since or today, today)),
        overdue=overdue,
        overdue_by=calendar.between(row.due_on, today) if overdue and row.due_on else 0,
    )


def as_json(found: Board) -> dict[str, Any]:
    """The documented shape of the board for programs; fields are added, never renamed or removed."""
    return {
        "today": found.today.isoformat(),
        "age_bands": [band.label for band in AGE_BANDS],
        "open": _counts(found.total),
        "waiting_on": [{"waiting_on": each.code} | _counts(each) for each in found.waiting],
        "departments": [
            {"department": each.code, "name": each.name} | _counts(each) for each in found.departments
        ],
    }


def line_as_json(found: QueueLine, today: date) -> dict[str, Any]:
    """The documented shape of a line of a queue: that of a request, with its times in working days."""
    from stagedesk.services.deciding import requests

    return requests.as_json(found.request, today) | {
        "age_working_days": found.age,
        "waiting_working_days": found.waiting,
        "overdue_working_days": found.overdue_by,
    }


def _counts(each: Queue) -> dict[str, Any]:
    return {
        "count": each.count,
        "overdue": each.overdue,
        "oldest_on": each.oldest_on.isoformat() if each.oldest_on else None,
        "oldest_working_days": each.oldest_days,
        "ages": {band.label: count for band, count in zip(AGE_BANDS, each.ages, strict=True)},
    }


def _groups(desk: Desk) -> list[Group]:
    r, today = m.Request, desk.today()
    younger = [r.received_on >= first_day_of_age(desk.calendar, today, band.last) for band in AGE_BANDS[:-1]]
    query = (
        r.select(
            r.waiting_on,
            r.department,
            fn.min(r.received_on),
            _how_many(),
            _how_many(r.due_on < today),
            *(_how_many(condition) for condition in younger),
        )
        .where(r.closed_on.is_null())
        .group_by(r.waiting_on, r.department)
    )
    # As the driver gives them: all are added up before anybody looks at a day.
    return list(database.execute(query).fetchall())


def _how_many(condition: Any = None) -> Any:
    every = fn.COUNT(SQL("*"))
    return every if condition is None else every.filter(condition)


def first_day_of_age(calendar: Calendar, today: date, days: int | None) -> date:
    """The earliest day from which there are at most so many working days to today."""
    worked = calendar.previous_working_day(today)
    return calendar.add(worked, -days) if days else worked


def _queue(desk: Desk, code: str, name: str, groups: Sequence[Group]) -> Queue:
    if not groups:
        return Queue(code, name, 0, 0, None, 0, (0,) * len(AGE_BANDS))
    _parties, _departments, oldest, *counts = zip(*groups, strict=True)
    oldest_on = date.fromisoformat(str(min(oldest)))
    count, overdue, *younger = map(sum, counts)
    return Queue(
        code=code,
        name=name,
        count=count,
        overdue=overdue,
        oldest_on=oldest_on,
        oldest_days=max(0, desk.calendar.between(oldest_on, desk.today())),
        ages=tuple(more - fewer for fewer, more in pairwise((0, *younger, count))),
    )


def _departments() -> list[Group]:
    d = m.Department
    return m.tuples(d.select(d.id, d.code, d.name))


def _department(text: str) -> int:
    """The number of a department by its code, else by its name or an alias; inside a session."""
    with session():
        for (number,) in m.tuples(m.Department.select(m.Department.id).where(m.Department.code == text)):
            return int(number)
    # Imported here: with it come the letters, which would double the start of `stagedesk queue`.
    from stagedesk.services.city.departments import find_department

    return find_department(text, date.min).id
