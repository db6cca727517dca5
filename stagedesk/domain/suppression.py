"""Which numbers of a public table stay hidden, so that no small one can be worked out from the others.

A table with totals is a circulation: from the whole to its rows, from the rows to the columns, and back.
What is shown is fixed; what is hidden may be anything that keeps all sums. A small number is safe when the
hidden ones around it leave it every value from nothing to just below the threshold.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

THRESHOLD: Final = 5
TOTAL: Final = ""
"""The name of the row, and of the column, with the totals."""
_MANY: Final = 1 << 40

Cell = tuple[str, str]
"""A row and a column of a table; `TOTAL` for the sums."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table for the public: what is shown, what is small, what is hidden to protect the small ones."""

    shown: Mapping[Cell, int]
    small: frozenset[Cell]
    protecting: frozenset[Cell]

    def text(self, cell: Cell, *, threshold: int = THRESHOLD) -> str:
        """What stands in the table's place: the number, "< 5", or a dot."""
        if cell in self.small:
            return f"< {threshold}"
        return "·" if cell in self.protecting else str(self.shown[cell])


def with_totals(cells: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int]:
    """The table with its sums; cells that are not named are nothing."""
    table = {(row, column): cells.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        table[row, TOTAL] = sum(table[row, column] for column in columns)
    for column in (*columns, TOTAL):
        table[TOTAL, column] = sum(table[row, column] for row in rows)
    return table


def suppress(
    table: Mapping[Cell, int],
    *,
    threshold: int = THRESHOLD,
    public: Iterable[Cell] = (),
    hidden: Iterable[Cell] = (),
) -> Suppressed | None:
    """Hide what is small, and as little else as protects it; None where the table cannot be shown at all.

    `table` has all its totals. `public` are cells that everybody knows from elsewhere: they are shown here
    too. `hidden` are cells that are hidden elsewhere, and so here.
    """
    known = frozenset(public)
    small = frozenset(cell for cell, count in table.items() if count < threshold) - known
    protecting = set(frozenset(hidden) - small - known)
    while open_to_guess := _guessable(table, small, protecting, threshold):
        more = _around(table, small, protecting, known, open_to_guess[0], threshold)
        if not more:
            return None
        protecting |= more
    shown = {cell: count for cell, count in table.items() if cell not in small and cell not in protecting}
    return Suppressed(shown, small, frozenset(protecting))


def limits(
    table: Mapping[Cell, int], result: Suppressed, cell: Cell, threshold: int = THRESHOLD
) -> tuple[int, int]:
    """The least and the most that somebody can work out who sees only what is shown.

    That person knows how the desk hides: a small number is below the threshold, the others are not.
    """
    network = _Network(table, result.small, result.protecting, threshold)
    return network.least(cell), network.most(cell)


def _guessable(
    table: Mapping[Cell, int], small: frozenset[Cell], protecting: set[Cell], threshold: int
) -> list[Cell]:
    """Small cells that can be narrowed down, the worst first."""
    network = _Network(table, small, protecting, threshold)
    found = []
    for cell in sorted(small):
        room = network.most(cell) - network.least(cell)
        if room < threshold - 1:
            found.append((room, cell))
    return [cell for _room, cell in sorted(found)]


def _around(
    table: Mapping[Cell, int],
    small: frozenset[Cell],
    protecting: set[Cell],
    known: frozenset[Cell],
    cell: Cell,
    threshold: int,
) -> set[Cell]:
    """Cells to hide so that this one can be more, or less: the cheapest ring of cells through it."""
    network = _Network(table, small, protecting, threshold)
    start, end = _ends(cell)
    rings = []
    if network.most(cell) < threshold - 1:
        rings.append((end, start))
    if network.least(cell) > 0:
        rings.append((start, end))
    more: set[Cell] = set()
    for first, last in rings:
        more |= _cheapest_ring(table, small | protecting, known | {cell}, first, last, threshold)
    return more - small - protecting


def _cheapest_ring(
    table: Mapping[Cell, int],
    free: Iterable[Cell],
    closed: frozenset[Cell],
    first: str,
    last: str,
    threshold: int,
) -> set[Cell]:
    """The cells on the way from one end to the other that hides the fewest people."""
    already = frozenset(free)
    ways: dict[str, list[tuple[str, Cell, int]]] = {}
    for cell, count in table.items():
        # What becomes hidden now can grow, and can shrink only where it is large enough for that.
        if cell in closed:
            continue
        price = 0 if cell in already else 1 + count
        start, end = _ends(cell)
        ways.setdefault(start, []).append((end, cell, price))
        if cell in already or count >= 2 * threshold:
            ways.setdefault(end, []).append((start, cell, price))
    best: dict[str, int] = {first: 0}
    came: dict[str, tuple[str, Cell]] = {}
    queue = [(0, first)]
    while queue:
        price, here = heapq.heappop(queue)
        if here == last:
            break
        for there, cell, more in ways.get(here, ()):
            if price + more < best.get(there, _MANY):
                best[there], came[there] = price + more, (here, cell)
                heapq.heappush(queue, (price + more, there))
    ring = set()
    while last in came and last != first:
        last, cell = came[last]
        ring.add(cell)
    fresh = ring - already
    return fresh or set(_smallest_shown(table, already | closed))


def _smallest_shown(table: Mapping[Cell, int], taken: frozenset[Cell]) -> list[Cell]:
    """The smallest number that is still shown: hiding it helps where no single ring does."""
    rest = sorted((count, cell) for cell, count in table.items() if cell not in taken)
    return [cell for _count, cell in rest[:1]]


def _ends(cell: Cell) -> tuple[str, str]:
    """A cell as an edge of the circulation: whole → row → column → sum of columns → whole."""
    row, column = cell
    if row == TOTAL and column == TOTAL:
        return "end", "start"
    if column == TOTAL:
        return "start", f"row {row}"
    if row == TOTAL:
        return f"column {column}", "end"
    return f"row {row}", f"column {column}"


class _Network:
    """What may still move between the hidden cells."""

    def __init__(
        self, table: Mapping[Cell, int], small: frozenset[Cell], protecting: Iterable[Cell], threshold: int
    ) -> None:
        self.table, self.threshold, self.small = table, threshold, small
        self.room: dict[Cell, tuple[int, int]] = {}  # how much a hidden cell may be more, and less
        for cell in small:
            self.room[cell] = threshold - 1 - table[cell], table[cell]
        for cell in protecting:
            self.room[cell] = _MANY, max(0, table[cell] - threshold)

    def most(self, cell: Cell) -> int:
        if cell not in self.room:
            return self.table[cell]
        start, end = _ends(cell)
        return self.table[cell] + self._flow(cell, end, start, self.room[cell][0])

    def least(self, cell: Cell) -> int:
        if cell not in self.room:
            return self.table[cell]
        start, end = _ends(cell)
        return self.table[cell] - self._flow(cell, start, end, self.room[cell][1])

    def _flow(self, without: Cell, first: str, last: str, wanted: int) -> int:
        """How much, up to what is wanted, can go from one end to the other past this cell."""
        left: dict[str, dict[tuple[str, Cell, bool], int]] = {}
        for cell, (more, less) in self.room.items():
            if cell != without:
                start, end = _ends(cell)
                left.setdefault(start, {})[end, cell, True] = more
                left.setdefault(end, {})[start, cell, False] = less
        total = 0
        while total < wanted and (path := _path(left, first, last)):
            step = min(wanted - total, *(left[here][edge] for here, edge in path))
            for here, edge in path:
                there, cell, forward = edge
                left[here][edge] -= step
                left[there][here, cell, not forward] += step
            total += step
        return total


def _path(
    left: Mapping[str, Mapping[tuple[str, Cell, bool], int]], first: str, last: str
) -> list[tuple[str, tuple[str, Cell, bool]]]:
    came: dict[str, tuple[str, tuple[str, Cell, bool]]] = {first: (first, ("", ("", ""), True))}
    queue = deque([first])
    while queue and last not in came:
        here = queue.popleft()
        for edge, room in left.get(here, {}).items():
            if room > 0 and edge[0] not in came:
                came[edge[0]] = here, edge
                queue.append(edge[0])
    path = []
    here = last
    while here in came and here != first:
        before, edge = came[here]
        path.append((before, edge))
        here = before
    return path[::-1] if here == first else []
