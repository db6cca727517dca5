"""What remains of a stranger's text, and which numbers in it are hidden."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.domain.text import clean, mask_national_numbers

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        pytest.param("A\x1b]52;c;eA==\x07B", "A]52;c;eA==B", id="an order to the terminal"),
        pytest.param("cv\u202efdp.exe", "cvfdp.exe", id="text turned round"),
        pytest.param("a\x9b31mb", "a31mb", id="C1"),
        pytest.param("Ja\ud800n\udcff", "Jan", id="halves of characters"),
        pytest.param("e\u0301e\u0301n", "één", id="letter and accent apart"),
        pytest.param("  twee\r\n\twoorden\u00a0hier ", "twee woorden hier", id="spaces of all kinds"),
        pytest.param("sta\u00adge\u200b\ufeff", "stage", id="what cannot be seen"),
        pytest.param("s\U000e0041\U000e0042", "s", id="hidden tags"),
        pytest.param("👩\u200d🏫 ok", "👩\u200d🏫 ok", id="joined picture signs stay"),
        pytest.param("[/red] =1+1", "[/red] =1+1", id="markup and formulas are text"),
    ],
)
def test_a_line_of_text_is_clean(dirty, kept):
    assert clean(dirty) == kept


def test_lines_stay_lines_and_tabs_become_spaces():
    text = clean("\n een\r\ntwee\tdrie\rvier\x0cvijf\u2028zes\x85 \n\n", lines=True)

    assert text.split("\n") == ["een", "twee    drie", "vier", "vijf", "zes"]


def test_a_limit_is_never_passed_and_a_cut_is_shown():
    assert clean("abcdef", limit=6) == "abcdef"
    assert clean("abcdef", limit=4) == "abc…"
    assert clean("abcdef", limit=1) == "…"
    assert clean("abcdef", limit=0) == ""


def test_a_pile_of_accents_is_lowered_and_takes_no_time():
    started = time.process_time()

    text = clean("a" + "\u0300\u0316" * 200_000)

    assert len(text) < 12
    assert time.process_time() - started < 2


@given(st.text(st.characters(), max_size=300), st.booleans(), st.none() | st.integers(0, 50))
@settings(max_examples=200)
def test_any_text_is_clean_and_cleaning_again_changes_nothing(text, lines, limit):
    cleaned = clean(text, lines=lines, limit=limit)

    assert not FORBIDDEN.search(cleaned)
    assert lines or "\n" not in cleaned
    assert "\t" not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert limit is None or len(cleaned) <= limit
    assert clean(cleaned, lines=lines, limit=limit) == cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("85.07.30-033.28", "••.••.••-•••.••", id="born before 2000"),
        pytest.param("mijn nummer: 17.07.30-033.84.", "mijn nummer: ••.••.••-•••.••.", id="born after 2000"),
        pytest.param("85073003328", "•••••••••••", id="without signs"),
        pytest.param("(85 07 30 033 28)", "(•• •• •• ••• ••)", id="with spaces"),
        pytest.param("85.27.30-033.71", "••.••.••-•••.••", id="bis number, month raised by 20"),
        pytest.param("rijksregisternummer 85.07.30-033.29", None, id="typing error beside its name"),
        pytest.param("85.07.30-033.29 (INSZ)", None, id="its name behind it"),
        pytest.param("numéro national : 850730 033 29", None, id="French, strange spaces"),
        pytest.param("NISS\n85.07.30-033.29", None, id="its name on the line before"),
        pytest.param("Tel. volgt, 85.07.30-033.28", None, id="customary signs win from another word"),
        pytest.param("BSN 123456782", "BSN •••••••••", id="Dutch"),
        pytest.param("Burgerservicenummer: 1234.56.782", None, id="Dutch with points"),
        pytest.param("BSN: 123456789", None, id="Dutch, typing error beside its name"),
        pytest.param("123456782 is mijn bsn", None, id="Dutch, its name behind it"),
    ],
)
def test_a_national_number_is_dotted_out_at_the_same_length(text, masked):
    shown, found = mask_national_numbers(text)

    assert len(found) == 1
    assert len(shown) == len(text)
    assert not re.search(r"\d", shown)
    assert masked is None or shown == masked


@pytest.mark.parametrize(
    "text",
    [
        "gsm 0475 12 34 56",
        "+32 475 12 34 56",
        "+32475123456",
        "Tel.: 015/29.25.25",
        "0032 15 29 25 25",
        "06-12345678",
        "IBAN BE68 5390 0754 7034",
        "BE68539007547034",
        "NL91ABNA0417164300",
        "bestelnummer 85073003328",
        "order 85073003328",
        "factuur 850730-03328",
        "+++090/9337/55493+++",
        "ondernemingsnummer 0207.500.123",
        "123456782",
        "klantnummer 123456782, BSN volgt",
        "rijksregisternummer volgt. Tel: 03215297654",
        "geboren op 30.07.1985, 033 28 stagiairs",
        "van 14.09.2026 tot 18.12.2026",
        "2026-0042",
        "85.13.40-033.28",
        "85.07.30-033.29",
    ],
)
def test_other_numbers_stay_readable(text):
    assert mask_national_numbers(text) == (text, ())


def test_what_was_masked_is_named_but_never_repeated():
    shown, found = mask_national_numbers("RRN 85.07.30-033.28 en BSN 123456782")

    assert found == ("rijksregisternummer", "BSN")
    assert shown == "RRN ••.••.••-•••.•• en BSN •••••••••"


@given(st.text("0123456789.-/ BSNtelrijksreg\n", max_size=200))
@settings(max_examples=200)
def test_masking_changes_only_digits_and_once_is_enough(text):
    shown, _ = mask_national_numbers(text)

    assert len(shown) == len(text)
    assert all(new == old or (new == "•" and old.isdigit()) for new, old in zip(shown, text, strict=True))
    assert mask_national_numbers(shown) == (shown, ())
