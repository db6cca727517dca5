"""The tag in a letter's subject, such as [2026-0042.k7f3q2m5x4wz7c5t]: what an answer is about, proven."""

import base64
import hmac
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BYTES: Final = 10  # 80 bits: sixteen letters
_SIGNED: Final = "[a-z2-7]{16}"
# Old mail programs turn the dot into another sign, or break the line there.
_TAG: Final = re.compile(
    r"(?<![\w.-])(\[\s?)?((?:19|20)[0-9]{2}-[0-9]{4,7})"
    rf"(?:\s{{0,3}}[.·:?]\s{{0,3}}({_SIGNED})(?!\w))?(?!\w|-\d)",
    re.IGNORECASE,
)


class Tag(NamedTuple):
    """A reference that a text names, with the signature beside it or nothing."""

    reference: str
    signature: str = ""


def digest(secret: bytes, *parts: str) -> bytes:
    """What only who knows the secret can make for these parts; where one ends counts too."""
    told = b"".join([len(each).to_bytes(4, "big") + each for each in map(str.encode, parts)])
    return hmac.digest(secret, told, "sha256")


def sign(secret: bytes, *parts: str) -> str:
    """Sixteen letters that sign these parts."""
    return base64.b32encode(digest(secret, *parts)[:_BYTES]).decode("ascii").lower()


def is_signed(secret: bytes, signature: str, *parts: str) -> bool:
    """Whether this is the signature of these parts; how long it takes tells nothing about it."""
    return hmac.compare_digest(sign(secret, *parts).encode(), signature.lower().encode())


def tag(reference: str, signature: str) -> str:
    """The tag as letters carry it: plain ASCII, so that no mail program has to encode it."""
    return f"[{reference}.{signature}]"


def tags(text: str) -> Iterator[Tag]:
    """The references that a text names, those with a signature first.

    A school year such as 2025-2026 is a reference only in brackets or beside a signature.
    """
    found = [Tag(each[2], (each[3] or "").lower()) for each in _TAG.finditer(text) if _is_meant(each)]
    yield from sorted(dict.fromkeys(found), key=lambda each: not each.signature)


def _is_meant(match: re.Match[str]) -> bool:
    year, _, number = match[2].partition("-")
    return bool(match[1] or match[3]) or int(number) != int(year) + 1
