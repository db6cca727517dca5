"""What everybody may read: totals of the whole city, and tables of finished years that are made once.

The tables are a closed list, not a choice: each is safe because of which others there are. Those of a year
share nothing but the whole, which is told anyway, so no two of them can be played off against each other.
They are made as known on one day after the year and kept, so that a later correction cannot show, by the
difference, what was hidden.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.domain.measure import Span, months, year_span
from stagedesk.domain.public_table import PublicRow, nested
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.i18n import N_
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.journal import as_of, history
from stagedesk.services.public import public_targets
from stagedesk.services.statistics import coverage, dimensions, measures, measuring

YEARS: Final = 5
OTHERS: Final = "others"


@dataclass(frozen=True, slots=True)
class Public:
    """A public table: a measure of finished years, split."""

    measure: str
    by: str
    words: str

    @property
    def name(self) -> str:
        return f"{self.measure} {self.by}"


TABLES: Final = (
    Public("interns", "unit", N_("Internships by directorate and department")),
    Public("interns", "kind", N_("Internships by kind")),
    Public("interns", "level", N_("Internships by level")),
    Public("interns", "gender", N_("Internships by gender")),
    Public("interns", "age", N_("Internships by age at the start")),
    Public("interns", "route", N_("Internships by route")),
    Public("requests", "route", N_("Requests by route")),
    Public("outcomes", "outcome", N_("Requests by outcome")),
    Public("places", "unit", N_("Places offered by directorate and department")),
    Public("places", "kind", N_("Places offered by kind")),
    Public("agreements", "form", N_("Agreements by legal form")),
)
# The kinds that the targets depend on; shown whenever they are large.
KEPT: Final = ("orientation", "bis")
TARGET_TABLE: Final = "targets"
GROUP_TABLE: Final = "groups"
COVERAGE_TABLE: Final = "coverage"
"""How many departments told all, of how many; not hidden, it is about nobody."""


@dataclass(frozen=True, slots=True)
class ToldYear:
    """The public tables of a year by their names, as known on a day."""

    year: int
    as_of: date
    tables: Mapping[str, tuple[PublicRow, ...]]


def years(desk: Desk) -> tuple[int, ...]:
    """The finished years that may be told, the earliest first: those in which the desk was there already."""
    with session():
        begun = coverage.begun(desk)
    if begun is None:
        return ()
    today = desk.today()
    last = today.year - 1 if today > known_on(desk, today.year - 1) else today.year - 2
    return tuple(year for year in range(last - YEARS + 1, last + 1) if begun <= date(year, 12, 31))


def known_on(desk: Desk, year: int) -> date:
    """The day of the year after; what is known then is what the public tables tell."""
    month, day = map(int, desk.settings.figures_public_on.split("-"))
    return date(year + 1, month, day)


def make(desk: Desk, *, by: str, batch: str | None = None) -> tuple[int, ...]:
    """Make the tables that a year has not yet, for good; returns the years for which any was made."""
    due = {year: known_on(desk, year) for year in years(desk)}
    made = []
    for year, day in (_earlier(desk, due) | due).items():
        there = content(year) or ToldYear(year, day, {})
        with as_of.known_on(desk, there.as_of):
            contents = _contents(desk, there)
        if not contents:
            continue
        made.append(year)
        with history.step(desk, "public_tables_made", by=by, batch=batch) as step:
            for name, rows in contents.items():
                text = history.canonical([[row.group, row.name, row.shown] for row in rows])
                step.add(m.PublicTable, year=year, name=name, content=text, as_of=there.as_of)
            step.facts["year"] = year
    return tuple(made)


def _earlier(desk: Desk, due: Mapping[int, date]) -> dict[int, date]:
    """Years before the desk was there of which it heard since, as they were known on the last such day."""
    earlier = range(max(due) - YEARS + 1, min(due)) if due else ()
    if not earlier:
        return {}
    day = due[max(due)]
    spans = [year_span(year, "calendar") for year in earlier]
    begun = measuring.count(desk, measures.find(desk, "interns"), spans, as_known=day).total
    return {year: day for year, count in zip(earlier, begun, strict=True) if count}


def _contents(desk: Desk, there: ToldYear) -> dict[str, tuple[PublicRow, ...]]:
    """The tables that a year has not yet, as known on its day."""
    span = year_span(there.year, "calendar")
    missing = [each for each in TABLES if each.name not in there.tables]
    found = {each.name: _rows(desk, each, span, there.as_of) for each in missing}
    if TARGET_TABLE not in there.tables:
        kinds = {**there.tables, **found}["interns kind"]
        found[TARGET_TABLE] = public_targets.rows(desk, span, there.as_of, kinds)
    if GROUP_TABLE not in there.tables:
        found[GROUP_TABLE] = public_targets.groups(span)
    if COVERAGE_TABLE not in there.tables:
        (told,) = coverage.told_of([span], there.as_of)
        found[COVERAGE_TABLE] = (PublicRow("all", "", str(told.all)), PublicRow("of", "", str(told.of)))
    return found


def told() -> tuple[ToldYear, ...]:
    """The years of which there are public tables, the earliest first; no more than five."""
    t = m.PublicTable
    with session():
        found = [year for (year,) in m.tuples(t.select(t.year).distinct().order_by(t.year))]
    return tuple(each for year in found[-YEARS:] if (each := content(year)))


def content(year: int) -> ToldYear | None:
    t = m.PublicTable
    with session():
        found = m.tuples(t.select(t.name, t.content, t.as_of).where(t.year == year))
    tables = {name: tuple(PublicRow(*row) for row in json.loads(text)) for name, text, _day in found}
    return ToldYear(year, min(day for *_table, day in found), tables) if found else None


def months_of(desk: Desk, measure: str, year: int, day: date) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """The months of a year that is told: totals of the whole city, as known on its day."""
    found = measuring.count(desk, measures.find(desk, measure), months(year), as_known=day)
    return found.spans, found.total


def _rows(desk: Desk, table: Public, span: Span, day: date) -> tuple[PublicRow, ...]:
    figure = measuring.count(desk, measures.find(desk, table.measure), [span], table.by, day)
    counts = {code: count for code, _name, (count,) in figure.rows}
    if table.by == "unit":
        return nested(_units(counts, span))
    used = _used(table.by)
    if table.by == "kind":
        return nested(_kinds(counts, used), KEPT)
    return nested({code: {"": count} for code, count in _in_list(counts, used).items()})


def _used(by: str) -> list[str]:
    """The rows that there are whether or not anything is in them: codes that somebody used, for whatever.

    A row that everybody knows to be empty would only seem to protect another one.
    """
    r, p, o = m.Request, m.Placement, m.Place
    columns: dict[str, tuple[Any, ...]] = {
        "kind": (r.kind, p.kind, o.kind),
        "level": (r.level_followed, p.level_followed, p.level_held, o.level),
        "route": (r.route, p.route),
        "form": (p.legal_form, m.Agreement.legal_form),
    }
    if by == "age":
        return [*(f"{low}-{high}" for low, high in dimensions.AGES), ""]
    codes = reference.table(dimensions.dimensions()[by].codes)
    if by == "outcome":
        return [code for code in codes if code not in UNCOUNTED_OUTCOMES]
    if by not in columns:
        return [*codes, ""]
    with session():
        found = {code for each in columns[by] for (code,) in m.tuples(each.model.select(each).distinct())}
    return [*(code for code in codes if code in found), *([] if by == "route" else [""])]


def _in_list(counts: Mapping[str, int], used: Iterable[str]) -> dict[str, int]:
    """Every row of the list; a code that no list has is as good as unknown."""
    rows = {code: counts.get(code, 0) for code in used}
    if other := sum(count for code, count in counts.items() if code not in rows):
        rows[""] = rows.get("", 0) + other
    return rows


def _kinds(counts: Mapping[str, int], used: Iterable[str]) -> dict[str, dict[str, int]]:
    kinds = reference.table("kinds")
    groups: dict[str, dict[str, int]] = {}
    for code, count in _in_list(counts, used).items():
        groups.setdefault(str(kinds[code].get("group")) if code else "", {})[code] = count
    return groups


def _units(counts: dict[str, int], span: Span) -> dict[str, dict[str, int]]:
    """The departments of the directory in their directorates; what is not there any more are the others.

    Where these are few, the directorate is told without its departments: that there are any would be told.
    """
    d = m.Department
    with session():
        query = d.select(m.Directorate.name, d.name, d.valid_from, d.valid_to)
        listed = m.tuples(query.left_outer_join(m.Directorate).order_by(m.Directorate.name, d.name))
    groups: dict[str, dict[str, int]] = {}
    for directorate, name, begins, ends in listed:
        rows = groups.setdefault(directorate or "", {})
        if (begins is None or begins <= span.last) and (ends is None or ends >= span.first):
            rows[name] = counts.pop(f"{directorate or ''}{dimensions.UNIT}{name}", 0)
    others: Counter[str] = Counter()
    for unit, count in counts.items():
        others[unit.partition(dimensions.UNIT)[0]] += count
    for directorate, count in others.items():
        rows = groups.setdefault(directorate, {})
        if count >= THRESHOLD and rows:
            rows[OTHERS] = count
        else:
            groups[directorate] = {"": count + sum(rows.values())}
    return groups
