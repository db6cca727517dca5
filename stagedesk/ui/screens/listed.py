"""Screens around a list of requests: what is under the cursor, what is marked, reading it anew."""

from abc import abstractmethod
from collections.abc import Collection, Hashable, Sequence
from typing import Any, Generic, Protocol, TypeVar, cast

from textual import events, on

from stagedesk.i18n import _
from stagedesk.services.rows import RequestRow
from stagedesk.ui.screens.acting import Rows
from stagedesk.ui.screens.deciding_keys import DecidingKeys
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.source import Keyed, Source

Row = TypeVar("Row", bound=Keyed)


class Listing(Source[Any], Protocol):  # Any: rows of the Inbox or of another list
    """The lists of the services can also hand out chosen rows."""

    def rows(self, numbers: Collection[Hashable]) -> Sequence[Any]: ...


class RequestRows(LazyList[Row]):
    """A double click opens: nobody decides anything by a finger that slipped."""

    class Opened(LineList.OfList):
        """A double click."""

    def clicked(self, position: int, event: events.Click) -> None:
        if event.chain == 2:
            self.move_to(position)
            self.post_message(self.Opened(self))
        else:
            super().clicked(position, event)


class Listed(DecidingKeys, Generic[Row]):
    """The list is made by the screen and stands in its body."""

    AUTO_FOCUS = "RequestRows"
    list: RequestRows[Row]

    @abstractmethod
    def source(self) -> Source[Row]:
        """What the list shows."""

    @abstractmethod
    def request_of(self, row: Row) -> RequestRow: ...

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

    def in_hand(self) -> RequestRow | None:
        here = self.list.here
        return None if here is None else self.request_of(here)

    def marked(self) -> int:
        return len(self.list.marks)

    def read_marked(self) -> Rows:
        return [self.request_of(row) for row in self.read_marked_rows()]

    def read_marked_rows(self) -> Sequence[Row]:
        return cast(Listing, self.list.source).rows(self.list.marks)

    def unmark(self) -> None:
        self.list.unmark_all()

    def act_open(self) -> None:
        if row := self.in_hand():
            self.desk_app.open_request(row.ref)

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

    @on(RequestRows.Opened)
    def open_it(self) -> None:
        self.action_act("open")

    @on(LazyList.Failed)
    def list_failed(self, message: LazyList.Failed) -> None:
        self.say(_("{error} F5 tries again.").format(error=message.error), severity="error")
