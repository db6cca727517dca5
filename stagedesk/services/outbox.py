"""Letters: decided in the transaction of their cause, held for a while, then leaving once."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain import codes
from stagedesk.domain.codes import Direction, MessageKind, OutgoingState
from stagedesk.domain.letters import Letter
from stagedesk.mail.compose import LetterMail, compose
from stagedesk.services import history, signing
from stagedesk.services.desk import Desk

BY_THE_CLOCK = frozenset({codes.Letter.REMINDER_1, codes.Letter.REMINDER_2})


def usable(address: str) -> str:
    """The address as mail can be sent to it, or nothing."""
    try:
        return validate_email(address, check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError:
        return ""


def decide(
    desk: Desk,
    step: history.Step,
    kind: codes.Letter,
    letter: Letter,
    request: m.Request,
    *,
    recipients: Sequence[str],
    copies: Sequence[str] = (),
    referral: m.Referral | None = None,
    thread: Sequence[str] = (),
) -> m.Outgoing:
    """Put a letter in the outbox, in the transaction of the step that causes it."""
    domain = desk.settings.desk_email.partition("@")[2]
    return step.add(
        m.Outgoing,
        request=request.id,
        referral=referral.id if referral else None,
        letter=kind,
        recipients="\n".join(recipients),
        copies="\n".join(copies),
        subject=letter.subject,
        body=letter.body,
        mail_id=f"{request.reference}.{secrets.token_hex(10)}@{domain}",
        thread="\n".join(thread),
        decided_at=step.now,
        hold_until=step.now + timedelta(seconds=desk.settings.outbox_grace),
        decided_by=step.staff.id if step.staff else None,
    )


def flush(desk: Desk) -> int:
    """Let every letter leave whose time of grace is over; returns how many left."""
    with session():
        due = m.Outgoing.select(m.Outgoing.id).where(
            m.Outgoing.state == OutgoingState.HELD, m.Outgoing.hold_until <= desk.now()
        )
        waiting = [number for (number,) in m.tuples(due.order_by(m.Outgoing.id))]
    return sum(_leave(desk, number) for number in waiting)


def _leave(desk: Desk, number: int) -> bool:
    # The name and the bytes follow from the row alone: whoever is killed between writing the file and
    # the commit, or does the same work at the same moment, writes the same file again.
    with history.step(desk, "sent", by=None) as step:
        row = m.Outgoing.get_or_none(m.Outgoing.id == number, m.Outgoing.state == OutgoingState.HELD)
        if row is None:
            return False
        raw = _bytes(desk, row)
        write_file(Path(desk.settings.outbox), f"{_about(row)}-{row.id:06d}-{row.letter}.eml", raw)
        message = _as_message(desk, row, raw, step.now)
        step.request = row.request_id
        if row.request:
            step.add(m.Entry, request=row.request, message=message, referral=row.referral, because="sent")
        step.change(row, state=OutgoingState.SENT, sent_at=step.now, message=message)
        step.facts["letter"] = row.letter
    return True


def _about(row: m.Outgoing) -> str:
    return row.request.reference if row.request else "desk"


def _subject(row: m.Outgoing) -> str:
    if row.request is None:
        return row.subject
    department = row.referral.department.code if row.referral else ""
    return f"{row.subject} {signing.tag_for(row.request.reference, department)}"


def _bytes(desk: Desk, row: m.Outgoing) -> bytes:
    return compose(
        LetterMail(
            sender_name=f"{desk.settings.desk_name} {desk.settings.city}",
            sender_email=desk.settings.desk_email,
            recipients=tuple(row.recipients.splitlines()),
            copies=tuple(row.copies.splitlines()),
            subject=_subject(row),
            body=row.body,
            mail_id=row.mail_id,
            thread=tuple(row.thread.splitlines()),
            date=row.hold_until,
            by_the_clock=row.letter in BY_THE_CLOCK,
        )
    )


def _as_message(desk: Desk, row: m.Outgoing, raw: bytes, now: datetime) -> m.Message:
    original = m.Raw.create(hash=hashlib.sha256(raw).hexdigest(), bytes=raw)
    return m.Message.create(
        direction=Direction.OUT,
        kind=MessageKind.LETTER,
        original=original,
        identity=row.mail_id,
        mail_id=row.mail_id,
        thread=row.thread,
        sender_name=desk.settings.desk_name,
        sender_email=desk.settings.desk_email,
        recipients=row.recipients,
        subject=row.subject,
        body=row.body,
        sent_at=now,
        taken_at=now,
        handled_at=now,
    )


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a whole file or none: a temporary name first, then the real one."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f".{name}.{os.getpid()}"
        with temporary.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / name)
    except OSError as error:
        raise errors.FileError(file=folder / name, detail=error.strerror or error) from error
