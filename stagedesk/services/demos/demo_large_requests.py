"""The requests of the large demo: who writes when, what the departments answer, and what becomes of each."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Outcome
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import triage
from stagedesk.services.demos import demo_large_register, demo_register
from stagedesk.services.demos.demo_large_words import said
from stagedesk.services.mail_in import intake
from stagedesk.services.register import places
from stagedesk.services.simulation import city

if TYPE_CHECKING:
    from stagedesk.services.demos.demo_large import Year

SOURCE = "demo"
SUPERVISOR = "mieke"
YES, SECOND_TRY, ACCEPTS, HAS_PLACE = 0.15, 0.3, 0.88, 0.3
REASONS = ("no_capacity", "no_mentor", "period_taken", "no_suitable_tasks", "too_late", "level_mismatch")
OFTEN = (30, 22, 18, 12, 10, 8)
# Working days until a department answers, and how many of a hundred are so; the last one never does.
ANSWERS: tuple[tuple[tuple[int, int], int], ...] = (((0, 4), 56), ((4, 9), 28), ((9, 17), 12), ((0, 0), 4))
# What a clerk does with a new mail, and how many of a hundred.
FIRST_STEPS = {"route": 84, "ask": 6, "wait": 3, "snooze": 3, "redirect": 2, "out": 2}
WITHDRAWS = 0.05
WITHDRAWN = ("found_elsewhere", "found_elsewhere", "applicant_withdrew", "changed_study")


def begin(year: "Year", count_: int) -> None:
    """Spread the mails over the working days of the year, as the months want it."""
    story = Story(year)
    days = [year.start.date() + timedelta(days=number + 1) for number in range((year.end - year.start).days)]
    days = [day for day in days if year.desk.calendar.is_working_day(day)]
    weights = [said()["months"]["weights"][day.month - 1] for day in days]
    chosen = year.dice.choices(days, weights, k=count_)
    for day in days:
        if mails := chosen.count(day):
            year.at(year.local(day, time(9)), partial(story.take_in, mails))


class Story:
    """What happens with each request; a step that cannot be taken any more is left out."""

    def __init__(self, year: "Year") -> None:
        self.year, self.desk, self.dice = year, year.desk, year.dice
        self.people = _people(self.dice)
        self.numbers = count(1)
        self.schools = [name for (name,) in m.tuples(m.School.select(m.School.name).order_by(m.School.id))]
        self.gone: set[str] = set()
        self.listed: dict[str, int] = {}
        """On the list of which place a request is."""

    def take_in(self, mails: int) -> None:
        people, raw = {}, []
        for _each in range(mails):
            number, who = next(self.numbers), next(self.people)
            sent = self.year.moment - timedelta(minutes=self.dice.randrange(5, 1_000))
            key = f"large-{number}"
            school = self.dice.choice(self.schools)
            raw.append(SourceMail(SOURCE, key, _mail(self.dice, who, school, sent, number)))
            people[key] = who
        intake.take_in(self.desk, raw)
        for key, ref in _references(list(people)):
            self.year.soon(self.dice.choice((0, 0, 0, 1, 1, 2)), partial(self._first, ref, people[key]))

    def _first(self, ref: str, who: city.Applicant) -> None:
        step = self.dice.choices(list(FIRST_STEPS), list(FIRST_STEPS.values()))[0]
        getattr(self, f"_{step}")(ref, who)
        if self.dice.random() < WITHDRAWS:
            self.year.soon(self.dice.randrange(2, 25), partial(self._withdraw, ref))

    # The first step ----------------------------------------------------------------------------------

    def _route(self, ref: str, who: city.Applicant, wants: str = "") -> None:
        if ref in self.gone:
            return
        department = wants or who.wants
        with suppress(errors.Refused):
            referrals.route(self.desk, ref, department, by=self.year.clerk(), suggested=department)
            if not wants and self.dice.random() < HAS_PLACE:
                self._propose(ref, department)
            spans, often = zip(*ANSWERS, strict=True)
            first, last = self.dice.choices(spans, often)[0]
            if last:
                answer = partial(self._answer, ref, who, department, bool(wants))
                self.year.soon(self.dice.randint(first, last), answer)
            else:
                self.year.soon(self.dice.randrange(17, 24), partial(self._no_answer, ref))

    def _ask(self, ref: str, who: city.Applicant) -> None:
        triage.ask(self.desk, ref, self.dice.choice(said()["notes"]["questions"]), by=self.year.clerk())
        if self.dice.random() < 0.6:
            self.year.soon(self.dice.randrange(1, 9), partial(self._told, ref, who))
        else:
            close = partial(self._close, ref, Outcome.APPLICANT_NO_ANSWER)
            self.year.soon(self.dice.randrange(21, 25), close)

    def _wait(self, ref: str, who: city.Applicant) -> None:
        until = self.desk.in_working_days(self.dice.randrange(20, 60))
        triage.wait_list(self.desk, ref, until, by=self.year.clerk())
        self.year.on(until, partial(self._route, ref, who))

    def _snooze(self, ref: str, who: city.Applicant) -> None:
        until = self.desk.in_working_days(self.dice.randrange(3, 12))
        triage.snooze(self.desk, ref, until, by=self.year.clerk())
        self.year.on(until, partial(self._route, ref, who))

    def _redirect(self, ref: str, _who: city.Applicant) -> None:
        self._close(ref, Outcome.REDIRECTED)

    def _out(self, ref: str, _who: city.Applicant) -> None:
        self._close(ref, Outcome.OUT_OF_SCOPE)

    # What follows ------------------------------------------------------------------------------------

    def _told(self, ref: str, who: city.Applicant) -> None:
        if ref not in self.gone:
            triage.note(self.desk, ref, self.dice.choice(said()["notes"]["answered"]), by=self.year.clerk())
            self._route(ref, who)

    def _propose(self, ref: str, department: str) -> None:
        o = m.Place
        query = o.select(o.id).join(m.Department).where(m.Department.code == department)
        found = [number for (number,) in m.tuples(query.where(o.withdrawn_on.is_null()))]
        if found:
            self.listed[ref] = self.dice.choice(found)
            places.propose(self.desk, self.listed[ref], ref, by=self.year.clerk())

    def _decide(self, ref: str, outcome: str) -> None:
        if place := self.listed.pop(ref, None):
            places.decide(self.desk, place, ref, outcome, by=self.year.clerk())

    def _answer(self, ref: str, who: city.Applicant, department: str, again: bool) -> None:
        if ref in self.gone:
            return
        by = self.year.clerk()
        if self.dice.random() < YES:
            referrals.answer(self.desk, ref, "yes", by=by, department=department)
            self._decide(ref, "chosen")
            follow = self._agree if self.dice.random() < ACCEPTS else self._withdraw
            self.year.soon(self.dice.randrange(1, 9), partial(follow, ref))
            return
        self._decide(ref, "not_chosen")
        reason = self.dice.choices(REASONS, OFTEN)[0]
        referrals.answer(self.desk, ref, "no", by=by, department=department, reason=reason)
        if not again and self.dice.random() < SECOND_TRY:
            other = self.dice.choice([code for code in city.words()["wishes"] if code != department])
            self.year.soon(0, partial(self._route, ref, who, other))
        else:
            close = partial(self._close, ref, Outcome.REJECTED, reason)
            self.year.soon(self.dice.choice((0, 0, 0, 1)), close)

    def _agree(self, ref: str) -> None:
        if ref not in self.gone:
            self.gone.add(ref)
            demo_large_register.agree(self.year, ref)

    def _no_answer(self, ref: str) -> None:
        self._close(ref, Outcome.DEPARTMENT_NO_ANSWER, by=SUPERVISOR)

    def _withdraw(self, ref: str) -> None:
        if ref not in self.gone:
            self._decide(ref, "withdrawn")
            self._close(ref, Outcome.WITHDRAWN, self.dice.choice(WITHDRAWN))

    def _close(self, ref: str, outcome: Outcome, reason: str | None = None, by: str = "") -> None:
        if ref not in self.gone:
            with suppress(errors.Refused):
                triage.close(self.desk, ref, outcome, by=by or self.year.clerk(), reason=reason)
                self.gone.add(ref)


def _references(keys: list[str]) -> list[tuple[str, str]]:
    """The requests that these mails became."""
    query = (
        m.Ledger.select(m.Ledger.source_key, m.Request.reference)
        .join(m.Entry, on=(m.Entry.message == m.Ledger.message))
        .join(m.Request)
        .where(m.Ledger.source == SOURCE, m.Ledger.source_key.in_(keys))
    )
    return m.tuples(query.order_by(m.Request.id))


def _people(dice: random.Random) -> Iterator[city.Applicant]:
    """Each name once, and each with a wish of its own."""
    names = [(first, last) for first in said()["names"]["first"] for last in said()["names"]["last"]]
    dice.shuffle(names)
    for number, (first, last) in enumerate(names):
        who = city.applicant(dice, number)
        who.name, who.email = f"{first} {last}", demo_register.mail_of(f"{first} {last}")
        yield who


def _mail(dice: random.Random, who: city.Applicant, school: str, sent: datetime, number: int) -> bytes:
    subject, text = _asks(dice, who, school, sent)
    mail = EmailMessage()
    mail["From"] = f"{who.name} <{who.email}>"
    mail["To"] = "stage@rivierstad.example"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sent)
    mail["Message-ID"] = f"<large-{number}@student.example>"
    mail.set_content(text)
    return mail.as_bytes()


def _asks(dice: random.Random, who: city.Applicant, school: str, sent: datetime) -> tuple[str, str]:
    """Subject and text; people come on a Monday and go on a Friday."""
    words = city.words()
    monday = sent.date() - timedelta(days=sent.weekday())
    first = monday + timedelta(weeks=dice.randrange(5, 22))
    last = first + timedelta(weeks=dice.randrange(2, 18), days=-3)
    wish = dice.choice(words["wishes"][who.wants])
    text = words["requests"][who.language].format(
        name=who.name,
        study=words["studies"][who.wants],
        school=school,
        wish=wish,
        **{"from": f"{first:%d/%m/%Y}", "to": f"{last:%d/%m/%Y}"},
    )
    subject = said()["subjects"][who.language].format(wish=wish)
    return subject, text
