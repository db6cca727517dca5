"""The clock: reminders, the supervisor, and what comes back on its day, without anybody remembering."""

from dataclasses import dataclass

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.services import history, requests
from stagedesk.services.choices import step_for
from stagedesk.services.desk import Desk
from stagedesk.services.outbox import usable
from stagedesk.services.referrals import send_reminder
from stagedesk.services.setup import seed_closing_days


@dataclass
class Chased:
    """What one look at the clock did."""

    reminded: int = 0
    escalated: int = 0
    woken: int = 0


def chase(desk: Desk) -> Chased:
    """Do everything that is due by the clock; doing it twice on a day changes nothing more.

    Nothing leaves on a day on which the city is closed.
    """
    done = Chased()
    seed_closing_days(desk, range(desk.today().year, desk.today().year + 2))
    if not desk.calendar.is_working_day(desk.today()):
        return done
    for referral in _silent(desk):
        step = _due_step(desk, referral)
        if step == "supervisor" or (step and not usable(referral.department.email)):
            done.escalated += _escalate(desk, referral.id)
        elif step:
            done.reminded += _remind(desk, referral.id, referral.reminded)
    for number in _woken(desk):
        done.woken += _wake(desk, number)
    return done


def _silent(desk: Desk) -> list[m.Referral]:
    """Referrals without an answer of requests that wait for the department, asked before today."""
    with session():
        query = (
            m.Referral.select(m.Referral, m.Request)
            .join(m.Request)
            .where(
                m.Referral.answer.is_null(True),
                m.Referral.asked_on < desk.today(),
                m.Request.closed_on.is_null(True),
                m.Request.waiting_on == WaitingOn.DEPARTMENT,
            )
            .order_by(m.Referral.id)
        )
        return list(query)


def _due_step(desk: Desk, referral: m.Referral) -> str | None:
    """The last planned step whose day has come and that was not taken yet."""
    plan = deadlines.plan(referral.asked_on, desk.calendar, desk.clocks, due_on=referral.due_on)
    first, second, supervisor = (step.on <= desk.today() for step in plan)
    if supervisor and referral.escalated_on is None:
        return "supervisor"
    if referral.reminded_on == desk.today():
        return None
    if second and referral.reminded < 2:
        return "reminder_2"
    return "reminder_1" if first and referral.reminded < 1 else None


def _remind(desk: Desk, number: int, reminded: int) -> int:
    with history.step(desk, "reminded", by=None) as step:
        referral = m.Referral.get_by_id(number)
        request = m.Request.get_by_id(referral.request_id)
        # Somebody else may have done it, or the answer may have come, since the list was made.
        stale = referral.reminded != reminded or referral.answer is not None
        if stale or request.waiting_on != WaitingOn.DEPARTMENT:
            return 0
        step.request = request.id
        send_reminder(desk, step, request, referral)
        return 1


def _escalate(desk: Desk, number: int) -> int:
    """The department stayed silent, or cannot be written to: the supervisor has the ball."""
    with history.step(desk, "escalated", by=None) as step:
        referral = m.Referral.get_by_id(number)
        request = m.Request.get_by_id(referral.request_id)
        if referral.escalated_on or referral.answer or request.waiting_on != WaitingOn.DEPARTMENT:
            return 0
        step.change(referral, escalated_on=desk.today())
        step.change(
            request,
            waiting_on=WaitingOn.SUPERVISOR,
            waiting_since=desk.today(),
            due_on=deadlines.supervisor_due(desk.today(), desk.calendar, desk.clocks),
            attention_since=step.now,
        )
        step.facts |= {"department": referral.department.code}
        return 1


def _woken(desk: Desk) -> list[int]:
    """Requests whose snooze ends today, or whose applicant or waiting list has had its time."""
    with session():
        r = m.Request
        snoozed = r.snoozed_until.is_null(False) & (r.snoozed_until <= desk.today())
        silent = (r.waiting_on == WaitingOn.APPLICANT) & (r.due_on < desk.today())
        listed = (r.status == Status.WAITING_LIST) & (r.due_on <= desk.today())
        query = r.select(r.id).where(
            r.closed_on.is_null(True), r.attention_since.is_null(True), snoozed | silent | listed
        )
        return [number for (number,) in m.tuples(query.order_by(r.id))]


def _wake(desk: Desk, number: int) -> int:
    with history.step(desk, "woken", by=None) as step:
        request = m.Request.get_by_id(number)
        if request.closed_on or request.attention_since:
            return 0
        step.change(request, attention_since=step.now, snoozed_until=None)
        return 1


def next_step(desk: Desk, request_id: int) -> str:
    """What the desk would do now with this request: the action that Enter takes on the Follow-up screen."""
    with session():
        (row,) = requests.rows(requests.base_query().where(m.Request.id == request_id))
    return step_for(row)
