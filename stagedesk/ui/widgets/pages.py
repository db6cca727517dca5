"""The pages of a long list that were read already: bounded, so that a million rows cost what fifty cost."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic

from stagedesk.ui.widgets.source import Row

PAGE = 128
KEPT = 32


class Pages(Generic[Row]):
    """The pages used last."""

    def __init__(self) -> None:
        self._rows: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def __contains__(self, page: int) -> bool:
        return page in self._rows

    def put(self, page: int, rows: Sequence[Row]) -> None:
        self._rows[page] = rows
        self._rows.move_to_end(page)
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)

    def row(self, position: int) -> Row | None:
        """The row at this position, or None while its page was not read."""
        page, place = divmod(position, PAGE)
        rows = self._rows.get(page)
        if rows is None:
            return None
        self._rows.move_to_end(page)
        return rows[place] if 0 <= place < len(rows) else None

    def find(self, key: Hashable) -> int | None:
        """The position of a row among the pages at hand."""
        for page, rows in self._rows.items():
            for place, row in enumerate(rows):
                if row.key == key:
                    return page * PAGE + place
        return None


def pages_of(positions: Iterable[int], total: int) -> list[int]:
    """The pages these positions are on, in their order and each once, inside the list."""
    return list(dict.fromkeys(place // PAGE for place in positions if 0 <= place < total))
