"""All tables of the desk."""

from peewee import Model

from stagedesk.db.models.base import Table, UtcDateTimeField, tuples
from stagedesk.db.models.directory import (
    ClosingDay,
    Contact,
    Department,
    DepartmentAlias,
    Directorate,
    School,
    SchoolAlias,
    Staff,
)
from stagedesk.db.models.history import Counter, Event, EventDetails
from stagedesk.db.models.mail import Attachment, Entry, Ledger, Message, Outgoing, Raw
from stagedesk.db.models.register import (
    Agreement,
    ChecklistItem,
    Hire,
    Place,
    Placement,
    PlacementPeriod,
    Publication,
    Target,
)
from stagedesk.db.models.requests import Applicant, Referral, Request

TABLES: tuple[type[Model], ...] = (
    Staff,
    Directorate,
    Department,
    DepartmentAlias,
    School,
    SchoolAlias,
    Contact,
    ClosingDay,
    Applicant,
    Request,
    Referral,
    Raw,
    Message,
    Attachment,
    Entry,
    Ledger,
    Outgoing,
    Place,
    Publication,
    Placement,
    PlacementPeriod,
    Agreement,
    ChecklistItem,
    Hire,
    Target,
    Event,
    EventDetails,
    Counter,
)

__all__ = [
    "TABLES",
    "Agreement",
    "Applicant",
    "Attachment",
    "ChecklistItem",
    "ClosingDay",
    "Contact",
    "Counter",
    "Department",
    "DepartmentAlias",
    "Directorate",
    "Entry",
    "Event",
    "EventDetails",
    "Hire",
    "Ledger",
    "Message",
    "Outgoing",
    "Place",
    "Placement",
    "PlacementPeriod",
    "Publication",
    "Raw",
    "Referral",
    "Request",
    "School",
    "SchoolAlias",
    "Staff",
    "Table",
    "Target",
    "UtcDateTimeField",
    "tuples",
]
