"""What header fields say: encoded words, raw 8-bit text and message ids."""

import binascii
import re
from collections.abc import Iterator
from typing import Final

from stagedesk.domain.text import clean
from stagedesk.mail.charsets import decode

LONGEST_FIELD: Final = 20_000
_LONGEST_SHOWN: Final = 2_000
_MOST_SHOWN: Final = 200
_LONGEST_NAME: Final = 100  # the parser lets only printable ASCII be a name
_MOST_IDS: Final = 100
_LONGEST_ID: Final = 500
_WORD: Final = re.compile(
    r"=\?([\w.:()+-]{1,60})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]{0,4000}(?:\?(?!=)[^?]{0,4000}){0,20})\?="
)
_BETWEEN_WORDS: Final = re.compile(r"(\?=)[ \t\r\n]+(?==\?[\w.:()+-]{1,60}(?:\*[\w-]{0,20})?\?[bBqQ]\?)")
_ID: Final = re.compile(r"<([^<>]{1,1000})>")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")


class Fields:
    """The header fields of one mail or part, still raw, by lower-case name."""

    def __init__(self, raw: list[tuple[str, str]]) -> None:
        self.raw = raw
        self._by_name: dict[str, list[str]] = {}
        for name, value in raw:
            self._by_name.setdefault(name.lower(), []).append(value)

    def all(self, name: str) -> list[str]:
        return self._by_name.get(name, [])

    def first(self, name: str) -> str:
        """The first one that says anything: a mail with two of a kind often has an empty one."""
        return next((value for value in self._by_name.get(name, ()) if value.strip()), "")

    def shown(self) -> tuple[tuple[str, str], ...]:
        """Decoded and cleaned, in their order, as many and as long as anybody wants to read."""
        return tuple((name[:_LONGEST_NAME], one_line(value)) for name, value in self.raw[:_MOST_SHOWN])


def one_line(value: str, limit: int = _LONGEST_SHOWN) -> str:
    """A field's text as people read it, safe to keep."""
    line = " ".join(value[:LONGEST_FIELD].split())
    is_plain = line.isascii() and line.isprintable() and "=?" not in line
    if is_plain and len(line) <= limit:
        return line
    return clean(line if is_plain else words(value), limit=limit)


def words(value: str) -> str:
    """The field with its encoded words and its raw 8-bit text decoded; not yet cleaned."""
    value = raw_text(value[:LONGEST_FIELD])
    if "=?" not in value:
        return value
    return "".join(_decoded(_BETWEEN_WORDS.sub(r"\1", value)))


def raw_text(value: str) -> str:
    """A field as the parser gives it may hold undecoded bytes, as surrogates."""
    if value.isascii() and "\x1b" not in value:
        return value
    return decode(value.encode("utf-8", "surrogateescape"))[0]


def _decoded(value: str) -> Iterator[str]:
    """Neighbouring words of one character set are joined as bytes: a character may be cut in two."""
    end, charset, data = 0, "", b""
    for match in _WORD.finditer(value):
        name, content = match[1].lower(), _content(match)
        if match.start() > end or name != charset:
            yield _word_text(charset, data) + value[end : match.start()]
            charset, data = name, b""
        data += content
        end = match.end()
    yield _word_text(charset, data) + value[end:]


def _word_text(charset: str, data: bytes) -> str:
    return decode(data, charset)[0] if data else ""


def _content(match: re.Match[str]) -> bytes:
    # Raw 8-bit text inside an encoded word was decoded before; it can only have meant UTF-8.
    payload = match[3].encode("utf-8", "replace")
    if match[2] in "qQ":
        return binascii.a2b_qp(payload, header=True)
    return lenient_base64(payload)


def lenient_base64(payload: bytes) -> bytes:
    """What can be had from base64 with missing padding, spaces or a stray character."""
    letters = _NOT_BASE64.sub(b"", payload)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def message_ids(values: list[str]) -> tuple[str, ...]:
    """The ids in References or In-Reply-To, without brackets, each once and in their order."""
    text = raw_text(" ".join(values)[:LONGEST_FIELD])
    found = _ID.findall(text) or [word for word in re.split(r"[\s,;]+", text) if "@" in word]
    ids = (clean("".join(each.split())).strip("<>\"'") for each in found)
    return tuple(dict.fromkeys(each[:_LONGEST_ID] for each in ids if each))[-_MOST_IDS:]


def message_id(value: str) -> str:
    """The mail's own id; a strange one is kept as it is, since answers will repeat it."""
    ids = message_ids([value])
    return ids[0] if ids else clean(raw_text(value)).replace(" ", "").strip("<>")[:_LONGEST_ID]
