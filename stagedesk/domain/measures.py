"""How long a placement is, by every reading of "six weeks", and whether it counts for a definition."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

HOURS_A_DAY = 7.6
FULL_WEEK = 5.0


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Days in a row, both ends included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "Block") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Length:
    """One placement measured in every way that somebody may mean."""

    span: int
    """Calendar days from the first to the last."""
    iso_weeks: int
    """Weeks in which there is at least one day."""
    days: float
    weeks: float
    """Effective weeks: days there, divided by the days there in a week."""

    @property
    def hours(self) -> float:
        return self.days * HOURS_A_DAY


def length(
    blocks: Iterable[Block], pauses: Iterable[Block] = (), days_per_week: float | None = None
) -> Length:
    """Measure these blocks less the pauses, from Monday to Friday.

    Public holidays count as present: whoever plans six weeks means six weeks. A week of which only some
    days are inside holds at most those. Without days per week, full weeks are meant.
    """
    rate = days_per_week or FULL_WEEK
    planned = sorted(blocks)
    weeks: dict[int, int] = {}
    for day in _weekdays(planned, tuple(pauses)):
        weeks[day // 7] = weeks.get(day // 7, 0) + 1
    days = sum(min(rate, available) for available in weeks.values())
    span = (max(block.last for block in planned) - planned[0].first).days + 1 if planned else 0
    return Length(span, len(weeks), days, days / rate)


def actual(blocks: Sequence[Block], started_on: date | None, ended_on: date | None) -> tuple[Block, ...]:
    """The blocks as they really were; what has not ended yet ends as planned.

    Who came earlier or stayed longer than planned makes the first or last block longer.
    """
    if started_on is None:
        return ()
    planned = sorted(blocks) or [Block(started_on, ended_on or started_on)]
    first, last = planned[0], planned[-1]
    if started_on < first.first:
        planned[0] = Block(started_on, first.last)
    if ended_on and ended_on > last.last:
        planned[-1] = Block(planned[-1].first, ended_on)
    end = ended_on or max(block.last for block in planned)
    clipped = (Block(max(block.first, started_on), min(block.last, end)) for block in planned)
    return tuple(block for block in clipped if block.first <= block.last)


def _weekdays(blocks: Iterable[Block], pauses: tuple[Block, ...]) -> set[int]:
    """Mondays to Fridays inside, as numbers that begin with 0 on a Monday."""
    days: set[int] = set()
    for block in blocks:
        days.update(_numbers(block))
    for pause in pauses:
        days.difference_update(_numbers(pause))
    return {day for day in days if day % 7 < FULL_WEEK}


def _numbers(block: Block) -> range:
    return range(block.first.toordinal() - 1, block.last.toordinal())


@dataclass(frozen=True, slots=True)
class Qualification:
    """What a placement must be to count for a target."""

    min_weeks: float = 6
    orientation: bool = False
    """Kinds that only let somebody look around count too."""
    pay: Literal["any", "recorded"] = "any"
    """Whether a compensation must have been written down."""
    duration: Literal["planned", "actual"] = "planned"


WhyNot = Literal["", "not_started", "orientation", "period_unknown", "too_short", "unpaid", "pay_unknown"]


def why_not(
    rule: Qualification,
    *,
    started: bool,
    is_orientation: bool,
    weeks_planned: float | None,
    weeks_actual: float | None,
    compensation: str,
) -> WhyNot:
    """The first reason for which a placement does not count; nothing when it does."""
    weeks = weeks_planned if rule.duration == "planned" else weeks_actual
    if not started:
        return "not_started"
    if is_orientation and not rule.orientation:
        return "orientation"
    if weeks is None:
        return "period_unknown"
    if weeks < rule.min_weeks:
        return "too_short"
    if rule.pay == "recorded" and compensation != "yes":
        return "unpaid" if compensation == "no" else "pay_unknown"
    return ""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
