"""Text of any origin on its way to the screen."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from stagedesk.ui import shown as module
from stagedesk.ui.shown import NOTHING, fit, joined, number, short_date, short_day, shown, styled
from ui.helpers import CONTROL, HOSTILE, hostile


@hostile
@pytest.mark.parametrize("lines", [False, True])
def test_hostile_text_keeps_no_control_character(text, lines):
    plain = shown(text, lines=lines).plain

    assert not (CONTROL - {"\n"} if lines else CONTROL).intersection(plain)


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/]", "a[/", "[/foo]", "Re: [#123] hi", "[EXTERN] Stage"])
def test_markup_is_shown_as_it_was_written(text):
    content = shown(text)

    assert (content.plain, content.spans) == (text, [])


def test_one_line_is_one_line_and_bounded():
    assert shown("een\ntwee\tdrie").plain == "een twee drie"
    assert cell_len(shown("x" * 10_000_000).plain) == 1_000
    assert shown("een\n\ntwee", lines=True).plain == "een\n\ntwee"


@given(st.text(), st.integers(0, 40), st.booleans())
def test_a_cell_is_exactly_as_wide_as_asked(text, width, right):
    assert cell_len(fit(shown(text, "bold"), width, right=right).plain) == width


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [0, 1, 2, 3, 7])
def test_a_hostile_cell_is_exactly_as_wide_as_asked(text, width):
    assert cell_len(fit(shown(text), width).plain) == width


@pytest.mark.parametrize(
    ("text", "width", "right", "expected"),
    [
        ("Musea", 7, False, "Musea  "),
        ("Musea", 7, True, "  Musea"),
        ("Bibliotheek", 6, False, "Bibli…"),
        ("山田太郎", 4, False, "山 …"),
        ("x", 1, False, "x"),
    ],
)
def test_a_cell_is_cut_or_filled(text, width, right, expected):
    assert fit(shown(text), width, right=right).plain == expected


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("en", 1234567, "1,234,567"),
        ("nl", 1234567, "1.234.567"),
        ("nl", 2.5, "2,5"),
        ("en", 0, "0"),
        ("en", None, "—"),
    ],
)
def test_numbers_are_in_the_readers_language(monkeypatch, language, value, expected):
    monkeypatch.setattr(module, "language", lambda: language)

    assert number(value).plain == expected


@pytest.mark.parametrize(
    ("language", "year", "expected"),
    [("nl", False, "wo 6 mei"), ("en", False, "Wed 6 May"), ("nl", True, "wo 6 mei 2026")],
)
def test_days_are_in_the_readers_language(monkeypatch, language, year, expected):
    monkeypatch.setattr(module, "language", lambda: language)

    assert short_day(date(2026, 5, 6), year=year) == expected


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_day_reads_as_babel_writes_it(monkeypatch, language):
    monkeypatch.setattr(module, "language", lambda: language)
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]

    assert [short_day(day, year=True) for day in days] == [
        format_date(day, "EEE d MMM y", locale=language) for day in days
    ]
    assert short_date(date(2026, 9, 14)) == format_date(date(2026, 9, 14), "d MMM", locale=language)


def test_parts_are_joined_with_a_gap_and_without_the_empty_ones():
    line = joined([shown("a"), NOTHING, shown("b", "bold")], " · ")

    assert line.is_same(Content("a · b").stylize("bold", 4))
    assert joined([NOTHING]).plain == ""


def test_a_style_goes_under_the_styles_that_are_there():
    assert [span.style for span in styled(shown("a", "bold"), "red").spans] == ["red", "bold"]
