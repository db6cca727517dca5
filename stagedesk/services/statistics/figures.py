"""The figures of a month: what came in, what was closed and how, who was asked, how long it took.

They follow `definitions`; SQL does the counting, and what was reopened since is put right from the history.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stagedesk import errors
from stagedesk.db.connection import snapshot
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.domain.month import Month, Period, Periods, cut_off, periods
from stagedesk.domain.spread import Spread, spread
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal import past
from stagedesk.services.statistics import counting


@dataclass(frozen=True, slots=True)
class Ended:
    """How many requests ended so."""

    outcome: str
    reason: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What one department was asked, and what came of it."""

    code: str
    name: str
    open_before: int
    asked: int
    yes: int
    no: int
    no_answer: int
    withdrawn: int
    open_after: int
    answering: Spread
    """Working days from asking to the answer, of the answers of the period."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one period, as things stood at its end."""

    period: Period
    open_before: int
    """Open at the end of the day before."""
    received: int
    """Requests that count; those in `left_out` do not."""
    left_out: tuple[tuple[str, int], ...]
    """Received, but ended with an outcome that does not count."""
    routes: tuple[tuple[str, int], ...]
    """The received ones that count, by the way in."""
    reopened: int
    ended: tuple[Ended, ...]
    """All that were closed, also with an outcome that does not count."""
    open_after: int
    routed: Spread
    """Working days from receiving to asking the first department."""
    answered: Spread
    """… to the first answer of a department."""
    closed_after: Spread
    """… to the end, of those that count."""
    departments: tuple[Asked, ...]

    @property
    def closed(self) -> int:
        return sum(each.count for each in self.ended if each.outcome not in UNCOUNTED_OUTCOMES)

    @property
    def closed_left_out(self) -> int:
        return sum(each.count for each in self.ended if each.outcome in UNCOUNTED_OUTCOMES)


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month beside its year so far and the same days of the year before."""

    month: Month
    cut_off: datetime
    running: bool
    """The month is not over: its figures count until now."""
    of_month: Figures
    of_year: Figures
    of_month_last_year: Figures
    of_year_last_year: Figures
    requests: int
    """Requests in the database that were received until the cut-off."""
    unknown: tuple[tuple[str, int], ...]
    """Of the received ones of the month that count: how many do not say their level, school, …"""

    @property
    def all(self) -> tuple[Figures, ...]:
        return self.of_month, self.of_year, self.of_month_last_year, self.of_year_last_year


def a_month(desk: Desk, text: str) -> Month:
    """The month that is named so, which must have begun."""
    try:
        month = Month.parse(text)
    except ValueError:
        detail = _("{text} is not a month; write it like 2026-03.").format(text=text)
        raise errors.UsageError(detail=detail) from None
    if month.first > desk.today():
        raise errors.UsageError(detail=_("{month} has not begun yet.").format(month=month))
    return month


def month_figures(desk: Desk, first_day: date) -> MonthFigures:
    """All figures of the month of this day, read as of one moment. Errors: UsageError for a month to come."""
    month = a_month(desk, str(Month.of(first_day)))
    with snapshot():
        shown = periods(month, desk.today())
        counted = _count(desk, shown)
        return MonthFigures(
            month=month,
            cut_off=cut_off(month, desk.now(), desk.calendar.zone),
            running=month.last >= desk.today(),
            of_month=_figures(desk, shown.month, counted),
            of_year=_figures(desk, shown.year, counted),
            of_month_last_year=_figures(desk, shown.month_last_year, counted),
            of_year_last_year=_figures(desk, shown.year_last_year, counted),
            requests=counting.received_until(shown.month.last),
            unknown=_unknown(shown.month, counted.lapsed),
        )


Ends = Counter[tuple[str, str | None]]
Spans = Mapping[tuple[date, date], int]
"""How many went from one day to another."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What is counted once for all periods."""

    lapsed: list[past.Lapsed]
    open_at: dict[date, int]
    asked: Spans
    answered: Spans
    closing: Spans
    answers: Mapping[tuple[int, date, date], int]


