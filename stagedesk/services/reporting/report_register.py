"""Tables of reports about places and placements: offered, filled, seasons, who is where, targets, hires."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from peewee import SQL, fn

from stagedesk.db import models as m
from stagedesk.domain.measure import Measure, months
from stagedesk.domain.measures import months_later
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.public import told_groups
from stagedesk.services.register import introduction, place_rows, whereabouts
from stagedesk.services.statistics import measures, measuring, target_groups
from stagedesk.services.statistics.report_table import BEFORE, Asked, Section, about_usual, section, usual

COHORT_MONTHS = 12


def places(_desk: Desk, asked: Asked) -> Section:
    """What each department offered in the year, and what came of it."""
    o, d = m.Place, m.Department
    within = fn.COALESCE(o.period_start, o.opened_on).between(asked.period.first, asked.period.last)
    taken = m.Placement.cancelled_on.is_null() & ~m.Placement.no_show
    filled = _by_place(m.Placement.select(m.Placement.place, fn.COUNT(m.Placement.id)).where(taken))
    asked_for = _by_place(m.Candidate.select(m.Candidate.place, fn.COUNT(m.Candidate.id)))
    offered: dict[str, Counter[str]] = {}
    query = o.select(d.name, o.slots * o.periods, o.withdrawn_on, o.id).join(d).where(within)
    for name, slots, withdrawn, number in m.tuples(query):
        counts = offered.setdefault(name, Counter())
        counts["offered"] += slots
        counts["filled"] += filled.get(number, 0)
        counts["withdrawn"] += slots if withdrawn else 0
        counts["applicants"] += asked_for.get(number, 0)
    columns = (
        Column(_("Department"), width=30),
        Column(_("Offered"), "number"),
        Column(_("Filled"), "number"),
        Column(_("Withdrawn"), "number"),
        Column(_("Applicants"), "number"),
    )
    kept = ("offered", "filled", "withdrawn", "applicants")
    rows: list[tuple[Cell, ...]] = [
        (name, *(offered[name][each] for each in kept)) for name in sorted(offered)
    ]
    return section(_("Places of {year}").format(year=asked.year), columns, rows)


def _by_place(query: Any) -> dict[int, int]:
    return dict(m.tuples(query.group_by(SQL("1"))))


def without_places(_desk: Desk, asked: Asked) -> Section:
    rows = [(name,) for _code, name in place_rows.without_a_place(asked.year)]
    heading = _("Departments that offer no place in {year}").format(year=asked.year)
    return section(heading, (Column(_("Department"), width=30),), rows)


def seasons(desk: Desk, asked: Asked) -> Section:
    """What began and what came in by month, beside what is usual and what is still planned."""
    begun, came = measures.find(desk, "interns"), measures.find(desk, "requests")
    planned = Counter(
        day.month
        for (day,) in m.tuples(
            m.Placement.select(m.Placement.planned_start).where(
                m.Placement.started_on.is_null(), m.Placement.cancelled_on.is_null(), ~m.Placement.no_show,
                m.Placement.planned_start.between(asked.period.first, asked.period.last),
            )
        )
    )  # fmt: skip
    now = [measuring.count(desk, each, months(asked.year), as_known=asked.day) for each in (begun, came)]
    before = [_usual(desk, each, asked) for each in (begun, came)]
    columns = (
        Column(_("Month"), width=10),
        Column(_("Requests"), "number"),
        Column(_("Usual requests"), "decimal"),
        Column(_("Internships begun"), "number"),
        Column(_("Usually begun"), "decimal"),
        Column(_("Still planned"), "number"),
    )
    rows = (
        (
            span.label, now[1].total[place], before[1][place], now[0].total[place], before[0][place],
            planned[span.first.month],
        )
        for place, span in enumerate(months(asked.year))
    )  # fmt: skip
    return section(_("Seasons of {year}").format(year=asked.year), columns, rows, about_usual())


def starts(desk: Desk, asked: Asked) -> Section:
    """Internships begun by month, a row for each year."""
    begun = measures.find(desk, "interns")
    rows: list[tuple[Cell, ...]] = []
    for year in range(asked.year - asked.years + 1, asked.year + 1):
        found = measuring.count(desk, begun, months(year), as_known=asked.day)
        rows.append((str(year), *found.total))
    columns = (Column(_("Year"), width=8), *(Column(f"{month:02}", "number", 5) for month in range(1, 13)))
    return section(_("Starts by month"), columns, rows)


def _usual(desk: Desk, measure: Measure, asked: Asked) -> list[float | None]:
    years = (asked.year - back for back in range(1, BEFORE + 1))
    return usual([measuring.count(desk, measure, months(year), as_known=asked.day).total for year in years])


def presence(desk: Desk, asked: Asked) -> Section:
    """Who is where on the day of the report."""
    columns = (
        Column(_("Directorate"), width=24),
        Column(_("Department"), width=26),
        Column(_("Reference"), width=12),
        Column(_("Intern"), width=24),
        Column(_("First day"), "date", 11),
        Column(_("Last day"), "date", 11),
        Column(_("Remark"), width=24),
    )
    rows = (
        (
            there.directorate or None, there.department_name, each.placement.ref, each.placement.applicant,
            each.placement.started_on or each.placement.planned_start, each.placement.planned_end,
            _about(each),
        )
        for there in whereabouts.on(desk, asked.day)
        for each in there.people
    )  # fmt: skip
    return section(_("Who is where on {day}").format(day=asked.day), columns, rows)


def _about(each: whereabouts.Present) -> str | None:
    if each.is_away:
        return _("away")
    return None if each.is_certain else _("as planned, not confirmed")


def introductions(_desk: Desk, asked: Asked) -> Section:
    columns = (
        Column(_("Day"), "date", 11),
        Column(_("Place"), width=30),
        Column(_("Invited"), "number"),
        Column(_("Came"), "number"),
    )
    rows = (
        (each.day, each.location or None, each.invited, each.attended)
        for each in introduction.days()
        if asked.periods[0].first <= each.day <= asked.period.last
    )
    return section(_("Introduction days"), columns, rows)


def groups(desk: Desk, asked: Asked) -> Section:
    """Target groups of each year: only large totals of the whole city, and each year only once."""
    years = range(asked.year - asked.years + 1, asked.year + 1)
    told = {year: dict(told_groups.of_year(desk, year)) for year in years}
    columns = (Column(_("Declared"), width=34), *(Column(str(year), "number", 16) for year in years))
    rows = ((name, *(told[year][name] for year in years)) for name in told[asked.year])
    return section(_("Target groups"), columns, rows, target_groups.about(), *_when_told(desk))


def _when_told(desk: Desk) -> Iterator[str]:
    month, day = desk.settings.figures_public_on.split("-")
    yield _(
        "A year is told once, as it is known on {day}/{month} of the next; it does not move after."
    ).format(day=int(day), month=int(month))


def cohort(_desk: Desk, asked: Asked) -> Section:
    """Of who ended in a year: hired within twelve months, not, or not known."""
    columns = (
        Column(_("Ended in"), width=10),
        Column(_("Persons"), "number"),
        Column(_("Hired within a year"), "number"),
        Column(_("Not hired"), "number"),
        Column(_("Not known"), "number"),
        Column(_("Hired, of the known"), "share"),
    )
    rows = [
        (str(period.first.year), *_cohort(list(_ended(period.first, period.last))))
        for period in asked.periods
    ]
    said = _("Internships only to look around, IBO and bbl are left out: there hiring is no choice.")
    return section(_("What became of those who ended"), columns, rows, said)


def _ended(first: date, last: date) -> Iterator[tuple[int, str]]:
    """Persons who ended between these days, with what is known of each: the best of their answers."""
    p, h = m.Placement, m.Hire
    kinds = reference.table("kinds")
    out = [code for code, each in kinds.items() if each["is_orientation"]] + ["ibo", "bpv_bbl"]
    query = p.select(p.id, p.applicant, p.ended_on).where(
        p.ended_on.between(first, last), p.kind.is_null() | p.kind.not_in(out)
    )
    for number, person, ended in m.tuples(query):
        told = m.tuples(h.select(h.hired, h.contract_start).where(h.placement == number))
        soon = months_later(ended, COHORT_MONTHS)
        if any(hired == "yes" and start <= soon for hired, start in told):
            yield person, "yes"
        else:
            yield person, "no" if any(hired in ("no", "yes") for hired, _start in told) else "unknown"


def _cohort(found: list[tuple[int, str]]) -> tuple[Cell, ...]:
    best: dict[int, str] = {}
    for person, answer in found:
        if person not in best or answer == "yes" or best[person] == "unknown":
            best[person] = "yes" if best.get(person) == "yes" else answer
    counts = Counter(best.values())
    known = counts["yes"] + counts["no"]
    share = counts["yes"] / known if known else None
    return len(best), counts["yes"], counts["no"], counts["unknown"], share
