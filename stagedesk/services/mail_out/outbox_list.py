"""The outbox to look at: what waits, what goes wrong, what left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from peewee import JOIN, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import OutgoingState
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal.event_words import letter_name
from stagedesk.services.mail_out.outbox import NOT_SENT

State = Literal["", "held", "sending", "sent", "failed", "uncertain", "dropped", "returned"]
"""Those of letters, and `returned`: it came back and was not sent anew. Empty: all that the screen shows."""
STATES: Final[tuple[State, ...]] = ("uncertain", "failed", "returned", "sending", "held", "sent", "dropped")
"""In the order in which somebody should look at them."""
RETURNED_DAYS: Final = 14
PAGE: Final = 500
LOOKED_THROUGH: Final = 3_000
"""So many of the newest letters are looked at for those that left today: no index leads to them."""


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of the outbox."""

    id: int
    ref: str
    """The request that it is about; empty for a letter about several or none."""
    letter: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    body: str
    state: State
    hold_until: datetime
    retry_at: datetime | None
    attempts: int
    error: str
    """Why it did not leave, or came back."""
    sent_at: datetime | None
    decided_by: str

    @property
    def key(self) -> int:
        return self.id

    @property
    def leaves_at(self) -> datetime:
        """Of a letter that is held: not before this moment."""
        return max(self.hold_until, self.retry_at) if self.retry_at else self.hold_until

    @property
    def is_trouble(self) -> bool:
        return self.state in ("uncertain", "failed", "returned")


def letters(desk: Desk, state: State = "", *, before: int | None = None) -> tuple[LetterRow, ...]:
    """The letters in this state, the newest first; `before` the number of one goes on after it.

    Without a state those that somebody may want to see, in that order: all that waits or went wrong, and what
    left or was dropped in the last day.
    """
    if not state:
        return tuple(_shown(desk))
    query = _query().where(_is(state)).order_by(m.Outgoing.id.desc()).limit(PAGE)
    if before is not None:
        query = query.where(m.Outgoing.id < before)
    with session():
        return tuple(_row(values) for values in m.tuples(query))


def _shown(desk: Desk) -> list[LetterRow]:
    o, now = m.Outgoing, desk.now()
    a_day, a_while = now - timedelta(days=1), now - timedelta(days=RETURNED_DAYS)
    waits = NOT_SENT & ((o.state != OutgoingState.DROPPED) | (o.decided_at > a_day))
    with session():
        newest = o.select(fn.max(o.id)).scalar() or 0
        left = (o.state == OutgoingState.SENT) & (o.id > newest - LOOKED_THROUGH)
        left &= (o.sent_at > a_day) | (o.bounced_at.is_null(False) & (o.sent_at > a_while))
        found = [
            _row(values) for condition in (waits, left) for values in m.tuples(_query().where(condition))
        ]
    return sorted(found, key=lambda each: (STATES.index(each.state), -each.id))


def row(desk: Desk, number: int) -> LetterRow:
    with session():
        for values in m.tuples(_query().where(m.Outgoing.id == number)):
            return _row(values)
    raise errors.NotFound(what=_("letter"), name=str(number), hint=_("All letters: stagedesk letters"))


def trouble_of(request: int) -> str:
    """The letter about this request that needs a person, and why; empty where there is none."""
    o = m.Outgoing
    about = o.id.in_(m.OutgoingItem.select(m.OutgoingItem.outgoing).where(m.OutgoingItem.request == request))
    trouble = o.state.in_([OutgoingState.FAILED, OutgoingState.UNCERTAIN])
    trouble &= (o.request == request) | about
    with session():
        for letter, error in m.tuples(o.select(o.letter, o.error).where(trouble).order_by(o.id).limit(1)):
            return f"{letter_name(letter)}: {error}"
    return ""


def _query() -> Any:
    o, later = m.Outgoing, m.Outgoing.alias()
    newest = later.select(fn.max(later.id)).where(later.request == o.request, later.letter == o.letter)
    return (
        o.select(
            o.id, m.Request.reference, o.letter, o.recipients, o.copies, o.subject, o.body, o.state,
            o.hold_until, o.retry_at, o.attempts, o.error, o.sent_at, m.Staff.code, o.bounced_at,
            newest,
        )
        .join(m.Request, JOIN.LEFT_OUTER, on=(o.request == m.Request.id))
        .join(m.Staff, JOIN.LEFT_OUTER, on=(o.decided_by == m.Staff.id))
    )  # fmt: skip


def _row(values: tuple[Any, ...]) -> LetterRow:
    (
        number, ref, letter, recipients, copies, subject, body, state,
        hold_until, retry_at, attempts, error, sent_at, by, bounced_at, newest,
    ) = values  # fmt: skip
    shown: State = "returned" if bounced_at and number == (newest or number) else state
    return LetterRow(
        number, ref or "", letter, tuple(recipients.splitlines()), tuple(copies.splitlines()), subject, body,
        shown, hold_until, retry_at, attempts, error, sent_at, by or "",
    )  # fmt: skip


def _is(state: State) -> Any:
    o = m.Outgoing
    if state == "returned":
        return o.bounced_at.is_null(False)
    if state == "sent":
        return (o.state == OutgoingState.SENT) & o.bounced_at.is_null()
    return o.state == OutgoingState(state)
