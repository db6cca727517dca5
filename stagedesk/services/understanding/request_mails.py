"""The mails of a request as they are read: the newest text apart, and what each proposes there."""

from typing import Any

from peewee import fn

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.prepared import prepared
from stagedesk.domain.codes import Direction
from stagedesk.services.rows import AttachmentRow, MessageRow


def messages_of(request_id: int) -> tuple[MessageRow, ...]:
    """The mails of a request, oldest first."""
    found = _messages(request_id)
    attachments = _attachments([values[0] for values in found])
    return tuple(_message(values, attachments.get(values[0], ())) for values in found)


@prepared
def _messages(request_id: Any) -> Any:
    return _some_messages().where(m.Entry.request == request_id).order_by(m.Message.id).tuples()


def _some_messages() -> Any:
    """Mails, each with what is so of it for one request that it is with."""
    t, e = m.Message, m.Entry
    return t.select(
        t.id, t.direction, t.kind, t.sender_name, t.sender_email, t.recipients, t.subject, t.sent_at,
        t.taken_at, t.body, t.automatic, t.warnings, fn.COALESCE(t.handled_at, e.handled_at).is_null(False),
        *proposed(t, e),
    ).join(e)  # fmt: skip


def proposed(mail: Any, entry: Any) -> tuple[Any, ...]:
    """What a mail proposes for the request of this entry, the words it rests on, and what goes with it."""
    return (
        fn.COALESCE(entry.proposal, mail.proposal),
        fn.COALESCE(fn.NULLIF(entry.proposal_because, ""), mail.proposal_because),
        fn.COALESCE(fn.NULLIF(entry.proposal_value, ""), mail.proposal_value),
    )


def message(message_id: int, request_id: int) -> MessageRow:
    """One mail of a request."""
    with session():
        here = _some_messages().where(m.Message.id == message_id, m.Entry.request == request_id)
        (values,) = m.tuples(here)
        return _message(values, _attachments([message_id]).get(message_id, ()))


def _message(values: tuple[Any, ...], attachments: tuple[AttachmentRow, ...]) -> MessageRow:
    from stagedesk.domain.answer_link import without_links  # lists of requests do without these two
    from stagedesk.mail.quotes import split

    number, direction, kind, name, email, recipients, subject, sent_at, taken_at, body = values[:10]
    automatic, warnings, handled, proposal, because, value = values[10:]
    parts = split(without_links(body) if direction == Direction.OUT else body, subject)
    return MessageRow(
        id=number, direction=direction, kind=kind, sender=name, sender_email=email, recipients=recipients,
        subject=subject, at=sent_at or taken_at, visible=parts.visible, quoted=parts.quoted,
        signature=parts.signature, attachments=attachments, automatic=automatic, proposal=proposal,
        proposal_because=because, handled=bool(handled), warnings=tuple(warnings.splitlines()),
        proposal_value=value,
    )  # fmt: skip


def _attachments(message_ids: list[int]) -> dict[int, tuple[AttachmentRow, ...]]:
    sql = "SELECT message_id, name, type, size FROM attachment WHERE message_id IN ({}) ORDER BY id"
    found: dict[int, tuple[AttachmentRow, ...]] = {}
    for number, name, type_, size in many.among(sql, message_ids):
        found[number] = (*found.get(number, ()), AttachmentRow(name, type_, size))
    return found
