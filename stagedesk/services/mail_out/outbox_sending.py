"""The outbox empties: every letter whose time has come leaves once, or says why it did not.

A letter is claimed (`sending`, committed) before it is handed to the mail server, and what became of it is
written down after: sent; refused for good (`failed`, a task for a person); refused for now (held, with the
moment of the next try); nobody knows (`uncertain`, a task). Who is killed in between leaves a claim behind,
which the next sender makes uncertain: the server may have taken the letter, and only a person can find out.
It is never sent again by itself. A letter that certainly did not leave is, and always with the Message-ID
that it was decided with.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.alone import alone
from stagedesk.db.connection import is_sqlite, session
from stagedesk.db.prepared import prepared
from stagedesk.domain.codes import Letter, OutgoingState
from stagedesk.i18n import _
from stagedesk.mail.mailbox.imap_secret import Tell
from stagedesk.mail.smtp import Later, Parcel, Refused, Unknown, told
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import clock_letters
from stagedesk.services.mail_out.outbox import NOT_SENT, locked
from stagedesk.services.mail_out.outbox_claim import Claim, back_again, claim, claimed, written
from stagedesk.services.mail_out.outbox_mail import Way, as_message, mail_of, parcel_of, way_of

PAUSES: Final = (1, 5, 15, 60)
"""Minutes after each of the first tries; then the last of them again and again."""
GIVE_UP: Final = timedelta(days=3)
PATIENT: Final = len(PAUSES)
"""So many tries wait for all recipients; after them those that the server takes need not wait any longer."""


def never() -> bool:
    return False


@dataclass
class Sending:
    """What one run through the outbox did."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    uncertain: int = 0
    error: errors.StagedeskError | None = None
    """Why it ended early; the letters that did not leave wait."""
    busy: bool = False
    """Somebody else is sending just now."""


def send_due(
    desk: Desk, *, way: Way | None = None, stopped: Callable[[], bool] = never, tell: Tell | None = None
) -> Sending:
    """Let every letter leave whose time has come. What goes wrong with one does not keep the others back."""
    done = Sending()
    with session():
        if not due(desk) and not _left_behind(desk):
            return done
        with alone("send") as first:
            if not first:
                done.busy = True
                return done
            _settle(desk, done)
            with closing(way or way_of(desk, tell, stopped)) as by:
                for number in due(desk):
                    if stopped() or not _leave(desk, by, number, done):
                        break
    return done


def due(desk: Desk) -> list[int]:
    """The letters that may leave now, in the order in which they were decided.

    Those that nobody decided wait for office hours, and for a day on which the department that they go to
    works; an acknowledgement does not.
    """
    with session():
        found = (_due if desk.is_open() else _due_at_any_hour)(m.Outgoing.hold_until.db_value(desk.now()))
        shut = desk.closed_today()
        waits = _by_the_clock_to(shut) if shut else []
    # Sorted here: SQLite would read all letters that ever were, because they are in order.
    return sorted(number for (number,) in set(found).difference(waits))


def _by_the_clock_to(departments: set[int]) -> list[Any]:
    o = m.Outgoing
    to_them = o.department.in_(sorted(departments))
    return m.tuples(o.select(o.id).where(NOT_SENT, o.decided_by.is_null(True), to_them))


def _held(now: Any) -> Any:
    o = m.Outgoing
    may = NOT_SENT & (o.state == OutgoingState.HELD) & (o.hold_until <= now)
    return o.select(o.id).where(may, o.retry_at.is_null() | (o.retry_at <= now)).tuples()


@prepared
def _due(now: Any) -> Any:
    return _held(now)


@prepared
def _due_at_any_hour(now: Any) -> Any:
    return _held(now).where(
        m.Outgoing.decided_by.is_null(False) | (m.Outgoing.letter == Letter.ACKNOWLEDGEMENT)
    )


def _left_behind(desk: Desk) -> list[m.Outgoing]:
    return sorted(_sending(m.Outgoing.hold_until.db_value(desk.now())), key=lambda row: row.id)


@prepared
def _sending(now: Any) -> Any:
    o = m.Outgoing
    return o.select().where(NOT_SENT, o.state == OutgoingState.SENDING, o.hold_until <= now)


def _settle(desk: Desk, done: Sending) -> None:
    """Nobody else sends now: whoever claimed these letters is gone, and did not write down what became."""
    for row in _left_behind(desk):
        assert row.claimed_at
        why = _("the desk stopped ({who}) while it handed the letter over").format(who=row.claim.split()[0])
        _doubt(desk, Claim(row.id, row.claim, row.claimed_at), why)
        done.uncertain += 1


def _leave(desk: Desk, way: Way, number: int, done: Sending) -> bool:
    """One letter; returns whether the others may be tried."""
    if way.repeatable:
        done.sent += _leave_at_once(desk, way, number)
        return True
    found = _claim(desk, number, done)
    return found is None or _hand_over(desk, way, *found, done)


def _leave_at_once(desk: Desk, way: Way, number: int) -> bool:
    """By a way on which nothing can leave twice: no claim is needed."""
    with history.step(desk, "sent", by=None) as step:
        row = locked(number, state=OutgoingState.HELD)
        if row is None or _need_not_go(desk, step, row):
            return False
        parcel = parcel_of(desk, row)
        way.send(parcel)
        _has_left(desk, step, row, parcel.raw, step.now)
    return True


