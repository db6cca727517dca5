"""Which month's workbook to write, and where to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from stagedesk.domain.month import Month
from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint


@dataclass(frozen=True, slots=True)
class Wanted:
    month: str
    file: Path


class ExportMonth(Dialog[Wanted]):
    """Last month is proposed; the file's name follows the month until somebody gives it another."""

    def __init__(self, today: date, folder: Path) -> None:
        super().__init__(_("Workbook of a month"))
        last = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
        self.folder = folder
        self.month = LineField(last, id="month")
        self.file = LineField(str(self._file(last)), id="file")

    def body(self) -> ComposeResult:
        yield Static(shown(_("month, as 2026-03")), classes="dialog-about", markup=False)
        yield self.month
        yield Static(shown(_("file")), classes="dialog-about", markup=False)
        yield self.file
        yield Static(classes="dialog-so-far", markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("write it")), Hint("tab", _("next"))

    def on_mount(self) -> None:
        self.month.focus()

    @on(Input.Changed)
    def look(self, message: Input.Changed) -> None:
        if message.input is self.month and Path(self.file.value).parent == self.folder:
            self.file.value = str(self._file(self.month.value))
        self.query_one(".dialog-so-far", Static).update(shown(self._about()))

    @on(Input.Submitted)
    def take(self) -> None:
        if self._a_month() and self.file.value.strip():
            self.dismiss(Wanted(self.month.value.strip(), Path(self.file.value.strip()).expanduser()))
        else:
            self.app.bell()

    def _file(self, month: str) -> Path:
        return self.folder / f"stagedesk-{month.strip()}.xlsx"

    def _a_month(self) -> bool:
        try:
            return bool(Month.parse(self.month.value))
        except ValueError:
            return False

    def _about(self) -> str:
        if not self._a_month():
            return _("Which month is that?")
        there = Path(self.file.value.strip()).expanduser().exists()
        return _("That file is there already; it will be written anew.") if there else ""
