"""One transaction of intake: what up to a hundred mails become, worked out together and written together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from peewee import JOIN

from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import take_ids
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Direction, LedgerState, Route, Status, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.mail.directory import Directory
from stagedesk.mail.forward import requester
from stagedesk.mail.language import language_of
from stagedesk.mail.message import Address, IncomingMail
from stagedesk.services import history, landing, numbering
from stagedesk.services.desk import Desk
from stagedesk.services.people import desk_owner

OLDEST = timedelta(days=366 * 20)
BODY = 200_000  # letters of a mail's text that the tables keep; the raw mail keeps all
PARENTS = 50


class Known(NamedTuple):
    """A mail that the desk has: enough to tell a copy from another mail under the same id."""

    message: int
    sender: str
    subject: str


@dataclass
class Found:
    """What the database knows of the mails of a batch; what the batch adds is noted here too."""

    originals: dict[str, int] = field(default_factory=dict)
    """Raw rows by hash."""
    messages: dict[str, int] = field(default_factory=dict)
    """Messages by the hash of their bytes."""
    mails: dict[str, Known] = field(default_factory=dict)
    """Messages by Message-ID."""
    threads: dict[str, landing.Thread] = field(default_factory=dict)
    """Requests by the Message-ID of any of their mails."""
    applicants: dict[tuple[str, str], int] = field(default_factory=dict)
    """Applicants by address and name."""

    @classmethod
    def look_up(cls, mails: Iterable[IncomingMail], hashes: list[str], senders: set[str]) -> "Found":
        found = cls()
        mails = list(mails)
        ids = {mail.message_id for mail in mails}
        ids |= {parent for mail in mails for parent in parents(mail)}
        query = (
            m.Raw.select(m.Raw.hash, m.Raw.id, m.Message.id)
            .join(m.Message, JOIN.LEFT_OUTER, on=(m.Message.original == m.Raw.id))
            .where(m.Raw.hash.in_(hashes))
        )
        for digest, original, message in m.tuples(query):
            found.originals[digest] = original
            if message:
                found.messages[digest] = message
        found._look_up_threads(sorted(ids))
        found._look_up_applicants(senders)
        return found

    def _look_up_threads(self, ids: list[str]) -> None:
        query = (
            m.Message.select(
                m.Message.mail_id,
                m.Message.id,
                m.Message.sender_email,
                m.Message.subject,
                m.Entry.request,
                m.Entry.referral,
            )
            .join(m.Entry, JOIN.LEFT_OUTER)
            .where(m.Message.mail_id.in_(ids))
            .order_by(m.Message.id, m.Entry.id)
        )
        for mail_id, message, sender, subject, request, referral in m.tuples(query):
            self.mails.setdefault(mail_id, Known(message, sender, subject))
            if request:
                self.threads.setdefault(mail_id, landing.Thread(request, referral))

    def _look_up_applicants(self, addresses: set[str]) -> None:
        a = m.Applicant
        query = a.select(a.email, a.name, a.id).where(a.email.in_(sorted(addresses - {""})))
        self.applicants = {(email, name): number for email, name, number in m.tuples(query)}

    def copy_of(self, mail: IncomingMail) -> int | None:
        """The message that this is another copy of: same bytes, or same id, sender and subject.

        Somebody else's mail under a used id is no copy: it is taken as a message of its own.
        """
        known = self.mails.get(mail.message_id)
        if known and (known.sender, known.subject) == (_email(mail.sender), mail.subject):
            return known.message
        return self.messages.get(mail.raw_hash)

    def thread_of(self, mail: IncomingMail) -> landing.Thread | None:
        return next((self.threads[each] for each in parents(mail) if each in self.threads), None)


class Writer:
    """Rows that wait to be inserted, with their numbers given out beforehand."""

    def __init__(self, mails: int) -> None:
        # At most one row of each table for a mail; a number that is not used leaves a gap and no harm.
        self._numbers = {
            table: take_ids(table, mails)[::-1] for table in (m.Raw, m.Message, m.Applicant, m.Request)
        }
        self._rows: dict[type[m.Table], list[dict[str, Any]]] = {}

    def add(self, table: type[m.Table], **values: Any) -> int:
        """Keep a row for later and return its number (0 for tables whose rows nobody points to)."""
        number = self._numbers[table].pop() if table in self._numbers else 0
        self._rows.setdefault(table, []).append(values | ({"id": number} if number else {}))
        return number

    def of(self, table: type[m.Table]) -> list[dict[str, Any]]:
        return self._rows.get(table, [])

    def write(self) -> None:
        for table in (m.Raw, m.Applicant, m.Request, m.Message, m.Attachment, m.Entry, m.Ledger):
            if rows := self._rows.get(table):
                table.insert_many(rows).execute()


class Batch:
    """What a chunk of messages becomes; everything is written by `write`, in one go."""

    def __init__(
        self, desk: Desk, directory: Directory, mails: list[IncomingMail], hashes: list[str]
    ) -> None:
        self.directory = directory
        self.desk, self.now, self.today = desk, desk.now(), desk.today()
        self.requesters = {mail.raw_hash: requester(mail, directory) for mail in mails}
        senders = {each.email.lower() for each in self.requesters.values()}
        self.found = Found.look_up(mails, hashes, senders)
        self.rows = Writer(len(hashes))
        self.owner = desk_owner(desk)
        self._received: list[tuple[int, IncomingMail]] = []
        self._landed: list[tuple[landing.Thread, landing.Meaning]] = []

    def keep(self, digest: str, raw: bytes) -> int:
        """The number of the raw bytes, which are kept once."""
        if digest not in self.found.originals:
            self.found.originals[digest] = self.rows.add(m.Raw, hash=digest, bytes=raw)
        return self.found.originals[digest]

    def ledger(
        self,
        source: str,
        key: str,
        state: LedgerState,
        *,
        original: int | None,
        message: int | None,
        error: str = "",
    ) -> None:
        self.rows.add(
            m.Ledger,
            source=source,
            source_key=key,
            original=original,
            state=state,
            message=message,
            error=error,
            seen_at=self.now,
        )

    def land(self, mail: IncomingMail, original: int, thread: landing.Thread) -> int:
        """An answer or a supplement: put with its request."""
        meaning = landing.meaning_of(mail, thread, self.directory)
        number = self._message(mail, original, meaning)
        self.rows.add(
            m.Entry, request=thread.request, message=number, referral=thread.referral, because="references"
        )
        self.found.threads.setdefault(mail.message_id, thread)
        self._landed.append((thread, meaning))
        return number

    def receive(self, mail: IncomingMail, original: int) -> int:
        """Everything else: a new request in the Inbox."""
        number = self._message(mail, original, landing.meaning_of(mail, None, self.directory))
        values = self._request_values(mail)
        request = self.rows.add(m.Request, **values)
        self.rows.add(m.Entry, request=request, message=number, referral=None, because="first")
        self.found.threads.setdefault(mail.message_id, landing.Thread(request, None))
        self._received.append((request, mail))
        return number

    def write(self) -> None:
        """Insert everything, bring the requests that were answered up to date, and append the history."""
        requests = self.rows.of(m.Request)
        for row, reference in zip(
            requests, numbering.take_references(self.today, len(requests)), strict=True
        ):
            row["reference"] = reference
        self.rows.write()
        received = [self._received_step(row) for row in requests]
        if requests:
            pairs = zip(requests, self._received, strict=True)
            search.put([(number, _words(row, mail)) for row, (number, mail) in pairs])
        landed = [landing.apply(self.desk, thread, meaning) for thread, meaning in self._landed]
        history.append([*received, *landed])

    def _received_step(self, row: dict[str, Any]) -> history.Step:
        step = history.Step(self.desk, "received", None, None)
        step.note_added(m.Request(**row))
        step.facts |= {"reference": row["reference"], "received_on": row["received_on"]}
        return step

    def _message(self, mail: IncomingMail, original: int, meaning: landing.Meaning) -> int:
        taken = mail.message_id in self.found.mails
        number = self.rows.add(
            m.Message,
            direction=Direction.IN,
            kind=meaning.kind,
            original=original,
            identity=f"{mail.message_id}#{mail.raw_hash[:16]}" if taken else mail.message_id,
            mail_id=mail.message_id,
            thread="\n".join(parents(mail)[:PARENTS]),
            sender_name=mail.sender.name if mail.sender else "",
            sender_email=_email(mail.sender),
            recipients="\n".join(each.email for each in (*mail.to, *mail.cc))[:4_000],
            subject=mail.subject,
            sent_at=mail.sent_at,
            taken_at=self.now,
            language=language_of(mail.body[:4_000]),
            body=mail.body[:BODY],
            automatic=mail.automatic.words if mail.automatic else "",
            proposal=meaning.proposal,
            proposal_because=meaning.because,
            proposal_value=meaning.value,
            handled_at=self.now if meaning.needs_nobody else None,
            warnings="\n".join(mail.warnings),
        )
        self.found.messages[mail.raw_hash] = number
        self.found.mails.setdefault(mail.message_id, Known(number, _email(mail.sender), mail.subject))
        for position, part in enumerate(mail.attachments):
            self.rows.add(
                m.Attachment,
                message=number,
                position=position,
                name=part.name,
                type=part.type,
                size=part.size,
                sha256=part.sha256,
            )
        return number

    def _request_values(self, mail: IncomingMail) -> dict[str, Any]:
        received = received_at(mail.sent_at, self.now)
        received_on = self.desk.day_of(received)
        due = deadlines.triage_due(received_on, self.desk.calendar, self.desk.clocks)
        return {
            "reference": "",  # given when all are known
            "route": Route.MAILBOX,
            "received_at": received,
            "received_on": received_on,
            "applicant": self._applicant(mail),
            "sender_name": mail.sender.name if mail.sender else "",
            "sender_email": _email(mail.sender),
            "title": title_of(mail),
            "automatic": mail.automatic is not None,
            "language": language_of(mail.body[:4_000]),
            "owner": self.owner,
            "status": Status.RECEIVED,
            "waiting_on": WaitingOn.DESK,
            "waiting_since": received_on,
            "due_on": max(self.today, due),
            "attention_since": received,
        }

    def _applicant(self, mail: IncomingMail) -> int:
        """Whoever asks: the sender, or the first sender of a mail that a colleague or a form passed on."""
        found = self.requesters[mail.raw_hash]
        key = (found.email.lower(), found.name)
        if key not in self.found.applicants or key == ("", ""):
            self.found.applicants[key] = self.rows.add(
                m.Applicant, name=found.name, email=key[0], language=language_of(mail.body[:4_000])
            )
        return self.found.applicants[key]


def parents(mail: IncomingMail) -> list[str]:
    """The ids this mail answers: In-Reply-To first, then References from the newest back."""
    ids = dict.fromkeys((*mail.in_reply_to, *reversed(mail.references)))
    ids.pop(mail.message_id, None)
    return list(ids)


def received_at(sent_at: datetime | None, now: datetime) -> datetime:
    """When the city got it: the mail's own date when it can be true, else now."""
    return sent_at if sent_at and now - OLDEST < sent_at <= now else now


def title_of(mail: IncomingMail) -> str:
    """The subject, or the first words of the text where there is none."""
    return mail.subject or clean(mail.body[:400], limit=80)


def _email(address: Address | None) -> str:
    return address.email.lower() if address else ""


def _words(values: dict[str, Any], mail: IncomingMail) -> str:
    return "\n".join(
        part
        for part in (
            values["reference"],
            values["sender_name"],
            values["sender_email"],
            mail.subject,
            mail.body[: search.BODY],
        )
        if part
    )
