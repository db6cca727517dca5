"""Key to repaint in a real pseudo-terminal: the desk's list with 1 000 and 1 000 000 rows, against an echo.

Run it with `python tests/benchmarks/bench_list.py`; the table says what was measured.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import sqlite3
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

SIZES = (1_000, 1_000_000)
LINES, COLUMNS = 40, 120
PATIENCE = 30.0
SETTLE = 0.03
PAGE_DOWN, HOME, END = b"\x1b[6~", b"\x1b[H", b"\x1b[F"


# What runs inside the terminal


@dataclass(frozen=True, slots=True)
class Request:
    key: int
    applicant: str
    subject: str
    department: str
    days: int


def a_request(key: int) -> Request:
    return Request(key, f"Nora Willems {key % 977}", f"archief · 14 sep–18 dec {key}", "Musea", key % 90)


class InSqlite:
    """A table read by its key, with a connection of its own for each reading, as the desk's sources have."""

    def __init__(self, path: str) -> None:
        self.path = path

    def _rows(self, sql: str, *values: object) -> list[Any]:
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def count(self) -> int:
        return int(self._rows("SELECT count(*) FROM request")[0][0])

    def page(self, first: int, size: int) -> Sequence[Request]:
        sql = "SELECT * FROM request WHERE key >= ? ORDER BY key LIMIT ?"
        return [Request(*row) for row in self._rows(sql, first, size)]

    def find(self, key: Hashable) -> int | None:
        return key if isinstance(key, int) else None

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        return keys


def run_echo() -> None:
    from textual import events
    from textual.app import App
    from textual.widgets import Static

    class Echo(App[None]):
        count = 0

        def compose(self) -> Iterator[Static]:
            yield Static("▌       0", markup=False)

        def on_key(self, event: events.Key) -> None:
            self.count += 1
            self.query_one(Static).update(f"▌ {self.count:>7}")

    Echo().run()


def run_list(size: int, database: str) -> None:
    from textual.app import App

    from stagedesk import assets
    from stagedesk.ui.shown import shown
    from stagedesk.ui.widgets.columns import Column
    from stagedesk.ui.widgets.lazy_list import LazyList
    from stagedesk.ui.widgets.source import Rows

    columns = [
        Column("key", 7, right=True),
        Column("from", 20, flex=1),
        Column("asks for", 30, flex=2),
        Column("department", 15),
        Column("days", 4, right=True),
    ]

    def cells(row: Request) -> Sequence[Any]:
        return [
            shown(text) for text in (str(row.key), row.applicant, row.subject, row.department, str(row.days))
        ]

    source: Any = InSqlite(database) if database else Rows([a_request(key) for key in range(size)])
    places = random.Random(1)

    class Desk(App[None]):
        CSS_PATH = str(assets.stylesheet())
        BINDINGS = [("x", "jump", "Jump")]

        def compose(self) -> Iterator[LazyList[Request]]:
            yield LazyList(columns, cells, source=source)

        def action_jump(self) -> None:
            self.query_one(LazyList).move_to(places.randrange(size))

    Desk().run()


# What looks at the terminal


