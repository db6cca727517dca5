"""What everybody may read: totals of the whole city, and tables of finished years that are made once.

The tables are a closed list, not a choice: each is safe because of which others there are. Those of a year
share nothing but the whole, which is told anyway, so no two of them can be played off against each other.
They are made as known on one day after the year and kept, so that a later correction cannot show, by the
difference, what was hidden.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from peewee import fn

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.domain.measure import Figure, Measure, year_span
from stagedesk.domain.public_table import HIDDEN, SMALL, PublicRow, most, nested
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.i18n import N_
from stagedesk.services import dimensions, history, measures, measuring, reference
from stagedesk.services.desk import Desk

YEARS: Final = 5
KNOWN_ON: Final = (2, 1)
"""Month and day of the year after: what is known then is what the public tables tell."""
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
)
# Told of a year when they are large, and what they leave out is large, too.
TARGETS: Final = ("haarlem-80", "bis", "hires")
# The kinds that these depend on; shown whenever they are large.
KEPT: Final = ("orientation", "bis")
TARGET_TABLE: Final = "targets"


def years(desk: Desk) -> tuple[int, ...]:
    """The finished years that are told, the earliest first: those in which the desk was there already."""
    with session():
        first = m.tuples(m.Event.select(fn.MIN(m.Event.at)))[0][0]
    if first is None:
        return ()
    begun, today = desk.day_of(first), desk.today()
    last = today.year - 1 if today > known_on(today.year - 1) else today.year - 2
    return tuple(year for year in range(last - YEARS + 1, last + 1) if begun <= date(year, 12, 31))


def known_on(year: int) -> date:
    return date(year + 1, *KNOWN_ON)


def make(desk: Desk, *, by: str, batch: str | None = None) -> tuple[int, ...]:
    """Make the tables of every year that has none yet, for good; returns the years that were made."""
    made = tuple(year for year in years(desk) if not content(year))
    for year in made:
        contents = {
            each.name: _rows(each, _count(desk, each.measure, year, each.by), year) for each in TABLES
        }
        contents[TARGET_TABLE] = _targets(desk, year, contents["interns kind"])
        with history.step(desk, "public_tables_made", by=by, batch=batch) as step:
            for name, rows in contents.items():
                text = history.canonical([[row.group, row.name, row.shown] for row in rows])
                step.add(m.PublicTable, year=year, name=name, content=text, as_of=known_on(year))
            step.facts["year"] = year
    return made


def _count(desk: Desk, measure: str, year: int, by: str = "") -> Figure:
    found = measures.find(desk, measure)
    return measuring.count(desk, found, [year_span(year, "calendar")], by, known_on(year))


def content(year: int) -> dict[str, tuple[PublicRow, ...]]:
    t = m.PublicTable
    with session():
        found = m.tuples(t.select(t.name, t.content).where(t.year == year))
    return {name: tuple(PublicRow(*row) for row in json.loads(content)) for name, content in found}


def _rows(table: Public, figure: Figure, year: int) -> tuple[PublicRow, ...]:
    counts = {code: count for code, _name, (count,) in figure.rows}
    if table.by == "unit":
        return nested(_units(counts, year))
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


def _units(counts: dict[str, int], year: int) -> dict[str, dict[str, int]]:
    """The departments of the directory in their directorates; what is not there any more are the others.

    Where these are few, the directorate is told without its departments: that there are any would be told.
    """
    d = m.Department
    with session():
        query = d.select(m.Directorate.name, d.name, d.valid_from, d.valid_to)
        listed = m.tuples(query.left_outer_join(m.Directorate).order_by(m.Directorate.name, d.name))
    first, last = date(year, 1, 1), date(year, 12, 31)
    groups: dict[str, dict[str, int]] = {}
    for directorate, name, begins, ends in listed:
        rows = groups.setdefault(directorate or "", {})
        if (begins is None or begins <= last) and (ends is None or ends >= first):
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


def _targets(desk: Desk, year: int, kinds: Iterable[PublicRow]) -> tuple[PublicRow, ...]:
    return tuple(
        PublicRow(each, "", _told(desk, measures.find(desk, each), year, tuple(kinds))) for each in TARGETS
    )


def _told(desk: Desk, measure: Measure, year: int, kinds: tuple[PublicRow, ...]) -> str:
    """The number of a target when neither it nor what it leaves out is small, else what hides it."""
    (count,) = _count(desk, measure.id, year).total
    if count < THRESHOLD:
        return SMALL
    if measure.of == "hires":
        return str(count)
    whole = int(kinds[-1].shown)
    out = [most(kinds, group) for group in _left_out(measure)]
    if whole - count < THRESHOLD or any(each is None for each in out):
        return HIDDEN
    return str(count) if sum(each or 0 for each in out) <= whole - count else HIDDEN


def _left_out(measure: Measure) -> Iterator[str]:
    """The groups of kinds of which nothing can count."""
    kinds = reference.table("kinds")
    for group in dict.fromkeys(str(each.get("group")) for each in kinds.values()):
        inside = [code for code, each in kinds.items() if each.get("group") == group]
        if all(_cannot_count(measure, code, kinds[code]) for code in inside):
            yield group


def _cannot_count(measure: Measure, code: str, kind: Mapping[str, object]) -> bool:
    return bool(
        (not measure.orientation and kind.get("is_orientation"))
        or code in measure.kinds_out
        or (measure.kinds and code not in measure.kinds)
        or (measure.groups and kind.get("group") not in measure.groups)
    )
