"""Columns of a list: fixed and flexible widths that fill the line, the less important ones dropping out."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content, Span

from stagedesk.i18n import _
from stagedesk.ui.shown import NOTHING, Shown, shown

GAP = 1


class Column(NamedTuple):
    """One column: `width` cells at least, and `flex` shares of what is left over."""

    title: str = ""
    """Marked for translation; translated when it is painted."""
    width: int = 10
    flex: int = 0
    priority: int = 10
    """When the line is too short, the lowest drops out first, and of equals the last."""
    right: bool = False
    """Numbers stand to the right."""


@lru_cache(64)
def widths(columns: tuple[Column, ...], room: int) -> tuple[int, ...]:
    """A width for every column, 0 for those that dropped out; with the gaps they fill the room."""
    kept = list(range(len(columns)))
    while len(kept) > 1 and _needed(columns, kept) > room:
        kept.remove(min(kept, key=lambda place: (columns[place].priority, -place)))
    spare = max(0, room - _needed(columns, kept))
    found = [0] * len(columns)
    for place in kept:
        found[place] = min(columns[place].width, room)
    for place, share in _shares(columns, kept, spare).items():
        found[place] += share
    return tuple(found)


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[place].width for place in kept) + GAP * (len(kept) - 1)


def _shares(columns: Sequence[Column], kept: Sequence[int], spare: int) -> dict[int, int]:
    """The spare cells dealt out by flex, none lost to rounding."""
    parts = sum(columns[place].flex for place in kept)
    shares: dict[int, int] = {}
    for place in kept:
        if flex := columns[place].flex:
            shares[place] = spare * flex // parts
            spare -= shares[place]
            parts -= flex
    return shares


def line(columns: Sequence[Column], found: Sequence[int], cells: Sequence[Shown], lead: str) -> Shown:
    """The lead and the cells of one row in their widths, one gap between them.

    Put together by hand: a page of rows is painted at every page key, and this is most of its cost.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    place = len(lead)
    for column, width, cell in zip(columns, found, cells, strict=True):
        if not width:
            continue
        cut = cell if cell.cell_length <= width else cell.truncate(width, ellipsis=True)
        space = " " * (width - cut.cell_length)
        piece = space + cut.plain if column.right else cut.plain + space
        start = place + len(space) if column.right else place
        spans += [Span(span.start + start, span.end + start, span.style) for span in cut.spans]
        pieces.append(piece)
        place += len(piece) + GAP
    return Shown(Content(lead + (" " * GAP).join(pieces), spans, strip_control_codes=False))


def heading(columns: Sequence[Column], found: Sequence[int], lead: str) -> Shown:
    titles = [shown(_(column.title)) if column.title else NOTHING for column in columns]
    return line(columns, found, titles, lead)
