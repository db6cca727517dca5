"""Months of a desk's life by chance: mails come in, people decide, change their minds, undo and reopen."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from builders import Clock, a_mail
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.sources import SourceMail
from stagedesk.services import followup, intake, outbox, reference, referrals, triage, undo
from stagedesk.services.desk import Desk

PEOPLE = ("els", "karim", "mieke")
DEPARTMENTS = ("musea", "bibliotheek", "sport", "groen")
ENDS = (
    ("placed", None),
    ("rejected", "no_capacity"),
    ("rejected", "too_late"),
    ("withdrawn", "found_elsewhere"),
    ("applicant_no_answer", None),
    ("department_no_answer", None),
    ("redirected", None),
    ("duplicate", None),
    ("out_of_scope", None),
)


class Life:
    """A desk with dice; what the desk refuses is simply not done."""

    def __init__(self, desk: Desk, now: Clock, seed: int) -> None:
        self.desk, self.now, self.dice = desk, now, random.Random(seed)
        self.deeds: list[Callable[[], object]] = [
            self.receive, self.receive, self.route, self.route, self.answer, self.answer, self.ask,
            self.close, self.close, self.reopen, self.undo, self.undo, self.snooze, self.note, self.seen,
            self.wait_list, self.link, self.withdraw, self.remind, self.reply, self.flush, self.chase,
        ]  # fmt: skip

    def live(self, steps: int, *, hours: float = 40) -> None:
        """Take so many steps, with some time between them."""
        with session():
            for _step in range(steps):
                self.now.pass_time(hours=self.dice.random() * hours)
                deed = self.dice.choice(self.deeds)
                with suppress(errors.StagedeskError):
                    deed()

    def refs(self) -> list[str]:
        with session():
            return [ref for (ref,) in m.tuples(m.Request.select(m.Request.reference).order_by(m.Request.id))]

    def ref(self) -> str:
        return self.dice.choice(self.refs() or ["2026-0000"])

    def who(self) -> str:
        return self.dice.choice(PEOPLE)

    def receive(self) -> None:
        """A few new mails, written in the last days by one of nine people."""
        intake.take_in(self.desk, [self._new_mail() for _number in range(self.dice.randrange(1, 5))])

    def _new_mail(self) -> SourceMail:
        sent = self.now() - timedelta(hours=self.dice.random() * 100)
        number = self.dice.randrange(9)
        return a_mail(sent=sent, sender=f"Nora {number} <nora{number}@student.example>", subject="=1+1")

    def route(self) -> None:
        referrals.route(self.desk, self.ref(), self.dice.choice(DEPARTMENTS), by=self.who())

    def answer(self) -> None:
        value = self.dice.choice(referrals.ANSWERS)
        department = self.dice.choice((None, *DEPARTMENTS))
        reason = "no_mentor" if value == "no" else None
        letter = self.dice.random() < 0.5
        referrals.answer(
            self.desk, self.ref(), value, by=self.who(), department=department, reason=reason, letter=letter,
            remark="=2+2",
        )  # fmt: skip

    def ask(self) -> None:
        triage.ask(self.desk, self.ref(), "Welke periode?", by=self.who())

    def close(self) -> None:
        outcome, reason = self.dice.choice(ENDS)
        if reason and reason not in reference.reasons_for(outcome):
            reason = reference.reasons_for(outcome)[0]
        ended_by = "applicant" if outcome == "withdrawn" else None
        triage.close(self.desk, self.ref(), outcome, by=self.who(), reason=reason, ended_by=ended_by)

    def reopen(self) -> None:
        triage.reopen(self.desk, self.ref(), by=self.who())

    def undo(self) -> None:
        undo.undo(self.desk, by=self.who())

    def snooze(self) -> None:
        until = self.desk.today() + timedelta(days=self.dice.randrange(1, 20))
        triage.snooze(self.desk, self.ref(), until, by=self.who())

    def note(self) -> None:
        triage.note(self.desk, self.ref(), "Belde terug.", by=self.who())

    def seen(self) -> None:
        triage.seen(self.desk, self.ref(), by=self.who())

    def wait_list(self) -> None:
        until = self.desk.today() + timedelta(days=self.dice.randrange(1, 40))
        triage.wait_list(self.desk, self.ref(), until, by=self.who())

    def link(self) -> None:
        triage.link(self.desk, self.ref(), self.ref(), by=self.who())

    def withdraw(self) -> None:
        referrals.withdraw(self.desk, self.ref(), by=self.who())

    def remind(self) -> None:
        referrals.remind(self.desk, self.ref(), by=self.who())

    def reply(self) -> None:
        """Somebody answers one of the desk's letters, or writes again about an own mail."""
        with session():
            ids = [mail_id for (mail_id,) in m.tuples(m.Message.select(m.Message.mail_id))]
        if ids:
            text = self.dice.choice(["Ja, dat lukt.\n", "Nee, geen plaats.\n", "Hier is mijn cv.\n"])
            intake.take_in(self.desk, [a_mail(text, answers=self.dice.choice(ids), sent=self.now())])

    def flush(self) -> None:
        outbox.flush(self.desk)

    def chase(self) -> None:
        followup.chase(self.desk)
