"""Where a lazy list gets its rows: the protocol, and rows that are in memory already."""

from collections.abc import Collection, Hashable, Sequence
from typing import Protocol, TypeVar


class Keyed(Protocol):
    """A row knows itself by a key that does not change when the list around it does."""

    @property
    def key(self) -> Hashable: ...


Row = TypeVar("Row", bound=Keyed)
Item = TypeVar("Item", bound=Keyed)
"""The same for a message inside a list's class, which cannot share the class's own variable."""
RowOut = TypeVar("RowOut", bound=Keyed, covariant=True)


class Source(Protocol[RowOut]):
    """Rows in an order, read in pieces; always called from a worker thread, sometimes from two at once."""

    def count(self) -> int: ...

    def page(self, first: int, size: int) -> Sequence[RowOut]:
        """At most `size` rows from position `first` on; fewer at the end."""

    def find(self, key: Hashable) -> int | None:
        """The position of the row with this key, or None when it is not in the list."""

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        """Those of the keys whose rows are still in the list."""


class Rows(Source[Row]):
    """A source over rows in memory, for lists that stay short."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = rows

    def count(self) -> int:
        return len(self.rows)

    def page(self, first: int, size: int) -> Sequence[Row]:
        return self.rows[first : first + size]

    def find(self, key: Hashable) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        return {row.key for row in self.rows}.intersection(keys)
