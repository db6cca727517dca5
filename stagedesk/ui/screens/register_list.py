"""A list of the register: its views on one line, its rows, and what is known of the one under the cursor."""

from abc import abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.find import Find
from stagedesk.ui.screens.doing import Versioned
from stagedesk.ui.screens.list_screen import ListScreen
from stagedesk.ui.screens.register_screen import RegisterScreen
from stagedesk.ui.shown import Shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.lines_view import LinesView
from stagedesk.ui.widgets.opening_list import OpeningList
from stagedesk.ui.widgets.sections import Section
from stagedesk.ui.widgets.view_line import ViewLine

Row = TypeVar("Row", bound=Versioned)


class RegisterList(ListScreen[Row], RegisterScreen):
    """The list is lazy; its views are counted whenever something changed."""

    VIEWS: ClassVar[Mapping[str, str]] = {}
    """The views by their code, with their words (marked for translation)."""
    PRESSING: ClassVar[frozenset[str]] = frozenset()
    """Views in which nothing should be."""
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    FIND = N_("any words")
    """What can be searched for (marked for translation)."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step_view(-1)", N_("The view before"), show=False, id="register.before"),
        Binding("right", "step_view(1)", N_("The next view"), show=False, id="register.next"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.list: OpeningList[Row] = OpeningList(self.COLUMNS, self.cells, id="rows")
        self.count_line = CountLine(self.list)
        self.view_line = ViewLine(id="sections")
        self.lines = LinesView(id="preview")
        self.view = next(iter(self.VIEWS))
        self.words = ""
        """What was searched for."""
        self.counted: Mapping[str, int] = {}
        self.shown_key: Hashable = None

    def body(self) -> ComposeResult:
        yield self.view_line
        with Container(classes="split"):
            with Vertical(id="list"):
                yield self.list
                yield self.count_line
            yield self.lines

    @abstractmethod
    def count(self) -> Mapping[str, int]:
        """How much is in each view; in a worker."""

    @abstractmethod
    def cells(self, row: Row) -> Sequence[Shown]: ...

    @abstractmethod
    def read(self, row: Row) -> Sequence[Shown]:
        """What is known of a row, in lines; in a worker."""

    @abstractmethod
    def emptiness(self) -> str:
        """What the empty list says, with the key to press."""

    # Showing -----------------------------------------------------------------------------------------

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.ask("counts", self.count, self._counted)
        self.preview(self.list.here)

    def speak(self) -> None:
        self.list.empty = self.emptiness()
        if self.words:
            self.list.empty = _("Nothing here holds these words. / searches again, Escape leaves the search.")
        super().speak()
        self._show_views()

    def _counted(self, counted: Mapping[str, int]) -> None:
        self.counted = counted
        self._show_views()

    def _show_views(self) -> None:
        found = [
            Section(name, _(words), self.counted.get(name), presses=name in self.PRESSING)
            for name, words in self.VIEWS.items()
        ]
        self.view_line.show(found, self.view, Hint("", ""))

    def preview(self, row: Row | None) -> None:
        if row is None or self.office is None:
            self.lines.show(())
        else:
            self.ask("preview", lambda: (row.key, self.read(row)), self._show_lines)

    def _show_lines(self, found: tuple[Hashable, Sequence[Shown]]) -> None:
        key, lines = found
        here = self.list.here
        if here is not None and here.key == key:
            self.lines.show(lines, anew=key != self.shown_key)
            self.shown_key = key

    # Views and words ---------------------------------------------------------------------------------

    def action_section(self, name: str) -> None:
        if name != self.view:
            self.view = name
            self.show_other()

    def action_step_view(self, step: int) -> None:
        names = list(self.VIEWS)
        self.action_section(names[max(0, min(names.index(self.view) + step, len(names) - 1))])

    def show_other(self) -> None:
        """Another view, or other words."""
        self.list.unmark_all()
        self.count_line.say(_("found: {words}").format(words=self.words) if self.words else "")
        self.speak()
        if self.office:
            self.list.show(self.source())

    def search(self, words: str) -> None:
        self.words = words
        self.show_other()

    def act_search(self) -> None:
        before = self.words

        def take(words: str | None) -> None:
            self.search(before if words is None else words)

        self.app.push_screen(
            Find(_("Search"), text=before, placeholder=_(self.FIND), typed=self.search), take
        )

    def action_back(self) -> None:
        if self.words:
            self.search("")
        else:
            super().action_back()

    def read_marked(self) -> Sequence[Row]:
        return self.read_marked_rows()
