"""The mail inside an S/MIME envelope that is signed, not encrypted; the signature is not checked."""

from collections.abc import Iterator
from typing import Final, NamedTuple

_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _IDENTIFIER, _CONTENT, _OCTETS, _PIECES = 0x30, 0x06, 0xA0, 0x04, 0x24
_DEEPEST: Final = 12
_MOST: Final = 50_000
"""Elements that are looked at: a mail of nothing but tiny ones must not take long."""


class _Element(NamedTuple):
    """One value of the encoding (X.690): its tag, where its content is, and where the next one begins."""

    tag: int
    start: int
    stop: int
    after: int


class _Broken(ValueError):
    """It is not what it should be."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self._seen = 0

    def content(self) -> bytes:
        """ContentInfo, its SignedData, what that encapsulates, and the octets in there (RFC 5652)."""
        whole = self._element(0, len(self.data), 0)
        kind, wrapped = self._some(whole, 2)
        if self.data[kind.start : kind.stop] != _SIGNED_DATA:
            raise _Broken
        (signed,) = self._some(self._tagged(wrapped, _CONTENT), 1)
        inside = self._some(self._tagged(signed, _SEQUENCE), 3)[2]
        (octets,) = self._some(self._tagged(self._some(inside, 2)[1], _CONTENT), 1)
        return b"".join(self._octets(octets, 0))

    def _octets(self, element: _Element, depth: int) -> Iterator[bytes]:
        if element.tag == _OCTETS:
            yield self.data[element.start : element.stop]
        elif element.tag == _PIECES and depth < _DEEPEST:
            for each in self._children(element):
                yield from self._octets(each, depth + 1)
        else:
            raise _Broken

    def _tagged(self, element: _Element, tag: int) -> _Element:
        if element.tag != tag:
            raise _Broken
        return element

    def _some(self, element: _Element, count: int) -> list[_Element]:
        """The first of the elements inside."""
        found = [each for each, _number in zip(self._children(element), range(count), strict=False)]
        if len(found) < count:
            raise _Broken
        return found

    def _children(self, element: _Element) -> Iterator[_Element]:
        at = element.start
        while at < element.stop:
            child = self._element(at, element.stop, 0)
            yield child
            at = child.after

    def _element(self, at: int, end: int, depth: int) -> _Element:
        self._seen += 1
        if at + 2 > end or depth > _DEEPEST or self._seen > _MOST or self.data[at] & 0x1F == 0x1F:
            raise _Broken
        tag, length, start = self.data[at], self.data[at + 1], at + 2
        if length == 0x80:
            return self._endless(tag, start, end, depth)
        if length > 0x80:
            more = length - 0x80
            length, start = int.from_bytes(self.data[start : start + more], "big"), start + more
        if start + length > end:
            raise _Broken
        return _Element(tag, start, start + length, start + length)

    def _endless(self, tag: int, start: int, end: int, depth: int) -> _Element:
        """Its length is not given: it goes on until two zeros stand where an element would begin."""
        at = start
        while self.data[at : at + 2] != b"\0\0":
            at = self._element(at, end, depth + 1).after
        return _Element(tag, start, at, at + 2)


def signed_content(data: bytes) -> bytes | None:
    """The bytes that were signed, or None where they are encrypted, elsewhere, or nothing can be read."""
    try:
        return _Reader(data).content() or None
    except _Broken:
        return None
