"""Who really asks: the writer of a mail, or the one whose mail or form somebody sent on."""

import re
from dataclasses import dataclass
from typing import Final

from stagedesk.mail.directory import Directory
from stagedesk.mail.forms import read_form
from stagedesk.mail.forward_blocks import (
    EMAIL,
    Block,
    blocks,
    is_forward_subject,
    is_reply_subject,
    marker_start,
    person,
)
from stagedesk.mail.message import Address, IncomingMail
from stagedesk.mail.words import fold, listed

_NOBODY: Final = Directory()
_PROVIDERS: Final = frozenset(
    listed(
        "gmail hotmail outlook live telenet skynet proximus yahoo icloud me msn protonmail proton gmx"
        " kpnmail ziggo planet hetnet home xs4all scarlet orange laposte free wanadoo voo pandora"
        " googlemail upcmail casema"
    )
)
_MACHINE: Final = re.compile(
    r"(?:no|geen|ne)[-._]?(?:reply|antwoord|repondez)|do[-_.]?not[-_.]?reply|noreply|web(?:site|form|master"
    r"|server)?@|formulier|^forms?@|^form[-_.]|^website|^info@.*forms|^mailer@|^wordpress@|^drupal@"
    r"|^postmaster@|notification|jotform|typeform"
)
_OWN_WORDS: Final = re.compile(
    r"\b(?:ik (?:zoek|ben op zoek|volg|studeer|ben|zou|wil|doe|moet|had)|mijn (?:stage|naam|opleiding"
    r"|dochter|zoon|leerling)|je (?:cherche|suis|souhaite|recherche|voudrais)|i (?:am|would|study)"
    r"|my internship|onze (?:leerling|student)en?)\b"
)
_REMARK_LIMIT: Final = 4000
_LOOKED_AT: Final = 100_000
_CLOSING: Final = re.compile(
    r"^[ \t]*(?:(?:met|vriendelijke|hartelijke|beste|veel|kind|best|bien|sinceres"
    r"|alvast)[ \t]+)*(?:groet(?:en|jes)?|mvg|grtz?|cordialement|regards|salutations|--)\b.*$|^-- ?$",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks, how that is known, and which part of the body is theirs."""

    name: str
    email: str
    because: str
    line: int
    """Line of the body, counted from 1; 0 where a header field says it."""
    remark: str = ""
    """What the forwarder wrote above it."""
    by: str = "from"
    """from, reply-to, resent, forward or form"""
    start: int = 0
    """Where in the body the requester's own text begins."""
    end: int | None = None
    """Where it ends, if something else follows it."""
    sent: str = ""
    """The date of the forwarded mail as its block has it."""
    subject: str = ""


def requester(mail: IncomingMail, directory: Directory = _NOBODY) -> Requester:
    """The person a mail is about to be answered to, if anybody; always with the words that say so."""
    own = mail.sender or Address("", "")
    if mail.automatic:
        # A website's form often comes from nobody's address, as newsletters do.
        form = _from_form(mail, own, directory) if mail.automatic.value == "bulk" else None
        return form or _from_headers(mail, own, directory)
    found = blocks(mail.body[:_LOOKED_AT]) if ":" in mail.body else []
    if found and (forwarded := _forwarded(mail, own, found, directory)):
        return forwarded
    if form := _from_form(mail, own, directory):
        return form
    return _from_headers(mail, own, directory)


def _from_headers(mail: IncomingMail, own: Address, directory: Directory) -> Requester:
    headers = {name.lower(): value for name, value in reversed(mail.headers)}
    if _is_relay(own, directory):
        for field in ("x-original-from", "x-original-sender", "x-forwarded-for-user"):
            if (origin := person(headers.get(field, ""))).email:
                return Requester(
                    origin.name or own.name, origin.email, f"{field}: {headers[field]}", 0, by="reply-to"
                )
        for reply_to in mail.reply_to:
            if reply_to.email and reply_to.email != own.email and not directory.is_city(reply_to.email):
                name = reply_to.name or _before_via(own.name)
                return Requester(name, reply_to.email, f"Reply-To: {_shown(reply_to)}", 0, by="reply-to")
    if resent := headers.get("resent-from"):
        return Requester(own.name, own.email, f"From: {_shown(own)} (resent by {resent})", 0, by="resent")
    return Requester(own.name, own.email, f"From: {_shown(own)}" if own.email or own.name else "", 0)


def _is_relay(own: Address, directory: Directory) -> bool:
    """An address that writes for others: a form, a robot, a group, the desk itself."""
    return bool(_MACHINE.search(own.email.lower())) or directory.is_desk(own.email) or " via " in own.name


def _before_via(name: str) -> str:
    before, via, _ = name.partition(" via ")
    return before.strip("\"' ") if via else ""


def _shown(address: Address) -> str:
    return f"{address.name} <{address.email}>" if address.name else address.email


def _from_form(mail: IncomingMail, own: Address, directory: Directory) -> Requester | None:
    answered = {a.email.lower() for a in mail.reply_to if a.email.lower() != own.email.lower()}
    sent_on = _is_relay(own, directory) or directory.is_city(own.email)
    form = read_form(mail.body) if sent_on or answered else None
    if not form or directory.is_city(form.email) or not (sent_on or form.email in answered):
        return None
    return Requester(form.name, form.email, form.because, form.line, by="form")


def _forwarded(
    mail: IncomingMail, own: Address, found: list[Block], directory: Directory
) -> Requester | None:
    if not _is_forward(mail, found[0], directory):
        return None
    block, following = _original(found, own, directory)
    remark = mail.body[: marker_start(mail.body, found[0])][:_REMARK_LIMIT]
    if not directory.is_city(own.email) and _asks_for_himself(own, block, remark, directory):
        return None
    sender = block.sender if block.sender.email else _with_address(block, mail.body)
    if not sender.email and not sender.name:
        return None
    return Requester(
        sender.name,
        sender.email,
        block.because,
        block.line,
        remark=_CLOSING.split(remark, maxsplit=1)[0].strip(),
        by="forward",
        start=block.end,
        end=following.start if following else None,
        sent=block.date,
        subject=block.subject,
    )


def _is_forward(mail: IncomingMail, outermost: Block, directory: Directory) -> bool:
    """A block is also what programs write above the mail that is answered; that is no forward."""
    if is_forward_subject(mail.subject):
        return True
    sender = outermost.sender.email
    addressed = {address.email.lower() for address in (*mail.to, *mail.cc)}
    if sender and (sender in addressed or directory.is_desk(sender)):
        return False
    if outermost.marked:
        return True
    return not is_reply_subject(mail.subject) and not mail.in_reply_to


def _original(found: list[Block], own: Address, directory: Directory) -> tuple[Block, Block | None]:
    """Through the forwards of colleagues to the first mail from outside, and through that if it was one."""
    place = 0
    while place < len(found) - 1:
        block = found[place]
        colleague = _is_colleague(block.sender, own, directory)
        if not colleague and not is_forward_subject(block.subject) and not found[place + 1].marked:
            break
        place += 1
    if _is_colleague(found[place].sender, own, directory):
        outside = [i for i, b in enumerate(found) if not _is_colleague(b.sender, own, directory)]
        place = outside[-1] if outside else place
    return found[place], found[place + 1] if place + 1 < len(found) else None


def _is_colleague(sender: Address, own: Address, directory: Directory) -> bool:
    if not sender.email:
        return bool(sender.name) and fold(sender.name) == fold(own.name)
    domain, own_domain = sender.email.rpartition("@")[2], own.email.lower().rpartition("@")[2]
    same = domain == own_domain and domain.split(".")[0] not in _PROVIDERS
    return directory.is_city(sender.email) or same


def _asks_for_himself(own: Address, block: Block, remark: str, directory: Directory) -> bool:
    """Somebody from outside who sends an older mail along with a request of his own."""
    if block.sender.email and (
        directory.is_city(block.sender.email) or block.sender.email == own.email.lower()
    ):
        return True
    return len(remark) > 80 and bool(_OWN_WORDS.search(fold(remark)))


def _with_address(block: Block, body: str) -> Address:
    """An address below a block that has only a name counts if it is made of that name."""
    parts = re.findall(r"[a-z]{3,}", fold(block.sender.name))
    for email in EMAIL.finditer(body, block.end):
        local = fold(email.group().partition("@")[0])
        if (
            parts
            and parts[-1] in local
            and any(part in local or local.startswith(part[0]) for part in parts[:-1])
        ):
            return Address(block.sender.name, email.group().lower())
    return block.sender
