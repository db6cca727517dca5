"""Which placements a key is about, and why it cannot be used with them now."""

from collections.abc import Callable, Sequence

from stagedesk.domain.placement import Attention
from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.ui.screens.register_screen import RegisterScreen

Rows = Sequence[PlacementRow]
BULK = frozenset({"confirm", "begin", "close", "note", "hire"})


class Gathering(RegisterScreen):
    """The placement under the cursor, or those that are marked."""

    HERE = frozenset(
        {
            "confirm", "open", "close", "note", "mark", "begin", "interrupt", "extend", "papers", "hire",
            "change",
        }
    )  # fmt: skip

    def placement(self) -> PlacementRow | None:
        """The placement that a key is about."""
        return None

    def marked(self) -> int:
        """How many placements are marked."""
        return 0

    def read_marked(self) -> Rows:
        return ()

    def why_not(self, name: str) -> str:
        row = self.placement()
        if row is None:
            return _("There is no placement here.")
        return _why_not(name, row)

    def gather(self, name: str, then: Callable[[Rows], None]) -> None:
        """The marked placements with which it can be done, else the one under the cursor."""
        if self.marked():
            self.ask("marked", self.read_marked, lambda rows: self._able(name, rows, then))
        elif (row := self.placement()) is not None:
            then([row])

    def _able(self, name: str, rows: Rows, then: Callable[[Rows], None]) -> None:
        if len(rows) > 1 and name not in BULK:
            self.say(_("That is done with one placement at a time; Escape unmarks."), severity="warning")
            return
        able = [row for row in rows if not _why_not(name, row)]
        if left_out := len(rows) - len(able):
            words = ngettext("{count} placement is left out.", "{count} placements are left out.", left_out)
            self.say(words.format(count=left_out), severity="warning")
        if able:
            then(able)


NOT_OVER = N_("It is over; u takes that back.")


def _why_not(name: str, row: PlacementRow) -> str:
    """Why this cannot be done with a placement now."""
    gone = row.cancelled_on is not None or row.no_show
    match name:
        case "begin" if row.started_on:
            return _("It started already.")
        case "interrupt" if row.planned_start is None:
            return _("It has no period yet; c gives it one.")
        case "extend" if row.planned_end is None:
            return _("It has no period yet; c gives it one.")
        case "hire" if row.started_on is None:
            return _("It has not started.")
        case "begin" | "close" | "interrupt" if not row.is_live:
            return _(NOT_OVER)
        case "extend" | "papers" | "change" if gone:
            return _(NOT_OVER)
    return ""


def next_step(row: PlacementRow) -> str:
    """What Enter does with a placement."""
    if Attention.CONFIRM_END in row.attention or Attention.CONFIRM_START in row.attention:
        return "confirm"
    return "papers" if row.attention else "open"


def those(rows: Rows) -> str:
    """The placement by its reference, or how many they are."""
    if len(rows) == 1:
        return rows[0].ref
    return ngettext("{count} placement", "{count} placements", len(rows)).format(count=len(rows))


def about(rows: Rows) -> str:
    """The second line of a dialog: which placements."""
    if len(rows) == 1:
        return f"{rows[0].ref} · {rows[0].applicant} · {rows[0].department_name}"
    return those(rows)
