"""What a workbook costs beside bare XlsxWriter writing the same cells: bench_workbook.py [ROWS [TIMES]].

Every run is a process of its own, the two take turns, and the medians of their processor time are compared.
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from stagedesk.reports.workbook import Column, Kind, Sheet, write

ROWS, TIMES = 100_000, 5
TABLE_ROWS = 5_000
KINDS: tuple[Kind, ...] = (
    *("text", "text", "date", "moment", "text", "text", "text", "number"),
    *("date", "text", "text", "decimal", "share", "moment", "text"),
)
FORMATS = {
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
    "number": "0",
    "decimal": "0.0",
    "share": "0.0%",
}
PLACES = ("Musea en erfgoed", "Bibliotheek", "Sportdienst", "Groendienst", "Jeugddienst", "Burgerzaken")
STATES = ("received", "triage", "routed", "offered", "closed")
START = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001 - as bare XlsxWriter wants it


def rows(count: int, *, aware: bool) -> Iterator[tuple[Any, ...]]:
    """Make the rows of a register; the bare writer gets its moments as the clock showed them."""
    rng = random.Random(3)
    for i in range(count):
        moment = START + timedelta(minutes=i % 500_000)
        other = moment + timedelta(days=3)
        if aware:
            moment, other = moment.replace(tzinfo=UTC), other.replace(tzinfo=UTC)
        day = date(2026, 1, 5) + timedelta(days=i % 365)
        yield (
            f"2026-{i:06}",
            f"Nora Willems {i}",
            day,
            moment,
            PLACES[i % 6],
            STATES[i % 5],
            "stage informatiebeheer, vier dagen per week" if i % 3 else None,
            i % 60,
            day,
            PLACES[i % 5],
            "Hogeschool " + PLACES[i % 4],
            i % 120 / 10,
            rng.random(),
            other,
            "=antwoord van de dienst" if i % 50 == 0 else "antwoord van de dienst",
        )


def ours(target: Path, count: int) -> None:
    columns = tuple(Column(f"column {i}", kind, 14) for i, kind in enumerate(KINDS))
    sheet = Sheet("Register", columns, rows(count, aware=True), table_name="register")
    write(target, [sheet], created=START.replace(tzinfo=UTC), title="x", author="x", large=count > TABLE_ROWS)


def bare(target: Path, count: int) -> None:
    import xlsxwriter

    large = count > TABLE_ROWS
    options = {"constant_memory": large, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    page = book.add_worksheet("Register")
    formats = [book.add_format({"num_format": FORMATS[kind]}) if kind in FORMATS else None for kind in KINDS]
    names = [f"column {i}" for i in range(len(KINDS))]
    for number, name in enumerate(names):
        page.write(0, number, name)
    for row, values in enumerate(rows(count, aware=False), 1):
        for number, value in enumerate(values):
            page.write(row, number, value, formats[number])
    if large:
        page.autofilter(0, 0, count, len(KINDS) - 1)
    else:
        page.add_table(0, 0, count, len(KINDS) - 1, {"columns": [{"header": name} for name in names]})
    book.close()


def run_here(writer: str, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        {"ours": ours, "bare": bare}[writer](Path(folder, "book.xlsx"), count)
        seconds = time.process_time() - begin
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def run(writer: str, count: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", writer, str(count)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(output)
    return found


def compare(count: int, times: int) -> dict[str, float]:
    """Return median seconds and megabytes of both, and their ratio."""
    found: dict[str, list[dict[str, float]]] = {"bare": [], "ours": []}
    for _ in range(times):
        for writer, runs in found.items():
            runs.append(run(writer, count))
    result = {
        f"{writer}_{what}": statistics.median(one[what] for one in runs)
        for writer, runs in found.items()
        for what in ("seconds", "peak")
    }
    return result | {"ratio": result["ours_seconds"] / result["bare_seconds"]}


def main(count: int = ROWS, times: int = TIMES) -> None:
    for rows_written in (TABLE_ROWS, count):
        m = compare(rows_written, times)
        sys.stdout.write(
            f"{rows_written} rows x {len(KINDS)}: bare {m['bare_seconds']:.2f} s {m['bare_peak']:.0f} MB, "
            f"ours {m['ours_seconds']:.2f} s {m['ours_peak']:.0f} MB, ratio {m['ratio']:.2f}\n"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        sys.stdout.write(json.dumps(run_here(sys.argv[2], int(sys.argv[3]))))
    else:
        main(*map(int, sys.argv[1:]))
