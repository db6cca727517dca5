"""Text made comparable without moving a single character, and the words a value rests on cut out of it."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

SHOWN_WORDS: Final = 120
T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A value and the words of the mail it rests on."""

    value: T
    because: str


class Span(NamedTuple):
    start: int
    end: int


def _plain_letters() -> dict[int, str]:
    table = {ord(sign): "'" for sign in "’‘´`ʼ′"} | {ord(sign): '"' for sign in "“”„«»″"}
    table |= {ord(sign): "-" for sign in "–—‑‒−‐"} | {ord(sign): " " for sign in "\xa0\u2009\u202f\u2007"}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and len(base) == 1:
            table[code] = base
    return table | {ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l"}


_PLAIN: Final = _plain_letters()


def listed(text: str, separator: str | None = None) -> tuple[str, ...]:
    """A long list of words, written as they are read: in one text."""
    return tuple(text.split(separator))


_GAP: Final = re.compile(r"<(\d+)>")
_FEW: Final = 9
_WORD_EDGE: Final = r"\b"
_PATTERN_SIGN: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]|[()|]")


class _Signs:
    """The signs of all phrases, found in one pass over a text, however many they are."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._finder: AhoCorasick | None = None
        self._text, self._found = "", frozenset[int]()

    def number(self, sign: str) -> int:
        self._finder, self._text, self._found = None, "", frozenset()
        return self._numbers.setdefault(sign, len(self._numbers))

    def found_in(self, text: str) -> frozenset[int]:
        """One text is looked at for many phrases, so what was found in the last one is kept."""
        if text is not self._text:
            finder = self._finder or self._made()
            matches = finder.find_matches_as_indexes(text, overlapping=True)
            self._text, self._found = text, frozenset(number for number, _start, _end in matches)
        return self._found

    def _made(self) -> "AhoCorasick":
        from ahocorasick_rs import AhoCorasick, Implementation

        self._finder = AhoCorasick(self._numbers, implementation=Implementation.DFA)
        return self._finder


_SIGNS: Final = _Signs()


class Phrases:
    """Many patterns searched as one; put together when first used, for importing them must cost nothing.

    <3> stands for up to three words, <40> for up to forty signs of one sentence. Every gap has its
    bound, so that no text can make a search slow.
    """

    __slots__ = ("_compiled", "_numbers", "patterns", "signs")

    def __init__(self, patterns: tuple[str, ...], signs: tuple[str, ...] = ()) -> None:
        self.patterns, self.signs = patterns, signs
        self._numbers = frozenset(map(_SIGNS.number, signs))
        self._compiled: re.Pattern[str] | None = None

    @property
    def source(self) -> str:
        """One pattern; whether a word begins is asked once for all alternatives that want it."""
        each = [alternative for pattern in self.patterns for alternative in _alternatives(pattern)]
        return "|".join(
            rf"\b(?:{'|'.join(part.removeprefix(_WORD_EDGE) for part in parts)})"
            if at_edge
            else "|".join(parts)
            for at_edge, parts in groupby(each, key=_begins_at_edge)
        )

    def _get(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.source)
        return self._compiled

    def may_be_in(self, text: str) -> bool:
        """A quick first look: whatever matches holds one of its signs."""
        return not self._numbers or not self._numbers.isdisjoint(_SIGNS.found_in(text))

    def search(self, text: str) -> re.Match[str] | None:
        return self._get().search(text) if self.may_be_in(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._get().match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._get().fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._get().finditer(text) if self.may_be_in(text) else iter(())

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._get().sub(by, text)


def either(*patterns: str, signs: str = "") -> Phrases:
    """`signs`: letters, parted by |, one of which stands in whatever the patterns match.

    They make a long search short: that none is there is seen ten times sooner than that nothing matches.
    Words that most mails have gain nothing.
    """
    return Phrases(patterns, tuple(signs.split("|")) if signs else ())


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the outermost bars."""
    start = depth = 0
    for sign in _PATTERN_SIGN.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(sign.group(), 0)
        if sign.group() == "|" and not depth:
            yield _GAP.sub(_bounded, pattern[start : sign.start()])
            start = sign.end()
    yield _GAP.sub(_bounded, pattern[start:])


def _begins_at_edge(pattern: str) -> bool:
    return pattern.startswith(_WORD_EDGE)


def _bounded(gap: re.Match[str]) -> str:
    size = int(gap[1])
    return rf"(?:[\w'-]+ ){{0,{size}}}?" if size <= _FEW else rf"[^.!?;\n]{{0,{size}}}?"


def fold(text: str) -> str:
    """Lower case without accents and typographic signs; every character stays at its place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lowered if lowered.isascii() else lowered.translate(_PLAIN)


def snippet(text: str, start: int, end: int, limit: int = SHOWN_WORDS) -> str:
    """The words between two places as one line, shortened in the middle of nothing: only at its end."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def line_number(text: str, position: int) -> int:
    """Counted from 1, as people count lines."""
    return text.count("\n", 0, position) + 1


# A line this long was broken by a mail program; a shorter one was ended by its writer.
_WRAPPED: Final = 56
_LIST_START: Final = re.compile(
    r"[ \t]*(?:[-*•·–]|\d{1,2}[.)]|[a-z]\))[ \t]+|[^\n:]{1,30}:[ \t]", re.IGNORECASE
)
_STOP: Final = re.compile(r"[.!?;]+[\"')]*(?=\s)")
_SHORT_FORM: Final = re.compile(
    r"(?:\b(?:[a-z]|dr|mr|mevr|dhr|mej|mw|mme|mlle|ir|ing|prof|bv|nl|o\.a|m\.a\.w|t\.a\.v|t\.e\.m|a\.u\.b"
    r"|i\.v\.m"
    r"|nr|no|st|tel|jan|febr?|mrt|apr|aug|sept?|okt|oct|nov|dec|janv|fevr|avr|juil|dez|resp|max|min|ca|incl"
    r"|excl"
    r"|evt|eventueel|ex|etc|vb|bijv|gsm|div|adj|dir|coord))$"
)


def sentences(text: str) -> Iterator[Span]:
    """The sentences, across lines that a mail program wrapped; short lines and list items end one."""
    for start, end in _paragraphs(text):
        yield from _split(text, start, end)


def unwrapped(text: str) -> str:
    """With a space where a mail program broke a line; every character stays at its place."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined = lines[:1]
    for before, line in pairwise(lines):
        goes_on = len(before.rstrip()) >= _WRAPPED and line[:1].strip() and not _LIST_START.match(line)
        joined += (" " if goes_on else "\n", line)
    return "".join(joined)


def _paragraphs(text: str) -> Iterator[Span]:
    """Stretches of lines that belong together, as places in the text."""
    start = 0
    position = 0
    previous = ""
    for line in text.splitlines(keepends=True):
        joined = len(previous.rstrip()) >= _WRAPPED and line.strip() and not _LIST_START.match(line)
        if not joined:
            if position > start:
                yield Span(start, position)
            start = position
        position += len(line)
        previous = line
    if position > start:
        yield Span(start, position)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.group()[0] == "." and _goes_on(text, begin, stop.start(), stop.end(), end):
            continue
        yield from _trimmed(text, begin, stop.end())
        begin = stop.end()
    yield from _trimmed(text, begin, end)


def _goes_on(text: str, begin: int, stop: int, after: int, end: int) -> bool:
    following = text[after:end].lstrip()[:1]
    before = fold(text[max(begin, stop - 12) : stop])
    return (
        following.islower()
        or bool(_SHORT_FORM.search(before))
        or (following.isdigit() and before[-1:].isdigit())
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)
