"""A letter of the outbox as the mail that leaves, the ways by which it leaves, and the message it becomes."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from stagedesk import errors
from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes
from stagedesk.domain.codes import Direction, MessageKind
from stagedesk.mail.compose import Enclosed, LetterMail, compose
from stagedesk.mail.mailbox.imap_secret import Tell
from stagedesk.mail.smtp import Parcel, Server
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out import signing
from stagedesk.services.mail_out.outbox import kept

BY_THE_CLOCK = frozenset(
    {
        codes.Letter.ACKNOWLEDGEMENT,
        codes.Letter.REMINDER_1,
        codes.Letter.REMINDER_2,
        codes.Letter.QUESTION_AGAIN,
        codes.Letter.STILL_LOOKING,
        codes.Letter.DIGEST,
        codes.Letter.ESCALATION,
    }
)


class Way(Protocol):
    """How letters leave."""

    repeatable: bool
    """Whether giving it the same letter twice is the same as once."""

    def send(self, parcel: Parcel) -> dict[str, str]: ...

    def close(self) -> None: ...


class Folder:
    """Each letter becomes a file. Its name and its bytes follow from the letter alone: whoever is killed
    between writing the file and the commit writes the same file again."""

    repeatable = True

    def __init__(self, folder: Path, *, safe: bool = True) -> None:
        """`safe` waits until each file is on the disk."""
        self._folder, self._safe = folder, safe

    def send(self, parcel: Parcel) -> dict[str, str]:
        write_file(self._folder, f"{parcel.name}.eml", parcel.raw, safe=self._safe)
        return {}

    def close(self) -> None:
        """Nothing is open."""


def way_of(desk: Desk, tell: Tell | None, stopped: Callable[[], bool]) -> Way:
    """The mail server of the settings, else the folder."""
    if desk.settings.smtp:
        return Server(desk.settings.smtp, tell=tell, stopped=stopped)
    return Folder(Path(desk.settings.outbox))


def name_of(row: m.Outgoing) -> str:
    """What a letter is called where it leaves as a file."""
    about = row.request.reference if row.request else "desk"
    return f"{about}-{row.id:06d}-{row.letter}"


def parcel_of(desk: Desk, row: m.Outgoing, *, patient: bool = True) -> Parcel:
    """Errors: ValueError where it cannot be made a mail."""
    recipients = tuple(dict.fromkeys(f"{row.recipients}\n{row.copies}".split()))
    name = name_of(row)
    # Nobody answers to what a machine answers, so that two of them never write to each other.
    sender = "" if row.letter == codes.Letter.ACKNOWLEDGEMENT else desk.settings.desk_email
    return Parcel(name, sender, recipients, mail_of(desk, row), patient)


def mail_of(desk: Desk, row: m.Outgoing) -> bytes:
    return compose(
        LetterMail(
            sender_name=f"{desk.settings.desk_name} {desk.settings.city}",
            sender_email=desk.settings.desk_email,
            recipients=tuple(row.recipients.splitlines()),
            copies=tuple(row.copies.splitlines()),
            subject=subject_of(row),
            body=row.body,
            mail_id=row.mail_id,
            thread=tuple(row.thread.splitlines()),
            date=row.hold_until,
            by_the_clock=row.letter in BY_THE_CLOCK,
            reply_to=desk.settings.reply_to,
            is_reply=row.letter == codes.Letter.ACKNOWLEDGEMENT,
            enclosures=tuple(
                Enclosed(each.name, each.type, bytes(each.content.bytes)) for each in _enclosures(row.id)
            ),
        )
    )


@prepared
def _enclosures(outgoing: Any) -> Any:
    return m.Enclosure.select().where(m.Enclosure.outgoing == outgoing).order_by(m.Enclosure.position)


def subject_of(row: m.Outgoing) -> str:
    if row.request is None:
        return str(row.subject)
    department = row.referral.department.code if row.referral else ""
    return f"{row.subject} {signing.tag_for(row.request.reference, department)}"


def as_message(desk: Desk, row: m.Outgoing, raw: bytes, at: datetime) -> m.Message:
    """The letter as a mail of the desk, which has left."""
    message = m.Message(
        direction=Direction.OUT,
        kind=MessageKind.LETTER,
        original=kept(raw),
        identity=row.mail_id,
        mail_id=row.mail_id,
        thread=row.thread,
        sender_name=desk.settings.desk_name,
        sender_email=desk.settings.desk_email,
        recipients=row.recipients,
        subject=row.subject,
        body=row.body,
        sent_at=at,
        taken_at=at,
        handled_at=at,
    )
    many.create(message)
    return message


def write_file(folder: Path, name: str, content: bytes, *, safe: bool = True) -> None:
    """Write a whole file or none: a temporary name first, then the real one."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f".{name}.{os.getpid()}"
        with temporary.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            if safe:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(folder / name)
    except OSError as error:
        raise errors.FileError(file=folder / name, detail=error.strerror or error) from error
