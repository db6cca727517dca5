"""The desk on the screen: its places, what goes on in the background, and what is the same everywhere."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import WorkerFailed

from stagedesk import assets, i18n
from stagedesk.driver import choose
from stagedesk.errors import StagedeskError
from stagedesk.i18n import N_, _, ngettext
from stagedesk.settings import Settings, fixed_now
from stagedesk.ui import dialogs, garbage, places, presence
from stagedesk.ui.background import Background
from stagedesk.ui.going import FIGURES, Going
from stagedesk.ui.screens.acting import those
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.screens.inbox import InboxScreen
from stagedesk.ui.terminal import Terminal
from stagedesk.ui.widgets.line_list import LineList

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from stagedesk.services.mail_in.mailboxes import Fetched
    from stagedesk.ui.deciding import Undone
    from stagedesk.ui.office import Office
    from stagedesk.ui.reading import Counts

Clock = Callable[[], datetime]
LOOK, MINUTE = 1.0, 60.0
LIGHT, DARK = "textual-light", "textual-dark"
FIRST_CSS, MARK, LATER_CSS = assets.stylesheet().read_text(encoding="utf-8").partition("/* Later:")


class DeskApp(Background, Going):
    """Paints at once; the desk is opened in a worker, and everything else is asked there, too."""

    CSS = FIRST_CSS
    NOTIFICATION_TIMEOUT = 3  # seconds: it covers a corner of the mail
    TITLE = "stagedesk"
    MODES = {
        "inbox": InboxScreen,
        "followup": places.followup,
        "requests": places.requests,
        "placements": places.placements,
        "places": places.places,
        "figures": places.figures,
        "directory": places.directory,
    }
    DEFAULT_MODE = "inbox"
    COMMANDS = {places.commands}
    # Its own texts know no Dutch: `action_palette` opens it with ours.
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "go('inbox')", N_("Inbox"), show=False, id="mode.inbox"),
        Binding("2", "go('followup')", N_("Follow-up"), show=False, id="mode.followup"),
        Binding("3", "go('requests')", N_("Requests"), show=False, id="mode.requests"),
        Binding("4", "go('placements')", N_("Placements"), show=False, id="mode.placements"),
        Binding("5", "go('places')", N_("Places"), show=False, id="mode.places"),
        Binding("6", "go('figures')", N_("Figures"), show=False, id="mode.figures"),
        Binding("7", "go('directory')", N_("Directory"), show=False, id="mode.directory"),
        Binding(
            "ctrl+p", "palette", N_("Find an action or a request"), show=False, priority=True, id="palette"
        ),
        Binding("ctrl+q", "quit", N_("Leave the desk"), show=False, priority=True, id="quit"),
    ]

    def __init__(self, settings: Settings, clock: Clock | None = None, *, background: bool = True) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock
        self.background = background
        """Whether it looks for what others do, sends letters and reminds by itself."""
        self.office: Office | None = None
        self.latest: object = None
        self.in_work: set[tuple[int, int]] = set()
        """Requests, in the version that was seen, with which something is being done."""
        self.sentence = ""
        """What is said after the screen is gone."""

    def database_url(self) -> str:
        return self.settings.database

    def on_mount(self) -> None:
        if self.background:
            self.set_timer(LOOK, garbage.keep_what_is_there)
        self.ask("open", partial(_open, self.settings, self.clock), self._opened)

    def _opened(self, office: "Office") -> None:
        self.office = office
        if self.figures_only():
            self.switch_mode(FIGURES)
        for screen in self._desk_screens():
            screen.opened()
        if self.background:
            self.set_interval(LOOK, self.look)
            self.set_interval(MINUTE, self._minute)
            self.set_interval(presence.EVERY, presence.Present(self).tick)
            if not self.figures_only():
                self.begin_to_work()
        if self.figures_only():
            self.look(anyway=True)

    @on(LineList.Highlighted)
    def count(self) -> None:
        """The first list is there, and nothing had to wait for this."""
        if self.latest is None and (office := self.office):
            self.latest = office.begun
            self.call_after_refresh(self.ask, "counts", office.reading.counts, self._counted)
            self.call_after_refresh(self.ask, "troubles", office.reading.letter_troubles, self._troubled)

    def _counted(self, counts: "Counts") -> None:
        self.counts = counts
        for screen in self._desk_screens():
            screen.show_tabs()
            if not isinstance(screen, InboxScreen):
                screen.reload()  # somebody was quicker

    def _troubled(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.tell(sentence, "warning")

    def failed(self, error: StagedeskError) -> None:
        """A desk that cannot be opened cannot be shown; anything later is said on the screen."""
        if self.office is None:
            self.sentence = str(error)
            self.exit(return_code=error.exit_code)
        else:
            self.tell(str(error), "error")

    def tell(self, words: str, severity: "SeverityLevel" = "information") -> None:
        """A line in the corner; news takes the place of older news, but not of a warning."""
        if severity == "information" and all(each.severity == severity for each in self._notifications):
            self.clear_notifications()
        self.notify(words, severity=severity, markup=False)

    def _get_screen(self, screen: Screen[Any] | str) -> tuple[Screen[Any], AwaitMount]:
        if not isinstance(screen, InboxScreen):
            self.stylesheet.add_source(MARK + LATER_CSS, ("", "later"))
        return super()._get_screen(screen)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Textual would parse everything once more: it takes a new screen for one of an older theme."""
        super()._load_screen_css(screen)
        screen._css_update_count = self._css_update_count

    def _desk_screens(self) -> list[DeskScreen]:
        stacks = (screen for stack in self._screen_stacks.values() for screen in stack)
        found = [screen for screen in stacks if isinstance(screen, DeskScreen) and screen.is_mounted]
        return [screen for screen in found if not (screen.NAMES_PEOPLE and self.figures_only())]

    # What others do, and what nobody has to do ---------------------------------------------------

    def look(self, *, anyway: bool = False) -> None:
        """See whether something changed, here or elsewhere, and show it; the cursor stays where it is."""
        office, known = self.office, None if anyway else self.latest
        if office is None:
            return

        def read() -> "tuple[object, Counts | None]":
            latest = office.reading.latest()
            return latest, None if latest == known else office.reading.counts()

        self.ask("look anyway" if anyway else "look", read, self._looked)

    def _looked(self, found: "tuple[object, Counts | None]") -> None:
        latest, counts = found
        if counts is None:
            return
        self.latest, self.counts = latest, counts
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.show_tabs()
                screen.reload()

    def _minute(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.tick()

    # The same everywhere -------------------------------------------------------------------------

    def undo(self, event: int | None = None) -> None:
        if office := self.office:
            self.ask("undo", lambda: office.deciding.undo(event), self._undone)

    def _undone(self, undone: "Undone") -> None:
        said = _("Taken back: {step} {who}") if len(undone.rows) < 2 else _("Taken back: {who}")
        who = those(undone.rows) if undone.rows else ""
        self.tell(said.format(step=undone.step, who=who).strip())
        if isinstance(self.screen, DeskScreen) and undone.rows:
            self.screen.reload(keep=undone.rows[0].id)
        self.look(anyway=True)

    def fetch(self) -> None:
        if not self.settings.mailboxes:
            words = _("No mailbox is set up here. Take mail in with: stagedesk fetch --eml FOLDER")
            self.tell(words, "warning")
        elif office := self.office:
            self.tell(_("Looking for new mail …"))
            self.ask("fetch", lambda: office.deciding.fetch(), self._fetched)

    def _fetched(self, found: "tuple[Fetched, ...]") -> None:
        new = sum(each.new for each in found)
        self.tell(ngettext("{count} new mail", "{count} new mails", new).format(count=new))
        for each in found:
            if each.error:
                self.tell(str(each.error), "error")
        self.look(anyway=True)

    def export(self) -> None:
        from stagedesk.ui.dialogs.export import ExportMonth, Wanted

        office = self.office
        if office is None:
            return

        def take(wanted: Wanted | None) -> None:
            if wanted:
                self.ask("export", lambda: office.reading.export(wanted), self._exported)

        public = bool(self.figures_only())
        self.push_screen(ExportMonth(office.reading.today, Path.cwd(), public=public), take)

    def _exported(self, file: Path) -> None:
        self.push_screen(dialogs.Tell(_("The workbook is written"), str(file)))

    def switch_language(self) -> None:
        i18n.use_language("en" if i18n.language() == "nl" else "nl")
        for screen in self._desk_screens():
            screen.speak()
        self.look(anyway=True)

    def switch_theme(self) -> None:
        self.theme = LIGHT if self.current_theme.dark else DARK

    def action_palette(self) -> None:
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            placeholder = _("What do you want to do? Or a name, a reference, any words")
            self.push_screen(CommandPalette(placeholder=placeholder, id="--command-palette"))

    # When something breaks -----------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Leave with one sentence: a traceback with its locals would show applicants to whoever looks on."""
        from stagedesk.ui.crash import write_crash

        error = sys.exc_info()[1] or self._exception
        file = write_crash(error.error if isinstance(error, WorkerFailed) else error)
        self.sentence = _("Something went wrong and the desk was closed. Nothing was lost.")
        if file:
            self.sentence += " " + _("Details: {file}").format(file=file)
        self._close_messages_no_wait()


def _import_office(settings: Settings) -> None:
    """Begin before the screen is painted: what is imported here is needed for the first list."""
    try:
        choose(settings.database)
    except StagedeskError:
        return  # opening the desk says so
    import stagedesk.ui.office  # noqa: F401 - importing it is all


def _open(settings: Settings, clock: Clock | None) -> "Office":
    from stagedesk.ui.office import opened  # with it comes the database

    return opened(settings, clock) if clock else opened(settings)


def run(settings: Settings, clock: Clock | None = None) -> int:
    """Open the desk on the screen; returns the exit code. STAGEDESK_NOW holds its clock."""
    i18n.use_language(settings.language or i18n.preferred_language())
    moment = fixed_now()
    Thread(target=_import_office, args=(settings,), daemon=True).start()
    app = DeskApp(settings, clock or ((lambda: moment) if moment else None))
    app.driver_class = Terminal
    app.run()
    if app.sentence:
        sys.stderr.write(app.sentence + "\n")
    return app.return_code or 0
