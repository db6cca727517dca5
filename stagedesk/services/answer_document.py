"""The words around an answered question set: headings, the unknown, what was left out, footnotes."""

from collections.abc import Iterator

from stagedesk import __version__, i18n
from stagedesk.domain.measure import Figure
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.i18n import _
from stagedesk.reports.answer_sheet import Document, Section
from stagedesk.services.answer_sheets import Answer, FilledSheet
from stagedesk.services.dimensions import dimensions
from stagedesk.services.measuring import reason_of


def document(filled: FilledSheet) -> Document:
    sheet = filled.sheet
    about = (
        sheet.source,
        _("Period: {first} to {last}").format(first=filled.span.first, last=filled.span.last),
        _("As known on {day}; stagedesk {program}.").format(day=filled.as_of, program=__version__),
    )
    return Document(
        f"{sheet.name(i18n.language())} ({filled.span.label})",
        tuple(line for line in about if line),
        tuple(_section(each) for each in filled.answers),
    )


def _section(answer: Answer) -> Section:
    part = answer.part
    heading = f"{part.nr}. {part.nl if i18n.language() == 'nl' else part.en}"
    if answer.figure is None:
        return Section(heading, ("", _("number")), tuple(_groups(answer)), (_about_groups(),))
    figure = answer.figure
    first = _(dimensions()[figure.by].words) if figure.by else ""
    columns = (first, *(each.label for each in figure.spans))
    return Section(heading, columns, tuple(lines(figure)), tuple(notes(figure)))


def lines(figure: Figure) -> Iterator[tuple[str | int, ...]]:
    """The rows of a figure as they are shown: parts, the whole, what was left out, the coverage."""
    for _code, name, counts in figure.rows:
        yield name, *counts
    yield (_("total") if figure.measure.adds_up else _("all together, nobody twice")), *figure.total
    for reason, counts in figure.left_out.items():
        yield _("left out: {reason}").format(reason=reason_of(reason)), *counts
    if any(figure.coverage):
        shares = (_("unknown") if each is None else f"{100 * each:.0f} %" for each in figure.coverage)
        yield _("departments that told all"), *shares


def notes(figure: Figure) -> Iterator[str]:
    """The definition, and what the reader must know about the numbers."""
    yield figure.measure.text(i18n.language())
    yield _("Measure {id}, version {version}; as known on {day}; stagedesk {program}.").format(
        id=figure.measure.id, version=figure.measure.version, day=figure.as_of, program=__version__
    )


def _groups(answer: Answer) -> Iterator[tuple[str | int, ...]]:
    groups = answer.groups
    if groups is None or not groups.declared:
        yield _("people of target groups"), _("not registered")
        return
    small = _("fewer than {number}").format(number=THRESHOLD)
    for name, count in (
        (_("foreign origin"), groups.foreign_origin),
        (_("disability or chronic illness"), groups.disability),
        (_("either of them"), groups.either),
    ):
        yield name, small if count is None else count


def _about_groups() -> str:
    return _(
        "Only what people declared of themselves, voluntarily; groups of fewer than {number} are not told,"
        " and neither is a sum from which they could be worked out."
    ).format(number=THRESHOLD)