def _need_not_go(desk: Desk, step: history.Step, row: m.Outgoing) -> bool:
    """The last look: what the clock decided may have been answered meanwhile."""
    why = clock_letters.last_look(desk, step, row)
    if why:
        step.kind, step.request, step.facts["letter"] = "letter_dropped", row.request_id, row.letter
        step.details["said"] = {"text": why}
        step.change(row, state=OutgoingState.DROPPED, error=why)
    return bool(why)


def _claim(desk: Desk, number: int, done: Sending) -> tuple[Claim, Parcel] | None:
    with history.step(desk, "letter_changed", by=None) as step:
        row = locked(number, state=OutgoingState.HELD)
        if row is None or row.hold_until > desk.now() or _need_not_go(desk, step, row):
            return None
        step.request = row.request_id
        mine, patient = claim(desk, row), row.attempts < PATIENT
        try:
            parcel = parcel_of(desk, row, patient=patient)
        except ValueError as error:
            reason = str(error)
        else:
            return mine, parcel
    _fail(desk, mine, reason)
    done.failed += 1
    return None


def _hand_over(desk: Desk, way: Way, mine: Claim, parcel: Parcel, done: Sending) -> bool:
    try:
        refused = way.send(parcel)
    except Refused as error:
        why = str(error)
        done.failed += written(lambda: _fail(desk, mine, why))
    except Later as error:
        _try_again(desk, mine, str(error), done)
    except Unknown as error:
        why = str(error)
        done.uncertain += written(lambda: _doubt(desk, mine, why))
    except errors.SmtpDown as error:
        _try_again(desk, mine, str(error), done)
        done.error = error
    except errors.SmtpError as error:
        written(lambda: back_again(mine, attempts=m.Outgoing.attempts - 1))
        done.error = error
    else:
        done.sent += written(lambda: _sent(desk, mine, parcel, refused))
    return done.error is None


def _sent(desk: Desk, mine: Claim, parcel: Parcel, refused: dict[str, str]) -> bool:
    with history.step(desk, "sent", by=None) as step:
        row = claimed(mine)
        if row is None:
            return False
        _has_left(desk, step, row, parcel.raw, mine.at)
        if refused:
            step.change(row, bounced_at=step.now, error=told(refused))
            step.details["said"] = {"text": told(refused)}
            _is_a_task(step, row)
    return True


def _has_left(desk: Desk, step: history.Step, row: m.Outgoing, raw: bytes, at: datetime) -> None:
    message = as_message(desk, row, raw, at)
    step.request, step.facts["letter"], step.facts["message"] = row.request_id, row.letter, message.id
    about = [(row.request_id, row.referral_id)] if row.request_id else _items(row)
    for request, referral in about:
        step.add(m.Entry, request=request, message=message, referral=referral, because="sent")
    step.change(row, state=OutgoingState.SENT, sent_at=at, message=message)
    if row.request_id is None:
        _tell_each(desk, step, [request for request, _referral in about])


def _tell_each(desk: Desk, step: history.Step, requests: list[int]) -> None:
    """A letter about several requests stands in the history of each."""
    for request in requests:
        with history.step(desk, step.kind, by=step.staff.code if step.staff else None) as told_there:
            told_there.request = request
            told_there.facts |= step.facts | {"together": len(requests)}


def has_left(desk: Desk, step: history.Step, row: m.Outgoing) -> None:
    """A person knows that it arrived."""
    _has_left(desk, step, row, mail_of(desk, row), row.claimed_at or step.now)


def _items(row: m.Outgoing) -> list[tuple[Any, ...]]:
    i = m.OutgoingItem
    return m.tuples(i.select(i.request, i.referral).where(i.outgoing == row.id).order_by(i.id))


def _try_again(desk: Desk, mine: Claim, why: str, done: Sending) -> None:
    """Later, each time after a longer while; after days it is a person's task."""
    row = m.Outgoing.get_by_id(mine.letter)
    if desk.now() - row.hold_until >= GIVE_UP and row.attempts > PATIENT:
        done.failed += written(lambda: _fail(desk, mine, why))
        return
    pause = timedelta(minutes=PAUSES[min(row.attempts, len(PAUSES)) - 1])
    written(lambda: back_again(mine, retry_at=desk.now() + pause, error=why))
    done.delayed += 1


def _fail(desk: Desk, mine: Claim, why: str) -> bool:
    return _stays(desk, mine, "letter_failed", OutgoingState.FAILED, why)


def _doubt(desk: Desk, mine: Claim, why: str) -> bool:
    return _stays(desk, mine, "letter_uncertain", OutgoingState.UNCERTAIN, why)


def _stays(desk: Desk, mine: Claim, kind: str, state: OutgoingState, why: str) -> bool:
    with history.step(desk, kind, by=None) as step:
        row = claimed(mine)
        if row is None or row.state != OutgoingState.HELD:
            return False
        step.request, step.facts["letter"] = row.request_id, row.letter
        step.details["said"] = {"text": why}
        step.change(row, state=state, error=why)
        _is_a_task(step, row)
    return True


def _is_a_task(step: history.Step, row: m.Outgoing) -> None:
    """The requests that the letter is about show in the Inbox."""
    for request in requests_of(row):
        if request.attention_since is None:
            step.change(request, attention_since=step.now)


def requests_of(row: m.Outgoing) -> list[m.Request]:
    """The requests that a letter is about, which nobody else changes until the end of the transaction."""
    numbers = [row.request_id] if row.request_id else [request for request, _referral in _items(row)]
    query: Any = m.Request.select().where(m.Request.id.in_(numbers)).order_by(m.Request.id)
    return list(query if is_sqlite() else query.for_update())
