"""Figures that were told outside, kept as they were told."""

from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField, TextField

from stagedesk.db.models.base import Table, UtcDateTimeField
from stagedesk.db.models.directory import Staff


class Published(Table):
    """A figure with its definition, as somebody told it to somebody."""

    PERSONAL = frozenset({"told_to"})

    measure = CharField(max_length=60)
    definition = TextField()  # the whole measure as it was then, as JSON
    asked = TextField()  # how it was split, and its columns, as JSON
    value = TextField()  # rows, total and what was left out, as JSON
    as_of = DateField()
    told_to = TextField()
    at = UtcDateTimeField()
    by = ForeignKeyField(Staff, on_delete="RESTRICT")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        by_id: int


class PublicTable(Table):
    """A table of a year that everybody may read: made once, so that no later one can be compared with it."""

    year = IntegerField()
    name = CharField(max_length=60)
    content = TextField()  # as it is shown, hidden numbers already gone, as JSON
    as_of = DateField()

    class Meta:
        indexes = ((("year", "name"), True),)
