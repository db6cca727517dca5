"""A desk whose terminal goes away ends by itself, and keeps what was typed."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from stagedesk.services.desk import Desk

SECONDS = 30  # much more than it takes, for a machine that does other things, too

OWN_IT = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
"""Without it the terminal is only a file to the desk, which is not told when it hangs up."""
HEAR_NOTHING = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
OPEN = "import sys; from stagedesk.cli import main; sys.exit(main([]))\n"


class Screen:
    """The desk in a terminal of its own."""

    def __init__(self, desk: Desk, *, hangs_up: bool, hears: bool) -> None:
        self.master, terminal = pty.openpty()
        termios.tcsetwinsize(terminal, (24, 80))
        environment = os.environ | {
            "STAGEDESK_DATABASE": desk.settings.database,
            "STAGEDESK_USER": "els",
            "STAGEDESK_LANGUAGE": "en",
            "TERM": "xterm-256color",
        }
        begin = (OWN_IT if hangs_up else "") + ("" if hears else HEAR_NOTHING)
        self.process = subprocess.Popen(
            [sys.executable, "-c", begin + OPEN],
            stdin=terminal, stdout=terminal, stderr=terminal, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(terminal)

    def read_until(self, words: str) -> None:
        seen, end = b"", time.monotonic() + SECONDS
        while words.encode() not in seen:
            assert time.monotonic() < end, seen[-2000:].decode(errors="replace")
            if select.select([self.master], [], [], 0.1)[0]:
                seen += os.read(self.master, 65536)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def lose(self) -> None:
        os.close(self.master)
        self.master = -1

    def wait(self) -> int:
        return self.process.wait(timeout=SECONDS)


@contextmanager
def a_screen(desk: Desk, *, hangs_up: bool = True, hears: bool = True) -> Iterator[Screen]:
    screen = Screen(desk, hangs_up=hangs_up, hears=hears)
    try:
        screen.read_until("Nothing waits here.")
        yield screen
    finally:
        screen.process.kill()
        screen.process.wait()
        with suppress(OSError):
            os.close(screen.master)


@pytest.mark.parametrize(
    ("hangs_up", "hears", "keys"),
    [
        pytest.param(True, True, "", id="it hangs up"),
        pytest.param(True, False, "", id="it hangs up and nobody listens"),
        pytest.param(False, True, "", id="it is gone without a word"),
        pytest.param(False, True, 30 * "1234567", id="it is gone while it is painted on"),
    ],
)
def test_the_desk_ends_with_its_terminal(sqlite_desk: Desk, hangs_up: bool, hears: bool, keys: str) -> None:
    with a_screen(sqlite_desk, hangs_up=hangs_up, hears=hears) as screen:
        if keys:
            screen.type(keys)

        screen.lose()

        assert screen.wait() == 128 + signal.SIGHUP


def test_a_kind_kill_gives_the_terminal_back_as_it_was(sqlite_desk: Desk) -> None:
    with a_screen(sqlite_desk) as screen:
        screen.process.send_signal(signal.SIGTERM)
        screen.read_until("\x1b[?1049l")

        assert screen.wait() == 128 + signal.SIGTERM


def test_what_was_typed_is_kept_when_the_terminal_goes(sqlite_desk: Desk) -> None:
    with a_screen(sqlite_desk, hears=False) as screen:
        screen.type("4")
        screen.read_until("registers one")
        screen.type("+")
        screen.read_until("A placement that a department arranged")
        screen.type("Nora Will")
        screen.read_until("Will")

        screen.lose()
        screen.wait()

    database = Path(sqlite_desk.settings.database.removeprefix("sqlite:///"))
    kept = json.loads(database.with_name(f"{database.name}.forms").read_text(encoding="utf-8"))
    assert "Nora Will" in kept["placement"]["applicant"]


def test_without_a_terminal_for_its_messages_the_desk_is_not_painted_in_a_file(
    sqlite_desk: Desk, tmp_path: Path
) -> None:
    master, terminal = pty.openpty()
    said = tmp_path / "said"

    with said.open("wb") as messages, os.fdopen(master), os.fdopen(terminal):
        code = subprocess.run(
            [sys.executable, "-m", "stagedesk", "--database", sqlite_desk.settings.database],
            stdin=terminal, stdout=terminal, stderr=messages, check=False, timeout=SECONDS,
        ).returncode  # fmt: skip

    assert code == 2
    assert "opens in a terminal only" in said.read_text(encoding="utf-8")
