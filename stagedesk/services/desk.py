"""The desk at work: its settings, its clock and its calendar, handed to every service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.deadlines import Calendar, Clocks
from stagedesk.i18n import _
from stagedesk.settings import Settings

if TYPE_CHECKING:
    from stagedesk.domain.office_hours import OfficeHours

Clock = Callable[[], datetime]


def real_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    settings: Settings
    clock: Clock = real_clock
    _calendar: Calendar | None = field(default=None, init=False, repr=False)
    _own: dict[int, Calendar] = field(default_factory=dict, init=False, repr=False)

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
        known = self._calendar  # another thread may forget it meanwhile
        return known if known is not None else self._read_calendar()

    def calendar_of(self, department: int) -> Calendar:
        """The city's working days without the days on which this department is closed itself."""
        city = self.calendar  # read first: with it come the departments' own days
        return self._own.get(department, city)

    def closed_today(self) -> set[int]:
        """The departments that have a closing day of their own today."""
        today = self.today()  # with it the calendars are read
        return {number for number, own in self._own.items() if not own.is_working_day(today)}

    def _read_calendar(self) -> Calendar:
        with session():
            found = m.tuples(m.ClosingDay.select(m.ClosingDay.day, m.ClosingDay.department))
        city = frozenset(day for day, department in found if department is None)
        own: dict[int, set[date]] = {}
        for day, department in found:
            if department is not None:
                own.setdefault(department, set()).add(day)
        self._own = {number: Calendar(city | days) for number, days in own.items()}
        self._calendar = calendar = Calendar(city)
        return calendar

    def forget_calendar(self) -> None:
        self._calendar = None

    @cached_property
    def office_hours(self) -> "OfficeHours":
        from stagedesk.domain.office_hours import OfficeHours  # only what writes by itself needs them

        return OfficeHours.parse(self.settings.office_hours)

    def is_open(self) -> bool:
        """Whether the desk may write by itself now: in office hours, on a working day of the city."""
        return self.office_hours.is_open(self.now(), self.calendar)

    def start_of(self, day: date) -> datetime:
        """The moment at which this day begins in the city."""
        return datetime.combine(day, time(0), tzinfo=self.calendar.zone).astimezone(UTC)

    @property
    def clocks(self) -> Clocks:
        s = self.settings
        return Clocks(
            triage=s.days_triage,
            department=s.days_department,
            reminders=(s.days_reminder_1, s.days_reminder_2),
            supervisor=s.days_supervisor,
            supervisor_again=s.days_supervisor_again,
            applicant_reminder=s.days_applicant,
            applicant=max(s.days_applicant + 1, s.days_applicant_ends),
            told=s.days_told,
        )

    def in_working_days(self, days: int) -> date:
        return self.calendar.add(self.today(), days)


def staff_member(code: str, today: date | None = None) -> m.Staff:
    """The person with this staff code, who must not have left by this day; inside a session."""
    member = m.Staff.get_or_none(m.Staff.code == code)
    if member is None:
        known = ", ".join(name for (name,) in m.tuples(m.Staff.select(m.Staff.code).order_by(m.Staff.code)))
        raise errors.NotFound(
            what=_("staff member"), name=code, hint=_("Staff of this desk: {known}.").format(known=known)
        )
    if today and member.left_on and member.left_on <= today:
        raise errors.Refused(
            detail=_("{name} left on {day}; somebody else must do that.").format(
                name=member.name, day=member.left_on
            )
        )
    return member
