"""One look at a mail as it comes in: all that its bytes alone tell, so that another process can take it."""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from stagedesk.domain.answer_link import codes
from stagedesk.domain.token import Tag, tags
from stagedesk.mail.bounces import Report, read_report
from stagedesk.mail.directory import Directory
from stagedesk.mail.forward import Requester, requester
from stagedesk.mail.kind import Kind, kind_of
from stagedesk.mail.language import language_of
from stagedesk.mail.masking import without_national_numbers
from stagedesk.mail.message import Address, IncomingMail
from stagedesk.mail.parse import parse
from stagedesk.mail.quotes import Parts, split
from stagedesk.mail.replies.courtesy import is_courtesy

MACHINES: Final = frozenset({"automatic", "bounce", "receipt"})
LONGEST_BODY: Final = 200_000
"""Letters of a mail's text that the tables keep; the raw mail keeps all."""
_COMPARED: Final = 2_000
_FEWEST: Final = 40
_LANGUAGE: Final = 600


@dataclass(frozen=True, slots=True)
class Look:
    mail: IncomingMail
    """Without its header fields, which nobody needs any more."""
    asker: Address
    """Whoever asks: the sender, or the first sender of a mail that was passed on."""
    language: str
    kind: Kind
    machine: bool
    """A machine wrote it: its header, its subject or its sender says so, not only its words."""
    tags: tuple[Tag, ...]
    """References in the subject."""
    codes: tuple[str, ...]
    """Of answer links, in the newest text."""
    text_hash: int | None
    """Of the asker's own words, however they were wrapped and passed on; None where they are few."""
    report: Report | None
    """Of a bounce: which letter came back."""
    thanks: str = ""
    """The words of a thank-you where the newest text has no others."""


def look(raw: bytes, directory: Directory) -> Look:
    return look_at(parse(raw), raw, directory)


def look_at(mail: IncomingMail, raw: bytes, directory: Directory) -> Look:
    """National numbers are masked from here on; only the raw mail still has them."""
    mail = _to_be_kept(mail)
    asker = requester(mail, directory)
    parts = split(mail.body, mail.subject)
    kind = kind_of(mail, parts, directory, known_thread=answers_a_mail(mail), asker=asker)
    own = _own_words(mail, parts, asker)
    return Look(
        mail=replace(mail, headers=()),
        asker=Address(asker.name, asker.email),
        language=language_of(own[:_LANGUAGE]) or language_of(mail.body),
        kind=kind,
        machine=_is_machine(mail, kind),
        tags=tuple(tags(mail.subject)),
        codes=codes(parts.visible),
        text_hash=_hash(own),
        report=read_report(raw, mail) if kind.kind == "bounce" else None,
        thanks=is_courtesy(parts.visible),
    )


def _to_be_kept(mail: IncomingMail) -> IncomingMail:
    """As the tables keep it: cut where it is endless, and without national numbers."""
    if len(mail.body) > LONGEST_BODY:
        mail = replace(mail, body=mail.body[:LONGEST_BODY])
    mail, masked = without_national_numbers(mail)
    if not masked:
        return mail
    return replace(mail, warnings=(*mail.warnings, *(f"masked: {kind}" for kind in masked)))


def answers_a_mail(mail: IncomingMail) -> bool:
    return bool(mail.in_reply_to or mail.references)


def _is_machine(mail: IncomingMail, kind: Kind) -> bool:
    """Words such as "I am away until Monday" are not enough: a person may have written them."""
    sender = mail.sender.email.lower() if mail.sender else ""
    return kind.kind in MACHINES and (mail.automatic is not None or kind.because in (mail.subject, sender))


def _own_words(mail: IncomingMail, parts: Parts, asker: Requester) -> str:
    """What the asker wrote; for a copy they are the same, however it came."""
    if asker.by == "forward":
        return split(mail.body[asker.start : asker.end]).visible
    return parts.visible


def _hash(words: str) -> int | None:
    letters = "".join(words[:_COMPARED].split()).lower()
    if len(letters) < _FEWEST:
        return None
    return int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=8).digest(), "big", signed=True)
