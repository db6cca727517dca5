"""Bringing a database to the newest schema, one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from peewee import SqliteDatabase

from stagedesk.db.connection import MIGRATIONS, UPGRADE_LOCK, database, is_sqlite, session

if TYPE_CHECKING:
    from playhouse.migrations import Runner

HISTORY = "schema_migration"


def upgrade() -> list[str]:
    """Apply what is pending; return the names of the migrations that were applied."""
    with session(), _alone():
        applied: list[str] = _runner().up()
        if applied and is_sqlite() and database.execute_sql("pragma foreign_key_check").fetchall():
            raise AssertionError(f"{applied} left rows that point nowhere")
        return applied


def pending() -> list[str]:
    """What is not applied yet; asked at every start, and so without the runner, which brings all drivers."""
    with session():
        names = sorted(file.stem for file in MIGRATIONS.glob("[0-9]*.py"))
        if not database.table_exists(HISTORY):
            return names
        applied = {name for (name,) in database.execute_sql(f"select name from {HISTORY}").fetchall()}
        return [name for name in names if name not in applied]


def _runner() -> "Runner":
    from playhouse.migrations import Runner

    return Runner(database.obj, str(MIGRATIONS), table_name=HISTORY)


@contextmanager
def _alone() -> Iterator[None]:
    # The runner takes no lock of its own: two first starts at once would both create the tables.
    if isinstance(database.obj, SqliteDatabase):
        with Path(f"{database.obj.database}.upgrade").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    database.execute_sql("select pg_advisory_lock(%s)", (UPGRADE_LOCK,))
    try:
        yield
    finally:
        database.execute_sql("select pg_advisory_unlock(%s)", (UPGRADE_LOCK,))
