"""The newest text of a mail apart from what it quotes and from its signature; no line is ever lost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stagedesk.mail.message import ATTACHED_MESSAGE
from stagedesk.mail.quote_marks import (
    attribution_start,
    header_block_end,
    is_forward_mark,
    is_marked_line,
    is_separator,
    next_is_marked,
)
from stagedesk.mail.signatures import signature_lines

_FORWARD_SUBJECT: Final = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)*(?:fwd?|doorst|doorgest|doorgestuurd|tr|wg)\.?\s*(?:\[\d{1,3}\])?\s*:",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"\s{0,8}[-_=*]{5,}\s*$")
_MOST_LOOKED_AT: Final = 20_000
_QUOTED: Final = "q"
_SIGNATURE: Final = "s"
_VISIBLE: Final = "v"


@dataclass(frozen=True, slots=True)
class Parts:
    visible: str
    quoted: str
    signature: str


def split(body: str, subject: str = "") -> Parts:
    """A plain forward is never folded, nor is a mail of which nothing would remain."""
    if _FORWARD_SUBJECT.match(subject):
        return Parts(body, "", "")
    lines = body.split("\n")
    kinds = kinds_of(lines)
    visible, quoted, signature = (_joined(lines, kinds, kind) for kind in (_VISIBLE, _QUOTED, _SIGNATURE))
    return Parts(visible, quoted, signature) if visible else Parts(body, "", "")


def kinds_of(lines: Sequence[str]) -> str:
    """One letter a line: v(isible), q(uoted) or s(ignature)."""
    kinds = [_QUOTED if is_marked_line(line) else _VISIBLE for line in lines]
    own = _end_of_own_text(lines, kinds)
    _mark_signatures(lines[:own], kinds)
    _mark_gaps(lines, kinds)
    return "".join(kinds)


def _mark_gaps(lines: Sequence[str], kinds: list[str]) -> None:
    """Empty lines belong to what stands on both sides of them."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for before, after in pairwise(filled):
        if kinds[before] == kinds[after]:
            kinds[before:after] = [kinds[before]] * (after - before)


def _end_of_own_text(lines: Sequence[str], kinds: list[str]) -> int:
    """Marks introductions and what follows them without marks of its own; says where the own text ends."""
    for at, line in enumerate(lines[:_MOST_LOOKED_AT]):
        if kinds[at] == _QUOTED or not line.strip():
            continue
        if line == ATTACHED_MESSAGE or is_forward_mark(line):
            return at
        start, end = _introduction(lines, at)
        if start < 0:
            continue
        kinds[start:end] = [_QUOTED] * (end - start)
        if not next_is_marked(lines, end):
            stop = _attached(lines, end)
            kinds[end:stop] = [_QUOTED] * (stop - end)
            return start
    return len(lines)


def _introduction(lines: Sequence[str], at: int) -> tuple[int, int]:
    """From where to where this line introduces a quote, with the rule above it; -1 where it does not."""
    start, end = attribution_start(lines, at), at + 1
    if start < 0 and is_separator(lines[at]):
        start = at
    if start < 0 and (after := header_block_end(lines, at)) > 0:
        start, end = at, after
    if start < 0:
        return -1, -1
    above = start - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return (above if above >= 0 and _RULE.match(lines[above]) else start), end


def _attached(lines: Sequence[str], at: int) -> int:
    return next((n for n in range(at, len(lines)) if lines[n] == ATTACHED_MESSAGE), len(lines))


def _mark_signatures(lines: Sequence[str], kinds: list[str]) -> None:
    """In each stretch of own text: above the quote, between quotes, under them."""
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or kinds[at] == _QUOTED:
            for line in signature_lines(lines[start:at]) if at > start else ():
                kinds[start + line] = _SIGNATURE
            start = at + 1


def _joined(lines: Sequence[str], kinds: str, kind: str) -> str:
    chosen = [line for line, each in zip(lines, kinds, strict=True) if each == kind]
    filled = [at for at, line in enumerate(chosen) if line.strip()]
    return "\n".join(chosen[filled[0] : filled[-1] + 1]) if filled else ""
