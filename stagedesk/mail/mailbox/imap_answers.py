"""What is read from the answers that imaplib hands over: numbers, sizes, whole mails."""

import re
from collections.abc import Iterable, Iterator

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_NOTHING = re.compile(rb'\bBODY\[\] (?:""|NIL)')


def uids(answers: Iterable[object]) -> set[int]:
    """The numbers that a SEARCH found."""
    words = b" ".join(each for each in answers if isinstance(each, bytes)).split()
    return {int(word) for word in words if word.isdigit()}


def sizes(answers: Iterable[object]) -> dict[int, int]:
    found = {}
    for words, _body in _each(answers):
        uid, size = _UID.search(words), _SIZE.search(words)
        if uid and size:
            found[int(uid[1])] = int(size[1])
    return found


def mails(answers: Iterable[object]) -> dict[int, bytes]:
    """Mails by number; what the server tells of other mails in between is left out."""
    found = {}
    for words, body in _each(answers):
        if body is None and _NOTHING.search(words):
            body = b""
        if body is not None and (uid := _UID.search(words)):
            found[int(uid[1])] = body
    return found


def _each(answers: Iterable[object]) -> Iterator[tuple[bytes, bytes | None]]:
    """The words around a mail's body, and the body: the number may stand before it or after it."""
    words, body = b"", None
    for part in answers:
        if isinstance(part, tuple):
            words += part[0]
            body = part[1]
        elif isinstance(part, bytes):
            yield words + part, body
            words, body = b"", None
