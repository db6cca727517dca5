"""Tables that councils asked for in so many words: what a disruption did, who begins soon, who was where."""

from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

from peewee import fn

from stagedesk import i18n
from stagedesk.db import models as m
from stagedesk.domain.measure import Span, months
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.reporting.report_targets import departments_of
from stagedesk.services.statistics import annotations, measures, measuring
from stagedesk.services.statistics.report_table import BEFORE, Asked, Section, about_usual, section, usual

SOON: Final = timedelta(days=30)
TOGETHER: Final = "bis"
"""The programme whose interns begin in groups."""

p, o, d = m.Placement, m.Place, m.Department


def effects(desk: Desk, asked: Asked) -> Section:
    """Places, starts and cancelled internships by month, beside the mean of the years before."""
    columns = (
        Column(_("Month"), width=10),
        Column(_("Places offered"), "number"),
        Column(_("Usual places"), "decimal"),
        Column(_("Places withdrawn"), "number"),
        Column(_("Internships begun"), "number"),
        Column(_("Usually begun"), "decimal"),
        Column(_("Cancelled"), "number"),
        Column(_("Usually cancelled"), "decimal"),
    )
    offered, begun = (_of_months(desk, name, asked) for name in ("places", "interns"))
    withdrawn = _by_month(o.select(o.withdrawn_on, fn.SUM(o.slots * o.periods)), o.withdrawn_on, asked)
    cancelled = _by_month(p.select(p.cancelled_on, fn.COUNT(p.id)), p.cancelled_on, asked)
    rows = zip(
        (span.label for span in months(asked.year)),
        offered[0], usual(offered[1:]), withdrawn[0], begun[0], usual(begun[1:]), cancelled[0],
        usual(cancelled[1:]),
        strict=True,
    )  # fmt: skip
    told = (f"{each.on}: {each.text}" for each in annotations.within(desk, months(asked.year)))
    heading = _("{year} beside other years").format(year=asked.year)
    return section(heading, columns, rows, about_usual(), *told)


def _of_months(desk: Desk, name: str, asked: Asked) -> list[tuple[int, ...]]:
    """A measure by month in the year asked for, and in each of the years before."""
    measure = measures.find(desk, name)
    years = (asked.year - back for back in range(BEFORE + 1))
    return [measuring.count(desk, measure, months(year), as_known=asked.day).total for year in years]


def _by_month(query: Any, column: Any, asked: Asked) -> list[list[int]]:
    """What happened in each month of the same years."""
    found: Counter[tuple[int, int]] = Counter()
    for day, count in m.tuples(query.where(column.is_null(False)).group_by(column)):
        found[day.year, day.month] += int(count)
    return [[found[asked.year - back, month] for month in range(1, 13)] for back in range(BEFORE + 1)]


def soon(_desk: Desk, asked: Asked) -> Section:
    """How many run in each department, and how many begin within a month."""
    until = asked.day + SOON
    there = p.started_on.is_null(False) & (p.started_on <= asked.day)
    running = _by_department(there & (p.ended_on.is_null() | (p.ended_on >= asked.day)))
    waiting = p.started_on.is_null() & p.cancelled_on.is_null() & (p.no_show == False)  # noqa: E712
    begins = _by_department(waiting & p.planned_start.between(asked.day, until))
    columns = (
        Column(_("Department"), width=30),
        Column(_("Running"), "number"),
        Column(_("Starting soon"), "number"),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, running[name], begins[name]) for name in sorted({*running, *begins}, key=str.casefold)
    ]
    rows.append((_("total"), running.total(), begins.total()))
    heading = _("Running on {day}, and starting until {until}").format(day=asked.day, until=until)
    return section(heading, columns, rows)


def _by_department(condition: Any) -> Counter[str]:
    query = p.select(d.name, fn.COUNT(p.id)).join(d).where(condition).group_by(d.name)
    return Counter(dict(m.tuples(query)))


def levels(_desk: Desk, asked: Asked) -> Section:
    """Levels of education across, departments down."""
    level = fn.COALESCE(p.level_followed, p.level_held)
    query = p.select(d.name, level, fn.COUNT(p.id)).join(d).where(_begun(asked)).group_by(d.name, level)
    found = {(name, code or ""): int(count) for name, code, count in m.tuples(query)}
    used = {code for _name, code in found}
    order = [code for code in (*reference.table("levels"), "") if code in used]
    columns = (
        Column(_("Department"), width=30),
        *(Column(measuring.name_of(code, "levels"), "number") for code in order),
        Column(_("Total"), "number"),
    )
    names = sorted({name for name, _code in found}, key=str.casefold)
    rows = [(name, *_and_sum([found.get((name, code), 0) for code in order])) for name in names]
    whole = _and_sum([sum(found.get((name, code), 0) for name in names) for code in order])
    heading = _("Levels by department, internships begun in {year}").format(year=asked.year)
    return section(heading, columns, [*rows, (_("total"), *whole)])


def _and_sum(counts: list[int]) -> list[int]:
    return [*counts, sum(counts)]


def _begun(asked: Asked) -> Any:
    return p.started_on.between(asked.period.first, asked.period.last)


def channels(_desk: Desk, asked: Asked) -> Section:
    """Where vacancies were published in the year, and how many applied for these places."""
    c, a = m.Publication, m.Candidate
    query = c.select(c.channel, c.place).distinct().where(
        c.published_on.between(asked.period.first, asked.period.last)
    )  # fmt: skip
    applied = dict(m.tuples(a.select(a.place, fn.COUNT(a.id)).group_by(a.place)))
    shown: dict[str, list[int]] = {}
    for channel, place in m.tuples(query):
        shown.setdefault(channel, []).append(applied.get(place, 0))
    columns = (
        Column(_("Channel"), width=30),
        Column(_("Places published"), "number"),
        Column(_("Applicants for them"), "number"),
    )
    rows = ((name, len(found), sum(found)) for name, found in sorted(shown.items()))
    said = _("A place that was published through two channels stands with both.")
    return section(_("Vacancies published in {year}").format(year=asked.year), columns, rows, said)


def cohorts(desk: Desk, asked: Asked) -> Section:
    """Who began together under a professional immersion agreement, and at which departments."""
    measure = measures.find(desk, TOGETHER)
    span = Span("", asked.periods[0].first, asked.period.last)
    begun = measuring.listed(desk, measure, span, asked.day)
    departments = departments_of(ref for ref, _day in begun)
    groups: dict[date, Counter[str]] = {}
    for ref, day in begun:
        groups.setdefault(day, Counter())[departments[ref]] += 1
    columns = (
        Column(_("First day"), "date", 11),
        Column(_("Interns"), "number"),
        Column(_("Departments"), width=70),
    )
    rows = ((day, found.total(), ", ".join(sorted(found))) for day, found in sorted(groups.items()))
    name = measure.name(i18n.language())
    return section(_("{measure}: who began on the same day").format(measure=name), columns, rows)
