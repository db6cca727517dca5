"""What reaches the terminal: aligned, valid JSON, and nothing that a terminal would obey."""

import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_raw
from stagedesk.cli import output
from stagedesk.cli.as_json import as_json
from stagedesk.db import models as m
from stagedesk.db.connection import transaction

OBEYED = "".join(map(chr, (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0x200F)))


def obeyed(text: str) -> set[str]:
    return set(text) & set(OBEYED)


def test_columns_are_aligned_by_the_places_that_letters_take(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("who", "n"), [("Zoé", 5), ("e\u0301", 10), ("李明", 7), (None, "-")], right=[1])

    assert capsys.readouterr().out.splitlines() == [
        "who    n", "Zoé    5", "é     10", "李明   7", "       -"
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("李明", 4)])
def test_the_width_of_a_text(text: str, places: int) -> None:
    assert output.width(text) == places


def test_nothing_in_a_line_commands_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for show in (output.line, output.say, output.paragraph):
        show(f"a{OBEYED}\x1b]52;c;eA==\x1b\\b")

    shown = "".join(capsys.readouterr())
    assert not obeyed(shown)
    assert "a" in shown


def test_commands_in_a_mail_stay_out_of_the_terminal_even_from_the_database(
    stagedesk: Any, request_ref: str
) -> None:
    with transaction():  # as a database that somebody else filled could have it
        m.Request.update(title="Stage\x1b]0;x\x07\u202e", sender_name="\x9b31mNora").execute()
        m.Message.update(subject="\x1b[2J", body="\x1b]52;c;eA==\x07tekst\r\n\x9b1m").execute()

    for words in (["list"], ["show", request_ref], ["queue", "--department", "musea"]):
        assert not obeyed(stagedesk(*words).out)
        assert not obeyed(stagedesk(*words, "--json").out)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_valid_json_that_no_terminal_obeys(text: str) -> None:
    written = as_json({"text": text})

    assert not obeyed(written)
    assert json.loads(written.encode("utf-8"))["text"] == "".join(
        "\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text
    )


def test_json_is_utf_8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii", errors="replace"))

    output.put_json({"name": "Zoé"})
    output.put_json_list([])
    output.put_json_list(["é", 1])
    output.sys.stdout.flush()

    assert raw.getvalue().decode("utf-8") == '{"name": "Zoé"}\n[]\n[\n"é",\n1\n]\n'


def test_a_letter_that_the_terminal_lacks_is_no_error(stagedesk: Any, mails: Any, monkeypatch: Any) -> None:
    stagedesk("fetch", "--eml", str(mails(a_raw(subject="Stage 李明"))))
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))

    from stagedesk.cli import main

    assert main(["list"]) == 0
    assert b"Stage ??" in raw.getvalue()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_a_table_fits_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    output.table(("request", "about"), [("2026-0001", "[bold]Een heel lang onderwerp[/] " * 3)])

    heading, row = re.sub(r"\x1b\[\d*m", "", terminal.getvalue()).splitlines()
    assert heading.rstrip() == "request    about"
    assert row.rstrip() == "2026-0001  [bold]Een heel lang onderw…"
