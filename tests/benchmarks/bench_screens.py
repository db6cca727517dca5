"""What a key costs on every screen of the large demo, beside the small demo and beside a bare echo.

bench_screens.py [TIMES]: the desk runs without a terminal, 160 by 48; processor time of the whole program
from a key until everything is read and painted, medians. "first" is the first time, with what is imported
then; "screen" is the longest piece of work of the screen's own thread, during which no key is painted;
"reads" counts what that thread asked of the database, which must be nothing. Each desk has a process of
its own.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from asyncio.events import Handle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from textual import events
from textual.app import App
from textual.widgets import Static

from stagedesk import driver
from stagedesk.db.connection import close_database, database
from stagedesk.services.demos import demo, demo_large
from stagedesk.settings import Settings
from stagedesk.ui import garbage
from stagedesk.ui.app import DeskApp

TIMES, AT_MOST = 7, 100.0
SIZE = 160, 48
NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
QUIET = 0.004
# What it is called, the keys that lead there (not measured), the key that is, and the keys back.
STEPS = (
    ("1 inbox", "7", "1", ""),
    ("1 next mail", "1", "j", ""),
    ("1 open request", "1", "o", "escape"),
    ("1 find department", "1", "r", "escape"),
    ("1 department, typed", "1 r", "m u", "escape"),
    ("1 link: which request", "1", "m", "escape"),
    ("1 plan", "1", "p", "escape"),
    ("2 follow-up", "1", "2", ""),
    ("2 next section", "2", "right", "left"),
    ("2 next request", "2", "j", ""),
    ("2 last request", "2", "end", "home"),
    ("3 requests", "1", "3", ""),
    ("3 next request", "3", "j", ""),
    ("3 last request", "3", "end", "home"),
    ("3 page down", "3", "pagedown", "home"),
    ("3 search, typed", "3 slash", "a r c", "escape escape"),
    ("4 placements", "1", "4", ""),
    ("4 next view", "4", "right", "left"),
    ("4 next placement", "4", "j", ""),
    ("4 last placement", "4", "end", "home"),
    ("4 open placement", "4", "o", "escape"),
    ("4 search, typed", "4 slash", "a n", "escape escape"),
    ("4 new placement", "4", "plus", "escape escape"),
    ("4 papers", "4", "d", "escape"),
    ("5 places", "1", "5", ""),
    ("5 next view", "5", "right", "left"),
    ("5 next place: who fits", "5", "j", ""),
    ("5 candidates to choose", "5", "m", "escape"),
    ("5 search, typed", "5 slash", "a r", "escape escape"),
    ("6 figures", "1", "6", ""),
    ("6 next report", "6", "tab j", "tab"),
    ("6 the year before", "6", "left_square_bracket", "right_square_bracket"),
    ("7 directory", "1", "7", ""),
    ("7 next view", "7", "right", "left"),
    ("7 next entry", "7", "j", ""),
    ("7 search, typed", "7 slash", "m u", "escape escape"),
    ("who is where", "4", "P", "escape"),
    ("who is where, next day", "4 P", "right", "escape"),
    ("introduction days", "4", "N", "escape"),
    ("outbox", "1", "O", "escape"),
    ("outbox, next letter", "1 O", "j", "escape"),
    ("accounts", "1", "A", "escape"),
    ("closing days", "1", "C", "escape"),
    ("closing days, next year", "1 C", "right", "escape"),
    ("export dialog", "6", "E", "escape"),
    ("all keys", "1", "question_mark", "escape"),
    ("palette, typed", "1 ctrl+p", "m u", "escape"),
)  # fmt: skip
SETTLED = 0.01


class Echo(App[None]):
    """One widget that paints how many keys were pressed."""

    count = 0

    def compose(self) -> Iterator[Static]:
        yield Static("0", markup=False)

    def on_key(self, _event: events.Key) -> None:
        self.count += 1
        self.query_one(Static).update(str(self.count))


class Watch:
    """What the screen's thread does: its longest piece of work, and whether it asks the database."""

    def __init__(self) -> None:
        self.longest, self.reads = 0.0, 0
        self._thread = threading.get_ident()

    def clear(self) -> None:
        self.longest, self.reads = 0.0, 0

    @contextmanager
    def on(self) -> Iterator[None]:
        run = Handle._run

        def timed(handle: Any) -> None:
            begun = time.thread_time()
            run(handle)
            self.longest = max(self.longest, time.thread_time() - begun)

        Handle._run = timed  # type: ignore[method-assign]
        try:
            yield
        finally:
            Handle._run = run  # type: ignore[method-assign]

    def read(self, _event: object) -> None:
        self.reads += threading.get_ident() == self._thread


