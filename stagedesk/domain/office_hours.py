"""The hours in which the desk writes by itself, on the city's own clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from stagedesk.domain.deadlines import Calendar

_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From the one time up to the other, on working days."""

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> "OfficeHours":
        """Read "08:00-17:30". Errors: ValueError."""
        found = _HOURS.fullmatch(text)
        if not found:
            raise ValueError(f"not hours: {text!r}")
        first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
        hours = cls(time(first_hour, first_minute), time(last_hour, last_minute))
        if hours.opens >= hours.closes:
            raise ValueError(f"the end comes before the beginning: {text!r}")
        return hours

    def is_open(self, moment: datetime, calendar: Calendar) -> bool:
        local = moment.astimezone(calendar.zone)
        return self.opens <= local.time() < self.closes and calendar.is_working_day(local.date())

    def next_open(self, moment: datetime, calendar: Calendar) -> datetime:
        """Return this moment when the desk is open, else the next one at which it opens, in UTC."""
        if self.is_open(moment, calendar):
            return moment
        local = moment.astimezone(calendar.zone)
        later = local.time() >= self.opens
        day = calendar.next_working_day(local.date() + timedelta(days=1) if later else local.date())
        return datetime.combine(day, self.opens, tzinfo=calendar.zone).astimezone(UTC)
