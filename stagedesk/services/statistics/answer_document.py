"""The words around an answered question set: headings, the unknown, what was left out, footnotes."""

from collections.abc import Iterator

from stagedesk import __version__, i18n
from stagedesk.domain.measure import Figure, Told
from stagedesk.i18n import _
from stagedesk.reports.answer_sheet import Document, Section
from stagedesk.services.public.answer_sheets import Answer, FilledSheet
from stagedesk.services.statistics import target_groups
from stagedesk.services.statistics.dimensions import dimensions
from stagedesk.services.statistics.measuring import reason_of


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
        _("INTERNAL – holds small numbers, not to be published."),
    )


def _section(answer: Answer) -> Section:
    part = answer.part
    heading = f"{part.nr}. {part.nl if i18n.language() == 'nl' else part.en}"
    if answer.figure is None:
        return Section(heading, ("", _("number")), answer.groups, (target_groups.about(),))
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
    if figure.coverage:
        yield _("departments that told all"), *map(coverage_words, figure.coverage)


def coverage_words(told: Told) -> str:
    return _("{number} of {all}").format(number=told.all, all=told.of)


def notes(figure: Figure) -> Iterator[str]:
    """The definition, and what the reader must know about the numbers."""
    yield figure.measure.text(i18n.language())
    yield from _not_known(figure)
    yield _("Measure {id}, version {version}; as known on {day}; stagedesk {program}.").format(
        id=figure.measure.id, version=figure.measure.version, day=figure.as_of, program=__version__
    )


def incomplete() -> str:
    return _(
        "Not every department told all its internships of these days: there may have been more, and 0 does"
        " not say that there were none."
    )


def _not_known(figure: Figure) -> Iterator[str]:
    """What keeps a number from being all that there was."""
    if not all(each.is_whole for each in figure.coverage):
        yield incomplete()
    if figure.since:
        yield _("The desk began on {day}: of what came before it knows only what was entered since.").format(
            day=figure.since
        )
