"""Queries whose SQL is made once: Peewee takes ten times longer to write one than SQLite to answer it."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from peewee import (
    AutoField,
    CharField,
    Context,
    ForeignKeyField,
    IntegerField,
    ModelObjectCursorWrapper,
    ModelTupleCursorWrapper,
    Node,
    TextField,
)

from stagedesk.db.connection import database, is_sqlite

AS_THEY_COME = (AutoField, CharField, ForeignKeyField, IntegerField, TextField)
"""Columns whose values the driver gives as Python wants them."""
Changes = list[tuple[int, Callable[[Any], Any]]]
Rows = list[tuple[Any, ...]]
Reader = Callable[[Rows], list[Any]]


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
    """Stands in for the database and its cursor when Peewee reads an answer that is there already."""

    def __init__(self, description: Any, rows: "Rows") -> None:
        self.description = description
        self._rows = iter(rows)

    def execute(self, _query: Any, **_options: Any) -> Any:
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def close(self) -> None:
        """Nothing is open."""


def prepared(build: Callable[..., Any]) -> Callable[..., list[Any]]:
    """A function that builds a query from values becomes one that returns its rows.

    The values must be such as the driver takes, and each call the same query but for them.
    """
    made: dict[bool, tuple[Any, str, list[Any]]] = {}
    readers: dict[bool, Reader] = {}

    @wraps(build)
    def rows(*values: Any) -> list[Any]:
        sqlite = is_sqlite()
        if sqlite not in made:
            query = build(*map(_Mark, range(len(values))))
            made[sqlite] = (query, *query.sql())
        query, sql, marks = made[sqlite]
        real = [values[each.number] if type(each) is _Place else each for each in marks]
        cursor = database.obj.execute_sql(sql, real)
        plain = cursor.fetchall()
        if not plain:
            return []
        if sqlite not in readers:
            readers[sqlite] = _reader(query.clone().execute(_Remembered(cursor.description, plain)))
        return readers[sqlite](plain)

    return rows


def _reader(found: Any) -> Reader:
    """What makes of the driver's rows what Peewee makes of these."""
    list(found)  # by reading them it learns their columns
    changes = [pair for pair in enumerate(found.converters) if _changes(pair[1])]
    if isinstance(found, ModelTupleCursorWrapper):
        return partial(_changed, changes=changes)
    if isinstance(found, ModelObjectCursorWrapper):
        return partial(_models, changes=changes, model=found.constructor, names=found.unique_columns)
    return lambda rows: [found.process_row(row) for row in rows]  # of several tables


def _changes(converter: Any) -> bool:
    """Whether what it makes of a value differs from what the driver gives."""
    return converter is not None and not isinstance(getattr(converter, "__self__", None), AS_THEY_COME)


def _changed(rows: Rows, changes: Changes) -> Rows:
    if not changes:
        return rows
    found = []
    for row in rows:
        values = list(row)
        for place, convert in changes:
            values[place] = convert(values[place])
        found.append(tuple(values))
    return found


def _models(rows: Rows, *, changes: Changes, model: Any, names: list[str]) -> list[Any]:
    found = []
    for row in _changed(rows, changes):
        each = model(__no_default__=1)
        each.__data__ = dict(zip(names, row, strict=True))
        found.append(each)
    return found
