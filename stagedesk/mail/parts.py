"""One part of a mail: its type, its parameters, its file name, its parts and its decoded content."""

import binascii
import re
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from stagedesk.mail.charsets import decode
from stagedesk.mail.headers import LONGEST_FIELD, Fields, lenient_base64, words
from stagedesk.mail.mime import Head, likely_boundary, parts
from stagedesk.mail.uuencode import decoded_lines

MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_LONGEST_TEXT: Final = 4_000_000
_TYPE: Final = re.compile(r"\s*\"?([\w!#$&^.+-]+/[\w!#$&^.+-]+)")
_PARAMETER: Final = re.compile(
    r';\s*([\w!#$&^`.+-]+)(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))'
)
_BASE64_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t "


class Part:
    """A stretch of a mail's bytes: a leaf, a multipart, or a message that is attached to another."""

    def __init__(
        self, raw: bytes, start: int, end: int, *, default: str = "text/plain", is_mail: bool = False
    ):
        head = Head(raw, start, end, is_mail=is_mail)
        self._raw, self._content, self._end = raw, head.content, end
        self.fields, self.warnings = Fields(head.fields), head.warnings
        value = self.fields.first("content-type")
        named = _TYPE.match(value)
        self.type = named[1].lower() if named else default
        self.parameters = parameters(value)
        said = self.fields.first("content-disposition")
        self.disposition = said.partition(";")[0].strip().lower()
        self._disposition_parameters = parameters(said)

    @classmethod
    def of_mail(cls, raw: bytes) -> "Part":
        if b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        return cls(raw, 0, len(raw), is_mail=True)

    @cached_property
    def children(self) -> list["Part"]:
        """The parts of a multipart, or the one message in an attached message."""
        if self.type in MESSAGES:
            return [self._attached_message()]
        if not self.type.startswith("multipart/"):
            return []
        default = "message/rfc822" if self.type == "multipart/digest" else "text/plain"
        return [Part(self._raw, start, end, default=default) for start, end in self._spans()]

    def _attached_message(self) -> "Part":
        """It should not be encoded as a whole, but sometimes is."""
        if self.encoding():
            return Part.of_mail(self.content()[0])
        return Part(self._raw, self._content, self._end, is_mail=True)

    def _spans(self) -> list[tuple[int, int]]:
        boundary = self.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
        found = list(parts(self._raw, self._content, self._end, boundary)) if boundary else []
        if not found and (likely := likely_boundary(self._raw, self._content, self._end)):
            self.warnings.append("structure: wrong boundary")
            found = list(parts(self._raw, self._content, self._end, likely))
        return found

    def outside(self) -> str:
        """What a multipart says before its first part and after its last, which readers do not show."""
        spans = self._spans() if self.children else []
        if not spans:
            return ""
        before, after = self._raw[self._content : spans[0][0]], self._raw[spans[-1][1] : self._end]
        lines = (before[:_LONGEST_TEXT] + b"\n" + after[:_LONGEST_TEXT]).splitlines()
        return decode(b"\n".join(line for line in lines if not line.startswith(b"--")))[0]

    def filename(self) -> str:
        said = self._disposition_parameters.get("filename") or self.parameters.get("name") or ""
        return words(said) if said else ""

    def encoding(self) -> str:
        """One of base64, quoted-printable, uuencode or empty, from all the ways people write them."""
        said = "".join(self.fields.first("content-transfer-encoding").lower().split())
        if "base64" in said:
            return "base64"
        if said.startswith("quoted"):
            return "quoted-printable"
        return "uuencode" if said.startswith(("x-uu", "uu")) else ""

    def payload(self) -> bytes:
        """As it travelled, before its transfer encoding is undone."""
        return self._raw[self._content : self._end]

    def content(self) -> tuple[bytes, str]:
        """Decoded, and a warning when it was not encoded as it said."""
        payload, encoding = self.payload(), self.encoding()
        if encoding == "base64":
            if len(payload.translate(None, _BASE64_LETTERS)) * 20 > len(payload):
                return payload, "encoding: says base64 but is not"
            return _from_base64(payload), ""
        if encoding == "quoted-printable":
            return binascii.a2b_qp(payload), ""
        return (decoded_lines(payload) or payload, "") if encoding == "uuencode" else (payload, "")

    @cached_property
    def text(self) -> tuple[str, tuple[str, ...]]:
        """The content as text, and what was wrong with it."""
        data, warning = self.content()
        text, other = decode(data[:_LONGEST_TEXT], self.parameters.get("charset", "").partition(" ")[0])
        return text, tuple(filter(None, (warning, other)))


def _from_base64(payload: bytes) -> bytes:
    """Padding ends the decoder's work, yet some programs go on after it."""
    padding = payload.find(b"=")
    if padding >= 0 and payload[padding:].strip(b"= \t\r\n"):
        return b"".join(lenient_base64(piece) for piece in re.split(rb"=[=\s]*", payload))
    try:
        return binascii.a2b_base64(payload)
    except binascii.Error:
        return lenient_base64(payload)


@lru_cache(maxsize=512)
def _pieces(value: str) -> tuple[tuple[str, int, bool, str], ...]:
    return tuple(
        (match[1].lower(), int(match[2] or 0), bool(match[3]), _unquoted(match))
        for match in _PARAMETER.finditer(value[:LONGEST_FIELD])
    )


def _unquoted(match: re.Match[str]) -> str:
    if match[4] is not None:
        return re.sub(r"\\(.)", r"\1", match[4])
    return match[5].strip(" \t\r\n\"'")


def parameters(value: str) -> dict[str, str]:
    """A field's parameters by lower-case name; those in pieces or percent-encoded (RFC 2231) put together."""
    if ";" not in value:
        return {}
    found: dict[str, list[tuple[int, bool, str]]] = {}
    for name, index, encoded, text in _pieces(value):
        found.setdefault(name, []).append((index, encoded, text))
    return {name: _joined(pieces) for name, pieces in found.items()}


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    if len(pieces) == 1 and not pieces[0][1]:
        return pieces[0][2]
    pieces = sorted({piece[0]: piece for piece in reversed(pieces)}.values())
    charset, data = "", b""
    for index, encoded, text in pieces:
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        piece = text.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(piece) if encoded else piece
    return decode(data, charset)[0]
