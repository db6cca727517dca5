"""Everything about one placement, on the whole screen."""

from collections.abc import Sequence

from textual.app import ComposeResult

from stagedesk.i18n import N_
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.ui.register_reading import SeenPlacement
from stagedesk.ui.screens import placement_texts
from stagedesk.ui.screens.placement_gathering import next_step
from stagedesk.ui.screens.placement_keys import PlacementKeys
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.lines_view import LinesView


class PlacementPageScreen(PlacementKeys):
    MODE = "4"
    PLACE = N_("Placement")
    AUTO_FOCUS = ""
    OFFERED = ("begin", "close", "papers", "interrupt", "extend", "change", "hire", "note", "undo")

    def __init__(self, ref: str, mode: str) -> None:
        super().__init__()
        self.ref = ref
        self.mode = mode
        self.lines = LinesView(id="page")
        self.seen: SeenPlacement | None = None

    def body(self) -> ComposeResult:
        yield self.lines

    def show_tabs(self) -> None:
        super().show_tabs()
        self.tab_line.current = self.mode or self.MODE

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.ask("page", lambda: self.register.placement(self.ref), self._show)

    def speak(self) -> None:
        super().speak()
        if self.seen:
            self._show(self.seen)

    def _show(self, seen: SeenPlacement) -> None:
        anew, self.seen = self.seen is None, seen
        office = self.opened_office
        self.lines.show(placement_texts.lines(seen, self.today, office.reading.departments), anew=anew)
        self.show_hints()

    def placement(self) -> PlacementRow | None:
        return self.seen.page.placement if self.seen else None

    def first_hints(self) -> Sequence[Hint]:
        return ()

    def act_confirm(self) -> None:
        row = self.placement()
        if row and next_step(row) != "open":
            super().act_confirm()

    def act_open(self) -> None:
        """The request that it came from."""
        row = self.placement()
        if row and row.request:
            self.desk_app.open_request(row.request)
