"""The steps that decisions share: who has the ball, since when and until when; which mail was seen to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.domain.request import may_become
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history


def open_request(ref: str, seen_version: int | None = None) -> m.Request:
    """The request, which must be open and still as the person saw it."""
    request = requests.find(ref)
    if seen_version is not None and request.version != seen_version:
        raise history.changed_by(request.id, request.reference)
    if request.closed_on is not None:
        raise errors.Refused(
            detail=_("{reference} is closed ({outcome}); reopen it first.").format(
                reference=request.reference, outcome=reference.name("outcomes", request.outcome)
            )
        )
    return request


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
        attention_since=_for_its_mail(step, request),
        snoozed_until=None,
    )


def waits_for_department(
    desk: Desk, step: history.Step, request: m.Request, asked: Sequence[m.Referral] = ()
) -> None:
    """The ball is with the departments that are asked; the request is due when the first of them is.

    `asked` are those that are, where they are known.
    """
    first = min(asked or requests.pending_referrals(request.id), key=lambda each: (each.due_on, each.id))
    if request.status != Status.ROUTED:
        move(step, request, Status.ROUTED)
    if request.waiting_on != WaitingOn.DEPARTMENT or request.department_id != first.department_id:
        step.change(request, waiting_since=first.asked_on)
    step.change(
        request,
        waiting_on=WaitingOn.DEPARTMENT,
        department=first.department_id,
        due_on=first.due_on,
        attention_since=_for_its_mail(step, request),
        snoozed_until=None,
    )


def back_to_whom(desk: Desk, step: history.Step, request: m.Request) -> None:
    """After a referral ended without a yes: the next department that is asked, else the desk."""
    if requests.pending_referrals(request.id):
        waits_for_department(desk, step, request)
    else:
        desk_has_it(desk, step, request, Status.TRIAGE, days=desk.clocks.triage)


def desk_has_it(desk: Desk, step: history.Step, request: m.Request, status: str, *, days: int) -> None:
    """Give the ball to the desk and show the request in the Inbox."""
    if status != request.status:
        move(step, request, Status(status))
    step.change(request, **at_desk(desk, days), attention_since=step.now, snoozed_until=None)


def at_desk(desk: Desk, days: int) -> dict[str, Any]:
    """What stands in a request of which the desk has the ball from today on, for so many working days."""
    return {
        "waiting_on": WaitingOn.DESK,
        "waiting_since": desk.today(),
        "due_on": desk.in_working_days(days),
    }


def _for_its_mail(step: history.Step, request: m.Request) -> datetime | None:
    """Since when the request is in the Inbox, where mail keeps it there whoever has the ball."""
    keeps = request.id not in step.all_mail_read and has_new_mail(request)
    return (request.attention_since or step.now) if keeps else None


def has_new_mail(request: m.Request) -> bool:
    """Whether a mail came in that nobody saw to yet: it must stay in the Inbox whoever has the ball."""
    return bool(_new_mail(request.id))


@prepared
def _new_mail(request: Any) -> Any:
    e = m.Entry
    return (
        e.select(e.id, e.message, e.handled_at)
        .join(m.Message)
        .where(e.request == request, e.handled_at.is_null(True), m.Message.handled_at.is_null(True))
        .order_by(e.message)
    )


def handle_mail(step: history.Step, request: m.Request, message: int | None = None) -> None:
    """A decision was taken: the mails of this request (or only this one) have been seen to, for it alone."""
    for entry in _new_mail(request.id):
        if message in (None, entry.message_id):
            step.change(entry, handled_at=step.now)
    if message is None:
        step.all_mail_read.add(request.id)


def applicant_thread(request: m.Request) -> list[str]:
    """The ids of the applicant's mails, newest first, for letters that answer them."""
    return [mail_id for (mail_id,) in _asked_by(request.id) if not mail_id.endswith("@missing")]


@prepared
def _asked_by(request: Any) -> Any:
    t = m.Message
    wrote = (t.direction == codes.Direction.IN) & (t.kind != codes.MessageKind.ANSWER)
    query = t.select(t.mail_id).join(m.Entry).where(m.Entry.request == request, wrote)
    return query.order_by(t.id.desc()).limit(10).tuples()


def told_there(
    desk: Desk,
    step: history.Step,
    kind: str,
    request: m.Request,
    source: m.Request,
    message: int | None = None,
) -> None:
    """The history of another request that this step changed tells so; a batch has both undone as one."""
    by = step.staff.code if step.staff else None
    with history.step(desk, kind, by=by, batch=step.batch) as other:
        other.request = request.id
        other.facts["from"] = source.reference
        if message:
            other.facts["message"] = message
