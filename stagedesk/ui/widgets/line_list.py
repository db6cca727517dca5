"""A list of one-line rows that paints only what is in the window: cursor, keys, mouse and columns."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final, Generic

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from stagedesk.i18n import N_
from stagedesk.ui.shown import NOTHING, Shown, fit, shown
from stagedesk.ui.widgets.columns import Column, heading, line, widths
from stagedesk.ui.widgets.source import Item, Row

CURSOR: Final = "▌"
MARK: Final = "✓"
WAITING: Final = "…"

GUTTER: Final = 2
_HEADING: Final = (-1, False)
_NOTHING_YET: Final = object()

Cells = Callable[[Row], Sequence[Shown]]
"""What a row shows in each column, those that drop out included."""


class LineList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """Rows under a heading, with a cursor; where the rows come from is the subclass's part."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--cursor",
        "line-list--marked",
        "line-list--heading",
        "line-list--quiet",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", N_("Next"), show=False, id="list.next"),
        Binding("up,k", "move(-1)", N_("Previous"), show=False, id="list.previous"),
        Binding("pagedown", "turn(1)", N_("Page down"), show=False, id="list.page-down"),
        Binding("pageup", "turn(-1)", N_("Page up"), show=False, id="list.page-up"),
        Binding("home,g", "first", N_("First"), show=False, id="list.first"),
        Binding("end,G", "last", N_("Last"), show=False, id="list.last"),
        Binding("enter", "select", N_("Open"), show=False, id="list.select"),
    ]

    position: var[int] = var(0)
    """Where the cursor is, counted from 1 as people do; 0 in an empty list."""
    total: var[int] = var(0)

    class OfList(Message):
        """Something that happened in one list."""

        def __init__(self, sender: "LineList[Any]") -> None:  # Any: of whatever rows, here and below
            super().__init__()
            self.line_list = sender

        @property
        def control(self) -> "LineList[Any]":
            return self.line_list

    class Highlighted(OfList, Generic[Item]):
        """The cursor is on another row, or its row reads otherwise than before; None in an empty list."""

        def __init__(self, sender: "LineList[Any]", row: Item | None) -> None:
            super().__init__(sender)
            self.row = row

    class Selected(OfList, Generic[Item]):
        """Enter, or a double click."""

        def __init__(self, sender: "LineList[Any]", row: Item) -> None:
            super().__init__(sender)
            self.row = row

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Cells[Row],
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.cells = cells
        self.empty = empty
        """What an empty list says, with the key to press."""
        self._headings = int(any(column.title for column in columns))
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(512)
        self._told: object = _NOTHING_YET
        self._known = False
        self._follows = True
        self._width = 0

    @abstractmethod
    def row(self, position: int) -> Row | None:
        """The row at this position, counted from 0, or None while it is not known."""

    def is_marked(self, row: Row) -> bool:
        return False

    @property
    def cursor(self) -> int:
        """Where the cursor is, counted from 0; -1 in an empty list."""
        return self.position - 1

    @property
    def here(self) -> Row | None:
        """The row under the cursor, when it is known."""
        return self.row(self.cursor) if self.position else None

    @property
    def bound_for(self) -> int:
        """Where the cursor is, or will be in a moment."""
        return self.cursor

    @property
    def top(self) -> int:
        """The first row in the window."""
        return self.scroll_offset.y

    @property
    def above(self) -> int:
        """Lines from the top of the window down to the cursor; the window may be scrolled away from it."""
        return self.cursor - self.top if self.position else 0

    @property
    def rows_in_window(self) -> int:
        return max(1, self.size.height - self._headings)

    def move_to(self, cursor: int) -> None:
        """Put the cursor on a row, counted from 0, or on the nearest one there is."""
        self.position = max(0, min(cursor, self.total - 1)) + 1 if self.total else 0

    def show_rows(self, total: int, cursor: int, above: int) -> None:
        """Show other rows: the cursor on this one, so many lines below the top of the window."""
        self._known = True
        # A window that was scrolled away from the cursor stays where the person put it.
        self._follows = 0 <= above < self.rows_in_window
        self.total = total
        self.virtual_size = Size(0, total + self._headings)
        self.repaint()
        self.scroll_to(y=max(0, cursor - above), animate=False, force=True)
        self.move_to(cursor)
        self._show_cursor()
        self._follows = True
        self.tell()

    def repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def tell(self) -> None:
        """Say what is under the cursor, once it is known and unless it was said already."""
        row = self.here
        if self._known and row != self._told and (row is not None or not self.total):
            self._told = row
            self.post_message(self.Highlighted(self, row))

    def render_line(self, y: int) -> Strip:
        position = self.top + y - self._headings
        self._fit_width()
        if y < self._headings:
            return self._kept(_HEADING, self._heading_strip)
        if position >= self.total:
            return self._empty_strip(position)
        row = self.row(position)
        if row is None:
            return self._strip(Shown(shown(WAITING).pad_left(GUTTER)), "line-list--quiet")
        here = position == self.cursor
        return self._kept((position, here), lambda: self._row_strip(row, here))

    def _fit_width(self) -> None:
        """The scrollbar takes its place from the line; what was painted without it is of no use then."""
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._strips.clear()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def watch_position(self, old: int, new: int) -> None:
        for cursor in (old - 1, new - 1):
            if self.top <= cursor < self.top + self.rows_in_window:
                self.refresh_line(cursor + self._headings)
        self._show_cursor()
        self.tell()

    def on_resize(self) -> None:
        self.repaint()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or place.y < self._headings:
            return
        position = self.top + place.y - self._headings
        if position < self.total:
            event.stop()
            self.clicked(position, event)

    def clicked(self, position: int, event: events.Click) -> None:
        """A click on a row."""
        self.move_to(position)
        if event.chain == 2:
            self.action_select()

    def action_move(self, lines: int) -> None:
        self.move_to(self.bound_for + lines)

    def action_turn(self, pages: int) -> None:
        self.move_to(self.bound_for + pages * self.rows_in_window)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.total - 1)

    def action_select(self) -> None:
        if (row := self.here) is not None:
            self.post_message(self.Selected(self, row))

    def _show_cursor(self) -> None:
        """Scroll as little as needed."""
        if not (self._follows and self.size.height and self.position):
            return
        highest = self.cursor - self.rows_in_window + 1
        if not highest <= self.top <= self.cursor:
            self.scroll_to(y=min(max(self.top, highest), self.cursor), animate=False, force=True)

    def _kept(self, key: tuple[int, bool], paint: Callable[[], Strip]) -> Strip:
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = paint()
        return strip

    def _widths(self) -> tuple[int, ...]:
        return widths(self.columns, self._width - GUTTER)

    def _heading_strip(self) -> Strip:
        return self._strip(heading(self.columns, self._widths(), " " * GUTTER), "line-list--heading")

    def _row_strip(self, row: Row, here: bool) -> Strip:
        marked = self.is_marked(row)
        lead = (CURSOR if here else " ") + (MARK if marked else " ")
        text = line(self.columns, self._widths(), self.cells(row), lead)
        states = {"line-list--marked": marked, "line-list--cursor": here}
        return self._strip(text, *(name for name, holds in states.items() if holds))

    def _empty_strip(self, position: int) -> Strip:
        words = shown(self.empty if self._known else WAITING, lines=True)
        lines = words.wrap(max(1, self._width - 2 * GUTTER))
        # One line of air between the heading and the words.
        place = position - 1 if not self.total else -1
        found = lines[place] if 0 <= place < len(lines) else NOTHING
        return self._strip(Shown(found.pad_left(GUTTER)), "line-list--quiet")

    def _strip(self, text: Shown, *classes: str) -> Strip:
        width = self._width
        return Strip(fit(text, width).render_segments(self.get_visual_style(*classes)), width)
