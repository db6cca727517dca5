"""Who is sending a letter right now: claimed before it goes, let go of with what became of it.

A claim is no step of the desk: the history knows held letters and what became of them. Only whoever holds
the lock "send" claims letters, so that a claim which somebody else finds under that lock is of a program
that died, or that lost its database, on the way.
"""

import os
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from peewee import InterfaceError, OperationalError

from stagedesk.db import models as m
from stagedesk.db.connection import database, transaction
from stagedesk.domain.codes import OutgoingState
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out.outbox import locked

_PAUSES: Final = (0.2, 1.0, 3.0, 10.0, 30.0)  # seconds between tries to write down what became of a letter

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Claim:
    """One letter, by one sender, once."""

    letter: int
    mark: str
    at: datetime


def claim(desk: Desk, row: m.Outgoing) -> Claim:
    """Mark a held letter as leaving; inside the transaction in which it was locked."""
    mine = Claim(row.id, f"{os.getpid()}@{socket.gethostname()[:30]} {secrets.token_hex(8)}", desk.now())
    _set(
        mine.letter,
        state=OutgoingState.SENDING,
        claim=mine.mark,
        claimed_at=mine.at,
        attempts=row.attempts + 1,
    )
    return mine


def claimed(mine: Claim) -> m.Outgoing | None:
    """The letter, held as the history knows it; inside a transaction that says what became of it.

    Somebody who took this sender for dead may have called it uncertain, or decided about it: it is still
    the letter of this claim, unless it was sent by another one.
    """
    row = locked(mine.letter)
    if row is None or row.message_id is not None:
        return None
    if row.state == OutgoingState.SENDING:
        return _let_go(row) if row.claim == mine.mark else None
    return row if row.claimed_at == mine.at else None


def _let_go(row: m.Outgoing) -> m.Outgoing:
    _set(row.id, state=OutgoingState.HELD, claim="")
    row.state, row.claim = OutgoingState.HELD, ""
    return row


def back_again(mine: Claim, **values: object) -> None:
    """It did not leave: as before, but for these columns, of which the history tells nothing either."""
    with transaction():
        row = claimed(mine)
        if row is not None and row.state == OutgoingState.HELD and values:
            _set(row.id, **values)


def _set(number: int, **values: object) -> None:
    m.Outgoing.update(values).where(m.Outgoing.id == number).execute()


def written(step: Callable[[], Answer]) -> Answer:
    """Have this written down, again and again while the database is busy or away for a moment.

    What became of a letter must not be lost: where it is, the letter is uncertain.
    """
    for pause in _PAUSES:
        try:
            return step()
        except (OperationalError, InterfaceError):
            time.sleep(pause)
            _connect_again()
    return step()


def _connect_again() -> None:
    """A lost connection is of no use any more; one that was only busy comes back as it was."""
    with suppress(OperationalError, InterfaceError):
        if not database.in_transaction():
            database.close()
            database.connect()
