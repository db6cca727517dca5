"""Working days, and the clocks that make sure nothing is forgotten."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stagedesk.domain.deadlines import (
    AGE_BANDS,
    Calendar,
    Clocks,
    PlannedStep,
    Silence,
    acknowledge_due,
    age_band,
    latest_safe_decision,
    plan,
    question_plan,
    referral_due,
    steps_left,
    supervisor_due,
    told_due,
    triage_due,
)

CLOSED_2026 = (
    "2026-01-01 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-07-11 2026-07-21 2026-08-15 "
    "2026-11-01 2026-11-02 2026-11-11 2026-11-15 2026-12-25 2026-12-26 2027-01-01"
)
CITY = Calendar(frozenset(map(date.fromisoformat, [*CLOSED_2026.split(), "2025-07-11"])))
PLAIN = Calendar()
CLOCKS = Clocks()

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
calendars = st.frozensets(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=60).map(Calendar)
near_days = st.dates(date(2023, 11, 1), date(2028, 2, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "n", "due"),
    [
        pytest.param("2026-03-02", 1, "2026-03-03", id="the next day"),
        pytest.param("2026-03-06", 1, "2026-03-09", id="over a weekend"),
        pytest.param("2026-03-07", 1, "2026-03-09", id="what comes on Saturday has Monday as its first day"),
        pytest.param("2026-03-08", 3, "2026-03-11", id="what comes on Sunday has Monday as its first day"),
        pytest.param("2026-05-13", 5, "2026-05-21", id="over Ascension day"),
        pytest.param("2026-05-13", 1, "2026-05-15", id="the bridge day after Ascension is worked"),
        pytest.param("2026-05-14", 1, "2026-05-15", id="received on Ascension day itself"),
        pytest.param("2026-05-22", 1, "2026-05-26", id="over Whit Monday"),
        pytest.param("2026-12-24", 5, "2027-01-04", id="over the year's end"),
        pytest.param("2026-12-31", 1, "2027-01-04", id="New Year's Day on a Friday"),
        pytest.param("2025-07-10", 1, "2025-07-14", id="over 11 July on a Friday"),
        pytest.param("2026-07-10", 1, "2026-07-13", id="11 July on a Saturday closes nothing"),
        pytest.param("2026-10-30", 1, "2026-11-03", id="over All Saints and 2 November"),
        pytest.param("2026-03-28", 1, "2026-03-30", id="over the night of summer time"),
        pytest.param("2026-10-24", 2, "2026-10-27", id="over the night of winter time"),
        pytest.param("2026-03-02", 0, "2026-03-02", id="today, when people work today"),
        pytest.param("2026-05-14", 0, "2026-05-15", id="the next working day, when they do not"),
        pytest.param("2026-05-18", -2, "2026-05-13", id="two working days before"),
        pytest.param("2026-05-17", -1, "2026-05-15", id="one working day before a Sunday"),
    ],
)
def test_working_days_are_added(received, n, due):
    assert CITY.add(day(received), n) == day(due)


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 1),
        ("2026-03-06", "2026-03-08", 0),
        ("2026-03-07", "2026-03-09", 1),
        ("2026-05-13", "2026-05-15", 1),
        ("2026-05-15", "2026-05-13", -1),
        ("2026-12-24", "2027-01-04", 5),
        ("2026-01-01", "2026-12-31", 261 - 9),
    ],
)
def test_working_days_are_counted(a, b, count):
    assert CITY.between(day(a), day(b)) == count
    assert CITY.between(day(b), day(a)) == -count


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        pytest.param("2026-03-07T22:10:00+00:00", "2026-03-07", id="23:10 on a winter Saturday"),
        pytest.param("2026-03-07T23:10:00+00:00", "2026-03-08", id="ten past midnight in winter"),
        pytest.param("2026-07-04T21:59:00+00:00", "2026-07-04", id="one minute to midnight in summer"),
        pytest.param("2026-07-04T22:00:00+00:00", "2026-07-05", id="midnight in summer"),
        pytest.param("2026-03-28T23:30:00+00:00", "2026-03-29", id="before the hour that is skipped"),
        pytest.param("2026-10-25T22:30:00+00:00", "2026-10-25", id="after the hour that comes twice"),
        pytest.param("2026-03-07T00:30:00+05:00", "2026-03-06", id="a moment told in another zone"),
        pytest.param("0001-01-01T00:00:00+05:00", "0001-01-01", id="the beginning of time"),
        pytest.param("9999-12-31T23:59:59+00:00", "9999-12-31", id="the end of time"),
    ],
)
def test_a_moment_belongs_to_the_day_on_the_citys_calendar(moment, local):
    assert CITY.day_of(datetime.fromisoformat(moment)) == day(local)


def test_a_moment_without_a_zone_is_a_mistake_and_not_a_guess():
    with pytest.raises(ValueError, match="zone"):
        CITY.day_of(datetime(2026, 3, 7, 12, 0))  # noqa: DTZ001


def test_another_city_may_live_in_another_zone():
    overseas = Calendar(zone=ZoneInfo("America/Curacao"))

    assert overseas.day_of(datetime(2026, 3, 8, 2, 0, tzinfo=UTC)) == day("2026-03-07")


@given(calendars, near_days, st.integers(1, 300))
@settings(max_examples=150)
def test_what_was_added_is_counted_again(calendar, start, n):
    assert calendar.between(start, calendar.add(start, n)) == n


@given(calendars, near_days, st.integers(0, 300))
@settings(max_examples=100)
def test_going_back_undoes_going_forward(calendar, start, n):
    assume(calendar.is_working_day(start))

    assert calendar.add(calendar.add(start, n), -n) == start


@given(calendars, near_days, st.integers(-300, 300))
@settings(max_examples=150)
def test_nothing_is_ever_due_on_a_closing_day(calendar, start, n):
    assert calendar.is_working_day(calendar.add(start, n))
    assert calendar.is_working_day(calendar.next_working_day(start))
    assert calendar.is_working_day(calendar.previous_working_day(start))


@given(calendars, near_days, near_days, st.integers(-60, 60), st.integers(-60, 60))
@settings(max_examples=150)
def test_later_starts_and_longer_clocks_never_give_earlier_dates(calendar, a, b, n, m):
    first, second = sorted((a, b))
    short, long = sorted((n, m))

    assert calendar.add(first, short) <= calendar.add(first, long)
    assert calendar.between(a, first) <= calendar.between(a, second)
    if n > 0:
        assert calendar.add(first, n) <= calendar.add(second, n)


@given(calendars, near_days, st.integers(-400, 400))
@settings(max_examples=100)
def test_counting_equals_looking_at_every_day(calendar, start, length):
    end = start + timedelta(days=length)
    first, last = sorted((start, end))
    every = (first + timedelta(days=i) for i in range(1, abs(length) + 1))
    count = sum(calendar.is_working_day(one) for one in every)

    assert calendar.between(first, last) == count


@given(st.dates(), st.integers(-10_000, 10_000))
@settings(max_examples=100)
def test_absurd_dates_from_a_mail_break_nothing(start, n):
    assert isinstance(CITY.add(start, n), date)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (acknowledge_due, "2026-05-15"),
        (triage_due, "2026-05-19"),
        (told_due, "2026-06-05"),
        (supervisor_due, "2026-05-21"),
    ],
)
def test_each_clock_runs_in_working_days_from_the_day_of_receipt(rule, due):
    assert rule(day("2026-05-13"), CITY, CLOCKS) == day(due)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        pytest.param(None, "2026-05-21", id="ten working days"),
        pytest.param("2026-05-29", "2026-05-21", id="a later deadline changes nothing"),
        pytest.param("2026-05-18", "2026-05-18", id="an earlier deadline wins"),
        pytest.param("2026-05-17", "2026-05-15", id="a deadline on a Sunday means the Friday before"),
        pytest.param("2026-05-14", "2026-05-13", id="a deadline on Ascension means the day before"),
        pytest.param("2026-05-06", "2026-05-07", id="never today"),
        pytest.param("2026-01-05", "2026-05-07", id="never in the past"),
    ],
)
def test_the_applicants_deadline_wins_when_earlier_but_is_never_before_tomorrow(deadline, due):
    asked_on = day("2026-05-06")
    by = deadline and day(deadline)

    assert referral_due(asked_on, CITY, CLOCKS, deadline=by) == day(due)


def test_a_silent_department_is_reminded_twice_and_then_the_supervisor_hears():
    steps = plan(day("2026-05-06"), CITY, CLOCKS)

    assert steps == (
        PlannedStep("reminder_1", day("2026-05-13")),
        PlannedStep("reminder_2", day("2026-05-21")),
        PlannedStep("supervisor", day("2026-05-29")),
    )


@pytest.mark.parametrize(
    ("due_on", "after"),
    [
        pytest.param("2026-03-16", (5, 10, 15), id="the usual ten days"),
        pytest.param("2026-03-06", (2, 4, 6), id="four days"),
        pytest.param("2026-03-03", (1, 2, 3), id="one day"),
        pytest.param("2026-03-01", (1, 2, 3), id="a date in the past"),
        pytest.param("2026-03-30", (10, 20, 30), id="more time given"),
    ],
)
def test_the_plan_moves_with_the_due_date(due_on, after):
    asked_on = day("2026-03-02")

    steps = plan(asked_on, PLAIN, CLOCKS, due_on=day(due_on))

    assert tuple(PLAIN.between(asked_on, step.on) for step in steps) == after


@given(days, st.integers(1, 40), st.tuples(st.integers(1, 30), st.integers(1, 30)), st.integers(1, 40))
@settings(max_examples=100)
def test_two_steps_never_fall_on_one_day(asked_on, department, reminders, due_in):
    clocks = Clocks(department=department, reminders=reminders)

    steps = plan(asked_on, CITY, clocks, due_on=CITY.add(asked_on, due_in))

    dates = [step.on for step in steps]
    assert sorted(set(dates)) == dates
    assert dates[0] > asked_on


@pytest.mark.parametrize(
    ("done", "left"),
    [
        pytest.param({}, {"reminder_1": 5, "reminder_2": 10, "supervisor": 15}, id="nothing yet"),
        pytest.param({"reminded": 1, "reminded_on": 5}, {"reminder_2": 10, "supervisor": 15}, id="once"),
        pytest.param({"reminded": 1, "reminded_on": 2}, {"reminder_2": 10, "supervisor": 15}, id="by hand"),
        pytest.param({"reminded": 2, "reminded_on": 10}, {"supervisor": 15}, id="twice"),
        pytest.param({"reminded": 9, "reminded_on": 10}, {"supervisor": 15}, id="nine times"),
        pytest.param(
            {"quiet_until": 8}, {"reminder_1": 8, "reminder_2": 13, "supervisor": 18}, id="put off: all moves"
        ),
        pytest.param(
            {"quiet_until": 3},
            {"reminder_1": 5, "reminder_2": 10, "supervisor": 15},
            id="put off before",
        ),
        pytest.param(
            {"quiet_until": 8, "reminded": 1, "reminded_on": 8},
            {"reminder_2": 13, "supervisor": 18},
            id="put off, and then reminded",
        ),
        pytest.param(
            {"quiet_until": 12, "reminded": 1, "reminded_on": 5},
            {"reminder_2": 12, "supervisor": 17},
            id="reminded, and then put off",
        ),
        pytest.param({"reminded": 2, "reminded_on": 10, "escalated_on": 15}, {"supervisor": 20}, id="again"),
        pytest.param(
            {"reminded": 2, "reminded_on": 10, "escalated_on": 15, "quiet_until": 24},
            {"supervisor": 24},
            id="again, put off",
        ),
    ],
)
def test_what_is_left_of_the_plan(done, left):
    asked_on = day("2026-03-02")
    days = {name: PLAIN.add(asked_on, count) for name, count in done.items() if name != "reminded"}

    silence = Silence(asked_on, PLAIN.add(asked_on, 10), reminded=done.get("reminded", 0), **days)

    steps = steps_left(silence, PLAIN, CLOCKS)
    assert {step.kind: PLAIN.between(asked_on, step.on) for step in steps} == left


@given(
    calendars,
    near_days,
    st.integers(1, 60),
    st.integers(0, 4),
    st.none() | st.integers(1, 90),
    st.none() | st.integers(1, 90),
    st.none() | st.integers(1, 90),
)
@settings(max_examples=200)
def test_no_step_falls_on_a_closing_day_or_in_the_quiet_and_no_two_on_one_day(
    calendar, asked_on, due_in, reminded, reminded_after, quiet_after, escalated_after
):
    def after(days):
        return asked_on + timedelta(days=days) if days else None

    quiet = after(quiet_after)
    last = after(reminded_after) if reminded else None
    silence = Silence(asked_on, calendar.add(asked_on, due_in), reminded, last, after(escalated_after), quiet)

    steps = steps_left(silence, calendar, CLOCKS)

    dates = [step.on for step in steps]
    assert dates
    assert sorted(set(dates)) == dates
    assert all(calendar.is_working_day(each) for each in dates)
    assert steps[-1].kind == "supervisor"
    if quiet and not (last and last >= quiet):
        assert dates[0] >= quiet


def test_an_applicant_who_does_not_answer_is_reminded_and_then_closed():
    steps = question_plan(day("2026-03-02"), PLAIN, CLOCKS)

    assert [(step.kind, str(step.on)) for step in steps] == [
        ("applicant_reminder", "2026-03-16"),
        ("applicant_no_answer", "2026-03-30"),
    ]


@pytest.mark.parametrize(
    ("start", "lead", "last"),
    [
        pytest.param("2026-09-14", 20, "2026-08-17", id="a pupil or student"),
        pytest.param("2026-09-14", 40, "2026-07-17", id="abroad, over 21 July"),
        pytest.param("2026-09-13", 0, "2026-09-11", id="no lead time, start on a Sunday"),
        pytest.param("2026-09-14", 0, "2026-09-14", id="no lead time"),
    ],
)
def test_the_latest_safe_decision_leaves_the_lead_time_of_the_kind(start, lead, last):
    assert latest_safe_decision(day(start), lead, CITY) == day(last)


@pytest.mark.parametrize(
    ("waited", "label"),
    [
        (-3, "0-5"),
        (0, "0-5"),
        (5, "0-5"),
        (6, "6-10"),
        (10, "6-10"),
        (11, "11-15"),
        (15, "11-15"),
        (16, ">15"),
        (900, ">15"),
    ],
)
def test_every_age_falls_in_one_band(waited, label):
    assert age_band(waited).label == label
    assert sum(band.holds(max(0, waited)) for band in AGE_BANDS) == 1


def test_eighty_years_with_a_thousand_closing_days_still_add_up():
    closing = frozenset(day("2000-01-03") + timedelta(days=31 * i) for i in range(1000))
    calendar = Calendar(closing)

    assert calendar.between(day("2000-01-01"), day("2084-12-31")) > 20_000
    assert calendar.between(day("2000-01-01"), calendar.add(day("2000-01-01"), 20_000)) == 20_000
