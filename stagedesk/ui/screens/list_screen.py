"""A screen around one list of any length: showing it, following its cursor, its marks, reading it anew."""

from abc import abstractmethod
from collections.abc import Collection, Hashable, Sequence
from typing import Any, Generic, Protocol, TypeVar, cast

from textual import on

from stagedesk.i18n import _
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.opening_list import OpeningList
from stagedesk.ui.widgets.source import Keyed, Source

Row = TypeVar("Row", bound=Keyed)


class Listing(Source[Any], Protocol):  # Any: rows of the Inbox or of another list
    """The lists of the services can also hand out chosen rows."""

    def rows(self, numbers: Collection[Hashable]) -> Sequence[Any]: ...


class ListScreen(DeskScreen, Generic[Row]):
    """The list is made by the screen and stands in its body."""

    AUTO_FOCUS = "OpeningList"
    list: OpeningList[Row]

    @abstractmethod
    def source(self) -> Source[Row]:
        """What the list shows."""

    @abstractmethod
    def preview(self, row: Row | None) -> None:
        """Show what is under the cursor."""

    def opened(self) -> None:
        super().opened()
        self.list.show(self.source())

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.list.reload(keep=keep)

    def speak(self) -> None:
        super().speak()
        if self.list.is_mounted:
            self.list.repaint()
            self.preview(self.list.here)

    def tick(self) -> None:
        self.list.repaint()

    def marked(self) -> int:
        return len(self.list.marks)

    def unmark(self) -> None:
        self.list.unmark_all()

    def read_marked_rows(self) -> Sequence[Row]:
        """The marked rows as they are now; in a worker."""
        return cast(Sequence[Row], cast(Listing, self.list.source).rows(self.list.marks))

    @on(LazyList.Highlighted)
    def look_at(self, message: LazyList.Highlighted[Row]) -> None:
        if message.control is self.list:
            self.preview(message.row)
            self.show_hints()

    @on(LazyList.Marked)
    def marks_changed(self) -> None:
        self.show_hints()

    @on(LazyList.Selected)
    def select(self, message: LazyList.Selected[Row]) -> None:
        if message.control is self.list:
            self.action_act("confirm")

    @on(OpeningList.Opened)
    def open_it(self) -> None:
        self.action_act("open")

    @on(LazyList.Failed)
    def list_failed(self, message: LazyList.Failed) -> None:
        self.say(_("{error} F5 tries again.").format(error=message.error), severity="error")
