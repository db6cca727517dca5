"""What all tables share."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from peewee import OP, AutoField, Check, DateTimeField, Expression, Field, Model, Node

from stagedesk.db.connection import database
from stagedesk.db.prepared import prepared


class UtcDateTimeField(DateTimeField):
    """A moment: aware UTC in Python, naive UTC in both databases."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)  # type: ignore[no-untyped-call]

    def python_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return datetime.fromisoformat(f"{value}+00:00")
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


class Table(Model):
    """A table of the desk.

    `PERSONAL` names the columns with values about people: the history keeps those apart, erasable.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get(cls, *query: Any, **filters: Any) -> Any:
        """Peewee's, which foreign keys use too; where one column is given its SQL is made once."""
        if len(query) == 1 and not filters and _is_lookup(cls, query[0]):
            column = query[0].lhs
            for row in _lookup(cls, column.name)(column.db_value(query[0].rhs)):
                return row
            raise cls.DoesNotExist(f"no {cls.__name__} with this {column.name}")  # type: ignore[attr-defined]
        return super().get(*query, **filters)


def _is_lookup(table: type[Table], wanted: Any) -> bool:
    if not isinstance(wanted, Expression) or wanted.op != OP.EQ or not isinstance(wanted.lhs, Field):
        return False
    return wanted.lhs.model is table and not isinstance(wanted.rhs, (Node, Model)) and wanted.rhs is not None


@cache
def _lookup(table: type[Table], column: str) -> Callable[..., list[Any]]:
    field = table._meta.fields[column]
    return prepared(lambda value: table.select().where(field == value).limit(1))


def one_of(column: str, codes: Iterable[StrEnum], *, or_nothing: bool = False) -> Any:
    """A CHECK that a column holds one of these codes."""
    listed = ", ".join(f"'{code.value}'" for code in codes)
    rule = f"{column} IN ({listed})"
    return Check(f"{column} IS NULL OR {rule}" if or_nothing else rule, name=f"{column}_is_a_code")


def rule(name: str, condition: str) -> Any:
    """A named CHECK; the name is what a person sees when the database refuses a row."""
    return Check(condition, name=name)


def tuples(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as plain tuples (the stubs of Peewee would call them model rows)."""
    return list(query.tuples())
