"""The public tables as people read them: headings, names and notes around what was made for good."""

from collections.abc import Collection, Iterator
from typing import Final

from stagedesk import errors, i18n
from stagedesk.domain.measure import Told
from stagedesk.domain.public_table import HIDDEN, WHOLE
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.i18n import N_, _
from stagedesk.reports.workbook import Column
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.public import publishing
from stagedesk.services.public.public_targets import NOT_ASKED, TARGETS
from stagedesk.services.public.publishing import (
    GROUP_TABLE,
    OTHERS,
    TABLES,
    TARGET_TABLE,
    Public,
    ToldYear,
)
from stagedesk.services.statistics import dimensions, measures, measuring, target_groups
from stagedesk.services.statistics.answer_document import coverage_words, incomplete
from stagedesk.services.statistics.report_table import Section, section

TARGET_GROUPS: Final = "target-groups"
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
    public = sorted({*(each.measure for each in TABLES), *TARGETS, TARGET_GROUPS})
    if name and name not in public:
        hint = _("Public are: {known}.").format(known=", ".join(public))
        raise errors.NotFound(what=_("public figure"), name=name, hint=hint)
    told = [each for each in publishing.told() if year in (None, each.year)]
    found = [_section(each, told) for each in TABLES if name in ("", each.measure)]
    if name in ("", *TARGETS):
        found.append(_targets(desk, told))
    if name in ("", TARGET_GROUPS):
        found.append(groups(told))
    return tuple(found)


def _section(table: Public, told: Collection[ToldYear]) -> Section:
    cells: dict[tuple[str, str], dict[int, str]] = {}
    for each in told:
        for row in each.tables.get(table.name, ()):
            cells.setdefault((row.group, row.name), {})[each.year] = row.shown
    whole = cells.pop((WHOLE, ""), {})
    rows = [
        (*named(table.by, *key), *(cell(shown.get(each.year)) for each in told))
        for key, shown in cells.items()
    ]
    total = (_("total"), None, *(cell(whole.get(each.year)) for each in told))
    columns = (Column("", width=28), Column("", width=34), *_years_of(told))
    return section(_(table.words), columns, [*rows, total], *said(told))


def _targets(desk: Desk, told: Collection[ToldYear]) -> Section:
    rows = [
        (measures.find(desk, each).name(i18n.language()), *_single(TARGET_TABLE, each, told))
        for each in TARGETS
    ]
    columns = (Column("", width=62), *_years_of(told))
    return section(_("Targets and what came after"), columns, rows, *said(told))


def groups(told: Collection[ToldYear]) -> Section:
    """The target groups of each year, for the whole city."""
    rows = [(_(words), *_single(GROUP_TABLE, each, told)) for each, words in target_groups.DECLARED.items()]
    columns = (Column("", width=62), *_years_of(told))
    return section(
        _("Internships of people of target groups"), columns, rows, target_groups.about(), *said(told)
    )


def _single(table: str, name: str, told: Collection[ToldYear]) -> Iterator[int | str | None]:
    """What stands for one number in each year."""
    return (cell(_shown(each, table, name)) for each in told)


def of_group(year: ToldYear, name: str) -> str | None:
    """What is told of a target group in a year."""
    return _shown(year, GROUP_TABLE, name)


def _shown(year: ToldYear, table: str, name: str) -> str | None:
    shown = {row.group: row.shown for row in year.tables.get(table, ())}.get(name)
    return _("not registered") if shown == NOT_ASKED else shown


def _years_of(told: Collection[ToldYear]) -> Iterator[Column]:
    return (Column(str(each.year), "number", 9) for each in told)


def cell(shown: str | None) -> int | str | None:
    return int(shown) if shown and shown.isdigit() else shown


def named(by: str, group: str, name: str) -> tuple[str | None, str | None]:
    """What stands before the numbers of a row: the group, and the row within it."""
    if by == "unit":
        words = _("other departments") if name == OTHERS else name
        return group or _("without a directorate"), words or None
    if by == "kind":
        return _group_words(group), reference.name("kinds", name) or None
    return measuring.name_of(group, dimensions.dimensions()[by].codes), None


def _group_words(group: str) -> str:
    return _(GROUPS[group]) if group in GROUPS else measuring.name_of(group, "")


def said(told: Collection[ToldYear]) -> tuple[str, ...]:
    """What a reader of a public table must know."""
    if not told:
        return (_("No year is told yet: the first is the one in which the desk began, when it is over."),)
    return (how_hidden(), *_known(told))


def how_hidden() -> str:
    return _(
        'Numbers below {number} are hidden, and behind "{dot}" what would give them away; totals are exact.'
    ).format(number=THRESHOLD, dot=HIDDEN)


def _known(told: Collection[ToldYear]) -> Iterator[str]:
    """Until when each year is known, and how much of the city told all its internships."""
    for each in told:
        share = _coverage(each)
        yield _("{year}: as known on {day}; departments that told all their internships: {share}.").format(
            year=each.year, day=each.as_of, share=coverage_words(share)
        )
    if not all(_coverage(each).is_whole for each in told):
        yield incomplete()


def _coverage(year: ToldYear) -> Told:
    found = {row.group: int(row.shown) for row in year.tables.get(publishing.COVERAGE_TABLE, ())}
    return Told(found.get("all", 0), found.get("of", 0))
