"""A part of a report: a table with a heading and notes, for the screen, the command line and sheets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stagedesk import __version__, i18n
from stagedesk.domain.measure import Figure
from stagedesk.domain.month import Period
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import annotations, targets
from stagedesk.services.statistics.answer_document import lines, notes
from stagedesk.services.statistics.dimensions import dimensions
from stagedesk.services.statistics.targets import Promise

BEFORE: Final = 3
"""Years that a month is compared with."""
Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The year a report is about, how many years it shows, and the day on whose knowledge it rests."""

    year: int
    years: int
    day: date

    @property
    def period(self) -> Period:
        return Period(date(self.year, 1, 1), date(self.year, 12, 31))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The years that are shown, the earliest first."""
        return tuple(
            Period(date(year, 1, 1), date(year, 12, 31))
            for year in range(self.year - self.years + 1, self.year + 1)
        )


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    columns: tuple[Column, ...]
    rows: Rows
    notes: tuple[str, ...] = ()
    figure: Figure | None = None
    """What the numbers are, where they are those of a measure."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which columns hold numbers, for what stands to the right."""
        return tuple(place for place, each in enumerate(self.columns) if each.kind in NUMBERS)


NUMBERS = ("number", "decimal", "share")


def section(heading: str, columns: Iterable[Column], rows: Iterable[Iterable[Cell]], *said: str) -> Section:
    return Section(heading, tuple(columns), tuple(tuple(row) for row in rows), said)


def of_figure(desk: Desk, figure: Figure) -> Section:
    """A figure as a part: its rows, the whole, what was left out, and everything that defends it."""
    first = _(dimensions()[figure.by].words) if figure.by else ""
    columns = (
        Column(first, width=36),
        *(Column(span.label, "number", 12) for span in figure.spans),
    )
    told = annotations.within(desk, figure.spans)
    promised = targets.promises(desk, figure)
    said = (*notes(figure), *_met(promised), *(f"{each.on}: {each.text}" for each in told))
    name = figure.measure.name(i18n.language())
    heading = _("{measure} by {dimension}").format(measure=name, dimension=first) if first else name
    rows: list[tuple[Cell, ...]] = list(lines(figure))
    after_the_whole = len(figure.rows) + 1
    rows[after_the_whole:after_the_whole] = [
        (_("promised: {target}").format(target=each.target.id), *each.promised) for each in promised
    ]
    return Section(heading, columns, tuple(rows), said, figure)


def _met(promised: Iterable[Promise]) -> Iterator[str]:
    """Who was the nth, and when."""
    for each in promised:
        for met in each.met:
            if met:
                said = (
                    _("{target}: number {number} was {reference}, whose first day was {day}.")
                    if met.reference
                    else _("{target}: number {number} began on {day}.")
                )
                yield said.format(
                    target=each.target.id, number=met.number, reference=met.reference, day=met.day
                )


def usual(before: Iterable[Sequence[int]]) -> list[float | None]:
    """The mean of each month over the years of which anything is known; nothing where there is none."""
    known = [year for year in before if any(year)]
    return [sum(counts) / len(known) for counts in zip(*known, strict=True)] if known else [None] * 12


def about_usual() -> str:
    return _("Usual: the mean of the {years} years before, as far as anything is known of them.").format(
        years=BEFORE
    )


def made_with() -> str:
    return f"stagedesk {__version__}"
