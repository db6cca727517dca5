"""Dates as people write them, read on Monday 12 October 2026 where no other day is said."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.mail.extract.facts_dates import mentions
from stagedesk.mail.extract.facts_periods import read_dates
from stagedesk.mail.words import fold

MONDAY = date(2026, 10, 12)
# A line is a text and what it means: start..end of each block, then the deadline after "!".
# "@day" in front of a text is the day of its mail.
SAMPLES = Path(__file__).parent / "understanding" / "dates.tsv"
TABLE = [tuple(line.split("\t")) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
ASSUMED = [
    ("Stage van 2 tot 13 maart.", ("year 2027",)),
    ("Stage van 2 tot 13 maart 2027.", ()),
    ("Stage vanaf 1 februari 2027, 12 weken.", ("weeks 12",)),
    ("Stage vanaf 1 februari gedurende 3 maanden.", ("year 2027", "months 3")),
    ("Stage in de week van 16 november 2026.", ("Monday to Friday",)),
    ("Stage van februari tot juni 2027.", ("days of the month",)),
    ("Stage in het tweede semester.", ("year 2027", "semester")),
    ("Stage in schooljaar 2026-2027.", ("school year",)),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_periods_and_deadlines_are_read(text: str, expected: str) -> None:
    sent_on = MONDAY
    if text.startswith("@"):
        day, text = text.split(" ", 1)
        sent_on = date.fromisoformat(day[1:])

    found = read_dates(text.replace("\\n", "\n"), sent_on)

    periods = " + ".join(f"{p.start or ''}..{p.end or ''}" for p in found.periods)
    deadline = f" !{found.deadline.on}" if found.deadline else ""
    assert (periods + deadline).strip() == expected


@pytest.mark.parametrize(("text", "assumed"), ASSUMED)
def test_what_the_words_do_not_say_is_said_to_be_assumed(text: str, assumed: tuple[str, ...]) -> None:
    (period,) = read_dates(text, MONDAY).periods

    assert period.assumed == assumed


def test_the_words_and_their_line_are_given() -> None:
    found = read_dates(
        "Beste\n\nMijn stage loopt\nvan 2 tot 13 maart.\nGraag antwoord voor 1 december.", MONDAY
    )

    (period,) = found.periods
    assert (period.because, period.line) == ("2 tot 13 maart", 4)
    assert found.deadline is not None
    assert (found.deadline.because, found.deadline.line) == ("Graag antwoord voor 1 december", 5)


def test_without_the_day_of_the_mail_a_year_is_never_guessed() -> None:
    assert read_dates("Stage van 2 tot 13 maart.", None).periods == ()
    assert len(read_dates("Stage van 2 tot 13 maart 2027.", None).periods) == 1


def test_a_birth_date_is_no_period() -> None:
    found = read_dates("Jan Peeters, geboren op 12/05/2008, zoekt stage.", MONDAY)

    assert found.periods == ()
    assert found.born is not None
    assert found.born.on == date(2008, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "tewerkstelling van 4/5",
        "0470/12.34.56",
        "93.05.18-223.61",
        "van 8.30 tot 16.30 uur",
        "op 31 februari",
        "versie 2.3.1",
        "30/02/2027",
        "BE68 5390 0754 7034",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert mentions(fold(text)) == []


_PIECES = st.sampled_from(
    [
        *(
            "van",
            "tot",
            "en",
            "2",
            "13",
            "31",
            "maart",
            "februari",
            "2027",
            "'27",
            "12/03",
            "1-2-2027",
            "week",
        ),
        *(
            "vanaf",
            "voor",
            "uiterlijk",
            "schooljaar",
            "2026-2027",
            "eind",
            "begin",
            "tussen",
            "stage",
            ".",
            ",",
        ),
        *("tweede", "semester", "6", "geboren", "op", "weken", "\n"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=40).map(" ".join)))
def test_any_text_gives_possible_dates(text: str) -> None:
    found = read_dates(text, MONDAY)

    for period in found.periods:
        assert period.because
        assert period.start is None or period.end is None or period.start <= period.end
