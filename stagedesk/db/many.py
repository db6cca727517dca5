"""Many rows in one statement, as SQL text that is made once.

Peewee makes an insert anew for every row and value, which costs more than what SQLite does with it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any

from peewee import SQL

from stagedesk.db.connection import database, is_sqlite
from stagedesk.db.models.base import Table, UtcDateTimeField

MOST_VALUES = 30_000  # both databases take so many in one statement
AT_ONCE = 50  # more rows gain nothing, and drivers keep every statement of another length

Row = Mapping[str, Any]


class Columns:
    """The columns of a table, as rows of values by field name fill them."""

    def __init__(self, table: type[Table], names: Iterable[str]) -> None:
        fields = [table._meta.fields[name] for name in names]
        self.sql = [f'"{field.column_name}"' for field in fields]
        self.defaults = {field.name: _plain(field.default) for field in fields}
        self._pick = itemgetter(*self.defaults) if len(fields) > 1 else _only(*self.defaults)
        self._moments = [at for at, field in enumerate(fields) if isinstance(field, UtcDateTimeField)]

    def values(self, row: Row) -> list[Any]:
        values = list(self._pick({**self.defaults, **row}))
        for at in self._moments:
            if values[at] is not None:
                values[at] = values[at].astimezone(UTC).replace(tzinfo=None)
        return values


def insert(table: type[Table], rows: Sequence[Row]) -> None:
    """Insert rows, values by field name; what a row leaves out has the field's default."""
    for start in range(0, len(rows), AT_ONCE):
        columns = _columns(table, "id" in rows[0])
        part = rows[start : start + AT_ONCE]
        values = [value for row in part for value in columns.values(row)]
        database.execute_sql(_insert(table, columns, len(part), is_sqlite()), values)


def complete(table: type[Table], row: Row) -> dict[str, Any]:
    """The row with the defaults of what it leaves out."""
    return {**_columns(table, False).defaults, **row}


def create(row: Table) -> None:
    """Insert one row as it is; it gets its number."""
    columns = _columns(type(row), row.id is not None)
    sql = _insert(type(row), columns, 1, is_sqlite())
    values = columns.values(row.__data__)
    if is_sqlite():
        row.id = database.execute_sql(sql, values).lastrowid
    else:
        (row.id,) = database.execute_sql(f"{sql} RETURNING id", values).fetchone()


def update(table: type[Table], number: int, values: Row, *, seen: int | None = None) -> bool:
    """Set columns of one row, and say whether it was there; a version moves on by itself.

    `seen` is the version that it must still have.
    """
    columns = _chosen(table, tuple(values))
    sql = _update(table, columns, seen is not None, is_sqlite())
    where = [number] if seen is None else [number, seen]
    return bool(database.execute_sql(sql, [*columns.values(values), *where]).rowcount)


def delete(table: type[Table], number: int) -> None:
    """Take one row away."""
    mark = _marks(1, is_sqlite())
    database.execute_sql(f'DELETE FROM "{table._meta.table_name}" WHERE "id" = {mark}', (number,))


def among(sql: str, values: Iterable[Any], *first: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as the driver gives them; its last {} is filled with the marks for these values.

    `first` are values for marks that stand before.
    """
    wanted = list(values)
    one = ["?" if is_sqlite() else "%s"] * len(first)
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(wanted), MOST_VALUES):
        part = wanted[start : start + MOST_VALUES]
        text = sql.format(*one, _marks(len(part), is_sqlite()))
        found += database.execute_sql(text, [*first, *part]).fetchall()
    return found


def numbers(values: Iterable[int]) -> SQL:
    """Row numbers for Peewee's in_, as they are: it takes longer over a mark than the database over a row."""
    return SQL(f"({', '.join(str(int(each)) for each in values) or 'NULL'})")


@cache
def _columns(table: type[Table], numbered: bool) -> Columns:
    return Columns(table, [name for name in table._meta.sorted_field_names if numbered or name != "id"])


@cache
def _chosen(table: type[Table], names: tuple[str, ...]) -> Columns:
    return Columns(table, names)


def _only(name: str) -> Callable[[Row], tuple[Any]]:
    return lambda row: (row[name],)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@cache
def _insert(table: type[Table], columns: Columns, count: int, sqlite: bool) -> str:
    row = f"({_marks(len(columns.sql), sqlite)})"
    return (
        f'INSERT INTO "{table._meta.table_name}" ({", ".join(columns.sql)}) VALUES {", ".join([row] * count)}'
    )


@cache
def _update(table: type[Table], columns: Columns, as_seen: bool, sqlite: bool) -> str:
    mark = _marks(1, sqlite)
    sets = [f"{column} = {mark}" for column in columns.sql]
    sets += ['"version" = "version" + 1'] * ("version" in table._meta.fields)
    where = f'"id" = {mark}' + (f' AND "version" = {mark}' if as_seen else "")
    return f'UPDATE "{table._meta.table_name}" SET {", ".join(sets)} WHERE {where}'


def _marks(count: int, sqlite: bool) -> str:
    return ", ".join(["?" if sqlite else "%s"] * count)
