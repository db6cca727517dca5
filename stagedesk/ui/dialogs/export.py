"""Which month's workbook to write, for whom, and where to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from stagedesk.domain.month import Month
from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint


@dataclass(frozen=True, slots=True)
class Wanted:
    month: str
    file: Path
    public: bool


class ExportMonth(Dialog[Wanted]):
    """Last month is proposed; the file's name follows what is chosen until somebody gives it another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,down", "for_whom", N_("For the desk, or for everybody"), show=False, id="export.public"),
    ]

    def __init__(self, today: date, folder: Path, *, public: bool = False) -> None:
        super().__init__(_("Workbook of a month"))
        last = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
        self.folder = folder
        self.public = public
        self.month = LineField(last, id="month")
        self.file = LineField(str(self._file(last)), id="file")

    def body(self) -> ComposeResult:
        yield Static(shown(_("month, as 2026-03")), classes="dialog-about", markup=False)
        yield self.month
        yield Static(shown(self._for_whom(), lines=True), id="for-whom", markup=False)
        yield Static(shown(_("file")), classes="dialog-about", markup=False)
        yield self.file
        yield Static(classes="dialog-so-far", markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("write it")), Hint("tab", _("next")), Hint("down", _("for whom"))

    def on_mount(self) -> None:
        self.month.focus()

    def action_for_whom(self) -> None:
        self.public = not self.public
        self.query_one("#for-whom", Static).update(shown(self._for_whom(), lines=True))
        self._name_the_file()

    def _for_whom(self) -> str:
        inside = _("internal: everything, with names of people")
        outside = _("public: totals only, small numbers hidden")
        lines = ((inside, not self.public), (outside, self.public))
        return "\n".join(f"{'▸' if chosen else ' '} {words}" for words, chosen in lines)

    def _name_the_file(self) -> None:
        if Path(self.file.value).parent == self.folder:
            self.file.value = str(self._file(self.month.value))

    @on(Input.Changed)
    def look(self, message: Input.Changed) -> None:
        if message.input is self.month:
            self._name_the_file()
        self.query_one(".dialog-so-far", Static).update(shown(self._about()))

    @on(Input.Submitted)
    def take(self) -> None:
        if self._a_month() and self.file.value.strip():
            self.dismiss(
                Wanted(self.month.value.strip(), Path(self.file.value.strip()).expanduser(), self.public)
            )
        else:
            self.app.bell()

    def _file(self, month: str) -> Path:
        return self.folder / f"stagedesk-{month.strip()}{'-public' if self.public else ''}.xlsx"

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
