"""Months of a desk's life by chance: mails come in, people decide, change their minds, undo and reopen."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote

from peewee import JOIN, fn

from builders import Clock, a_mail
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import ChecklistState, Role
from stagedesk.domain.measure import year_span
from stagedesk.domain.measures import Block
from stagedesk.mail import smtp
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services import reference
from stagedesk.services.answers import answer_links, referrals
from stagedesk.services.city import closing_days, directory_editing, staffing
from stagedesk.services.clock import calls, followup
from stagedesk.services.deciding import handover, plan, triage
from stagedesk.services.desk import Desk
from stagedesk.services.importing import arranged
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake, mailboxes_account, parting, threads
from stagedesk.services.mail_out import outbox, outbox_list, outbox_sending, outbox_tasks
from stagedesk.services.privacy import retention, retention_executing
from stagedesk.services.public import published, publishing
from stagedesk.services.register import (
    checklists,
    hires,
    introduction,
    placement_course,
    placement_notes,
    placements,
    places,
)
from stagedesk.services.register.placing import Plan
from stagedesk.services.statistics import coverage, measures, measuring

PEOPLE = ("els", "karim", "mieke")
SHORT_TERMS = Path(__file__).parent / "short_terms"
ONLOOKER = "bart"
CHOSEN = ("chosen", "not_chosen", "withdrawn")
KINDS = (None, "student", "pupil", "bis", "taster")
LISTED = "naam;van;tot;soort\nNora Willems;07/09/2025;18/12/2025;student\nTom {};1/10/2025;30/10/2025;\n"
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


class MoodyServer:
    """Takes letters, refuses them for good or for now, or breaks off at the worst moment."""

    repeatable = False

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def send(self, _parcel: smtp.Parcel) -> dict[str, str]:
        mood = self.dice.random()
        if mood < 0.3:
            raise self.dice.choice((smtp.Refused, smtp.Later, smtp.Unknown))("450 =4+4")
        if mood < 0.4:
            raise self.dice.choice((errors.SmtpDown, errors.SmtpError))(host="mail", detail="moody")
        return {}

    def close(self) -> None:
        """It is open for everybody at any time."""


class Life:
    """A desk with dice; what the desk refuses is simply not done."""

    def __init__(self, desk: Desk, now: Clock, seed: int) -> None:
        settings = replace(desk.settings, acknowledge=True, figures_folder=str(SHORT_TERMS))
        self.desk = replace(desk, settings=settings)
        self.now, self.dice = now, random.Random(seed)
        with session():
            m.Staff.get_or_create(code=ONLOOKER, name="Bart", email="", role=Role.READER)
        self.deeds: list[Callable[[], object]] = [
            self.receive, self.receive, self.route, self.route, self.answer, self.answer, self.ask,
            self.close, self.close, self.reopen, self.undo, self.undo, self.snooze, self.note, self.seen,
            self.wait_list, self.link, self.withdraw, self.remind, self.reply, self.flush, self.chase,
            self.post, self.post, self.decide_letter, self.reply_to_list, self.reply_to_list, self.look_on,
            self.change_plan, self.change_plan, self.closing_day,
            self.take_over, self.hand_over, self.hand_over_all, self.absent, self.leave, self.come_back,
            self.correct_mail, self.correct_mail, self.fail_to_read, self.dismiss,
            self.click, self.click, self.more_time, self.refer_on, self.tell,
            self.arrange, self.placement, self.placement, self.document, self.agree, self.place, self.place,
            self.afterwards, self.mailed_list, self.edit_directory, self.tell_figure,
            self.forget,
        ]  # fmt: skip

    def live(self, steps: int, *, hours: float = 40) -> None:
        """Take so many steps, with some time between them."""
        with session():
            for _step in range(steps):
                self.now.pass_time(hours=self.dice.random() * hours)
                deed = self.dice.choice(self.deeds)
                with suppress(errors.StagedeskError):
                    deed()
            looked_on = m.Event.select().join(m.Staff).where(m.Staff.code == ONLOOKER)
            assert not looked_on.exists(), "who looks on decides nothing"

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
        who = "ik" if number < 7 else "wij voor drie leerlingen"
        text = f"Beste, graag zoeken {who} een stageplaats in het museum.\n"
        return a_mail(text, sent=sent, sender=f"Nora {number} <nora{number}@student.example>", subject="=1+1")

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

    def correct_mail(self) -> None:
        """A mail belongs elsewhere, a link was wrong, or somebody else asks."""
        by = self.who()
        self.dice.choice((
            lambda: threads.split(self.desk, *self._a_mail(), by=by),
            lambda: threads.move(self.desk, self._a_mail()[1], self.ref(), by=by),
            lambda: parting.part(self.desk, self._a_mail("received")[0], by=by),
            lambda: threads.unmerge(self.desk, self._a_mail("linked")[0], by=by),
            lambda: threads.take_sender_as_applicant(self.desk, self.ref(), by=by),
        ))()  # fmt: skip

    def _a_mail(self, kind: str = "landed") -> tuple[str, int]:
        """A request to which such a thing happened, and one of its mails."""
        e, r, place = m.Event, m.Request, m.Entry
        query = e.select(r.reference, fn.coalesce(place.message, 0)).join(r, on=(e.request == r.id))
        query = query.join(place, JOIN.LEFT_OUTER, on=(place.request == r.id)).where(e.kind == kind)
        with session():
            found = m.tuples(query.order_by(e.id, place.id))
        return self.dice.choice(found or [("2026-0000", 0)])

    def fail_to_read(self) -> None:
        """A source that does not give a mail."""
        intake.take_in(self.desk, [SourceFailure("test", f"gone-{self.dice.randrange(50)}", "gone")])

    def dismiss(self) -> None:
        numbers = [row.id for row in mailboxes_account.failed()]
        some = self.dice.sample(numbers, min(len(numbers), self.dice.randrange(1, 3)))
        mailboxes_account.dismiss(self.desk, some, "Reclame.", by=self.who())

    def remind(self) -> None:
        referrals.remind(self.desk, self.ref(), by=self.who())

    def reply(self) -> None:
        """Somebody answers one of the desk's letters, or writes again about an own mail."""
        with session():
            ids = [mail_id for (mail_id,) in m.tuples(m.Message.select(m.Message.mail_id))]
        if ids:
            text = self.dice.choice(["Ja, dat lukt.\n", "Nee, geen plaats.\n", "Hier is mijn cv.\n"])
            intake.take_in(self.desk, [a_mail(text, answers=self.dice.choice(ids), sent=self.now())])

    def reply_to_list(self) -> None:
        """A department answers several questions at once, clearly or not."""
        o, d = m.Outgoing, m.Department
        with session():
            query = o.select(o.mail_id, d.email).join(d, on=(o.department == d.id))
            lists = m.tuples(query.where(o.letter == "digest", o.state == "sent").order_by(o.id))
        if lists:
            mail_id, sender = self.dice.choice(lists)
            text = self.dice.choice(
                ("1: ja, 2: nee", "2. Bekijken we nog", "Nora mag.", "Allemaal welkom!", "Ja")
            )
            intake.take_in(self.desk, [a_mail(text, answers=mail_id, sender=sender, sent=self.now())])

    def look_on(self) -> None:
        """Whoever looks on tries what the others do, and gets nowhere."""
        who, self.who = self.who, lambda: ONLOOKER  # type: ignore[method-assign]
        try:
            self.dice.choice(
                (self.route, self.note, self.close, self.undo, self.link, self.arrange, self.place)
            )()
        finally:
            self.who = who  # type: ignore[method-assign]

    def click(self) -> None:
        """A department uses an answer link, perhaps an old one, perhaps twice, perhaps spoiled."""
        with session():
            rows = list(m.Referral.select().order_by(m.Referral.id.desc()).limit(12))
            if not rows:
                return
            row = self.dice.choice(rows)
            link = self.dice.choice(answer_links.links_for(self.desk, row, "nl"))
            department = row.department.code
        body = unquote(link.href.rpartition("body=")[2]).replace("\r\n", "\n")
        if self.dice.random() < 0.2:
            body = body.replace("[sd:", "[sd:a")
        sender = f"{department if self.dice.random() < 0.8 else 'elders'}@stad.example"
        mails = [a_mail(body, sender=sender, sent=self.now()) for _mail in range(self.dice.choice((1, 1, 2)))]
        intake.take_in(self.desk, mails)

    def more_time(self) -> None:
        until = self.desk.today() + timedelta(days=self.dice.randrange(1, 30))
        referrals.more_time(self.desk, self.ref(), until, by=self.who())

    def tell(self) -> None:
        referrals.tell(self.desk, self.ref(), "Ja, met de auto.", by=self.who())

    def refer_on(self) -> None:
        referrals.refer_on(self.desk, self.ref(), self.dice.choice(DEPARTMENTS), by=self.who())

    def change_plan(self) -> None:
        day = self.desk.today() + timedelta(days=self.dice.randrange(1, 30))
        ref, who = self.ref(), self.who()
        changes: list[Callable[[], object]] = [
            lambda: plan.put_off(self.desk, ref, day, by=who),
            lambda: plan.skip(self.desk, ref, by=who),
            lambda: plan.change_due(self.desk, ref, day, by=who),
            lambda: plan.stop(self.desk, ref, "Belde.", by=who),
            lambda: plan.resume(self.desk, ref, by=who),
        ]
        self.dice.choice(changes)()

    def closing_day(self) -> None:
        day = self.desk.today() + timedelta(days=self.dice.randrange(-3, 30))
        department = self.dice.choice((None, *DEPARTMENTS))
        if self.dice.random() < 0.7:
            closing_days.add(self.desk, day, "Feest", by=self.who(), department=department)
        else:
            closing_days.remove(self.desk, day, by=self.who(), department=department)

    def post(self) -> None:
        """Letters leave by a mail server that is not always in the mood."""
        outbox_sending.send_due(self.desk, way=MoodyServer(self.dice))

    def decide_letter(self) -> None:
        """Somebody decides about a letter that did not leave, or did not have to."""
        number = self.dice.randrange(1, len(outbox_list.letters(self.desk)) + 2)
        what = self.dice.choice(("retry", "elsewhere", "drop", "arrived"))
        if what == "drop":
            outbox_tasks.drop(self.desk, number, "=3+3", by=self.who())
        elif what == "arrived":
            outbox_tasks.arrived(self.desk, number, by=self.who())
        else:
            to = "elders@stad.example" if what == "elsewhere" else ""
            outbox_tasks.retry(self.desk, number, by=self.who(), to=to)

    def flush(self) -> None:
        outbox.flush(self.desk)

    def chase(self) -> None:
        """When the doors open: at night the clock does nothing."""
        self.now.moment = self.desk.office_hours.next_open(self.now(), self.desk.calendar)
        followup.chase(self.desk)

    def agree(self) -> None:
        """A department says yes and the applicant comes, with what is known by then."""
        ref, who = self.ref(), self.who()
        with suppress(errors.StagedeskError):
            referrals.route(self.desk, ref, self.dice.choice(DEPARTMENTS), by=who)
        referrals.answer(self.desk, ref, "yes", by=who)
        plan = replace(placements.draft(ref), kind=self.dice.choice(KINDS), blocks=self._days())
        placements.agree(self.desk, ref, plan, by=who)

    def arrange(self) -> None:
        number = self.dice.randrange(6)
        plan = Plan(
            applicant=f"Arno {number}", email=f"arno{number}@school.example" if number else "",
            department=self.dice.choice(DEPARTMENTS), kind=self.dice.choice(KINDS), blocks=self._days(),
            days_per_week=self.dice.choice((None, 2, 2.5, 5)), school=self.dice.choice(("", "ap")),
        )  # fmt: skip
        placements.arrange(self.desk, plan, by=self.who())

    def _days(self) -> tuple[Block, ...]:
        first = self.desk.today() + timedelta(days=self.dice.randrange(-60, 60))
        return tuple(
            Block(first + timedelta(days=start), first + timedelta(days=start + self.dice.randrange(60)))
            for start in self.dice.sample((0, 70, 150), self.dice.randrange(3))
        )

    def placement_ref(self) -> str:
        with session():
            query = m.Placement.select(m.Placement.reference).order_by(m.Placement.id)
            return self.dice.choice([ref for (ref,) in m.tuples(query)] or ["P2026-0000"])

    def placement(self) -> None:
        """Something happens to a placement."""
        ref, by, c = self.placement_ref(), self.who(), placement_course
        day = self.desk.today() - timedelta(days=self.dice.randrange(20))
        later = self.desk.today() + timedelta(days=self.dice.randrange(200))
        self.dice.choice((
            lambda: c.start(self.desk, ref, day, by=by),
            lambda: c.start(self.desk, ref, by=by),
            lambda: c.no_show(self.desk, ref, by=by),
            lambda: c.cancel(self.desk, ref, by=by, ended_by="applicant", reason="other_plans"),
            lambda: c.interrupt(self.desk, ref, day, self.dice.choice((None, later)), by=by),
            lambda: c.resume(self.desk, ref, by=by),
            lambda: c.end(self.desk, ref, by=by),
            lambda: c.end(self.desk, ref, day, by=by, ended_by="school", reason="no_match"),
            lambda: c.extend(self.desk, ref, later, by=by),
            lambda: self.correct(ref),
        ))()  # fmt: skip

    def correct(self, ref: str) -> None:
        plan = replace(placements.plan_of(ref), kind=self.dice.choice(KINDS), blocks=self._days())
        placements.change(self.desk, ref, plan, by=self.who())

    def document(self) -> None:
        document = self.dice.choice(list(reference.table("documents")))
        state = self.dice.choice(list(ChecklistState))
        party = self.dice.choice(("city", "school", "applicant", "parents"))
        if self.dice.random() < 0.5:
            checklists.mark(self.desk, self.placement_ref(), document, state, by=self.who())
        else:
            checklists.sign(self.desk, self.placement_ref(), party, by=self.who())

    def take_over(self) -> None:
        handover.take_over(self.desk, self.ref(), by=self.who())

    def hand_over(self) -> None:
        handover.hand_over(self.desk, self.ref(), self.who(), by=self.who(), note="Zie mail.")

    def hand_over_all(self) -> None:
        department = self.dice.choice(("", *DEPARTMENTS))
        of = self.dice.choice((*PEOPLE, handover.ANYBODY))
        handover.hand_over_all(self.desk, of, self.who(), by=self.who(), department=department)

    def absent(self) -> None:
        known = staffing.absences(self.desk)
        if known and self.dice.random() < 0.5:
            staffing.back(self.desk, self.dice.choice(known).id, by=self.who())
            return
        first = self.desk.today()
        last = first + timedelta(days=self.dice.randrange(9))
        stand_in = self.dice.choice(("", *PEOPLE))
        staffing.away(self.desk, self.who(), first, last, by=self.who(), stand_in=stand_in)

    def leave(self) -> None:
        staffing.leave(self.desk, self.who(), to=self.who(), by=self.who())

    def come_back(self) -> None:
        staffing.add(self.desk, self.who(), by="mieke")

    def place(self) -> None:
        """Something happens to a place."""
        with session():
            numbers = [number for (number,) in m.tuples(m.Place.select(m.Place.id).order_by(m.Place.id))]
        number, by = self.dice.choice(numbers or [0]), self.who()
        offer = places.Offer(
            self.dice.choice(DEPARTMENTS),
            "Archief =1+1",
            self.dice.choice(KINDS),
            slots=self.dice.randrange(1, 3),
        )
        self.dice.choice((
            lambda: places.offer(self.desk, offer, by=by),
            lambda: places.change(self.desk, number, offer, by=by),
            lambda: places.withdraw(self.desk, number, "no_budget", by=by),
            lambda: places.publish(self.desk, number, "website", by=by),
            lambda: places.unpublish(self.desk, number, "website", by=by),
            lambda: places.propose(self.desk, number, self.ref(), by=by),
            lambda: places.decide(self.desk, number, self.ref(), self.dice.choice(CHOSEN), by=by),
            lambda: self.move_in(number),
            lambda: calls.call_for_places(self.desk, self.desk.today().year, by=by),
        ))()  # fmt: skip

    def move_in(self, number: int) -> None:
        """Somebody gets a slot of a place."""
        ref = self.placement_ref()
        plan = replace(placements.plan_of(ref), place=number)
        placements.change(self.desk, ref, plan, by=self.who())

    def edit_directory(self) -> None:
        """A school and a contact come, change and end; a department gets another address; a note."""
        by, today, number = self.who(), self.desk.today(), self.dice.randrange(3)
        code, email = f"school-{number}", f"n{number}@elders.example"
        self.dice.choice((
            lambda: directory_editing.add_school(self.desk, {"code": code, "name": f"S {number}"}, by=by),
            lambda: directory_editing.change_school(self.desk, code, {"aliases": f"a{number}; b"}, by=by),
            lambda: directory_editing.close_school(self.desk, code, today, by=by),
            lambda: directory_editing.add_contact(self.desk, "ap", {"name": "Ann", "email": email}, by=by),
            lambda: directory_editing.change_contact(self.desk, number, {"phone": f"0{number}"}, by=by),
            lambda: directory_editing.end_contact(self.desk, number, today, by=by),
            lambda: directory_editing.change_department(self.desk, "groen", {"head_email": email}, by=by),
            lambda: directory_editing.change_department(self.desk, "groen", {"aliases": f"g{number}"}, by=by),
            lambda: placement_notes.note(self.desk, self.placement_ref(), "Gebeld.", by=by),
        ))()  # fmt: skip

    def afterwards(self) -> None:
        """Hiring, introduction days, and what departments told."""
        ref, by, today = self.placement_ref(), self.who(), self.desk.today()
        day = today + timedelta(days=self.dice.randrange(3))
        self.dice.choice((
            lambda: hires.record(self.desk, ref, "unknown", by=by),
            lambda: hires.record(self.desk, ref, "yes", by=by, contract_start=today),
            lambda: introduction.plan(self.desk, day, by=by, location=self.dice.choice("AB")),
            lambda: introduction.invite(self.desk, day, by=by),
            lambda: introduction.attended(self.desk, day, ref, True, by=by),
            lambda: coverage.report(self.desk, self.dice.choice(DEPARTMENTS), today.year, by=by),
        ))()  # fmt: skip

    def mailed_list(self) -> None:
        """A department sends the list that it kept, perhaps as an answer; somebody sees to one."""
        if self.dice.random() < 0.4:
            mail = EmailMessage()
            mail["From"], mail["Subject"] = "Musea <musea@stad.example>", "Onze lijst"
            mail["Message-ID"] = f"<lijst{self.dice.randrange(9)}@stad.example>"
            mail.set_content("Hierbij.\n")
            listed = LISTED.format(self.dice.randrange(9))
            mail.add_attachment(listed, subtype="csv", filename="stages.csv")
            intake.take_in(self.desk, [SourceMail("test", str(self.dice.random()), mail.as_bytes())])
        elif found := arranged.waiting(self.desk):
            one, by = self.dice.choice(found), self.who()
            if self.dice.random() < 0.3:
                arranged.decline(self.desk, one.message, one.position, by=by)
            else:
                covers = self.dice.choice((None, 2025))
                arranged.take_over(self.desk, one.message, one.position, by=by, covers=covers)

    def tell_figure(self) -> None:
        """A figure is told to somebody, or the public tables are made."""
        if self.dice.random() < 0.2:
            publishing.make(self.desk, by=self.who())
            return
        measure = measures.find(self.desk, self.dice.choice(("interns", "requests", "haarlem-80")))
        figure = measuring.count(self.desk, measure, [year_span(self.desk.today().year, "calendar")])
        published.publish(self.desk, figure, "raadslid =1+1", by=self.who())

    def forget(self) -> None:
        """What was over long enough is forgotten, when somebody who may said so."""
        by = self.who()
        with suppress(errors.StagedeskError):
            retention.approve(self.desk, by=by)
        if self.dice.random() < 0.7:
            retention_executing.execute(self.desk, by=by)
