"""What a department answers, and where the request goes from there."""

from collections.abc import Sequence
from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Answer, Letter, Status, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.answers.asking import meant, pending, withdraw_referral
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.moving import (
    back_to_whom,
    desk_has_it,
    handle_mail,
    move,
    open_request,
    waits_for,
    waits_for_department,
)
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out.telling import tell
from stagedesk.services.rows import RequestRow

# What a person may say a department answered; a question keeps the referral open.
ANSWERS = (Answer.YES, Answer.YES_IF, Answer.NO, "question")
YES = frozenset({Answer.YES, Answer.YES_IF})
WRONG_DEPARTMENT = "wrong_department"


def answer(
    desk: Desk,
    ref: str,
    value: str,
    *,
    by: str | None,
    department: str | None = None,
    reason: str | None = None,
    remark: str = "",
    starts_on: date | None = None,
    message: int | None = None,
    letter: bool = True,
    read: bool = True,
    link: str = "",
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Write down what a department answered: yes, yes_if, no (with a reason) or question.

    A yes puts an offer to the applicant in the outbox unless `letter` is false; a no brings the request
    back to the desk when nobody else is still asked; a question gives the ball to the desk while the
    department stays asked. `message` is the mail that carried the answer; it counts as seen to unless
    `read` is false. `link` is the code of the department's own answer link, and then nobody is `by`.
    """
    _check(value)
    with history.step(desk, "answered", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        asked = requests.pending_referrals(request.id)
        referral = meant(request, asked, department)
        step.facts |= {"department": referral.department.code, "answer": value, "reason": reason}
        _note(step, remark, link)
        if read:
            handle_mail(step, request, message)
        if value == "question":
            desk_has_it(desk, step, request, Status.ROUTED, days=1)
        else:
            starts_on = starts_on if value in YES else None
            _record(step, referral, Answer(value), reason, remark, message, starts_on)
            others = [each for each in asked if each.id != referral.id]
            _move_on(desk, step, request, referral, others, letter=letter)
    return requests.row(ref)


def more_time(
    desk: Desk,
    ref: str,
    until: date,
    *,
    by: str | None,
    department: str | None = None,
    message: int | None = None,
    read: bool = True,
    link: str = "",
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Give a department until a day; it stays asked, hears nothing before, and its old answer links end."""
    if until <= desk.today():
        raise errors.UsageError(detail=_("{day} is not after today.").format(day=until))
    with history.step(desk, "more_time", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        referral = pending(request, department)
        due = desk.calendar.next_working_day(until)
        step.change(referral, due_on=due, quiet_until=due, round=referral.round + 1, escalated_on=None)
        if read:
            handle_mail(step, request, message)
        waits_for_department(desk, step, request)
        if step.staff:
            step.change(request, owner=step.staff)
        step.facts |= {"department": referral.department.code, "until": due, "round": referral.round}
        _note(step, "", link)
    return requests.row(ref)


def _check(value: str) -> None:
    if value not in ANSWERS:
        raise errors.UsageError(
            detail=_("{value} is not an answer; it is one of: {known}.").format(
                value=value, known=", ".join(ANSWERS)
            )
        )


def _note(step: history.Step, remark: str, link: str) -> None:
    if said := clean(remark, lines=True).strip():
        step.details["said"] = {"text": said}
    if link:
        step.facts["link"] = link


def _record(
    step: history.Step,
    referral: m.Referral,
    value: Answer,
    reason: str | None,
    remark: str,
    message: int | None,
    starts_on: date | None,
) -> None:
    if value is Answer.NO:
        _check_reason(reason)
    step.change(
        referral,
        answer=value,
        reason=reason,
        remark=clean(remark, lines=True).strip(),
        starts_on=starts_on,
        answered_at=step.now,
        answered_on=step.desk.today(),
        answered_by=message,
        confirmed_by=step.staff,
    )


def _check_reason(reason: str | None) -> None:
    known = [*reference.reasons_for("rejected"), WRONG_DEPARTMENT]
    if reason not in known:
        raise errors.UsageError(
            detail=_("A no needs a reason, one of: {known}.").format(known=", ".join(known))
        )


def _move_on(
    desk: Desk,
    step: history.Step,
    request: m.Request,
    referral: m.Referral,
    others: Sequence[m.Referral],
    *,
    letter: bool,
) -> None:
    """Move the request on from the answer that its referral just got; `others` have none yet."""
    if referral.answer not in YES:
        back_to_whom(desk, step, request)
        return
    for other in others:
        withdraw_referral(desk, step, request, other)
    move(step, request, Status.OFFERED)
    step.change(request, department=referral.department)
    if letter and offer(desk, step, request, referral):
        waits_for(desk, step, request, WaitingOn.APPLICANT, desk.clocks.applicant_reminder)
    else:
        desk_has_it(desk, step, request, Status.OFFERED, days=1)


def offer(desk: Desk, step: history.Step, request: m.Request, referral: m.Referral) -> bool:
    """Put the offer to the applicant in the outbox; False where there is no address to write to."""
    return tell(
        desk,
        step,
        Letter.OFFER,
        request,
        department=referral.department.name,
        due=desk.in_working_days(desk.clocks.applicant_reminder),
        starts_on=referral.starts_on,
    )
