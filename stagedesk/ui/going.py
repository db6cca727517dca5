"""Going from one place of the desk to another."""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.widget import AwaitMount

from stagedesk.i18n import _
from stagedesk.ui import places
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.widgets.tabs import Tab

if TYPE_CHECKING:
    from pathlib import Path

    from stagedesk.services.importing.arranged import MailedList
    from stagedesk.services.lists.listing import Filter
    from stagedesk.ui.office import Office
    from stagedesk.ui.reading import Counts

FIGURES = "figures"
"""The mode that names nobody."""


class Going(App[None]):
    """The modes, and what is opened over them."""

    office: "Office | None" = None
    counts: "Counts | None" = None

    def figures_only(self) -> str:
        """Why whoever is here may see no people; empty for those who may, and before the desk is open."""
        return self.office.reading.sees_figures_only() if self.office else ""

    def why_not_there(self, action: str) -> str:
        """Why a key that goes to a mode does not; empty for all other keys."""
        is_mode = action.startswith("go(") and action != f"go({FIGURES!r})"
        return self.figures_only() if is_mode else ""

    def push_screen(self, screen: Any, *others: Any, **named: Any) -> Any:  # Any: as App has it
        """Show a screen over this one, unless it names people and they are not for whoever is here."""
        if isinstance(screen, DeskScreen) and screen.NAMES_PEOPLE and (reason := self.figures_only()):
            self.notify(reason, severity="warning", markup=False)
            return AwaitMount(self.screen, [])
        return super().push_screen(screen, *others, **named)

    def tabs(self) -> tuple[Tab, ...]:
        """The modes with what waits in each, as far as they are for whoever is here."""
        figures_only = self.figures_only()
        return tuple(tab for tab in self._all_tabs() if tab.key == "6" or not figures_only)

    def _all_tabs(self) -> tuple[Tab, ...]:
        counts = self.counts
        follow_up = counts.overdue + counts.due_today if counts else None
        return (
            Tab("1", _("Inbox"), counts.inbox if counts else None),
            Tab("2", _("Follow-up"), follow_up or None, overdue=bool(counts and counts.overdue)),
            Tab("3", _("Requests")),
            Tab("4", _("Placements")),
            Tab("5", _("Places")),
            Tab("6", _("Figures")),
            Tab("7", _("Directory")),
        )

    def action_go(self, mode: str) -> None:
        """Go to a mode; from deeper inside it, back to its beginning."""
        if mode != FIGURES and (reason := self.figures_only()):
            self.notify(reason, severity="warning", markup=False)
            return
        if mode == self.current_mode:
            while len(self.screen_stack) > 1:
                self.pop_screen()
        self.switch_mode(mode)

    def open_request(self, reference: str) -> None:
        here = self.screen
        if isinstance(here, DeskScreen) and here.about == reference:
            return
        mode = here.tab_line.current if isinstance(here, DeskScreen) else ""
        self.push_screen(places.request_page(reference, mode))

    def open_queue(self, wanted: "Filter", name: str) -> None:
        self.push_screen(places.queue(wanted, name))

    def open_accounts(self) -> None:
        self.push_screen(places.accounts())

    def open_outbox(self) -> None:
        self.push_screen(places.outbox())

    def open_closing_days(self) -> None:
        self.push_screen(places.closing_days())

    def search(self, words: str | None = None) -> None:
        """Go where all requests are, and find those with these words, or ask for words."""
        self.action_go("requests")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        screen = self.screen_stack[0]
        if isinstance(screen, DeskScreen):
            self.call_after_refresh(screen.look_for, words)

    def open_placement(self, reference: str) -> None:
        here = self.screen
        mode = here.tab_line.current if isinstance(here, DeskScreen) else ""
        self.push_screen(places.placement_page(reference, mode))

    def open_presence(self) -> None:
        self.push_screen(places.who_is_where())

    def open_introduction(self) -> None:
        self.push_screen(places.introduction())

    def open_list(self, found: "Path | MailedList") -> None:
        """A list of placements that may be taken over, from a file or from a mail."""
        self.push_screen(places.import_list(found))
