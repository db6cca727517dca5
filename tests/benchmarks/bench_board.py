"""What the board costs beside a bare scan of the same index, and when ten times as much is closed.

bench_board.py [OPEN [TIMES]]: a desk with OPEN open requests and as many closed ones, and one with nine times
as many closed ones; runs take turns and medians are compared. The bare scan is Python's sqlite3 counting the
same over the same index; the plainest scan only counts the rows of each party and department.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from stagedesk.db import models as m
from stagedesk.db.connection import close_database, database, session, transaction
from stagedesk.services import setup
from stagedesk.services.desk import Desk
from stagedesk.services.lists import queues
from stagedesk.settings import Settings

OPEN, TIMES = 10_000, 15
AT_MOST, AT_MOST_CLOSED = 2.0, 1.2
DEPARTMENTS = 40
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
COLUMNS = (
    "reference", "route", "received_at", "received_on", "applicant_id", "sender_name", "sender_email",
    "title", "automatic", "language", "school_words", "study", "period_words", "version", "owner_id",
    "department_id", "status", "waiting_on", "waiting_since", "due_on", "outcome", "closed_on",
)  # fmt: skip
CLOSED = ("closed", None, None, None, "placed")
FROM = "from request where closed_on is null group by waiting_on, department_id"
SCAN = (
    "select waiting_on, department_id, count(*), count(*) filter (where due_on < ?), min(received_on),"
    " count(*) filter (where received_on >= ?), count(*) filter (where received_on >= ?),"
    f" count(*) filter (where received_on >= ?) {FROM}"
)
PLAINEST = f"select waiting_on, department_id, count(*) {FROM}"


def a_desk(file: Path, opened: int, closed: int) -> Desk:
    desk = setup.make_desk(replace(Settings(), database=f"sqlite:///{file}"), lambda: NOW)
    dice = random.Random(5)
    with transaction():
        owner = m.Staff.get().id
        applicant = m.Applicant.create(name="Nora").id
        departments = [
            m.Department.create(code=f"d{number}", name=f"Dienst {number}").id
            for number in range(DEPARTMENTS)
        ]
        states = [True] * opened + [False] * closed
        dice.shuffle(states)
        marks = ", ".join("?" * len(COLUMNS))
        sql = f"insert into request ({', '.join(COLUMNS)}) values ({marks})"
        cursor = database.cursor()
        cursor.executemany(sql, some_requests(states, dice, owner, applicant, departments))
    with session():
        database.execute_sql("analyze")
    return desk


def some_requests(
    states: list[bool], dice: random.Random, owner: int, applicant: int, departments: list[int]
) -> Iterator[tuple[Any, ...]]:
    """Open ones mostly of the last weeks, with a few old ones; closed ones of three years."""
    for number, is_open in enumerate(states):
        ago = int(dice.expovariate(1 / 18)) if is_open else dice.randrange(3 * 365)
        day = (TODAY - timedelta(days=ago)).isoformat()
        due = (TODAY + timedelta(days=dice.randrange(-5, 15))).isoformat()
        party = dice.choice(("desk", "department", "department", "department", "applicant", "supervisor"))
        status = {"desk": "triage", "applicant": "incomplete"}.get(party, "routed")
        yield (
            f"2026-{number:06}", "mailbox", f"{day} 09:00:00", day, applicant, "Nora Willems",
            "nora@student.example", "Vraag om een stageplaats in het archief", False, "nl",
            "", "informatiebeheer", "", 1, owner, dice.choice(departments),
            *((status, party, day, due, None, None) if is_open else (*CLOSED, day)),
        )  # fmt: skip


def medians(measured: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Milliseconds of each, taking turns."""
    spent: dict[str, list[float]] = {name: [] for name in measured}
    for _turn in range(times + 2):
        for name, work in measured.items():
            begin = time.perf_counter()
            work()
            spent[name].append((time.perf_counter() - begin) * 1_000)
    return {name: statistics.median(found[2:]) for name, found in spent.items()}


def measure(folder: Path, opened: int, closed: int, times: int) -> dict[str, float]:
    file = folder / f"desk-{closed}.db"
    desk = a_desk(file, opened, closed)
    bare = sqlite3.connect(file)
    bare.execute("pragma cache_size=-16000")
    days = [TODAY.isoformat(), *((TODAY - timedelta(weeks=weeks)).isoformat() for weeks in (1, 2, 3))]
    try:
        with session():
            assert queues.board(desk).total.count == opened
            found = medians(
                {
                    "board": lambda: queues.board(desk),
                    "scan": lambda: bare.execute(SCAN, days).fetchall(),
                    "plainest": lambda: bare.execute(PLAINEST).fetchall(),
                    "queue": lambda: queues.queue(desk, department="d1", limit=50),
                },
                times,
            )
        plan = bare.execute(f"explain query plan {SCAN}", days).fetchone()[3]
    finally:
        bare.close()
        close_database()
    print(
        f"{opened:>8} open {closed:>8} closed   board {found['board']:6.2f} ms   bare scan"
        f" {found['scan']:6.2f} ms   ratio {found['board'] / found['scan']:.2f}   plainest scan"
        f" {found['plainest']:.2f} ms   first 50 of a queue {found['queue']:.2f} ms   ({plan})"
    )
    return found


def main(opened: int = OPEN, times: int = TIMES) -> int:
    with tempfile.TemporaryDirectory() as folder:
        few, many = (measure(Path(folder), opened, opened * factor, times) for factor in (1, 9))
    ratio, growth = many["board"] / many["scan"], many["board"] / few["board"]
    print(
        f"board / bare scan {ratio:.2f} (at most {AT_MOST}); with ten times as many requests"
        f" {growth:.2f} (at most {AT_MOST_CLOSED})"
    )
    return 0 if ratio <= AT_MOST and growth <= AT_MOST_CLOSED else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
