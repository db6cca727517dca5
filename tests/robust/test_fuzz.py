"""Mail damaged in every way: nothing crashes, nothing takes long, and nothing in it commands a terminal.

`pytest -m fuzz` takes 100,000 mails; the first few hundred of them are read in every run. With
STAGEDESK_MAIL_CORPUS the mails of other people are damaged too, else only those of the tests.
"""

import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raw_mail import NOT_PRINTED
from stagedesk.mail.looking import look
from stagedesk.services.city import directory
from stagedesk.services.understanding import reading
from stagedesk.ui.shown import shown

CASES, CHUNK, FEW = 100_000, 1_000, 250
LONGEST = 1.0
"""Seconds of work for one mail."""
DESK = "stage@rivierstad.example"
SAMPLES = Path(__file__).parents[1] / "mail" / "samples"
CORPUS = os.environ.get("STAGEDESK_MAIL_CORPUS", "")
LARGEST = 60_000
REQUEST = b"""\
From: Nora De Smet <nora@school.example>
To: stage@rivierstad.example
Subject: Stage bij de musea
Date: Mon, 2 Mar 2026 10:00:00 +0100
Message-ID: <a@school.example>
Content-Type: text/plain; charset=utf-8

Beste,

Ik zoek een stage van 1 september 2026 tot 31 januari 2027, 20 uur per week, bij de musea of de bibliotheek.
Ik volg de bachelor Informatica (480 uur). Bel mij: 0470 12 34 56.
Mijn rijksregisternummer is 93.05.18-223.61.

Met vriendelijke groeten,
Nora

Op ma 2 mrt. 2026 om 10:00 schreef Jan <jan@x.example>:
> Van: Jan
> Verzonden: maandag 2 maart 2026 10:00
> Onderwerp: Stage
"""
HOSTILE = (
    b"\x1b]0;owned\x07", b"\x1b[2J\x1b[31m", b"\x9b31m", b"\xc2\x9b1m", b"\x00", b"\x08\x08\x7f", b"\r",
    b"\x0b\x0c", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xed\xa0\x80", b"\xff\xfe", b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf", b"e\xcc\x81" * 9, b"\n\n", b"\r\n", b"--", b"--x\n", b"--x--\n", b"=?utf-8?q?=1B[2J?=",
    b"=?utf-8?b?G1sySg==?=", b"=?utf-7?q?+ABs-?=", b"=?x?q?", b"?=", b"=1B=5B2J", b"&#27;[2J&#155;31m",
    b"&#x202e;", b"<p>", b"<td>" * 40, b"<!--", b"\"", b"\\", b"(((((", b"<a@b", b"boundary=x;",
    b"charset=utf-16", b"charset=utf-7", b"charset=idna", b"charset=unicode_escape", b"charset=rot13",
    b"Content-Type: message/rfc822\n\n", b"Content-Type: multipart/alternative; boundary=x\n\n",
    b"Content-Type: text/html\n\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n", b"Content-Type: text/calendar\n\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%1B%5B2J\n", b"filename=\"../../\x1b.exe\"",
    b"begin 644 x\nM!\n", b"From: a\x1b <a@b.example>\n", b"Subject: \x1b]0;x\x07\n",
    b"References: " + b"<a@b> " * 200, b"Auto-Submitted: auto-replied\n", b"van 1 september tot ",
    b"1-9-2026 ", b"week van ", b"32 februari 20266 ", b"99.99.99-999.99 ",
    b"vanaf 1/1 12 weken, 40 uur/week ", b"\nVan: x\nVerzonden: y\nAan: z\nOnderwerp: w\n", b"\n> ",
    b"\n-- \n", b"\nOp 1 mei schreef x:\n", b"naam;school;periode\n" * 30, b"\t|\t" * 60,
)  # fmt: skip


