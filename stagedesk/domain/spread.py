"""How long things took: the middle and the slow end of a heap of whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """`median` and `ninetieth` (the 90th percentile, nearest rank) are None when nothing was counted."""

    count: int
    median: float | None
    ninetieth: int | None


def spread(heap: Mapping[int, int]) -> Spread:
    """Sum up a heap that says how often each number occurs."""
    count = sum(heap.values())
    if count <= 0:
        return Spread(0, None, None)
    low, high = _ranked(heap, (count + 1) // 2), _ranked(heap, count // 2 + 1)
    return Spread(count, (low + high) / 2, _ranked(heap, -(-count * 9 // 10)))


def _ranked(heap: Mapping[int, int], rank: int) -> int:
    """The number at this rank, counted from the smallest, the first being 1."""
    for number in sorted(heap):
        rank -= heap[number]
        if rank <= 0:
            return number
    raise ValueError("the rank is higher than the heap")
