"""From a decided letter to the bytes of a mail; the same letter always gives the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from stagedesk.domain.text import clean


@dataclass(frozen=True, slots=True)
class LetterMail:
    sender_name: str
    sender_email: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    body: str
    mail_id: str
    """The Message-ID without angle brackets."""
    thread: tuple[str, ...]
    """Message-IDs this answers, newest first."""
    date: datetime
    by_the_clock: bool
    """Nobody pressed a key for it: marked so that machines do not answer it."""


def compose(letter: LetterMail) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(clean(letter.sender_name), addr_spec=letter.sender_email)
    mail["To"] = ", ".join(clean(each) for each in letter.recipients)
    if letter.copies:
        mail["Cc"] = ", ".join(clean(each) for each in letter.copies)
    mail["Subject"] = clean(letter.subject)
    mail["Date"] = letter.date
    mail["Message-ID"] = f"<{letter.mail_id}>"
    if letter.thread:
        mail["In-Reply-To"] = f"<{letter.thread[0]}>"
        mail["References"] = " ".join(f"<{each}>" for each in reversed(letter.thread))
    if letter.by_the_clock:
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(clean(letter.body, lines=True), charset="utf-8", cte="quoted-printable")
    return mail.as_bytes()
