"""What the page of a request with a long history costs beside bare reads of the same rows.

bench_page.py [EVENTS [TIMES]]: every statement that the page sends is sent again by Python's sqlite3 to the
same file, and all its rows are fetched. Both keep their connection open; processor time, medians of pairs
taken in turn.
"""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_decision import a_desk

from stagedesk.db import models as m
from stagedesk.db.connection import database, session
from stagedesk.domain.codes import Answer
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk

EVENTS, TIMES, AT_MOST = 200, 40, 3.0


def a_long_story(desk: Desk, ref: str, events: int) -> None:
    """Notes above all; now and then a department is asked and says no."""
    dice = random.Random(3)
    departments = ["sport", "musea", "bibliotheek", "groen"]
    while count(ref) < events:
        if dice.random() < 0.05:
            referrals.route(desk, ref, dice.choice(departments), by="desk")
            referrals.answer(desk, ref, Answer.NO, by="desk", reason="no_capacity")
        else:
            triage.note(desk, ref, f"Called about {dice.randrange(10_000)}, nobody answered.", by="desk")


def count(ref: str) -> int:
    number = m.Request.get(m.Request.reference == ref).id
    return int(m.Event.select().where(m.Event.request == number).count())


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(events: int = EVENTS, times: int = TIMES) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        desk = a_desk(file, 300)
        with session():
            ref = m.Request.select(m.Request.reference).order_by(m.Request.id).scalar()
            a_long_story(desk, ref, events)
            requests.page(desk, ref)
            said: list[tuple[str, Any]] = []
            database.obj.query_hooks.append(lambda event: said.append((event.sql, event.params or ())))
            requests.page(desk, ref)
            database.obj.query_hooks.clear()
            base = sqlite3.connect(file)

            def bare() -> None:
                for sql, values in said:
                    base.execute(sql, values).fetchall()

            pairs = [(seconds(lambda: requests.page(desk, ref)), seconds(bare)) for _time in range(times + 3)]
            ours, raw = (statistics.median(side) for side in zip(*pairs[3:], strict=True))
            events = count(ref)
    print(f"{events} events, {times} times, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"  page {ours * 1e3:.2f} ms, its {len(said)} reads bare {raw * 1e3:.2f} ms")
    print(f"page / bare reads: {ours / raw:.2f} x (at most {AT_MOST})")
    return int(ours / raw > AT_MOST)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
