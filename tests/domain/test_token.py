"""The tag in a subject: found however a mail program mangled it, believed only with the desk's signature."""

import string
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.token import Tag, is_signed, sign, tag, tags

SECRET = b"of this desk alone"
SIGNED = sign(SECRET, "2026-0042", "musea")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Re: Stage [2026-0042.{SIGNED}]", [Tag("2026-0042", SIGNED)], id="as written"),
        pytest.param(f"RE: STAGE [2026-0042.{SIGNED.upper()}]", [Tag("2026-0042", SIGNED)], id="upper case"),
        pytest.param(f"Stage 2026-0042.{SIGNED}", [Tag("2026-0042", SIGNED)], id="brackets lost"),
        pytest.param(f"Stage [2026-0042 .\n {SIGNED}]", [Tag("2026-0042", SIGNED)], id="line broken"),
        pytest.param(f"Stage [2026-0042?{SIGNED}]", [Tag("2026-0042", SIGNED)], id="dot lost"),
        pytest.param(f"Stage [2026-0042·{SIGNED}]", [Tag("2026-0042", SIGNED)], id="another dot"),
        pytest.param("Re: [2026-0042] stage", [Tag("2026-0042")], id="bare in brackets"),
        pytest.param("Uw kenmerk: 2026-0042.", [Tag("2026-0042")], id="bare in a sentence"),
        pytest.param("Dossier 2026-12345", [Tag("2026-12345")], id="a busy year"),
        pytest.param(
            f"2026-0041 [2026-0042.{SIGNED}]", [Tag("2026-0042", SIGNED), Tag("2026-0041")], id="signed first"
        ),
        pytest.param("2026-0042, 2026-0042", [Tag("2026-0042")], id="once"),
        pytest.param("[2026-0042.kort]", [Tag("2026-0042")], id="half a signature"),
        pytest.param("Stage schooljaar 2025-2026", [], id="a school year"),
        pytest.param("Stage [2025-2026]", [Tag("2025-2026")], id="no school year in brackets"),
        pytest.param("Stage op 2026-04-01", [], id="a day"),
        pytest.param("Tel. 0475-2026-0042", [], id="a phone number"),
        pytest.param("Factuur A2026-0042", [], id="another number"),
        pytest.param("Order 2026-0042-17", [], id="a longer number"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_tags_of_a_text(text: str, expected: list[Tag]) -> None:
    assert list(tags(text)) == expected


def test_a_tag_survives_a_mail() -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = f"Stageaanvraag voor een heel lange naam: Zoë Van den Broeck {tag('2026-0042', SIGNED)}"

    subject = str(message_from_bytes(mail.as_bytes(), policy=policy.default)["Subject"])

    assert list(tags(subject)) == [Tag("2026-0042", SIGNED)]


def test_a_signature_is_at_least_eighty_bits_and_safe_in_a_header() -> None:
    assert len(SIGNED) * 5 >= 80
    assert set(tag("2026-0042", SIGNED)) <= set(string.ascii_lowercase + string.digits + "[].-")


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("2026-0043", "musea"), id="another request"),
        pytest.param(("2026-0042", ""), id="another party"),
        pytest.param(("2026-0042musea",), id="other parts, same letters"),
        pytest.param(("2026-0042", "musea", ""), id="one part more"),
    ],
)
def test_a_signature_holds_for_its_own_parts_only(parts: tuple[str, ...]) -> None:
    assert is_signed(SECRET, SIGNED, "2026-0042", "musea")
    assert not is_signed(SECRET, SIGNED, *parts)
    assert not is_signed(b"of another desk", SIGNED, "2026-0042", "musea")


@given(st.text(max_size=60))
def test_no_guess_is_a_signature(guess: str) -> None:
    assert is_signed(SECRET, guess, "2026-0042", "musea") == (guess.lower() == SIGNED)


@given(st.text(max_size=200))
def test_any_text_has_tags_or_none(text: str) -> None:
    for found in tags(text):
        assert found.reference[4] == "-"
