"""Opening the desk's database: SQLite in a file, or PostgreSQL."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from peewee import (
    Database,
    DatabaseProxy,
    InterfaceError,
    Model,
    OperationalError,
    SqliteDatabase,
)
from playhouse.pool import PooledSqliteDatabase

from stagedesk import errors
from stagedesk.driver import without_password

database: DatabaseProxy = DatabaseProxy()
MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_PRAGMAS = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    # SQLite lets those who wait have their turn by chance: one of many may wait long on a busy machine.
    "busy_timeout": 30_000,
    "synchronous": "full",
    "cache_size": -16_000,
}
# How far SQLite's log may grow before it is written back: each time waits for the disk.
PAGES, PAGES_IN_BULK = 1_000, 4_000
# Any number will do; everybody who upgrades, writes history or takes in mail takes the same one.
UPGRADE_LOCK, HISTORY_LOCK, INTAKE_LOCK = 497_001, 497_002, 497_003


def open_database(url: str, *, create: bool = False) -> None:
    """Point the tables at this database; `create` allows a new SQLite file.

    Errors: DatabaseError when the address is wrong, the file is missing or the server does not answer.
    """
    opened = _sqlite(url, create) if url.startswith("sqlite:") else _postgresql(url)
    close_database()
    database.initialize(opened)
    try:
        with session():
            database.execute_sql("select 1")
    except (OperationalError, InterfaceError, sqlite3.Error) as error:
        raise errors.DatabaseError(url=without_password(url), detail=str(error).strip()) from error


def close_database() -> None:
    """Let go of the connections that are open; the next session makes new ones."""
    if isinstance(database.obj, PooledSqliteDatabase):
        database.obj.close()
        database.obj.close_idle()
    elif database.obj is not None:
        database.obj.close_all()


def is_sqlite() -> bool:
    return isinstance(database.obj, SqliteDatabase)


@contextmanager
def session() -> Iterator[None]:
    """A connection for this thread; inner sessions share the outer one's."""
    if not database.is_closed():
        yield
        return
    database.connect()
    try:
        yield
    finally:
        database.close()


def transaction() -> AbstractContextManager[Any]:
    """All or nothing; on SQLite the write lock is taken at once, so that nothing read inside can change."""
    return _transaction() if database.is_closed() else database.atomic()


@contextmanager
def _transaction() -> Iterator[None]:
    with session(), database.atomic():
        yield


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is as of one moment, and nobody is kept from writing."""
    with session():
        if database.in_transaction():
            yield
        elif is_sqlite():
            with database.atomic("DEFERRED"):
                yield
        else:
            with database.atomic(isolation_level="repeatable read"):
                yield


@contextmanager
def bulk() -> Iterator[None]:
    """For taking in much mail: a power cut may undo the last commits, but that mail can be fetched again."""
    with session():
        if not is_sqlite() or database.in_transaction():
            yield
            return
        database.execute_sql("pragma synchronous=normal")
        database.execute_sql(f"pragma wal_autocheckpoint={PAGES_IN_BULK}")
        try:
            yield
        finally:
            database.execute_sql("pragma synchronous=full")
            database.execute_sql(f"pragma wal_autocheckpoint={PAGES}")


def lock_history() -> None:
    """Until the end of the transaction nobody else adds to the history (SQLite's writer already is alone)."""
    if not is_sqlite():
        database.execute_sql("select pg_advisory_xact_lock(%s)", (HISTORY_LOCK,))


def lock_intake() -> None:
    """Until the end of the transaction nobody else takes mail in; call it before anything is read."""
    if not is_sqlite():
        database.execute_sql("select pg_advisory_xact_lock(%s)", (INTAKE_LOCK,))


def take_ids(model: type[Model], count: int) -> list[int]:
    """Row numbers for rows about to be inserted together; call inside the transaction that inserts them."""
    table = model._meta.table_name
    if is_sqlite():
        # Writers are alone on SQLite, so the next numbers are ours.
        (last,) = database.execute_sql(f'select coalesce(max(id), 0) from "{table}"').fetchone()
        return list(range(last + 1, last + 1 + count))
    rows = database.execute_sql(
        "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", (table, count)
    )
    return [number for (number,) in rows.fetchall()]


def _sqlite(url: str, create: bool) -> Database:
    file = Path(unquote(url.removeprefix("sqlite:").removeprefix("//").removeprefix("/")) or ".")
    if file.is_dir():
        raise errors.DatabaseError(url=url, detail="it is a folder")
    if not file.exists():
        if not create:
            raise errors.NoDatabase(url=url)
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
        except OSError as error:
            raise errors.DatabaseError(url=url, detail=error.strerror or str(error)) from error
    # Opening a file anew takes longer than most steps of the desk, and closing it for good longer still.
    pool: Database = PooledSqliteDatabase(
        str(file), pragmas=SQLITE_PRAGMAS, lock_type="immediate", max_connections=32, check_same_thread=False
    )
    return pool


def _postgresql(url: str) -> Database:
    if sys.modules.get("psycopg") is None:
        raise errors.DatabaseError(
            url=without_password(url), detail="psycopg is missing: pip install 'stagedesk[postgres]'"
        )
    from playhouse.db_url import parse
    from playhouse.postgres_ext import PooledPsycopg3Database

    try:
        options: dict[str, Any] = parse(url, unquote_user=True, unquote_password=True)
    except ValueError as error:
        raise errors.DatabaseError(url=without_password(url), detail=str(error)) from error
    pool: Database = PooledPsycopg3Database(
        options.pop("database"), max_connections=32, stale_timeout=300, **options
    )
    return pool
