"""Ask for a day: one of a few that are often meant, or one that is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.dialogs.typed_date import typed_date
from stagedesk.ui.shown import MUTED, Shown, short_day, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.short_list import ShortList


@dataclass(frozen=True, slots=True)
class Quick:
    """A day that is often meant, and what it is called."""

    words: str
    day: date

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()} {self.words}"


class AskDate(Dialog[date]):
    """Gives a day that is not over yet.

    A digit alone is one of the quick days; it does not pick at once, for a date may begin with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Previous"), show=False, id="date.previous"),
        Binding("down", "move(1)", N_("Next"), show=False, id="date.next"),
    ]

    def __init__(self, heading: str, quick: Sequence[Quick], *, today: date, about: str = "") -> None:
        super().__init__(heading, about=about)
        self.quick = tuple(quick)
        self.today = today
        self.field = LineField(placeholder=_("or a day: 20/5, 20 May, Friday, +3"))
        self.list = ShortList(_columns(self.quick), self._cells, self.quick)
        self.list.can_focus = False

    def body(self) -> ComposeResult:
        self.list.styles.height = len(self.quick)
        yield self.list
        yield self.field
        yield Static(classes="dialog-so-far", markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("this day")), Hint("down", _("next"))

    def action_move(self, lines: int) -> None:
        self.field.value = ""
        self.list.action_move(lines)

    def meant(self) -> date | None:
        """The day that is typed, or else the one under the cursor."""
        typed = self.field.value.strip()
        if not typed:
            return self.list.here.day if self.list.here else None
        if typed.isdecimal() and 1 <= int(typed) <= len(self.quick):
            return self.quick[int(typed) - 1].day
        return typed_date(typed, self.today)

    def fits(self, day: date) -> bool:
        """Whether this day may be given."""
        return day >= self.today

    def on_mount(self) -> None:
        self.field.focus()

    @on(Input.Changed)
    @on(ShortList.Highlighted)
    def show_meaning(self) -> None:
        day = self.meant()
        self.query_one(".dialog-so-far", Static).update(shown(self._words(day)))

    @on(Input.Submitted)
    @on(ShortList.Selected)
    def take(self) -> None:
        day = self.meant()
        if day is not None and self.fits(day):
            self.dismiss(day)
        else:
            self.app.bell()

    def _words(self, day: date | None) -> str:
        if day is None:
            return _("Which day is that?")
        words = short_day(day, year=True)
        return words if self.fits(day) else _("{day} is over.").format(day=words)

    def _cells(self, quick: Quick) -> Sequence[Shown]:
        digit = str(self.quick.index(quick) + 1)
        return shown(digit, "bold"), shown(quick.words), shown(short_day(quick.day), MUTED)


def _columns(quick: Sequence[Quick]) -> tuple[Column, ...]:
    widest = max((cell_len(shown(one.words).plain) for one in quick), default=1)
    return Column(width=1, priority=20), Column(width=min(widest, 40), priority=30), Column(width=12, flex=1)
