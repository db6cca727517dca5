"""Any bytes to an IncomingMail: it never raises, keeps no control character and says what was wrong."""

import hashlib
from typing import Final

from stagedesk.domain.text import clean
from stagedesk.mail.addresses import addresses, somebody
from stagedesk.mail.automatic import automatic
from stagedesk.mail.bodies import Contents, File
from stagedesk.mail.charsets import decode
from stagedesk.mail.dates import sent_at
from stagedesk.mail.headers import Fields, message_id, message_ids, one_line
from stagedesk.mail.message import Address, Attachment, IncomingMail
from stagedesk.mail.parts import Part

LONGEST_BODY: Final = 1_000_000
_LONGEST_SUBJECT: Final = 500
_LONGEST_WARNING: Final = 200
_MOST_WARNINGS: Final = 30
_INSTEAD_OF_FROM: Final = ("sender", "reply-to", "x-original-from", "return-path")


def parse(raw: bytes) -> IncomingMail:
    """The mail in these bytes; what could not be read as it should is said in its warnings."""
    try:
        return _parsed(raw)
    except Exception as error:  # nobody's mail may stop the others or go unseen
        return _unread(raw, error)


def _parsed(raw: bytes) -> IncomingMail:
    raw_hash = hashlib.sha256(raw).hexdigest()
    root, contents = Part.of_mail(raw), Contents()
    fields = root.fields
    sender = _sender(fields, contents)
    moment, date_warning = sent_at(fields)
    subject, headers = one_line(fields.first("subject"), _LONGEST_SUBJECT), fields.shown()
    identity = message_id(fields.first("message-id"))
    contents.warn(date_warning, "" if identity else "message-id: missing")
    attachments = _attachments(contents, root)
    body = _body(contents)
    return IncomingMail(
        raw_hash=raw_hash,
        message_id=identity or _made_id(raw_hash),
        in_reply_to=message_ids(fields.all("in-reply-to")),
        references=message_ids(fields.all("references")),
        subject=subject,
        sender=sender,
        reply_to=addresses(fields.all("reply-to")),
        to=addresses(fields.all("to")),
        cc=addresses(fields.all("cc")),
        sent_at=moment,
        body=body,
        attachments=attachments,
        automatic=automatic(headers, subject, calendar_method=contents.calendar_method),
        headers=headers,
        warnings=tuple(clean(each, limit=_LONGEST_WARNING) for each in contents.warnings[:_MOST_WARNINGS]),
    )


def attachment_bytes(raw: bytes, index: int) -> bytes:
    """The content of one attachment, by its place in the parsed mail."""
    for at, file in enumerate(Contents().files(Part.of_mail(raw))):
        if at == index:
            return file.content
    raise IndexError(index)


def _unread(raw: bytes, error: Exception) -> IncomingMail:
    """What is left for a mail that broke the reading of it: its bytes as text, to be looked at."""
    raw_hash = hashlib.sha256(raw).hexdigest()
    return IncomingMail(
        raw_hash=raw_hash,
        message_id=_made_id(raw_hash),
        body=clean(decode(raw[:LONGEST_BODY])[0], lines=True),
        warnings=(f"structure: {type(error).__name__}, read as one text",),
    )


def _made_id(raw_hash: str) -> str:
    return f"sha256-{raw_hash[:32]}@missing"


def _attachments(contents: Contents, root: Part) -> tuple[Attachment, ...]:
    return tuple(_attachment(file) for file in contents.files(root))


def _attachment(file: File) -> Attachment:
    return Attachment(
        file.name, clean(file.type), len(file.content), hashlib.sha256(file.content).hexdigest()
    )


def _body(contents: Contents) -> str:
    body = clean(contents.body(), lines=True)
    if len(body) <= LONGEST_BODY:
        return body
    contents.warn(f"body: longer than {LONGEST_BODY} characters, the rest was left out")
    return clean(body, lines=True, limit=LONGEST_BODY)


def _sender(fields: Fields, contents: Contents) -> Address | None:
    """From, or whoever else the mail says it is from, with a warning."""
    senders = addresses(fields.all("from"))
    if len(senders) > 1:
        contents.warn(f"from: {len(senders)} addresses, the first one taken")
    if senders:
        return senders[0]
    for name in _INSTEAD_OF_FROM:
        if others := addresses(fields.all(name)):
            contents.warn(f"from: no address, taken from {name.title()}")
            return others[0]
    contents.warn("from: no address")
    return somebody(fields.all("from"))
