"""What goes to a department that is asked: the question, reminders, and that it need not answer any more."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import Answer, Letter
from stagedesk.i18n import _
from stagedesk.mail.compose import Enclosed
from stagedesk.services.answers import answer_links
from stagedesk.services.city.departments import find_department
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox

WITH_LINKS = frozenset({Letter.REFERRAL, Letter.REMINDER_1, Letter.REMINDER_2})


def add_referral(
    desk: Desk, step: history.Step, request: m.Request, department: m.Department, suggested: str | None
) -> m.Referral:
    """Write down that a department is asked today, and until when it may answer."""
    today = desk.today()
    due = deadlines.referral_due(today, desk.calendar, desk.clocks, deadline=request.deadline_on)
    proposed = m.Department.get_or_none(m.Department.code == suggested) if suggested else None
    return step.add(
        m.Referral,
        request=request,
        department=department,
        asked_at=step.now,
        asked_on=today,
        due_on=due,
        suggested=proposed.id if proposed else None,
    )


def is_asked(pending: Sequence[m.Referral], department: m.Department) -> bool:
    """Whether this department is among those that are asked and have not answered yet."""
    return any(each.department_id == department.id for each in pending)


def pending(request: m.Request, department: str | None) -> m.Referral:
    """The one referral that still has no answer: of this department, or of the only one that is asked."""
    return meant(request, requests.pending_referrals(request.id), department)


def meant(request: m.Request, found: list[m.Referral], department: str | None) -> m.Referral:
    """The same among those that have no answer."""
    if department is not None:
        wanted = find_department(department, date.min)
        found = [each for each in found if each.department_id == wanted.id]
    if not found:
        raise errors.Refused(
            detail=_("{reference}: no department was asked that still has to answer.").format(
                reference=request.reference
            )
        )
    if len(found) > 1:
        raise errors.UsageError(
            detail=_("{reference}: several departments are asked ({names}); say which one answers.").format(
                reference=request.reference, names=", ".join(each.department.code for each in found)
            )
        )
    return found[0]


def send_reminder(desk: Desk, step: history.Step, request: m.Request, referral: m.Referral) -> None:
    """Add the reminder letter of this referral to a step: the second has the head of department in copy."""
    second = referral.reminded > 0
    kind = Letter.REMINDER_2 if second else Letter.REMINDER_1
    department = referral.department
    head = outbox.usable(department.head_email) if second else ""
    write_to_department(desk, step, kind, request, referral, copies=[head] if head else [])
    step.change(referral, reminded=referral.reminded + 1, reminded_on=desk.today())
    step.facts |= {"department": department.code, "number": referral.reminded}


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
        outbox.recall(step, row)
    if m.Outgoing.select().where(m.Outgoing.referral == referral.id).exists():
        write_to_department(desk, step, Letter.WITHDRAW_REFERRAL, request, referral)


@prepared
def _first_letter(referral: Any) -> Any:
    query = m.Outgoing.select(m.Outgoing.mail_id).where(m.Outgoing.referral == referral)
    return query.order_by(m.Outgoing.id).limit(1).tuples()


def write_to_department(
    desk: Desk,
    step: history.Step,
    kind: Letter,
    request: m.Request,
    referral: m.Referral,
    *,
    copies: Sequence[str] = (),
    remark: str = "",
    enclosures: Sequence[Enclosed] = (),
    template: str = "",
) -> None:
    """Put a letter to a department in the outbox, threaded under the first one about this referral.

    It has the words of its kind, or of another `template`.
    """
    department, language = referral.department, desk.settings.letter_language
    if not (to := outbox.usable(department.email)):
        raise letters.no_address(department.name)
    text = letters.write(
        desk,
        template or kind,
        request,
        language=language,
        department=department.name,
        due=referral.due_on,
        asked_on=referral.asked_on,
        clerk=step.staff.name if step.staff else desk.settings.desk_name,
        question=remark,
        answer=remark,
        enclosed=", ".join(each.name for each in enclosures),
        answer_links=answer_links.links_text(desk, referral, language) if kind in WITH_LINKS else "",
    )
    is_first = kind == Letter.REFERRAL and not template
    thread = [] if is_first else [mail_id for (mail_id,) in _first_letter(referral.id)]
    outbox.decide(
        desk,
        step,
        kind,
        text,
        request,
        recipients=[to],
        copies=copies,
        referral=referral,
        thread=thread,
        enclosures=enclosures,
    )
