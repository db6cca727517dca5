"""Where in a text a pattern can begin at all: most texts are ruled out by the first letters of their words.

A pattern of fifty phrases tries all of them at every word. The letters that its phrases begin with are
read from the pattern itself, so that a search finds what it always found, several times as fast.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]  # what reads a pattern has no public name
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

SIZE: Final = 4
_FEWEST: Final = 2
_MOST: Final = 400
_WITHIN: Final = "\0"  # before letters that may stand anywhere in a word
_NO_LETTER: Final = re.compile(r"\W")
_LOOKS: Final = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)
_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_ANY_LETTER: Final = [(sre.IN, [(sre.CATEGORY, sre.CATEGORY_WORD)])]

Head = tuple[str, bool]
"""First letters of a phrase, and whether no more of them are known or wanted."""


class Heads:
    """The first letters of every phrase of a pattern, as far as they are known."""

    def __init__(self, pattern: str) -> None:
        tree = _parser.parse(pattern)
        found = {text for text, _done in _heads(tree)}
        exact = not tree.state.flags & sre.SRE_FLAG_IGNORECASE and _begins_a_word(tree)
        self.are_known = exact and all(map(_tells, found))
        self._within = [text.lstrip(_WITHIN) for text in sorted(found) if text.startswith(_WITHIN)]
        self._long = {text for text in found if len(text) == SIZE and text[0] != _WITHIN}
        self._short = [text for text in sorted(found) if len(text) < SIZE and text[0] != _WITHIN]

    def places(self, text: str) -> list[int]:
        """Where a match may begin, in order."""
        words = words_of(text)
        found = {at for head in words.starts.keys() & self._long for at in words.starts[head]}
        for head in self._short:
            found.update(words.from_letters(head))
        for letters in self._within:
            found.update(_words_with(text, letters))
        return sorted(found)


class _Words:
    """The places of a text's words by their first letters, and by what follows shorter words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.starts: dict[str, list[int]] = {}
        self._shorter: dict[str, list[int]] = {}
        at = 0
        for word in _NO_LETTER.sub(" ", text).split(" "):
            if word:
                self.starts.setdefault(text[at : at + SIZE], []).append(at)
            at += len(word) + 1

    def from_letters(self, head: str) -> list[int]:
        if head not in self._shorter:
            first = re.compile(rf"\b{re.escape(head)}")
            self._shorter[head] = [match.start() for match in first.finditer(self._text)]
        return self._shorter[head]


words_of = lru_cache(maxsize=8)(_Words)


def _tells(head: str) -> bool:
    letters = head.lstrip(_WITHIN)
    return len(letters) >= _FEWEST and letters[0].isalnum()


def _words_with(text: str, letters: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        start = at
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
            start -= 1
        yield start
        at = text.find(letters, at + 1)


def _heads(tree: Iterable[tuple[Any, Any]]) -> set[Head]:
    found: set[Head] = {("", False)}
    for node in tree:
        if all(done for _text, done in found) or len(found) > _MOST:
            break
        following = _heads_of(node)
        found = {each for head in found for each in _longer(head, following)}
    return found if len(found) <= _MOST else {("", True)}


def _longer(head: Head, following: set[Head]) -> Iterator[Head]:
    text, done = head
    if done:
        yield head
        return
    for more, ends in following:
        if text and more.startswith(_WITHIN):
            yield text, True
        else:
            longer = (text + more)[:SIZE]
            yield longer, ends or len(longer) == SIZE


def _heads_of(node: tuple[Any, Any]) -> set[Head]:
    kind, value = node
    if kind is sre.LITERAL:
        return {(chr(value), False)}
    if kind in _LOOKS:
        return {("", False)}
    if kind is sre.SUBPATTERN:
        return _heads(value[3])
    if kind is sre.BRANCH:
        return {head for branch in value[1] for head in _heads(branch)}
    if kind in _REPEATS:
        return _repeated(*value)
    if kind is sre.IN and all(member is sre.LITERAL for member, _letter in value):
        return {(chr(letter), False) for _member, letter in value}
    return {("", True)}


def _repeated(least: int, most: int, tree: Iterable[tuple[Any, Any]]) -> set[Head]:
    if list(tree) == _ANY_LETTER:
        return {(_WITHIN, False)}
    once = {(text, done or most > 1) for text, done in _heads(tree)}
    return once | {("", False)} if least == 0 else once


def _begins_a_word(tree: Iterable[tuple[Any, Any]]) -> bool:
    for kind, value in tree:
        if kind is sre.SUBPATTERN:
            return _begins_a_word(value[3])
        if kind is sre.BRANCH:
            return all(_begins_a_word(branch) for branch in value[1])
        return kind is sre.AT and value is sre.AT_BOUNDARY
    return False