async def settled(app: App[Any]) -> None:
    """Until no worker is busy, no message waits and nothing moved for a while."""
    since = time.monotonic()
    while time.monotonic() - since < SETTLED:
        await asyncio.sleep(QUIET)
        busy = any(not worker.is_finished for worker in app.workers)
        waiting = [*app.screen.walk_children(), app.screen, app]
        if busy or any(node.message_queue_size for node in waiting):
            since = time.monotonic()


async def press(app: App[Any], keys: str) -> None:
    for key in keys.split():
        app.simulate_key(key)
        await settled(app)


async def measure_echo(times: int) -> list[float]:
    app = Echo()
    async with app.run_test(size=SIZE):
        return [await one(app, "j", Watch()) for _time in range(times + 1)]


async def one(app: App[Any], keys: str, watch: Watch) -> float:
    """Milliseconds for these keys, each."""
    watch.clear()
    begun = time.process_time()
    await press(app, keys)
    return (time.process_time() - begun) * 1e3 / len(keys.split())


async def measure_desk(settings: Settings, times: int) -> dict[str, list[float]]:
    app, found = DeskApp(settings, lambda: NOW, background=False), {}
    garbage.look_seldom()  # as the program does
    async with app.run_test(size=SIZE):
        watch = Watch()
        await settled(app)
        garbage.keep_what_is_there()
        database.obj.query_hooks.append(watch.read)
        with watch.on():
            for name, before, keys, after in STEPS:
                took, longest, reads = [], [], 0
                for _time in range(times + 1):
                    await press(app, before)
                    took.append(await one(app, keys, watch))
                    longest.append(watch.longest * 1e3)
                    reads += watch.reads
                    await press(app, after)
                found[name] = [took[0], *map(statistics.median, (took[1:], longest[1:])), reads]
        database.obj.query_hooks.remove(watch.read)
    return found


def child(kind: str, url: str, times: int) -> None:
    if kind == "echo":
        print(json.dumps({"echo": asyncio.run(measure_echo(times))}))
        return
    settings = replace(Settings(), database=url, user=demo.USER, language="en")
    driver.choose(settings.database)
    print(json.dumps(asyncio.run(measure_desk(settings, times))))


def in_a_process(kind: str, url: str, times: int) -> dict[str, list[float]]:
    words = [sys.executable, __file__, "--child", kind, url, str(times)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def main(times: int = TIMES) -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for name, make in (("small", demo.make), ("large", demo_large.make)):
            url, outbox = f"sqlite:///{folder}/{name}.db", f"{folder}/{name}"
            driver.choose(url)
            make(replace(Settings(), database=url, outbox=outbox), lambda: NOW)
            close_database()
            found[name] = in_a_process("desk", url, times)
        echo = statistics.median(in_a_process("echo", "", times)["echo"][1:])
    print(f"processor time in ms, medians of {times}; a bare echo {echo:.1f} ms; at most {AT_MOST:.0f} ms")
    print(f"{'':24}{'small':>8}{'large':>8}{'ratio':>8}{'x echo':>8}{'first':>8}{'screen':>8}{'reads':>6}")
    slow = 0
    for name, (first, took, longest, reads) in found["large"].items():
        small = found["small"][name][1]
        bad = took > AT_MOST or reads
        slow += bool(bad)
        print(
            f"{name:24}{small:8.1f}{took:8.1f}{took / small:8.2f}{took / echo:8.1f}{first:8.1f}"
            f"{longest:8.1f}{reads:6.0f}{' <' if bad else ''}"
        )
    return int(slow > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        sys.exit(main(*map(int, sys.argv[1:2])))
