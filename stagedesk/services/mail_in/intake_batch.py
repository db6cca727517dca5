"""One transaction of intake: what some hundreds of mails become, worked out and written together."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from stagedesk.db import many, search
from stagedesk.db import models as m
from stagedesk.db.connection import take_ids
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Direction, LedgerState, MessageKind, Route, Status, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.mail.message import IncomingMail
from stagedesk.services.answers.answer_clicks import Click
from stagedesk.services.city.people import desk_owner
from stagedesk.services.deciding import numbering
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_in import intake_found, landing
from stagedesk.services.mail_in.acknowledging import Acknowledging
from stagedesk.services.mail_in.intake_found import Known, Thread, email_of, parents
from stagedesk.services.mail_in.meaning import Meaning, meaning_of, without_proposal
from stagedesk.services.mail_in.several import Part, parts_of

OLDEST = timedelta(days=366 * 20)
PARENTS = 50
TABLES: tuple[type[m.Table], ...] = (
    m.Raw,
    m.Applicant,
    m.Request,
    m.Message,
    m.Attachment,
    m.Entry,
    m.Ledger,
)


class Writer:
    """Rows that wait to be inserted, with their numbers given out beforehand."""

    def __init__(self, mails: int) -> None:
        # At most one row of each table for a mail; a number that is not used leaves a gap and no harm.
        self._numbers = {
            table: take_ids(table, mails)[::-1] for table in (m.Raw, m.Message, m.Applicant, m.Request)
        }
        self._rows: dict[type[m.Table], list[dict[str, Any]]] = {table: [] for table in TABLES}

    def add(self, table: type[m.Table], values: dict[str, Any]) -> int:
        """Keep a row for later and return its number (0 for tables whose rows nobody points to)."""
        number = self._numbers[table].pop() if table in self._numbers else 0
        if number:
            values["id"] = number
        self._rows[table].append(values)
        return number

    def of(self, table: type[m.Table]) -> list[dict[str, Any]]:
        return self._rows[table]

    def write(self) -> None:
        for table in TABLES:
            many.insert(table, self._rows[table])


class Batch:
    """What a chunk of messages becomes; everything is written by `write`, in one go."""

    def __init__(self, desk: Desk, directory: Directory, looks: Sequence[Look], hashes: list[str]) -> None:
        self.desk, self.directory = desk, directory
        self.now, self.today = desk.now(), desk.today()
        self.found = intake_found.look_up(looks, hashes)
        self.rows = Writer(len(hashes))
        self.owner = desk_owner(desk)
        self._words: dict[int, list[str]] = {}
        self._first: dict[int, int] = {}
        self._continues: dict[int, str] = {}
        self._landing = landing.Landing(desk)
        self._acknowledging = Acknowledging(desk, directory)
        self._acknowledged: dict[int, Mapping[str, Any]] = {}

    def keep(self, digest: str, raw: bytes) -> int:
        """The number of the raw bytes, which are kept once."""
        if digest not in self.found.originals:
            self.found.originals[digest] = self.rows.add(m.Raw, {"hash": digest, "bytes": raw})
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
        row = {"source": source, "source_key": key, "original": original, "state": state}
        self.rows.add(m.Ledger, row | {"message": message, "error": error, "seen_at": self.now})

    def threads_of(self, look: Look) -> tuple[Thread, ...]:
        return self.found.threads_of(look, self.directory)

    def goes_on(self, look: Look, thread: Thread) -> bool:
        """Whether the mail is put with that request; an asker's mail to one closed long ago asks anew."""
        case = self.found.cases.get(thread.request)
        if case is None or case.closed_on is None or look.machine or look.kind.kind == MessageKind.ANSWER:
            return True
        if thread.referral is not None:
            return True
        since = self.desk.calendar.between(case.closed_on, self.today)
        return since <= self.desk.settings.reopen_days

    def land(self, look: Look, original: int, threads: Sequence[Thread]) -> int:
        """An answer or a supplement: put with its request, or with each of those that it is about."""
        parts = parts_of(look, threads, self.found, self.directory, self.today)
        click = self._landing.click_of(look, parts[0].thread, self.directory)
        meanings = [self._meaning(look, each, click) for each in parts]
        alone = len(parts) == 1
        number = self._message(look, original, meanings[0] if alone else without_proposal(meanings[0]))
        for part, meaning in zip(parts, meanings, strict=True):
            self._enter(part.thread, meaning, number, own=not alone)
            self._landing.add(part.thread, meaning, look, number)
            self._words.setdefault(part.thread.request, []).append(_text(look.mail, quotes=False))
        self.found.threads.setdefault(look.mail.message_id, parts[0].thread)
        return number

    def _meaning(self, look: Look, part: Part, click: Click | None) -> Meaning:
        return meaning_of(look, part.thread, self.found, self.directory, click, self.today, part.said)

    def _enter(self, thread: Thread, meaning: Meaning, message: int, *, own: bool) -> None:
        """Put a mail with a request; `own` keeps there what the mail says about this one."""
        referral = None if meaning.kind is MessageKind.FOLLOW_UP else thread.referral
        row = {"request": thread.request, "message": message, "referral": referral}
        here = {"because": thread.because, "proposal": meaning.proposal if own else None}
        said = {"proposal_because": meaning.because, "proposal_value": meaning.value} if own else {}
        self.rows.add(m.Entry, many.complete(m.Entry, row | here | said))

    def receive(self, look: Look, original: int, earlier: Thread | None = None) -> int:
        """Everything else: a new request in the Inbox; it may go on where an earlier one ended."""
        click = self._landing.click_of(look, None, self.directory)
        meaning = meaning_of(look, None, self.found, self.directory, click)
        number = self._message(look, original, meaning)
        values = many.complete(m.Request, self._request_values(look))
        if earlier:
            values["continues"] = earlier.request
        request = self.rows.add(m.Request, values)
        if earlier:
            self._continues[request] = self.found.cases[earlier.request].reference
        first = {"request": request, "message": number, "because": "first"}
        self.rows.add(m.Entry, many.complete(m.Entry, first))
        self.found.threads.setdefault(look.mail.message_id, Thread(request))
        self._first[request] = number
        self._acknowledging.consider(request, look, meaning.kind, values["received_at"])
        self._words[request] = [values["sender_name"], values["sender_email"], _text(look.mail)]
        return number

    def write(self) -> None:
        """Insert everything, bring the requests that were answered up to date, and append the history."""
        requests = self.rows.of(m.Request)
        references = numbering.take_references(self.today, len(requests))
        for row, reference in zip(requests, references, strict=True):
            row["reference"] = reference
            self._words[row["id"]].insert(0, reference)
        self.rows.write()
        self._acknowledged = self._acknowledging.decide(requests)
        received = [self._received_step(row) for row in requests]
        self._index({row["id"] for row in requests})
        history.append([*received, *self._landing.apply()])
        self._landing.confirm()

    def _index(self, received: set[int]) -> None:
        words = {number: "\n".join(filter(None, parts)) for number, parts in self._words.items()}
        search.put([(number, text) for number, text in words.items() if number in received])
        search.add([(number, text) for number, text in words.items() if number not in received])

    def _received_step(self, row: dict[str, Any]) -> history.Step:
        step = history.Step(self.desk, "received", None, None)
        step.note_inserted(m.Request, row)
        step.facts |= {"reference": row["reference"], "received_on": row["received_on"]}
        step.facts["message"] = self._first[row["id"]]
        if earlier := self._continues.get(row["id"]):
            step.facts["continues"] = earlier
        if letter := self._acknowledged.get(row["id"]):
            step.note_inserted(m.Outgoing, letter)
        return step

    def _message(self, look: Look, original: int, meaning: Meaning) -> int:
        mail, sender = look.mail, email_of(look.mail.sender)
        taken = mail.message_id in self.found.mails
        number = self.rows.add(
            m.Message,
            {
                "direction": Direction.IN,
                "kind": meaning.kind,
                "subkind": meaning.subkind,
                "kind_because": meaning.kind_because,
                "original": original,
                "identity": f"{mail.message_id}#{mail.raw_hash[:16]}" if taken else mail.message_id,
                "mail_id": mail.message_id,
                "thread": "\n".join(parents(mail)[:PARENTS]),
                "sender_name": mail.sender.name if mail.sender else "",
                "sender_email": sender,
                "recipients": "\n".join(each.email for each in (*mail.to, *mail.cc))[:4_000],
                "subject": mail.subject,
                "sent_at": mail.sent_at,
                "taken_at": self.now,
                "language": look.language,
                "body": mail.body,
                "text_hash": look.text_hash,
                "automatic": _automatic(look),
                "proposal": meaning.proposal,
                "proposal_because": meaning.because,
                "proposal_value": meaning.value,
                "handled_at": self.now if meaning.needs_nobody else None,
                "warnings": "\n".join((*mail.warnings, *meaning.notes)),
            },
        )
        self.found.messages[mail.raw_hash] = number
        self.found.mails.setdefault(mail.message_id, Known(number, sender, mail.subject))
        self._attachments(number, mail)
        return number

    def _attachments(self, message: int, mail: IncomingMail) -> None:
        for position, part in enumerate(mail.attachments):
            values = {"name": part.name, "type": part.type, "size": part.size, "sha256": part.sha256}
            self.rows.add(m.Attachment, values | {"message": message, "position": position})

    def _request_values(self, look: Look) -> dict[str, Any]:
        mail = look.mail
        received = received_at(mail.sent_at, self.now)
        received_on = self.desk.day_of(received)
        due = deadlines.triage_due(received_on, self.desk.calendar, self.desk.clocks)
        return {
            "route": Route.MAILBOX,
            "received_at": received,
            "received_on": received_on,
            "applicant": self._applicant(look),
            "sender_name": mail.sender.name if mail.sender else "",
            "sender_email": email_of(mail.sender),
            "title": title_of(mail),
            "automatic": mail.automatic is not None or look.machine,
            "language": look.language,
            "owner": self.owner,
            "status": Status.RECEIVED,
            "waiting_on": WaitingOn.DESK,
            "waiting_since": received_on,
            "due_on": max(self.today, due),
            "attention_since": received,
        }

    def _applicant(self, look: Look) -> int:
        """Whoever asks: the sender, or the first sender of a mail that a colleague or a form passed on."""
        key = (look.asker.email.lower(), look.asker.name)
        if key not in self.found.applicants or key == ("", ""):
            values = {"name": key[1], "email": key[0], "language": look.language}
            self.found.applicants[key] = self.rows.add(m.Applicant, values)
        return self.found.applicants[key]


def received_at(sent_at: datetime | None, now: datetime) -> datetime:
    """When the city got it: the mail's own date when it can be true, else now."""
    return sent_at if sent_at and now - OLDEST < sent_at <= now else now


def title_of(mail: IncomingMail) -> str:
    """The subject, or the first words of the text where there is none."""
    return mail.subject or clean(mail.body[:400], limit=80)


def _automatic(look: Look) -> str:
    """Why it is a machine's, in the header's words."""
    if look.mail.automatic:
        return look.mail.automatic.words
    return look.kind.because if look.machine else ""


def _text(mail: IncomingMail, *, quotes: bool = True) -> str:
    """What search finds it by; what an answer quotes is in the index already."""
    body = mail.body if quotes else "\n".join(line for line in mail.body.split("\n") if line[:1] != ">")
    return f"{mail.subject}\n{body[: search.BODY]}"
