"""Work that one process at a time may do at a desk; a process that dies lets go of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, Literal

from peewee import InterfaceError, OperationalError

from stagedesk.db.connection import database, is_sqlite, session

Name = Literal["send", "work"]

# Any numbers will do; everybody takes the same ones.
_LOCKS: Final[dict[str, int]] = {"send": 497_004, "work": 497_005}
# Whose machine lost its power must not hold up the others for hours: the server asks whether it is there.
_ALIVE: Final = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


@contextmanager
def alone(name: Name) -> Iterator[bool]:
    """Whether nobody else is at this work; nobody else begins until the end."""
    with session(), _in_file(name) if is_sqlite() else _at_server(name) as first:
        yield first


@contextmanager
def _in_file(name: str) -> Iterator[bool]:
    """An empty SQLite file beside the desk's own, locked: on every system a dead process lets go of it."""
    file = Path(f"{database.obj.database}-{name}")
    file.touch(mode=0o600)
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True


@contextmanager
def _at_server(name: str) -> Iterator[bool]:
    """A lock of this connection, over which everything else goes, too: without it nothing can be written."""
    number = _LOCKS[name]
    for setting, value in _ALIVE.items():
        database.execute_sql(f"set {setting} = {value}")
    (first,) = database.execute_sql("select pg_try_advisory_lock(%s)", (number,)).fetchone()
    try:
        yield first
    finally:
        if first:
            with suppress(OperationalError, InterfaceError):
                database.execute_sql("select pg_advisory_unlock(%s)", (number,))
