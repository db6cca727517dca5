"""Which mail belongs to which request, corrected by a person: merge, un-merge, split off, move, who asks."""

import json
from typing import Any
from uuid import uuid4

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Direction, MessageKind, Outcome, Route, Status, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.deciding import numbering, requests, triage
from stagedesk.services.deciding.moving import at_desk, desk_has_it, has_new_mail, told_there
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.journal.past import undone
from stagedesk.services.mail_in.intake_batch import received_at
from stagedesk.services.rows import RequestRow
from stagedesk.services.understanding.links import LinkProposal, proposals

__all__ = ["LinkProposal", "merge", "move", "proposals", "split", "take_sender_as_applicant", "unmerge"]

merge = triage.link
"""This request's mails belong to another one: they move there, and this one ends as a duplicate."""


def unmerge(desk: Desk, ref: str, *, by: str, batch: str | None = None) -> RequestRow:
    """Take a merged request up again with the mails it had, whatever happened since.

    What came in later stays where it came in. Undo is stricter: it also brings back what was asked of
    departments, and refuses once anything was changed.
    """
    with history.step(desk, "unlinked", by=by, batch=batch or uuid4().hex) as step:
        request = requests.find(ref)
        if request.outcome != Outcome.DUPLICATE or request.continues is None:
            raise errors.Refused(
                detail=_("{reference} was not linked to another request.").format(reference=ref)
            )
        step.request, kept = request.id, request.continues
        earlier = None
        for change in _linking(request):
            if change["table"] == "entry":
                _give_back(step, request, change)
            elif (change["table"], change["row"]) == ("request", request.id):
                earlier, _kept = change["values"].get("continues", (None, None))
        _take_up(desk, step, request, earlier)
        step.facts["to"] = kept.reference
        told_there(desk, step, "unlinked_here", kept, request)
    return requests.row(ref)


def split(desk: Desk, ref: str, message_id: int, *, by: str, batch: str | None = None) -> RequestRow:
    """Make a request of its own from one mail, with its sender as the applicant."""
    with history.step(desk, "split", by=by, batch=batch or uuid4().hex) as step:
        request = requests.find(ref)
        entry, mail = _entry_of(message_id, request)
        if not other_mails(request, message_id):
            raise errors.Refused(
                detail=_("It is the only mail of {reference}; link the request instead.").format(
                    reference=request.reference
                )
            )
        sender = applicant_of(step, mail.sender_name, mail.sender_email, mail.language)
        own = step.add(m.Request, **as_new(desk, step, mail, sender))
        step.request = request.id
        step.change(entry, request=own, referral=None, because="split", proposal=None, handled_at=None)
        step.change(mail, kind=MessageKind.REQUEST, proposal=None, handled_at=None)
        _nothing_new(step, request)
        step.facts["to"] = own.reference
        told_there(desk, step, "split_from", own, request, message_id)
    return requests.row(own.reference)


def move(
    desk: Desk, message_id: int, to_ref: str, *, by: str, ref: str | None = None, batch: str | None = None
) -> RequestRow:
    """Put one mail with another request; `ref` says from which, where it is with several.

    A request keeps at least one mail that came in: the last one goes by linking the request.
    """
    with history.step(desk, "moved", by=by, batch=batch or uuid4().hex) as step:
        entry, mail = _entry_of(message_id, requests.find(ref) if ref else None)
        source, target = m.Request.get_by_id(entry.request_id), requests.find(to_ref)
        if source.id == target.id or _has(target, message_id):
            raise errors.Refused(detail=_("That mail is with {reference} already.").format(reference=to_ref))
        if not other_mails(source, message_id):
            raise errors.Refused(
                detail=_("It is the only mail of {reference}; link the request instead.").format(
                    reference=source.reference
                )
            )
        step.request = source.id
        step.change(entry, request=target, referral=None, because="moved", proposal=None)
        _nothing_new(step, source)
        _shown(desk, step, target, is_new=mail.handled_at is None and entry.handled_at is None)
        step.facts["to"] = target.reference
        told_there(desk, step, "moved_here", target, source, message_id)
    return requests.row(target.reference)


def take_sender_as_applicant(desk: Desk, ref: str, *, by: str, batch: str | None = None) -> RequestRow:
    """The mail's own sender asks, not whoever was read from a forwarded mail in it."""
    with history.step(desk, "applicant_set", by=by, batch=batch) as step:
        request = requests.find(ref)
        name, email = request.sender_name, request.sender_email
        if (request.applicant.name, request.applicant.email) == (name, email):
            raise errors.Refused(
                detail=_("The sender of {reference} is the applicant.").format(reference=ref)
            )
        step.change(request, applicant=applicant_of(step, name, email, request.language))
    return requests.row(ref)


