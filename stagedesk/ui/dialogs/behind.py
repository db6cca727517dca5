"""The list behind a number: every reference that it counts, each to be opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult

from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.short_list import ShortList


@dataclass(frozen=True, slots=True)
class Reference:
    key: str


class Behind(Dialog[str]):
    """Gives the reference that was chosen."""

    def __init__(self, heading: str, references: Sequence[str]) -> None:
        super().__init__(heading, about=_("{count} in all").format(count=len(references)))
        self.list: ShortList[Reference] = ShortList(
            (Column("", 20, flex=1),),
            _cells,
            [Reference(str(each)) for each in references],
            empty=_("Nothing."),
            id="behind",
        )

    def body(self) -> ComposeResult:
        yield self.list

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("open")), Hint("down", _("next"))

    def on_mount(self) -> None:
        self.list.focus()

    @on(LineList.Selected)
    def take(self, message: LineList.Selected[Reference]) -> None:
        self.dismiss(message.row.key)


def _cells(row: Reference) -> tuple[Shown, ...]:
    return (shown(row.key),)
