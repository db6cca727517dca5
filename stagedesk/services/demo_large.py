"""The large demo: a year of a city of a hundred thousand, lived through the desk's own services."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.codes import Outcome
from stagedesk.mail.sources import SourceMail
from stagedesk.services import (
    checklists,
    demo,
    imports_writing,
    intake,
    outbox,
    placement_course,
    placement_rows,
    placements,
    places,
    referrals,
    setup,
    triage,
)
from stagedesk.services.desk import Clock, Desk
from stagedesk.services.simulation import city
from stagedesk.settings import Settings

WEEKS = 52
REQUESTS, ARRANGED, PLACES = 1_500, 200, 60
ANSWERED_AFTER, ENDED_AFTER = 2, 4
"""Weeks after a request came in."""
SIGNED = 0.9
YES = 0.14
"""How many requests end in a placement; how many agreements are signed in time."""
KINDS = ("student", "student", "student", "pupil", "bis", "taster", "graduation", "adult_education")
NO = ("no_capacity", "no_mentor", "period_taken", "too_late")
CLERKS = ("els", "karim", "lotte")

Progress = Callable[[int, int], None]


def make(
    settings: Settings, clock: Clock, progress: Progress | None = None, requests: int = REQUESTS
) -> Desk:
    """Make the large demo in the empty database of these settings, as it stands at this moment.

    It is the same every time but for its days, and it is whole or not there.
    """
    year = Year(settings, clock(), requests)
    with transaction():
        demo.directory(year.desk)
        year.offer_places()
        year.arrange()
        for week in range(WEEKS):
            year.live(week)
            if progress:
                progress(week + 1, WEEKS)
    return Desk(replace(settings, user=demo.USER), clock)


class Year:
    """A year that passes week by week."""

    def __init__(self, settings: Settings, end: datetime, requests: int) -> None:
        self.dice = random.Random(2026)
        self.start = self.moment = end - timedelta(weeks=WEEKS)
        self.end = end
        quiet = replace(settings, acknowledge=False)
        self.desk = setup.make_desk(quiet, lambda: self.moment)
        self.weekly = [requests // WEEKS + (week < requests % WEEKS) for week in range(WEEKS)]
        self.asked: list[list[tuple[str, city.Applicant]]] = []
        self.offered: list[str] = []
        self.count = 0

    def offer_places(self) -> None:
        """The inventory of the year, by department."""
        codes = sorted(code for (code,) in m.tuples(m.Department.select(m.Department.code)))
        for number in range(PLACES):
            code = codes[number % len(codes)]
            first = self.desk.today() + timedelta(days=self.dice.randrange(0, 300))
            offer = places.Offer(
                department=code,
                title=f"{self.dice.choice(city.words()['wishes'].get(code, ['onthaal']))} {number + 1}",
                kind=self.dice.choice(KINDS),
                period_start=first,
                period_end=first + timedelta(days=self.dice.randrange(30, 150)),
                slots=self.dice.choice((1, 1, 1, 2, 3)),
                structural=self.dice.random() < 0.6,
                paid=self.dice.choice(("yes", "no", "unknown")),
            )
            row = places.offer(self.desk, offer, by=self._clerk())
            if self.dice.random() < 0.5:
                places.publish(self.desk, row.id, "stadswebsite", by=self._clerk())

    def arrange(self) -> None:
        """What departments arranged themselves, from the list that one of them kept."""
        codes = sorted(code for (code,) in m.tuples(m.Department.select(m.Department.code)))
        lines = ["Naam;E-mail;Dienst;Soort;Periode;Dagen per week;Betaald"]
        for number in range(ARRANGED):
            who = city.applicant(self.dice, 100_000 + number)
            first = self.desk.today() + timedelta(days=self.dice.randrange(-200, 420))
            last = first + timedelta(days=self.dice.randrange(4, 150))
            days, paid = self.dice.choice((1, 2, 3, 4, 5, 5)), self.dice.choice(("ja", "nee", ""))
            period = f"{first} - {last}"
            cells = (
                who.name,
                who.email,
                self.dice.choice(codes),
                self.dice.choice(KINDS),
                period,
                days,
                paid,
            )
            lines.append(";".join(map(str, cells)))
        raw = "\n".join(lines).encode()
        imports_writing.import_placements(self.desk, "stages.csv", raw=raw, by="karim", good_rows=True)

    def live(self, week: int) -> None:
        """Mails come in, departments are asked, answer, and the applicants hear."""
        self.moment = self.start + timedelta(weeks=week + 1)
        self._take_in(week)
        if week >= ANSWERED_AFTER:
            self._answer(self.asked[week - ANSWERED_AFTER])
        if week >= ENDED_AFTER:
            self._agree()
        self._follow_placements()
        if week < WEEKS - 1:
            self.moment += timedelta(minutes=10)
        outbox.flush(self.desk)

    def _take_in(self, week: int) -> None:
        people, mails = [], []
        for _number in range(self.weekly[week]):
            self.count += 1
            who = city.applicant(self.dice, self.count)
            sent = self.moment - timedelta(hours=self.dice.randrange(1, 120))
            mails.append(SourceMail("demo", f"large-{self.count}", _mail(self.dice, who, sent, self.count)))
            people.append(who)
        intake.take_in(self.desk, mails)
        by_email = {who.email: who for who in people}
        query = m.Request.select(m.Request.reference, m.Request.sender_email).order_by(m.Request.id.desc())
        new = [
            (ref, by_email[email]) for ref, email in m.tuples(query.limit(len(mails))) if email in by_email
        ]
        for ref, who in new:
            if week < WEEKS - 1:  # this week's are still to be decided about
                referrals.route(self.desk, ref, who.wants, by=self._clerk())
        self.asked.append(new)

    def _answer(self, asked: list[tuple[str, city.Applicant]]) -> None:
        for ref, who in asked:
            by = self._clerk()
            if self.dice.random() < YES:
                referrals.answer(self.desk, ref, "yes", by=by, department=who.wants, letter=False)
                self.offered.append(ref)
            else:
                reason = self.dice.choice(NO)
                referrals.answer(self.desk, ref, "no", by=by, department=who.wants, reason=reason)
                triage.close(self.desk, ref, Outcome.REJECTED, by=by, reason=reason, letter=False)

    def _agree(self) -> None:
        for ref in self.offered:
            plan = placements.draft(ref)
            kind = plan.kind or self.dice.choice(KINDS)
            placements.agree(self.desk, ref, replace(plan, kind=kind, days_per_week=5), by=self._clerk())
        self.offered = []

    def _follow_placements(self) -> None:
        """What should have started or ended did, but for what is still to be confirmed."""
        today, p = self.desk.today(), m.Placement
        live = p.select(p.reference, p.legal_form, p.started_on, p.planned_start, p.planned_end).where(
            p.ended_on.is_null(), p.cancelled_on.is_null(), ~p.no_show
        )
        for ref, form, started, first, last in m.tuples(live):
            if started is None and first and first < today - timedelta(days=self._late()):
                if self.dice.random() < SIGNED and form != placement_rows.NO_AGREEMENT:
                    checklists.mark(self.desk, ref, "agreement", "signed", by=self._clerk())
                placement_course.start(self.desk, ref, by=self._clerk())
            elif started and last and last < today - timedelta(days=self._late()):
                placement_course.end(self.desk, ref, by=self._clerk())

    def _late(self) -> int:
        return self.dice.choice((1, 1, 1, 3, 10))

    def _clerk(self) -> str:
        return self.dice.choice(CLERKS)


def _mail(dice: random.Random, who: city.Applicant, sent: datetime, number: int) -> bytes:
    subject, text = city.asks(dice, who, sent, vague=False)
    mail = EmailMessage()
    mail["From"] = f"{who.name} <{who.email}>"
    mail["To"] = "stage@rivierstad.example"
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sent)
    mail["Message-ID"] = f"<large-{number}@student.example>"
    mail.set_content(text)
    return mail.as_bytes()
