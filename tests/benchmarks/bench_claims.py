"""Eight processes take over requests at once: nobody gets one that another has, and nobody is told "locked".

bench_claims.py [--claims 5000] [--runs 5] [--postgresql URL of a server's database]: the desk's own take-over
(the request, its version, its event in the chain, on the disk) beside bare SQL in the same mode: one
transaction that picks a free request, gives it an owner and writes down who had it when. Each run has a
database of its own, and the two take turns. Owners and events are counted afterwards.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench_board import COLUMNS, NOW, some_requests
from peewee import OperationalError

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import SQLITE_PRAGMAS, close_database, database, session, transaction
from stagedesk.services import setup
from stagedesk.services.deciding import handover
from stagedesk.services.desk import Desk
from stagedesk.settings import Settings

WORKERS, CLAIMS, RUNS = 8, 5_000, 5
AT_LEAST = {"sqlite": 0.25, "postgresql": 0.4}
AHEAD = 200
"""Free requests that a worker knows at a time; which it takes is chance, as with people."""
BARE_LOG = "CREATE TABLE bare_log (request INTEGER, owner INTEGER, at TEXT)"


def a_desk(url: str, claims: int) -> Desk:
    """As many open requests as claims, all of one owner, and the people who claim them."""
    desk = setup.make_desk(replace(Settings(), database=url), lambda: NOW)
    with transaction():
        owner, applicant = m.Staff.get().id, m.Applicant.create(name="Nora").id
        departments = [m.Department.create(code="sport", name="Sport").id]
        for worker in range(WORKERS):
            m.Staff.create(code=f"p{worker}", name=f"P {worker}", role="desk")
        marks = ", ".join([database.param] * len(COLUMNS))
        sql = f"insert into request ({', '.join(COLUMNS)}) values ({marks})"
        rows = some_requests([True] * claims, random.Random(5), owner, applicant, departments)
        database.cursor().executemany(sql, list(rows))
        database.execute_sql(BARE_LOG)
    close_database()
    return desk


def claim_at_desk(url: str, worker: int) -> Counter[str]:
    """Take over what is free, until nothing is; a version that somebody changed is no longer free."""
    desk, dice, seen = (
        setup.open_desk(replace(Settings(), database=url), lambda: NOW),
        random.Random(worker),
        Counter[str](),
    )
    owner = database_owner()
    while free := free_requests(owner):
        ref, version = dice.choice(free)
        try:
            handover.take_over(desk, ref, by=f"p{worker}", seen_version=version)
            seen["claimed"] += 1
        except (errors.StaleRequest, errors.Refused, errors.UsageError):
            seen["late"] += 1
        except OperationalError:
            seen["locked"] += 1
    return seen


def database_owner() -> int:
    with session():
        return int(m.Staff.select(m.Staff.id).order_by(m.Staff.id).limit(1).scalar())


def free_requests(owner: int) -> list[tuple[Any, ...]]:
    mark = database.param
    sql = f"select reference, version from request where owner_id = {mark} and closed_on is null"
    with session():
        return list(database.execute_sql(f"{sql} order by due_on, id limit {AHEAD}", (owner,)).fetchall())


def claim_bare(url: str, worker: int) -> Counter[str]:
    return _bare_sqlite(url, worker) if url.startswith("sqlite") else _bare_postgresql(url, worker)


def _bare_sqlite(url: str, worker: int) -> Counter[str]:
    base = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        base.execute(f"pragma {name}={value}")
    seen, owner = Counter[str](), base.execute("select min(id) from staff").fetchone()[0]
    while True:
        try:
            base.execute("begin immediate")
            row = base.execute(
                "select id from request where owner_id = ? and closed_on is null limit 1", (owner,)
            )
            if not (free := row.fetchone()):
                base.execute("rollback")
                return seen
            _write(base.execute, "?", free[0], owner + 1 + worker)
            base.execute("commit")
            seen["claimed"] += 1
        except sqlite3.OperationalError:
            seen["locked"] += 1


def _bare_postgresql(url: str, worker: int) -> Counter[str]:
    import psycopg

    with psycopg.connect(url) as base:
        seen, owner = Counter[str](), base.execute("select min(id) from staff").fetchone()[0]  # type: ignore[index]
        while True:
            free = base.execute(
                "select id from request where owner_id = %s and closed_on is null limit 1"
                " for update skip locked",
                (owner,),
            ).fetchone()
            if not free:
                return seen
            _write(base.execute, "%s", free[0], owner + 1 + worker)
            base.commit()
            seen["claimed"] += 1


def _write(execute: Any, mark: str, request: int, owner: int) -> None:
    execute(
        f"update request set owner_id = {mark}, version = version + 1 where id = {mark}", (owner, request)
    )
    execute(f"insert into bare_log values ({mark}, {mark}, {mark})", (request, owner, NOW.isoformat()))


def race(url: str, how: str) -> tuple[float, Counter[str]]:
    """Claims a second of all workers together, from the start of the first to the end of the last."""
    words = [sys.executable, __file__, "--how", how, "--url", url]
    workers = [
        subprocess.Popen(
            [*words, "--worker", str(worker)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for worker in range(WORKERS)
    ]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    begun = time.perf_counter()
    seen = Counter[str]()
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in workers:
        seen.update(json.loads(each.communicate()[0]))
    return seen["claimed"] / (time.perf_counter() - begun), seen


def work(how: str, url: str, worker: int) -> None:
    claim = claim_at_desk if how == "desk" else claim_bare
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(claim(url, worker)))


def wrong(url: str, claims: int) -> list[str]:
    """What must not be, in a database in which everything was claimed."""
    setup.open_desk(replace(Settings(), database=url), lambda: NOW)
    with session():
        left = len(free_requests(database_owner()))
        log = "select request from event where kind = 'taken_over' union all select request from bare_log"
        rows = [number for (number,) in database.execute_sql(log).fetchall()]
    close_database()
    doubles = len(rows) - len(set(rows))
    return [
        f"{n} {what}" for n, what in ((left, "left"), (doubles, "double"), (claims - len(rows), "lost")) if n
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--postgresql", metavar="URL")
    for name in ("how", "url", "worker"):
        parser.add_argument(f"--{name}", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.how:
        work(options.how, options.url, int(options.worker))
        return 0
    print(
        f"{WORKERS} processes, {options.claims} requests, {os.cpu_count()} cores, {options.runs} runs in turn"
    )
    bad = measure("sqlite", "", options)
    return int(bad | (measure("postgresql", options.postgresql, options) if options.postgresql else False))


def measure(kind: str, server: str, options: argparse.Namespace) -> bool:
    rates: dict[str, list[float]] = {"desk": [], "bare": []}
    total, trouble = Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(options.runs):
            for how, found in rates.items():
                url = (
                    f"sqlite:///{Path(folder)}/{how}{run}.db"
                    if kind == "sqlite"
                    else fresh(server, f"{how}{run}")
                )
                a_desk(url, options.claims)
                rate, seen = race(url, how)
                found.append(rate)
                trouble += wrong(url, options.claims)
                total.update(seen if how == "desk" else {"locked (bare)": seen["locked"]})
    ours, bare = statistics.median(rates["desk"]), statistics.median(rates["bare"])
    print(f"{kind}: {ours:.0f} claims/s, bare {bare:.0f}: {ours / bare:.2f} x (at least {AT_LEAST[kind]})")
    print(f"  came too late {total['late']} times, locked {total['locked']}; wrong: {trouble or 'nothing'}")
    return bool(trouble) or bool(total["locked"]) or ours / bare < AT_LEAST[kind]


def fresh(server: str, name: str) -> str:
    """A new database beside the one that the address names."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as base:
        base.execute(f'drop database if exists "claims_{name}" with (force)')
        base.execute(f'create database "claims_{name}"')
    return urlsplit(server)._replace(path=f"/claims_{name}").geturl()


if __name__ == "__main__":
    sys.exit(main())
