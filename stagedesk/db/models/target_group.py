"""Voluntary declarations of a target group: kept apart, read only as suppressed aggregates."""

from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, ForeignKeyField

from stagedesk.db.models.base import Table
from stagedesk.db.models.register import Placement


class TargetGroupRecord(Table):
    PERSONAL = frozenset({"foreign_origin", "disability"})

    placement = ForeignKeyField(Placement, on_delete="RESTRICT", unique=True)
    definition_version = CharField(max_length=40)
    consent_text_version = CharField(max_length=40)
    declared_on = DateField()
    withdrawn_on = DateField(null=True)
    foreign_origin = BooleanField(null=True)
    disability = BooleanField(null=True)

    if TYPE_CHECKING:  # what Peewee makes of the foreign keys
        placement_id: int
