"""A list of any length: its rows are read in a worker, page by page, as they come into the window."""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar, Final, TypeVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.reactive import var

from stagedesk.errors import StagedeskError
from stagedesk.i18n import N_, _
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.line_list import GUTTER, Cells, LineList
from stagedesk.ui.widgets.loading import ListRead, Load, Loaded, PageRead, RangeRead, keys_between, read
from stagedesk.ui.widgets.pages import PAGE, Pages, pages_of
from stagedesk.ui.widgets.source import Row, Rows, Source

MARK_AT_MOST: Final = 1_000
# Pages that scrolled out of sight before their turn are not worth reading any more.
_WANTED_AT_MOST: Final = 4
# A row far away is shown when it was read, in one repaint; after this long the cursor goes there regardless.
_AT_LATEST: Final = 0.1
_NOT_SAID: Final = Rows[Any]()  # what it will show; there is nothing to read until then

Answer = TypeVar("Answer")


class LazyList(LineList[Row]):
    """Rows of a source; the cursor and the marks stay with their rows when the list is read anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", N_("Mark"), show=False, id="list.mark"),
        Binding("V", "mark_range", N_("Mark up to here"), show=False, id="list.mark-range"),
        Binding("escape", "unmark", N_("Unmark all"), show=False, id="list.unmark"),
    ]

    marked: var[int] = var(0)
    """How many rows are marked."""

    class Marked(LineList.OfList):
        """Other rows are marked than before."""

        def __init__(self, sender: "LazyList[Any]", count: int) -> None:  # Any: of whatever rows
            super().__init__(sender)
            self.count = count

    class Failed(LineList.OfList):
        """The source could not be read; what is shown stays."""

        def __init__(self, sender: "LazyList[Any]", error: StagedeskError) -> None:  # Any: of whatever rows
            super().__init__(sender)
            self.error = error

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Cells[Row],
        *,
        source: Source[Row] | None = None,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, cells, empty=empty, id=id, classes=classes)
        self._source: Source[Row] = _NOT_SAID if source is None else source
        self._pages: Pages[Row] = Pages()
        self._generation = 0
        self._loading: Load[Row] | None = None
        self._again: Load[Row] | None = None
        self._wanted: deque[int] = deque(maxlen=_WANTED_AT_MOST)
        self._reading: int | None = None
        self._going: int | None = None
        self._marks: dict[Hashable, None] = {}
        self._anchor: Hashable | None = None

    @property
    def source(self) -> Source[Row]:
        return self._source

    @property
    def marks(self) -> tuple[Hashable, ...]:
        """The keys of the marked rows, in the order of marking."""
        return tuple(self._marks)

    @property
    def chosen(self) -> tuple[Hashable, ...]:
        """The keys an action is about: the marked rows, or else the one under the cursor."""
        here = self.here
        return self.marks or (() if here is None else (here.key,))

    def row(self, position: int) -> Row | None:
        row = self._pages.row(position)
        if row is None:
            self._want(position // PAGE)
        return row

    @property
    def here(self) -> Row | None:
        # On its way elsewhere, a key must not act on the row that is being left.
        return super().here if self._going is None else None

    @property
    def bound_for(self) -> int:
        return self.cursor if self._going is None else self._going

    def move_to(self, cursor: int) -> None:
        cursor = max(0, min(cursor, self.total - 1))
        if not self.total or self.row(cursor) is not None:
            self._going = None
            super().move_to(cursor)
        elif self._going is None:
            self._going = cursor
            self.set_timer(_AT_LATEST, self._arrive)
        else:
            self._going = cursor

    def _arrive(self) -> None:
        if self._going is not None:
            cursor, self._going = self._going, None
            super().move_to(cursor)

    def is_marked(self, row: Row) -> bool:
        return row.key in self._marks

    def on_mount(self) -> None:
        self.reload()

    def show(self, source: Source[Row], *, keep: Hashable | None = None) -> None:
        """Show other rows, from the top or from the row with this key; the old ones stay until then."""
        self._load(Load(source, keep, 0, 0, self.rows_in_window, frozenset(self._marks), sent=True))

    def reload(self, *, keep: Hashable | None = None) -> None:
        """Read the list anew: the cursor stays on its row, or goes to the row with this key."""
        newest = self._again or self._loading
        if newest is None and self._source is _NOT_SAID:
            return
        if keep is None and newest is not None and newest.sent:
            self._load(newest)
            return
        sent, here = keep is not None, self.row(self.cursor) if self.position else None
        if keep is None and here is not None:
            keep = here.key
        source = newest.source if newest else self._source
        marks = frozenset(self._marks)
        self._load(Load(source, keep, max(0, self.cursor), self.above, self.rows_in_window, marks, sent))

    def unmark_all(self) -> None:
        self._set_marks({})

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._read_ahead()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # Without marks Escape is somebody else's key.
        return bool(self._marks) if action == "unmark" else super().check_action(action, parameters)

    def action_mark(self) -> None:
        self._toggle()
        self.action_move(1)

    def action_mark_range(self) -> None:
        """Mark all from the row that was marked last to the cursor."""
        if self._anchor is None:
            self._toggle()
        else:
            self._read_range(self._source, self._anchor, self.cursor)

    def action_unmark(self) -> None:
        self.unmark_all()

    def clicked(self, position: int, event: events.Click) -> None:
        super().clicked(position, event)
        if event.shift:
            self.action_mark_range()
        elif event.x < GUTTER:
            self._toggle()

    def _toggle(self) -> None:
        if (row := self.here) is None:
            return
        self._anchor = row.key
        marks = self._marks | {row.key: None}
        if row.key in self._marks:
            del marks[row.key]
        self._set_marks(marks)

    def _set_marks(self, marks: dict[Hashable, None]) -> None:
        if marks.keys() != self._marks.keys():
            self._marks = marks
            self.marked = len(marks)
            self.repaint()
            self.post_message(self.Marked(self, len(marks)))

    def _load(self, load: Load[Row]) -> None:
        """One reading at a time: what is asked meanwhile follows it, the last one asked only."""
        if self._loading is None:
            self._loading = load
            self._read_list(load)
        else:
            self._again = load

    @work(thread=True, group="list")
    def _read_list(self, load: Load[Row]) -> None:
        self.post_message(ListRead(self._or_fail(lambda: read(load))))

    @on(ListRead)
    def take_list(self, message: ListRead[Row]) -> None:
        follows, self._loading, self._again = self._again, None, None
        if follows is not None:
            self._load(follows)
        answer = message.answer
        if answer is not None and (follows is None or follows.source is answer.load.source):
            self._take(answer)

    def _take(self, answer: Loaded[Row]) -> None:
        load = answer.load
        pages: Pages[Row] = Pages()
        for page, rows in answer.pages.items():
            pages.put(page, rows)
        above = min(max(load.above, 0), self.rows_in_window - 1) if load.sent else self.above
        going, self._going = self._going, None
        cursor = answer.cursor if load.sent else self._cursor_in(answer, pages)
        self._source, self._pages = load.source, pages
        self._generation += 1
        self._wanted.clear()
        self._reading = None
        self._set_marks({key: None for key in self._marks if key in answer.marks or key not in load.marks})
        self.show_rows(answer.total, cursor, above)
        if going is not None and not load.sent:
            self.move_to(going)
        self._read_ahead()

    def _cursor_in(self, answer: Loaded[Row], pages: Pages[Row]) -> int:
        """Where the cursor's row went, also when the cursor was moved while the list was read."""
        load, here = answer.load, self.here
        if here is None or here.key == load.keep:
            return answer.cursor
        found = pages.find(here.key)
        return self.cursor + answer.cursor - load.cursor if found is None else found

    def _want(self, page: int) -> None:
        if page not in self._pages and page != self._reading and page not in self._wanted:
            self._wanted.append(page)
            self._read_next()

    def _read_next(self) -> None:
        if self._reading is None and self._wanted:
            self._reading = self._wanted.pop()
            self._read_page(self._source, self._generation, self._reading)

    @work(thread=True, group="list")
    def _read_page(self, source: Source[Row], generation: int, page: int) -> None:
        self.post_message(PageRead(generation, page, self._or_fail(lambda: source.page(page * PAGE, PAGE))))

    @on(PageRead)
    def take_page(self, message: PageRead[Row]) -> None:
        if message.generation != self._generation:
            return
        self._reading = None
        self._read_next()
        if message.rows is None:
            return  # asking again at once would fail again at once
        self._pages.put(message.page, message.rows)
        if message.page in pages_of((self.top, self.top + self.rows_in_window - 1), self.total):
            self.refresh()
        if self._going is not None and self._going // PAGE == message.page:
            self._arrive()
        self.tell()
        self._read_ahead()

    def _read_ahead(self) -> None:
        """What comes into the window next is read before it is needed, after what is needed now."""
        first, last = self.top, self.top + self.rows_in_window - 1
        if all(page in self._pages for page in pages_of((first, last), self.total)):
            for page in pages_of((first - PAGE // 2, last + PAGE // 2), self.total):
                self._want(page)

    @work(thread=True, group="list")
    def _read_range(self, source: Source[Row], anchor: Hashable, cursor: int) -> None:
        keys = self._or_fail(lambda: keys_between(source, anchor, cursor, MARK_AT_MOST))
        if keys is not None:
            self.post_message(RangeRead(keys))

    @on(RangeRead)
    def take_range(self, message: RangeRead) -> None:
        if not message.keys:
            text = _("Mark at most {count} rows at a time.")
            self.notify(text.format(count=MARK_AT_MOST), severity="warning", markup=False)
            return
        self._set_marks(self._marks | dict.fromkeys(message.keys))

    def _or_fail(self, ask: Callable[[], Answer]) -> Answer | None:
        """What the source answers; an error goes to the screen, which can say what to do about it."""
        try:
            return ask()
        except StagedeskError as error:
            self.post_message(self.Failed(self, error))
            return None
