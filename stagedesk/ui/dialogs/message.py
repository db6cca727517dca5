"""Tell something that does not fit in a corner of the screen: an error with its way out, and text to copy."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.hints import Hint


class Tell(Dialog[None]):
    """Stays until it was read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", N_("Close"), show=False, id="message.close"),
        Binding("c", "copy", N_("Copy"), show=False, id="message.copy"),
    ]

    def __init__(self, heading: str, text: str, *, about: str = "") -> None:
        super().__init__(heading, about=about)
        self.text = text

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="dialog-text"):
            yield Static(shown(self.text, lines=True), markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("close")), Hint("c", _("copy"))

    def words_for_leaving(self) -> str:
        return ""

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(clean(self.text, lines=True))
        # The terminal does not answer, so nobody knows whether it obeyed.
        self.notify(_("Sent to the terminal's clipboard."), markup=False)
