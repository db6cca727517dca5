"""A council's questions answered for everybody: from the public tables, so that nothing else is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from stagedesk import __version__, errors, i18n
from stagedesk.domain.measure import Measure
from stagedesk.domain.public_table import WHOLE, PublicRow, together
from stagedesk.i18n import _
from stagedesk.reports.answer_sheet import Document, Section
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.public import public_tables, publishing
from stagedesk.services.public.answer_sheets import Part, Sheet
from stagedesk.services.public.public_targets import TARGETS
from stagedesk.services.public.publishing import TABLES, TARGET_TABLE, ToldYear
from stagedesk.services.statistics import dimensions, measures, target_groups
from stagedesk.services.statistics.register_figures import SERIES

NOTHING: Final = "–"
"""Stands where a year is not told."""
# The tables that hold what a narrower measure counts, and whose codes their rows are.
NARROWED: Final = {"interns": "kind", "places": "kind", "agreements": "form"}
UNITS: Final = ("directorate", "department", "unit")
Years = Sequence[ToldYear | None]


def document(desk: Desk, sheet: Sheet, year: int) -> Document:
    """Every part of a question set as it may be told to everybody. Errors: Refused where the year may not."""
    told = {each.year: each for each in publishing.told()}
    if year not in told:
        raise errors.Refused(detail=_not_told(desk, year))
    years = [told.get(each) for each in range(year - sheet.years + 1, year + 1)]
    about = (
        sheet.source,
        _("PUBLIC – made for everybody by stagedesk {program}.").format(program=__version__),
        *public_tables.said([each for each in years if each]),
    )
    labels = [str(each) for each in range(year - sheet.years + 1, year + 1)]
    return Document(
        f"{sheet.name(i18n.language())} ({year})",
        tuple(line for line in about if line),
        tuple(_section(desk, part, labels, years) for part in sheet.parts),
    )


def _not_told(desk: Desk, year: int) -> str:
    day = publishing.known_on(desk, year)
    if day < desk.today():
        return _("Of {year} nothing is told outside; --internal gives what the desk knows.").format(year=year)
    return _(
        "The figures of {year} become public after {day}; --internal gives what the desk knows now."
    ).format(year=year, day=day)


def _section(desk: Desk, part: Part, labels: Sequence[str], years: Years) -> Section:
    heading = f"{part.nr}. {part.nl if i18n.language() == 'nl' else part.en}"
    if part.groups:
        rows = list(_groups(years))
        return Section(heading, ("", *labels), tuple(rows), (target_groups.about(),))
    measure = measures.find(desk, part.measure)
    said = (measure.text(i18n.language()), _("Measure {id}, version {version}.").format(
        id=measure.id, version=measure.version
    ))  # fmt: skip
    last = years[-1]
    if part.months and last and measure.id in SERIES:
        spans, counts = publishing.months_of(desk, measure.id, last.year, last.as_of)
        columns = ("", *(span.label for span in spans))
        return Section(heading, columns, ((_("total"), *counts),), said)
    split = _split(measure, part.by, years)
    first = _(dimensions.dimensions()[part.by].words) if split else ""
    rows = [*split, (_("total"), *_cells(_whole(desk, measure, each) for each in years))]
    return Section(heading, (first, *labels), tuple(rows), (*said, *_untold(part, rows, split=bool(split))))


def _untold(part: Part, rows: Sequence[tuple[str | int, ...]], *, split: bool) -> Iterator[str]:
    """What the desk knows and does not tell everybody."""
    if all(cell == NOTHING for row in rows for cell in row[1:]):
        yield _("This is not told outside; --internal gives it.")
    elif (part.by and not split) or part.months:
        yield _("How it is divided is not told outside: the numbers are small; --internal gives it.")


def _groups(years: Years) -> Iterator[tuple[str | int, ...]]:
    for name, words in target_groups.DECLARED.items():
        cells = (public_tables.of_group(each, name) if each else None for each in years)
        yield (_(words), *_cells(cells))


def _split(measure: Measure, by: str, years: Years) -> list[tuple[str | int, ...]]:
    """The rows of a public table; none where there is no such table."""
    told = "unit" if by in UNITS else by
    if not any((each.measure, each.by) == (measure.id, told) for each in TABLES):
        return []
    found: dict[str, dict[int, str]] = {}
    for place, year in enumerate(years):
        rows = year.tables.get(f"{measure.id} {told}", ()) if year else ()
        for name, shown in _named(rows, by):
            found.setdefault(name, {})[place] = shown
    names = sorted(found, key=str.casefold) if by == "department" else found
    return [(name, *_cells(found[name].get(place) for place in range(len(years)))) for name in names]


def _named(rows: Sequence[PublicRow], by: str) -> Iterator[tuple[str, str]]:
    within = {row.group for row in rows if row.name}
    for row in rows:
        if row.group == WHOLE or (by == "directorate" and row.name):
            continue
        if by == "department" and not row.name and row.group in within:
            continue  # its departments are there instead
        group, name = public_tables.named("unit" if by in UNITS else by, row.group, row.name)
        short = name if by == "department" else None
        yield short or ": ".join(filter(None, (group, name))), row.shown


def _cells(shown: Iterable[str | None]) -> Iterator[str | int]:
    for each in shown:
        cell = public_tables.cell(each)
        yield NOTHING if cell is None else cell


def _whole(desk: Desk, measure: Measure, year: ToldYear | None) -> str | None:
    """The number of the whole city; None where it is not told."""
    if year is None:
        return None
    if measure.id in TARGETS:
        return _rows_of(year, TARGET_TABLE).get((measure.id, ""))
    for each in TABLES:
        if each.measure == measure.id:
            return _rows_of(year, each.name).get((WHOLE, ""))
    return _narrowed(desk, measure, year)


def _rows_of(year: ToldYear, table: str) -> Mapping[tuple[str, str], str]:
    return {(row.group, row.name): row.shown for row in year.tables.get(table, ())}


def _narrowed(desk: Desk, measure: Measure, year: ToldYear) -> str | None:
    """What counts only some kinds or forms of a public measure: their rows together."""
    for name, by in NARROWED.items():
        if not _is_part(measure, measures.find(desk, name)):
            continue
        rows = _rows_of(year, f"{name} {by}")
        counted = _kinds(measure) if by == "kind" else ((code, "") for code in measure.legal_forms)
        found = [rows.get(key, "0") for key in counted]
        nothing = rows.get((WHOLE, "")) == "0"
        return "0" if nothing else together(found) if found else None
    return None


def _is_part(measure: Measure, base: Measure) -> bool:
    """Whether it differs from a public measure in nothing but the kinds or forms that count."""
    names = {name: getattr(base, name) for name in ("id", "version", "nl", "en", "text_nl", "text_en")}
    return replace(measure, **names, kinds=(), groups=(), legal_forms=()) == base


def _kinds(measure: Measure) -> Iterator[tuple[str, str]]:
    """The groups that count whole, and the kinds of the others."""
    table = reference.table("kinds")
    for group in dict.fromkeys(str(each.get("group")) for each in table.values()):
        inside = [code for code, each in table.items() if each.get("group") == group]
        counted = inside if not measure.groups or group in measure.groups else []
        counted = [code for code in counted if not measure.kinds or code in measure.kinds]
        yield from [(group, "")] if counted == inside else ((group, code) for code in counted)
