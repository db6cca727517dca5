"""The code in a prepared answer of a department: what it chose, in which round, until when it counts."""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from stagedesk.domain.token import digest

_EPOCH: Final = date(2020, 1, 1)
_VERSION: Final = 1
_SIGNATURE: Final = 12  # 96 bits
_LENGTH: Final = 32
# Mail programs break lines, quote them, change the case or write = where they cut.
_GAP: Final = r"[\s>=]{0,4}"
_CODE: Final = re.compile(rf"\[{_GAP}sd{_GAP}:((?:{_GAP}[a-z0-9]){{0,64}}){_GAP}\]?", re.IGNORECASE)
_LINK: Final = re.compile(r": <mailto:[^<>\s]+>(?=\n|\Z)")
_BROKEN: Final = re.compile(r"[\s>=]")


class Choice(StrEnum):
    """What a department can answer with one click."""

    TAKE = "take"
    PLACE = "place"
    NO = "no"
    OTHER = "other"
    TIME = "time"


CHOICES: Final = tuple(Choice)


class Damaged(ValueError):
    """The code was cut or changed on its way."""


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """What a code says; whether it is ours only `is_ours` tells."""

    referral: int
    round: int
    choice: Choice
    expires: date
    """The last day on which it counts."""
    signature: bytes = b""


def write(code: AnswerCode, secret: bytes, reference: str, department: str) -> str:
    """The code as a letter carries it: 32 letters and digits that no mail program takes for a link."""
    told = _told(code)
    signed = told + _signature(secret, told, reference, department)
    return f"[sd:{base64.b32encode(signed).decode('ascii').lower()}]"


def codes(text: str) -> tuple[str, ...]:
    """The codes in a text, each once, without what mail programs did to them; some may be damaged."""
    if "[" not in text:
        return ()
    return tuple(dict.fromkeys(_BROKEN.sub("", each[1]).lower() for each in _CODE.finditer(text)))


def without_codes(text: str) -> str:
    """What a person wrote around them."""
    return _CODE.sub(" ", text)


def without_links(text: str) -> str:
    """A letter of the desk for reading: its answer links by their names alone."""
    return _LINK.sub("", text) if "<mailto:" in text else text


def read(code: str) -> AnswerCode:
    """What a code of `codes` says. Errors: Damaged."""
    if len(code) != _LENGTH:
        raise Damaged(code)
    try:
        raw = base64.b32decode(code.upper())
        kind, days = raw[5], int.from_bytes(raw[6:8], "big")
        if kind >> 4 != _VERSION:
            raise ValueError(kind)
        return AnswerCode(
            referral=int.from_bytes(raw[:4], "big"),
            round=raw[4],
            choice=CHOICES[kind & 15],
            expires=_EPOCH + timedelta(days=days),
            signature=raw[8:],
        )
    except (ValueError, IndexError) as error:
        raise Damaged(code) from error


def is_ours(code: AnswerCode, secret: bytes, reference: str, department: str) -> bool:
    """Whether this desk made the code for this request and this department."""
    return hmac.compare_digest(_signature(secret, _told(code), reference, department), code.signature)


def _told(code: AnswerCode) -> bytes:
    days = min(max((code.expires - _EPOCH).days, 0), 0xFFFF)
    return b"".join(
        (
            code.referral.to_bytes(4, "big"),
            min(code.round, 255).to_bytes(1, "big"),
            bytes([_VERSION << 4 | CHOICES.index(code.choice)]),
            days.to_bytes(2, "big"),
        )
    )


def _signature(secret: bytes, told: bytes, reference: str, department: str) -> bytes:
    return digest(secret, "answer", reference, department, told.hex())[:_SIGNATURE]
