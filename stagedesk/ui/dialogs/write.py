"""Write a text of more than a line: a note, or a question to the applicant."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.screen import Screen

from stagedesk.domain.text import clean
from stagedesk.editor import edited
from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.widgets.fields import TextField
from stagedesk.ui.widgets.hints import Hint


class Write(Dialog[str]):
    """Gives the text; Escape asks first when typed words would be lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "accept", N_("Accept"), show=False, priority=True, id="write.accept"),
        Binding("ctrl+e", "edit", N_("Write in your editor"), show=False, priority=True, id="write.edit"),
    ]

    def __init__(self, heading: str, *, text: str = "", accept: str = "", about: str = "") -> None:
        super().__init__(heading, about=about)
        self.field = TextField(text)
        self.before = self.field.text
        self.accept = accept or _("save")

    def body(self) -> ComposeResult:
        yield self.field

    def hints(self) -> Sequence[Hint]:
        return Hint("ctrl+s", self.accept), Hint("ctrl+e", _("your editor"))

    def action_accept(self) -> None:
        if text := clean(self.field.text, lines=True):
            self.dismiss(text)
        else:
            self.notify(_("Nothing is written yet."), severity="warning", markup=False)

    def action_leave(self) -> None:
        if self.field.text == self.before:
            self.dismiss(None)
        else:
            question = Confirm(_("Throw away what you typed?"), yes=_("Throw away"), no=_("Go on writing"))
            self.app.push_screen(question, self._leave_if)

    def action_edit(self) -> None:
        if (text := in_editor(self, self.field.text)) is not None:
            self.field.text = clean(text, lines=True)

    def _leave_if(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)


def in_editor(dialog: Screen[Any], text: str) -> str | None:
    """The text as the person's own editor leaves it; None, and why is said, where it changed nothing."""
    try:
        with dialog.app.suspend():
            return edited(text)
    except SuspendNotSupported:
        dialog.notify(_("No editor can be opened in this terminal."), severity="warning", markup=False)
    except OSError as error:
        words = _("The editor did not start: {detail}. Set EDITOR to the one you use.")
        dialog.notify(words.format(detail=error), severity="error", markup=False)
    return None
