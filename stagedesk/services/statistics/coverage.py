"""Which departments told all their placements of a year, and until which day: how far a figure reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measure import Span, Told
from stagedesk.i18n import _
from stagedesk.services.city.departments import find_department
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history

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


def told_of(spans: Iterable[Span], day: date) -> tuple[Told, ...]:
    """For each span how many departments told all of it, until this day at most; inside a session."""
    columns = tuple(spans)
    if not columns:
        return ()
    c, d = m.Coverage, m.Department
    within = c.year.between(columns[0].first.year, columns[-1].last.year)
    until = {(number, year): last for number, year, last in
             m.tuples(c.select(c.department, c.year, c.until).where(within))}  # fmt: skip
    departments = m.tuples(d.select(d.id, d.valid_from, d.valid_to))
    found = []
    for span in columns:
        last = max(span.first, min(span.last, day))
        there = [
            number
            for number, begins, ends in departments
            if (begins is None or begins <= span.last) and (ends is None or ends >= span.first)
        ]
        found.append(Told(sum(_told_all(until, each, span.first, last) for each in there), len(there)))
    return tuple(found)


def begun(desk: Desk) -> date | None:
    """The day on which the desk began to write down what happens; inside a session."""
    e = m.Event
    first = m.tuples(e.select(e.at).order_by(e.id).limit(1))
    return desk.day_of(first[0][0]) if first else None


def _told_all(until: Mapping[tuple[int, int], date | None], department: int, first: date, last: date) -> bool:
    """Whether a department told every day between these, year by year."""
    return all(
        (until.get((department, year)) or date.min) >= min(last, date(year, 12, 31))
        for year in range(first.year, last.year + 1)
    )


def _counts(first: date, last: date) -> dict[int, tuple[int, int]]:
    p = m.Placement
    query = p.select(p.department, p.reconstructed).where(p.started_on.between(first, last))
    counts: dict[int, tuple[int, int]] = {}
    for department, reconstructed in m.tuples(query):
        every, afterwards = counts.get(department, (0, 0))
        counts[department] = (every + 1, afterwards + bool(reconstructed))
    return counts
