"""A lazy list whose rows a double click opens."""

from textual import events

from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.source import Row


class OpeningList(LazyList[Row]):
    """A click never decides: nobody decides anything by a finger that slipped."""

    class Opened(LineList.OfList):
        """A double click."""

    def clicked(self, position: int, event: events.Click) -> None:
        if event.chain == 2:
            self.move_to(position)
            self.post_message(self.Opened(self))
        else:
            super().clicked(position, event)