class TooLong(BaseException):
    """Not an Exception: what reads mail goes on after those."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Counts this process's own work only, so that a busy machine makes no mail slow."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def mails() -> list[bytes]:
    files = sorted(SAMPLES.glob("*.eml"))
    if CORPUS:
        files += sorted(each for each in Path(CORPUS).rglob("*") if each.is_file() and each.suffix != ".md")
    return [REQUEST, *(raw for file in files if len(raw := file.read_bytes()) <= LARGEST)]


@cache
def reader() -> Callable[[bytes], reading.Reading]:
    return reading.without_desk(DESK)


def damaged(number: int) -> bytes:
    """The mail of this number: always the same from the same mails."""
    dice = random.Random(number)
    raw = bytearray(dice.choice(mails()))
    for _change in range(dice.choice((1, 1, 2, 3, 5, 8, 20))):
        dice.choice(CHANGES)(raw, dice)
    return bytes(raw[: 2 * LARGEST])


def _place(raw: bytearray, dice: random.Random) -> int:
    """Rather among the header fields than far down in the text."""
    return dice.randrange(min(len(raw), dice.choice((300, 2_000, LARGEST))) + 1)


def _insert(raw: bytearray, dice: random.Random) -> None:
    at = _place(raw, dice)
    raw[at:at] = dice.choice(HOSTILE)


def _overwrite(raw: bytearray, dice: random.Random) -> None:
    at = _place(raw, dice)
    raw[at : at + dice.randrange(40)] = (
        dice.choice(HOSTILE) if dice.random() < 0.5 else dice.randbytes(dice.randrange(9))
    )


def _delete(raw: bytearray, dice: random.Random) -> None:
    at = _place(raw, dice)
    del raw[at : at + dice.choice((1, 2, 20, 300))]


def _repeat(raw: bytearray, dice: random.Random) -> None:
    at = _place(raw, dice)
    raw[at:at] = raw[at : at + dice.choice((1, 10, 200))] * dice.choice((2, 10, 80))


def _splice(raw: bytearray, dice: random.Random) -> None:
    other = dice.choice(mails())
    raw[_place(raw, dice) :] = other[dice.randrange(len(other) + 1) :]


def _flip(raw: bytearray, dice: random.Random) -> None:
    for _each in range(dice.choice((1, 5, 50))):
        if raw:
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)


def _swap_lines(raw: bytearray, dice: random.Random) -> None:
    lines = bytes(raw).split(b"\n")
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    raw[:] = b"\n".join(lines)


CHANGES = (_insert, _insert, _overwrite, _delete, _repeat, _splice, _flip, _swap_lines)


def texts(value: Any) -> Iterator[str]:
    """Every text in what `stagedesk read --json` prints."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.items() for part in each for text in texts(part))
    elif isinstance(value, (list, tuple)):
        yield from (text for each in value for text in texts(each))


def take(raw: bytes) -> None:
    """Look at it as intake does, read it as a person asks for it, and show it."""
    with at_most(LONGEST):
        seen = look(raw, directory.shipped(DESK))
        told = reading.as_json("mail", reader()(raw))
        on_screen = shown(raw.decode("utf-8", "surrogateescape"), lines=True)
    for text in (*texts(told), *_texts_of(seen), on_screen.plain):
        assert not NOT_PRINTED.search(text), ascii(text)
    json.dumps(told, ensure_ascii=False).encode()


def _texts_of(seen: Any) -> Iterator[str]:
    kind, mail = seen.kind, seen.mail
    yield from (seen.asker.name, seen.asker.email, kind.because, mail.subject, mail.body, mail.message_id)
    yield from (
        *mail.in_reply_to,
        *mail.references,
        *mail.warnings,
        *(each.name for each in mail.attachments),
    )
    if seen.report:
        yield from (seen.report.recipient, seen.report.reason)


def test_some_damaged_mails_are_read() -> None:
    for number in range(FEW):
        take(damaged(number))


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_many_damaged_mails_are_read(first: int) -> None:
    for number in range(first, first + CHUNK):
        try:
            take(damaged(number))
        except BaseException as error:
            error.add_note(f"damaged({number})")
            raise


LINES = st.text(max_size=60).map(lambda text: text.replace("\n", " ").encode("utf-8", "surrogatepass"))
NAMES = st.sampled_from(
    (b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"References", b"Reply-To", b"Content-Type",
     b"Content-Transfer-Encoding", b"Content-Disposition", b"Auto-Submitted", b"List-Id", b"X-Original-From")
)  # fmt: skip
FIELDS = st.lists(st.tuples(NAMES, LINES | st.sampled_from(HOSTILE)).map(b": ".join), max_size=8).map(
    b"\n".join
)
BODIES = st.recursive(
    LINES | st.binary(max_size=200) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(st.tuples(FIELDS, inner).map(b"\n\n".join), max_size=4).map(
        lambda parts: b"".join(b"\n--x\n" + part for part in parts) + b"\n--x--\n"
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(FIELDS, BODIES)
def test_any_fields_and_any_parts_are_read(fields: bytes, body: bytes) -> None:
    take(b"Content-Type: multipart/mixed; boundary=x\n" + fields + b"\n\n" + body)


def test_a_mail_that_takes_too_long_is_seen() -> None:
    def takes_for_ever() -> None:
        while True:
            pass

    with pytest.raises(TooLong), at_most(0.05):
        takes_for_ever()
