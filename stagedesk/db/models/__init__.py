"""All tables of the desk, each imported when it is first named: the first list needs a fourth of them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stagedesk.db.models.base import Table, UtcDateTimeField, tuples

if TYPE_CHECKING:
    from peewee import Model

    from stagedesk.db.models.directory import (
        Absence,
        ClosingDay,
        Contact,
        Department,
        DepartmentAlias,
        Directorate,
        School,
        SchoolAlias,
        Staff,
    )
    from stagedesk.db.models.figures import PublicTable, Published
    from stagedesk.db.models.history import Counter, Event, EventDetails, Secret
    from stagedesk.db.models.mail import (
        Attachment,
        Enclosure,
        Entry,
        Ledger,
        Message,
        Outgoing,
        OutgoingItem,
        Raw,
    )
    from stagedesk.db.models.presence import Presence
    from stagedesk.db.models.register import (
        Agreement,
        Candidate,
        ChecklistItem,
        Coverage,
        Guest,
        Hire,
        Introduction,
        Place,
        Placement,
        PlacementPeriod,
        Publication,
        Signature,
        Target,
    )
    from stagedesk.db.models.requests import Applicant, Referral, Request
    from stagedesk.db.models.retention import Forgotten, Purge, TargetGroupCount

    TABLES: tuple[type[Model], ...]

# Every table after those that its foreign keys name.
_MODULES = {
    "Staff": "directory",
    "Directorate": "directory",
    "Department": "directory",
    "DepartmentAlias": "directory",
    "School": "directory",
    "SchoolAlias": "directory",
    "Contact": "directory",
    "ClosingDay": "directory",
    "Absence": "directory",
    "Applicant": "requests",
    "Request": "requests",
    "Referral": "requests",
    "Raw": "mail",
    "Message": "mail",
    "Attachment": "mail",
    "Entry": "mail",
    "Ledger": "mail",
    "Outgoing": "mail",
    "OutgoingItem": "mail",
    "Enclosure": "mail",
    "Place": "register",
    "Publication": "register",
    "Candidate": "register",
    "Placement": "register",
    "PlacementPeriod": "register",
    "Agreement": "register",
    "Signature": "register",
    "ChecklistItem": "register",
    "Hire": "register",
    "Introduction": "register",
    "Guest": "register",
    "Coverage": "register",
    "Target": "register",
    "Event": "history",
    "EventDetails": "history",
    "Counter": "history",
    "Secret": "history",
    "Presence": "presence",
    "Published": "figures",
    "PublicTable": "figures",
    "Purge": "retention",
    "Forgotten": "retention",
    "TargetGroupCount": "retention",
}

if not TYPE_CHECKING:  # it would let mypy believe in any name

    def __getattr__(name: str) -> Any:
        if name == "TABLES":
            found: Any = tuple(globals().get(each) or __getattr__(each) for each in _MODULES)
        elif name in _MODULES:
            found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found


__all__ = [
    "TABLES",
    "Absence",
    "Agreement",
    "Applicant",
    "Attachment",
    "Candidate",
    "ChecklistItem",
    "ClosingDay",
    "Contact",
    "Counter",
    "Coverage",
    "Department",
    "DepartmentAlias",
    "Directorate",
    "Enclosure",
    "Entry",
    "Event",
    "EventDetails",
    "Forgotten",
    "Guest",
    "Hire",
    "Introduction",
    "Ledger",
    "Message",
    "Outgoing",
    "OutgoingItem",
    "Place",
    "Placement",
    "PlacementPeriod",
    "Presence",
    "PublicTable",
    "Publication",
    "Published",
    "Purge",
    "Raw",
    "Referral",
    "Request",
    "School",
    "SchoolAlias",
    "Secret",
    "Signature",
    "Staff",
    "Table",
    "Target",
    "TargetGroupCount",
    "UtcDateTimeField",
    "tuples",
]
