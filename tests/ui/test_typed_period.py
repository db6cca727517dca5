"""Periods as a clerk types them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk import i18n
from stagedesk.domain.measures import Block
from stagedesk.ui.dialogs.typed_date import typed_date
from stagedesk.ui.dialogs.typed_period import period_text, typed_period

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("7/9 - 18/12", [("2026-09-07", "2026-12-18")]),
        ("7/9-18/12", [("2026-09-07", "2026-12-18")]),
        ("7/9/2025 tot 18/12/2025", [("2025-09-07", "2025-12-18")]),
        ("5 jan tot en met 30 jan", [("2027-01-05", "2027-01-30")]),
        ("1/12 t/m 15/1", [("2026-12-01", "2027-01-15")]),
        ("2026-09-07..2026-12-18", [("2026-09-07", "2026-12-18")]),
        ("7/9 +12w", [("2026-09-07", "2026-11-29")]),
        ("9/3", [("2026-03-09", "2026-03-09")]),
        ("9/3 - 20/3; 4/5 - 15/5", [("2026-03-09", "2026-03-20"), ("2026-05-04", "2026-05-15")]),
        ("4/5 – 15/5 en 9/3 – 20/3", [("2026-03-09", "2026-03-20"), ("2026-05-04", "2026-05-15")]),
        ("", []),
        ("ooit", None),
        ("9/3 - ooit", None),
        ("18/12/2026 - 7/9/2026", None),
    ],
)
def test_a_period_is_read_as_it_was_meant(typed: str, blocks: list[tuple[str, str]] | None) -> None:
    found = typed_period(typed, TODAY)

    assert (None if found is None else [(str(each.first), str(each.last)) for each in found]) == blocks


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("over 2 weken", "2026-03-16"),
        ("in 3 days", "2026-03-05"),
        ("+2w", "2026-03-16"),
        ("+ 1 maand", "2026-04-02"),
        ("over 12 maanden", "2027-03-02"),
        ("over 10 maanden", "2027-01-02"),
    ],
)
def test_a_day_is_typed_by_how_far_it_is(typed: str, day: str) -> None:
    assert str(typed_date(typed, TODAY)) == day


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert typed_date("over 1 maand", date(2026, 1, 31)) == date(2026, 2, 28)


DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
BLOCKS = st.lists(
    st.builds(lambda first, length: Block(first, first + timedelta(days=length)), DAYS, st.integers(0, 400)),
    max_size=4,
)


@settings(max_examples=100)
@given(BLOCKS, st.sampled_from(["nl", "en"]))
def test_what_a_form_shows_is_read_again_as_the_same_days(blocks: list[Block], language: str) -> None:
    i18n.use_language(language)

    assert typed_period(period_text(tuple(blocks)), TODAY) == tuple(sorted(blocks))


@settings(max_examples=150)
@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_period_or_none(typed: str) -> None:
    found = typed_period(typed, TODAY)

    assert found is None or all(block.first <= block.last for block in found)
