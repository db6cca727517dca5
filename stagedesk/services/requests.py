"""Reading requests: one row, one page with its timeline, and the stable shape for --json."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Answer, OutgoingState
from stagedesk.i18n import _
from stagedesk.mail.quotes import split
from stagedesk.services.desk import Desk
from stagedesk.services.rows import (
    AttachmentRow,
    EventRow,
    LetterRow,
    MessageRow,
    PlannedRow,
    ReferralRow,
    RequestPage,
    RequestRow,
)

# These tell what came in or went out; what is in a mailbox cannot be made unseen.
NOT_UNDOABLE = frozenset({"received", "landed", "bounced", "sent", "exported", "imported", "closing_days"})


def base_query() -> Any:
    """The columns of a RequestRow, in its order."""
    r, a = m.Request, m.Applicant
    return (
        r.select(
            r.id, r.reference, r.status, a.name, a.email, r.sender_name, r.sender_email, r.title, r.route,
            r.received_at, r.received_on, r.language, m.School.name, r.school_words, r.study,
            r.level_followed, r.kind, r.period_start, r.period_end, r.deadline_on, m.Staff.code,
            r.waiting_on, r.waiting_since, r.due_on, r.snoozed_until, r.attention_since,
            m.Department.code, m.Department.name, r.outcome, r.reason, r.ended_by, r.closed_on,
            r.group, r.automatic, r.version,
        )
        .join(a, on=(r.applicant == a.id))
        .join(m.Staff, JOIN.LEFT_OUTER, on=(r.owner == m.Staff.id))
        .join(m.Department, JOIN.LEFT_OUTER, on=(r.department == m.Department.id))
        .join(m.School, JOIN.LEFT_OUTER, on=(r.school == m.School.id))
    )  # fmt: skip


def rows(query: Any) -> list[RequestRow]:
    return [row_of(values) for values in m.tuples(query)]


def row_of(values: Sequence[Any]) -> RequestRow:
    """A row from the values of `base_query`, in its order."""
    fixed = list(values)
    fixed[12:14] = [values[12] or values[13]]  # the school we know, else the words for it
    fixed[26] = fixed[26] or ""
    return RequestRow(*fixed)


def find(reference: str) -> m.Request:
    """The table row of a request by its reference; inside a session."""
    found = m.Request.get_or_none(m.Request.reference == reference.strip())
    if found is None:
        raise errors.NotFound(what=_("request"), name=reference, hint=_("See: stagedesk list"))
    return found


def row(reference: str) -> RequestRow:
    with session():
        found = rows(base_query().where(m.Request.reference == reference.strip()))
    if not found:
        raise errors.NotFound(what=_("request"), name=reference, hint=_("See: stagedesk list"))
    return found[0]


def page(desk: Desk, reference: str) -> RequestPage:
    """Everything about one request, in eight reads however long its history is."""
    with session():
        request = row(reference)
        referrals = referrals_of(request.id)
        return RequestPage(
            request=request,
            referrals=referrals,
            messages=messages_of(request.id),
            letters=letters_of(request.id),
            events=events_of(request.id),
            planned=planned_for(desk, request, referrals),
        )


def referrals_of(request_id: int) -> tuple[ReferralRow, ...]:
    f = m.Referral
    query = (
        f.select(
            f.id, m.Department.code, m.Department.name, f.asked_on, f.due_on, f.reminded, f.escalated_on,
            f.answer, f.reason, f.remark, f.answered_on,
        )
        .join(m.Department)
        .where(f.request == request_id)
        .order_by(f.id)
    )  # fmt: skip
    return tuple(ReferralRow(*values) for values in m.tuples(query))


def messages_of(request_id: int) -> tuple[MessageRow, ...]:
    """The mails of a request, oldest first."""
    t = m.Message
    query = (
        t.select(
            t.id, t.direction, t.kind, t.sender_name, t.sender_email, t.recipients, t.subject, t.sent_at,
            t.taken_at, t.body, t.automatic, t.proposal, t.proposal_because, t.handled_at, t.warnings,
        )
        .join(m.Entry)
        .where(m.Entry.request == request_id)
        .order_by(t.id)
    )  # fmt: skip
    found = m.tuples(query)
    attachments = _attachments([values[0] for values in found])
    return tuple(_message(values, attachments.get(values[0], ())) for values in found)


def message(message_id: int) -> MessageRow:
    """One mail by its number, whether or not it hangs on a request."""
    t = m.Message
    with session():
        query = t.select(
            t.id, t.direction, t.kind, t.sender_name, t.sender_email, t.recipients, t.subject, t.sent_at,
            t.taken_at, t.body, t.automatic, t.proposal, t.proposal_because, t.handled_at, t.warnings,
        ).where(t.id == message_id)  # fmt: skip
        (values,) = m.tuples(query)
        return _message(values, _attachments([message_id]).get(message_id, ()))


def _message(values: tuple[Any, ...], attachments: tuple[AttachmentRow, ...]) -> MessageRow:
    number, direction, kind, name, email, recipients, subject, sent_at, taken_at, body = values[:10]
    automatic, proposal, because, handled_at, warnings = values[10:]
    parts = split(body, subject)
    return MessageRow(
        id=number, direction=direction, kind=kind, sender=name, sender_email=email, recipients=recipients,
        subject=subject, at=sent_at or taken_at, visible=parts.visible, quoted=parts.quoted,
        signature=parts.signature, attachments=attachments, automatic=automatic, proposal=proposal,
        proposal_because=because, handled=handled_at is not None, warnings=tuple(warnings.splitlines()),
    )  # fmt: skip


def _attachments(message_ids: list[int]) -> dict[int, tuple[AttachmentRow, ...]]:
    if not message_ids:
        return {}
    a = m.Attachment
    query = a.select(a.message, a.name, a.type, a.size).where(a.message.in_(message_ids)).order_by(a.id)
    found: dict[int, tuple[AttachmentRow, ...]] = {}
    for number, name, type_, size in m.tuples(query):
        found[number] = (*found.get(number, ()), AttachmentRow(name, type_, size))
    return found


def letters_of(request_id: int) -> tuple[LetterRow, ...]:
    """Letters that were decided and have not left."""
    o = m.Outgoing
    query = (
        o.select(o.id, o.letter, o.recipients, o.subject, o.body, o.hold_until, o.state)
        .where(o.request == request_id, o.state != OutgoingState.SENT)
        .order_by(o.id)
    )
    return tuple(LetterRow(*values) for values in m.tuples(query))


def events_of(request_id: int) -> tuple[EventRow, ...]:
    undoing = m.Event.alias()
    query = (
        m.Event.select(
            m.Event.id, m.Event.at, m.Staff.name, m.Event.kind, m.Event.facts, m.EventDetails.details,
            undoing.id,
        )
        .join(m.Staff, JOIN.LEFT_OUTER, on=(m.Event.by == m.Staff.id))
        .join(m.EventDetails, JOIN.LEFT_OUTER, on=(m.EventDetails.event == m.Event.id))
        .join(undoing, JOIN.LEFT_OUTER, on=(undoing.undoes == m.Event.id))
        .where(m.Event.request == request_id)
        .order_by(m.Event.id)
    )  # fmt: skip
    return tuple(_event(*values) for values in m.tuples(query))


def _event(
    number: int, at: datetime, by: str | None, kind: str, facts: str, details: str | None, undone: int | None
) -> EventRow:
    values = json.loads(facts) | json.loads(details or "{}").get("said", {})
    undoable = undone is None and kind not in NOT_UNDOABLE
    return EventRow(number, at, by or "", kind, values, undone is not None, undoable)


def planned_for(desk: Desk, request: RequestRow, referrals: Iterable[ReferralRow]) -> tuple[PlannedRow, ...]:
    """What happens by itself if nobody answers."""
    if not request.is_open or request.waiting_on != "department":
        return ()
    planned = [
        PlannedRow(step.on, step.kind, referral.department_name)
        for referral in referrals
        if referral.answer is None
        for number, step in enumerate(
            deadlines.plan(referral.asked_on, desk.calendar, desk.clocks, due_on=referral.due_on)
        )
        if number >= referral.reminded and not (step.kind == "supervisor" and referral.escalated_on)
    ]
    return tuple(sorted(planned, key=lambda each: each.on))


def pending_referrals(request_id: int) -> list[m.Referral]:
    """Departments that were asked and have not answered, the earliest due first; inside a session."""
    query = (
        m.Referral.select(m.Referral, m.Department)
        .join(m.Department)
        .where(m.Referral.request == request_id, m.Referral.answer.is_null())
        .order_by(m.Referral.due_on, m.Referral.id)
    )
    return list(query)


def was_asked(request_id: int) -> bool:
    asked = m.Referral.select().where(
        m.Referral.request == request_id,
        m.Referral.answer.is_null() | (m.Referral.answer != Answer.WITHDRAWN),
    )
    return bool(asked.exists())


def as_json(row: RequestRow, today: date) -> dict[str, Any]:
    """The documented shape of a request for programs; fields are added, never renamed or removed."""
    return {
        "ref": row.ref,
        "status": row.status,
        "owner": row.owner,
        "waiting_on": row.waiting_on,
        "waiting_since": _iso(row.waiting_since),
        "due_on": _iso(row.due_on),
        "overdue": row.is_overdue(today),
        "department": row.department,
        "outcome": row.outcome,
        "reason": row.reason,
        "ended_by": row.ended_by,
        "received_on": _iso(row.received_on),
        "closed_on": _iso(row.closed_on),
        "snoozed_until": _iso(row.snoozed_until),
        "in_inbox": row.attention_since is not None,
        "applicant": row.applicant,
        "applicant_email": row.applicant_email,
        "sender": row.sender,
        "sender_email": row.sender_email,
        "title": row.title,
        "route": row.route,
        "language": row.language,
        "school": row.school,
        "study": row.study,
        "level": row.level,
        "kind": row.kind,
        "period_start": _iso(row.period_start),
        "period_end": _iso(row.period_end),
        "deadline": _iso(row.deadline_on),
        "automatic": row.automatic,
        "version": row.version,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
