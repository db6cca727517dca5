"""A page of the screens' lists, first and deep, against the driver alone with the same SQL.

Run it with `python tests/benchmarks/bench_listing.py`; `--postgresql URL` adds a run in that empty database.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log10
from pathlib import Path
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.connection import database, session, transaction
from stagedesk.services import setup
from stagedesk.services.desk import Desk
from stagedesk.services.lists import listing, views
from stagedesk.settings import Settings

PAGE = 128
TURNS = 30
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATES = {"desk": "triage", "department": "routed", "applicant": "incomplete"}
COLUMNS = (
    "id", "reference", "route", "received_at", "received_on", "applicant_id", "sender_name", "sender_email",
    "title", "automatic", "language", "school_words", "study", "period_words", "owner_id", "status",
    "waiting_on", "waiting_since", "due_on", "attention_since", "department_id", "outcome", "closed_on",
    "version",
)  # fmt: skip


def a_desk(url: str, size: int) -> Desk:
    """One in five is open, one in ten of those is in the Inbox."""
    desk = setup.make_desk(replace(Settings(), database=url, user="desk"), lambda: NOW)
    with transaction():
        department = m.Department.create(code="musea", name="Musea", email="musea@stad.example").id
        m.Applicant.create(name="Nora Willems", email="nora@student.example")
        marks = ", ".join([database.param] * len(COLUMNS))
        sql = f"INSERT INTO request ({', '.join(COLUMNS)}) VALUES ({marks})"
        cursor = database.connection().cursor()
        cursor.executemany(sql, (a_row(number, department) for number in range(1, size + 1)))
    with session():
        database.execute_sql("ANALYZE")
    return desk


def a_row(number: int, department: int) -> tuple[Any, ...]:
    chance = random.Random(number)
    received = (NOW - timedelta(minutes=chance.randrange(60 * 24 * 700))).replace(tzinfo=None)
    day = received.date().isoformat()
    waiting = chance.choice(list(STATES)) if chance.random() < 0.2 else None
    due = (NOW + timedelta(days=chance.randrange(-20, 40))).date().isoformat()
    attention = received.isoformat(" ") if waiting == "desk" and chance.random() < 0.3 else None
    return (
        number, f"2026-{number:07d}", "mailbox", received.isoformat(" "), day, 1, "Nora Willems",
        "nora@student.example", f"Stage in het museum {number}", False, "nl", "", "archief", "",
        1 if waiting else None, STATES.get(waiting or "", "closed"), waiting, day if waiting else None,
        due if waiting else None, attention, department if waiting == "department" else None,
        None if waiting else "out_of_scope", None if waiting else day, 1,
    )  # fmt: skip


def lists(desk: Desk) -> Iterator[tuple[str, listing.Listing[Any]]]:
    yield "inbox", listing.inbox(desk)
    yield "follow-up", listing.follow_up(desk)
    for view in views.views():
        yield view.id, views.listing_of(desk, view)


def median(work: Callable[[], object]) -> float:
    """Milliseconds."""
    spans = []
    for _turn in range(TURNS):
        started = time.perf_counter()
        work()
        spans.append(time.perf_counter() - started)
    return statistics.median(spans) * 1000


def measure(desk: Desk, size: int, seen: dict[tuple[str, str], dict[int, float]]) -> None:
    for name, listed in lists(desk):
        total = listed.count()
        started = time.perf_counter()
        listed.page(total // 2, PAGE)
        jump = (time.perf_counter() - started) * 1000
        for place, first in (("first", 0), ("deep", total // 2)):
            with session():
                ours = median(lambda first=first, listed=listed: listed.page(first, PAGE))  # type: ignore[misc]
                sql, values = listed.question(first, PAGE)
                raw = median(lambda sql=sql, values=values: driver(sql, values))  # type: ignore[misc]
            seen.setdefault((name, place), {})[size] = ours
            print(
                f"{size:>9} {name:22} {place:6} {total:>8} rows {ours:7.2f} ms  {ours / raw:5.2f} x raw",
                end="",
            )
            print(f"   (there the first time {jump:.0f} ms)" if place == "deep" else "")


def driver(sql: str, values: tuple[Any, ...]) -> list[Any]:
    cursor = database.connection().cursor()
    cursor.execute(sql.replace("?", database.param), values)
    return list(cursor.fetchall())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--postgresql", help="the address of an empty database, for the largest size")
    arguments = parser.parse_args()
    seen: dict[tuple[str, str], dict[int, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            measure(a_desk(f"sqlite:///{Path(folder) / f'{size}.db'}", size), size, seen)
        if arguments.postgresql:
            measure(a_desk(arguments.postgresql, arguments.sizes[-1]), arguments.sizes[-1], {})
    small, large = min(arguments.sizes), max(arguments.sizes)
    for (name, place), times in seen.items():
        growth = log10(times[large] / times[small]) / log10(large / small) if large > small else 0.0
        sys.stdout.write(f"{name:22} {place:6} growth exponent {growth:5.2f}\n")


if __name__ == "__main__":
    main()