class Terminal:
    """A program in a pseudo-terminal, and the bytes it paints."""

    def __init__(self, *arguments: str) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.started = time.perf_counter()
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            time.sleep(0.01)  # until the size is set
            os.execve(sys.executable, [sys.executable, __file__, "--child", *arguments], environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def until(self, words: bytes) -> float:
        """The moment these words were painted."""
        painted = b""
        deadline = time.perf_counter() + PATIENCE
        while words not in painted:
            if time.perf_counter() > deadline or not select.select([self.file], [], [], PATIENCE)[0]:
                raise SystemExit(f"{words!r} was not painted; the end was {painted[-2000:]!r}")
            painted += os.read(self.file, 65536)
        return time.perf_counter()

    def settle(self) -> None:
        while select.select([self.file], [], [], SETTLE)[0]:
            os.read(self.file, 65536)

    def press(self, key: bytes, expected: str) -> float:
        """Milliseconds from a key to the row with the cursor on it."""
        self.settle()
        started = time.perf_counter()
        os.write(self.file, key)
        return (self.until(expected.encode()) - started) * 1000

    def memory(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    program = Terminal(*arguments)
    try:
        yield program
    finally:
        os.kill(program.pid, signal.SIGKILL)
        os.waitpid(program.pid, 0)
        os.close(program.file)


Measured = dict[str, list[float]]


def cursor_on(key: int) -> str:
    return f"▌ {key:>7}"


def measure_echo(keys: int) -> Measured:
    with terminal("echo") as program:
        first = (program.until(cursor_on(0).encode()) - program.started) * 1000
        presses = [program.press(b"j", cursor_on(count)) for count in range(1, keys + 1)]
        return {"first": [first], "key": presses, "MB": [program.memory()]}


def measure_list(size: int, database: str, keys: int) -> Measured:
    with terminal("list", str(size), database) as program:
        first = (program.until(cursor_on(0).encode()) - program.started) * 1000
        page = LINES - 1
        pages = range(1, min(keys, 20) + 1)
        ends = [(END, size - 1), (HOME, 0)] * (keys // 4)
        places = random.Random(1)
        return {
            "first": [first],
            "key": [program.press(b"j", cursor_on(place)) for place in range(1, keys + 1)],
            "page": [program.press(PAGE_DOWN, cursor_on(keys + page * turn)) for turn in pages],
            # The cursor is on the last line of the window now, so that every step moves the whole window.
            "edge": [program.press(b"j", cursor_on(keys + page * pages[-1] + step)) for step in pages],
            "ends": [program.press(key, cursor_on(place)) for key, place in ends],
            "jump": [program.press(b"x", cursor_on(places.randrange(size))) for _turn in range(keys)],
            "MB": [program.memory()],
        }


def build(path: Path, size: int) -> str:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "CREATE TABLE request"
            " (key INTEGER PRIMARY KEY, applicant TEXT, subject TEXT, department TEXT, days INTEGER)"
        )
        rows = map(a_request, range(size))
        connection.executemany(
            "INSERT INTO request VALUES (?, ?, ?, ?, ?)",
            ((row.key, row.applicant, row.subject, row.department, row.days) for row in rows),
        )
    connection.close()
    return str(path)


def sides(folder: Path, keys: int) -> dict[str, Callable[[], Measured]]:
    found: dict[str, Callable[[], Measured]] = {"echo": partial(measure_echo, keys)}
    for size in SIZES:
        database = build(folder / f"{size}.db", size)
        found[f"SQLite {size}"] = partial(measure_list, size, database, keys)
        found[f"memory {size}"] = partial(measure_list, size, "", keys)
    return found


WHAT = ("first", "key", "edge", "page", "ends", "jump", "MB")


def table(results: dict[str, Measured]) -> Iterator[str]:
    yield f"{'median/p95 ms':16}" + "".join(f"{what:>16}" for what in WHAT)
    for name, found in results.items():
        yield f"{name:16}" + "".join(f"{_shown(found.get(what, [])):>16}" for what in WHAT)
    echo = statistics.median(results["echo"]["key"])
    small, large = (results[f"SQLite {size}"] for size in SIZES)
    for what in WHAT[1:6]:
        median = statistics.median(large[what])
        ratio = median / statistics.median(small[what])
        yield f"{what:5} at {SIZES[1]}: {median / echo:4.1f} x the echo, {ratio:4.2f} x {SIZES[0]} rows"


def _shown(values: Sequence[float]) -> str:
    if not values:
        return ""
    highest = sorted(values)[int(len(values) * 0.95)] if len(values) > 1 else values[0]
    return f"{statistics.median(values):.1f}/{highest:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=20, help="key presses of each kind in a session")
    parser.add_argument("--sessions", type=int, default=5)
    arguments = parser.parse_args()
    results: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        measured = sides(Path(folder), arguments.keys)
        for _session in range(arguments.sessions):
            for name, measure in measured.items():
                for what, values in measure().items():
                    results.setdefault(name, {}).setdefault(what, []).extend(values)
    sys.stdout.write("\n".join(table(results)) + "\n")


if __name__ == "__main__":
    if sys.argv[1:3] == ["--child", "echo"]:
        run_echo()
    elif sys.argv[1:2] == ["--child"]:
        run_list(int(sys.argv[3]), sys.argv[4])
    else:
        main()
