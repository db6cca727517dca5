"""Reading a long list in its order, piece by piece: what a page costs does not grow with the list."""

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from stagedesk.db.connection import database, is_sqlite

STRIDE, LEAP = 1_024, 16_384
EVERYTHING = "1 = 1"
"""The condition that leaves nothing out."""
_IDS_AT_ONCE = 500

Key = tuple[Any, int]
"""The value of the sorting column, as the driver gives it, and the row's number."""


class Order(NamedTuple):
    """Which requests, or rows of another table, by a condition on it, and the column that sorts them.

    The row's number makes the order complete. An index should hold both; the column is never null
    where the condition holds.
    """

    column: str
    where: str
    parameters: tuple[Any, ...] = ()
    descending: bool = False
    table: str = "request"


class Window(NamedTuple):
    """Some rows of an order, counted forward from a key on, or backward from before it.

    Without a key they are counted from the beginning or from the end.
    """

    order: Order
    forward: bool
    key: Key | None
    offset: int
    size: int

    def sql(self) -> str:
        """A query for `place` and `id` of these rows, in the order in which they are counted."""
        return _sql(self.order, self.forward, self.key is not None, is_sqlite())

    def parameters(self) -> tuple[Any, ...]:
        mine = self.order.parameters
        before = (*mine, *self.key) if self.key else mine
        if self.key and is_sqlite():
            before = (*before, *mine, self.key[0])
        return (*before, self.size, self.offset)


@cache
def _sql(order: Order, forward: bool, from_key: bool, sqlite: bool) -> str:
    down = order.descending == forward
    way, beyond = (" DESC", "<") if down else ("", ">")
    same = f"{beyond}=" if forward else beyond
    select = f"SELECT {order.column} AS place, id FROM {order.table} WHERE {order.where}"
    piece = f"ORDER BY place{way}, id{way} LIMIT ? OFFSET ?"
    if not from_key:
        return f"{select} {piece}"
    if not sqlite:
        return f"{select} AND ({order.column}, id) {same} (?, ?) {piece}"
    # SQLite would look for the first of the two columns alone, and many requests are due on one day.
    there = f"{select} AND {order.column} = ? AND id {same} ?"
    return f"{there} UNION ALL {select} AND {order.column} {beyond} ? {piece}"


@dataclass
class Ladder:
    """Where rows stand in a list as it was counted: positions and their keys, added as they are met."""

    total: int = 0
    positions: list[int] = field(default_factory=list)
    keys: dict[int, Key] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, position: int, key: Key) -> None:
        with self.lock:
            if position not in self.keys:
                insort(self.positions, position)
            self.keys[position] = key

    def around(self, first: int, end: int) -> tuple[int, int]:
        """The nearest known positions before and after; beginning and end of the list always are."""
        with self.lock:
            low, high = bisect_right(self.positions, first), bisect_left(self.positions, end)
            return (
                self.positions[low - 1] if low else 0,
                self.positions[high] if high < len(self.positions) else self.total,
            )


class Keyset:
    """The numbers of the rows in an order.

    Rows far from everything that is known are reached in strides over the index alone; the way is
    remembered until the list is counted anew.
    """

    def __init__(self, order: Order) -> None:
        self.order = order
        self.ladder = Ladder()

    def count(self) -> int:
        ((total,),) = fetch(how_many(self.order.where, self.order.table), self.order.parameters)
        self.ladder = Ladder(total)
        return int(total)

    def find(self, number: Hashable) -> int | None:
        """The position of a row, or None when it is not in the list."""
        o = self.order
        mine = fetch(
            f"SELECT {o.column}, id FROM {o.table} WHERE {o.where} AND id = ?", (*o.parameters, number)
        )
        if not mine:
            return None
        before = ">" if o.descending else "<"
        select = f"SELECT count(*) FROM {o.table} WHERE {o.where} AND {o.column}"
        ((position,),) = fetch(
            f"SELECT ({select} {before} ?) + ({select} = ? AND id {before} ?)",
            (*o.parameters, mine[0][0], *o.parameters, *mine[0]),
        )
        self.ladder.add(position, mine[0])
        return int(position)

    def present(self, numbers: Collection[Hashable]) -> set[Hashable]:
        """Those of these rows that are in the list."""
        wanted, found = list(numbers), set[Hashable]()
        for first in range(0, len(wanted), _IDS_AT_ONCE):
            some = wanted[first : first + _IDS_AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id FROM {self.order.table} WHERE {self.order.where} AND id IN ({marks})"
            found.update(number for (number,) in fetch(sql, (*self.order.parameters, *some)))
        return found

    def window(self, first: int, size: int) -> Window:
        """How to read these rows, from the nearest row whose position is known."""
        ladder = self.ladder
        end = min(first + size, ladder.total)
        low, high = ladder.around(first, end)
        while min(first - low, high - end) >= STRIDE:
            here, steps = (low, 1) if first - low <= high - end else (high, -1)
            steps *= LEAP if min(first - low, high - end) >= LEAP else STRIDE
            there = _stride(self.order, ladder, here, steps)
            if there is None:  # rows went away since they were counted; the list is read anew soon
                return Window(self.order, True, None, 0, 0)
            low, high = (there, high) if steps > 0 else (low, there)
        size = max(0, end - first)
        if first - low <= high - end:
            return Window(self.order, True, ladder.keys.get(low), first - low, size)
        return Window(self.order, False, ladder.keys.get(high), high - end, size)


def _stride(order: Order, ladder: Ladder, position: int, steps: int) -> int | None:
    """Go so many rows on, back where negative, from a known position; returns what is known then."""
    window = Window(order, steps > 0, ladder.keys.get(position), steps if steps > 0 else -steps - 1, 1)
    found = fetch(window.sql(), window.parameters())
    if not found:
        return None
    ladder.add(position + steps, found[0])
    return position + steps


def how_many(where: str, table: str = "request") -> str:
    """The query that counts; SQLite knows the size of a whole table when it is not asked for a part."""
    return f"SELECT count(*) FROM {table} WHERE {where}".removesuffix(f" WHERE {EVERYTHING}")


def fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query with ? marks, as the driver gives them; inside a session."""
    found = database.execute_sql(sql.replace("?", database.param), parameters)
    return list(found.fetchall())
