"""The counting behind the figures: one grouped query each over the tables as they are; inside a session."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from stagedesk.db import models as m
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES, Answer
from stagedesk.domain.month import Period

UNCOUNTED = sorted(UNCOUNTED_OUTCOMES)
# What a department says; a question is no answer, and being asked no longer neither.
ANSWERS = (Answer.YES, Answer.YES_IF, Answer.NO)
UNKNOWN = {
    "school": m.Request.school.is_null() & (m.Request.school_words == ""),
    "level": m.Request.level_followed.is_null(),
    "study": m.Request.study == "",
    "kind": m.Request.kind.is_null(),
    "period": m.Request.period_start.is_null() & (m.Request.period_words == ""),
}


def received(period: Period) -> Counter[tuple[str, str | None]]:
    """Requests received in the period by route and, where they ended uncounted within it, that outcome."""
    r = m.Request
    uncounted = Case(None, ((_ended_uncounted(period.last), r.outcome),), None)
    query = r.select(r.route, uncounted, fn.count(r.id)).where(_within(r.received_on, period))
    # By its place: PostgreSQL would not see that an expression with values in it is the one it groups by.
    return _counter(query.group_by(r.route, SQL("2")))


def received_until(day: date) -> int:
    return _number(m.Request.select(fn.count(m.Request.id)).where(m.Request.received_on <= day))


def unknown(period: Period, left_out: Collection[int]) -> dict[str, int]:
    """How many of the received ones that count leave these facts open; `left_out` do not count either."""
    r = m.Request
    sums = [fn.coalesce(fn.sum(Case(None, ((missing, 1),), 0)), 0) for missing in UNKNOWN.values()]
    query = r.select(*sums).where(
        _within(r.received_on, period), ~_ended_uncounted(period.last), r.id.not_in(sorted(left_out))
    )
    (counts,) = m.tuples(query)
    return {name: int(count) for name, count in zip(UNKNOWN, counts, strict=True)}


def open_at(days: Collection[date]) -> dict[date, int]:
    """Requests that were received by the end of each day and, by the end they have now, were open then."""
    r = m.Request
    counts = [
        fn.COUNT(SQL("*")).filter((r.received_on <= day) & (r.closed_on.is_null() | (r.closed_on > day)))
        for day in days
    ]
    (found,) = m.tuples(r.select(*counts))
    return dict(zip(days, found, strict=True))


def closed(period: Period) -> Counter[tuple[str, str | None]]:
    """Requests closed in the period by outcome and reason."""
    r = m.Request
    query = r.select(r.outcome, r.reason, fn.count(r.id)).where(_within(r.closed_on, period))
    return _counter(query.group_by(r.outcome, r.reason))


def closing_days(period: Period) -> Counter[tuple[date, date]]:
    """Counted requests closed in the period by the days of receiving and closing."""
    r = m.Request
    query = r.select(r.received_on, r.closed_on, fn.count(r.id)).where(
        _within(r.closed_on, period), r.outcome.not_in(UNCOUNTED)
    )
    return _counter(query.group_by(r.received_on, r.closed_on))


def first_asked(period: Period) -> Counter[tuple[date, date]]:
    """Requests about which a department was asked for the first time, by the days of receiving and asking."""
    r, f, earlier = m.Request, m.Referral, m.Referral.alias()
    before = earlier.select(earlier.id).where(earlier.request == f.request, earlier.id < f.id)
    query = (
        f.select(r.received_on, f.asked_on, fn.count(f.id))
        .join(r)
        .where(_within(f.asked_on, period), ~fn.EXISTS(before))
    )
    return _counter(query.group_by(r.received_on, f.asked_on))


def first_answers(period: Period) -> Counter[tuple[date, date]]:
    """Requests that got their first answer from a department, by the days of receiving and answering."""
    r, f, earlier = m.Request, m.Referral, m.Referral.alias()
    sooner = (earlier.answered_at < f.answered_at) | (
        (earlier.answered_at == f.answered_at) & (earlier.id < f.id)
    )
    before = earlier.select(earlier.id).where(
        earlier.request == f.request, earlier.answer.in_(ANSWERS), sooner
    )
    query = (
        f.select(r.received_on, f.answered_on, fn.count(f.id))
        .join(r)
        .where(_within(f.answered_on, period), f.answer.in_(ANSWERS), ~fn.EXISTS(before))
    )
    return _counter(query.group_by(r.received_on, f.answered_on))


def departments(period: Period) -> list[tuple[int, str, str, dict[str, int]]]:
    """Each department by name with the counts of `figures.Asked`."""
    d, f = m.Department, m.Referral
    answered = _within(f.answered_on, period)
    counts = {
        "open_before": (f.asked_on < period.first)
        & (f.answered_on.is_null() | (f.answered_on >= period.first)),
        "asked": _within(f.asked_on, period),
        "yes": answered & f.answer.in_((Answer.YES, Answer.YES_IF)),
        "no": answered & (f.answer == Answer.NO),
        "no_answer": answered & (f.answer == Answer.NO_ANSWER),
        "withdrawn": answered & (f.answer == Answer.WITHDRAWN),
        "open_after": f.answered_on.is_null() | (f.answered_on > period.last),
    }
    sums = [fn.sum(Case(None, ((condition, 1),), 0)) for condition in counts.values()]
    query = (
        d.select(d.id, d.code, d.name, *sums)
        .join(f, on=(f.department == d.id))
        .where(f.asked_on <= period.last)
        .group_by(d.id, d.code, d.name)
        .order_by(d.name, d.code)
    )
    return [
        (number, code, name, dict(zip(counts, map(int, found), strict=True)))
        for number, code, name, *found in m.tuples(query)
    ]


def answer_days(period: Period) -> Counter[tuple[int, date, date]]:
    """Answers of departments in the period, by department and the days of asking and answering."""
    f = m.Referral
    query = f.select(f.department, f.asked_on, f.answered_on, fn.count(f.id)).where(
        _within(f.answered_on, period), f.answer.in_(ANSWERS)
    )
    return _counter(query.group_by(f.department, f.asked_on, f.answered_on))


def _within(column: Any, period: Period) -> Any:
    return column.between(period.first, period.last)


def _ended_uncounted(day: date) -> Any:
    """Closed by the end of a day with an outcome that does not count; false rather than unknown."""
    r = m.Request
    return r.closed_on.is_null(False) & (r.closed_on <= day) & r.outcome.in_(UNCOUNTED)


def _counter(query: Any) -> Counter[Any]:
    return Counter({tuple(key): count for *key, count in m.tuples(query)})


def _number(query: Any) -> int:
    ((number,),) = m.tuples(query)
    return int(number)
