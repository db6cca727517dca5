"""Figures: the board of everything open, by who has the ball, with the list behind every number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from stagedesk.domain.codes import WaitingOn
from stagedesk.domain.deadlines import AGE_BANDS
from stagedesk.i18n import N_, _
from stagedesk.ui import texts
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.shown import LATE, MUTED, Shown, number, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.short_list import ShortList

if TYPE_CHECKING:
    from stagedesk.services.listing import Filter
    from stagedesk.services.queues import Board, Queue

COLUMNS = (
    Column(N_("open requests"), 20, flex=1, priority=40),
    Column(N_("open"), 6, right=True, priority=38),
    Column(N_("late"), 7, right=True, priority=36),
    Column(N_("oldest"), 8, right=True, priority=34),
    *(Column(band.label, 6, right=True, priority=20) for band in AGE_BANDS),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board."""

    key: str
    name: str
    queue: "Queue"
    wanted: "Filter"
    depth: int = 0


class FiguresScreen(DeskScreen):
    MODE = "6"
    PLACE = N_("Figures")
    OFFERED = ("export",)

    def __init__(self) -> None:
        super().__init__()
        self.list: ShortList[Line] = ShortList(COLUMNS, self.cells, id="list")
        self.legend = Static(id="legend", markup=False)

    def body(self) -> ComposeResult:
        yield self.list
        yield self.legend

    def speak(self) -> None:
        self.list.empty = _("Nothing is open. 1 shows the Inbox, f takes in new mail.")
        self.list.repaint()
        words = _("Age and oldest count working days since the request came in. Enter shows the requests.")
        self.legend.update(shown(words, MUTED))
        super().speak()

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        office = self.office
        assert office is not None, "nothing is read before the desk is open"
        self.ask("board", office.reading.board, self._show)

    def _show(self, board: "Board") -> None:
        self.list.show(list(lines(board)) if board.total.count else [])

    def cells(self, line: Line) -> Sequence[Shown]:
        queue = line.queue
        late = number(queue.overdue, LATE) if queue.overdue else shown("·", MUTED)
        oldest = number(queue.oldest_days) if queue.count else shown("·", MUTED)
        ages = [number(count) if count else shown("·", MUTED) for count in queue.ages]
        name = Shown(shown(line.name, "" if queue.code else "bold").pad_left(2 * line.depth))
        return name, number(queue.count), late, oldest, *ages

    @on(LineList.Selected)
    def open_queue(self, message: LineList.Selected[Line]) -> None:
        self.desk_app.open_queue(message.row.wanted, message.row.name)


def lines(board: "Board") -> Iterator[Line]:
    """Everything; then each party, and under the departments each of them."""
    from stagedesk.services.listing import Filter  # the desk is open, so the database is imported

    yield Line("all", _("everything"), board.total, Filter(is_open=True))
    for party in board.waiting:
        if not party.count:
            continue
        wanted = Filter(is_open=True, waiting_on=party.code)
        yield Line(party.code, texts.with_party(party.code), party, wanted, depth=1)
        if party.code == WaitingOn.DEPARTMENT:
            for each in board.departments:
                wanted = Filter(is_open=True, waiting_on=party.code, department=each.code)
                yield Line(f"department {each.code}", each.name, each, wanted, depth=2)
