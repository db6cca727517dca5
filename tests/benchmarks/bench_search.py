"""What a search costs as it is typed, beside bare FTS5 with the same words, newest first.

bench_search.py [REQUESTS [TIMES]]: each word is typed letter by letter, and every state of it is searched
for: by the desk, and by Python's sqlite3 in the same file with the same number of results. Processor time,
medians of TIMES pairs in turn for each state, and the worst state of each word.
"""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stagedesk.db import search
from stagedesk.db.connection import database, session, transaction
from stagedesk.services import setup
from stagedesk.services.lists.listing import FOUND_AT_MOST
from stagedesk.settings import Settings

REQUESTS, TIMES, AT_MOST = 1_000_000, 9, 2.0
TYPED = {
    "in 95 %": "museum",
    "in 7.5 %": "archief",
    "in 0.1 %": "snuffel",
    "two words": "museum archief",
    "a reference": "2026-0000042",
}
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VOCABULARY = 30_000
RAW = "SELECT rowid FROM request_search WHERE request_search MATCH ? ORDER BY rowid DESC LIMIT ?"


def some_words(size: int) -> Iterator[tuple[int, str]]:
    """What requests are found by: sixty words each, as often in all as words are in a language."""
    dice = random.Random(11)
    words = [
        f"{dice.choice('bdfghklmnprstvw')}{dice.choice('aeiou')}{number:x}" for number in range(VOCABULARY)
    ]
    for number in range(1, size + 1):
        chosen = [words[int(VOCABULARY * dice.random() ** 3)] for _each in range(60)]
        for chance, word in ((0.95, "museum"), (0.075, "archief"), (0.001, "snuffelstage")):
            if dice.random() < chance:
                chosen.append(word)
        yield number, f"2026-{number:07d} {' '.join(chosen)}"


def median_pair(ours: Callable[[], object], bare: Callable[[], object], times: int) -> tuple[float, float]:
    pairs = []
    for _time in range(times + 1):
        spans = []
        for work in (ours, bare):
            begun = time.process_time()
            work()
            spans.append(time.process_time() - begun)
        pairs.append(spans)
    first, second = (statistics.median(side) for side in zip(*pairs[1:], strict=True))
    return first, second


def match(typed: str) -> str:
    """The same words for FTS5, the last one unfinished."""
    *whole, last = typed.replace("-", " ").split()
    return " ".join([*(f'"{word}"' for word in whole), f'"{last}" *'])


def main(size: int = REQUESTS, times: int = TIMES) -> int:
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        setup.make_desk(replace(Settings(), database=f"sqlite:///{file}"), lambda: NOW)
        with transaction():
            sql = "INSERT INTO request_search (rowid, words) VALUES (?, ?)"
            database.connection().executemany(sql, some_words(size))
        base = sqlite3.connect(file)
        print(f"{size} requests, {times} times each, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
        for name, word in TYPED.items():
            found = []
            for length in range(1, len(word) + 1):
                typed = word[:length].strip()
                values = (match(typed), FOUND_AT_MOST)
                with session():
                    ours, bare = median_pair(
                        lambda typed=typed: search.find(typed, FOUND_AT_MOST),  # type: ignore[misc]
                        lambda values=values: base.execute(RAW, values).fetchall(),  # type: ignore[misc]
                        times,
                    )
                found.append((ours / bare, ours, bare, typed))
            ratio, ours, bare, typed = max(found)
            worst = max(worst, ratio)
            print(
                f"  {name:<12} {word!r:<18} slowest {max(each[1] for each in found) * 1e3:7.2f} ms;"
                f" worst beside raw at {typed!r}: {ours * 1e3:.3f} ms, {ratio:.2f} x"
            )
    print(f"search as it is typed / raw FTS5: at worst {worst:.2f} x (at most {AT_MOST})")
    return int(worst > AT_MOST)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
