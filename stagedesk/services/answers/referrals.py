"""Asking departments: routing, reminding, referring on to another one, and taking a question back."""

from uuid import uuid4

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.codes import Answer, Letter, MessageKind, Status, WaitingOn
from stagedesk.domain.letters import DEPARTMENT_TOLD
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.answers.answering import ANSWERS, WRONG_DEPARTMENT, answer, more_time
from stagedesk.services.answers.asking import (
    add_referral,
    is_asked,
    pending,
    send_reminder,
    withdraw_referral,
    write_to_department,
)
from stagedesk.services.city.departments import find_department
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.moving import (
    back_to_whom,
    handle_mail,
    move,
    open_request,
    waits_for_department,
)
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import enclosing
from stagedesk.services.rows import RequestRow

__all__ = (
    "ANSWERS",
    "answer",
    "more_time",
    "refer_on",
    "remind",
    "route",
    "send_reminder",
    "tell",
    "withdraw",
    "withdraw_referral",
)


def route(
    desk: Desk,
    ref: str,
    department: str,
    *,
    by: str,
    remark: str = "",
    suggested: str | None = None,
    with_attachments: bool | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Ask a department: the referral with its due date, and the letter to it in the outbox.

    `suggested` is the department the desk proposed, so that the history tells whether it was followed.
    What was attached to the request goes along when asked, or by the settings when nothing is said.
    """
    if with_attachments is None:
        with_attachments = desk.settings.attachments_along
    with history.step(desk, "routed", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        asked = find_department(department, desk.today())
        others = requests.pending_referrals(request.id)
        if is_asked(others, asked):
            raise errors.Refused(
                detail=_("{name} is already asked about {reference} and has not answered yet.").format(
                    name=asked.name, reference=request.reference
                )
            )
        move(step, request, Status.ROUTED)
        handle_mail(step, request)
        referral = add_referral(desk, step, request, asked, suggested)
        waits_for_department(desk, step, request, [*others, referral])
        along = enclosing.enclosures(request) if with_attachments else ()
        write_to_department(desk, step, Letter.REFERRAL, request, referral, remark=remark, enclosures=along)
        step.facts |= {"department": asked.code, "due_on": referral.due_on, "suggested": suggested}
    return requests.row(ref)


def refer_on(
    desk: Desk,
    ref: str,
    to: str,
    *,
    by: str,
    department: str | None = None,
    remark: str = "",
    message: int | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """It is not for this department but for another one: a no and a routing, which are undone as one."""
    batch = batch or uuid4().hex
    with transaction():
        request = open_request(ref, seen_version)
        asked, better = pending(request, department).department, find_department(to, desk.today())
        if asked.id == better.id:
            raise errors.UsageError(detail=_("{name} is the one that is asked.").format(name=asked.name))
        row = answer(
            desk,
            ref,
            Answer.NO,
            by=by,
            department=asked.code,
            reason=WRONG_DEPARTMENT,
            remark=remark,
            message=message,
            batch=batch,
        )
        pending_now = requests.pending_referrals(request.id)
        return row if is_asked(pending_now, better) else route(desk, ref, better.code, by=by, batch=batch)


def tell(
    desk: Desk,
    ref: str,
    text: str,
    *,
    by: str,
    department: str | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Answer what a department asks: it has the ball again, with as much time as it had when it asked."""
    if not (said := clean(text, lines=True).strip()):
        raise errors.UsageError(detail=_("Write what the department wants to know."))
    with history.step(desk, "department_told", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        referral = pending(request, department)
        due = max(desk.calendar.add(referral.due_on, _held(desk, request, referral)), desk.in_working_days(1))
        step.change(referral, due_on=due, round=referral.round + 1, escalated_on=None)
        handle_mail(step, request)
        waits_for_department(desk, step, request)
        if step.staff:
            step.change(request, owner=step.staff)
        write_to_department(
            desk, step, Letter.REFERRAL, request, referral, remark=said, template=DEPARTMENT_TOLD
        )
        step.facts |= {"department": referral.department.code, "due_on": due}
        step.details["said"] = {"text": said}
    return requests.row(ref)


def _held(desk: Desk, request: m.Request, referral: m.Referral) -> int:
    """Working days since the department asked, or since somebody else has the ball."""
    if request.waiting_on == WaitingOn.DEPARTMENT:
        return 0
    mails = (
        m.Message.select(m.Message.taken_at)
        .join(m.Entry)
        .where(m.Entry.referral == referral.id, m.Message.kind == MessageKind.ANSWER)
        .order_by(m.Message.id.desc())
        .limit(1)
    )
    since = next((desk.day_of(moment) for (moment,) in m.tuples(mails)), request.waiting_since)
    return max(0, desk.calendar.between(since, desk.today())) if since else 0


def remind(
    desk: Desk, ref: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> RequestRow:
    """Send the next reminder to the department that is asked, now instead of on its planned day."""
    with history.step(desk, "reminded", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        referral = pending(request, None)
        if referral.reminded_on == desk.today():
            words = _(
                "{department} was reminded today already; the plan on the request says what comes next."
            )
            raise errors.Refused(detail=words.format(department=referral.department.name))
        send_reminder(desk, step, request, referral)
    return requests.row(ref)


def withdraw(desk: Desk, ref: str, *, by: str, department: str | None = None) -> RequestRow:
    """Tell a department that its answer is no longer needed; the opposite of a routing that has left."""
    with history.step(desk, "referral_withdrawn", by=by) as step:
        request = open_request(ref)
        referral = pending(request, department)
        step.facts["department"] = referral.department.code
        withdraw_referral(desk, step, request, referral)
        back_to_whom(desk, step, request)
    return requests.row(ref)
