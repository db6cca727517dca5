"""Lists of what may be forgotten, what was forgotten by them, and what stays to be counted."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from stagedesk.db.models.base import Table, UtcDateTimeField, one_of, rule
from stagedesk.db.models.directory import Staff
from stagedesk.db.models.mail import Ledger
from stagedesk.db.models.register import Placement
from stagedesk.db.models.requests import Request
from stagedesk.domain.codes import Cause


class Purge(Table):
    """A list of what may be forgotten, as somebody approved it; carried out it is the certificate."""

    day = DateField()
    cause = CharField(max_length=10)
    listed = TextField()  # what is to be forgotten and by which term, as JSON; no names
    terms = TextField()  # the terms as they were then, as JSON
    digest = CharField(max_length=64)  # sha256 of `listed`
    approved_at = UtcDateTimeField()
    approved_by = ForeignKeyField(Staff, on_delete="RESTRICT")
    executed_at = UtcDateTimeField(null=True)
    executed_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        approved_by_id: int
        executed_by_id: int | None

    class Meta:
        constraints = [
            one_of("cause", Cause),
            rule("executed_by_somebody", "(executed_at IS NULL) = (executed_by_id IS NULL)"),
        ]


class Forgotten(Table):
    """A request, a placement, a mail put aside or a year's declarations: nothing personal is left of it."""

    purge = ForeignKeyField(Purge, on_delete="RESTRICT", backref="forgotten")
    request = ForeignKeyField(Request, null=True, on_delete="RESTRICT")
    placement = ForeignKeyField(Placement, null=True, on_delete="RESTRICT")
    ledger = ForeignKeyField(Ledger, null=True, on_delete="RESTRICT")
    year = IntegerField(null=True)
    on = DateField()
    counts = TextField()  # how much of what was erased with it, as JSON

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        purge_id: int
        request_id: int | None
        placement_id: int | None
        ledger_id: int | None

    class Meta:
        indexes = (
            (("purge", "request"), True),
            (("purge", "placement"), True),
            (("purge", "ledger"), True),
            (("purge", "year"), True),
        )
        constraints = [
            rule(
                "forgotten_is_one_thing",
                "(CASE WHEN request_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN placement_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN ledger_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN year IS NULL THEN 0 ELSE 1 END) = 1",
            )
        ]


class TargetGroupCount(Table):
    """Declarations of a year of which only the number is left."""

    year = IntegerField()  # in which the placements began
    foreign_origin = BooleanField(null=True)
    disability = BooleanField(null=True)
    number = IntegerField()

    class Meta:
        indexes = ((("year",), False),)
