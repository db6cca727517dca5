"""Departments that stay silent: reminded, one letter a day each; then the supervisor has the ball."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, NamedTuple
from uuid import uuid4

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import WaitingOn
from stagedesk.services.answers.referrals import send_reminder
from stagedesk.services.clock import digest
from stagedesk.services.clock.deeds import Deed, left_alone, locked_referrals
from stagedesk.services.clock.escalation import escalate
from stagedesk.services.deciding.moving import at_desk
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import hours, outbox

OF_THE_CLOCK = (codes.Letter.DIGEST, codes.Letter.REMINDER_1, codes.Letter.REMINDER_2)


def deeds(desk: Desk) -> list[Deed]:
    """What is due today because a department did not answer."""
    found = silent()
    if not found:
        return []
    alone, written = left_alone(desk), _written_today(desk, found)
    with session():
        departments = {each.id: each for each in m.Department.select()}
    return [
        deed
        for number, group in groupby(found, key=lambda each: each.department_id)
        for deed in _of_department(desk, departments[number], list(group), alone, number in written)
    ]


class Asked(NamedTuple):
    """A referral without an answer, with what its plan is made of; there are many, so it is no row."""

    id: int
    request_id: int
    reference: str
    department_id: int
    asked_on: date
    due_on: date
    reminded: int
    reminded_on: date | None
    escalated_on: date | None
    quiet_until: date | None


def silent() -> list[Asked]:
    """Referrals without an answer of requests that wait for the department, by department."""
    with session():
        return [Asked(*values) for values in _silent()]


@prepared
def _silent() -> Any:
    f, r = m.Referral, m.Request
    columns = (f.asked_on, f.due_on, f.reminded, f.reminded_on, f.escalated_on, f.quiet_until)
    return (
        f.select(f.id, r.id, r.reference, f.department, *columns)
        .join(r)
        .where(f.answer.is_null(True), r.closed_on.is_null(True), r.waiting_on == WaitingOn.DEPARTMENT)
        .order_by(f.department, f.id)
        .tuples()
    )


def due_step(desk: Desk, referral: m.Referral | Asked) -> deadlines.StepKind | None:
    """The step whose day has come and that was not taken yet; the supervisor comes before a reminder."""
    today = desk.today()
    if referral.asked_on >= today:
        return None
    left = _steps_left(silence_of(referral), desk.calendar_of(referral.department_id), desk.clocks)
    if left[-1].on <= today:
        return "supervisor"
    return left[0].kind if left[0].on <= today and referral.reminded_on != today else None


# Most of what is looked at every minute was looked at the minute before.
_steps_left = lru_cache(4096)(deadlines.steps_left)


def silence_of(referral: m.Referral | Asked) -> deadlines.Silence:
    return deadlines.Silence(
        asked_on=referral.asked_on,
        due_on=referral.due_on,
        reminded=referral.reminded,
        reminded_on=referral.reminded_on,
        escalated_on=referral.escalated_on,
        quiet_until=referral.quiet_until,
    )


def _of_department(
    desk: Desk, department: m.Department, found: list[Asked], alone: frozenset[int], written: bool
) -> Iterator[Deed]:
    if not outbox.usable(department.email):
        for each in found:
            yield _deed("unreachable", department, [each], partial(give_back, desk, each.id))
        return
    steps = {each.id: due_step(desk, each) for each in found if each.request_id not in alone}
    for each in found:
        if steps.get(each.id) == "supervisor":
            yield _deed("escalated", department, [each], partial(_escalate, desk, each.id))
    due = [each for each in found if steps.get(each.id) in ("reminder_1", "reminder_2")]
    if due and not written and hours.day_is_open(desk, department):
        listed = [each for each in found if each in due or _waits(desk, each, steps)]
        numbers = {each.id: each.reminded for each in due}
        do = partial(remind, desk, numbers, [each.id for each in listed])
        yield _deed("reminded", department, due, do)


def _waits(desk: Desk, referral: Asked, steps: dict[int, deadlines.StepKind | None]) -> bool:
    """Whether a digest lists it though no reminder is due: unless it is new, or is to be left in peace."""
    today = desk.today()
    in_peace = referral.quiet_until is not None and referral.quiet_until > today
    known = referral.id in steps and steps[referral.id] is None and referral.escalated_on is None
    return known and not in_peace and referral.asked_on < today


def _deed(kind: str, department: m.Department, asked: list[Asked], do: partial[int]) -> Deed:
    return Deed(kind, tuple(each.reference for each in asked), department.name, do)


def _written_today(desk: Desk, found: Iterable[Asked]) -> set[int]:
    """Departments that the clock wrote to today."""
    today = desk.today()
    numbers = [each.id for each in found if each.reminded_on == today]
    o, item = m.Outgoing, m.OutgoingItem
    by_clock = (o.decided_at >= desk.start_of(today)) & o.decided_by.is_null(True)
    alone = o.select(m.Referral.department).join(m.Referral).where(o.referral.in_(numbers), by_clock)
    together = o.select(o.department).join(item).where(item.referral.in_(numbers), by_clock)
    with session():
        return {
            department
            for query in (alone, together)
            for (department,) in m.tuples(query.where(o.letter.in_(OF_THE_CLOCK)))
        }


def remind(desk: Desk, due: dict[int, int], listed: list[int]) -> int:
    """Remind a department of these referrals (with how often it was before), in one letter.

    When more waits for it than one question, the letter lists all of them.
    """
    with transaction():
        rows = [each for each in locked_referrals(listed) if _still_silent(each)]
        again = [each for each in rows if due.get(each.id) == each.reminded and due_step(desk, each)]
        if not again:
            return 0  # somebody else did it, or the answers came
        if len(rows) == 1:
            with history.step(desk, "reminded", by=None) as step:
                step.request = again[0].request_id
                send_reminder(desk, step, again[0].request, again[0])
            return 1
        return _remind_together(desk, again, rows)


def _remind_together(desk: Desk, due: list[m.Referral], listed: list[m.Referral]) -> int:
    batch, department = uuid4().hex, due[0].department
    for number, referral in enumerate(due):
        with history.step(desk, "reminded", by=None, batch=batch) as step:
            step.request = referral.request_id
            if number == 0:
                digest.decide(desk, step, department, listed, head=any(each.reminded for each in due))
            step.change(referral, reminded=referral.reminded + 1, reminded_on=desk.today())
            step.facts |= {"department": department.code, "number": referral.reminded}
            step.facts["together"] = len(listed)
    return len(due)


def _still_silent(referral: m.Referral) -> bool:
    request = referral.request
    open_ = request.closed_on is None and request.waiting_on == WaitingOn.DEPARTMENT
    return referral.answer is None and open_


def _escalate(desk: Desk, number: int) -> int:
    with transaction():
        (referral,) = locked_referrals([number])
        if not _still_silent(referral) or due_step(desk, referral) != "supervisor":
            return 0
        escalate(desk, referral)
        return 1


def give_back(desk: Desk, number: int) -> int:
    """A department that cannot be written to: the desk must find another way, at once."""
    with transaction():
        (referral,) = locked_referrals([number])
        if not _still_silent(referral) or outbox.usable(referral.department.email):
            return 0
        with history.step(desk, "unreachable", by=None) as step:
            step.change(referral.request, **at_desk(desk, 1), attention_since=step.now)
            step.facts |= {"department": referral.department.code}
        return 1
