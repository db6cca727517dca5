"""Queries whose SQL is made once: Peewee takes ten times longer to write one than SQLite to answer it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from peewee import (
    AutoField,
    CharField,
    Context,
    ForeignKeyField,
    IntegerField,
    ModelTupleCursorWrapper,
    Node,
    TextField,
)

from stagedesk.db.connection import database, is_sqlite

AS_THEY_COME = (AutoField, CharField, ForeignKeyField, IntegerField, TextField)
"""Columns whose values the driver gives as Python wants them."""
Changes = list[tuple[int, Callable[[Any], Any]]]


class _Place:
    """Where in the values of a call a value of the statement is."""

    def __init__(self, number: int) -> None:
        self.number = number


class _Mark(Node):
    def __init__(self, number: int) -> None:
        self._place = _Place(number)

    def __sql__(self, ctx: Context) -> Any:
        return ctx.value(self._place, converter=False)


class _Remembered:
    """Stands in for the database when a query is run: it knows the SQL already."""

    def __init__(self, sql: str, values: list[Any]) -> None:
        self._sql, self._values = sql, values

    def execute(self, _query: Any, **_options: Any) -> Any:
        return database.execute_sql(self._sql, self._values)


def prepared(build: Callable[..., Any]) -> Callable[..., list[Any]]:
    """A function that builds a query from values becomes one that returns its rows.

    The values must be such as the driver takes, and each call the same query but for them.
    """
    made: dict[bool, tuple[Any, str, list[Any]]] = {}
    known: dict[bool, Changes] = {}

    @wraps(build)
    def rows(*values: Any) -> list[Any]:
        sqlite = is_sqlite()
        if sqlite not in made:
            query = build(*map(_Mark, range(len(values))))
            made[sqlite] = (query, *query.sql())
        query, sql, marks = made[sqlite]
        real = [values[each.number] if isinstance(each, _Place) else each for each in marks]
        if sqlite in known:
            return _changed(database.execute_sql(sql, real).fetchall(), known[sqlite])
        found = query.clone().execute(_Remembered(sql, real))
        listed = list(found)
        if listed and isinstance(found, ModelTupleCursorWrapper):
            known[sqlite] = [pair for pair in enumerate(found.converters) if _changes(pair[1])]
        return listed

    return rows


def _changes(converter: Any) -> bool:
    """Whether what it makes of a value differs from what the driver gives."""
    return converter is not None and not isinstance(getattr(converter, "__self__", None), AS_THEY_COME)


def _changed(rows: list[tuple[Any, ...]], changes: Changes) -> list[tuple[Any, ...]]:
    if not changes:
        return rows
    found = []
    for row in rows:
        values = list(row)
        for place, convert in changes:
            values[place] = convert(values[place])
        found.append(tuple(values))
    return found
