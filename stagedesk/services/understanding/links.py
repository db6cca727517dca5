"""Other requests that a request or a mail may belong to, each with its reason: proposed, never linked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from peewee import JOIN, fn

from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction, Outcome
from stagedesk.domain.token import Tag, tags
from stagedesk.i18n import _
from stagedesk.mail.directory import Directory
from stagedesk.mail.forward_blocks import is_forward_subject, is_reply_subject
from stagedesk.mail.looking import Look
from stagedesk.services.city.directory import for_mail
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import participants
from stagedesk.services.mail_out import signing

COPIED: Final = timedelta(days=14)
SAME_PERSON: Final = timedelta(days=366)
MOST: Final = 5
READ: Final = 20_000  # letters of a mail in which a tag is looked for
FEWEST_WORDS: Final = 3  # a subject of fewer says nothing: "Stage", "Vraag stage"
STRANGER: Final = "stranger"


@dataclass(frozen=True, slots=True)
class LinkProposal:
    """A request that this one may belong to, and why."""

    ref: str
    because: str
    by: str = ""
    """The kind of reason: named, stranger (who names it and takes no part), copy, text, person, sender or
    subject."""


@dataclass(frozen=True, slots=True)
class About:
    """What is compared with other requests: a request, or what a mail would become."""

    name: str
    email: str
    """Whoever asks."""
    sender_email: str
    title: str
    received_at: datetime
    number: int = 0
    reference: str = ""


class _Reason(NamedTuple):
    request: int
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class _Mail:
    number: int
    """0 for one that is not stored."""
    mail_id: str
    sender: str
    subject: str
    body: str
    text_hash: int | None


def proposals(desk: Desk, request_id: int) -> tuple[LinkProposal, ...]:
    """At most five, the surest first; what is linked already is left out."""
    with session():
        request = m.Request.get_or_none(m.Request.id == request_id)
        if request is None or request.outcome == Outcome.DUPLICATE:
            return ()
        about = About(
            request.applicant.name,
            request.applicant.email,
            request.sender_email,
            request.title,
            request.received_at,
            request.id,
            request.reference,
        )
        return _proposed(about, list(_mails(request_id)), for_mail(desk), _linked(request))


def of_look(look: Look, about: About, directory: Directory) -> tuple[LinkProposal, ...]:
    """The same for a mail that is only read; inside a session."""
    mail = look.mail
    sender = mail.sender.email.lower() if mail.sender else ""
    read = _Mail(0, mail.message_id, sender, mail.subject, mail.body[:READ], look.text_hash)
    return _proposed(about, [read], directory, set())


def _proposed(
    about: About, mails: list[_Mail], directory: Directory, linked: set[int]
) -> tuple[LinkProposal, ...]:
    found: dict[int, tuple[str, str]] = {}
    for look in _LOOKS:
        for number, by, because in look(about, mails, directory):
            if number not in linked:
                found.setdefault(number, (by, because))
    return tuple(_shown(found))[:MOST]


def _mails(request_id: int) -> Iterator[_Mail]:
    t = m.Message
    query = (
        t.select(t.id, t.mail_id, t.sender_email, t.subject, fn.substr(t.body, 1, READ), t.text_hash)
        .join(m.Entry)
        .where(m.Entry.request == request_id, t.direction == Direction.IN)
        .order_by(t.id)
        .limit(MOST)
    )
    return (_Mail(*values) for values in m.tuples(query))


def _linked(request: m.Request) -> set[int]:
    """This request, what it goes on from, what goes on from it, and those that its mail asked for, too."""
    together = m.Request.continues == request.id
    if request.group is not None:
        together |= m.Request.group == request.group
    following = m.tuples(m.Request.select(m.Request.id).where(together))
    return {request.id, request.continues_id or request.id, *(number for (number,) in following)}


def _shown(found: dict[int, tuple[str, str]]) -> Iterator[LinkProposal]:
    """By reference; a request that was merged stands for the one that was kept."""
    r = m.Request
    kept = r.alias()
    query = (
        r.select(r.id, r.reference, r.outcome, kept.reference)
        .join(kept, JOIN.LEFT_OUTER, on=(r.continues == kept.id))
        .where(r.id.in_(list(found)))
    )
    references = {
        number: (into if into and outcome == Outcome.DUPLICATE else reference)
        for number, reference, outcome, into in (m.tuples(query) if found else ())
    }
    seen: set[str] = set()
    for number, (by, because) in found.items():
        reference = references.get(number)
        if reference and reference not in seen:
            seen.add(reference)
            yield LinkProposal(reference, because, by)


def _named(about: About, mails: list[_Mail], directory: Directory) -> Iterator[_Reason]:
    """Requests whose number or tag stands in a mail; a stranger's claim is said to be one."""
    claims = {tag: mail for mail in mails for tag in tags(f"{mail.subject}\n{mail.body}")}
    references = sorted({tag.reference for tag in claims} - {about.reference})
    if not references:
        return
    query = m.Request.select(m.Request.reference, m.Request.id).where(m.Request.reference.in_(references))
    numbers = dict(m.tuples(query))
    people = participants.of_requests(numbers.values())
    for tag, mail in claims.items():
        if number := numbers.get(tag.reference):
            ours = _is_ours(tag, people[number].departments)
            known = people[number].has(mail.sender, directory)
            yield _Reason(number, "named" if ours or known else STRANGER, _claim(tag, ours=ours, known=known))


