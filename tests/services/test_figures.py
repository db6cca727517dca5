"""The figures of a month: definitions with small cases, and a recount of months of random life."""

from datetime import UTC, date, datetime, timedelta

import pytest

from builders import Clock, received
from random_life import Life
from recount import all_referrals, as_recounted, balanced, recount, told
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.month import Month
from stagedesk.domain.spread import Spread
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.lists import queues
from stagedesk.services.statistics import definitions, figures
from stagedesk.services.statistics.figures import Ended, month_figures

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


def test_a_department_that_never_answered_is_shown_with_it(desk: Desk, now: Clock) -> None:
    silent, withdrawn = received(desk, sent=now()), received(desk, sent=now())
    for ref in (silent, withdrawn):
        referrals.route(desk, ref, "musea", by="els")
    now.pass_days(25)
    triage.close(desk, silent, "department_no_answer", by="mieke")
    triage.close(desk, withdrawn, "redirected", by="mieke")

    (museum,) = month_figures(desk, MARCH).of_month.departments

    assert (museum.asked, museum.no_answer, museum.withdrawn, museum.open_after) == (2, 1, 1, 0)
    assert museum.answering == Spread(0, None, None)


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
