"""What the desk knows of the mails of a batch: copies, threads, people; and what the batch adds to that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.domain.codes import Direction, Outcome
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.mail.message import Address, IncomingMail
from stagedesk.services.answers import answer_clicks
from stagedesk.services.mail_in import participants
from stagedesk.services.mail_in.participants import Participants
from stagedesk.services.mail_out import signing

MOST_MERGED = 20


class Known(NamedTuple):
    """A mail that the desk has: enough to tell a copy from another mail under the same id."""

    message: int
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The request that a mail belongs to, and the referral where it answers a letter to a department."""

    request: int
    referral: int | None = None
    because: str = "references"


@dataclass(frozen=True, slots=True)
class Case:
    """A request as it is when a mail comes in for it."""

    reference: str
    closed_on: date | None
    outcome: str | None
    merged_into: int | None
    waiting_on: str | None = None


class Asked(NamedTuple):
    """A department that was asked."""

    request: int
    code: str
    name: str
    email: str
    answer: str | None = None
    answered_on: date | None = None


@dataclass
class Found:
    originals: dict[str, int] = field(default_factory=dict)
    """Raw rows by hash."""
    messages: dict[str, int] = field(default_factory=dict)
    """Messages by the hash of their bytes."""
    mails: dict[str, Known] = field(default_factory=dict)
    """Messages by Message-ID."""
    threads: dict[str, Thread] = field(default_factory=dict)
    """Requests by the Message-ID of any of their mails."""
    several: dict[str, tuple[Thread, ...]] = field(default_factory=dict)
    """All requests of a mail that is with more than one, in the order in which it names them."""
    names: dict[int, str] = field(default_factory=dict)
    """The applicants of those requests."""
    ours: set[str] = field(default_factory=set)
    """Message-IDs of letters that the desk wrote."""
    applicants: dict[tuple[str, str], int] = field(default_factory=dict)
    """Applicants by address and name."""
    cases: dict[int, Case] = field(default_factory=dict)
    asked: dict[int, Asked] = field(default_factory=dict)
    """Departments by referral, the last asked last."""
    people: dict[int, Participants] = field(default_factory=dict)
    """By request, for the requests that a mail was found to belong to."""
    named: dict[str, int] = field(default_factory=dict)
    """Requests by the references that stand in subjects."""
    coded: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Request and referral by the codes of answer links that are ours."""
    secret: bytes = b""
    """Of this desk; only read where a subject carries a signature."""

    def copy_of(self, mail: IncomingMail) -> int | None:
        """The message that this is another copy of: same bytes, or same id, sender and subject.

        Somebody else's mail under a used id is no copy: it is taken as a message of its own.
        """
        known = self.mails.get(mail.message_id)
        if known and (known.sender, known.subject) == (email_of(mail.sender), mail.subject):
            return known.message
        return self.messages.get(mail.raw_hash)

    def thread_of(self, look: Look, directory: Directory) -> Thread | None:
        """By its references, else by our signature in it, else by a number that its sender may use."""
        letters = look.report.letters if look.report else ()
        known = (self.threads[each] for each in (*parents(look.mail), *letters) if each in self.threads)
        by_code = (Thread(*self.coded[each], "token") for each in look.codes if each in self.coded)
        thread = next(known, None) or self._by_signature(look) or next(by_code, None)
        thread = thread or self._by_reference(look, directory)
        return thread and self._answering(self._kept(thread), look, directory)

    def threads_of(self, look: Look, directory: Directory) -> tuple[Thread, ...]:
        """All requests that a mail may be about: several where it answers a letter about several.

        An answer link and a reference in the subject say which of them.
        """
        thread = self.thread_of(look, directory)
        answered = next((each for each in parents(look.mail) if each in self.threads), "")
        if thread is None or answered not in self.several:
            return (thread,) if thread else ()
        listed = self.several[answered]
        named = [self.coded[each][0] for each in look.codes if each in self.coded]
        named += [self.named[tag.reference] for tag in look.tags if tag.reference in self.named]
        chosen = next((each for number in named for each in listed if each.request == number), None)
        if chosen:
            return (self._answering(self._kept(chosen), look, directory),)
        came_back = look.report is not None and look.report.failed
        if look.codes or (look.machine and not came_back):
            return (thread,)
        kept = (self._answering(self._kept(each), look, directory) for each in listed)
        return tuple({each.request: each for each in kept}.values())

    def _by_signature(self, look: Look) -> Thread | None:
        for tag in look.tags:
            request = self.named.get(tag.reference)
            if not tag.signature or request is None:
                continue
            asked = {each.code: number for number, each in self.asked.items() if each.request == request}
            if (code := signing.addressee(self.secret, tag, asked)) is not None:
                return Thread(request, asked.get(code), "token")
        return None

    def _by_reference(self, look: Look, directory: Directory) -> Thread | None:
        """Anybody can write a number in a subject: it counts from somebody who takes part in the request."""
        sender = email_of(look.mail.sender)
        for tag in look.tags:
            request = self.named.get(tag.reference)
            if request is None or not self.people[request].has(sender, directory):
                continue
            return Thread(request, None, "subject")
        return None

    def _answering(self, thread: Thread, look: Look, directory: Directory) -> Thread:
        """A department that was asked answers its own question, whichever mail it pressed Reply on."""
        code = directory.department_of(email_of(look.mail.sender))
        if thread.referral is not None or not code:
            return thread
        asked = [n for n, each in self.asked.items() if (each.request, each.code) == (thread.request, code)]
        return Thread(thread.request, asked[-1], thread.because) if asked else thread

    def _kept(self, thread: Thread) -> Thread:
        """What was merged into another request goes on there."""
        number = thread.request
        for _each in range(MOST_MERGED):
            case = self.cases.get(number)
            if case is None or case.merged_into is None:
                break
            number = case.merged_into
        return thread if number == thread.request else Thread(number, None, thread.because)


def parents(mail: IncomingMail) -> list[str]:
    """The ids this mail answers: In-Reply-To first, then References from the newest back."""
    ids = dict.fromkeys((*mail.in_reply_to, *reversed(mail.references)))
    ids.pop(mail.message_id, None)
    return list(ids)


def email_of(address: Address | None) -> str:
    return address.email.lower() if address else ""


def look_up(looks: Sequence[Look], hashes: Iterable[str]) -> Found:
    """Everything about these mails, in a few reads however many they are; inside the transaction."""
    found = Found()
    _originals(found, sorted(set(hashes)))
    ids = {look.mail.message_id for look in looks}
    ids |= {parent for look in looks for parent in parents(look.mail)}
    ids |= {letter for look in looks if look.report for letter in look.report.letters}
    _threads(found, sorted(ids))
    _applicants(found, sorted({look.asker.email.lower() for look in looks} - {""}))
    tags = {tag for look in looks for tag in look.tags}
    _named(found, sorted({tag.reference for tag in tags}))
    if found.named and any(tag.signature for tag in tags):
        found.secret = signing.secret()
    found.coded = answer_clicks.questions({code for look in looks for code in look.codes})
    involved = {thread.request for each in found.several.values() for thread in each}
    involved |= set(found.named.values())
    _cases(found, involved | {request for request, _referral in found.coded.values()})
    _asked(found, sorted(found.cases))
    _order(found)
    found.people = participants.of_requests(found.cases)
    return found


def _originals(found: Found, hashes: list[str]) -> None:
    sql = (
        'SELECT r.hash, r.id, t.id FROM "raw" r LEFT JOIN "message" t ON t.original_id = r.id'
        " WHERE r.hash IN ({})"
    )
    for digest, original, message in many.among(sql, hashes):
        found.originals[digest] = original
        if message:
            found.messages[digest] = message


def _threads(found: Found, ids: list[str]) -> None:
    sql = (
        "SELECT t.mail_id, t.id, t.direction, t.sender_email, t.subject, e.request_id, e.referral_id"
        ' FROM "message" t LEFT JOIN "entry" e ON e.message_id = t.id'
        " WHERE t.mail_id IN ({}) ORDER BY t.id, e.id"
    )
    for mail_id, message, direction, sender, subject, request, referral in many.among(sql, ids):
        found.mails.setdefault(mail_id, Known(message, sender, subject))
        if direction == Direction.OUT:
            found.ours.add(mail_id)
        if request:
            found.threads.setdefault(mail_id, Thread(request, referral))
            found.several[mail_id] = (*found.several.get(mail_id, ()), Thread(request, referral))


def _order(found: Found) -> None:
    """Of mails with several requests the order in which they name them, and who asks in each."""
    found.several = {mail_id: each for mail_id, each in found.several.items() if len(each) > 1}
    if not found.several:
        return
    requests = {thread.request for each in found.several.values() for thread in each}
    query = m.Request.select(m.Request.id, m.Applicant.name).join(m.Applicant)
    found.names = dict(m.tuples(query.where(m.Request.id.in_(many.numbers(requests)))))
    letters = m.Message.select(m.Message.mail_id, m.Message.body)
    for mail_id, body in m.tuples(letters.where(m.Message.mail_id.in_(sorted(found.several)))):
        places = {each: body.find(found.cases[each.request].reference) for each in found.several[mail_id]}
        found.several[mail_id] = tuple(sorted(places, key=lambda each: (places[each] < 0, places[each])))


def _applicants(found: Found, addresses: list[str]) -> None:
    sql = 'SELECT email, name, id FROM "applicant" WHERE email IN ({})'
    found.applicants = {(email, name): number for email, name, number in many.among(sql, addresses)}


def _named(found: Found, references: list[str]) -> None:
    sql = 'SELECT reference, id FROM "request" WHERE reference IN ({})'
    found.named = dict(many.among(sql, references))


def _cases(found: Found, numbers: Iterable[int]) -> None:
    """These requests, and those into which they were merged."""
    wanted = set(numbers)
    r = m.Request
    while wanted:
        query = r.select(r.id, r.reference, r.closed_on, r.outcome, r.continues, r.waiting_on)
        for number, reference, closed_on, outcome, continues, waiting_on in m.tuples(
            query.where(r.id.in_(many.numbers(wanted)))
        ):
            merged = continues if outcome == Outcome.DUPLICATE else None
            found.cases[number] = Case(reference, closed_on, outcome, merged, waiting_on)
        wanted = {each.merged_into for each in found.cases.values() if each.merged_into} - found.cases.keys()


def _asked(found: Found, requests: list[int]) -> None:
    f, d = m.Referral, m.Department
    query = f.select(f.id, f.request, d.code, d.name, d.email, f.answer, f.answered_on).join(d)
    query = query.where(f.request.in_(many.numbers(requests)))
    if requests:
        found.asked = {number: Asked(*each) for number, *each in m.tuples(query.order_by(f.id))}
