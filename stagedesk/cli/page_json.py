"""The documented shape of everything about one request; fields are added, never renamed or removed."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from stagedesk.services.deciding import requests

if TYPE_CHECKING:
    from stagedesk.services.rows import (
        ClockRow,
        EventRow,
        LetterRow,
        MessageRow,
        PlannedRow,
        ReferralRow,
        RequestPage,
    )
    from stagedesk.services.understanding.suggestions import Suggestion


def as_json(page: "RequestPage", suggested: "Iterable[Suggestion]", today: date) -> dict[str, Any]:
    return requests.as_json(page.request, today) | {
        "suggestions": [_suggestion(each) for each in suggested],
        "referrals": [_referral(each) for each in page.referrals],
        "messages": [_message(each) for each in page.messages],
        "letters": [_letter(each) for each in page.letters],
        "timeline": [_event(each) for each in page.events],
        "planned": [planned_json(each) for each in page.planned],
        "clocks": clocks_json(page.clocks),
    }


def _suggestion(each: "Suggestion") -> dict[str, Any]:
    return {
        "department": each.department,
        "name": each.name,
        "strength": each.strength,
        "because": each.because,
    }


def _referral(each: "ReferralRow") -> dict[str, Any]:
    return {
        "department": each.department,
        "name": each.department_name,
        "asked_on": each.asked_on.isoformat(),
        "due_on": each.due_on.isoformat(),
        "reminded": each.reminded,
        "escalated_on": _iso(each.escalated_on),
        "answer": each.answer,
        "reason": each.reason,
        "remark": each.remark,
        "answered_on": _iso(each.answered_on),
        "round": each.round,
        "quiet_until": _iso(each.quiet_until),
        "starts_on": _iso(each.starts_on),
    }


def _message(each: "MessageRow") -> dict[str, Any]:
    return {
        "id": each.id,
        "direction": each.direction,
        "kind": each.kind,
        "from": {"name": each.sender, "email": each.sender_email},
        "to": each.recipients.splitlines(),
        "subject": each.subject,
        "at": each.at.isoformat(),
        "visible": each.visible,
        "quoted": each.quoted,
        "signature": each.signature,
        "attachments": [{"name": a.name, "type": a.type, "size": a.size} for a in each.attachments],
        "automatic": each.automatic,
        "proposal": each.proposal,
        "proposal_because": each.proposal_because,
        "proposal_value": each.proposal_value,
        "handled": each.handled,
        "warnings": list(each.warnings),
    }


def _letter(each: "LetterRow") -> dict[str, Any]:
    return {
        "letter": each.letter,
        "to": each.recipients.splitlines(),
        "subject": each.subject,
        "body": each.body,
        "leaves_at": each.hold_until.isoformat(),
        "state": each.state,
    }


def _event(each: "EventRow") -> dict[str, Any]:
    return {
        "event": each.id,
        "at": each.at.isoformat(),
        "by": each.by or None,
        "kind": each.kind,
        "facts": each.values,
        "undone": each.undone,
        "undoable": each.undoable,
    }


def planned_json(each: "PlannedRow") -> dict[str, Any]:
    return {"on": each.on.isoformat(), "kind": each.kind, "department": each.department_name}


def clocks_json(clocks: "ClockRow") -> dict[str, Any]:
    """In working days."""
    return {
        "desk": clocks.desk,
        "departments": clocks.departments,
        "applicant": clocks.applicant,
        "decide_by": _iso(clocks.decide_by),
        "deadline": _iso(clocks.deadline),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
