"""The figures of a month: definitions with small cases, and a recount of months of random life."""

import json
import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from builders import Clock, received
from random_life import Life
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.month import Month, Period
from stagedesk.domain.spread import Spread
from stagedesk.services import definitions, figures, queues, referrals, triage, undo
from stagedesk.services.desk import Desk
from stagedesk.services.figures import Ended, Figures, month_figures

UNCOUNTED = ("duplicate", "out_of_scope")
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def test_a_quiet_month_is_all_zero(desk: Desk) -> None:
    found = month_figures(desk, MARCH).of_month

    assert (found.open_before, found.received, found.closed, found.open_after) == (0, 0, 0, 0)
    assert (found.ended, found.departments, found.routed) == ((), (), Spread(0, None, None))


def test_received_requests_count_by_route_without_duplicates_and_other_mail(desk: Desk, now: Clock) -> None:
    refs = [received(desk, sent=now()) for _number in range(4)]
    triage.close(desk, refs[0], "duplicate", by="els")
    triage.close(desk, refs[1], "out_of_scope", by="els")
    triage.close(desk, refs[2], "redirected", by="els")

    found = month_figures(desk, MARCH)

    month = found.of_month
    assert (month.received, month.routes) == (2, (("mailbox", 2),))
    assert month.left_out == (("duplicate", 1), ("out_of_scope", 1))
    assert (month.closed, month.closed_left_out, month.open_after) == (1, 2, 1)
    assert Ended("redirected", None, 1) in month.ended
    assert dict(found.unknown) == {"school": 2, "level": 2, "study": 2, "kind": 2, "period": 2}


def test_a_mail_of_last_month_that_was_taken_in_late_counts_in_its_own_month(desk: Desk, now: Clock) -> None:
    received(desk, sent=now() - timedelta(days=10))

    assert month_figures(desk, date(2026, 2, 1)).of_month.received == 1
    assert month_figures(desk, MARCH).of_month.received == 0
    assert month_figures(desk, MARCH).of_month.open_before == 1


def test_what_was_reopened_later_stays_closed_in_the_figures_of_its_month(desk: Desk, now: Clock) -> None:
    ref = received(desk, sent=now())
    triage.close(desk, ref, "rejected", reason="no_capacity", by="els")
    now.moment = datetime(2026, 4, 10, 9, tzinfo=UTC)
    before = month_figures(desk, MARCH).of_month
    triage.reopen(desk, ref, by="els")

    assert month_figures(desk, MARCH).of_month == before
    assert before.ended == (Ended("rejected", "no_capacity", 1),)
    april = month_figures(desk, APRIL).of_month
    assert (april.open_before, april.reopened, april.closed, april.open_after) == (0, 1, 0, 1)


def test_what_was_undone_counts_as_never_done(desk: Desk, now: Clock) -> None:
    ref = received(desk, sent=now())
    triage.close(desk, ref, "redirected", by="els")
    now.moment = datetime(2026, 4, 10, 9, tzinfo=UTC)
    undo.undo(desk, by="els")

    march = month_figures(desk, MARCH).of_month
    assert (march.closed, march.open_after, march.reopened) == (0, 1, 0)


def test_reopening_that_was_undone_counts_as_never_done(desk: Desk, now: Clock) -> None:
    ref = received(desk, sent=now())
    triage.close(desk, ref, "redirected", by="els")
    now.moment = datetime(2026, 4, 10, 9, tzinfo=UTC)
    triage.reopen(desk, ref, by="els")
    undo.undo(desk, by="els")

    april = month_figures(desk, APRIL).of_month
    assert (april.open_before, april.reopened, april.open_after) == (0, 0, 0)
    undo.undo(desk, by="els", event=last_event())
    april = month_figures(desk, APRIL).of_month
    assert (april.open_before, april.reopened, april.open_after) == (0, 1, 1)


def last_event() -> int:
    with session():
        return m.tuples(m.Event.select(m.Event.id).order_by(m.Event.id.desc()).limit(1))[0][0]


def test_a_department_is_shown_with_what_it_was_asked_and_how_fast_it_answers(desk: Desk, now: Clock) -> None:
    yes, no, silent = (received(desk, sent=now()) for _number in range(3))
    for ref in (yes, no, silent):
        referrals.route(desk, ref, "musea", by="els")
    now.pass_days(2)
    referrals.answer(desk, yes, "yes", by="els")
    now.pass_days(5)
    referrals.answer(desk, no, "no", reason="no_mentor", by="els")

    found = month_figures(desk, MARCH).of_month

    (museum,) = found.departments
    assert (museum.code, museum.name, museum.asked, museum.yes, museum.no) == ("musea", "Musea", 3, 1, 1)
    assert (museum.open_before, museum.open_after) == (0, 1)
    assert museum.answering == Spread(2, 3.5, 5)
    assert found.routed == Spread(3, 0, 0)
    assert found.answered == Spread(2, 3.5, 5)


