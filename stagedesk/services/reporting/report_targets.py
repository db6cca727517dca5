"""Tables about targets: promised and actual, the way there by month, who was the nth, who did not count."""

from collections.abc import Iterable, Iterator
from typing import Final

from stagedesk import i18n
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measure import months
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import measures, measuring, targets
from stagedesk.services.statistics.report_table import Asked, Section, section
from stagedesk.services.statistics.targets import Progress

OTHERS: Final = ("other_kind", "other_form", "other_programme", "other_route", "other_employer")
"""What was never meant by the promise is told as a number, not one by one."""
AT_ONCE: Final = 500


def reached(desk: Desk, asked: Asked) -> Section:
    """How far each target is in each year."""
    columns = (
        Column(_("Target"), width=34),
        Column(_("Year"), width=10),
        Column(_("Promised"), "number"),
        Column(_("Actual"), "number"),
        Column(_("Met on"), "date", 11),
        Column(_("Met by"), width=12),
        Column(_("Not counted"), "number"),
        Column(_("Still planned"), "number"),
        Column(_("Forecast"), "number"),
    )
    years = range(asked.year - asked.years + 1, asked.year + 1)
    rows = [
        _reached(targets.progress(desk, name, year, asked.day))
        for name in targets.known(desk)
        for year in years
    ]
    said = _(
        "Forecast: what is there now, divided by the share of a whole year that was there by this day in the"
        " three years before; in a year that is over it is what is there."
    )
    return section(_("Targets"), columns, rows, said)


def _reached(found: Progress) -> tuple[Cell, ...]:
    met = found.met_by
    return (
        found.target.name(i18n.language()), found.span.label, found.promised, found.actual,
        met.day if met else None, (met.reference or None) if met else None,
        sum(map(len, found.left_out.values())), found.planned, found.forecast,
    )  # fmt: skip


def course(desk: Desk, asked: Asked, only: str = "") -> Section:
    """How many there were at the end of each month, beside the year before and an even pace."""
    columns = (
        Column(_("Target"), width=34),
        Column(_("Month"), width=10),
        Column(_("Begun"), "number"),
        Column(_("Together"), "number"),
        Column(_("A year before"), "number"),
        Column(_("At an even pace"), "number"),
        Column(_("Promised"), "number"),
    )
    rows = [row for name in _names(desk, only) for row in _course(desk, name, asked)]
    return section(_("The way to the targets of {year}").format(year=asked.year), columns, rows)


def _course(desk: Desk, name: str, asked: Asked) -> Iterator[tuple[Cell, ...]]:
    target = targets.known(desk)[name]
    measure, promised = measures.find(desk, target.measure), target.number(asked.year)
    begun, before = (
        measuring.count(desk, measure, months(year, measure.year), as_known=asked.day).total
        for year in (asked.year, asked.year - 1)
    )
    for place, span in enumerate(months(asked.year, measure.year)):
        if span.first > asked.day:
            return
        pace = promised * (place + 1) // 12 if promised else None
        yield (
            target.name(i18n.language()), span.label, begun[place], sum(begun[: place + 1]),
            sum(before[: place + 1]), pace, promised,
        )  # fmt: skip


def counted(desk: Desk, asked: Asked, only: str = "") -> Section:
    """Who was the first, the second, … and who met the target."""
    columns = (
        Column(_("Target"), width=34),
        Column(_("Running number"), "number"),
        Column(_("Placement"), width=12),
        Column(_("First day"), "date", 11),
        Column(_("Department"), width=30),
        Column(_("Remark"), width=16),
    )
    found = _of_year(desk, asked, only)
    departments = departments_of(each.reference for one in found for each in one.counted)
    rows = (
        (
            one.target.name(i18n.language()), each.number, each.reference, each.day,
            departments.get(each.reference), _("met the target") if each == one.met_by else None,
        )
        for one in found
        for each in one.counted
    )  # fmt: skip
    return section(_("What counts in {year}, one by one").format(year=asked.year), columns, rows)


def not_counted(desk: Desk, asked: Asked, only: str = "") -> Section:
    """What began and does not count, each with its reason."""
    columns = (
        Column(_("Target"), width=34),
        Column(_("Placement"), width=12),
        Column(_("Department"), width=30),
        Column(_("Why not"), width=30),
    )
    found = [(one, *each) for one in _of_year(desk, asked, only) for each in one.left_out.items()]
    named = departments_of(ref for _one, reason, refs in found if reason not in OTHERS for ref in refs)
    rows: list[tuple[Cell, ...]] = []
    for one, reason, refs in found:
        name, why = one.target.name(i18n.language()), measuring.reason_of(reason)
        if reason in OTHERS:
            rows.append((name, _("{count} together").format(count=len(refs)), None, why))
        else:
            rows += [(name, ref, named.get(ref), why) for ref in refs]
    return section(_("What does not count in {year}, and why").format(year=asked.year), columns, rows)


def _of_year(desk: Desk, asked: Asked, only: str) -> list[Progress]:
    return [targets.progress(desk, name, asked.year, asked.day) for name in _names(desk, only)]


def _names(desk: Desk, only: str) -> list[str]:
    return [only] if only else list(targets.known(desk))


def departments_of(references: Iterable[str]) -> dict[str, str]:
    """Where placements are or were, by reference."""
    p, d = m.Placement, m.Department
    found: dict[str, str] = {}
    wanted = sorted(set(references))
    with session():
        for start in range(0, len(wanted), AT_ONCE):
            some = p.reference.in_(wanted[start : start + AT_ONCE])
            found |= dict(m.tuples(p.select(p.reference, d.name).join(d).where(some)))
    return found
