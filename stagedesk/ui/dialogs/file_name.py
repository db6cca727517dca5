"""Which file: its name is typed, and the files that begin like it are shown."""

import os
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import MUTED, shown
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint

SHOWN = 12


class FileName(Dialog[Path]):
    """Gives a file that is there; Tab completes its name as far as it is plain."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", N_("Complete the name"), show=False, priority=True, id="file.complete"),
    ]

    def __init__(self, heading: str, *, endings: Sequence[str] = (".xlsx", ".xls", ".ods", ".csv")) -> None:
        super().__init__(heading, about=", ".join(endings))
        self.endings = tuple(endings)
        self.field = LineField(f"{Path.cwd()}{os.sep}")

    def body(self) -> ComposeResult:
        yield self.field
        yield Static(classes="dialog-so-far", markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("read it")), Hint("tab", _("complete"))

    def on_mount(self) -> None:
        self.field.focus()
        self.field.action_end()
        self._show()

    @on(Input.Changed)
    def look(self) -> None:
        self._show()

    @on(Input.Submitted)
    def take(self) -> None:
        file = Path(self.field.value.strip()).expanduser()
        if file.is_file():
            self.dismiss(file)
        else:
            self.notify(_("There is no such file."), severity="warning", markup=False)

    def action_complete(self) -> None:
        found = self._alike()
        common = _beginning([str(file) for file in found])
        if len(found) == 1 and found[0].is_dir():
            common += os.sep
        if common:
            self.field.value = common
            self.field.action_end()

    def _show(self) -> None:
        names = [file.name + (os.sep if file.is_dir() else "") for file in self._alike()]
        more = " …" if len(names) > SHOWN else ""
        words = "  ".join(names[:SHOWN]) + more
        self.query_one(".dialog-so-far", Static).update(shown(words or _("There is no such file."), MUTED))

    def _alike(self) -> list[Path]:
        """Folders and lists whose names begin with what is typed."""
        typed = Path(self.field.value.strip() or ".").expanduser()
        folder, name = (typed, "") if self.field.value.endswith(os.sep) else (typed.parent, typed.name)
        try:
            files = sorted(folder.iterdir())
        except OSError:
            return []
        return [file for file in files if file.name.startswith(name or "") and self._fits(file, name)]

    def _fits(self, file: Path, name: str) -> bool:
        if file.name.startswith(".") and not name.startswith("."):
            return False
        return file.is_dir() or file.suffix.lower() in self.endings


def _beginning(names: Sequence[str]) -> str:
    """The letters with which all of these begin."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike)
