"""A part of a report: a table with a heading and notes, for the screen, the command line and sheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stagedesk import __version__, i18n
from stagedesk.domain.measure import Figure
from stagedesk.domain.month import Period
from stagedesk.i18n import _
from stagedesk.reports.workbook import Cell, Column
from stagedesk.services import annotations
from stagedesk.services.answer_document import lines, notes
from stagedesk.services.desk import Desk
from stagedesk.services.dimensions import dimensions

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
    said = (*notes(figure), *(f"{each.on}: {each.text}" for each in told))
    name = figure.measure.name(i18n.language())
    heading = _("{measure} by {dimension}").format(measure=name, dimension=first) if first else name
    return Section(heading, columns, tuple(lines(figure)), said, figure)


def made_with() -> str:
    return f"stagedesk {__version__}"
