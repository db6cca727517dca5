"""What the desk understands of a mail: what it is, who asks for what, and the words that say so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any, Final

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction
from stagedesk.i18n import language
from stagedesk.mail.directory import Directory
from stagedesk.mail.extract.facts import asked
from stagedesk.mail.extract.facts_record import Asked
from stagedesk.mail.forward import Requester, requester
from stagedesk.mail.kind import Kind, kind_of
from stagedesk.mail.language import language_of
from stagedesk.mail.masking import without_national_numbers
from stagedesk.mail.message import Address, Because, IncomingMail
from stagedesk.mail.parse import parse
from stagedesk.mail.quotes import Parts, split
from stagedesk.mail.replies.answers import Decision, read_answer
from stagedesk.services.city.directory import for_mail, shipped
from stagedesk.services.desk import Desk
from stagedesk.services.understanding import suggestions
from stagedesk.services.understanding.reading_facts import Fact, facts
from stagedesk.services.understanding.reading_links import Belongs, Finder, finder, nowhere
from stagedesk.services.understanding.suggestions import Adviser, Suggestion

STRANGE: Final = "reference: {ref} is named by somebody who takes no part in it"
MOST_KEPT: Final = 1_000
SURE_ENOUGH: Final = 0.5  # a chance above which a suggestion is rather right than wrong


_kept: dict[tuple[str, int, str, str], tuple[Directory, tuple[Fact, ...]]] = {}
_keeping = Lock()


@dataclass(frozen=True, slots=True)
class Likely:
    """A department that was asked for by name, or that the words point to."""

    code: str
    name: str
    because: str
    score: float


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for one applicant, and the departments it is for, the likeliest first."""

    asked: Asked
    departments: tuple[Likely, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """National numbers are masked in all its texts."""

    mail: IncomingMail
    parts: Parts
    requester: Requester
    language: str
    """Of whoever asks; empty where their words are too few to tell."""
    kind: Kind
    decision: Decision | None
    """Of a department's answer."""
    requests: tuple[Sought, ...]
    """One for each applicant; empty for a mail that is no request."""
    belongs: Belongs
    masked: tuple[str, ...]
    """The kinds of national numbers that stand in it, never the numbers."""


def read(
    raw: bytes,
    directory: Directory,
    *,
    adviser: Adviser | None = None,
    find: Finder = nowhere,
    taken_at: datetime | None = None,
) -> Reading:
    """`find` tells to which requests of a desk the mail belongs; `taken_at` stands in for a missing date."""
    came = parse(raw)
    came = came if came.sent_at else replace(came, sent_at=taken_at)
    mail, masked = without_national_numbers(came)
    parts = split(mail.body, mail.subject)
    asker = requester(mail, directory)
    belongs = find(came, raw)
    kind = kind_of(
        mail,
        parts,
        directory,
        known_thread=belongs.is_known,
        from_department=belongs.answers_department,
        asker=asker,
    )
    return Reading(
        mail=mail,
        parts=parts,
        requester=asker,
        language=_language(mail, parts, asker),
        kind=kind,
        decision=_decision(mail, parts, directory) if kind.kind == "answer" else None,
        requests=tuple(_sought(mail, parts, directory, asker, adviser)) if kind.kind == "request" else (),
        belongs=belongs,
        masked=masked,
    )


def at_desk(desk: Desk) -> Callable[[bytes], Reading]:
    """Reads mails as this desk does: its own directory, what it learnt, its own threads; inside a session."""
    directory = for_mail(desk)
    adviser, find = suggestions.adviser(desk), finder(directory, desk)
    return lambda raw: read(raw, directory, adviser=adviser, find=find)


def without_desk(desk_email: str) -> Callable[[bytes], Reading]:
    """Reads mails where there is no desk, with the lists that are shipped."""
    directory = shipped(desk_email)
    adviser = suggestions.by_rules({each.code: each.name for each in directory.departments})
    return lambda raw: read(raw, directory, adviser=adviser)


def stored(desk: Desk, message: int) -> Reading | None:
    """A mail that came in, read anew from its bytes while they are kept; None for the desk's own letters."""
    directory = for_mail(desk)
    query = (
        m.Message.select(m.Raw.bytes, m.Message.taken_at)
        .join(m.Raw)
        .where(m.Message.id == message, m.Message.direction == Direction.IN)
    )
    with session():
        for raw, taken_at in m.tuples(query):
            if raw:
                return read(bytes(raw), directory, find=finder(directory), taken_at=taken_at)
    return None


def facts_of(desk: Desk, message: int, person: str = "") -> tuple[Fact, ...]:
    """What was read from a mail that came in, in the reader's language; from any thread.

    Of a mail for several people only what it says of this `person`, where it names that one. Kept, so that
    going back and forth in a list reads a mail once.
    """
    key, directory = (desk.settings.database, message, language(), person), for_mail(desk)
    with _keeping:
        known, found = _kept.get(key, (None, ()))
    if known is directory:
        return found
    reading = stored(desk, message)
    found = facts(_only(reading, person)) if reading else ()
    with _keeping:
        _kept[key] = directory, found
        while len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    return found


def _only(reading: Reading, person: str) -> Reading:
    own = tuple(each for each in reading.requests if person and each.asked.applicant_name == person)
    return replace(reading, requests=own) if own else reading


def _own_words(mail: IncomingMail, parts: Parts, asker: Requester) -> str:
    return mail.body[asker.start : asker.end] if asker.by == "forward" else parts.visible


def _language(mail: IncomingMail, parts: Parts, asker: Requester) -> str:
    texts = (_own_words(mail, parts, asker), mail.body, asker.subject or mail.subject)
    return next(filter(None, map(language_of, texts)), "")


def _decision(mail: IncomingMail, parts: Parts, directory: Directory) -> Decision | None:
    own = directory.department_of(mail.sender.email) if mail.sender else ""
    sent_on = mail.sent_at.date() if mail.sent_at else None
    return read_answer(parts.visible, directory=directory, own=own, sent_on=sent_on)


def _sought(
    mail: IncomingMail, parts: Parts, directory: Directory, asker: Requester, adviser: Adviser | None
) -> Iterator[Sought]:
    subject, words = asker.subject or mail.subject, _own_words(mail, parts, asker)
    for each in asked(mail, parts, directory, asker):
        text = suggestions.words_of(subject, words, each.school_code)
        yield Sought(each, tuple(_departments(each, adviser.advise(text) if adviser else ())))


def _departments(found: Asked, suggested: Iterable[Suggestion]) -> Iterator[Likely]:
    """Those asked for by name, as they stand in the mail; then those that the words point to."""
    by_code = {each.department: each for each in suggested if each.score > SURE_ENOUGH}
    for wish in found.departments:
        too = by_code.pop(wish.code, None)
        because = f"{wish.because}; {too.because}" if too else wish.because
        yield Likely(wish.code, wish.name, because, max(wish.score, too.score if too else 0))
    for each in by_code.values():
        yield Likely(each.department, each.name, each.because, each.score)


def as_json(file: str, reading: Reading) -> dict[str, Any]:
    """The documented shape of a mail for programs; fields are added, never renamed or removed.

    What is unknown is None, whatever its type.
    """
    mail, asker, kind = reading.mail, reading.requester, reading.kind
    return {
        "file": file,
        "message_id": mail.message_id,
        "subject": mail.subject,
        "from": _address(mail.sender),
        "requester": _known({"name": asker.name, "email": asker.email, "because": asker.because}),
        "to": [_address(each) for each in mail.to],
        "date": mail.sent_at.isoformat() if mail.sent_at else None,
        "language": reading.language or None,
        "body": mail.body,
        "visible": reading.parts.visible,
        "quoted": reading.parts.quoted,
        "signature": reading.parts.signature,
        "attachments": [
            {"name": each.name, "type": each.type, "size": each.size, "sha256": each.sha256}
            for each in mail.attachments
        ],
        "automatic": {"is": mail.automatic is not None, **_because("kind", mail.automatic)},
        "kind": kind.kind or None,
        "subkind": kind.subkind or None,
        "kind_because": kind.because or None,
        "decision": _because("value", reading.decision),
        "links": [{"by": each.by, "ref": each.ref} for each in reading.belongs.links],
        "requests": [_request(each) for each in reading.requests],
        "masked": list(reading.masked),
        "warnings": [*mail.warnings, *(STRANGE.format(ref=ref) for ref in reading.belongs.strange)],
    }


def unread_as_json(file: str, error: str) -> dict[str, Any]:
    """The same shape for what could not even be opened."""
    nothing = read(b"", Directory())
    return as_json(file, nothing) | {"message_id": None, "warnings": [error]}


def _address(address: Address | None) -> dict[str, str | None]:
    return _known({"name": address.name, "email": address.email} if address else {"name": "", "email": ""})


def _because(name: str, found: Because | Decision | None) -> dict[str, str | None]:
    if found is None:
        return {name: None, "because": None}
    words = found.words if isinstance(found, Because) else found.because
    return _known({name: str(found.value), "because": words})


def _known(values: dict[str, str]) -> dict[str, str | None]:
    return {name: value or None for name, value in values.items()}


def _request(sought: Sought) -> dict[str, Any]:
    values = sought.asked.as_dict()
    departments = [
        {"name": each.name, "because": each.because, "score": round(each.score, 2)}
        for each in sought.departments
    ]
    return values | {"weekdays": values["weekdays"] or None, "departments": departments}
