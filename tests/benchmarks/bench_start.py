"""How fast a command starts: `--help` beside bare argparse, `queue` beside a bare script with the same query.

Run it with `python tests/benchmarks/bench_start.py [--runs N]`; the table says what was measured.
What counts is the time of the processor, which does not change with what else the machine does.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from email.message import EmailMessage
from pathlib import Path

from stagedesk.cli.parser import COMMANDS

REQUESTS = 500
HELP_LIMIT, QUEUE_LIMIT = 1.5, 1.3

BARE_HELP = """
import argparse, sys
parser = argparse.ArgumentParser(prog="bare", description="The same commands, and nothing behind them.")
parser.add_argument("--version", action="version", version="1")
for name in ("--database", "--config", "--as", "--language"):
    parser.add_argument(name, help="an option")
commands = parser.add_subparsers()
for name in {names}:
    commands.add_parser(name, help="What this command does, in one line.")
parser.parse_args(sys.argv[1:])
"""

BARE_QUEUE = """
import sys
sys.modules["psycopg"] = None
import argparse
from datetime import date
from peewee import CharField, DateField, ForeignKeyField, Model, SQL, SqliteDatabase, TextField, fn
parser = argparse.ArgumentParser(prog="bare")
parser.add_argument("--department")
parser.add_argument("--json", action="store_true")
parser.parse_args(sys.argv[1:])
database = SqliteDatabase({file!r}, pragmas={{"foreign_keys": 1, "journal_mode": "wal"}})

class Table(Model):
    class Meta:
        database = database
        legacy_table_names = False

class Department(Table):
    code = CharField()
    name = TextField()

class ClosingDay(Table):
    day = DateField()
    department = ForeignKeyField(Department, null=True)

class Request(Table):
    waiting_on = CharField()
    department = ForeignKeyField(Department, null=True)
    received_on = DateField()
    due_on = DateField()
    closed_on = DateField()

database.connect()
today = date(2026, 3, 2)
closed = {{day for (day,) in ClosingDay.select(ClosingDay.day).tuples()}}
younger = [fn.COUNT(SQL("*")).filter(Request.received_on >= date(2026, 2, day)) for day in (9, 16, 23)]
query = Request.select(
    Request.waiting_on, Request.department, fn.MIN(Request.received_on), fn.COUNT(SQL("*")),
    fn.COUNT(SQL("*")).filter(Request.due_on < today), *younger
).where(Request.closed_on.is_null()).group_by(Request.waiting_on, Request.department)
rows = list(query.tuples())
names = dict(Department.select(Department.id, Department.name).tuples())
for waiting_on, department, oldest, *counts in rows:
    print(f"{{waiting_on:<12}} {{names.get(department, ''):<30}} {{oldest}}", *counts)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    environment = os.environ | {"LC_ALL": "C.UTF-8", "STAGEDESK_NOW": "2026-03-02T10:00"}
    environment["STAGEDESK_LANGUAGE"] = "nl"  # English would be quicker: it has no catalogue
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without compiled files everything is four times slower
    stagedesk = [sys.executable, "-c", "import sys; from stagedesk.cli import main; sys.exit(main())"]
    with tempfile.TemporaryDirectory() as folder:
        environment |= {"STAGEDESK_DATABASE": f"sqlite:///{folder}/desk.db", "HOME": folder}
        a_desk(Path(folder), stagedesk, environment)
        names = [command.name for command in COMMANDS]
        took = medians(
            {
                "python -c pass": [sys.executable, "-c", "pass"],
                "bare argparse --help": [sys.executable, "-c", BARE_HELP.format(names=names), "--help"],
                "stagedesk --help": [*stagedesk, "--help"],
                "bare argparse + peewee": [sys.executable, "-c", BARE_QUEUE.format(file=f"{folder}/desk.db")],
                "stagedesk queue": [*stagedesk, "queue"],
            },
            environment,
            runs,
        )
    report(took, runs)


def a_desk(folder: Path, stagedesk: list[str], environment: dict[str, str]) -> None:
    """An invented city's desk with some hundreds of open requests."""
    mails = folder / "mails"
    mails.mkdir()
    for number in range(REQUESTS):
        mail = EmailMessage()
        mail["From"] = f"applicant{number}@student.example"
        mail["Subject"] = f"Stage {number}"
        mail["Message-ID"] = f"<{number}@student.example>"
        mail.set_content("Beste, ik zoek een stageplaats.\n")
        (mails / f"{number}.eml").write_bytes(mail.as_bytes())
    for words in (["init", "--sample"], ["fetch", "--eml", str(mails)]):
        subprocess.run([*stagedesk, *words], env=environment, check=True, capture_output=True)


def medians(commands: dict[str, list[str]], environment: dict[str, str], runs: int) -> dict[str, float]:
    """Milliseconds of the processor for each, run in turn so that a busy moment hits all of them."""
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _run in range(runs + 1):
        for name, words in commands.items():
            before = processor()
            subprocess.run(words, env=environment, check=True, capture_output=True)
            took[name].append(processor() - before)
    return {name: statistics.median(times[1:]) for name, times in took.items()}


def processor() -> float:
    """Milliseconds that the programs that have ended had the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (used.ru_utime + used.ru_stime)


def report(took: dict[str, float], runs: int) -> None:
    print(
        f"medians of {runs} runs in turn, time of the processor, {REQUESTS} open requests, SQLite, in Dutch, "
        f"Python {sys.version.split()[0]}"
    )
    for name, milliseconds in took.items():
        print(f"  {name:<24} {milliseconds:7.1f} ms")
    for name, reference, limit in (
        ("stagedesk --help", "bare argparse --help", HELP_LIMIT),
        ("stagedesk queue", "bare argparse + peewee", QUEUE_LIMIT),
    ):
        ratio = took[name] / took[reference]
        print(f"{name} / {reference}: {ratio:.2f} (at most {limit})")


if __name__ == "__main__":
    main()
