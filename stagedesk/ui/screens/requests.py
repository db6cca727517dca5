"""Requests: all of them, by saved view or by words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from stagedesk.i18n import N_, _
from stagedesk.services.rows import RequestRow
from stagedesk.ui import texts
from stagedesk.ui.dialogs.find import Find
from stagedesk.ui.screens.request_list import RequestList
from stagedesk.ui.shown import LATE, MUTED, NOTHING, Shown, number, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.short_list import ShortList
from stagedesk.ui.widgets.source import Source

if TYPE_CHECKING:
    from stagedesk.services.lists.views import View

COLUMNS = (
    Column(N_("request"), 10, priority=30),
    Column(N_("from"), 14, flex=2, priority=28),
    Column(N_("asks for"), 16, flex=4, priority=15),
    Column(N_("state"), 13, flex=1, priority=25),
    Column(N_("waits for"), 11, flex=1, priority=12),
    Column(N_("due"), 10, priority=20),
)


class RequestsScreen(RequestList):
    MODE = "3"
    PLACE = N_("Requests")
    ENTER_OPENS = True
    OFFERED = ("open", "search", "note", "route", "close", "reopen", "undo")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "to_views", N_("To the saved views"), show=False, id="requests.views"),
        Binding("right", "to_list", N_("To the list"), show=False, id="requests.list"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.list.columns = COLUMNS
        self.list.cells = self.cells
        columns = (Column(width=10, flex=1, priority=20), Column(width=5, right=True))
        self.views: ShortList[View] = ShortList(columns, self.view_cells, id="views")
        self.words = ""
        """What was searched for; empty while a view is shown."""

    def body(self) -> ComposeResult:
        with Horizontal():
            yield self.views
            with Horizontal(classes="split"):
                with Vertical(id="list"):
                    yield self.list
                    yield self.count_line
                yield self.view

    def opened(self) -> None:
        from stagedesk.services.lists.views import views  # the desk is open, so the database is imported

        self.views.show(views())
        super().opened()

    def source(self) -> Source[RequestRow]:
        if self.words:
            return self.reading.found(self.words)
        return self.reading.view(self.views.here.id if self.views.here else "all-open")

    def speak(self) -> None:
        self.list.empty = _("No request is in this view. / searches all of them.")
        if self.words:
            self.list.empty = _("No request holds these words. / searches again, Escape leaves the search.")
        super().speak()
        self.views.repaint()

    def show_tabs(self) -> None:
        super().show_tabs()
        self.views.repaint()

    def first_hints(self) -> Sequence[Hint]:
        return []

    def act_confirm(self) -> None:
        self.act_open()

    # Rows --------------------------------------------------------------------------------------

    def cells(self, row: RequestRow) -> Sequence[Shown]:
        today = self.reading.today
        days = self.reading.working_days(today, row.due_on) if row.due_on else 0
        when = texts.due(row.due_on, today, days) if row.due_on else ""
        closed = texts.day(row.closed_on, today) if row.closed_on else ""
        return (
            shown(row.ref),
            shown(row.who),
            shown(texts.asks_for(row)),
            shown(texts.state(row), "" if row.is_open else MUTED),
            shown(texts.party(row)),
            shown(when or closed, LATE if row.is_overdue(today) else MUTED if closed else ""),
        )

    def view_cells(self, view: "View") -> Sequence[Shown]:
        counts = self.desk_app.counts
        return shown(view.name), number(counts.views[view.id]) if counts else NOTHING

    # Views and words ---------------------------------------------------------------------------

    @on(LineList.Highlighted, "#views")
    def choose_view(self, message: LineList.Highlighted["View"]) -> None:
        message.stop()
        if message.row is not None and self.office:
            self.search("")

    @on(LineList.Selected, "#views")
    def into_list(self, message: LineList.Selected["View"]) -> None:
        message.stop()
        self.list.focus()

    def search(self, words: str) -> None:
        """Show what holds these words, or the saved view again."""
        self.words = words
        self.count_line.say(_("found: {words}").format(words=words) if words else "")
        self.speak()
        self.list.show(self.source())

    def act_search(self) -> None:
        self.look_for(None)

    def look_for(self, words: str | None) -> None:
        if words is not None:
            self.search(words)
            return
        before = self.words

        def take(words: str | None) -> None:
            self.search(before if words is None else words)

        placeholder = _("reference, name, school, any words of the mail")
        self.app.push_screen(
            Find(_("Search"), text=self.words, placeholder=placeholder, typed=self.search), take
        )

    def action_back(self) -> None:
        if self.words:
            self.search("")
        else:
            super().action_back()

    def action_to_views(self) -> None:
        self.views.focus()

    def action_to_list(self) -> None:
        self.list.focus()
