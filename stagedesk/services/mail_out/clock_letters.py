"""The last look at a letter before it leaves: whether what it asks was not answered meanwhile."""

from stagedesk.db import models as m
from stagedesk.domain.codes import Letter, WaitingOn
from stagedesk.i18n import N_, _
from stagedesk.services.clock import digest, escalation
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import telling

ANSWERED = N_("What it asks was answered meanwhile.")


def last_look(desk: Desk, step: history.Step, row: m.Outgoing) -> str:
    """Why this letter need not leave any more; empty when it may.

    From a digest the questions that were answered are taken out, in the step that sends it.
    """
    if row.letter in (Letter.REMINDER_1, Letter.REMINDER_2):
        by_person = row.decided_by_id is not None
        fits = row.referral is None or _department_is_silent(row.referral, by_person=by_person)
    elif row.letter == Letter.QUESTION_AGAIN:
        fits = _waits_on(row.request, WaitingOn.APPLICANT)
    elif row.letter == Letter.STILL_LOOKING and row.request is not None:
        fits = _open(row.request)
    elif row.letter in (Letter.DIGEST, Letter.ESCALATION, Letter.STILL_LOOKING):
        fits = _has_items(desk, step, row)
    else:
        fits = True
    return "" if fits else _(ANSWERED)


def _open(request: m.Request | None) -> bool:
    return request is not None and request.closed_on is None


def _waits_on(request: m.Request | None, party: WaitingOn) -> bool:
    return request is not None and request.closed_on is None and request.waiting_on == party


def _department_is_silent(referral: m.Referral, *, by_person: bool = False) -> bool:
    """Whether it still must answer; a person may remind it while somebody else has the ball."""
    waits = by_person or _waits_on(referral.request, WaitingOn.DEPARTMENT)
    return referral.answer is None and _open(referral.request) and waits


def _has_items(desk: Desk, step: history.Step, row: m.Outgoing) -> bool:
    items = list(m.OutgoingItem.select().where(m.OutgoingItem.outgoing == row.id).order_by(m.OutgoingItem.id))
    left = [item for item in items if _item_fits(row.letter, item)]
    if left and len(left) < len(items):
        for item in items:
            if item not in left:
                step.remove(item)
        _write_again(desk, step, row, left)
    return bool(left)


def _item_fits(letter: str, item: m.OutgoingItem) -> bool:
    if letter == Letter.STILL_LOOKING:
        return _open(item.request)
    if item.referral is not None:
        return _department_is_silent(item.referral)
    return _waits_on(item.request, WaitingOn.SUPERVISOR)


def _write_again(desk: Desk, step: history.Step, row: m.Outgoing, left: list[m.OutgoingItem]) -> None:
    if row.letter == Letter.DIGEST:
        assert row.department is not None, "a digest goes to a department"
        letter = digest.write(desk, row.department, [item.referral for item in left if item.referral])
    elif row.letter == Letter.STILL_LOOKING:
        letter = telling.list_of(desk, [item.request for item in left])
    else:
        letter = escalation.write(desk, [item.request for item in left])
    step.change(row, subject=letter.subject, body=letter.body)
