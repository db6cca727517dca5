"""What a person decides about a letter that did not leave by itself: again, to whom, or not at all."""

from datetime import datetime

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Letter, OutgoingState, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.services.deciding.moving import has_new_mail
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out.outbox import grace_ends, locked, new_mail_id, usable
from stagedesk.services.mail_out.outbox_list import LetterRow, row
from stagedesk.services.mail_out.outbox_sending import has_left, requests_of

WORDS = {
    OutgoingState.HELD: N_("it leaves by itself"),
    OutgoingState.SENDING: N_("it is leaving just now"),
    OutgoingState.SENT: N_("it has left"),
    OutgoingState.FAILED: N_("it was refused"),
    OutgoingState.UNCERTAIN: N_("nobody knows whether it left"),
    OutgoingState.DROPPED: N_("it is not sent"),
}
_ELSEWHERE = frozenset({WaitingOn.DEPARTMENT, WaitingOn.APPLICANT, WaitingOn.SCHOOL})


def retry(desk: Desk, number: int, *, by: str, to: str = "", batch: str | None = None) -> LetterRow:
    """Send a letter that did not leave, or that came back, once more; to another address where one is given.

    One that did not leave keeps its Message-ID: should it have arrived after all, mail programs show it once.
    """
    address = _address(to) if to else ""
    with history.step(desk, "letter_retried", by=by, batch=batch) as step:
        letter = _letter(step, number)
        if letter.state == OutgoingState.SENT and letter.bounced_at:
            _repeat(desk, step, letter, address)
        elif letter.state == OutgoingState.HELD and not address:
            _now(letter, step.now)
        else:
            _demand(letter, {OutgoingState.HELD, OutgoingState.DROPPED, *_TROUBLED})
            values = {"recipients": address} if address else {}
            step.change(
                letter, state=OutgoingState.HELD, hold_until=grace_ends(desk, step.now), error="", **values
            )
            _forget_tries(letter)
        _seen_to(step, letter)
    return row(desk, number)


def drop(desk: Desk, number: int, reason: str, *, by: str, batch: str | None = None) -> LetterRow:
    """It need not go, and why; undo lets it go after all."""
    reason = clean(reason, limit=300)
    if not reason:
        raise errors.UsageError(detail=_("Say why the letter need not go."))
    with history.step(desk, "letter_dropped", by=by, batch=batch) as step:
        letter = _letter(step, number)
        _demand(letter, {OutgoingState.HELD, *_TROUBLED})
        step.details["said"] = {"text": reason}
        step.change(letter, state=OutgoingState.DROPPED, error=reason)
        _seen_to(step, letter)
    return row(desk, number)


def arrived(desk: Desk, number: int, *, by: str) -> LetterRow:
    """Somebody asked, and the letter is there: it was sent when it was handed over."""
    with history.step(desk, "letter_arrived", by=by) as step:
        letter = _letter(step, number)
        _demand(letter, {OutgoingState.UNCERTAIN})
        has_left(desk, step, letter)
        step.change(letter, error="")
        _seen_to(step, letter)
    return row(desk, number)


_TROUBLED = (OutgoingState.FAILED, OutgoingState.UNCERTAIN)


def _letter(step: history.Step, number: int) -> m.Outgoing:
    letter = locked(number)
    if letter is None:
        hint = _("All letters that wait: stagedesk letters")
        raise errors.NotFound(what=_("letter"), name=str(number), hint=hint)
    step.request, step.facts["letter"] = letter.request_id, letter.letter
    return letter


def _demand(letter: m.Outgoing, states: set[OutgoingState]) -> None:
    if letter.state not in states:
        detail = _("That cannot be done with letter {number}: {state}.").format(
            number=letter.id, state=_(WORDS[OutgoingState(letter.state)])
        )
        raise errors.Refused(detail=detail)


def _address(to: str) -> str:
    if found := usable(to.strip()):
        return found
    raise errors.UsageError(detail=_("{address} is no mail address.").format(address=to))


def _now(letter: m.Outgoing, now: datetime) -> None:
    """It waits for the next try: that is no step of the desk, and neither is not waiting."""
    if letter.retry_at is None or letter.retry_at <= now:
        _demand(letter, set())
    m.Outgoing.update(retry_at=None).where(m.Outgoing.id == letter.id).execute()


def _forget_tries(letter: m.Outgoing) -> None:
    m.Outgoing.update(retry_at=None, attempts=0).where(m.Outgoing.id == letter.id).execute()


def _repeat(desk: Desk, step: history.Step, letter: m.Outgoing, address: str) -> None:
    """A letter that came back goes out as a new one: the old one was sent, and stays so."""
    if letter.letter == Letter.ACKNOWLEDGEMENT:
        detail = _("An acknowledgement goes out once. Correct the address, then ask or answer the applicant.")
        raise errors.Refused(detail=detail)
    step.kind = "letter_repeated"
    new = step.add(
        m.Outgoing,
        **{name: letter.__data__[name] for name in _SAME},
        recipients=address or letter.recipients,
        mail_id=new_mail_id(desk, letter.request),
        decided_at=step.now,
        hold_until=grace_ends(desk, step.now),
        decided_by=step.staff.id if step.staff else None,
    )
    for table, columns in ((m.OutgoingItem, _ITEM), (m.Enclosure, _ENCLOSURE)):
        for each in list(table.select().where(table.outgoing == letter.id).order_by(table.id)):
            step.add(table, outgoing=new.id, **{name: each.__data__[name] for name in columns})


_SAME = ("request", "referral", "department", "letter", "copies", "subject", "body", "thread")
_ITEM = ("request", "referral")
_ENCLOSURE = ("position", "name", "type", "content")


def _seen_to(step: history.Step, letter: m.Outgoing) -> None:
    """The requests leave the Inbox where nothing else keeps them there."""
    for request in requests_of(letter):
        waits = request.attention_since and request.closed_on is None and request.waiting_on in _ELSEWHERE
        if waits and not has_new_mail(request) and not troubled(request, letter.id):
            step.change(request, attention_since=None)


def troubled(request: m.Request, but: int) -> bool:
    """Whether another letter about this request needs a person."""
    o = m.Outgoing
    trouble = o.state.in_(_TROUBLED) & (o.request == request.id) & (o.id != but)
    return bool(o.select().where(trouble).exists())