@pytest.mark.parametrize("text", ["2026-04", "2031-01", "maart", "2026-3", ""])
def test_a_month_that_cannot_be_shown_is_refused_in_words(sqlite_desk: Desk, text: str) -> None:
    with pytest.raises(errors.UsageError, match=r"not a month|has not begun"):
        figures.a_month(sqlite_desk, text)


END = datetime(2026, 3, 31, 22, tzinfo=UTC)  # midnight in Brussels


@pytest.mark.parametrize(
    ("today", "running", "cut_off"),
    [
        pytest.param(END - timedelta(days=17), True, END - timedelta(days=17), id="while it runs: now"),
        pytest.param(END - timedelta(minutes=1), True, END - timedelta(minutes=1), id="just before the end"),
        pytest.param(END + timedelta(minutes=1), False, END, id="when it is over: its end"),
    ],
)
def test_figures_count_until_the_cut_off(
    sqlite_desk: Desk, now: Clock, today: datetime, running: bool, cut_off: datetime
) -> None:
    now.moment = today

    found = month_figures(sqlite_desk, MARCH)

    assert (found.running, found.cut_off) == (running, cut_off)


def test_every_definition_has_its_own_name_and_a_sentence() -> None:
    ids = [each.id for each in definitions.DEFINITIONS]

    assert len(set(ids)) == len(ids)
    assert all(each.version >= 1 and each.text.endswith(".") for each in definitions.DEFINITIONS)


# The recount: every step that stands, in order, in plain Python -------------------------------------


@dataclass
class Told:
    """A request as its history tells it."""

    row: Any
    turns: list[tuple[date, dict[str, Any]]] = field(default_factory=list)
    """The days on which it was closed or reopened, with what was set then."""

    def at(self, day: date) -> dict[str, Any]:
        return next((values for on, values in reversed(self.turns) if on <= day), {})

    def is_open(self, day: date) -> bool:
        return self.row.received_on <= day and not self.at(day).get("closed_on")

    def closed_in(self, period: Period) -> dict[str, Any]:
        """How it stood closed at the end of the period, when that was done within it."""
        values = self.at(period.last)
        closed_on = values.get("closed_on")
        return values if closed_on and period.holds(date.fromisoformat(closed_on)) else {}

    def left_out(self, day: date) -> str | None:
        return self.at(day).get("outcome") if self.at(day).get("outcome") in UNCOUNTED else None


def told(desk: Desk) -> list[Told]:
    requests = {row.id: Told(row) for row in m.Request.select().order_by(m.Request.id)}
    events = list(m.Event.select().order_by(m.Event.id))
    undoers = {event.undoes: event.id for event in events if event.undoes}

    def stands(number: int) -> bool:
        return number not in undoers or not stands(undoers[number])

    for event in events:
        if event.undoes or not stands(event.id):
            continue
        for change in json.loads(event.changes):
            if change["table"] == "request" and "closed_on" in change["values"]:
                values = {name: now for name, (_before, now) in change["values"].items()}
                requests[change["row"]].turns.append((desk.day_of(event.at), values))
    return list(requests.values())


def all_referrals() -> list[Any]:
    query = m.Referral.select(m.Referral, m.Department, m.Request).join(m.Department).switch(m.Referral)
    return list(query.join(m.Request).order_by(m.Referral.id))


