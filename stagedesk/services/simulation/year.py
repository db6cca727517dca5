"""A year of the desk in a database of its own, and the table that tells how it went."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Letter as Code
from stagedesk.domain.deadlines import BRUSSELS
from stagedesk.services import setup
from stagedesk.services.city import staffing
from stagedesk.services.clock import followup
from stagedesk.services.demos import demo
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.services.simulation import city
from stagedesk.services.simulation.clerks import ELS, KARIM, NEW, SUPERVISOR, Clerks
from stagedesk.services.simulation.people import People
from stagedesk.services.simulation.post import Post
from stagedesk.services.simulation.promises import Promises, acknowledged_twice
from stagedesk.settings import Settings

# How many requests come in each month, in parts: peaks before the starts in February and September.
SEASON = (6, 6, 10, 12, 12, 8, 3, 4, 12, 14, 10, 3)
WORKING_HOURS = ("08:40", "10:30", "13:20", "15:40", "19:00")
CLOSED_HOURS = ("12:00",)
CLERKS_WORK = ("08:40", "13:20")

Progress = Callable[[date, int], None]
"""Called after every day with the day and how many requests there are."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the year."""

    requests: int
    mails_in: int
    mails_out: int
    open_at_end: int
    days_to_first_answer: float | None
    """Working days from the asking of a department to its answer, the median."""
    days_to_outcome: float | None
    """Working days from a request to its outcome, the median."""
    reminders: int
    digests: int
    escalations: int
    still_looking: int
    bounces: int
    outcomes: dict[str, int]
    answers_seen: int
    """Answers of departments that came while somebody waited for them, or after."""
    answers_read_right: int
    answers_read_wrong: int
    """What the desk proposed was not what the department meant."""
    answers_left: int
    """The desk proposed nothing: a person read them."""
    answers_misplaced: int
    """They landed with another request, and a person moved them."""
    refused: list[str]
    """What the desk did not allow its people to do."""
    broken: list[str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Year:
    """The desk, its people, the city's people, and a clock that moves."""

    def __init__(self, settings: Settings, *, requests: int, seed: int, year: int) -> None:
        self.dice = random.Random(seed)
        self.moment = datetime(year, 1, 1, 6, tzinfo=UTC)
        self.desk = setup.make_desk(replace(settings, user="els"), lambda: self.moment)
        demo.directory(self.desk)
        self.post = Post(self.desk)
        self.people = People(self.desk, self.dice, self.post, city.departments(self.dice, year))
        self.clerks = Clerks(self.desk, self.dice, self.people)
        self.promises = Promises(self.desk)
        self.year, self.requests, self.mails_in, self.mails_out = year, requests, 0, 0

    def live(self, progress: Progress | None = None, check_every: int = 1, days: int = 0) -> Result:
        """Let the year pass (or so many days of it); the whole database is verified every so many days."""
        for number, who_at in enumerate(self._arrivals()):
            self.people.ask(city.applicant(self.dice, number), who_at)
        for number in range(days or (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days):
            day = date(self.year, 1, 1) + timedelta(days=number)
            with setup.connected():
                self._staff(day)
                self._day(day)
            self.promises.after_day(whole=number % check_every == 0)
            if progress:
                progress(day, self.mails_in)
        return self._result()

    def _arrivals(self) -> Iterator[datetime]:
        """When the first mails come; few in the last months, so that the year has an end."""
        for _number in range(self.requests):
            month = self.dice.choices(range(1, 13), SEASON)[0]
            day = date(self.year, month, 1) + timedelta(days=self.dice.randrange(28))
            yield datetime.combine(day, time(self.dice.randrange(7, 23), self.dice.randrange(60)), BRUSSELS)

    def _day(self, day: date) -> None:
        working = self.desk.calendar.is_working_day(day)
        for hour in WORKING_HOURS if working else CLOSED_HOURS:
            self.moment = datetime.combine(day, time.fromisoformat(hour), BRUSSELS).astimezone(UTC)
            self._take_in()
            if working and hour in CLERKS_WORK:
                self.clerks.work()
            self._work()
            self.moment += timedelta(seconds=self.desk.settings.outbox_grace + 1)
            outbox.flush(self.desk)
            self._deliver()

    def _staff(self, day: date) -> None:
        """Somebody goes on holiday in July, somebody leaves in autumn, somebody new comes."""
        if (day.month, day.day) == (7, 1):
            staffing.away(self.desk, KARIM, day, day + timedelta(days=21), by=SUPERVISOR, stand_in=ELS)
        elif (day.month, day.day) == (10, 1):
            staffing.add(self.desk, NEW, "Noor Jacobs", by=SUPERVISOR, email="noor@rivierstad.example")
            staffing.leave(self.desk, KARIM, by=SUPERVISOR, to=NEW, note="Alles staat in de nota's.")
            self.clerks.there = (ELS, NEW)

    def _take_in(self) -> None:
        mails = self.post.arrived(self.moment)
        self.mails_in += len(mails)
        if mails:
            intake.take_in(self.desk, mails)

    def _work(self) -> None:
        work(self.desk)
        self._deliver()

    def _deliver(self) -> None:
        letters = self.post.left()
        self.mails_out += len(letters)
        self.promises.after_letters(letters)
        for letter in letters:
            self.people.read(letter)

    def _result(self) -> Result:
        r = m.Request
        with session():
            rows = m.tuples(r.select(r.received_on, r.closed_on, r.outcome))
            asked = m.tuples(
                m.Referral.select(m.Referral.asked_on, m.Referral.answered_on, m.Referral.answer)
            )
            letters = Counter(kind for (kind,) in m.tuples(m.Outgoing.select(m.Outgoing.letter)))
            bounced = m.Outgoing.select().where(m.Outgoing.bounced_at.is_null(False)).count()
            escalated = m.Referral.select().where(m.Referral.escalated_on.is_null(False)).count()
        between, seen = self.desk.calendar.between, self.clerks.answers
        answers = [between(first, last) for first, last, said in asked if said in ("yes", "yes_if", "no")]
        ended = [between(first, last) for first, last, _outcome in rows if last]
        return Result(
            requests=len(rows),
            mails_in=self.mails_in,
            mails_out=self.mails_out,
            open_at_end=sum(last is None for _first, last, _outcome in rows),
            days_to_first_answer=median(answers) if answers else None,
            days_to_outcome=median(ended) if ended else None,
            reminders=letters[Code.REMINDER_1] + letters[Code.REMINDER_2] + letters[Code.DIGEST],
            digests=letters[Code.DIGEST],
            escalations=escalated,
            still_looking=letters[Code.STILL_LOOKING],
            bounces=bounced,
            outcomes=dict(Counter(outcome for *_days, outcome in rows if outcome).most_common()),
            answers_seen=seen.total() - seen["misplaced"],
            answers_read_right=seen["right"],
            answers_read_wrong=seen["wrong"],
            answers_left=seen["left"],
            answers_misplaced=seen["misplaced"],
            refused=self.clerks.refused,
            broken=[*self.promises.broken, *acknowledged_twice()],
        )


def work(desk: Desk) -> None:
    """What `stagedesk work` does without mailboxes: follow up, then send."""
    followup.chase(desk)
    outbox.flush(desk)
