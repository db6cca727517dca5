"""From a decided letter to the bytes of a mail; the same letter always gives the same bytes."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import PurePosixPath

from stagedesk.domain.letter_html import as_html
from stagedesk.domain.text import clean

LONGEST_NAME = 120
LONGEST_SUBJECT = 300
_ID = re.compile(r"[!-;=?-~]{1,250}")
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}")
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


class _Headers(HeaderRegistry):
    """Python's own makes the class of a header anew for each header."""

    @cache  # noqa: B019 - there is one registry
    def __getitem__(self, name: str) -> type:
        return super().__getitem__(name)


_POLICY = SMTP.clone(header_factory=_Headers())


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes along."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LetterMail:
    sender_name: str
    sender_email: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    body: str
    """The text; the HTML beside it is made of it."""
    mail_id: str
    """The Message-ID without angle brackets."""
    thread: tuple[str, ...]
    """Message-IDs this answers, newest first."""
    date: datetime
    by_the_clock: bool
    """Nobody pressed a key for it: marked so that machines do not answer it."""
    is_reply: bool = False
    """Of one by the clock: a mail that came in is its cause."""
    reply_to: str = ""
    enclosures: tuple[Enclosed, ...] = ()


def compose(letter: LetterMail) -> bytes:
    """Errors: ValueError where an address is none."""
    mail = EmailMessage(policy=_POLICY)
    _head(mail, letter)
    text = clean(letter.body, lines=True)
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    html = as_html(text, (letter.sender_email, letter.reply_to))
    mail.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    for each in letter.enclosures:
        _enclose(mail, each)
    _name_boundaries(mail, letter.mail_id)
    return mail.as_bytes()


def _head(mail: EmailMessage, letter: LetterMail) -> None:
    mail["From"] = _address(letter.sender_email, clean(letter.sender_name, limit=LONGEST_NAME))
    mail["To"] = [_address(each) for each in letter.recipients]
    if letter.copies:
        mail["Cc"] = [_address(each) for each in letter.copies]
    if letter.reply_to and letter.reply_to != letter.sender_email:
        mail["Reply-To"] = _address(letter.reply_to)
    mail["Subject"] = clean(letter.subject, limit=LONGEST_SUBJECT)
    mail["Date"] = letter.date
    mail["Message-ID"] = f"<{letter.mail_id}>"
    # Strangers chose these; one that is no Message-ID is of no use to any mail program.
    if thread := [each for each in letter.thread if _ID.fullmatch(each)]:
        mail["In-Reply-To"] = f"<{thread[0]}>"
        mail["References"] = " ".join(f"<{each}>" for each in reversed(thread))
    if letter.by_the_clock:
        mail["Auto-Submitted"] = "auto-replied" if letter.is_reply else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"


def _address(address: str, name: str = "") -> Address:
    local, _at, domain = address.rpartition("@")
    if not local or not local.isascii() or not domain or any(letter.isspace() for letter in address):
        raise ValueError(f"no mail address: {address!r}")
    return Address(name, local, domain.encode("idna").decode())


def _enclose(mail: EmailMessage, enclosed: Enclosed) -> None:
    type_ = enclosed.type.lower() if _TYPE.fullmatch(enclosed.type.lower()) else "application/octet-stream"
    maintype, _slash, subtype = type_.partition("/")
    if maintype in ("text", "message", "multipart"):  # kept to the byte, whatever is in it
        maintype, subtype = "application", "octet-stream"
    mail.add_attachment(
        enclosed.content, maintype=maintype, subtype=subtype, filename=safe_name(enclosed.name)
    )


def safe_name(name: str) -> str:
    """A file name without folders, signs that systems refuse, or a leading dot."""
    flat = _UNSAFE.sub("_", clean(name)).strip(" .") or "file"
    if len(flat) <= LONGEST_NAME:
        return flat
    ending = PurePosixPath(flat).suffix[:12]
    return flat[: LONGEST_NAME - len(ending)].rstrip() + ending


def _name_boundaries(mail: EmailMessage, mail_id: str) -> None:
    """Python would draw them by lot."""
    for number, part in enumerate(each for each in mail.walk() if each.is_multipart()):
        mark = hashlib.sha256(f"{mail_id} {number}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{mark}")
