"""Names of folders, sets of numbers, and answers of any bytes."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk import errors
from stagedesk.mail.mailbox import imap_answers, imap_folders, imap_line

SENTENCE = errors.MailboxError


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", '"INBOX"'),
        ("Stage aanvragen", '"Stage aanvragen"'),
        ("Éléments envoyés", '"&AMk-l&AOk-ments envoy&AOk-s"'),
        ("A&B", '"A&-B"'),
        ('say "hi" \\', r'"say \"hi\" \\"'),
        ("台北", '"&U,BTFw-"'),
    ],
)
def test_a_folders_name_on_the_wire(name: str, wire: str) -> None:
    assert imap_folders.on_the_wire(name) == wire


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_every_name_survives_the_wire(name: str) -> None:
    wire = imap_folders.on_the_wire(name).encode("ascii")

    assert imap_folders.listed([b'(\\HasNoChildren) "/" ' + wire]) == [name]


def test_folders_that_hold_no_mail_are_not_listed() -> None:
    answers = [b'(\\Noselect) "/" "Top"', b"() NIL Plain", (b'() "/" {4}', b"Lite"), b"", None, b"nonsense"]

    assert imap_folders.listed(answers) == ["Lite", "Plain"]


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(1, 60)))
def test_a_set_of_numbers_holds_exactly_them(uids: set[int]) -> None:
    found = set()
    for part in filter(None, imap_folders.numbers(uids).split(",")):
        low, _colon, high = part.partition(":")
        found |= set(range(int(low), int(high or low) + 1))

    assert found == uids


_parts = st.one_of(
    st.none(), st.binary(max_size=60), st.tuples(st.binary(max_size=60), st.binary(max_size=60))
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_parts))
def test_no_answer_can_break_its_reading(answers: list[object]) -> None:
    for reading in (imap_answers.mails, imap_answers.sizes, imap_answers.uids, imap_folders.listed):
        assert reading(answers) is not None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(1, 7))
def test_lines_and_blocks_come_whole_however_they_are_cut(data: bytes, size: int) -> None:
    line = imap_line.Line.__new__(imap_line.Line)
    line._heard = line.sock = None  # type: ignore[assignment]
    line._buffer, pieces = bytearray(), [data[at : at + size] for at in range(0, len(data), size)]

    def more() -> None:
        line._buffer += pieces.pop(0)

    line._more = more  # type: ignore[method-assign]
    read = b""
    dice = random.Random(len(data))
    while left := data[len(read) :]:
        wanted = dice.randrange(1, len(left) + 1)
        read += line.readline() if b"\n" in left and dice.random() < 0.5 else line.read(wanted)

    assert read == data


def test_the_settings_do_not_bring_imaplib_along() -> None:
    code = "import sys, stagedesk.settings; print([n for n in ('imaplib', 'msal') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
