"""What was attached to a request, to go along with the letter to a department."""

from collections.abc import Iterator
from dataclasses import dataclass

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction, MessageKind
from stagedesk.domain.enclosures import type_of, why_not
from stagedesk.i18n import N_, _
from stagedesk.mail.compose import Enclosed, safe_name
from stagedesk.mail.parse import attachment_bytes
from stagedesk.services.deciding import requests

MOST_BYTES = 15_000_000
"""Together; many mail servers refuse more."""
TOO_LARGE = N_("it is too large")
UNREADABLE = N_("it cannot be read")
FROM_THE_APPLICANT = (MessageKind.REQUEST, MessageKind.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class File:
    """An attachment of the applicant's side, and why it stays here."""

    name: str
    size: int
    why_not: str = ""


def files(ref: str) -> tuple[File, ...]:
    """What is attached to a request, for a person to decide about."""
    with session():
        return tuple(file for file, _enclosed in _looked_at(requests.find(ref)))


def enclosures(request: m.Request) -> tuple[Enclosed, ...]:
    """What may go along; inside a session."""
    return tuple(enclosed for _file, enclosed in _looked_at(request) if enclosed)


def _looked_at(request: m.Request) -> Iterator[tuple[File, Enclosed | None]]:
    total = 0
    for name, size, raw, position in _attached(request):
        try:
            content = attachment_bytes(raw, position)
        except (IndexError, ValueError):
            yield File(name, size, _(UNREADABLE)), None
            continue
        reason = why_not(name, content)
        if not reason and total + len(content) > MOST_BYTES:
            reason = TOO_LARGE
        if reason:
            yield File(name, size, _(reason)), None
        else:
            total += len(content)
            yield File(name, size), Enclosed(name, type_of(name), content)


def _attached(request: m.Request) -> Iterator[tuple[str, int, bytes, int]]:
    """Each file once, in the order in which they came."""
    a = m.Attachment
    query = (
        a.select(a.name, a.size, m.Raw.bytes, a.position, a.sha256)
        .join(m.Message)
        .join(m.Raw)
        .switch(m.Message)
        .join(m.Entry)
        .where(
            m.Entry.request == request.id,
            m.Message.direction == Direction.IN,
            m.Message.kind.in_(FROM_THE_APPLICANT),
        )
        .order_by(m.Message.id, a.position)
    )
    seen: set[str] = set()
    for name, size, raw, position, digest in m.tuples(query):
        if digest not in seen:
            seen.add(digest)
            yield safe_name(name), size, bytes(raw), position
