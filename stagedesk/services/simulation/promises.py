"""What the desk promises, looked at from outside after every day of the simulated year."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Letter as Code
from stagedesk.domain.deadlines import BRUSSELS
from stagedesk.services.checking.check import check
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.simulation.post import Letter

BY_THE_CLOCK = frozenset(
    {Code.REMINDER_1, Code.REMINDER_2, Code.DIGEST, Code.ESCALATION, Code.QUESTION_AGAIN, Code.STILL_LOOKING}
)
REMINDERS = frozenset({Code.REMINDER_1, Code.REMINDER_2, Code.DIGEST})
MOST_LETTERS = 40
"""About one request, to anybody: more would be a loop."""


@dataclass
class Promises:
    """Everything that was broken, each in a sentence."""

    desk: Desk
    broken: list[str] = field(default_factory=list)
    _letters: Counter[int] = field(default_factory=Counter)
    _to_a_department: set[tuple[str, str]] = field(default_factory=set)

    def after_letters(self, letters: list[Letter]) -> None:
        """Look at letters as they leave."""
        for letter in letters:
            self.broken += self._of_letter(letter)

    def after_day(self, *, whole: bool) -> None:
        """Look at what is open when a working day ends; `whole` verifies the database too."""
        self.broken += self._forgotten()
        if whole:
            self.broken += [
                f"{self.desk.today()}: check: {each.where} {each.detail}" for each in check(self.desk)
            ]

    def _of_letter(self, letter: Letter) -> Iterator[str]:
        local = letter.sent_at.astimezone(BRUSSELS)
        if letter.kind in BY_THE_CLOCK:
            if not self.desk.calendar.is_working_day(local.date()):
                yield f"{letter.kind} to {letter.to} left on {local.date()}, when the city is closed"
            elif not self.desk.office_hours.opens <= local.time() <= self.desk.office_hours.closes:
                yield f"{letter.kind} to {letter.to} left at {local:%H:%M}, outside office hours"
        if letter.kind == Code.DIGEST:
            key = (letter.to[0], local.date().isoformat())
            if key in self._to_a_department:
                yield f"{letter.to[0]} got a second digest on {local.date()}"
            self._to_a_department.add(key)
        if letter.kind in REMINDERS:
            yield from self._answered_before(letter)
        yield from self._too_many(letter)

    def _answered_before(self, letter: Letter) -> Iterator[str]:
        """A reminder about a question that had been answered when it left."""
        with session():
            row = m.Outgoing.get(m.Outgoing.mail_id == letter.mail_id)
            about = [row.referral] if row.referral_id else [each.referral for each in row.items]
            for referral in about:
                if referral.answered_at and referral.answered_at < _moment(letter):
                    yield f"{letter.kind} about referral {referral.id} left after its answer"

    def _too_many(self, letter: Letter) -> Iterator[str]:
        with session():
            query = m.Outgoing.select(m.Outgoing.request).where(m.Outgoing.mail_id == letter.mail_id)
            for (request,) in m.tuples(query):
                if request is not None:
                    self._letters[request] += 1
                    if self._letters[request] == MOST_LETTERS + 1:
                        yield f"request {request} had more than {MOST_LETTERS} letters"

    def _forgotten(self) -> Iterator[str]:
        """Open requests whose day has passed, in nobody's Inbox, with nothing planned."""
        r, today = m.Request, self.desk.today()
        with session():
            lost = r.select(r.reference, r.due_on).where(
                r.closed_on.is_null(), r.attention_since.is_null(), r.due_on < today
            )
            for reference, due_on in m.tuples(lost):
                planned = requests.page(self.desk, reference).planned
                if self.desk.calendar.between(due_on, today) > 1 and not any(
                    each.on >= today for each in planned
                ):
                    yield f"{today}: {reference} was due on {due_on}, and nothing more is planned"


def acknowledged_twice() -> Iterator[str]:
    """References of applicants who got more than one acknowledgement for one mail of theirs."""
    out = m.Outgoing
    with session():
        query = out.select(out.request).where(out.letter == Code.ACKNOWLEDGEMENT, out.request.is_null(False))
        counts = Counter(number for (number,) in m.tuples(query))
    return (
        f"request {number} was acknowledged {count} times" for number, count in counts.items() if count > 1
    )


def _moment(letter: Letter) -> datetime:
    return letter.sent_at
