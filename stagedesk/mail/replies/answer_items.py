"""Which of several questions each part of a reply answers, and what it says there; in doubt nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from stagedesk.domain.codes import Proposal
from stagedesk.mail.directory import Directory
from stagedesk.mail.replies import answer_item_names as names
from stagedesk.mail.replies.answer_item_names import OTHERS, Hit, Item, Names
from stagedesk.mail.replies.answer_yes_no import YES_ALONE
from stagedesk.mail.replies.answers import Decision, core, read_answer
from stagedesk.mail.words import Span, either, fold, line_number, sentences, snippet

__all__ = ("Item", "Reader", "read_between", "read_items")

_LONGEST: Final = 4_000
_LONGEST_QUOTED: Final = 40_000
_CUT: Final = re.compile(r"[,;()]|\b(?:maar|doch|en|mais|et|but|and)\b")
_JOIN: Final = re.compile(r"(?:[\s,&]|\b(?:en|et|and)\b)*")
_YES: Final = either(
    r"(?:ja |ok )?(?:wel|ja|mag(?: wel)?|kan(?: wel)?|lukt(?: wel)?|past|zeker|graag|is goed|is ok|is prima)"
)
_NO: Final = either(
    r"(?:helaas |jammer genoeg |liever |ook |dus )*(?:niet|nee|neen|non|pas|not|no)(?: meer)?|evenmin"
    r"|(?:kan|lukt|past|gaat|mag) (?:helaas |ook |dus )*niet(?: meer)?"
)
_SAME: Final = either(r"(?:zeker )?(?:ook|idem|eveneens|aussi|too)(?: goed| ok| wel)?")
_WAY: Final = {Proposal.YES: 1, Proposal.YES_IF: 1, Proposal.NO: -1}
# Clauses of a sentence: W(ords) without a name, N(ame) without words, A(nswer) with both.
_ANSWERS: Final = re.compile(r"(W*)(N*)(A)(W*)(N*$)?")
_NAME_THEN_WORDS: Final = re.compile(r"(N+)(W+)$|(W+)(N+)$")


class Reader(NamedTuple):
    """What a reply is read with."""

    directory: Directory
    own: str = ""
    """The department that wrote it."""
    sent_on: date | None = None

    def read(self, words: str) -> Decision | None:
        return read_answer(words, directory=self.directory, own=self.own, sent_on=self.sent_on)


class _Clause(NamedTuple):
    start: int
    end: int
    hits: list[Hit]
    shape: str

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(key for hit in self.hits for key in hit.keys))


@dataclass(slots=True)
class _Statement:
    """A stretch of the reply that is about these questions."""

    keys: tuple[int, ...]
    start: int
    end: int


@dataclass(slots=True)
class _Said:
    """Sentence after sentence, as it is sorted."""

    statements: list[_Statement] = field(default_factory=list)
    general: list[Span] = field(default_factory=list)
    unclear: set[int] = field(default_factory=set)
    waiting: list[_Clause] = field(default_factory=list)
    """Names on a line of their own; what is said of them may stand on the next one."""
    heading: Span | None = None
    """A line such as "Yes:" with names below."""


def read_items(visible: str, items: Sequence[Item], reader: Reader) -> dict[int, Decision | None]:
    """What a reply decides about each of these that it names; empty where it names none."""
    text = _shown(visible[:_LONGEST])
    known = Names(items)
    said = _Said()
    for where in sentences(text):
        _sort(said, text, where, list(_clauses(text, where, known)))
    _give_up(said)
    found: dict[int, Decision | None] = {}
    last: Decision | None = None
    for each in said.statements:
        last = _decided(text, each, known, reader, last)
        for key in each.keys:
            found[key] = _agreed(found[key], last) if key in found else last
    found |= dict.fromkeys(said.unclear)
    if OTHERS in found:
        rest = found.pop(OTHERS)
        found = {each.key: rest for each in items} | found
    return _not_against(found, reader.read("\n".join(text[each.start : each.end] for each in said.general)))


def read_between(body: str, items: Sequence[Item], reader: Reader) -> dict[int, Decision | None]:
    """The same of answers written between the quoted lines of the list; empty where they are not."""
    said, general = dict[int, list[str]](), list[str]()
    current, ended, last = None, False, 0
    for line in body[:_LONGEST_QUOTED].split("\n"):
        quoted = line.lstrip().startswith(">")
        words = line.strip("> \t\r")
        if quoted and (named := next((each.key for each in items if each.reference in words), None)):
            current, ended, last = named, False, named
        elif quoted:
            current, ended = None if ended and words else current, ended or not words
        elif words:
            (said.setdefault(current, []) if current else general).append(words)
    if len(said) < (2 if last in said else 1):
        return {}  # all of it stands below the list, or above
    found = {key: _short("\n".join(lines), reader) for key, lines in said.items()}
    return _not_against(found, reader.read("\n".join(general)))


def _short(words: str, reader: Reader) -> Decision | None:
    return _read(_shown(words), names.left_over(_shown(words)), reader, None)


def _shown(text: str) -> str:
    """Without greeting, closing and politeness; everything keeps its place."""
    plain = core(fold(text))
    both = zip(text, plain, strict=False)  # the closing is cut off
    return "".join(sign if kept != " " or sign.isspace() else " " for sign, kept in both)


def _agreed(one: Decision | None, other: Decision | None) -> Decision | None:
    return one if one and other and one.value == other.value else None


def _not_against(found: dict[int, Decision | None], general: Decision | None) -> dict[int, Decision | None]:
    """Where all in general is said to be so, nothing is proposed for one that is said to be otherwise."""
    way = _WAY.get(general.value, 0) if general else 0
    return {
        key: None if each and way and _WAY.get(each.value) == -way else each for key, each in found.items()
    }


def _decided(
    text: str, said: _Statement, known: Names, reader: Reader, last: Decision | None
) -> Decision | None:
    hits = known.find(text, said.start, said.end)
    words = names.without(text, said.start, said.end, hits)
    because, line = snippet(text, said.start, said.end, 200), line_number(text, said.start)
    found = _read(words, names.left_over(words), reader, last)
    return replace(found, because=because, line=line) if found else None


def _read(words: str, short: str, reader: Reader, last: Decision | None) -> Decision | None:
    """`short` is what stands besides the name; `last` was said of the one before."""
    if _SAME.fullmatch(short):
        return last
    if _NO.fullmatch(short):
        return Decision(Proposal.NO, snippet(words, 0, len(words), 200), 1)
    if _YES.fullmatch(short) or YES_ALONE.fullmatch(short):
        return Decision(Proposal.YES, snippet(words, 0, len(words), 200), 1)
    return reader.read(words)


def _clauses(text: str, where: Span, known: Names) -> Iterator[_Clause]:
    start = where.start
    cuts = [(cut.start(), cut.end()) for cut in _CUT.finditer(fold(text[where.start : where.end]))]
    for end, following in (*cuts, (where.end - where.start, 0)):
        stop = where.start + end
        if re.search(r"\w", text[start:stop]):
            hits = known.find(text, start, stop)
            words = names.left_over(names.without(text, start, stop, hits))
            yield _Clause(start, stop, hits, ("A" if words else "N") if hits else "W")
        start = where.start + following


def _sort(said: _Said, text: str, where: Span, clauses: list[_Clause]) -> None:
    shapes = "".join(each.shape for each in clauses)
    if "A" in shapes:
        here = _keys(clauses)  # "6." and then the name of the sixth
        said.waiting = [each for each in said.waiting if not set(each.keys) <= set(here)]
        _give_up(said)
        said.heading = None
        for found in _ANSWERS.finditer(shapes):
            _answer(said, text, clauses, found)
    elif "N" not in shapes:
        _unnamed(said, text, where)
    elif _NAME_THEN_WORDS.fullmatch(shapes):
        _give_up(said)
        said.statements.append(_Statement(_keys(clauses), where.start, where.end))
    elif "W" not in shapes:
        _names_alone(said, clauses)
    else:
        said.unclear.update(_keys(clauses))


def _answer(said: _Said, text: str, clauses: list[_Clause], found: re.Match[str]) -> None:
    """Names joined to an answer share it, unless they may belong to the answer before it."""
    before, at = clauses[found.start(2) : found.end(2)], clauses[found.start(3)]
    words, after = clauses[found.start(4) : found.end(4)], clauses[found.start(5) : found.end(5)]
    earlier = clauses[found.start(2) - 1] if found.start(2) else None
    torn = earlier is not None and earlier.shape == "A" and _ends_named(text, earlier)
    if before and (torn or not _joined(text, [*before, at])):
        said.unclear.update(_keys(before))
        before = []
    if after and (words or not _ends_named(text, at) or not _joined(text, [at, *after])):
        said.unclear.update(_keys(after))
        after = []
    if not _named_together(text, at):
        said.unclear.update(at.keys)
        return
    first = clauses[found.start()] if found.end(1) > found.start(1) and not torn else (*before, at)[0]
    last = (at, *words, *after)[-1]
    said.statements.append(_Statement(_keys([*before, at, *after]), first.start, last.end))


def _keys(clauses: Sequence[_Clause]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key for each in clauses for key in each.keys))


def _joined(text: str, clauses: Sequence[_Clause]) -> bool:
    """Only commas and an "and" stand between them."""
    pairs = pairwise(clauses)
    return all(_JOIN.fullmatch(fold(text[one.end : other.start])) for one, other in pairs)


def _named_together(text: str, clause: _Clause) -> bool:
    """Between several names of one clause stands nothing: no "or", no "instead of"."""
    pairs = pairwise(clause.hits)
    between = ((one, other, text[one.end : other.start]) for one, other in pairs)
    return all(one.keys == other.keys or re.fullmatch(r"[\s&/+]*", words) for one, other, words in between)


def _ends_named(text: str, clause: _Clause) -> bool:
    return not re.search(r"\w", text[clause.hits[-1].end : clause.end])


def _unnamed(said: _Said, text: str, where: Span) -> None:
    last = said.statements[-1] if said.statements else None
    if text[where.start : where.end].rstrip().endswith(":"):
        _give_up(said)
        said.heading = where
    elif len(said.waiting) == 1 and _follows(text, said.waiting[0].end, where.start, 1):
        said.statements.append(_Statement(said.waiting[0].keys, said.waiting[0].start, where.end))
        said.waiting = []
    elif last and not said.waiting and not said.heading and _follows(text, last.end, where.start, 0):
        last.end = where.end
    else:
        said.general.append(where)


def _follows(text: str, end: int, start: int, lines: int) -> bool:
    between = text[end:start]
    return between.count("\n") <= lines and not re.search(r"\w", between)


def _names_alone(said: _Said, clauses: list[_Clause]) -> None:
    if said.heading:
        said.statements.append(_Statement(_keys(clauses), said.heading.start, said.heading.end))
        return
    said.waiting += [
        clauses[0]._replace(end=clauses[-1].end, hits=[h for each in clauses for h in each.hits])
    ]


def _give_up(said: _Said) -> None:
    """Nothing was said of these names."""
    said.unclear.update(_keys(said.waiting))
    said.waiting = []
