"""The line at the top: the desk's modes by number, how much waits in each, and which one this is."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.reactive import var
from textual.style import Style
from textual.widget import Widget

from stagedesk.ui.shown import LATE, MUTED, NOTHING, Shown, joined, number, shown

# The names of the other modes shrink cell by cell until the line fits; to their numbers if need be.
_ATTEMPTS = (*((gap, None) for gap in ("   ", "  ", " ")), *((" ", width) for width in range(14, -1, -1)))


class Tab(NamedTuple):
    """One mode, reached by its key."""

    key: str
    title: str
    waits: int | None = None
    overdue: bool = False


class TabLine(Widget):
    """All modes on one line; a click on one presses its key."""

    ALLOW_SELECT = False
    tabs: var[tuple[Tab, ...]] = var(())
    current: var[str] = var("")
    """The key of the mode on the screen."""

    def __init__(self, tabs: Sequence[Tab] = (), current: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.auto_links = False
        self.set_reactive(TabLine.tabs, tuple(tabs))
        self.set_reactive(TabLine.current, current)

    def watch_tabs(self) -> None:
        self.refresh()

    def watch_current(self) -> None:
        self.refresh()

    def render(self) -> Shown:
        for gap, width in _ATTEMPTS:
            if self._length(gap, width) <= self.size.width:
                break
        return self._line(gap, width)

    def _length(self, gap: str, width: int | None) -> int:
        """How long the line would be: counting is cheap, and most attempts are too long."""
        parts = [_cells(tab, width if tab.key != self.current else None) for tab in self.tabs]
        return 1 + sum(parts) + len(gap) * max(0, len(parts) - 1)

    def _line(self, gap: str, width: int | None = None) -> Shown:
        parts = [_shown(tab, width if tab.key != self.current else None, self.current) for tab in self.tabs]
        return Shown(joined(parts, gap).pad_left(1))


def _cells(tab: Tab, width: int | None) -> int:
    """How long `_shown` is."""
    title = shown(tab.title).cell_length
    title = title if width is None else min(title, width)
    count = 0 if tab.waits is None else 1 + number(tab.waits).cell_length
    words = title + count + tab.overdue
    return len(tab.key) + (1 + words if words else 0)


def _shown(tab: Tab, width: int | None, current: str) -> Shown:
    title = shown(tab.title) if width is None else Shown(shown(tab.title).truncate(width, ellipsis=True))
    # Without colour a count beside the next key would read as one of the keys: it hangs on its name.
    count = NOTHING if tab.waits is None else joined([shown("·", MUTED), number(tab.waits)])
    late = shown("!", LATE) if tab.overdue else NOTHING
    words = joined([shown(tab.key, MUTED), joined([title, count, late])], " ")
    if tab.key == current:
        words = Shown(words.stylize("bold underline"))
    return Shown(words.stylize(Style.from_meta({"@click": f"app.simulate_key({tab.key!r})"})))
