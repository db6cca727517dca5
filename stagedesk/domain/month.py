"""A month of the calendar, the periods it is shown beside, and the moment until which its figures count."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Wide enough for any year's figures, and every month has one a year earlier.
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first up to and including the last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def day_before(self) -> date:
        return self.first - timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    def __post_init__(self) -> None:
        if self.year < FIRST_YEAR or not 1 <= self.month <= 12:
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read 2026-03; anything else is a ValueError."""
        if not re.fullmatch("[0-9]{4}-[0-9]{2}", text.strip(), re.ASCII):
            raise ValueError(f"not a month: {text!r}")
        year, month = text.strip().split("-")
        return cls(int(year), int(month))

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def a_year_earlier(self) -> "Month":
        return Month(self.year - 1, self.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Periods:
    """A month and what it is shown beside."""

    month: Period
    year: Period
    month_last_year: Period
    year_last_year: Period

    def __iter__(self) -> Iterator[Period]:
        yield from (self.month, self.year, self.month_last_year, self.year_last_year)


def periods(month: Month, today: date) -> Periods:
    """Return the month, its year so far, and the same days of the year before.

    A month that still runs ends today, and last year's then ends on the same day of the month.
    """
    last = min(month.last, today)
    if last < month.first:
        raise ValueError(f"{month} has not begun on {today}")
    earlier = month.a_year_earlier
    whole = last == month.last
    last_earlier = earlier.last if whole else earlier.last.replace(day=min(last.day, earlier.last.day))
    return Periods(
        Period(month.first, last),
        Period(date(month.year, 1, 1), last),
        Period(earlier.first, last_earlier),
        Period(date(earlier.year, 1, 1), last_earlier),
    )


def cut_off(month: Month, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment until which a month's figures count: its end in the city, or now while it runs."""
    end = datetime.combine(month.last + timedelta(days=1), time(), zone).astimezone(UTC)
    return min(end, now.astimezone(UTC))
