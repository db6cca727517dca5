"""What a figure costs beside the same counting in raw SQL: bench_figures.py [PLACEMENTS [TIMES]].

Five years of placements, several figures; raw sqlite3 and the desk take turns, medians are compared.
The raw query is the plainest that gives the same numbers; both read the same file.
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
from stagedesk.db.connection import close_database, session, transaction
from stagedesk.domain.measure import years
from stagedesk.services import setup
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import measures, measuring
from stagedesk.settings import Settings

PLACEMENTS, TIMES = 1_000_000, 5
AT_MOST = 2.0
DEPARTMENTS, DIRECTORATES = 40, 8
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = ("student", "pupil", "observation", "bis", "taster", None)
COLUMNS = (
    "reference", "applicant_id", "department_id", "directorate_id", "route", "kind", "level_followed",
    "compensation", "made_on", "planned_start", "planned_end", "weeks_planned", "weeks_actual", "started_on",
    "ended_on", "no_show", "reconstructed", "version", "study", "mentor", "remark",
)  # fmt: skip
YEAR = "substr(started_on, 1, 4)"
WITHIN = "started_on between '2022-01-01' and '2026-12-31' and not no_show"
RAW = {
    ("interns", ""): f"select {YEAR}, count(*) from placement where {WITHIN} group by 1",
    ("interns", "directorate"): (
        f"select d.name, {YEAR}, count(*) from placement p left join directorate d on d.id = p.directorate_id"
        f" where {WITHIN} group by 1, 2"
    ),
    ("interns", "kind"): f"select kind, {YEAR}, count(*) from placement where {WITHIN} group by 1, 2",
    ("haarlem-80", "department"): (
        "select d.name, " + YEAR + ", case when kind in ('observation', 'taster', 'community') then 'o'"
        " when weeks_planned is null then 'p' when weeks_planned < 6 then 's' else '' end, count(*)"
        f" from placement p join department d on d.id = p.department_id where {WITHIN} group by 1, 2, 3"
    ),
    ("persons", ""): (
        f"select {YEAR}, count(distinct applicant_id) from placement where {WITHIN} group by 1"
    ),
}


def a_desk(file: Path, count: int) -> Desk:
    desk = setup.make_desk(replace(Settings(), database=f"sqlite:///{file}"), lambda: NOW)
    with transaction():
        above = [m.Directorate.create(name=f"Directie {number}").id for number in range(DIRECTORATES)]
        for number in range(DEPARTMENTS):
            m.Department.create(
                code=f"d{number}", name=f"Dienst {number}", directorate=above[number % DIRECTORATES]
            )
        departments = [number for (number,) in m.tuples(m.Department.select(m.Department.id))]
        people = [m.Applicant.create(name=f"p{number}").id for number in range(1_000)]
    close_database()
    marks = ", ".join("?" * len(COLUMNS))
    with sqlite3.connect(file) as raw:
        raw.executemany(
            f"insert into placement ({', '.join(COLUMNS)}) values ({marks})",
            _rows(count, departments, above, people),
        )
        raw.execute("analyze")
    raw.close()
    return setup.open_desk(desk.settings, lambda: NOW)


def _rows(count: int, departments: list[int], above: list[int], people: list[int]) -> Iterator[Any]:
    dice = random.Random(5)
    for number in range(count):
        first = date(2022, 1, 1) + timedelta(days=dice.randrange(1825))
        last = first + timedelta(days=dice.randrange(100))
        weeks = dice.choice((None, 3.0, 6.0, 20.0))
        yield (
            f"P{number}", dice.choice(people), dice.choice(departments), dice.choice(above), "department",
            dice.choice(KINDS), dice.choice(("bachelor", None)), "unknown", first.isoformat(),
            first.isoformat(), last.isoformat(), weeks, weeks, first.isoformat(), last.isoformat(), 0, 0, 1,
            "", "", "",
        )  # fmt: skip


def timed(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def compare(file: Path, desk: Desk, name: str, by: str, times: int) -> tuple[float, float]:
    """Median seconds of the raw query and of the desk."""
    measure, columns = measures.find(desk, name), years(2026, 5, "calendar")
    raw_times, own_times = [], []
    with sqlite3.connect(file) as raw:
        for _time in range(times):
            raw_times.append(timed(lambda: raw.execute(RAW[name, by]).fetchall()))
            with session():
                own_times.append(timed(lambda: measuring.count(desk, measure, columns, by)))
    raw.close()
    return statistics.median(raw_times), statistics.median(own_times)


def main(count: int = PLACEMENTS, times: int = TIMES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "desk.db")
        desk = a_desk(file, count)
        worst = 0.0
        for name, by in RAW:
            raw, own = compare(file, desk, name, by, times)
            worst = max(worst, own / raw)
            sys.stdout.write(
                f"{count} placements, {name} by {by or 'year'}: raw {1000 * raw:.0f} ms,"
                f" desk {1000 * own:.0f} ms, ratio {own / raw:.2f}\n"
            )
        close_database()
    sys.stdout.write(f"at most {AT_MOST}: {'yes' if worst <= AT_MOST else 'NO'}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
