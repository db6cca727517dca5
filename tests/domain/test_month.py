"""Months, the periods beside them, and the middle of a heap of days."""

import statistics
from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.domain.month import Month, Period, cut_off, periods
from stagedesk.domain.spread import Spread, spread

BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2026-03", date(2026, 3, 1), date(2026, 3, 31), id="march"),
        pytest.param("2024-02", date(2024, 2, 1), date(2024, 2, 29), id="a leap february"),
        pytest.param("2025-12", date(2025, 12, 1), date(2025, 12, 31), id="december"),
        pytest.param(" 2026-03 ", date(2026, 3, 1), date(2026, 3, 31), id="with spaces around"),
    ],
)
def test_a_month_is_read(text: str, first: date, last: date) -> None:
    month = Month.parse(text)

    assert (month.first, month.last, str(month)) == (first, last, text.strip())


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-3", "2026-13", "2026-00", "maart", "2026-03-01", "26-03", "0000-01", "２０２６-03"],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("month", "today", "expected"),
    [
        pytest.param(
            "2026-03",
            date(2026, 4, 2),
            [("2026-03-01", "2026-03-31"), ("2026-01-01", "2026-03-31"),
             ("2025-03-01", "2025-03-31"), ("2025-01-01", "2025-03-31")],
            id="a month that is over",
        ),
        pytest.param(
            "2026-03",
            date(2026, 3, 14),
            [("2026-03-01", "2026-03-14"), ("2026-01-01", "2026-03-14"),
             ("2025-03-01", "2025-03-14"), ("2025-01-01", "2025-03-14")],
            id="a month that runs is compared over the same days",
        ),
        pytest.param(
            "2025-02",
            date(2026, 1, 1),
            [("2025-02-01", "2025-02-28"), ("2025-01-01", "2025-02-28"),
             ("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-02-29")],
            id="a whole february beside a longer one",
        ),
        pytest.param(
            "2024-02",
            date(2024, 2, 29),
            [("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-02-29"),
             ("2023-02-01", "2023-02-28"), ("2023-01-01", "2023-02-28")],
            id="the last day of a leap february",
        ),
    ],
)  # fmt: skip
def test_a_month_is_shown_beside_these_periods(
    month: str, today: date, expected: list[tuple[str, str]]
) -> None:
    found = periods(Month.parse(month), today)

    assert [(str(each.first), str(each.last)) for each in found] == expected


def test_a_month_that_has_not_begun_has_no_periods() -> None:
    with pytest.raises(ValueError, match="has not begun"):
        periods(Month.parse("2026-04"), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("month", "now", "expected"),
    [
        ("2026-02", datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 2, 28, 23, tzinfo=UTC)),
        ("2026-03", datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 14, 9, tzinfo=UTC), datetime(2026, 3, 14, 9, tzinfo=UTC)),
    ],
    ids=["winter", "summer", "now, while the month runs"],
)
def test_figures_count_until_the_end_of_the_month_in_the_city(
    month: str, now: datetime, expected: datetime
) -> None:
    assert cut_off(Month.parse(month), now, BRUSSELS) == expected


def test_a_period_holds_both_its_ends() -> None:
    period = Period(date(2026, 3, 1), date(2026, 3, 31))

    assert [period.holds(date(2026, 3, day)) for day in (1, 31)] == [True, True]
    assert not period.holds(period.day_before)


def test_nothing_counted_has_no_middle() -> None:
    assert spread({}) == Spread(0, None, None)


@settings(max_examples=100)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_a_heap_is_summed_up_as_its_numbers_in_a_row(numbers: list[int]) -> None:
    found = spread(Counter(numbers))

    nearest_rank = sorted(numbers)[-(-len(numbers) * 9 // 10) - 1]
    assert (found.count, found.median) == (len(numbers), statistics.median(numbers))
    assert found.ninetieth == nearest_rank
