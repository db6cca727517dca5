"""How long a placement is: the eight cases that every reading of "six weeks" tells apart, and the rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.measures import Block, Qualification, actual, length, months_later, why_not


def days(text: str) -> Block:
    first, last = text.split("/")
    return Block(date.fromisoformat(first), date.fromisoformat(last))


EASTER = days("2026-04-06/2026-04-19")
SCHOOL_HOLIDAYS = (
    days("2025-10-27/2025-11-02"), days("2025-12-22/2026-01-04"), days("2026-02-16/2026-02-22"), EASTER,
)  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "pauses", "rate", "expected"),
    [
        pytest.param(["2026-01-05/2026-02-13"], (), 5, (40, 6, 6.0, 30, 228), id="6 weeks Mon-Fri"),
        pytest.param(["2026-01-07/2026-02-10"], (), 5, (35, 6, 5.0, 25, 190), id="5 weeks from a Wednesday"),
        pytest.param(
            ["2025-11-17/2025-11-28", "2026-03-16/2026-03-27"], (), 5, (131, 4, 4.0, 20, 152), id="two blocks"
        ),
        pytest.param(["2026-03-16/2026-04-24"], (EASTER,), 5, (40, 4, 4.0, 20, 152), id="over Easter"),
        pytest.param(
            ["2025-10-02/2026-05-29"], SCHOOL_HOLIDAYS, 2, (240, 29, 29.0, 58, 441), id="Thursday and Friday"
        ),
        pytest.param(["2026-01-07/2026-03-11"], (), 1, (64, 10, 10.0, 10, 76), id="one day a week, 10 weeks"),
        pytest.param(["2026-02-09/2026-05-29"], (EASTER,), 3, (110, 14, 14.0, 42, 319), id="3 days a week"),
        pytest.param(["2026-01-07/2026-02-25"], (), 1, (50, 8, 8.0, 8, 61), id="taster, 8 weeks of one day"),
    ],
)
def test_six_weeks_in_every_way_somebody_may_mean(blocks, pauses, rate, expected) -> None:
    found = length(map(days, blocks), pauses, rate)

    assert (found.span, found.iso_weeks, found.weeks, found.days, round(found.hours)) == expected


def test_public_holidays_count_as_present() -> None:
    assert length([days("2026-12-21/2027-01-03")], (), 5).weeks == 2.0


def test_blocks_that_overlap_count_once() -> None:
    assert length([days("2026-01-05/2026-01-16"), days("2026-01-12/2026-01-23")], (), 5).days == 15


def test_days_per_week_that_are_unknown_mean_full_weeks() -> None:
    assert length([days("2026-01-05/2026-02-13")]).weeks == 6.0


def test_no_days_are_no_length() -> None:
    assert (length([]).span, length([]).weeks) == (0, 0)


@pytest.mark.parametrize(
    ("blocks", "started", "ended", "expected"),
    [
        pytest.param(["2026-09-07/2027-01-22"], None, None, [], id="never started"),
        pytest.param(["2026-09-07/2027-01-22"], "2026-09-07", None, ["2026-09-07/2027-01-22"], id="running"),
        pytest.param(
            ["2026-09-07/2027-01-22"], "2026-09-07", "2026-09-25", ["2026-09-07/2026-09-25"], id="stopped"
        ),
        pytest.param(
            ["2026-09-07/2026-10-02"], "2026-09-02", "2026-10-09", ["2026-09-02/2026-10-09"], id="longer"
        ),
        pytest.param(
            ["2026-01-05/2026-01-16", "2026-03-02/2026-03-13"],
            "2026-01-05", "2026-02-20", ["2026-01-05/2026-01-16"], id="ended in the gap",
        ),
        pytest.param([], "2026-01-05", "2026-01-16", ["2026-01-05/2026-01-16"], id="nothing was planned"),
    ],
)  # fmt: skip
def test_what_really_was(blocks, started, ended, expected) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (started, ended))

    assert list(actual([days(block) for block in blocks], first, last)) == [days(block) for block in expected]


SPANS = st.builds(
    lambda first, more: Block(date.fromordinal(first), date.fromordinal(first + more)),
    st.integers(738_000, 742_000),
    st.integers(0, 500),
)


@given(st.lists(SPANS, max_size=4), st.lists(SPANS, max_size=3), st.sampled_from([1, 2, 2.5, 3, 4, 5, None]))
def test_a_length_never_exceeds_its_calendar(blocks, pauses, rate) -> None:
    found = length(blocks, pauses, rate)

    assert 0 <= found.weeks <= found.iso_weeks <= found.span / 7 + 2
    assert found.days <= found.span
    assert length(blocks, (), rate).days >= found.days


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        pytest.param({}, {}, "", id="counts"),
        pytest.param({}, {"started": False}, "not_started", id="not started"),
        pytest.param({}, {"is_orientation": True}, "orientation", id="orientation"),
        pytest.param({"orientation": True}, {"is_orientation": True}, "", id="orientation counts here"),
        pytest.param({}, {"weeks_planned": None}, "period_unknown", id="no period"),
        pytest.param({}, {"weeks_planned": 5.99}, "too_short", id="too short"),
        pytest.param({"duration": "actual"}, {"weeks_actual": 3.0}, "too_short", id="really too short"),
        pytest.param({}, {"weeks_actual": 3.0}, "", id="planned long enough"),
        pytest.param({"pay": "recorded"}, {}, "pay_unknown", id="pay unknown"),
        pytest.param({"pay": "recorded"}, {"compensation": "no"}, "unpaid", id="unpaid"),
        pytest.param({"pay": "recorded"}, {"compensation": "yes"}, "", id="paid"),
    ],
)
def test_what_does_not_count_says_why(rule, facts, expected) -> None:
    known = {
        "started": True, "is_orientation": False, "weeks_planned": 6.0, "weeks_actual": 6.0,
        "compensation": "unknown",
    } | facts  # fmt: skip

    assert why_not(Qualification(**rule), **known) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-06-30", 6, "2026-12-30"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-05-29", 24, "2028-05-29"),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day: str, months: int, expected: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(expected)
