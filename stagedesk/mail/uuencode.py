"""Files that an old program wrote into the text itself, between "begin 644 name" and "end"."""

import binascii
import re
from typing import Final

_BEGIN: Final = re.compile(r"begin [0-7]{3,4} +(\S.*?)\s*")
_MOST_FILES: Final = 50


def take_out(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its files, and each file's name and content; what is not whole stays in the text."""
    if "begin " not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        begin = _BEGIN.fullmatch(lines[at]) if lines[at].startswith("begin ") else None
        content, after = _file(lines, at + 1) if begin and len(files) < _MOST_FILES else (None, at)
        if begin and content:
            files.append((begin[1], content))
            at = after
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept), files


def _file(lines: list[str], at: int) -> tuple[bytes | None, int]:
    """The content and the line after its "end", or nothing as soon as a line is not of its kind."""
    content: list[bytes] = []
    for number in range(at, len(lines)):
        line = lines[number].rstrip()
        if line == "end":
            return b"".join(content), number + 1
        decoded = _line(line.encode("latin-1", "replace"))
        if decoded is None:
            break
        content.append(decoded)
    return None, at


def _line(line: bytes) -> bytes | None:
    """Some encoders write one sign too many: what the first sign promises is enough."""
    if not line:
        return b""
    promised = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:promised] if len(line) - promised in (1, 2) else line)
    except binascii.Error:
        return None


def decoded_lines(payload: bytes) -> bytes:
    """A whole part that is one such file."""
    _, files = take_out(payload.decode("latin-1"))
    return files[0][1] if files else b""
