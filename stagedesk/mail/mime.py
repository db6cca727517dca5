"""Raw bytes to a tree of parts: base64 cut out before parsing, broken header blocks repaired first."""

import hashlib
import re
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Final

_PARSER: Final = BytesParser()
_HEAD_PARSER: Final = BytesHeaderParser()
# The parser walks through every line in Python: a photograph would cost more than all else together.
_WORTH_CUTTING: Final = 8_000
_BASE64: Final = re.compile(rb"(?<=\n)[A-Za-z0-9+/]{40}[A-Za-z0-9+/=\r\n]{2000,}+")
_LONGEST_HEAD: Final = 1_000_000
_HEAD_END: Final = re.compile(rb"\r?\n[ \t]*\r?\n")
_LINE_STARTS_FIELD: Final = re.compile(rb"[!-9;-~]+:|[ \t]|From ")
_SPACE_BEFORE_COLON: Final = re.compile(rb"([A-Za-z][!-9;-~]{1,60})[ \t]+:")
_KNOWN_FIELD: Final = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|reply-to|sender|received|return-path|mime-version|delivered-to"
    rb"|content-[a-z-]+|in-reply-to|references|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
_WHO_OR_WHAT: Final = re.compile(rb"(?:from|to|subject|date)[ \t]*:", re.IGNORECASE)


class Mail:
    """The parsed tree, and the way back from a part's text to the bytes that were cut out of it."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._spans: list[tuple[int, int]] = []
        # Nobody can write a mark into a mail whose digest it contains.
        self._mark = b"cut-" + hashlib.sha256(raw).hexdigest().encode() + b"-"
        self._marked = re.compile(re.escape(self._mark) + rb"(\d+)\n?")
        self.warnings: list[str] = []
        self.root = self._parse(self._without_base64())

    def restored(self, payload: bytes) -> bytes:
        if self._mark not in payload:
            return payload
        return self._marked.sub(self._original, payload)

    def _original(self, mark: re.Match[bytes]) -> bytes:
        start, end = self._spans[int(mark[1])]
        return self._raw[start:end]

    def _without_base64(self) -> bytes:
        if len(self._raw) < _WORTH_CUTTING:
            return self._raw
        pieces, last = [], 0
        for match in _BASE64.finditer(self._raw):
            end = self._raw.rfind(b"\n", match.start(), match.end()) + 1
            if end > match.start():
                pieces += [self._raw[last : match.start()], self._mark + b"%d\n" % len(self._spans)]
                self._spans.append((match.start(), end))
                last = end
        return b"".join([*pieces, self._raw[last:]]) if pieces else self._raw

    def _parse(self, text: bytes) -> Message:
        root = self._tree(text)
        if self._is_broken(root):
            repaired, warning = repaired_head(text)
            if repaired != text:
                self.warnings.append(warning)
                root = self._tree(repaired)
        return root

    def _is_broken(self, root: Message) -> bool:
        if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in root.defects):
            return True
        return not any(name in root for name in ("from", "to", "subject", "date"))

    def _tree(self, text: bytes) -> Message:
        try:
            return _PARSER.parsebytes(text)
        except Exception as error:  # the parser's own trouble with one mail must not stop the others
            self.warnings.append(f"structure: {type(error).__name__}, read as one text")
            return _HEAD_PARSER.parsebytes(text)


def repaired_head(text: bytes) -> tuple[bytes, str]:
    """The mail with a header block that a parser reads to its end, and what was wrong with it."""
    text = text.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
    head, gap, body = _split(text)
    lines = head.splitlines(keepends=True)
    known = [at for at, line in enumerate(lines) if _KNOWN_FIELD.match(line)]
    if not known:
        return b"\n" + text, "headers: none"
    block, rest = [_as_field(line) for line in lines[: known[-1] + 1]], lines[known[-1] + 1 :]
    while rest and _LINE_STARTS_FIELD.match(rest[0]):
        block.append(rest.pop(0))
    if rest:
        return b"".join([*block, b"\n", *rest, gap, body]), "headers: no empty line after them"
    if _WHO_OR_WHAT.match(body) and not any(map(_WHO_OR_WHAT.match, block)):
        return b"".join([*block, b"\n", body]), "headers: an empty line among them"
    return b"".join([*block, gap, body]), "headers: broken lines among them"


def _split(text: bytes) -> tuple[bytes, bytes, bytes]:
    if end := _HEAD_END.search(text, 0, _LONGEST_HEAD):
        return text[: end.start()], end.group(), text[end.end() :]
    return text[:_LONGEST_HEAD], b"", text[_LONGEST_HEAD:]


def _as_field(line: bytes) -> bytes:
    if spaced := _SPACE_BEFORE_COLON.match(line):
        return spaced[1] + b":" + line[spaced.end() :]
    return line if _LINE_STARTS_FIELD.match(line) else b" " + line
