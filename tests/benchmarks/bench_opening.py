"""From the command to the first list on the screen, beside a minimal Textual app, both in a pseudo-terminal.

Run it with `python tests/benchmarks/bench_opening.py [--sizes N ...]`; the table says what was measured.
What counts is the time of the processor, which does not change with what else the machine does.
"""

import argparse
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass

from bench_listing import a_desk

from stagedesk.db.connection import close_database

MINIMAL = """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("Ready to work")

Minimal().run()
"""
DESK = "import sys; from stagedesk.cli import main; sys.exit(main([]))"
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Moment:
    """When words stood on the screen: milliseconds since the start, and of the processor."""

    wall: float
    processor: float


def opened(code: str, words: tuple[str, ...], environment: dict[str, str]) -> list[Moment]:
    """Start a program in a terminal of its own and wait for words on its screen, one after the other."""
    master, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=terminal, stdout=terminal, stderr=terminal, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    seen, moments = b"", []
    for each in words:
        while each.encode() not in seen:
            if time.monotonic() - begun > PATIENCE:
                sys.exit(f"{each!r} never stood on the screen:\n{seen[-2000:].decode(errors='replace')}")
            if select.select([master], [], [], 1)[0]:
                seen += os.read(master, 65536)
        moments.append(Moment(1000 * (time.monotonic() - begun), processor(process.pid)))
    process.kill()
    process.wait()
    os.close(master)
    return moments


def processor(process: int) -> float:
    """Milliseconds that a process had the processor, with its threads that have ended already."""
    clock = (~process << 3) | 2  # what clock_getcpuclockid makes of it; Python has it for threads alone
    return 1000 * time.clock_gettime(clock)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    environment = os.environ | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "STAGEDESK_USER": "desk"}
    environment |= {"STAGEDESK_LANGUAGE": "nl", "STAGEDESK_NOW": "2026-03-02T10:00"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without compiled files everything is four times slower
    with tempfile.TemporaryDirectory() as folder:
        programs = {"minimal Textual app": (MINIMAL, ("Ready to work",), environment)}
        for size in arguments.sizes:
            url = f"sqlite:///{folder}/{size}.db"
            a_desk(url, size)
            close_database()
            mine = environment | {"STAGEDESK_DATABASE": url, "HOME": folder}
            programs[f"the desk, {size:,} requests"] = (DESK, ("Inbox", "Nora Willems"), mine)
        found: dict[str, list[list[Moment]]] = {name: [] for name in programs}
        for _run in range(arguments.runs + 1):
            for name, program in programs.items():
                found[name].append(opened(*program))
    report({name: runs[1:] for name, runs in found.items()}, programs)


def report(
    found: dict[str, list[list[Moment]]],
    programs: dict[str, tuple[str, tuple[str, ...], dict[str, str]]],
) -> None:
    reference = statistics.median(runs[-1].processor for runs in next(iter(found.values())))
    print(f"medians of {len(next(iter(found.values())))} runs in turn, Python {sys.version.split()[0]}")
    for name, runs in found.items():
        for place, words in enumerate(programs[name][1]):
            spent = statistics.median(each[place].processor for each in runs)
            waited = statistics.median(each[place].wall for each in runs)
            ratio = f"{spent / reference:5.2f} x"
            print(
                f"  {name:28} {words!r:18} {spent:6.0f} ms of the processor {ratio} {waited:6.0f} ms waited"
            )


if __name__ == "__main__":
    main()
