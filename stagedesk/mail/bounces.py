"""What a mail server says of a letter that it could not deliver: which letter, to whom, and why."""

import re
from dataclasses import dataclass
from typing import Final

from stagedesk.domain.text import clean
from stagedesk.mail.message import IncomingMail

_READ: Final = 200_000
_MOST_IDS: Final = 20
_REASON: Final = 300
_FIELD: Final = re.compile(
    r"^(action|status|final-recipient|original-recipient|diagnostic-code|x-failed-recipients)[ \t]*:"
    r"[ \t]*([^\r\n]*(?:\r?\n[ \t]+[^\r\n]+)*)",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE_ID: Final = re.compile(
    r"^[> \t]*message-id[ \t]*:\s*<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE
)
_ADDRESS: Final = re.compile(r"[^\s<>;,:]{1,100}@[^\s<>;,:]{1,200}")
_SAID: Final = re.compile(
    r"^.*(?:\b[45]\d\d[ -]|\b[45]\.\d\.\d|undeliver|not be delivered|user unknown|onbestelbaar|niet bezorgd"
    r"|niet afgeleverd|non remis).*$",
    re.IGNORECASE | re.MULTILINE,
)
_LATE: Final = re.compile(r"delay|warning|vertra|uitgesteld|retard", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report; one that is not `failed` only says that it takes longer, or that all went well."""

    letters: tuple[str, ...]
    """Message-IDs of mails that it holds or names, without angle brackets."""
    failed: bool
    recipient: str
    reason: str


def read_report(raw: bytes, mail: IncomingMail) -> Report:
    """What a bounce reports; any bytes will do."""
    text = f"{raw[:_READ].decode('utf-8', 'replace')}\n{mail.body[:_READ]}"
    fields = _fields(text)
    named = dict.fromkeys((*_MESSAGE_ID.findall(text), *mail.in_reply_to, *reversed(mail.references)))
    named.pop(mail.message_id, None)
    addresses = "final-recipient", "original-recipient", "x-failed-recipients"
    recipient = next(
        (found[0] for name in addresses for found in [_ADDRESS.findall(fields.get(name, ""))] if found), ""
    )
    return Report(
        letters=tuple(named)[:_MOST_IDS],
        failed=_has_failed(fields, mail.subject),
        recipient=clean(recipient, limit=200).lower(),
        reason=clean(
            fields.get("diagnostic-code") or _words(mail) or fields.get("status", ""), limit=_REASON
        ),
    )


def _fields(text: str) -> dict[str, str]:
    """The first of each; of several recipients the one that failed counts."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        name, value = name.lower(), " ".join(value.split())
        if name == "action" and value.lower().startswith("failed"):
            found[name] = value
        found.setdefault(name, value)
    return found


def _has_failed(fields: dict[str, str], subject: str) -> bool:
    if action := fields.get("action", "").lower():
        return action.startswith("failed")
    return not (fields.get("status", "5").startswith(("2", "4")) or _LATE.search(subject))


def _words(mail: IncomingMail) -> str:
    said = _SAID.search(mail.body[:_READ])
    return said.group() if said else mail.subject
