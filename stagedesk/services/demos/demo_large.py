"""The large demo: a year of a city of a hundred thousand, lived through the desk's own services."""

import heapq
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

from stagedesk.db.connection import transaction
from stagedesk.services import setup
from stagedesk.services.clock import followup
from stagedesk.services.demos import demo, demo_large_register, demo_large_requests
from stagedesk.services.desk import Clock, Desk
from stagedesk.settings import Settings

WEEKS = 52
REQUESTS = 1_500
CLERKS = ("els", "karim", "lotte")
OPENS, CLOSES = time(8, 30), time(16, 40)

Deed = Callable[[], object]
Progress = Callable[[int, int], None]


def make(
    settings: Settings, clock: Clock, progress: Progress | None = None, requests: int = REQUESTS
) -> Desk:
    """Make the large demo in the empty database of these settings, as it stands at this moment.

    It is the same every time but for its days, and it is whole or not there.
    """
    year = Year(settings, clock())
    with transaction():
        demo.directory(year.desk)
        demo_large_register.begin(year)
        demo_large_requests.begin(year, requests)
        year.live(progress)
    return Desk(replace(settings, user=demo.USER), clock)


class Year:
    """A year that passes from moment to moment: what is to happen stands in its agenda."""

    def __init__(self, settings: Settings, end: datetime) -> None:
        self.dice = random.Random(2026)
        self.start = self.moment = end - timedelta(weeks=WEEKS)
        self.end = end
        self.desk = setup.make_desk(replace(settings, acknowledge=False), lambda: self.moment)
        self._agenda: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def at(self, moment: datetime, deed: Deed) -> None:
        heapq.heappush(self._agenda, (moment, next(self._numbers), deed))

    def soon(self, days: int, deed: Deed) -> None:
        """So many working days from now; today some time after now."""
        if days:
            self.on(self.desk.calendar.add(self.desk.today(), days), deed)
        else:
            self.at(self.moment + timedelta(minutes=self.dice.randrange(3, 45)), deed)

    def on(self, day: date, deed: Deed) -> None:
        """In office hours of this day, or of the first working day after it."""
        day = max(self.desk.calendar.next_working_day(day), self.desk.today())
        opens, closes = (self.local(day, hour) for hour in (OPENS, CLOSES))
        moment = opens + self.dice.random() * (closes - opens)
        self.at(max(moment, self.moment), deed)

    def local(self, day: date, hour: time) -> datetime:
        """This hour in the city."""
        return self.desk.start_of(day) + timedelta(hours=hour.hour, minutes=hour.minute)

    def clerk(self) -> str:
        return self.dice.choice(CLERKS)

    def live(self, progress: Progress | None) -> None:
        """Everything in its order, until now; what lies beyond is still to come."""
        for number in range(WEEKS * 7):
            day = self.start.date() + timedelta(days=number + 1)
            if self.desk.calendar.is_working_day(day):
                self.at(self.local(day, time(9, 30)), lambda: followup.chase(self.desk))
                for hour in (time(12), time(17)):
                    self.at(self.local(day, hour), lambda: demo.send(self.desk))
        week = 0
        while self._agenda and self._agenda[0][0] <= self.end:
            self.moment, _number, deed = heapq.heappop(self._agenda)
            deed()
            while progress and week < WEEKS and self.moment >= self.start + timedelta(weeks=week + 1):
                week += 1
                progress(week, WEEKS)
        self.moment = self.end
        if progress and week < WEEKS:
            progress(WEEKS, WEEKS)