def days(desk: Desk, pairs: list[tuple[date, date]]) -> Spread:
    numbers = sorted(max(0, desk.calendar.between(*pair)) for pair in pairs)
    if not numbers:
        return Spread(0, None, None)
    return Spread(len(numbers), statistics.median(numbers), numbers[-(-len(numbers) * 9 // 10) - 1])


def first_days(referrals_of: list[Any], day: str, period: Period) -> list[tuple[date, date]]:
    """Received and this day of the first referral of each request, where that falls in the period."""
    firsts: dict[int, Any] = {}
    for referral in referrals_of:
        firsts.setdefault(referral.request_id, referral)
    pairs = [(each.request.received_on, getattr(each, day)) for each in firsts.values()]
    return [(received_on, on) for received_on, on in pairs if period.holds(on)]


def recount(desk: Desk, requests: list[Told], asked: list[Any], period: Period) -> dict[str, Any]:
    came = [each for each in requests if period.holds(each.row.received_on)]
    ends = [(each, each.closed_in(period)) for each in requests if each.closed_in(period)]
    closed_before = [
        each
        for each in requests
        if each.row.received_on < period.first and not each.is_open(period.day_before)
    ]
    answers = [each for each in asked if each.answer in ("yes", "yes_if", "no")]
    return {
        "open_before": sum(each.is_open(period.day_before) for each in requests),
        "received": sum(each.left_out(period.last) is None for each in came),
        "routes": Counter(each.row.route for each in came if each.left_out(period.last) is None),
        "left_out": Counter(each.left_out(period.last) for each in came if each.left_out(period.last)),
        "reopened": sum(each.is_open(period.last) or bool(each.closed_in(period)) for each in closed_before),
        "ended": Counter((end["outcome"], end.get("reason")) for _each, end in ends),
        "open_after": sum(each.is_open(period.last) for each in requests),
        "routed": days(desk, first_days(asked, "asked_on", period)),
        "answered": days(
            desk, first_days(sorted(answers, key=lambda f: (f.answered_at, f.id)), "answered_on", period)
        ),
        "closed_after": days(
            desk,
            [
                (each.row.received_on, date.fromisoformat(end["closed_on"]))
                for each, end in ends
                if end["outcome"] not in UNCOUNTED
            ],
        ),
        "departments": {
            code: of_department(desk, [each for each in asked if each.department.code == code], period)
            for code in {each.department.code for each in asked if each.asked_on <= period.last}
        },
    }


def of_department(desk: Desk, asked: list[Any], period: Period) -> tuple[Any, ...]:
    def pending(day: date) -> int:
        return sum(f.asked_on <= day and not (f.answered_on and f.answered_on <= day) for f in asked)

    ended = [f for f in asked if f.answered_on and period.holds(f.answered_on)]
    kinds = Counter(f.answer for f in ended)
    return (
        pending(period.day_before),
        sum(period.holds(f.asked_on) for f in asked),
        kinds["yes"] + kinds["yes_if"],
        kinds["no"],
        kinds["no_answer"],
        kinds["withdrawn"],
        pending(period.last),
        days(desk, [(f.asked_on, f.answered_on) for f in ended if f.answer in ("yes", "yes_if", "no")]),
    )


def as_recounted(found: Figures) -> dict[str, Any]:
    return {
        "open_before": found.open_before,
        "received": found.received,
        "routes": Counter(dict(found.routes)),
        "left_out": Counter(dict(found.left_out)),
        "reopened": found.reopened,
        "ended": Counter({(each.outcome, each.reason): each.count for each in found.ended}),
        "open_after": found.open_after,
        "routed": found.routed,
        "answered": found.answered,
        "closed_after": found.closed_after,
        "departments": {
            each.code: (
                each.open_before, each.asked, each.yes, each.no, each.no_answer, each.withdrawn,
                each.open_after, each.answering,
            )
            for each in found.departments
        },
    }  # fmt: skip


def balanced(found: Figures) -> bool:
    """Whatever was open, came in or was reopened is open or closed."""
    in_ = found.open_before + found.received + sum(count for _code, count in found.left_out) + found.reopened
    departments = all(
        each.open_before + each.asked
        == each.yes + each.no + each.no_answer + each.withdrawn + each.open_after
        for each in found.departments
    )  # fmt: skip
    return departments and in_ == found.open_after + found.closed + found.closed_left_out


@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_of_random_months_are_what_a_recount_of_the_history_says(
    desk: Desk, now: Clock, seed: int
) -> None:
    now.moment = datetime(2025, 2, 3, 9, tzinfo=UTC)
    Life(desk, now, seed).live(260, hours=100)

    with session():
        history, asked = told(desk), all_referrals()
        month = Month.of(desk.today())
        for back in (0, 1, 2, 7, 12):
            year, number = divmod(month.year * 12 + month.month - 1 - back, 12)
            found = month_figures(desk, date(year, number + 1, 1))
            for each in found.all:
                counted = as_recounted(each)
                expected = recount(desk, history, asked, each.period)
                silent = {code for code, of in expected["departments"].items() if not any(of[:7])}
                for code in silent:
                    del expected["departments"][code]
                assert counted == expected
                assert balanced(each)
        assert month_figures(desk, desk.today()).of_month.open_after == queues.board(desk).total.count
