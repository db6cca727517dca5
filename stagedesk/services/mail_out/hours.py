"""When letters leave: what a person decides at any hour, what the clock decides in office hours alone."""

from datetime import datetime, timedelta

from stagedesk.db import models as m
from stagedesk.domain.codes import Letter
from stagedesk.services.desk import Desk

# Nobody pressed a key for it, and yet it answers somebody who just wrote.
AT_ANY_HOUR = frozenset({Letter.ACKNOWLEDGEMENT})


def leaves_at(desk: Desk, kind: Letter, *, by_person: bool, department: int | None = None) -> datetime:
    """The moment until which a letter that is decided now is held; `department` is the one it goes to."""
    held = desk.now() + timedelta(seconds=desk.settings.outbox_grace)
    if by_person or kind in AT_ANY_HOUR:
        return held
    calendar = desk.calendar_of(department) if department else desk.calendar
    return desk.office_hours.next_open(held, calendar)


def day_is_open(desk: Desk, department: m.Department) -> bool:
    """Whether this department works today."""
    return desk.calendar_of(department.id).is_working_day(desk.today())
