"""A messy list of placements taken over and taken back beside a bare reading and writing of its rows; and who
is where on a day beside the same SQL alone.

bench_register.py [LINES [PLACEMENTS [TIMES]]]: processor time. "bare" reads the cells of the workbook with
openpyxl and writes what the import wrote with sqlite3 alone, in one transaction; for who is where it sends
the same statements and fetches their rows.
"""

import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

sys.path.insert(0, str(Path(__file__).parent.parent))

from messy_list import messy
from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import database, session, transaction
from stagedesk.services import setup
from stagedesk.services.demos import demo
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports_writing
from stagedesk.services.journal import undo
from stagedesk.services.register import whereabouts
from stagedesk.settings import Settings

LINES, PLACEMENTS, TIMES = 5_000, 100_000, 7
NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
PREVIEW_MOST, IMPORT_MOST, UNDO_MOST, WHERE_MOST = 3.0, 4.5, 4.5, 2.0
Statements = list[tuple[str, Any]]


def a_desk(folder: Path) -> Desk:
    settings = replace(Settings(), database=f"sqlite:///{folder}/desk.db", outbox=str(folder / "outbox"))
    desk = setup.make_desk(settings, lambda: NOW)
    demo.directory(desk)
    return desk


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def recorded(work: Callable[[], object]) -> tuple[float, Statements]:
    """How long it takes, and what it says to the database."""
    said: Statements = []
    database.obj.query_hooks.append(lambda event: said.append((event.sql, event.params or ())))
    took = seconds(work)
    database.obj.query_hooks.clear()
    return took, said


def read_bare(raw: bytes) -> None:
    for sheet in openpyxl.load_workbook(BytesIO(raw), read_only=True):
        for row in sheet.iter_rows(values_only=True):
            list(row)


def write_bare(file: Path, said: Statements) -> None:
    base = sqlite3.connect(file, isolation_level=None)
    base.execute("begin immediate")
    for sql, values in said:
        base.execute(sql, values)
    base.execute("commit")
    base.close()


def measure_list(folder: Path, lines: int) -> bool:
    desk, raw = a_desk(folder), messy(lines)
    twin = folder / "twin.db"
    with session():
        database.execute_sql("pragma wal_checkpoint(truncate)")
    shutil.copy(folder / "desk.db", twin)
    preview = seconds(lambda: imports_writing.preview(desk, "list.xlsx", raw=raw))
    take = lambda: imports_writing.import_placements(  # noqa: E731
        desk, "list.xlsx", raw=raw, by="karim", good_rows=True
    )
    taken, said = recorded(take)
    back = seconds(lambda: undo.undo(desk, by="karim"))
    writes = [each for each in said if each[0].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]
    read, wrote = seconds(lambda: read_bare(raw)), seconds(lambda: write_bare(twin, writes))
    print(f"{lines} lines: bare reading {read:.2f} s, bare writing {wrote:.2f} s")
    bare, bad = read + wrote, False
    for what, took, beside, most in (
        ("preview", preview, read, PREVIEW_MOST),
        ("import", taken, bare, IMPORT_MOST),
        ("undo", back, bare, UNDO_MOST),
    ):
        bad |= took / beside > most
        print(f"  {what:<8} {took:5.2f} s: {took / beside:.2f} x (at most {most})")
    return bad


def many_placements(desk: Desk, count: int) -> None:
    """Ten years of them, spread over the departments."""
    dice, start = random.Random(9), date(2017, 1, 1)
    with transaction():
        departments = m.tuples(m.Department.select(m.Department.id, m.Department.directorate))
        people = [{"id": number, "name": f"Nora {number}"} for number in range(10_001, 15_001)]
        many.insert(m.Applicant, people)
        rows = []
        for number in range(count):
            first = start + timedelta(days=dice.randrange(3_600))
            last, is_over = first + timedelta(days=dice.randrange(5, 150)), None
            department, directorate = dice.choice(departments)
            if last < NOW.date():
                is_over = last
            rows.append(
                {
                    "reference": f"P0000-{number}", "applicant": dice.choice(people)["id"],
                    "department": department, "directorate": directorate, "made_on": start,
                    "route": "department", "kind": "student", "planned_start": first, "planned_end": last,
                    "started_on": first if first <= NOW.date() else None, "ended_on": is_over,
                    "compensation": "unknown",
                }
            )  # fmt: skip
        many.insert(m.Placement, rows)


def measure_where(folder: Path, count: int, times: int) -> bool:
    desk = a_desk(folder)
    many_placements(desk, count)
    base, day = sqlite3.connect(folder / "desk.db"), date(2024, 3, 14)
    with session():
        _took, said = recorded(lambda: whereabouts.on(desk, day))

        def bare() -> None:
            for sql, values in said:
                base.execute(sql, values).fetchall()

        pairs = [(seconds(lambda: whereabouts.on(desk, day)), seconds(bare)) for _time in range(times + 1)]
        people = sum(len(each.people) for each in whereabouts.on(desk, day))
    ours, raw = (statistics.median(side) for side in zip(*pairs[1:], strict=True))
    print(f"who is where on a day, {people} of {count}: {ours * 1e3:.1f} ms, the same SQL {raw * 1e3:.1f} ms")
    print(f"  {ours / raw:.2f} x (at most {WHERE_MOST})")
    return ours / raw > WHERE_MOST


def main(lines: int = LINES, count: int = PLACEMENTS, times: int = TIMES) -> int:
    bad = False
    for measure in (
        lambda folder: measure_list(folder, lines),
        lambda folder: measure_where(folder, count, times),
    ):
        with tempfile.TemporaryDirectory() as folder:
            bad |= measure(Path(folder))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
