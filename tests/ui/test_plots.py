"""Plots in block characters: as high as their numbers, and the same in words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.ui.plots import MARK, bars, heat, told

YEARS = ("2024", "2025", "2026")


def test_columns_are_as_high_as_their_numbers() -> None:
    lines = bars(YEARS, (0, 2, 4), width=36, height=6)

    assert lines == [
        "                         4",
        "                         ██████████",
        "             2           ██████████",
        "             ██████████  ██████████",
        " 0           ██████████  ██████████",
        " 2024        2025        2026",
    ]


def test_a_mark_stands_before_its_column() -> None:
    assert all(line.startswith(MARK) for line in bars(YEARS, (1, 2, 3), width=36, height=6, marks=[0])[:-1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12), st.integers(1, 160), st.integers(1, 30))
def test_a_plot_fits_or_is_left_out(values: list[int], width: int, height: int) -> None:
    lines = bars([str(2000 + place) for place in range(len(values))], values, width=width, height=height)

    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)


def test_where_nothing_is_there_is_nothing_to_draw() -> None:
    assert bars(YEARS, (0, 0, 0), width=60, height=8) == []
    assert heat({"2026": [0, 0]}, ["01", "02"]) == []


def test_the_darker_the_more() -> None:
    assert heat({"2025": [0, 1], "2026": [2, 4]}, ["01", "02"]) == [
        "      01  02",
        "2025  ··  ░░",
        "2026  ▒▒  ██",
    ]


def test_a_series_in_words_names_the_most_and_the_least() -> None:
    assert told(YEARS, (3, 1, 4)) == "2024: 3, 2025: 1, 2026: 4. Most: 4 (2026); least: 1 (2025)."
