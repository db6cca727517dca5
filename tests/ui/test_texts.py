"""How the screens say things."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stagedesk import i18n
from stagedesk.ui import texts

TODAY = date(2026, 3, 17)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "0m"),
        (timedelta(minutes=59), "59m"),
        (timedelta(minutes=60), "1h"),
        (timedelta(hours=23, minutes=59), "23h"),
        (timedelta(hours=24), "1d"),
        (timedelta(days=40), "40d"),
    ],
)
def test_an_age_is_as_short_as_can_be(ago: timedelta, words: str) -> None:
    now = datetime(2026, 3, 17, 9, tzinfo=UTC)

    assert texts.age(now - ago, now) == words


@pytest.mark.parametrize(
    ("when", "days", "words"),
    [
        pytest.param(date(2026, 3, 13), -2, "2d late", id="late"),
        pytest.param(date(2026, 3, 15), 0, "1d late", id="due on Sunday"),
        pytest.param(TODAY, 0, "today", id="today"),
        pytest.param(date(2026, 3, 20), 3, "Fri 20 Mar", id="later"),
        pytest.param(date(2027, 1, 4), 200, "Mon 4 Jan 2027", id="another year"),
    ],
)
def test_a_due_date_says_whether_it_is_over(when: date, days: int, words: str) -> None:
    assert texts.due(when, TODAY, days) == words


def test_dates_are_in_the_readers_language() -> None:
    moment = datetime(2026, 5, 6, 8, 12, tzinfo=UTC)
    i18n.use_language("nl")

    assert texts.day_and_time(moment, TODAY) == "wo 6 mei 10:12"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 B"), (999, "999 B"), (84_000, "84 kB"), (2_400_000, "2.4 MB")]
)
def test_sizes_are_round(count: int, words: str) -> None:
    assert texts.size(count) == words


@pytest.mark.parametrize(("strength", "dots"), [(0, ""), (1, "●○○"), (3, "●●●")])
def test_how_sure_the_desk_is_needs_no_colour(strength: int, dots: str) -> None:
    assert texts.dots(strength) == dots
