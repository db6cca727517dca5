"""Asking departments: routing, reminding, what they answer, and taking a question back."""

from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import Answer, Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.services import history, letters, outbox, reference, requests
from stagedesk.services.departments import find_department
from stagedesk.services.desk import Desk
from stagedesk.services.moving import (
    applicant_thread,
    back_to_whom,
    desk_has_it,
    handle_mail,
    move,
    open_request,
    waits_for,
    waits_for_department,
)
from stagedesk.services.rows import RequestRow

# What a person may say a department answered; a question keeps the referral open.
ANSWERS = (Answer.YES, Answer.YES_IF, Answer.NO, "question")


def route(
    desk: Desk,
    ref: str,
    department: str,
    *,
    by: str,
    remark: str = "",
    suggested: str | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Ask a department: the referral with its due date, and the letter to it in the outbox.

    `suggested` is the department the desk proposed, so that the history tells whether it was followed.
    """
    with history.step(desk, "routed", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        asked = find_department(department, desk.today())
        _refuse_second(request, asked)
        move(step, request, Status.ROUTED)
        handle_mail(step, request)
        referral = _add_referral(desk, step, request, asked, suggested)
        waits_for_department(desk, step, request)
        _letter(desk, step, codes.Letter.REFERRAL, request, referral, asked, remark=remark)
        step.facts |= {"department": asked.code, "due_on": referral.due_on, "suggested": suggested}
    return requests.row(ref)


def answer(
    desk: Desk,
    ref: str,
    value: str,
    *,
    by: str,
    department: str | None = None,
    reason: str | None = None,
    remark: str = "",
    message: int | None = None,
    letter: bool = True,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Write down what a department answered: yes, yes_if, no (with a reason) or question.

    A yes puts an offer to the applicant in the outbox unless `letter` is false; a no brings the request
    back to the desk when nobody else is still asked; a question gives the ball to the desk while the
    department stays asked. `message` is the mail that carried the answer.
    """
    if value not in ANSWERS:
        raise errors.UsageError(
            detail=_("{value} is not an answer; it is one of: {known}.").format(
                value=value, known=", ".join(ANSWERS)
            )
        )
    with history.step(desk, "answered", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        referral = _pending(request, department)
        step.facts |= {"department": referral.department.code, "answer": value, "reason": reason}
        _say(step, remark)
        handle_mail(step, request, message)
        if value == "question":
            desk_has_it(desk, step, request, Status.ROUTED, days=1)
        else:
            _record_answer(step, referral, Answer(value), reason, remark, message)
            after_answer(desk, step, request, referral, letter=letter)
    return requests.row(ref)


def remind(
    desk: Desk, ref: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> RequestRow:
    """Send the next reminder to the department that is asked, now instead of on its planned day."""
    with history.step(desk, "reminded", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        send_reminder(desk, step, request, _pending(request, None))
    return requests.row(ref)


def send_reminder(desk: Desk, step: history.Step, request: m.Request, referral: m.Referral) -> None:
    """Add the reminder letter of this referral to a step: the second has the head of department in copy."""
    second = referral.reminded > 0
    kind = codes.Letter.REMINDER_2 if second else codes.Letter.REMINDER_1
    department = referral.department
    head = outbox.usable(department.head_email) if second else ""
    _letter(desk, step, kind, request, referral, department, copies=[head] if head else [])
    step.change(referral, reminded=referral.reminded + 1, reminded_on=desk.today())
    step.facts |= {"department": department.code, "number": referral.reminded}


def withdraw(desk: Desk, ref: str, *, by: str, department: str | None = None) -> RequestRow:
    """Tell a department that its answer is no longer needed; the opposite of a routing that has left."""
    with history.step(desk, "referral_withdrawn", by=by) as step:
        request = open_request(ref)
        referral = _pending(request, department)
        step.facts["department"] = referral.department.code
        withdraw_referral(desk, step, request, referral)
        back_to_whom(desk, step, request)
    return requests.row(ref)


def withdraw_referral(
    desk: Desk,
    step: history.Step,
    request: m.Request,
    referral: m.Referral,
    answer: Answer = Answer.WITHDRAWN,
) -> None:
    """Close an unanswered referral; a department whose letter already left hears that it need not answer."""
    step.change(referral, answer=answer, answered_at=step.now, answered_on=desk.today())
    held = m.Outgoing.select().where(
        m.Outgoing.referral == referral.id, m.Outgoing.state == codes.OutgoingState.HELD
    )
    for row in list(held):
        step.remove(row)
    if m.Outgoing.select().where(m.Outgoing.referral == referral.id).exists():
        _letter(desk, step, codes.Letter.WITHDRAW_REFERRAL, request, referral, referral.department)


def after_answer(
    desk: Desk, step: history.Step, request: m.Request, referral: m.Referral, *, letter: bool
) -> None:
    """Move the request on from the answer that its referral just got."""
    if referral.answer in (Answer.YES, Answer.YES_IF):
        for other in requests.pending_referrals(request.id):
            withdraw_referral(desk, step, request, other)
        move(step, request, Status.OFFERED)
        step.change(request, department=referral.department)
        sent = letter and offer(desk, step, request, referral)
        if sent:
            waits_for(desk, step, request, WaitingOn.APPLICANT, desk.clocks.applicant_reminder)
        else:
            desk_has_it(desk, step, request, Status.OFFERED, days=1)
    else:
        back_to_whom(desk, step, request)


def offer(desk: Desk, step: history.Step, request: m.Request, referral: m.Referral) -> bool:
    """Put the offer to the applicant in the outbox; False where there is no address to write to."""
    if not (to := outbox.usable(request.applicant.email)):
        return False
    text = letters.write(
        desk,
        codes.Letter.OFFER,
        request,
        language=letters.language_of(desk, request),
        department=referral.department.name,
        clerk=step.staff.name if step.staff else "",
        due=desk.in_working_days(desk.clocks.applicant_reminder),
    )
    outbox.decide(
        desk, step, codes.Letter.OFFER, text, request, recipients=[to], thread=applicant_thread(request)
    )
    return True


def _refuse_second(request: m.Request, department: m.Department) -> None:
    if any(each.department_id == department.id for each in requests.pending_referrals(request.id)):
        raise errors.Refused(
            detail=_("{name} is already asked about {reference} and has not answered yet.").format(
                name=department.name, reference=request.reference
            )
        )


def _add_referral(
    desk: Desk, step: history.Step, request: m.Request, department: m.Department, suggested: str | None
) -> m.Referral:
    today = desk.today()
    due = deadlines.referral_due(today, desk.calendar, desk.clocks, deadline=request.deadline_on)
    proposed = m.Department.get_or_none(m.Department.code == suggested) if suggested else None
    return step.add(
        m.Referral,
        request=request.id,
        department=department.id,
        asked_at=step.now,
        asked_on=today,
        due_on=due,
        suggested=proposed.id if proposed else None,
    )


def _pending(request: m.Request, department: str | None) -> m.Referral:
    pending = requests.pending_referrals(request.id)
    if department is not None:
        wanted = find_department(department, date.min)
        pending = [each for each in pending if each.department_id == wanted.id]
    if not pending:
        raise errors.Refused(
            detail=_("{reference}: no department was asked that still has to answer.").format(
                reference=request.reference
            )
        )
    if len(pending) > 1:
        raise errors.UsageError(
            detail=_("{reference}: several departments are asked ({names}); say which one answers.").format(
                reference=request.reference, names=", ".join(each.department.code for each in pending)
            )
        )
    return pending[0]


def _record_answer(
    step: history.Step,
    referral: m.Referral,
    value: Answer,
    reason: str | None,
    remark: str,
    message: int | None,
) -> None:
    known = reference.reasons_for("rejected")
    if value is Answer.NO and reason not in known:
        raise errors.UsageError(
            detail=_("A no needs a reason, one of: {known}.").format(known=", ".join(known))
        )
    step.change(
        referral,
        answer=value,
        reason=reason,
        remark=remark,
        answered_at=step.now,
        answered_on=step.desk.today(),
        answered_by=message,
        confirmed_by=step.staff,
    )


def _say(step: history.Step, text: str) -> None:
    if text:
        step.details["said"] = {"text": text}


def _letter(
    desk: Desk,
    step: history.Step,
    kind: codes.Letter,
    request: m.Request,
    referral: m.Referral,
    department: m.Department,
    *,
    copies: list[str] | None = None,
    remark: str = "",
) -> None:
    """Put a letter to a department in the outbox, threaded under the first one about this referral."""
    if not (to := outbox.usable(department.email)):
        raise letters.no_address(department.name)
    text = letters.write(
        desk,
        kind,
        request,
        language=desk.settings.letter_language,
        department=department.name,
        due=referral.due_on,
        asked_on=referral.asked_on,
        clerk=step.staff.name if step.staff else desk.settings.desk_name,
        question=remark,
    )
    earlier = m.Outgoing.select(m.Outgoing.mail_id).where(m.Outgoing.referral == referral.id)
    thread = [mail_id for (mail_id,) in m.tuples(earlier.order_by(m.Outgoing.id).limit(1))]
    outbox.decide(
        desk,
        step,
        kind,
        text,
        request,
        recipients=[to],
        copies=copies or [],
        referral=referral,
        thread=thread,
    )
