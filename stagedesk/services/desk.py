"""The desk at work: its settings, its clock and its calendar, handed to every service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.deadlines import Calendar, Clocks
from stagedesk.i18n import _
from stagedesk.settings import Settings

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    settings: Settings
    clock: Clock = real_clock
    _calendar: Calendar | None = field(default=None, init=False, repr=False)

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return self.clock()

    def today(self) -> date:
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        return self.calendar.day_of(moment)

    @property
    def calendar(self) -> Calendar:
        """The city's working days; read once, until somebody edits the closing days."""
        if self._calendar is None:
            with session():
                days = m.ClosingDay.select(m.ClosingDay.day).where(m.ClosingDay.department.is_null())
                self._calendar = Calendar(frozenset(day for (day,) in m.tuples(days)))
        return self._calendar

    def forget_calendar(self) -> None:
        self._calendar = None

    @property
    def clocks(self) -> Clocks:
        s = self.settings
        return Clocks(
            triage=s.days_triage,
            department=s.days_department,
            reminders=(s.days_reminder_1, s.days_reminder_2),
            supervisor=s.days_supervisor,
            applicant_reminder=s.days_applicant,
        )

    def in_working_days(self, days: int) -> date:
        return self.calendar.add(self.today(), days)


def staff_member(code: str) -> m.Staff:
    """The person with this staff code; inside a session."""
    member = m.Staff.get_or_none(m.Staff.code == code)
    if member is None:
        known = ", ".join(name for (name,) in m.tuples(m.Staff.select(m.Staff.code).order_by(m.Staff.code)))
        raise errors.NotFound(
            what=_("staff member"), name=code, hint=_("Staff of this desk: {known}.").format(known=known)
        )
    return member
