"""Many rows in one statement, as SQL text that is made once.

Peewee makes an insert anew for every row and value, which costs more than what SQLite does with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from stagedesk.db.connection import database, is_sqlite
from stagedesk.db.models.base import Table, UtcDateTimeField

MOST_VALUES = 30_000  # both databases take so many in one statement
AT_ONCE = 50  # more rows gain nothing, and drivers keep every statement of another length

Row = Mapping[str, Any]


class Column(NamedTuple):
    """A column as a row of values fills it."""

    name: str
    sql: str
    default: Any
    is_moment: bool


def insert(table: type[Table], rows: Sequence[Row]) -> None:
    """Insert rows, values by field name; what a row leaves out has the field's default."""
    columns = _columns(table, "id" in rows[0]) if rows else ()
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        values = [value for row in part for value in _values(columns, row)]
        database.execute_sql(_insert(table, columns, len(part), is_sqlite()), values)


def complete(table: type[Table], row: Row) -> dict[str, Any]:
    """The row with the defaults of what it leaves out."""
    return {column.name: row.get(column.name, column.default) for column in _columns(table, False)}


def update(table: type[Table], number: int, values: Row) -> None:
    """Set columns of one row; a version moves on by itself."""
    columns = tuple(column for column in _columns(table, False) if column.name in values)
    versioned = "version" in table._meta.fields
    sql = _update(table, columns, versioned, is_sqlite())
    database.execute_sql(sql, [*_values(columns, values), number])


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


def _values(columns: tuple[Column, ...], row: Row) -> list[Any]:
    values = [row.get(name, default) for name, _sql, default, _is_moment in columns]
    for place in _moments(columns):
        if values[place] is not None:
            values[place] = values[place].astimezone(UTC).replace(tzinfo=None)
    return values


@cache
def _moments(columns: tuple[Column, ...]) -> tuple[int, ...]:
    return tuple(place for place, column in enumerate(columns) if column.is_moment)


@cache
def _columns(table: type[Table], numbered: bool) -> tuple[Column, ...]:
    return tuple(
        Column(
            field.name, f'"{field.column_name}"', _plain(field.default), isinstance(field, UtcDateTimeField)
        )
        for field in table._meta.sorted_fields
        if numbered or field.name != "id"
    )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


@cache
def _insert(table: type[Table], columns: tuple[Column, ...], count: int, sqlite: bool) -> str:
    names = ", ".join(column.sql for column in columns)
    row = f"({_marks(len(columns), sqlite)})"
    return f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES {", ".join([row] * count)}'


@cache
def _update(table: type[Table], columns: tuple[Column, ...], versioned: bool, sqlite: bool) -> str:
    mark = _marks(1, sqlite)
    sets = [f"{column.sql} = {mark}" for column in columns] + ['"version" = "version" + 1'] * versioned
    return f'UPDATE "{table._meta.table_name}" SET {", ".join(sets)} WHERE "id" = {mark}'


def _marks(count: int, sqlite: bool) -> str:
    return ", ".join(["?" if sqlite else "%s"] * count)
