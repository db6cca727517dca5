"""The desk's own people in the simulated year: they read what came in and decide, by the real services."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction, Status, WaitingOn
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import threads
from stagedesk.services.rows import RequestRow
from stagedesk.services.simulation.people import People
from stagedesk.services.understanding import suggestions
from stagedesk.services.understanding.request_mails import messages_of

ELS, KARIM, NEW, SUPERVISOR = "els", "karim", "noor", "mieke"
MOST_ASKED = 3
"""Departments that are asked about one request before the desk gives up."""
NOTHING_TO_DO = frozenset({"thanks", "nag", "machine"})
DECIDED = frozenset({"yes", "yes_if", "no", "other_department", "more_time", "question"})


@dataclass
class Clerks:
    """Who works at the desk, and how: mostly as the desk suggests."""

    desk: Desk
    dice: random.Random
    people: People
    there: tuple[str, ...] = (ELS, KARIM)
    answers: Counter[str] = field(default_factory=Counter)
    """Answers of departments that a clerk saw: read right, read wrongly, left to a person; or misplaced."""
    refused: list[str] = field(default_factory=list)
    """What the desk did not allow them to do, in its own words."""

    def work(self) -> int:
        """Go through the Inbox and what is overdue; returns how many requests were looked at."""
        seen = 0
        for ref in self._waiting():
            try:
                self._handle(ref)
            except errors.StagedeskError as error:
                self.refused.append(f"{ref}: {error}")
            seen += 1
        return seen

    def _waiting(self) -> list[str]:
        r = m.Request
        with session():
            overdue = r.due_on.is_null(False) & (r.due_on < self.desk.today())
            query = r.select(r.reference).where(
                r.attention_since.is_null(False) | (r.closed_on.is_null() & overdue)
            )
            return [ref for (ref,) in m.tuples(query.order_by(r.id))]

    def _handle(self, ref: str) -> None:
        row = requests.row(ref)
        by = self._who(row)
        new = list(self._new_mail(row, by))
        if not row.is_open:
            triage.seen(self.desk, ref, by=by)
            return
        if any(means in ("withdraw", "decline") for _number, _proposal, means in new):
            triage.close(self.desk, ref, "withdrawn", by=by, reason="found_elsewhere", ended_by="applicant")
            return
        for number, proposal, means in new:
            if means.split()[0] in DECIDED and self._confirm(row, by, number, proposal, means):
                return
        if any(means == "accept" for *_rest, means in new) and row.status == Status.OFFERED:
            triage.close(self.desk, ref, "placed", by=by)
        else:
            self._next(requests.row(ref), by, [means for *_rest, means in new])

    def _confirm(self, row: RequestRow, by: str, number: int, proposal: str | None, means: str) -> bool:
        """Confirm what a department answered, as a person reads it; False where nobody is asked any more."""
        meant = means.split()[0]
        self.answers["right" if proposal == meant else "wrong" if proposal else "left"] += 1
        page = requests.page(self.desk, row.ref)
        asked = [each.department for each in page.referrals if each.answer is None]
        department = self._sender(number)
        if department not in asked:
            return False
        match meant:
            case "other_department":
                other = means.split()[1]
                known = [each.department for each in page.referrals]
                if other in known:
                    referrals.answer(self.desk, row.ref, "no", by=by, reason="wrong_department",
                                     department=department, message=number)  # fmt: skip
                else:
                    referrals.refer_on(
                        self.desk, row.ref, other, by=by, department=department, message=number
                    )
            case "more_time":
                until = max(date.fromisoformat(means.split()[1]), self.desk.in_working_days(1))
                referrals.more_time(self.desk, row.ref, until, by=by, department=department, message=number)
            case "question":
                referrals.answer(self.desk, row.ref, "question", by=by, department=department, message=number)
                referrals.tell(self.desk, row.ref, "Ja, dat is geen probleem.", by=by, department=department)
            case _:
                reason = "no_capacity" if meant == "no" else None
                referrals.answer(
                    self.desk, row.ref, meant, by=by, reason=reason, department=department, message=number
                )
        return True

    def _next(self, row: RequestRow, by: str, means: list[str]) -> None:
        """Nothing was answered that decides: do what the request needs now."""
        overdue = row.is_overdue(self.desk.today())
        match row.waiting_on:
            case WaitingOn.SUPERVISOR:
                self._call(row)
            case WaitingOn.APPLICANT if overdue and not means:
                triage.close(self.desk, row.ref, "applicant_no_answer", by=by)
            case WaitingOn.APPLICANT if "supply" not in means:
                triage.seen(self.desk, row.ref, by=by)
            case WaitingOn.DEPARTMENT:  # the clock follows it up
                if row.attention_since:
                    triage.seen(self.desk, row.ref, by=by)
            case _ if row.status == Status.OFFERED:
                # No letter could go out, or the answer was not clear: somebody called.
                self._phone_applicant(row, by)
            case _:
                self._route(row, by, means)

    def _route(self, row: RequestRow, by: str, means: list[str]) -> None:
        page = requests.page(self.desk, row.ref)
        asked = [each.department for each in page.referrals]
        if row.automatic:
            triage.close(self.desk, row.ref, "out_of_scope", by=by)
            return
        if row.status == Status.RECEIVED and self._is_vague(row) and row.applicant_email:
            triage.ask(self.desk, row.ref, "Wat studeert u, en wanneer wilt u komen?", by=by)
            return
        suggested = [each.department for each in suggestions.for_request(self.desk, row.id)]
        wanted = [each for each in (self._fitting(row), *suggested) if each and each not in asked]
        if wanted and len(asked) < MOST_ASKED:
            self._tell_names(row)
            referrals.route(
                self.desk, row.ref, wanted[0], by=by, suggested=suggested[0] if suggested else None
            )
        elif row.status != Status.WAITING_LIST and asked and self.dice.random() < 0.3:
            until = self.desk.today() + timedelta(days=self.dice.randrange(30, 90))
            triage.wait_list(self.desk, row.ref, until, by=by)
        else:
            triage.close(self.desk, row.ref, "rejected", by=by, reason="no_capacity")

    def _call(self, row: RequestRow) -> None:
        """The supervisor calls a department that stayed silent."""
        page = requests.page(self.desk, row.ref)
        silent = [each.department for each in page.referrals if each.answer is None]
        if not silent or self.dice.random() < 0.15:
            triage.close(self.desk, row.ref, "department_no_answer", by=SUPERVISOR)
            return
        value = self.dice.choices(("yes", "no"), (40, 60))[0]
        reason = "no_capacity" if value == "no" else None
        for department in silent[:1]:
            referrals.answer(
                self.desk, row.ref, value, by=SUPERVISOR, department=department, reason=reason,
                remark="Telefonisch.",
            )  # fmt: skip

    def _phone_applicant(self, row: RequestRow, by: str) -> None:
        if self.dice.random() < 0.7:
            triage.close(self.desk, row.ref, "placed", by=by)
        else:
            triage.close(self.desk, row.ref, "applicant_no_answer", by=by)

    def _who(self, row: RequestRow) -> str:
        return row.owner if row.owner in self.there else self.dice.choice(self.there)

    def _new_mail(self, row: RequestRow, by: str) -> Iterator[tuple[int, str | None, str]]:
        """What came in that nobody saw to: its number, what the desk proposes, what it means here.

        What is about another request is moved there.
        """
        with session():
            mails = messages_of(row.id)
            mail_ids = dict(m.tuples(m.Message.select(m.Message.id, m.Message.mail_id).join(m.Entry).where(
                m.Entry.request == row.id)))  # fmt: skip
        for mail in mails:
            if mail.direction != Direction.IN or mail.handled:
                continue
            meant = self.people.post.meant.get(mail_ids[mail.id], {"": "machine"})
            if means := meant.get(row.ref) or meant.get(""):
                yield mail.id, mail.proposal, means
            else:
                self.answers["misplaced"] += 1
                with suppress(errors.Refused):  # it is there already
                    threads.move(self.desk, mail.id, next(iter(meant)), by=by, ref=row.ref)

    def _sender(self, message: int) -> str:
        with session():
            address = m.Message.get_by_id(message).sender_email.lower()
        department = self.people.departments.get(address)
        return department.code if department else ""

    def _fitting(self, row: RequestRow) -> str:
        who = self.people.applicants.get(row.applicant_email or row.sender_email)
        return who.wants if who else ""

    def _is_vague(self, row: RequestRow) -> bool:
        return row.title.strip() == "Stage"

    def _tell_names(self, row: RequestRow) -> None:
        self.people.names[row.ref] = row.applicant or "de kandidaat"
