"""One part of a mail: its type, its parameters, its file name and its decoded content."""

import binascii
import re
from collections.abc import Iterator
from email.generator import BytesGenerator
from email.message import Message
from functools import lru_cache
from io import BytesIO
from typing import Final
from urllib.parse import unquote_to_bytes

from stagedesk.mail.charsets import decode
from stagedesk.mail.headers import LONGEST_FIELD, Fields, lenient_base64, words
from stagedesk.mail.mime import Mail
from stagedesk.mail.uuencode import decoded_lines

_TYPE: Final = re.compile(r"\s*\"?([\w!#$&^.+-]+/[\w!#$&^.+-]+)")
_PARAMETER: Final = re.compile(
    r';\s*([\w!#$&^`.+-]+)(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))'
)
_BASE64_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t "


class Part:
    """A leaf, a multipart with its children or an attached message with the one inside it."""

    def __init__(self, message: Message, mail: Mail) -> None:
        self._message = message
        self._mail = mail
        self.fields = Fields(list(message.raw_items()))
        value = self.fields.first("content-type")
        self.parameters = parameters(value)
        named = _TYPE.match(value)
        self.type = named[1].lower() if named else message.get_default_type()
        said = self.fields.first("content-disposition")
        self.disposition = said.partition(";")[0].strip().lower()
        self._disposition_parameters = parameters(said) if said else {}

    @property
    def is_inner(self) -> bool:
        return self._message.is_multipart()

    def children(self) -> Iterator["Part"]:
        payload = self._message.get_payload()
        return (Part(child, self._mail) for child in payload if isinstance(child, Message))

    def between(self) -> str:
        """Text outside the parts, which readers do not show."""
        outside = (self._message.preamble, self._message.epilogue)
        return "\n".join(
            raw_text(self._mail.restored(_bytes(text)).decode("latin-1")) for text in outside if text
        )

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
        payload = self._message.get_payload()
        return self._mail.restored(_bytes(payload)) if isinstance(payload, str) else b""

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

    def text(self, limit: int) -> tuple[str, list[str]]:
        """The content as text, of at most so many bytes, and what was wrong with it."""
        data, warning = self.content()
        text, other = decode(data[:limit], self.parameters.get("charset", "").partition(" ")[0])
        return text, [each for each in (warning, other) if each]

    def source(self) -> bytes:
        """An attached message as a file of its own."""
        out = BytesIO()
        for child in self.children():
            BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(child._message)
        return self._mail.restored(out.getvalue())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


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
def _split_parameters(value: str) -> tuple[tuple[str, int, bool, str], ...]:
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
    found: dict[str, list[tuple[int, bool, str]]] = {}
    for name, index, encoded, text in _split_parameters(value):
        found.setdefault(name, []).append((index, encoded, text))
    return {name: _joined(pieces) for name, pieces in found.items()}


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    pieces = sorted({index: piece for piece in reversed(pieces) for index in [piece[0]]}.values())
    if not any(encoded for _, encoded, _ in pieces):
        return "".join(text for _, _, text in pieces)
    charset, data = "", b""
    for index, encoded, text in pieces:
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else _bytes(text)
    return decode(data, charset)[0]
