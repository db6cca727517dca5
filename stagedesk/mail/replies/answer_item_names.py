"""How a reply names one of several questions: reference, number in the list, name, all of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from stagedesk.mail.words import fold

# Two of two, three of three, or all of however many; "not all" and "none of them" name nobody.
_ALL: Final = re.compile(
    r"(?<!niet )(?<!not )(?<!pas )(?<!geen van )(?<!geen van de )(?<!none of )\b(?:"
    r"(alle twee|allebei|alletwee|beiden?|(?:tous|toutes) les deux|both(?: of them)?)"
    r"|(alle drie|alledrie|(?:tous|toutes) les trois|all three)"
    r"|(alle (?:kandidaten|stagiairs|studenten|leerlingen|aanvragen)|allemaal|iedereen"
    r"|all (?:of them|candidates|requests)|everyone|tous les (?:candidats|stagiaires)))\b"
)
_OTHERS: Final = re.compile(
    r"\b(?:de (?:andere|overige)(?: (?:kandidaten|stagiairs|studenten|leerlingen|aanvragen)\b|n\b|(?! [a-z]))"
    r"|de (?:andere|overige)(?= (?:wel|niet|ook|mogen|kunnen|zijn|bekijken)\b)|de rest|les autres|le reste"
    r"|the (?:others|rest|other (?:requests|candidates)))\b"
)
OTHERS: Final = -1
"""The key of all that nobody names."""
# As in "the second one", not as in "the first week".
_NTH: Final = re.compile(
    r"\b(?:de |la |le |the )?(?:(eerste|1e|1ste|premiere?|first)|(tweede|2e|2de|deuxieme|second)"
    r"|(derde|3e|3de|troisieme|third)|(vierde|4e|4de|quatrieme|fourth))(?: (?:one|kandidaat|aanvraag))?"
    r"(?=\W*$|\W*[:,]| (?:wel|niet|ook|is|mag|kan|past|lukt|oui|non|yes|no|is|can|may|nemen)\b)"
)
_AT_START: Final = re.compile(r"\s*(?:[-*•]\s*)?(?:\(?(\d{1,2})[.):]|(?:nr|nummer|no|n°|#)\.? ?(\d{1,2})\b)")
_SHORTEST: Final = 3
_NO_NAME: Final = frozenset(
    {"van", "den", "der", "del", "ten", "ter", "het", "von", "bin", "ben", "les", "des"}
)
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_BETWEEN: Final = re.compile(r"[\s:,()–-]*(?:(?:van|de[nr]?|el)\s+){0,2}", re.IGNORECASE)
_PLACEHOLDER: Final = "deze kandidaat"
_AROUND: Final = re.compile(
    r"\b(?:deze kandidaat|voor|aan|met|over|wat betreft|wat|betreft|betreffende|pour|for|about|aanvraag"
    r"|de aanvraag van|stage|kandidaat|student|leerling|van|request|the|de|het|onze)\b"
)


class Item(NamedTuple):
    """One of the questions that a letter listed."""

    key: int
    reference: str
    name: str
    place: int
    """In the letter, from 1."""


class Hit(NamedTuple):
    start: int
    end: int
    keys: tuple[int, ...]


class Names:
    """The names of these questions, found in a text; a word that fits two of them names neither."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self._places = {each.place: each.key for each in items}
        self._words = self._unique_words(items)
        references = "|".join(re.escape(each.reference) for each in items)
        self._references = re.compile(rf"\[?\b({references})(?:\.[a-z2-7]{{16}})?\b\]?", re.IGNORECASE)
        self._by_reference = {each.reference: each.key for each in items}
        self._numbers = re.compile(r"(?<![\w-])0\d{3,}(?!\w)")
        self._by_number = {each.reference.partition("-")[2]: each.key for each in items}

    @staticmethod
    def _unique_words(items: Sequence[Item]) -> dict[str, int]:
        """Whole names, and the words of names that only one of them has."""
        parts = [(word, each.key) for each in items for word in set(_WORD.findall(fold(each.name)))]
        counted = Counter(word for word, _key in parts)
        told = {word: key for word, key in parts if counted[word] == 1 and len(word) >= _SHORTEST}
        return {word: key for word, key in told.items() if word not in _NO_NAME}

    def find(self, text: str, start: int, end: int) -> list[Hit]:
        """Where they are named in this stretch of a text, in order; each place once."""
        found: list[Hit] = []
        for hit in self._all(text, start, end):
            if not any(hit.start < each.end and each.start < hit.end for each in found):
                found.append(hit)
        return _together(sorted(found), text)

    def _all(self, text: str, start: int, end: int) -> Iterator[Hit]:
        words = text[start:end]
        plain = fold(words)
        for one in self._references.finditer(words):
            yield Hit(start + one.start(), start + one.end(), (self._by_reference[one[1]],))
        for one in self._numbers.finditer(words):
            if one.group() in self._by_number:
                yield Hit(start + one.start(), start + one.end(), (self._by_number[one.group()],))
        for one in _WORD.finditer(plain):
            key = self._words.get(one.group())
            if key is not None and words[one.start()].isupper():
                yield Hit(start + one.start(), start + one.end(), (key,))
        yield from self._by_place(text, plain, start)
        for one in _ALL.finditer(plain):
            if one.lastindex == 3 or one.lastindex == len(self.items) - 1:
                yield Hit(start + one.start(), start + one.end(), tuple(each.key for each in self.items))
        for one in _OTHERS.finditer(plain):
            yield Hit(start + one.start(), start + one.end(), (OTHERS,))

    def _by_place(self, text: str, plain: str, start: int) -> Iterator[Hit]:
        first = _AT_START.match(plain)
        before = text[text.rfind("\n", 0, start) + 1 : start].strip()
        begins = not before or before[-1] in ",;"
        if first and begins and (key := self._places.get(int(first[1] or first[2]))):
            yield Hit(start, start + first.end(), (key,))
        for one in _NTH.finditer(plain):
            if one.lastindex and (key := self._places.get(one.lastindex)):
                yield Hit(start + one.start(), start + one.end(), (key,))


def without(text: str, start: int, end: int, hits: Sequence[Hit]) -> str:
    """This stretch with "this candidate" in place of each name, as it would be said of one alone."""
    said, at = [], start
    for hit in hits:
        said += [text[at : hit.start], _PLACEHOLDER]
        at = hit.end
    return "".join([*said, text[at:end]])


def left_over(words: str) -> str:
    """What is said besides the name, in comparable words."""
    return " ".join(re.findall(r"[\w'👍]+", _AROUND.sub(" ", fold(words))))


def _together(hits: list[Hit], text: str) -> list[Hit]:
    """First name and family name, or number and name of one question, are one."""
    found: list[Hit] = []
    for hit in hits:
        last = found[-1] if found else None
        between = text[last.end : hit.start] if last else ""
        if last and last.keys == hit.keys and _BETWEEN.fullmatch(between):
            found[-1] = Hit(last.start, hit.end, hit.keys)
        else:
            found.append(hit)
    return found