def _count(desk: Desk, shown: Periods) -> _Counted:
    whole = Period(shown.year_last_year.first, shown.month.last)
    return _Counted(
        lapsed=past.lapsed(desk),
        open_at=counting.open_at({day for each in shown for day in (each.day_before, each.last)}),
        asked=counting.first_asked(whole),
        answered=counting.first_answers(whole),
        closing=counting.closing_days(whole),
        answers=counting.answer_days(whole),
    )


def _unknown(month: Period, lapsed: Iterable[past.Lapsed]) -> tuple[tuple[str, int], ...]:
    uncounted = {
        each.request for each in lapsed if each.held(month.last) and each.outcome in UNCOUNTED_OUTCOMES
    }
    return tuple(counting.unknown(month, uncounted).items())


def _figures(desk: Desk, period: Period, counted: _Counted) -> Figures:
    lapsed = counted.lapsed
    held = [each for each in lapsed if each.held(period.last)]
    received, left_out = _received(period, held)
    return Figures(
        period=period,
        open_before=_open_at(period.day_before, counted),
        received=sum(received.values()),
        left_out=_listed(left_out),
        routes=_listed(received),
        reopened=sum(each.held(period.day_before) and not each.held(period.last) for each in lapsed),
        ended=_ended(period, held),
        open_after=_open_at(period.last, counted),
        routed=_in_working_days(desk, _within(period, counted.asked)),
        answered=_in_working_days(desk, _within(period, counted.answered)),
        closed_after=_in_working_days(desk, _closing(period, counted, held)),
        departments=_departments(desk, period, counted.answers),
    )


def _received(period: Period, held: Iterable[past.Lapsed]) -> tuple[Counter[str], Counter[str]]:
    """The received ones by route, and those that do not count by outcome."""
    counted = counting.received(period)
    for each in held:
        if period.holds(each.received_on) and each.outcome in UNCOUNTED_OUTCOMES:
            counted[each.route, None] -= 1
            counted[each.route, each.outcome] += 1
    received: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for (route, outcome), count in counted.items():
        (received if outcome is None else left_out)[outcome or route] += count
    return received, left_out


def _ended(period: Period, held: Iterable[past.Lapsed]) -> tuple[Ended, ...]:
    ended: Ends = counting.closed(period)
    ended.update((each.outcome, each.reason) for each in held if period.holds(each.closed_on))
    return tuple(Ended(outcome, reason, count) for (outcome, reason), count in _listed(ended))


def _closing(period: Period, counted: _Counted, held: Iterable[past.Lapsed]) -> Spans:
    """The days of receiving and closing of what was closed in the period and counts."""
    closing = Counter(_within(period, counted.closing))
    closing.update(
        (each.received_on, each.closed_on)
        for each in held
        if period.holds(each.closed_on) and each.outcome not in UNCOUNTED_OUTCOMES
    )
    return closing


def _open_at(day: date, counted: _Counted) -> int:
    """How many were open at the end of a day; a request whose end lapsed later was not."""
    return counted.open_at[day] - sum(each.held(day) for each in counted.lapsed)


def _departments(
    desk: Desk, period: Period, answers: Mapping[tuple[int, date, date], int]
) -> tuple[Asked, ...]:
    heaps: dict[int, Counter[tuple[date, date]]] = {}
    for (department, asked_on, answered_on), count in answers.items():
        if period.holds(answered_on):
            heaps.setdefault(department, Counter())[asked_on, answered_on] += count
    return tuple(
        Asked(code, name, answering=_in_working_days(desk, heaps.get(number, {})), **counts)
        for number, code, name, counts in counting.departments(period)
        if any(counts.values())
    )


def _within(period: Period, spans: Spans) -> Spans:
    """Those that ended in the period."""
    return {days: count for days, count in spans.items() if period.holds(days[1])}


def _in_working_days(desk: Desk, days: Spans) -> Spread:
    heap: Counter[int] = Counter()
    for (first, last), count in days.items():
        heap[max(0, desk.calendar.between(first, last))] += count
    return spread(heap)


def _listed(counted: Mapping[Any, int]) -> tuple[tuple[Any, int], ...]:
    """What was counted, most first."""
    found = [(key, count) for key, count in counted.items() if count]
    return tuple(sorted(found, key=lambda each: (-each[1], str(each[0]))))
