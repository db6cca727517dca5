"""The mail between the desk and the people of the simulated city, as real bytes both ways."""

import heapq
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction
from stagedesk.mail.sources import SourceMail
from stagedesk.services.desk import Desk

SOURCE = "simulation"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that left the desk, as its reader has it."""

    mail_id: str
    kind: str
    sent_at: datetime
    to: tuple[str, ...]
    subject: str
    text: str
    by_the_clock: bool
    """A machine wrote it: out-of-office programs do not answer."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody writes to the desk; `means` is what a person understands who reads it."""

    sender: str
    subject: str
    text: str
    means: Mapping[str, str]
    """By reference; under an empty one what it means wherever it comes."""
    answers: str = ""
    """The Message-ID it answers, without angle brackets."""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Post:
    """Carries letters out and mails in; knows what each mail means, as a person who reads it would."""

    desk: Desk
    meant: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By Message-ID."""
    _way: list[tuple[datetime, int, Writing]] = field(default_factory=list)
    _number: "itertools.count[int]" = field(default_factory=itertools.count)
    _last: int = 0

    def write(self, at: datetime, writing: Writing) -> None:
        heapq.heappush(self._way, (at, next(self._number), writing))

    def arrived(self, until: datetime) -> list[SourceMail]:
        """The mails that reached the mailbox by now."""
        found = []
        while self._way and self._way[0][0] <= until:
            at, number, writing = heapq.heappop(self._way)
            mail_id = f"{number}@simulated.example"
            self.meant[mail_id] = writing.means
            found.append(SourceMail(SOURCE, str(number), _bytes(self.desk, at, mail_id, writing)))
        return found

    def left(self) -> list[Letter]:
        """The letters that left since the last time."""
        t, out = m.Message, m.Outgoing
        with session():
            query = (
                t.select(t.id, t.mail_id, t.sent_at, out.letter, m.Raw.bytes)
                .join(m.Raw)
                .switch(t)
                .join(out, on=(out.message == t.id))
                .where(t.direction == Direction.OUT, t.id > self._last)
                .order_by(t.id)
            )
            rows = m.tuples(query)
        self._last = max((row[0] for row in rows), default=self._last)
        return [_letter(*row[1:]) for row in rows]


def quoted(letter: Letter) -> str:
    """As mail programs put it below an answer."""
    return "".join(f"> {line}\n" for line in letter.text.splitlines())


def _letter(mail_id: str, sent_at: datetime, kind: str, raw: bytes) -> Letter:
    mail = message_from_bytes(bytes(raw), policy=policy.default)
    body = mail.get_body(("plain",))
    return Letter(
        mail_id,
        kind,
        sent_at,
        tuple(address.lower() for _name, address in getaddresses([str(mail["To"])])),
        str(mail["Subject"]),
        str(body.get_content()) if body else "",
        "Auto-Submitted" in mail,
    )


def _bytes(desk: Desk, at: datetime, mail_id: str, writing: Writing) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = writing.sender, desk.settings.desk_email
    mail["Subject"], mail["Date"] = writing.subject, at
    mail["Message-ID"] = f"<{mail_id}>"
    if writing.answers:
        mail["In-Reply-To"] = mail["References"] = f"<{writing.answers}>"
    for name, value in writing.headers:
        mail[name] = value
    mail.set_content(writing.text)
    return mail.as_bytes()
