"""The line under a list: where the cursor is, out of how many, and how many rows are marked."""

from textual.widget import Widget

from stagedesk.i18n import _
from stagedesk.ui.shown import Shown, joined, number, shown
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.source import Row

_LINE = "─"


class CountLine(Widget):
    """Divides a list from what is below it, and counts."""

    ALLOW_SELECT = False

    def __init__(self, counted: LineList[Row], *, words: str = "") -> None:
        super().__init__()
        self.counted = counted
        self.words = words
        """What else there is to say about the list: a search, a view."""

    def on_mount(self) -> None:
        for changed in ("position", "total"):
            self.watch(self.counted, changed, self._repaint, init=False)
        if isinstance(self.counted, LazyList):
            self.watch(self.counted, "marked", self._repaint, init=False)

    def say(self, words: str) -> None:
        self.words = words
        self.refresh()

    def render(self) -> Shown:
        counted = self.counted
        parts = [shown(self.words)] if self.words else []
        if isinstance(counted, LazyList) and counted.marked:
            parts.append(joined([number(counted.marked), shown(_("marked"))], " "))
        if counted.total:
            parts.append(_of(counted.position, counted.total))
        line = joined([part for part in parts if part], f" {_LINE * 2} ")
        end = Shown(line.pad(1, 1)) if line else line
        return Shown((_LINE * max(0, self.size.width - end.cell_length - 1)) + end + _LINE)

    def _repaint(self) -> None:
        self.refresh()


def _of(position: int, total: int) -> Shown:
    words = _("{position} of {total}")
    return shown(words.format(position=number(position).plain, total=number(total).plain))
