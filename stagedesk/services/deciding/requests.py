"""Reading requests: one row, one page with its timeline, and the stable shape for --json."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.prepared import prepared
from stagedesk.domain.codes import Answer, OutgoingState
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal.forgotten import KINDS
from stagedesk.services.rows import (
    EventRow,
    LetterRow,
    ReferralRow,
    RequestPage,
    RequestRow,
)

# These tell what came in or went out; what is in a mailbox cannot be made unseen. And who was forgotten.
NOT_UNDOABLE = frozenset(
    {"received", "landed", "bounced", "sent", "exported", "imported", "closing_days", "data_shown"}
    | {"letter_failed", "letter_uncertain", "letter_arrived"}
    | KINDS
)


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


@prepared
def _by_reference(reference: Any) -> Any:
    return base_query().where(m.Request.reference == reference).tuples()


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
        found = [row_of(values) for values in _by_reference(reference.strip())]
    if not found:
        raise errors.NotFound(what=_("request"), name=reference, hint=_("See: stagedesk list"))
    return found[0]


def page(desk: Desk, reference: str) -> RequestPage:
    """Everything about one request, in nine reads however long its history is."""
    # Lists do without: with these come the words that tell a mail's own text from what it quotes.
    from stagedesk.services.deciding import planned
    from stagedesk.services.understanding.request_mails import messages_of

    with session():
        request = row(reference)
        referrals = referrals_of(request.id)
        return RequestPage(
            request=request,
            referrals=referrals,
            messages=messages_of(request.id),
            letters=letters_of(request.id),
            events=events_of(request.id),
            planned=planned.planned_for(desk, request),
            clocks=planned.clocks_of(desk, request),
        )


def referrals_of(request_id: int) -> tuple[ReferralRow, ...]:
    return tuple(ReferralRow(*values) for values in _referrals(request_id))


@prepared
def _referrals(request_id: Any) -> Any:
    f = m.Referral
    return (
        f.select(
            f.id, m.Department.code, m.Department.name, f.asked_on, f.due_on, f.reminded, f.escalated_on,
            f.answer, f.reason, f.remark, f.answered_on, f.round, f.quiet_until, f.starts_on,
        )
        .join(m.Department)
        .where(f.request == request_id)
        .order_by(f.id)
        .tuples()
    )  # fmt: skip


def letters_of(request_id: int) -> tuple[LetterRow, ...]:
    """Letters that were decided and have not left."""
    return tuple(LetterRow(*values) for values in _letters(request_id))


@prepared
def _letters(request_id: Any) -> Any:
    o = m.Outgoing
    return (
        o.select(o.id, o.letter, o.recipients, o.subject, o.body, o.hold_until, o.state)
        .where(o.request == request_id, o.state.not_in([OutgoingState.SENT, OutgoingState.DROPPED]))
        .order_by(o.id)
        .tuples()
    )


def events_of(request_id: int) -> tuple[EventRow, ...]:
    return tuple(_event(*values) for values in _events(request_id))


@prepared
def _events(request_id: Any) -> Any:
    return _events_where(m.Event.request == request_id)


def events_about(condition: Any) -> tuple[EventRow, ...]:
    """The steps for which this condition on the history holds, oldest first."""
    return tuple(_event(*values) for values in _events_where(condition))


def _events_where(condition: Any) -> Any:
    undoing = m.Event.alias()
    return (
        m.Event.select(
            m.Event.id, m.Event.at, m.Staff.name, m.Event.kind, m.Event.facts, m.EventDetails.details,
            undoing.id,
        )
        .join(m.Staff, JOIN.LEFT_OUTER, on=(m.Event.by == m.Staff.id))
        .join(m.EventDetails, JOIN.LEFT_OUTER, on=(m.EventDetails.event == m.Event.id))
        .join(undoing, JOIN.LEFT_OUTER, on=(undoing.undoes == m.Event.id))
        .where(condition)
        .order_by(m.Event.id)
        .tuples()
    )  # fmt: skip


_read_json = (
    json.JSONDecoder().raw_decode
)  # json.loads looks at its arguments and for blanks first, each time


def _event(
    number: int, at: datetime, by: str | None, kind: str, facts: str, details: str | None, undone: int | None
) -> EventRow:
    values = _read_json(facts)[0] if facts != "{}" else {}
    if details:
        values |= _read_json(details)[0].get("said", {})
    undoable = undone is None and kind not in NOT_UNDOABLE
    return EventRow(number, at, by or "", kind, values, undone is not None, undoable)


def pending_referrals(request_id: int) -> list[m.Referral]:
    """Departments that were asked and have not answered, the earliest due first; inside a session."""
    return _pending(request_id)


@prepared
def _pending(request_id: Any) -> Any:
    return (
        m.Referral.select(m.Referral, m.Department)
        .join(m.Department)
        .where(m.Referral.request == request_id, m.Referral.answer.is_null())
        .order_by(m.Referral.due_on, m.Referral.id)
    )


def was_asked(request_id: int) -> bool:
    return bool(_asked(request_id))


@prepared
def _asked(request_id: Any) -> Any:
    f = m.Referral
    asked = f.answer.is_null() | (f.answer != Answer.WITHDRAWN)
    return f.select(f.id).where(f.request == request_id, asked).limit(1).tuples()


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
