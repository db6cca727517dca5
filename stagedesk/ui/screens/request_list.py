"""A list of requests with the timeline of the one under the cursor beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from stagedesk.i18n import N_, _
from stagedesk.services.actions import BY_ID, Action
from stagedesk.services.rows import RequestRow
from stagedesk.ui import texts
from stagedesk.ui.screens.listed import Listed
from stagedesk.ui.screens.request_view import RequestView
from stagedesk.ui.shown import LATE, MUTED, Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.opening_list import OpeningList

if TYPE_CHECKING:
    from stagedesk.ui.reading import Seen

DUE = (
    Column(N_("due"), 12, priority=30),
    Column(N_("request"), 10, priority=22),
    Column(N_("from"), 14, flex=2, priority=25),
    Column(N_("asks for"), 16, flex=4, priority=20),
    Column(N_("waits for"), 13, flex=1, priority=28),
    Column(N_("days"), 5, right=True, priority=10),
)


class RequestList(Listed[RequestRow]):
    """Open requests, what is due first first."""

    OFFERED = ("open", "answer", "remind", "route", "ask", "close", "undo")

    def __init__(self) -> None:
        super().__init__()
        self.list: OpeningList[RequestRow] = OpeningList(DUE, self.cells)
        self.count_line = CountLine(self.list)
        self.view = RequestView(id="preview")

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Vertical(id="list"):
                yield self.list
                yield self.count_line
            yield self.view

    def request_of(self, row: RequestRow) -> RequestRow:
        return row

    def reason(self, action: Action) -> str:
        # Enter opens what is closed.
        return super().reason(BY_ID["open"] if action.id == "confirm" else action)

    def cells(self, row: RequestRow) -> Sequence[Shown]:
        reading = self.reading
        today = reading.today
        days = reading.working_days(today, row.due_on) if row.due_on else 0
        due = texts.due(row.due_on, today, days) if row.due_on else ""
        waited = reading.working_days(row.waiting_since, today) if row.waiting_since else 0
        return (
            shown(due, LATE if row.is_overdue(today) else ""),
            shown(row.ref, MUTED),
            shown(row.who),
            shown(texts.asks_for(row)),
            shown(texts.party(row)),
            shown(str(max(0, waited))),
        )

    def preview(self, row: RequestRow | None) -> None:
        if row is None or self.office is None:
            self.view.show(None, {})
        else:
            self.ask("preview", lambda: self.reading.seen(row.ref), self._show)

    def _show(self, seen: "Seen") -> None:
        if self.list.here is not None and self.list.here.id == seen.page.request.id:
            self.view.show(seen, self.reading.departments)

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        # A step that leaves the row as it was still adds to its history.
        self.preview(self.list.here)

    def first_hints(self) -> Sequence[Hint]:
        row = self.list.here
        step = self.reading.next_step(row) if row is not None and self.office else "open"
        return [Hint("enter", _(BY_ID[step].words), available=row is not None)] if step != "open" else []

    def act_confirm(self) -> None:
        """The next step: what the desk would do today, or a look at the whole."""
        row = self.in_hand()
        step = self.reading.next_step(row) if row else "open"
        self.action_act(step)
