"""Letters: decided in the transaction of their cause, held for a while, then leaving once."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from peewee import SQL

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes
from stagedesk.domain.codes import OutgoingState
from stagedesk.domain.letters import Letter
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import drafts, hours

if TYPE_CHECKING:  # with it comes all that makes mails
    from stagedesk.mail.compose import Enclosed


# In the words of the partial index that leads to them: the sent ones are many.
NOT_SENT = SQL("state <> 'sent'")


@lru_cache(maxsize=1_000)
def usable(address: str) -> str:
    """The address as every mail server takes it, or nothing."""
    # Imported where a letter is written: its rules take longer to compile than a list takes to read.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            address, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return ""
    return found.ascii_email or found.normalized


def decide(
    desk: Desk,
    step: history.Step,
    kind: codes.Letter,
    letter: Letter,
    request: m.Request | None,
    *,
    recipients: Sequence[str],
    copies: Sequence[str] = (),
    referral: m.Referral | None = None,
    thread: Sequence[str] = (),
    department: m.Department | None = None,
    enclosures: "Sequence[Enclosed]" = (),
    items: Sequence[tuple[m.Request, m.Referral | None]] = (),
    hold_until: datetime | None = None,
) -> m.Outgoing:
    """Put a letter in the outbox, in the transaction of the step that causes it.

    It is about one request, or about those of its `items`, or about none. It is held for the time of grace,
    or longer where `hold_until` says so.
    """
    to_whom = department.id if department else referral.department_id if referral else None
    leaves = hours.leaves_at(desk, kind, by_person=step.staff is not None, department=to_whom)
    letter = drafts.wording(kind, recipients, letter)
    row = step.add(
        m.Outgoing,
        request=request.id if request else None,
        referral=referral.id if referral else None,
        department=to_whom,
        letter=kind,
        recipients="\n".join(recipients),
        copies="\n".join(copies),
        subject=letter.subject,
        body=letter.body,
        mail_id=new_mail_id(desk, request),
        thread="\n".join(thread),
        decided_at=step.now,
        hold_until=max(hold_until or step.now, leaves),
        decided_by=step.staff.id if step.staff else None,
    )
    _add_items(step, row, items)
    _enclose(step, row, enclosures)
    drafts.note(row, [each.name for each in enclosures])
    return row


def _add_items(
    step: history.Step, row: m.Outgoing, items: Sequence[tuple[m.Request, m.Referral | None]]
) -> None:
    for about, asked in items:
        step.add(m.OutgoingItem, outgoing=row.id, request=about.id, referral=asked.id if asked else None)


def _enclose(step: history.Step, row: m.Outgoing, enclosures: "Sequence[Enclosed]") -> None:
    for position, each in enumerate(enclosures):
        step.add(
            m.Enclosure,
            outgoing=row.id,
            position=position,
            name=each.name,
            type=each.type,
            content=kept(each.content),
        )


def new_mail_id(desk: Desk, request: m.Request | None) -> str:
    domain = desk.settings.desk_email.partition("@")[2]
    return f"{request.reference if request else 'desk'}.{secrets.token_hex(10)}@{domain}"


def grace_ends(desk: Desk, now: datetime) -> datetime:
    return now + timedelta(seconds=desk.settings.outbox_grace)


def kept(content: bytes) -> m.Raw:
    """These bytes, kept once."""
    digest = hashlib.sha256(content).hexdigest()
    found: m.Raw | None = m.Raw.get_or_none(m.Raw.hash == digest)
    if found is None:
        many.create(found := m.Raw(hash=digest, bytes=content))
    return found


def locked(number: int, *, state: OutgoingState | None = None) -> m.Outgoing | None:
    """A letter that nobody else changes until the end of the transaction; None unless it is in this state."""
    for row in _locked(number):
        return row if state is None or row.state == state else None
    return None


@prepared
def _locked(number: Any) -> Any:
    query = m.Outgoing.select().where(m.Outgoing.id == number)
    return query if is_sqlite() else query.for_update()


def recall(step: history.Step, letter: m.Outgoing) -> bool:
    """Take back a letter that is still held, with all that goes along; False when it is leaving or left."""
    row = locked(letter.id, state=OutgoingState.HELD)
    if row is None:
        return False
    for table in (m.Enclosure, m.OutgoingItem):
        for each in list(table.select().where(table.outgoing == row.id).order_by(table.id.desc())):
            step.remove(each)
    step.remove(row)
    return True


def flush(desk: Desk) -> int:
    """Let every letter leave whose time has come; returns how many left.

    Errors: SmtpError where the mail server takes none.
    """
    from stagedesk.services.mail_out.outbox_sending import send_due

    done = send_due(desk)
    if done.error:
        raise done.error
    return done.sent
