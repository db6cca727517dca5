"""Where header fields and parts lie in a mail's bytes: nothing copied, broken header blocks repaired."""

import re
from collections.abc import Iterator
from typing import Final

Field = tuple[str, str]

_LONGEST_HEAD: Final = 1_000_000
_MOST_PARTS: Final = 1_000
_NAME: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_KNOWN: Final = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|reply-to|sender|received|return-path|mime-version|delivered-to"
    rb"|content-[a-z-]+|in-reply-to|references|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_WHO_OR_WHAT: Final = re.compile(rb"(?:from|to|subject|date)[ \t]*:", re.IGNORECASE)
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_BEFORE_ALL: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From (?![ \t]*:)[^\n]*\n)?")
_LIKELY_BOUNDARY: Final = re.compile(rb"^--([^\s-][^\r\n]{5,70}?)[ \t]*\r?\nContent-", re.MULTILINE)


class Head:
    """The fields at the start of a mail or a part, and where its content begins."""

    def __init__(self, raw: bytes, start: int, end: int, *, is_mail: bool) -> None:
        self.fields: list[Field] = []
        self.warnings: list[str] = []
        self._raw = raw
        self._last = min(end, start + _LONGEST_HEAD)
        self._last_known = -1
        self._is_mail = is_mail
        if is_mail:
            self._read_mail(start)
        else:
            self.content = self._read(start)

    def _read_mail(self, start: int) -> None:
        """More patient than with a part: a mail whose subject and sender are lost is of little use."""
        before = _BEFORE_ALL.match(self._raw, start, self._last)
        start = before.end() if before else start
        self.content = self._read(start)
        if not self._has(_WHO_OR_WHAT) and _WHO_OR_WHAT.match(self._raw, self.content, self._last):
            self._warn("headers: an empty line among them")
            self.content = self._read(self.content)
        if not self._has(_KNOWN):
            self.fields, self.content, self.warnings = [], start, ["headers: none"]

    def _has(self, known: re.Pattern[bytes]) -> bool:
        return any(known.match(f"{name}:".encode()) for name, _ in self.fields)

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _read(self, at: int) -> int:
        """Reads fields until an empty line and says where the content begins."""
        raw, name = self._raw, ""
        lines: list[bytes] = []
        while at < self._last:
            after = raw.find(b"\n", at, self._last) + 1 or self._last
            line = raw[at:after]
            if line in (b"\n", b"\r\n"):
                at = after
                break
            if line[0] not in b" \t" and (named := _NAME.match(line)):
                self._add(name, lines)
                name, lines = named[1].decode("ascii"), [line[named.end() :]]
            elif (line[0] in b" \t" and name) or self._goes_on(at):
                lines.append(line)
            else:
                break
            at = after
        self._add(name, lines)
        return at

    def _goes_on(self, at: int) -> bool:
        """Whether a line that is no field stands among a mail's fields rather than where its text begins."""
        if not self._is_mail:
            return False
        if self._last_known < at:
            blank = _BLANK_LINE.search(self._raw, at, self._last)
            end = blank.end() if blank else self._last
            self._last_known = max((m.start() for m in _KNOWN.finditer(self._raw, at, end)), default=-1)
        goes_on = self._last_known > at
        self._warn("headers: broken lines among them" if goes_on else "headers: no empty line after them")
        return goes_on

    def _add(self, name: str, lines: list[bytes]) -> None:
        if name:
            self.fields.append((name, b"".join(lines).strip().decode("ascii", "surrogateescape")))


def parts(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """From where to where each part of a multipart goes, without the line break before the next boundary."""
    opened = -1
    for line, after, is_last in _boundaries(raw, start, end, boundary):
        if opened >= 0:
            yield opened, max(opened, _before_line_break(raw, line))
        opened = -1 if is_last else after
        if is_last:
            return
    if opened >= 0:
        yield opened, end


def _boundaries(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Each line that is a boundary: where it starts, where it ends and whether it is the closing one."""
    delimiter = b"--" + boundary
    at = start if raw.startswith(delimiter, start, end) else _next_line(raw, delimiter, start, end)
    found = 0
    while at >= 0 and found < _MOST_PARTS:
        after = raw.find(b"\n", at, end) + 1 or end
        rest = raw[at + len(delimiter) : after].rstrip()
        if rest in (b"", b"--"):
            yield at, after, rest == b"--"
            found += 1
        at = _next_line(raw, delimiter, after - 1, end)


def _next_line(raw: bytes, start_of_line: bytes, at: int, end: int) -> int:
    found = raw.find(b"\n" + start_of_line, at, end)
    return found + 1 if found >= 0 else -1


def _before_line_break(raw: bytes, at: int) -> int:
    return at - 2 if raw[at - 2 : at] == b"\r\n" else at - 1


def likely_boundary(raw: bytes, start: int, end: int) -> bytes:
    """The boundary that the text itself uses where the header names none or a wrong one."""
    found = _LIKELY_BOUNDARY.search(raw, start, end)
    return found[1] if found else b""
