"""Names of folders as IMAP writes them (modified UTF-7), and sets of mail numbers."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator

_SHIFTED = re.compile(r"&([^-]*)-")
_OUTSIDE = re.compile(r"[^ -~]+")
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)


def on_the_wire(name: str) -> str:
    """A folder's name as an argument of a command."""
    encoded = _OUTSIDE.sub(lambda found: f"&{_base64(found.group())}-", name.replace("&", "&-"))
    escaped = encoded.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def from_the_wire(name: str) -> str:
    return _SHIFTED.sub(lambda found: _plain(found.group(1)), name)


def listed(answers: Iterable[object]) -> list[str]:
    """The folders that a LIST names and that hold mail."""
    names = []
    for answer in answers:
        literal = b""
        if isinstance(answer, tuple):
            answer, literal = answer
        found = _LISTED.match(answer) if isinstance(answer, bytes) else None
        if found and b"\\noselect" not in found["flags"].lower():
            names.append(from_the_wire(_unquoted(literal or found["name"]).decode("utf-8", "replace")))
    return sorted(names)


def numbers(uids: Iterable[int]) -> str:
    """Numbers as a set: 1:3,7."""
    return ",".join(f"{low}:{high}" if low < high else f"{low}" for low, high in _runs(sorted(uids)))


def _runs(uids: list[int]) -> Iterator[tuple[int, int]]:
    low = high = 0
    for uid in uids:
        if high and uid == high + 1:
            high = uid
            continue
        if high:
            yield low, high
        low = high = uid
    if high:
        yield low, high


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-16-be", "surrogatepass")).decode().rstrip("=").replace("/", ",")


def _plain(code: str) -> str:
    if not code:
        return "&"
    padded = code.replace(",", "/") + "=" * (-len(code) % 4)
    try:
        return b64decode(padded, validate=True).decode("utf-16-be")
    except ValueError:
        return f"&{code}-"


def _unquoted(name: bytes) -> bytes:
    if len(name) > 1 and name.startswith(b'"') and name.endswith(b'"'):
        return re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return name
