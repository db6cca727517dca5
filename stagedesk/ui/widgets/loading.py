"""What a lazy list asks its source for in a worker thread, and the messages that bring the answers."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, NamedTuple

from textual.message import Message

from stagedesk.ui.widgets.pages import PAGE, pages_of
from stagedesk.ui.widgets.source import Row, Source


class Load(NamedTuple, Generic[Row]):
    """Read the list anew, with the cursor on the row it was on."""

    source: Source[Row]
    keep: Hashable | None
    cursor: int
    """Where the cursor goes when the row to keep is gone."""
    above: int
    """Lines between the top of the window and the cursor."""
    height: int
    marks: frozenset[Hashable] = frozenset()
    sent: bool = False
    """The cursor is sent to the row, rather than staying where the person put it."""


class Loaded(NamedTuple, Generic[Row]):
    load: Load[Row]
    total: int
    cursor: int
    pages: Mapping[int, Sequence[Row]]
    marks: frozenset[Hashable]
    """The marked rows that are still in the list."""


class ListRead(Message, Generic[Row], bubble=False):
    """The list as it is now, or nothing when it could not be read."""

    def __init__(self, answer: Loaded[Row] | None) -> None:
        super().__init__()
        self.answer = answer


class PageRead(Message, Generic[Row], bubble=False):
    """One page of the list as it was in that generation, or nothing when it could not be read."""

    def __init__(self, generation: int, page: int, rows: Sequence[Row] | None) -> None:
        super().__init__()
        self.generation = generation
        self.page = page
        self.rows = rows


class RangeRead(Message, bubble=False):
    """The keys to mark."""

    def __init__(self, keys: Sequence[Hashable]) -> None:
        super().__init__()
        self.keys = keys


def read(load: Load[Row]) -> Loaded[Row]:
    """Count, place of the cursor and the pages in the window."""
    source = load.source
    total = source.count()
    found = None if load.keep is None else source.find(load.keep)
    cursor = max(0, min(load.cursor if found is None else found, total - 1))
    top = max(0, min(cursor - load.above, total - load.height))
    window = pages_of((cursor, top, top + load.height - 1), total)
    pages = {page: source.page(page * PAGE, PAGE) for page in window}
    marks = frozenset(source.present(load.marks)) if load.marks else frozenset()
    return Loaded(load, total, cursor, pages, marks)


def keys_between(source: Source[Row], anchor: Hashable, cursor: int, at_most: int) -> Sequence[Hashable]:
    """The keys from the anchor's row to the cursor, or none when that is too far to be meant."""
    found = source.find(anchor)
    first, last = sorted((cursor if found is None else found, cursor))
    if last - first >= at_most:
        return ()
    return [row.key for row in source.page(first, last - first + 1)]
