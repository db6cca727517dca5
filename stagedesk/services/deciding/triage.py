"""What the desk decides itself while a request is open: ask the applicant, note, snooze, link."""

from datetime import date
from uuid import uuid4

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Letter, Outcome, Status, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.answers.referrals import withdraw_referral
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.closing import close as close
from stagedesk.services.deciding.closing import end
from stagedesk.services.deciding.closing import reopen as reopen
from stagedesk.services.deciding.moving import (
    desk_has_it,
    handle_mail,
    move,
    open_request,
    told_there,
    waits_for,
)
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters
from stagedesk.services.mail_out.telling import tell
from stagedesk.services.rows import RequestRow


def ask(
    desk: Desk,
    ref: str,
    text: str,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Ask the applicant something by letter; the request waits for the answer."""
    question = clean(text, lines=True).strip()
    if not question:
        raise errors.UsageError(detail=_("Write what you want to ask."))
    with history.step(desk, "asked", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        move(step, request, Status.INCOMPLETE)
        handle_mail(step, request)
        waits_for(desk, step, request, WaitingOn.APPLICANT, desk.clocks.applicant_reminder)
        if not tell(desk, step, Letter.QUESTION, request, question=question, due=request.due_on):
            raise letters.no_address(request.applicant.name or request.reference)
        step.details["said"] = {"text": question}
        step.facts["due_on"] = request.due_on
    return requests.row(ref)


def note(desk: Desk, ref: str, text: str, *, by: str, batch: str | None = None) -> RequestRow:
    """Write something down with a request; nothing else changes."""
    said = clean(text, lines=True).strip()
    if not said:
        raise errors.UsageError(detail=_("Write what you want to note."))
    with history.step(desk, "noted", by=by, batch=batch) as step:
        step.request = requests.find(ref).id
        step.details["said"] = {"text": said}
    return requests.row(ref)


def snooze(desk: Desk, ref: str, until: date, *, by: str, batch: str | None = None) -> RequestRow:
    """Put a request out of the way until a day, on which it comes back by itself."""
    if until <= desk.today():
        raise errors.UsageError(detail=_("{day} is not after today.").format(day=until))
    with history.step(desk, "snoozed", by=by, batch=batch) as step:
        request = open_request(ref)
        step.change(request, snoozed_until=until, due_on=until, attention_since=None)
        if request.status == Status.RECEIVED:
            move(step, request, Status.TRIAGE)
        step.facts["until"] = until
    return requests.row(ref)


def seen(desk: Desk, ref: str, *, by: str, batch: str | None = None) -> RequestRow:
    """A new mail was read and asks for nothing: out of the Inbox, and everything stays as it was."""
    with history.step(desk, "seen", by=by, batch=batch) as step:
        request = requests.find(ref)
        if request.status == Status.RECEIVED:
            raise errors.Refused(
                detail=_("{reference} is new: route it, ask, snooze or close it.").format(reference=ref)
            )
        handle_mail(step, request)
        step.change(request, attention_since=None)
    return requests.row(ref)


def wait_list(
    desk: Desk, ref: str, until: date, *, by: str, letter: bool = True, batch: str | None = None
) -> RequestRow:
    """Put a request on the waiting list until a day; the applicant hears so, unless `letter` is false."""
    if until <= desk.today():
        raise errors.UsageError(detail=_("{day} is not after today.").format(day=until))
    with history.step(desk, "wait_listed", by=by, batch=batch) as step:
        request = open_request(ref)
        for referral in requests.pending_referrals(request.id):
            withdraw_referral(desk, step, request, referral)
        move(step, request, Status.WAITING_LIST)
        handle_mail(step, request)
        desk_has_it(desk, step, request, Status.WAITING_LIST, days=1)
        step.change(request, due_on=until, attention_since=None)
        if letter:
            tell(desk, step, Letter.WAITING_LIST, request, until=until)
        step.facts["until"] = until
    return requests.row(ref)


def link(desk: Desk, ref: str, to: str, *, by: str, batch: str | None = None) -> RequestRow:
    """This request's mails belong to another one: they move there, and this one ends as a duplicate."""
    with history.step(desk, "linked", by=by, batch=batch or uuid4().hex) as step:
        request, kept = open_request(ref), requests.find(to)
        while kept.outcome == Outcome.DUPLICATE and kept.continues:
            kept = kept.continues  # what was linked before: the mails go where its own went
        if request.id == kept.id:
            raise errors.UsageError(detail=_("A request cannot be linked to itself."))
        step.request = request.id
        there = {entry.message_id for entry in _entries(kept)}
        for entry in _entries(request):
            if entry.message_id in there:
                step.remove(entry)
            else:
                step.change(entry, request=kept, because="linked")
        end(desk, step, request, Outcome.DUPLICATE, kept=kept)
        _look_again(desk, step, kept)
        step.facts["to"] = kept.reference
        told_there(desk, step, "linked_here", kept, request)
    return requests.row(kept.reference)


def _entries(request: m.Request) -> list[m.Entry]:
    return list(m.Entry.select().where(m.Entry.request == request.id))


def _look_again(desk: Desk, step: history.Step, kept: m.Request) -> None:
    """What came to an open request is shown in the Inbox when the desk was waiting for the applicant."""
    if kept.closed_on is None and kept.waiting_on == WaitingOn.APPLICANT:
        status = Status.TRIAGE if kept.status == Status.INCOMPLETE else Status(kept.status)
        desk_has_it(desk, step, kept, status, days=desk.clocks.triage)
