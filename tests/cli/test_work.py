"""The desk's own work by the command line: work, send, letters, letter."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import Clock
from mail.smtp_server import Mishap, PostOffice, post_office
from services.outboxes import asked
from stagedesk.services.desk import Desk


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that the settings name."""
    with post_office() as office:
        config = tmp_path / "stagedesk.toml"
        config.write_text(f'[smtp]\nhost = "127.0.0.1"\nport = {office.port}\ntls = "none"\n')
        monkeypatch.setenv("STAGEDESK_CONFIG", str(config))
        yield office


@pytest.fixture
def later(now: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def pass_time(**span: float) -> None:
        now.pass_time(**span)
        monkeypatch.setenv("STAGEDESK_NOW", now().isoformat())

    return pass_time


def test_work_tells_in_one_line_what_it_did(
    stagedesk: Any, sqlite_desk: Desk, office: PostOffice, later: Any
) -> None:
    asked(sqlite_desk)
    later(days=7)

    assert stagedesk("work").out == "departments reminded: 1; letters sent: 1\n"
    assert stagedesk("work").out == "nothing was due\n"
    assert len(office.taken) == 1


def test_a_dry_run_lists_what_would_go_and_changes_nothing(
    stagedesk: Any, sqlite_desk: Desk, office: PostOffice, later: Any
) -> None:
    ref = asked(sqlite_desk)
    later(days=7)
    lines = stagedesk("work", "--dry-run").out.splitlines()

    assert lines[0].startswith(f"{ref}: remind Musea")
    assert lines[1].startswith(f"letter 1 leaves: question to the department {ref}, to musea@stad.example")
    found = stagedesk("work", "--dry-run", "--json").json
    assert [each["kind"] for each in found["deeds"]] == ["reminded"]
    assert [each["id"] for each in found["letters"]] == [1]
    assert stagedesk("send", "--dry-run").out.splitlines() == lines[1:]
    assert [each["id"] for each in stagedesk("send", "--dry-run", "--json").json] == [1]
    assert office.taken == []
    assert stagedesk("letters", "--json").json[0]["state"] == "held"


def test_send_sends_what_is_due(stagedesk: Any, sqlite_desk: Desk, office: PostOffice, later: Any) -> None:
    asked(sqlite_desk)
    assert stagedesk("send", "--dry-run").out == "nothing is due\n"
    later(minutes=2)

    assert stagedesk("send", "--json").json == {
        "sent": 1, "delayed": 0, "failed": 0, "uncertain": 0, "busy": False, "error": None
    }  # fmt: skip
    assert len(office.taken) == 1


def test_a_server_that_takes_nothing_is_told_by_the_exit_code(
    stagedesk: Any, sqlite_desk: Desk, office: PostOffice, later: Any
) -> None:
    asked(sqlite_desk)
    later(minutes=2)
    office.mishaps = [Mishap("connect", "421 too busy")]

    done = stagedesk("work")

    assert (done.code, done.out) == (10, "letters delayed: 1\n")
    assert done.err.startswith("stagedesk: Mail server 127.0.0.1: it cannot be reached")


def test_a_refused_letter_is_listed_and_sent_elsewhere(
    stagedesk: Any, sqlite_desk: Desk, office: PostOffice, later: Any
) -> None:
    ref = asked(sqlite_desk)
    later(minutes=2)
    office.mishaps = [Mishap("RCPT", "550 no such user", only="musea@")]
    assert stagedesk("send").out == "letters refused: 1\n"

    (row,) = stagedesk("letters", "--state", "failed", "--json").json
    assert (row["id"], row["ref"], row["error"]) == (1, ref, "musea@stad.example: 550 no such user")
    assert "refused: musea@stad.example: 550 no such user" in stagedesk("letters").out

    done = stagedesk("letter", "1", "retry", "--to", "museum@stad.example")
    assert done.out == "letter 1: leaves in 60 s\n"
    later(minutes=2)
    assert stagedesk("send").out == "letters sent: 1\n"
    assert office.taken[0].rcpt_tos == ["museum@stad.example"]


def test_a_letter_is_shown_dropped_and_put_back(stagedesk: Any, sqlite_desk: Desk) -> None:
    asked(sqlite_desk)

    shown = stagedesk("letter", "1").out
    assert shown.startswith("letter 1: leaves in 60 s\nto musea@stad.example\n")
    done = stagedesk("letter", "1", "drop", "--because", "We called them.")
    assert done.out == "letter 1: not sent: We called them.\n"
    assert stagedesk("undo").code == 0
    assert stagedesk("letter", "1", "--json").json["state"] == "held"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("letter", "1", "arrived"), 4, "it leaves by itself"),
        (("letter", "99"), 3, "There is no letter 99."),
        (("letter", "1", "drop"), 2, "Say why the letter need not go."),
        (("letter", "1", "arrived", "--to", "x@y.example"), 2, "--to goes with retry only."),
        (("letter", "1", "retry", "--because", "x"), 2, "--because goes with drop only."),
        (("work", "--watch", "--every", "0"), 2, "0 is no number of seconds"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    stagedesk: Any, sqlite_desk: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    asked(sqlite_desk)

    done = stagedesk(*words)

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_an_outbox_without_letters_says_so(stagedesk: Any) -> None:
    done = stagedesk("letters")

    assert (done.out, done.err) == ("", "There is no such letter.\n")
    assert stagedesk("letters", "--json").json == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_service_works_until_it_is_told_to_stop(
    desk: Desk, now: Clock, office: PostOffice, number: signal.Signals
) -> None:
    asked(desk)
    now.pass_time(minutes=2)
    environment = os.environ | {
        "STAGEDESK_DATABASE": desk.settings.database,
        "STAGEDESK_NOW": now().isoformat(),
    }
    words = [sys.executable, "-m", "stagedesk", "work", "--watch", "--every", "1", "--json"]
    service = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + 60
    while not office.taken and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.3)
    service.send_signal(number)
    out, err = service.communicate(timeout=60)

    assert (service.returncode, err) == (0, b"")
    (line,) = out.splitlines()
    assert json.loads(line)["sent"] == 1
    assert len(office.taken) == 1
