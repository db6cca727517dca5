"""What a decision costs beside the same rows written by sqlite3 alone, just as safely.

bench_decision.py [REQUESTS [TIMES]]: each decision is taken at the desk, and then everything it wrote is
written again into a copy of the database: the same statements with the same values, in one transaction of
Python's sqlite3, the same indexes, synchronous=FULL. Both keep their connection open. Medians of pairs taken
in turn, of the time on the clock (which is judged) and of the processor.
"""

import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench_intake import START, a_mail, sample_directory

from stagedesk.db import models as m
from stagedesk.db.connection import SQLITE_PRAGMAS, close_database, database, session
from stagedesk.domain.codes import Answer, Outcome
from stagedesk.mail.sources import SourceMail
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from stagedesk.settings import Settings

REQUESTS, TIMES, AT_MOST = 1_000, 60, 2.5
DEPARTMENT = "sport"
Decision = Callable[[Desk, str], object]
DECISIONS: dict[str, Decision] = {
    "route": lambda desk, ref: referrals.route(desk, ref, DEPARTMENT, by="desk"),
    "answer: yes": lambda desk, ref: referrals.answer(desk, ref, Answer.YES, by="desk"),
    "note": lambda desk, ref: triage.note(desk, ref, "Called, will call again.", by="desk"),
    "undo (of a note)": lambda desk, ref: undo.undo(desk, by="desk"),
    "close": lambda desk, ref: triage.close(desk, ref, Outcome.REDIRECTED, by="desk"),
}


def a_desk(file: Path, size: int) -> Desk:
    settings = Settings(database=f"sqlite:///{file}", user="desk", desk_email="stage@rivierstad.example")
    desk = setup.make_desk(settings, lambda: START + timedelta(hours=1))
    sample_directory(desk)
    dice = random.Random(7)
    intake.take_in(
        desk, [SourceMail("bench", str(number), a_mail(dice, number, [])) for number in range(size)]
    )
    return desk


class Twin:
    """The same database once more, written to by sqlite3 alone."""

    def __init__(self, file: Path) -> None:
        self._base = sqlite3.connect(file, isolation_level=None, cached_statements=200)
        for name, value in SQLITE_PRAGMAS.items():
            self._base.execute(f"pragma {name}={value}")

    def write(self, statements: list[tuple[str, Any]]) -> None:
        self._base.execute("begin immediate")
        for sql, values in statements:
            self._base.execute(sql, values)
        self._base.execute("commit")


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    begun, at_work = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begun, time.process_time() - at_work


def medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    clock, processor = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(processor)


def measure(
    desk: Desk, twin: Twin, decision: Decision, refs: list[str]
) -> tuple[tuple[float, float], tuple[float, float], int]:
    """Median seconds of both, and how many statements write."""
    ours, bare, written = [], [], [0]
    for ref in refs:
        said: list[tuple[str, Any]] = []
        database.obj.query_hooks.append(lambda event, said=said: said.append((event.sql, event.params or ())))
        ours.append(timed(partial(decision, desk, ref)))
        database.obj.query_hooks.clear()
        writes = [each for each in said if each[0].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]
        bare.append(timed(partial(twin.write, writes)))
        written.append(len(writes))
    return medians(ours), medians(bare), max(written)


def main(size: int = REQUESTS, times: int = TIMES) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        desk = a_desk(file, size)
        close_database()
        shutil.copy(file, Path(folder) / "twin.db")
        setup.open_desk(desk.settings)
        twin, worst = Twin(Path(folder) / "twin.db"), 0.0
        print(f"{size} requests, {times} times each, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
        with session():
            found = m.tuples(m.Request.select(m.Request.reference).order_by(m.Request.id).limit(times + 5))
            refs = [ref for (ref,) in found]
            for name, decision in DECISIONS.items():
                measure(desk, twin, decision, refs[:5])
                (ours, at_work), (bare, bare_at_work), writes = measure(desk, twin, decision, refs[5:])
                worst = max(worst, ours / bare)
                print(
                    f"  {name:<18} {ours * 1e3:6.2f} ms, raw {bare * 1e3:6.2f} ms for {writes} writes:"
                    f" {ours / bare:.2f} x (at most {AT_MOST}), of the processor"
                    f" {at_work * 1e3:.2f} and {bare_at_work * 1e3:.2f} ms: {at_work / bare_at_work:.2f} x"
                )
    return int(worst > AT_MOST)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