def _linking(request: m.Request) -> list[dict[str, Any]]:
    """What the last linking that still stands changed."""
    query = m.Event.select(m.Event.id, m.Event.changes).where(
        m.Event.request == request.id, m.Event.kind == "linked"
    )
    fallen = undone()
    for number, changes in m.tuples(query.order_by(m.Event.id.desc())):
        if number not in fallen:
            found: list[dict[str, Any]] = json.loads(changes)
            return found
    return []


def _give_back(step: history.Step, request: m.Request, change: dict[str, Any]) -> None:
    """One mail of a merged request: moved back, or put back where the kept request had it too."""
    before = {name: history.value_back(m.Entry, name, pair[0]) for name, pair in change["values"].items()}
    if change["how"] == "removed":
        if not _has(request, before["message"]):
            step.add(m.Entry, **before)
        return
    entry = m.Entry.get_or_none(m.Entry.id == change["row"])
    if entry is not None and not _has(request, entry.message_id):
        step.change(entry, request=request, because=before.get("because", entry.because))


def _take_up(desk: Desk, step: history.Step, request: m.Request, continues: int | None) -> None:
    step.change(
        request,
        status=Status.TRIAGE,
        outcome=None,
        closed_on=None,
        closed_by=None,
        continues=continues,
        owner=step.staff or request.owner,
        attention_since=step.now,
        **at_desk(desk, desk.clocks.triage),
    )


def _entry_of(message_id: int, request: m.Request | None) -> tuple[m.Entry, m.Message]:
    """A mail that came in, and its place with this request, or with the only one that has it."""
    query = m.Entry.select().where(m.Entry.message == message_id)
    entries = list(query.where(m.Entry.request == request.id) if request else query)
    mail = m.Message.get_or_none(m.Message.id == message_id)
    if not entries or mail is None:
        raise errors.NotFound(what=_("mail"), name=str(message_id))
    if mail.direction != Direction.IN:
        raise errors.Refused(detail=_("A letter of the desk stays with the request that it is about."))
    if len(entries) > 1:
        refs = ", ".join(entry.request.reference for entry in entries)
        raise errors.UsageError(
            detail=_("That mail is with several requests ({refs}); say which.").format(refs=refs)
        )
    return entries[0], mail


def _has(request: m.Request, message_id: int) -> bool:
    query = m.Entry.select().where(m.Entry.request == request.id, m.Entry.message == message_id)
    return bool(query.exists())


def other_mails(request: m.Request, message_id: int) -> bool:
    """Whether more came in about this request than that mail."""
    query = (
        m.Entry.select()
        .join(m.Message)
        .where(m.Entry.request == request.id, m.Message.id != message_id, m.Message.direction == Direction.IN)
    )
    return bool(query.exists())


def _nothing_new(step: history.Step, request: m.Request) -> None:
    """Out of the Inbox, when the mail that went away was all that was new."""
    if request.attention_since and request.status != Status.RECEIVED and not has_new_mail(request):
        step.change(request, attention_since=None)


def _shown(desk: Desk, step: history.Step, request: m.Request, *, is_new: bool) -> None:
    """A mail that nobody saw to shows in the Inbox; one that the desk waited for gives it the ball."""
    if request.closed_on is None and request.waiting_on == WaitingOn.APPLICANT:
        status = Status.TRIAGE if request.status == Status.INCOMPLETE else request.status
        desk_has_it(desk, step, request, status, days=desk.clocks.triage)
    elif is_new and request.attention_since is None:
        step.change(request, attention_since=step.now)


def as_new(desk: Desk, step: history.Step, mail: m.Message, applicant: m.Applicant) -> dict[str, Any]:
    """A new request that came in with this mail."""
    received = received_at(mail.sent_at, mail.taken_at)
    received_on = desk.day_of(received)
    due = deadlines.triage_due(received_on, desk.calendar, desk.clocks)
    return {
        "reference": numbering.take_references(desk.today(), 1)[0],
        "route": Route.MAILBOX,
        "received_at": received,
        "received_on": received_on,
        "applicant": applicant,
        "sender_name": mail.sender_name,
        "sender_email": mail.sender_email,
        "title": mail.subject or clean(mail.body[:400], limit=80),
        "language": mail.language,
        "owner": step.staff,
        "status": Status.RECEIVED,
        "waiting_on": WaitingOn.DESK,
        "waiting_since": received_on,
        "due_on": max(desk.today(), due),
        "attention_since": step.now,
    }


def applicant_of(step: history.Step, name: str, email: str, language: str) -> m.Applicant:
    """Whoever is known by this name and address, else somebody new."""
    known = m.Applicant.get_or_none(m.Applicant.email == email, m.Applicant.name == name) if email else None
    return known or step.add(m.Applicant, name=name, email=email, language=language)
