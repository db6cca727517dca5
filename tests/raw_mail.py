"""Raw mails for tests: whole sample files, small ones made here, and what must hold for each of them."""

import re
from pathlib import Path

from stagedesk.mail.parse import LONGEST_BODY

SAMPLES = Path(__file__).parent / "mail" / "samples"
NOT_PRINTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def sample(name):
    return (SAMPLES / f"{name}.eml").read_bytes()


def a_raw(body=b"Dag", **fields):
    """A whole mail; fields are added or, when None, left out."""
    known = {
        "From": b"Jan <jan@thuis.example>",
        "To": b"stage@stad.example",
        "Subject": b"Stage",
        "Date": b"Mon, 2 Mar 2026 10:00:00 +0100",
        "Message-ID": b"<jan@thuis.example>",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    head = [name.encode() + b": " + value for name, value in known.items() if value is not None]
    return b"\n".join(head) + b"\n\n" + body


def texts_of(mail):
    people = (*mail.to, *mail.cc, *mail.reply_to, *filter(None, [mail.sender]))
    return [
        mail.subject,
        mail.body,
        mail.message_id,
        *mail.references,
        *mail.in_reply_to,
        *mail.warnings,
        *(part for header in mail.headers for part in header),
        *(text for each in mail.attachments for text in (each.name, each.type)),
        *(text for person in people for text in (person.name, person.email)),
        mail.automatic.words if mail.automatic else "",
    ]


def assert_safe(mail):
    for text in texts_of(mail):
        assert not NOT_PRINTED.search(text)
    assert not any("\n" in text for text in texts_of(mail) if text is not mail.body)
    assert mail.message_id
    assert len(mail.body) <= LONGEST_BODY
