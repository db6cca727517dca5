"""Reading mail that is huge, hostile, damaged or no mail at all."""

import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw_mail import SAMPLES, a_raw, assert_safe, sample
from stagedesk.mail import parse as parsing
from stagedesk.mail.parse import attachment_bytes, parse

HTML = b"Subject: a\nContent-Type: text/html\n\n"
DAMAGE = [
    b"\r\n",
    b"\n\n",
    b"--",
    b"=?utf-8?b?",
    b"?=",
    b"\xff\xfe",
    b"\x1b]0;",
    b'"',
    b"boundary=",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-7",
    b"charset=utf-16",
    b"begin 644 x\n",
    b"filename*0*=utf-8''%80",
]


def test_a_mail_of_fifty_megabytes_is_read_in_seconds():
    pdf = b"JVBERi0xLjQK" * 6 + b"\n"
    head = b"--x\n\nDag\n--x\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
    raw = a_raw(head + pdf * 685_000 + b"--x--\n", Content_Type=b"multipart/mixed; boundary=x")
    started = time.process_time()

    mail = parse(raw)

    assert len(raw) > 50_000_000
    assert (mail.body, mail.attachments[0].size) == ("Dag", 54 * 685_000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"From: " + b'"\\' * 100_000, id="open quotes"),
        pytest.param(b"From: " + b"(a" * 100_000, id="open comments"),
        pytest.param(b"Subject: " + b"=?utf-8?q?" * 100_000, id="open encoded words"),
        pytest.param(b"Content-Type: text/plain" + b';a="' * 100_000, id="open parameters"),
        pytest.param(b"Subject: a\n" + b"junk\n" * 200_000 + b"To: x\n\n", id="broken header lines"),
        pytest.param(b"Subject: a\nContent-Type: message/rfc822\n\n" * 5_000, id="mail in mail in mail"),
        pytest.param(
            b"Subject: a\nContent-Type: text/html\n\n" + b"<div>" * 200_000 + b"tekst", id="deep html"
        ),
        pytest.param(
            b"Subject: a\nContent-Type: text/html\n\n<table><tr>" + b"<td>x" * 60_000, id="wide table"
        ),
        pytest.param(b"Subject: a\n\n" + "a\u0300\u0316".encode() * 200_000, id="piles of accents"),
        pytest.param(b"Subject: a\n\n" + b"begin 644 x\n" * 80_000, id="uuencode without end"),
    ],
)
def test_a_hostile_mail_takes_no_more_time_than_its_size(raw):
    started = time.process_time()

    assert_safe(parse(raw))
    assert time.process_time() - started < 2


def test_trouble_nobody_thought_of_still_gives_a_mail(monkeypatch):
    monkeypatch.setattr(parsing, "sent_at", lambda fields: 1 / 0)
    mail = parse(b"Subject: Stage\n\nDag")

    assert "Dag" in mail.body
    assert mail.warnings == ("structure: ZeroDivisionError, read as one text",)


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_any_bytes_are_a_mail(raw):
    assert_safe(parse(raw))


@given(st.data())
@settings(max_examples=200)
def test_a_mail_damaged_in_transport_is_still_read(data):
    raw = bytearray(sample(data.draw(st.sampled_from(sorted(path.stem for path in SAMPLES.glob("*.eml"))))))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(
            st.sampled_from(DAMAGE) | st.binary(max_size=12)
        )
    mail = parse(bytes(raw))

    assert_safe(mail)
    for index, attachment in enumerate(mail.attachments):
        assert hashlib.sha256(attachment_bytes(bytes(raw), index)).hexdigest() == attachment.sha256
