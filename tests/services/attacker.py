"""Somebody who reads everything that is public, knows how the desk hides, and narrows down what is hidden.

What is shown are sums of sums: a tree. On a tree, passing the limits of each number up and down until
nothing moves gives exactly what can be known.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stagedesk.domain.suppression import THRESHOLD

MANY = 10**6
Key = tuple[object, ...]


@dataclass
class Attacker:
    limits: dict[Key, tuple[int, int]] = field(default_factory=dict)
    small: set[Key] = field(default_factory=set)
    sums: list[tuple[Key, list[Key]]] = field(default_factory=list)
    at_most: list[tuple[list[Key], int]] = field(default_factory=list)

    def read(self, key: Key, shown: object, *, under_hidden: bool = False) -> None:
        """A cell of some output; another one of the same number adds what it says."""
        low, high = self.limits.get(key, (0, MANY))
        text = str(shown)
        if text.isdigit():
            low, high = max(low, int(text)), min(high, int(text))
        elif text.startswith("<"):
            self.small.add(key)
            high = min(high, THRESHOLD - 1)
        elif not under_hidden:
            low = max(low, THRESHOLD)
        self.limits[key] = low, high

    def knows_sum(self, whole: Key, parts: Iterable[Key]) -> None:
        self.sums.append((whole, list(parts)))

    def think(self) -> None:
        moved = True
        while moved:
            before = dict(self.limits)
            for whole, parts in self.sums:
                self._pass(whole, parts)
            for parts, most in self.at_most:
                self._cap(parts, most)
            moved = before != self.limits

    def _pass(self, whole: Key, parts: list[Key]) -> None:
        low = sum(self.limits[each][0] for each in parts)
        high = sum(self.limits[each][1] for each in parts)
        first, last = self.limits[whole]
        self.limits[whole] = max(first, low), min(last, high)
        first, last = self.limits[whole]
        for each in parts:
            mine = self.limits[each]
            self.limits[each] = max(mine[0], first - (high - mine[1])), min(mine[1], last - (low - mine[0]))

    def _cap(self, parts: list[Key], most: int) -> None:
        low = sum(self.limits[each][0] for each in parts)
        for each in parts:
            mine = self.limits[each]
            self.limits[each] = mine[0], min(mine[1], most - (low - mine[0]))

    @property
    def found(self) -> dict[Key, tuple[int, int]]:
        """Hidden small numbers that can be narrowed down."""
        return {key: self.limits[key] for key in self.small if self.limits[key] != (0, THRESHOLD - 1)}
