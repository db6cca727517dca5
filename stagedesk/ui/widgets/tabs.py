"""The line at the top: the desk's modes by number, how much waits in each, and which one this is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.reactive import var
from textual.style import Style
from textual.widget import Widget

from stagedesk.ui.shown import LATE, MUTED, NOTHING, Shown, joined, number, shown

# The names of the other modes shrink cell by cell until the line fits; to their numbers if need be.
_SHORTER = range(14, -1, -1)


@dataclass(frozen=True, slots=True)
class Tab:
    """One mode, reached by its key."""

    key: str
    title: str
    count: int | None = None
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
        for line in self._attempts():
            if line.cell_length <= self.size.width:
                break
        return line

    def _attempts(self) -> Iterator[Shown]:
        for gap in ("   ", "  ", " "):
            yield self._line(gap)
        for width in _SHORTER:
            yield self._line(" ", width)

    def _line(self, gap: str, width: int | None = None) -> Shown:
        parts = [_shown(tab, width if tab.key != self.current else None, self.current) for tab in self.tabs]
        return Shown(joined(parts, gap).pad_left(1))


def _shown(tab: Tab, width: int | None, current: str) -> Shown:
    title = shown(tab.title) if width is None else Shown(shown(tab.title).truncate(width, ellipsis=True))
    # Without colour a count beside the next key would read as one of the keys: it hangs on its name.
    count = NOTHING if tab.count is None else joined([shown("·", MUTED), number(tab.count)])
    late = shown("!", LATE) if tab.overdue else NOTHING
    words = joined([shown(tab.key, MUTED), joined([title, count, late])], " ")
    if tab.key == current:
        words = Shown(words.stylize("bold underline"))
    return Shown(words.stylize(Style.from_meta({"@click": f"app.simulate_key({tab.key!r})"})))