def _is_ours(tag: Tag, departments: Iterable[str]) -> bool:
    return bool(tag.signature) and signing.addressee(signing.secret(), tag, departments) is not None


def _claim(tag: Tag, *, ours: bool, known: bool) -> str:
    if ours:
        return _("it carries the tag of a letter about {ref}").format(ref=tag.reference)
    if known:
        return _("it says {ref}, and its sender is part of that").format(ref=tag.reference)
    return _("it says {ref}, but this sender is not part of it").format(ref=tag.reference)


def _same_mail(_about: About, mails: list[_Mail], _directory: Directory) -> Iterator[_Reason]:
    t = m.Message
    query = (
        m.Entry.select(m.Entry.request)
        .join(t)
        .where(t.mail_id.in_([mail.mail_id for mail in mails]), t.id.not_in([mail.number for mail in mails]))
    )
    for (number,) in m.tuples(query) if mails else ():
        yield _Reason(number, "copy", _("a mail with the same Message-ID is there"))


def _same_text(about: About, mails: list[_Mail], _directory: Directory) -> Iterator[_Reason]:
    """A copy that was redirected, sent twice or forwarded to another address of the city."""
    hashes = [mail.text_hash for mail in mails if mail.text_hash is not None]
    r, t = m.Request, m.Message
    query = (
        m.Entry.select(r.id, r.received_on)
        .join(t)
        .switch(m.Entry)
        .join(r)
        .where(t.text_hash.in_(hashes), r.id != about.number, *_around(about, COPIED))
        .order_by(r.id.desc())
        .limit(MOST)
    )
    for number, day in m.tuples(query) if hashes else ():
        yield _Reason(number, "text", _("the same text came on {day}").format(day=day))


def _same_person(about: About, _mails: list[_Mail], _directory: Directory) -> Iterator[_Reason]:
    """The same name from another address, or the same address again."""
    r, a = m.Request, m.Applicant
    others = r.select(r.id, a.email).join(a).where(r.id != about.number, *_around(about, SAME_PERSON))
    others = others.order_by(r.id.desc()).limit(MOST)
    if about.email:
        for number, _email in m.tuples(others.where(a.email == about.email, r.closed_on.is_null())):
            yield _Reason(number, "person", _("{email} has an open request").format(email=about.email))
    if " " in about.name:
        for number, email in m.tuples(others.where(fn.lower(a.name) == fn.lower(about.name))):
            because = _("{name} wrote from {email}").format(name=about.name, email=email or "?")
            if email != about.email:
                yield _Reason(number, "person", because)


def _same_sender(about: About, _mails: list[_Mail], _directory: Directory) -> Iterator[_Reason]:
    """Whoever sent it has an open request; one who sends many for others is no reason."""
    r = m.Request
    if not about.sender_email:
        return
    query = r.select(r.id, r.applicant).where(
        r.sender_email == about.sender_email, r.closed_on.is_null(), r.id != about.number
    )
    found = m.tuples(query.order_by(r.id.desc()).limit(MOST))
    if len({applicant for _number, applicant in found}) == 1:
        yield _Reason(found[0][0], "sender", _("{email} sent it too").format(email=about.sender_email))


def _same_subject(about: About, _mails: list[_Mail], _directory: Directory) -> Iterator[_Reason]:
    subject = without_prefixes(about.title).casefold()
    if len(subject.split()) < FEWEST_WORDS:
        return
    r = m.Request
    query = r.select(r.id, r.title).where(r.id.in_(search.find(subject)), r.closed_on.is_null())
    for number, title in m.tuples(query.order_by(r.id.desc())):
        if number != about.number and without_prefixes(title).casefold() == subject:
            yield _Reason(number, "subject", _("the same subject: {subject}").format(subject=title))


def without_prefixes(subject: str) -> str:
    """The subject itself: Re:, Antw:, Doorst: and what else mail programs write before it taken off."""
    while is_forward_subject(subject) or is_reply_subject(subject):
        subject = subject.partition(":")[2]
    return " ".join(subject.split())


def _around(about: About, span: timedelta) -> tuple[Any, ...]:
    r = m.Request
    return (r.received_at >= about.received_at - span, r.received_at <= about.received_at + span)


_Look = Callable[[About, list[_Mail], Directory], Iterator[_Reason]]
_LOOKS: Final[tuple[_Look, ...]] = (
    _named,
    _same_mail,
    _same_text,
    _same_person,
    _same_sender,
    _same_subject,
)
