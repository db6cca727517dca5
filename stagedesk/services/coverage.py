"""Which departments told all their placements of a year, and until which day: how far a figure reaches."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.i18n import _
from stagedesk.services import history
from stagedesk.services.departments import find_department
from stagedesk.services.desk import Desk

EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class Covered:
    """What is known of a department in a year."""

    department: str
    department_name: str
    directorate: str
    year: int
    until: date | None
    """Until this day everything was told; nothing was where it is None."""
    reported_on: date | None
    placements: int
    """Those of the register that started in the year."""
    reconstructed: int
    """Of them, those that were entered afterwards."""

    @property
    def is_whole(self) -> bool:
        return self.until == date(self.year, 12, 31)


def report(
    desk: Desk,
    department: str,
    year: int,
    *,
    by: str,
    until: date | None = None,
    batch: str | None = None,
) -> None:
    """A department told all its placements of a year until a day, also when there were none.

    Without a day: until the end of the year, or today in a year that is not over.
    """
    day = until or min(desk.today(), date(year, 12, 31))
    if not EARLIEST <= year <= desk.today().year or day.year != year or day > desk.today():
        raise errors.UsageError(
            detail=_("{day} is no day of {year} that is over.").format(day=day, year=year)
        )
    with history.step(desk, "covered", by=by, batch=batch) as step:
        row = find_department(department, date(year, 1, 1))
        values = {"until": day, "reported_on": desk.today()}
        known = m.Coverage.get_or_none(m.Coverage.department == row.id, m.Coverage.year == year)
        if known:
            step.change(known, **values)
        else:
            step.add(m.Coverage, department=row, year=year, **values)
        step.facts |= {"department": row.code, "year": year, "until": day}


def of_year(year: int) -> tuple[Covered, ...]:
    """Every department that was there in a year, with how far its placements are known."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    d, c = m.Department, m.Coverage
    began = d.valid_from.is_null() | (d.valid_from <= last)
    goes_on = d.valid_to.is_null() | (d.valid_to >= first)
    with session():
        query = c.select(c.department, c.until, c.reported_on).where(c.year == year)
        told = {number: (until, on) for number, until, on in m.tuples(query)}
        counts = _counts(first, last)
        names = d.select(d.id, d.code, d.name, m.Directorate.name).join(m.Directorate, JOIN.LEFT_OUTER)
        found = m.tuples(names.where(began, goes_on).order_by(m.Directorate.name, d.name))
    rows = []
    for number, code, name, directorate in found:
        until, on = told.get(number, (None, None))
        every, afterwards = counts.get(number, (0, 0))
        rows.append(Covered(code, name, directorate or "", year, until, on, every, afterwards))
    return tuple(rows)


def share(first: date, last: date) -> float | None:
    """Of the departments that were there, the share that told all their placements; inside a session."""
    c, t = m.Coverage, m.Department
    there = (t.valid_from.is_null() | (t.valid_from <= last)) & (t.valid_to.is_null() | (t.valid_to >= first))
    told = t.select(fn.COUNT(t.id.distinct())).join(c).where(there, c.year == first.year, c.until >= last)
    ((some,),), ((every,),) = m.tuples(told), m.tuples(t.select(fn.COUNT(t.id)).where(there))
    return some / every if some and every else None


def _counts(first: date, last: date) -> dict[int, tuple[int, int]]:
    p = m.Placement
    query = p.select(p.department, p.reconstructed).where(p.started_on.between(first, last))
    counts: dict[int, tuple[int, int]] = {}
    for department, reconstructed in m.tuples(query):
        every, afterwards = counts.get(department, (0, 0))
        counts[department] = (every + 1, afterwards + bool(reconstructed))
    return counts
