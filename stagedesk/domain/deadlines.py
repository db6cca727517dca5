"""When something is due: working days, the clocks of the desk, and the plan that follows a referral."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

StepKind = Literal["reminder_1", "reminder_2", "supervisor", "applicant_reminder", "applicant_no_answer"]


@dataclass(frozen=True)
class Calendar:
    """The city's working days: Monday to Friday, less the days on which the city is closed.

    Every working day has a number, counted from the year 1; differences and additions are done on
    these numbers, so that a span of years costs what a span of days costs.
    """

    closing_days: frozenset[date] = frozenset()
    zone: ZoneInfo = BRUSSELS
    _closed: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _before: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        closed = tuple(sorted(day.toordinal() for day in self.closing_days if day.weekday() < 5))
        before = tuple(_weekdays(ordinal) - 1 - i for i, ordinal in enumerate(closed))
        object.__setattr__(self, "_closed", closed)
        object.__setattr__(self, "_before", before)  # working days before each closing day

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closing_days

    def next_working_day(self, day: date) -> date:
        """Return this day when people work on it, else the first one after it."""
        return day if self.is_working_day(day) else self._day(self._number(day) + 1)

    def previous_working_day(self, day: date) -> date:
        """Return this day when people work on it, else the last one before it."""
        return day if self.is_working_day(day) else self._day(self._number(day))

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after this day; before it when n is negative.

        The day itself is never counted, so what comes in at the weekend has Monday as its first day.
        With n = 0 it is the day itself, or the next working day.
        """
        if n == 0:
            return self.next_working_day(day)
        number = self._number(day)
        if n < 0 and not self.is_working_day(day):
            number += 1
        return self._day(number + n)

    def between(self, a: date, b: date) -> int:
        """Count the working days after a up to and including b; negative when b is the earlier one."""
        return self._number(b) - self._number(a)

    def day_of(self, moment: datetime) -> date:
        """Return the day that people in the city see on their calendar at this moment."""
        if moment.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {moment!r}")
        try:
            return moment.astimezone(self.zone).date()
        except OverflowError:  # the first or last hours that a datetime can hold
            return moment.date()

    def _number(self, day: date) -> int:
        ordinal = day.toordinal()
        return _weekdays(ordinal) - bisect_right(self._closed, ordinal)

    def _day(self, number: int) -> date:
        weekday = number + bisect_left(self._before, number)
        weeks, rest = divmod(weekday - 1, 5)
        ordinal = weeks * 7 + rest + 1
        return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _weekdays(ordinal: int) -> int:
    """Count Mondays to Fridays up to and including this day; day 1 of the year 1 was a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


class Clocks(NamedTuple):
    """How many working days each step may take. Reminders and the supervisor count from the asking."""

    acknowledge: int = 1
    triage: int = 3
    department: int = 10
    reminders: tuple[int, int] = (5, 10)
    supervisor: int = 15
    supervisor_again: int = 5
    applicant_reminder: int = 10
    applicant: int = 20
    told: int = 15


class PlannedStep(NamedTuple):
    kind: StepKind
    on: date


def acknowledge_due(received_on: date, calendar: Calendar, clocks: Clocks) -> date:
    return calendar.add(received_on, clocks.acknowledge)


def triage_due(received_on: date, calendar: Calendar, clocks: Clocks) -> date:
    return calendar.add(received_on, clocks.triage)


def told_due(received_on: date, calendar: Calendar, clocks: Clocks) -> date:
    """Return the day on which the applicant must know something, even if only that we still look."""
    return calendar.add(received_on, clocks.told)


def supervisor_due(today: date, calendar: Calendar, clocks: Clocks) -> date:
    """Return when the supervisor hears again of what the supervisor already knows."""
    return calendar.add(today, clocks.supervisor_again)


def referral_due(asked_on: date, calendar: Calendar, clocks: Clocks, *, deadline: date | None = None) -> date:
    """Return when the department must answer.

    The applicant's own deadline wins when it is earlier, but nobody is asked to answer before the
    next working day.
    """
    usual = calendar.add(asked_on, clocks.department)
    if deadline is None:
        return usual
    return min(usual, max(calendar.previous_working_day(deadline), calendar.add(asked_on, 1)))


def plan(
    asked_on: date, calendar: Calendar, clocks: Clocks, *, due_on: date | None = None
) -> tuple[PlannedStep, ...]:
    """Say what happens by itself as long as the department is silent.

    When the answer is due earlier or later than usual (the applicant's deadline, more time given), the
    steps move with it in the same proportion, each on a day of its own.
    """
    usual = max(1, clocks.department)
    days = usual if due_on is None else max(1, calendar.between(asked_on, due_on))
    kinds: tuple[StepKind, ...] = ("reminder_1", "reminder_2", "supervisor")
    steps, after = [], 0
    for kind, clock in zip(kinds, (*clocks.reminders, clocks.supervisor), strict=True):
        after = max(after + 1, -(-clock * days // usual))
        steps.append(PlannedStep(kind, calendar.add(asked_on, after)))
    return tuple(steps)


class Silence(NamedTuple):
    """A department that was asked and did not answer yet, with what was done about it."""

    asked_on: date
    due_on: date
    reminded: int = 0
    reminded_on: date | None = None
    escalated_on: date | None = None
    quiet_until: date | None = None
    """Nothing happens by itself before this day."""


def steps_left(silence: Silence, calendar: Calendar, clocks: Clocks) -> tuple[PlannedStep, ...]:
    """Say what still happens by itself, in order, each on a working day of its own.

    What is put off moves everything that comes after it by as many working days. A department that got
    the ball back from the supervisor has some days; then the supervisor hears again.
    """
    if silence.escalated_on:
        again = supervisor_due(silence.escalated_on, calendar, clocks)
        day = max(again, silence.quiet_until or again)
        return (PlannedStep("supervisor", calendar.next_working_day(day)),)
    steps = plan(silence.asked_on, calendar, clocks, due_on=silence.due_on)
    taken = min(silence.reminded, len(steps) - 1)
    later = _put_off(silence, steps, taken, calendar)
    return tuple(PlannedStep(step.kind, calendar.add(step.on, later)) for step in steps[taken:])


def _put_off(silence: Silence, steps: tuple[PlannedStep, ...], taken: int, calendar: Calendar) -> int:
    """By how many working days the steps that are left come later than planned."""
    quiet, last = silence.quiet_until, silence.reminded_on
    if quiet is None:
        return 0
    if last and taken and last >= quiet:  # it was put off, and then went out
        return max(0, calendar.between(steps[taken - 1].on, last))
    return max(0, calendar.between(steps[taken].on, calendar.next_working_day(quiet)))


def question_plan(asked_on: date, calendar: Calendar, clocks: Clocks) -> tuple[PlannedStep, ...]:
    """Say what happens by itself as long as the applicant does not answer our question."""
    return (
        PlannedStep("applicant_reminder", calendar.add(asked_on, clocks.applicant_reminder)),
        PlannedStep("applicant_no_answer", calendar.add(asked_on, clocks.applicant)),
    )


def latest_safe_decision(start: date, lead_time_days: int, calendar: Calendar) -> date:
    """Return the last day on which a yes still leaves the paperwork its working days before the start."""
    return calendar.add(start, -lead_time_days) if lead_time_days else calendar.previous_working_day(start)


class AgeBand(NamedTuple):
    """How long requests of a queue have waited, in working days; the last band has no end."""

    first: int
    last: int | None

    @property
    def label(self) -> str:
        return f">{self.first - 1}" if self.last is None else f"{self.first}-{self.last}"

    def holds(self, days: int) -> bool:
        return days >= self.first and (self.last is None or days <= self.last)


AGE_BANDS = (AgeBand(0, 5), AgeBand(6, 10), AgeBand(11, 15), AgeBand(16, None))


def age_band(days: int) -> AgeBand:
    """Return the band of a number of working days; what comes from the future is brand new."""
    return next(band for band in AGE_BANDS if band.holds(max(0, days)))
