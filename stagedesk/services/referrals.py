"""Asking departments: routing, reminding, what they answer, and taking a question back."""

from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import Answer, Status, WaitingOn
from stagedesk.domain.request import may_become
from stagedesk.i18n import _
from stagedesk.services import history, letters, outbox, reference, requests
from stagedesk.services.desk import Desk
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


def back_to_whom(desk: Desk, step: history.Step, request: m.Request) -> None:
    """After a referral ended without a yes: the next department that is asked, else the desk."""
    if requests.pending_referrals(request.id):
        waits_for_department(desk, step, request)
    else:
        desk_has_it(desk, step, request, Status.TRIAGE, days=desk.clocks.triage)


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


def open_request(ref: str, seen_version: int | None = None) -> m.Request:
    """The request, which must be open and still as the person saw it."""
    request = requests.find(ref)
    if seen_version is not None and request.version != seen_version:
        raise errors.StaleRequest(reference=request.reference, who=history.last_actor(request.id))
    if request.closed_on is not None:
        raise errors.Refused(
            detail=_("{reference} is closed ({outcome}); reopen it first.").format(
                reference=request.reference, outcome=reference.name("outcomes", request.outcome)
            )
        )
    return request


def find_department(text: str, today: date) -> m.Department:
    """A department by code, name or alias, in force today."""
    wanted = text.strip()
    department = m.Department.get_or_none(m.Department.code == wanted) or _by_name(wanted.casefold())
    if department is None:
        known = ", ".join(code for (code,) in m.tuples(m.Department.select(m.Department.code)))
        raise errors.NotFound(
            what=_("department"), name=text, hint=_("Departments: {known}.").format(known=known or "-")
        )
    if department.valid_to and department.valid_to < today:
        raise errors.Refused(
            detail=_("{name} was closed on {day}; choose another department.").format(
                name=department.name, day=department.valid_to
            )
        )
    return department


def _by_name(wanted: str) -> m.Department | None:
    aliases = {each.name.casefold(): each.department_id for each in m.DepartmentAlias.select()}
    for department in m.Department.select():
        names = (department.code.casefold(), department.name.casefold())
        if wanted in names or aliases.get(wanted) == department.id:
            return department
    return None


def move(step: history.Step, request: m.Request, status: Status) -> None:
    """Set the status, which must be a step that the domain allows; whoever decides becomes the owner."""
    if not may_become(request.status, status):
        raise errors.Refused(
            detail=_("{reference} is {status}; it cannot become {wanted}.").format(
                reference=request.reference,
                status=reference.name("statuses", request.status),
                wanted=reference.name("statuses", status),
            )
        )
    step.change(request, status=status)
    if step.staff:
        step.change(request, owner=step.staff)


def waits_for(desk: Desk, step: history.Step, request: m.Request, party: WaitingOn, days: int) -> None:
    """Give the ball to somebody outside the desk, due in so many working days."""
    step.change(
        request,
        waiting_on=party,
        waiting_since=desk.today(),
        due_on=desk.in_working_days(days),
        attention_since=(request.attention_since or step.now) if has_new_mail(request) else None,
        snoozed_until=None,
    )


def waits_for_department(desk: Desk, step: history.Step, request: m.Request) -> None:
    """The ball is with the departments that are asked; the request is due when the first of them is."""
    first = requests.pending_referrals(request.id)[0]
    if request.status != Status.ROUTED:
        move(step, request, Status.ROUTED)
    if request.waiting_on != WaitingOn.DEPARTMENT or request.department_id != first.department_id:
        step.change(request, waiting_since=first.asked_on)
    step.change(
        request,
        waiting_on=WaitingOn.DEPARTMENT,
        department=first.department_id,
        due_on=first.due_on,
        attention_since=(request.attention_since or step.now) if has_new_mail(request) else None,
        snoozed_until=None,
    )


def desk_has_it(desk: Desk, step: history.Step, request: m.Request, status: str, *, days: int) -> None:
    """Give the ball to the desk and show the request in the Inbox."""
    if status != request.status:
        move(step, request, Status(status))
    step.change(
        request,
        waiting_on=WaitingOn.DESK,
        waiting_since=desk.today(),
        due_on=desk.in_working_days(days),
        attention_since=step.now,
        snoozed_until=None,
    )


def has_new_mail(request: m.Request) -> bool:
    """Whether a mail came in that nobody saw to yet: it must stay in the Inbox whoever has the ball."""
    new = (
        m.Message.select()
        .join(m.Entry)
        .where(m.Entry.request == request.id, m.Message.handled_at.is_null(True))
    )
    return bool(new.exists())


def handle_mail(step: history.Step, request: m.Request, message: int | None = None) -> None:
    """A decision was taken: the mails of this request (or only this one) have been seen to."""
    query = (
        m.Message.select()
        .join(m.Entry)
        .where(m.Entry.request == request.id, m.Message.handled_at.is_null(True))
    )
    if message is not None:
        query = query.where(m.Message.id == message)
    for mail in list(query):
        step.change(mail, handled_at=step.now)


def applicant_thread(request: m.Request) -> list[str]:
    """The ids of the applicant's mails, newest first, for letters that answer them."""
    query = (
        m.Message.select(m.Message.mail_id)
        .join(m.Entry)
        .where(
            m.Entry.request == request.id,
            m.Message.direction == codes.Direction.IN,
            m.Message.kind != codes.MessageKind.ANSWER,
        )
        .order_by(m.Message.id.desc())
        .limit(10)
    )
    return [mail_id for (mail_id,) in m.tuples(query) if not mail_id.endswith("@missing")]


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
