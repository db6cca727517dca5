"""The bytes of a letter: exactly the headers that are meant, whatever texts go in."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagedesk.domain.text import clean
from stagedesk.mail.compose import LONGEST_NAME, LONGEST_SUBJECT, Enclosed, LetterMail, compose, safe_name

LETTER = LetterMail(
    sender_name="Stagebalie Rivierstad",
    sender_email="stage@stad.example",
    recipients=("nora@student.example", "x.y+z@bücher.example"),
    copies=("hoofd@stad.example",),
    subject="Uw stageaanvraag",
    body="Dag Nora,\n\n- Ja: <mailto:antwoord@stad.example?subject=Ja>\n",
    mail_id="2026-0001.ab@stad.example",
    thread=("b@student.example", "a@student.example"),
    date=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    by_the_clock=False,
    reply_to="antwoord@stad.example",
)
HOSTILE = st.text(max_size=200) | st.from_regex(r"[a-zé,<>@\"\\ ;:\r\n=?()-]{0,120}", fullmatch=True)
ADDRESSED = ["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID"]
MIME = ["MIME-Version", "Content-Type"]


def read(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(raw, policy=policy.default))


def names(raw: bytes) -> list[str]:
    head = raw.split(b"\r\n\r\n")[0].decode("ascii")
    return [line.partition(":")[0] for line in head.split("\r\n") if line[:1] not in (" ", "\t")]


@given(name=HOSTILE, subject=HOSTILE, body=HOSTILE, file=HOSTILE, content=st.binary(max_size=50))
def test_no_text_changes_a_header(name: str, subject: str, body: str, file: str, content: bytes) -> None:
    along = (Enclosed(file, "application/pdf", content),)
    letter = replace(LETTER, sender_name=name, subject=subject, body=body, enclosures=along)

    raw = compose(letter)

    mail = read(raw)
    assert names(raw) == [*ADDRESSED, "In-Reply-To", "References", *MIME]
    assert [each.addr_spec for each in mail["To"].addresses] == [
        "nora@student.example",
        "x.y+z@xn--bcher-kva.example",
    ]
    assert [each.addr_spec for each in mail["From"].addresses] == ["stage@stad.example"]
    # Python's own reading of two encoded words keeps the space between them; older code of its knows better.
    shown = parseaddr(message_from_bytes(raw)["From"])[0].replace("\r\n", "")
    assert str(make_header(decode_header(shown))) == clean(name, limit=LONGEST_NAME)
    assert " ".join(mail["Subject"].split()) == clean(subject, limit=LONGEST_SUBJECT)
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (safe_name(file), content)
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n").strip("\n") == clean(body, lines=True).strip("\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@given(st.lists(HOSTILE | st.just("ok@student.example"), max_size=4))
def test_ids_of_strangers_are_taken_only_as_ids(thread: list[str]) -> None:
    mail = read(raw := compose(replace(LETTER, thread=tuple(thread))))

    assert set(names(raw)) <= {*ADDRESSED, "In-Reply-To", "References", *MIME}
    if "ok@student.example" in thread:
        assert "<ok@student.example>" in mail["References"]


@pytest.mark.parametrize(
    "address",
    [
        "nora@x.example\r\nBcc: all@x.example",
        "a@x.example, b@y.example",
        "nora",
        "@x.example",
        "a b@x.example",
        "é@x.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    for field in ("recipients", "copies"):
        with pytest.raises(ValueError, match=r".+"):
            compose(replace(LETTER, **{field: (address,)}))  # type: ignore[arg-type]


def test_the_same_letter_is_the_same_bytes() -> None:
    along = (Enclosed("cv.pdf", "application/pdf", b"%PDF"),)

    assert compose(replace(LETTER, enclosures=along)) == compose(replace(LETTER, enclosures=along))


def test_a_letter_is_text_and_html_and_says_to_whom_to_answer() -> None:
    mail = read(compose(LETTER))

    html = mail.get_body(("html",))
    assert html is not None
    assert '<a href="mailto:antwoord@stad.example?subject=Ja">Ja</a>' in html.get_content()
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Reply-To"] == "antwoord@stad.example"
    assert mail["In-Reply-To"] == "<b@student.example>"
    assert mail["References"] == "<a@student.example> <b@student.example>"
    assert mail["Auto-Submitted"] is None


def test_no_reply_to_where_it_says_nothing_new() -> None:
    assert read(compose(replace(LETTER, reply_to="")))["Reply-To"] is None
    assert read(compose(replace(LETTER, reply_to=LETTER.sender_email)))["Reply-To"] is None


def test_what_nobody_pressed_a_key_for_says_so() -> None:
    clock = read(compose(replace(LETTER, by_the_clock=True)))
    reply = read(compose(replace(LETTER, by_the_clock=True, is_reply=True)))

    assert clock["Auto-Submitted"] == "auto-generated"
    assert reply["Auto-Submitted"] == "auto-replied"
    assert clock["X-Auto-Response-Suppress"] == reply["X-Auto-Response-Suppress"] == "All"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x\\cv.pdf", "C__x_cv.pdf"),
        (".bashrc", "bashrc"),
        ("cv\r\nX: y.pdf", "cv X_ y.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "file"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_only_a_name(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@pytest.mark.parametrize("type_", ["text/html", "message/rfc822", "multipart/mixed", "x\r\ny: z", ""])
def test_a_file_stays_what_it_is_to_the_byte(type_: str) -> None:
    content = b"Van: x\r\n\r\n<script>\x00\xff"
    mail = read(compose(replace(LETTER, enclosures=(Enclosed("x.txt", type_, content),))))

    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/octet-stream"
    assert attached.get_content() == content
