"""Write a text of more than a line: a note, or a question to the applicant."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType

from stagedesk.domain.text import clean
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
        try:
            with self.app.suspend():
                text = edited(self.field.text)
        except SuspendNotSupported:
            self.notify(_("No editor can be opened in this terminal."), severity="warning", markup=False)
        except OSError as error:
            words = _("The editor did not start: {detail}. Set EDITOR to the one you use.")
            self.notify(words.format(detail=error), severity="error", markup=False)
        else:
            self.field.text = clean(text, lines=True)

    def _leave_if(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)


def edited(text: str) -> str:
    """The text as the person's own editor leaves it; when the editor fails, as it was."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or shutil.which("nano") or "vi"
    command = shlex.split(editor)
    with tempfile.TemporaryDirectory(prefix="stagedesk-") as folder:
        # The folder is for this person only, and the text goes when the editor closes.
        file = Path(folder) / "text.txt"
        file.write_text(text, encoding="utf-8")
        failed = subprocess.run([*command, str(file)], check=False).returncode
        return text if failed else file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
