"""The tables as they were known on an earlier day: later steps are rolled back in copies of our own.

Inside, the same queries read the copies under the tables' own names. Personal values are not rolled back:
a figure is made of dates, codes and numbers, and these the history keeps for ever.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session, snapshot
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history

TABLES: tuple[type[m.Table], ...] = (
    m.Request,
    m.Referral,
    m.Applicant,
    m.Place,
    m.Placement,
    m.PlacementPeriod,
    m.Agreement,
    m.Signature,
    m.ChecklistItem,
    m.Hire,
    m.Candidate,
    m.Outgoing,
    m.Coverage,
)
Rows = dict[int, dict[str, Any] | None]
"""By number: what a row held, or nothing where it was not there."""
_known: ContextVar[date | None] = ContextVar("known on", default=None)


@contextmanager
def known_on(desk: Desk, day: date) -> Iterator[None]:
    """Read the tables as they were at the end of this day; those of today as they are.

    Within another one of the same day it is that one.
    """
    with session():
        if _known.get() == day:
            yield
            return
        if day >= desk.today():
            with snapshot():
                yield
            return
        with snapshot():
            changed = _rolled_back(desk, day)
            made = [table for table in TABLES if changed.get(table._meta.table_name)]
            before = _known.set(day)
            try:
                for table in made:
                    _copy(table, changed[table._meta.table_name])
                if not is_sqlite():
                    # A kept plan would go on reading the table of today.
                    database.execute_sql("DISCARD PLANS")
                yield
            finally:
                _known.reset(before)
                for table in made:
                    database.execute_sql(f"DROP TABLE {_temporary(table)}")


def _rolled_back(desk: Desk, day: date) -> dict[str, Rows]:
    """What rows that were touched since held at the end of the day, by table, from the newest step on."""
    wanted = {table._meta.table_name: table for table in TABLES}
    e = m.Event
    query = e.select(e.changes).where(e.at >= desk.start_of(day + timedelta(days=1))).order_by(e.id.desc())
    found: dict[str, Rows] = {name: {} for name in wanted}
    for (changes,) in m.tuples(query):
        for change in reversed(json.loads(changes)):
            if change["table"] in wanted:
                _undo(wanted[change["table"]], found[change["table"]], change)
    return found


def _undo(table: type[m.Table], rows: Rows, change: dict[str, Any]) -> None:
    number, before = change["row"], {name: pair[0] for name, pair in change["values"].items()}
    if change["how"] == "added":
        rows[number] = None
    elif change["how"] == "removed":
        rows[number] = many.complete(table, before)  # the number may be another row's by now
    else:
        rows[number] = (rows.get(number) or {}) | before


def _copy(table: type[m.Table], rows: Rows) -> None:
    name, temporary = table._meta.table_name, _temporary(table)
    original = f'main."{name}"' if is_sqlite() else f'public."{name}"'
    database.execute_sql(f'CREATE TEMPORARY TABLE "{name}" AS SELECT * FROM {original}')
    removed = [number for number, values in rows.items() if values is None]
    for part in range(0, len(removed), many.MOST_VALUES):
        numbers = ", ".join(str(int(number)) for number in removed[part : part + many.MOST_VALUES])
        database.execute_sql(f"DELETE FROM {temporary} WHERE id IN ({numbers})")
    there = {number for (number,) in database.execute_sql(f"SELECT id FROM {temporary}").fetchall()}
    for number, values in rows.items():
        if values:
            _put(table, number, values, known=number in there)


def _put(table: type[m.Table], number: int, values: dict[str, Any], *, known: bool) -> None:
    back = {name: history.value_back(table, name, value) for name, value in values.items()}
    if known:
        table.update(back).where(table.id == number).execute()
    else:
        many.insert(table, [many.complete(table, back) | {"id": number}])


def _temporary(table: type[m.Table]) -> str:
    return f'{"temp" if is_sqlite() else "pg_temp"}."{table._meta.table_name}"'
