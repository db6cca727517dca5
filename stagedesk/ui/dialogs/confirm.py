"""Ask before something that cannot be undone."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.hints import Hint


class Confirm(Dialog[bool]):
    """Yes by its letter, by mouse or by walking there; Enter alone is no."""

    def __init__(self, question: str, *, yes: str = "", no: str = "", about: str = "") -> None:
        super().__init__(question, about=about)
        self.yes = yes or _("Yes")
        self.no = no or _("No")

    def body(self) -> ComposeResult:
        with Horizontal(classes="dialog-buttons"):
            yield Button(shown(self.no), id="no", compact=True)
            yield Button(shown(self.yes), id="yes", compact=True)

    def hints(self) -> Sequence[Hint]:
        return Hint(_("y"), self.yes), Hint(_("n"), self.no)

    def words_for_leaving(self) -> str:
        return ""

    def on_mount(self) -> None:
        self.query_one("#no").focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in (_("y"), _("n")):
            event.stop()  # else the screen below takes it for one of its own keys
            self.dismiss(event.key == _("y"))
        elif event.key in ("left", "right"):
            self.focus_next()

    @on(Button.Pressed)
    def press(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")

    def action_leave(self) -> None:
        self.dismiss(False)
