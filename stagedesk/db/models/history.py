"""The history: append-only, chained by hash, with personal values in an erasable side row."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from stagedesk.db.models.base import Table, UtcDateTimeField
from stagedesk.db.models.directory import Staff


class Event(Table):
    """What happened; rows are never updated or deleted, triggers see to it."""

    at = UtcDateTimeField(index=True)
    by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")  # nobody: the clock
    kind = CharField(max_length=40, index=True)
    request = IntegerField(null=True, index=True)  # no foreign key: undo may have unmade it
    batch = CharField(max_length=32, null=True, index=True)  # steps that a person took as one
    facts = TextField()  # canonical JSON: dates, codes and numbers only, kept for ever
    changes = TextField()  # canonical JSON: which rows changed from what to what, personal values left out
    details_digest = CharField(max_length=64)
    undoes = IntegerField(null=True, unique=True)
    previous = CharField(max_length=64, unique=True)
    digest = CharField(max_length=64, unique=True)
    placement = IntegerField(null=True, index=True)  # as `request`

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        by_id: int | None


class EventDetails(Table):
    """Personal values of an event: erasable, the chain holds only their salted digest."""

    PERSONAL = frozenset({"details"})

    event = ForeignKeyField(Event, unique=True, on_delete="RESTRICT")
    salt = CharField(max_length=32)
    details = TextField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        event_id: int


class Counter(Table):
    """The last number given out; numbers are never given twice."""

    name = CharField(max_length=40, unique=True)
    value = IntegerField()


class Secret(Table):
    """What signs the desk's letters; made at first use, never shown."""

    name = CharField(max_length=40, unique=True)
    value = TextField()
