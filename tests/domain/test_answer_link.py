"""The code in an answer link: read however it was mangled, believed only when it is ours."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.domain.answer_link import (
    AnswerCode,
    Choice,
    Damaged,
    codes,
    is_ours,
    read,
    without_codes,
    write,
)

SECRET = b"of this desk alone"
PLACE = AnswerCode(42, 2, Choice.PLACE, date(2026, 12, 22))
WRITTEN = write(PLACE, SECRET, "2026-0042", "musea")
BARE = WRITTEN.removeprefix("[sd:").removesuffix("]")


def test_a_code_says_what_was_written() -> None:
    found = read(BARE)

    assert replace(found, signature=b"") == PLACE
    assert is_ours(found, SECRET, "2026-0042", "musea")


def test_a_code_is_signed_with_eighty_bits_at_least_and_looks_like_no_link_or_number() -> None:
    assert len(read(BARE).signature) * 8 >= 80
    assert len(WRITTEN) == 37
    assert set(BARE) <= set("abcdefghijklmnopqrstuvwxyz234567")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WRITTEN, id="as written"),
        pytest.param(WRITTEN.upper(), id="in capitals"),
        pytest.param(f"{WRITTEN[:20]}\n{WRITTEN[20:]}", id="folded"),
        pytest.param(f"> {WRITTEN[:20]}\n> {WRITTEN[20:]}", id="folded and quoted"),
        pytest.param(f"{WRITTEN[:20]}=\r\n{WRITTEN[20:]}", id="quoted-printable left in"),
        pytest.param(f"{WRITTEN}\n{WRITTEN}", id="twice"),
        pytest.param(f"[ sd : {BARE} ]", id="with spaces"),
        pytest.param(f"Code:{WRITTEN}.", id="between other signs"),
        pytest.param(f"Ja! [SIC] {WRITTEN} [x]", id="among other brackets"),
    ],
)
def test_a_code_survives_what_mail_programs_do(text: str) -> None:
    assert codes(text) == (BARE,)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(BARE[:-1], id="cut by one"),
        pytest.param(BARE[:8], id="cut"),
        pytest.param("", id="empty"),
        pytest.param(BARE + "a", id="longer"),
        pytest.param("1" + BARE[1:], id="a digit that is none of ours"),
        pytest.param("a" * 32, id="of no version"),
    ],
)
def test_a_damaged_code_is_said_to_be_one(code: str) -> None:
    with pytest.raises(Damaged):
        read(code)


@pytest.mark.parametrize(
    ("reference", "department", "secret"),
    [
        ("2026-0043", "musea", SECRET),
        ("2026-0042", "sport", SECRET),
        ("2026-0042", "musea", b"of another desk"),
        ("2026-004", "2musea", SECRET),
    ],
)
def test_a_code_belongs_to_one_desk_one_request_and_one_department(
    reference: str, department: str, secret: bytes
) -> None:
    assert not is_ours(read(BARE), secret, reference, department)


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, referral=43),
        replace(PLACE, round=3),
        replace(PLACE, choice=Choice.TAKE),
        replace(PLACE, expires=date(2027, 12, 22)),
    ],
    ids=["question", "round", "choice", "expiry"],
)
def test_nothing_in_a_code_can_be_changed(other: AnswerCode) -> None:
    changed = replace(other, signature=read(BARE).signature)

    assert not is_ours(changed, SECRET, "2026-0042", "musea")


@settings(max_examples=200)
@given(st.integers(0, 31), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_letter_of_a_code_can_be_changed(place: int, letter: str) -> None:
    changed = BARE[:place] + letter + BARE[place + 1 :]

    try:
        ours = is_ours(read(changed), SECRET, "2026-0042", "musea")
    except Damaged:
        ours = False

    assert ours == (changed == BARE)


@settings(max_examples=200)
@given(st.text())
def test_any_text_has_codes_or_none(text: str) -> None:
    for code in codes(text + "[sd:" + text):
        with suppress(Damaged):
            assert not is_ours(read(code), SECRET, "2026-0042", "musea")
    without_codes(text)


@settings(max_examples=100)
@given(
    st.builds(
        AnswerCode,
        st.integers(1, 2**32 - 1),
        st.integers(1, 255),
        st.sampled_from(Choice),
        st.dates(date(2020, 1, 1), date(2190, 1, 1)),
    )
)
def test_every_code_is_read_back(code: AnswerCode) -> None:
    (written,) = codes(write(code, SECRET, "2026-0042", "musea"))

    assert replace(read(written), signature=b"") == code


def test_what_a_person_wrote_stays_when_codes_are_taken_out() -> None:
    assert without_codes(f"Ja.\n{WRITTEN}\nGroeten").split() == ["Ja.", "Groeten"]
