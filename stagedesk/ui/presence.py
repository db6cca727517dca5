"""Telling others what this screen shows, and saying here who else has it open."""

from typing import TYPE_CHECKING

from stagedesk.i18n import _
from stagedesk.services.rows import RequestRow
from stagedesk.ui.screens.desk_screen import DeskScreen

if TYPE_CHECKING:
    from stagedesk.ui.app import DeskApp

EVERY = 5.0
"""Seconds: a cursor that only passes by says nothing."""


class Present:
    """Looks at what is on the screen from time to time."""

    def __init__(self, app: "DeskApp") -> None:
        self.app = app
        self.before: int | None = None
        self.known: dict[int, tuple[str, ...]] = {}

    def tick(self) -> None:
        """What was on the screen the last time and still is, is looked at."""
        screen, office = self.app.screen, self.app.office
        row = screen.in_hand() if isinstance(screen, DeskScreen) else None
        if row is None or office is None:
            return
        rested, self.before = self.before == row.id, row.id
        if rested:
            self.app.ask(
                "presence",
                lambda: office.reading.window.look_at(row.id),
                lambda names: self._tell(row, names),
            )

    def _tell(self, row: RequestRow, names: tuple[str, ...]) -> None:
        before = self.known.get(row.id, ())
        self.known = {row.id: names}
        if names == before:
            return
        if new := [name for name in names if name not in before]:
            words = _("{who} has {reference} open, too. T makes it yours.")
            self.app.tell(words.format(who=", ".join(new), reference=row.ref))
        screen = self.app.screen
        if isinstance(screen, DeskScreen):
            screen.reload()
