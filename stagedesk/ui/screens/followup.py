"""Follow-up: everything open by its due date, so that nothing has to be remembered."""

from typing import TYPE_CHECKING

from stagedesk.i18n import N_, _
from stagedesk.services.rows import RequestRow
from stagedesk.ui.screens.request_list import RequestList
from stagedesk.ui.widgets.source import Source

if TYPE_CHECKING:
    from stagedesk.services.listing import Filter


class FollowUpScreen(RequestList):
    MODE = "2"
    PLACE = N_("Follow-up")

    def source(self) -> Source[RequestRow]:
        return self.reading.follow_up()

    def speak(self) -> None:
        self.list.empty = _("Nothing is open. 1 shows the Inbox, 3 all requests.")
        super().speak()

    def show_tabs(self) -> None:
        super().show_tabs()
        if counts := self.desk_app.counts:
            parts = (
                (counts.overdue, _("{count} late")),
                (counts.due_today, _("{count} today")),
                (counts.this_week, _("{count} later this week")),
            )
            self.count_line.say(" · ".join(words.format(count=count) for count, words in parts if count))


class QueueScreen(RequestList):
    """The requests behind a number of the board."""

    MODE = "6"
    PLACE = N_("Queue")

    def __init__(self, wanted: "Filter", name: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.count_line.words = name

    def source(self) -> Source[RequestRow]:
        return self.reading.chosen(self.wanted)

    def speak(self) -> None:
        self.list.empty = _("Nothing here. Escape goes back.")
        super().speak()
