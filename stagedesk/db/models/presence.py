"""Who looks at what just now; no part of the history."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField

from stagedesk.db.models.base import Table, UtcDateTimeField
from stagedesk.db.models.directory import Staff
from stagedesk.db.models.requests import Request


class Presence(Table):
    """An open window of somebody, and the request that it shows."""

    window = CharField(max_length=32, unique=True)
    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    request = ForeignKeyField(Request, on_delete="CASCADE")
    at = UtcDateTimeField()

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        staff_id: int
        request_id: int
