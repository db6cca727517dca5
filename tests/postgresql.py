"""A real PostgreSQL for tests: one database that every test finds as the first one did."""

from dataclasses import dataclass, field
from typing import Any

import psycopg

from builders import fresh_name

TEMPLATE, WORKING = "desk_template", "desk"

# What the tests need not survive is off: they kill processes, never the machine. Without the autovacuum
# rows stay in the order in which they came, also where others were deleted before.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

TABLES = "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
SEQUENCES = "select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"
# Any change of a table, column, index, rule or trigger writes one of these rows anew.
SHAPE = """
select md5(string_agg(each, ' ' order by each)) from (
    select format('%s %s', oid, xmin) from pg_class where relnamespace = 'public'::regnamespace
    union all select format('%s %s %s', attrelid, attnum, attribute.xmin) from pg_attribute as attribute
        join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace
    union all select format('%s %s', oid, xmin) from pg_proc where pronamespace = 'public'::regnamespace
    union all select format('%s %s', oid, xmin) from pg_constraint
    union all select format('%s %s', oid, xmin) from pg_trigger
) as rows (each)
"""
LEFT_BEHIND = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""


@dataclass
class PostgreSQL:
    address: str
    """With {name} where the database's name belongs."""
    _cleaner: psycopg.Connection[Any] | None = None
    _shape: object = None
    _rows: dict[str, bytes] = field(default_factory=dict)
    _emptying: str = ""

    def url(self, name: str) -> str:
        return self.address.replace("{name}", name)

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            server.execute(statement)

    def fresh(self) -> str:
        """The address of a database as the template is, many times cheaper than making one for every test.

        No two are the same: what the desk keeps in memory of a database, it keeps by its address.
        """
        if self._cleaner is None:
            self._make()
        else:
            self._cleaner.execute(LEFT_BEHIND)
            if self._one(SHAPE) == self._shape:
                self._refill()
            else:
                self._make()
        return f"{self.url(WORKING)}&application_name={fresh_name()}"

    def close(self) -> None:
        if self._cleaner is not None:
            self._cleaner.close()
            self._cleaner = None

    def _make(self) -> None:
        self.close()
        self.run(f"drop database if exists {WORKING} with (force)")
        self.run(f"create database {WORKING} template {TEMPLATE}")
        self._cleaner = psycopg.connect(self.url(WORKING), autocommit=True)
        self._shape = self._one(SHAPE)
        if not self._emptying:
            self._remember()

    def _remember(self) -> None:
        """What the template holds, and how to come back to it."""
        tables = [name for (name,) in self._all(TABLES)]
        for table in tables:
            with self._cursor().copy(f'copy "{table}" to stdout') as rows:
                self._rows[table] = b"".join(rows)
        self._rows = {table: rows for table, rows in self._rows.items() if rows}
        steps = ["set local session_replication_role = replica"]
        steps += [f'delete from "{table}"' for table in tables]
        for (name,) in self._all(SEQUENCES):
            ((last, called),) = self._all(f'select last_value, is_called from "{name}"')
            steps.append(f"select setval('\"{name}\"', {last}, {called})")
        self._emptying = "; ".join(steps)

    def _refill(self) -> None:
        assert self._cleaner is not None
        with self._cleaner.transaction():
            cursor = self._cursor()
            cursor.execute(self._emptying)
            for table, rows in self._rows.items():
                with cursor.copy(f'copy "{table}" from stdin') as into:
                    into.write(rows)

    def _cursor(self) -> "psycopg.Cursor[Any]":
        assert self._cleaner is not None
        return self._cleaner.cursor()

    def _all(self, query: str) -> list[Any]:
        return self._cursor().execute(query).fetchall()

    def _one(self, query: str) -> object:
        return self._all(query)[0][0]
