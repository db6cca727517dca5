"""The public tables as people read them: headings, names and notes around what was made for good."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from stagedesk import errors, i18n
from stagedesk.domain.public_table import WHOLE, PublicRow
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.i18n import N_, _
from stagedesk.reports.workbook import Column
from stagedesk.services import dimensions, measures, measuring, reference
from stagedesk.services.desk import Desk
from stagedesk.services.publishing import (
    KNOWN_ON,
    OTHERS,
    TABLES,
    TARGET_TABLE,
    TARGETS,
    Public,
    content,
    years,
)
from stagedesk.services.report_table import Section, section

GROUPS: Final = {
    "school": N_("at school"),
    "alternating": N_("learning and working by turns"),
    "training_centre": N_("through a training centre"),
    "orientation": N_("only to look around"),
    "bis": N_("professional immersion"),
    "other": N_("other"),
}


def tables(desk: Desk, name: str = "", year: int | None = None) -> tuple[Section, ...]:
    """The public tables of a measure (all of them without), for all years that are told or for one.

    Errors: NotFound for what is not told.
    """
    public = sorted({*(each.measure for each in TABLES), *TARGETS})
    if name and name not in public:
        hint = _("Public are: {known}.").format(known=", ".join(public))
        raise errors.NotFound(what=_("public figure"), name=name, hint=hint)
    wanted = [each for each in years(desk) if year in (None, each)]
    contents = {each: content(each) for each in wanted}
    found = [
        _section(each, {told: rows.get(each.name, ()) for told, rows in contents.items()})
        for each in TABLES
        if name in ("", each.measure)
    ]
    if name in ("", *TARGETS):
        found.append(
            _told_targets(desk, {each: rows.get(TARGET_TABLE, ()) for each, rows in contents.items()})
        )
    return tuple(found)


def _section(table: Public, contents: Mapping[int, tuple[PublicRow, ...]]) -> Section:
    cells: dict[tuple[str, str], dict[int, str]] = {}
    for year, found in contents.items():
        for row in found:
            cells.setdefault((row.group, row.name), {})[year] = row.shown
    whole = cells.pop((WHOLE, ""), {})
    rows = [
        (*_named(table.by, *key), *(_cell(shown.get(year)) for year in contents))
        for key, shown in cells.items()
    ]
    total = (_("total"), None, *(_cell(whole.get(year)) for year in contents))
    columns = (Column("", width=28), Column("", width=34), *_years_of(contents))
    return section(_(table.words), columns, [*rows, total], *_said(contents))


def _told_targets(desk: Desk, contents: Mapping[int, tuple[PublicRow, ...]]) -> Section:
    shown = {(row.group, year): row.shown for year, rows in contents.items() for row in rows}
    rows = [
        (
            measures.find(desk, each).name(i18n.language()),
            *(_cell(shown.get((each, year))) for year in contents),
        )
        for each in TARGETS
    ]
    columns = (Column("", width=62), *_years_of(contents))
    return section(_("Targets and what came after"), columns, rows, *_said(contents))


def _years_of(contents: Mapping[int, object]) -> Iterator[Column]:
    return (Column(str(year), "number", 9) for year in contents)


def _cell(shown: str | None) -> int | str | None:
    return int(shown) if shown and shown.isdigit() else shown


def _named(by: str, group: str, name: str) -> tuple[str | None, str | None]:
    """What stands before the numbers of a row: the group, and the row within it."""
    if by == "unit":
        words = _("other departments") if name == OTHERS else name
        return group or _("without a directorate"), words or None
    if by == "kind":
        return _group_words(group), reference.name("kinds", name) or None
    return measuring.name_of(group, dimensions.dimensions()[by].codes), None


def _group_words(group: str) -> str:
    return _(GROUPS[group]) if group in GROUPS else measuring.name_of(group, "")


def _said(contents: Iterable[int]) -> tuple[str, ...]:
    """What a reader of a public table must know."""
    said = _(
        "As known on {month_day} of the year after. Numbers below {number} are hidden, and with a dot what"
        " would give them away; the totals are exact."
    ).format(month_day=f"{KNOWN_ON[1]}/{KNOWN_ON[0]}", number=THRESHOLD)
    if list(contents):
        return (said,)
    return (said, _("No year is told yet: the first is the one in which the desk began, when it is over."))
