"""What the desk knows of one mail once it has been read: plain frozen values, all text cleaned."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

ATTACHED_MESSAGE: Final = "----- Attached message -----"
"""The line above an attached message in a body; its From, Date, To, Subject and an empty line follow it."""


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """The name is safe to show and to save under: no path, no control characters, never empty."""

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Because:
    """A guess and the words it rests on."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class IncomingMail:
    raw_hash: str
    """sha256 of the bytes as they came, in hex."""
    message_id: str
    """Without angle brackets; made from the hash where the header is missing, with a warning."""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sent_at: datetime | None = None
    """Aware, in UTC; None where the Date header is missing or impossible."""
    body: str = ""
    """All readable text; nested messages come after it, each under its own heading line."""
    attachments: tuple[Attachment, ...] = ()
    automatic: Because | None = None
    """One of auto-reply, bounce, receipt, list, bulk, calendar; None for a mail somebody wrote."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Decoded and cleaned, in their order, bounded in number and length."""
    warnings: tuple[str, ...] = ()
    """What was wrong and how it was read, such as "charset: unknown 'x-foo', read as cp1252"."""
