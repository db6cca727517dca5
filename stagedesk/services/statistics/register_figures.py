"""The figures of the register in the monthly workbook: by period, by year and month, by directorate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from stagedesk.db.connection import session
from stagedesk.domain.measure import Figure, Measure, Span, Told, months, year_span, years
from stagedesk.domain.month import Period
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import coverage, measures, measuring, targets
from stagedesk.services.statistics.figures import MonthFigures

OF_PERIODS: Final = (
    "interns", "persons", "ended", "active", "agreements", "places", "hires", "haarlem-80", "bis", "no-show"
)  # fmt: skip
"""What the summary tells of a period."""
PUBLIC_OF_PERIODS: Final = ("interns", "ended", "places", "agreements")
"""Totals of the whole city, which tell nothing about anybody."""
SERIES: Final = ("requests", "outcomes", "interns", "ended", "places")
YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure with its number in each of some periods."""

    measure: Measure
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class YearOfMonths:
    measure: Measure
    year: int
    total: int
    months: tuple[int, ...]


@dataclass(frozen=True)
class Register:
    """Counts as they were known on the last day of the month, or today while it runs."""

    desk: Desk
    figures: MonthFigures

    @property
    def day(self) -> date:
        return self.figures.of_month.period.last

    def of_periods(self, names: Sequence[str] = OF_PERIODS) -> tuple[Counted, ...]:
        """Each measure in the month, the year so far, and both a year earlier."""
        return tuple(
            Counted(each, tuple(self._total(each, of.period) for of in self.figures.all))
            for each in self._measures(names)
        )

    def running(self) -> int:
        """How many run on the last day."""
        return self._total(measures.find(self.desk, "active"), Period(self.day, self.day))

    def series(self, names: Sequence[str] = SERIES) -> tuple[YearOfMonths, ...]:
        """Each measure by month, for the year of the month and the four before."""
        last = self.figures.month.year
        return tuple(
            self._year(each, year)
            for each in self._measures(names)
            for year in range(last - YEARS + 1, last + 1)
        )

    def directorates(self) -> Figure:
        spans = years(self.figures.month.year, YEARS, "calendar")
        return self._count(measures.find(self.desk, "interns"), spans, "directorate")

    def targets(self) -> tuple[targets.Progress, ...]:
        last = self.figures.month.year
        return tuple(
            targets.progress(self.desk, name, year, self.day)
            for name in targets.known(self.desk)
            for year in range(last - YEARS + 1, last + 1)
        )

    def covered(self) -> tuple[tuple[int, Told], ...]:
        """How many departments told all their internships of this year and the one before."""
        spans = years(self.figures.month.year, 2, "calendar")
        with session():
            found = coverage.told_of(spans, self.day)
        return tuple((span.first.year, told) for span, told in zip(spans, found, strict=True))

    def used(self, names: Sequence[str]) -> tuple[Measure, ...]:
        """The definitions of these figures."""
        return self._measures(dict.fromkeys(names))

    def _measures(self, names: "Sequence[str] | dict[str, None]") -> tuple[Measure, ...]:
        return tuple(measures.find(self.desk, each) for each in names)

    def _year(self, measure: Measure, year: int) -> YearOfMonths:
        whole = self._count(measure, [year_span(year, "calendar")]).total[0]
        return YearOfMonths(measure, year, whole, self._count(measure, months(year)).total)

    def _total(self, measure: Measure, period: Period) -> int:
        return self._count(measure, [Span("", period.first, period.last)]).total[0]

    def _count(self, measure: Measure, spans: Sequence[Span], by: str = "") -> Figure:
        return measuring.count(self.desk, measure, spans, by, self.day)
