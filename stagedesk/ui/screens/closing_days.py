"""Closing days: the days of a year on which nobody works, for the supervisor to edit."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.domain.codes import Role
from stagedesk.i18n import N_, _
from stagedesk.ui import texts
from stagedesk.ui.dialogs.ask_date import AskDate
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.shown import MUTED, NOTHING, Shown, short_day, shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.short_list import ShortList

if TYPE_CHECKING:
    from stagedesk.services.city.closing_days import ClosingDayRow

COLUMNS = (
    Column(N_("day"), 16, priority=40),
    Column(N_("who"), 14, priority=30),
    Column(N_("why"), 20, flex=1, priority=38),
    Column("", 16, priority=20),
)
CITY = "*"
"""The choice of everybody, which no department has as its code."""


class ClosingDaysScreen(DeskScreen):
    MODE = "6"
    PLACE = N_("Closing days")
    NAMES_PEOPLE = False
    OFFERED = ("undo",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "year(-1)", N_("The year before"), show=False, id="closing.before"),
        Binding("right", "year(1)", N_("The next year"), show=False, id="closing.next"),
        Binding("plus", "add", N_("Close on a day"), show=False, id="closing.add"),
        Binding("minus,delete", "remove", N_("Work on this day after all"), show=False, id="closing.remove"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.heading = Static(id="closing-year", markup=False)
        self.list: ShortList[ClosingDayRow] = ShortList(COLUMNS, self.cells, id="list")
        self.legend = Static(id="legend", markup=False)
        self.year = self.shown_year = 0

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.list
        yield self.legend

    def speak(self) -> None:
        self.list.empty = _("No closing days. + closes on a day.")
        self.list.repaint()
        words = _(
            "Past days stay as they were. Due dates that were promised stay; reminders go out on the next "
            "working day. A holiday at the weekend may need another day in its place."
        )
        self.legend.update(shown(words, MUTED))
        super().speak()

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        office = self.opened_office
        year = self.year = self.year or office.reading.today.year
        self.ask("closing days", lambda: office.reading.closing_days(year), self._show)

    def _show(self, found: "tuple[ClosingDayRow, ...]") -> None:
        words = _("Closing days of {year}   ← →").format(year=self.year)
        self.heading.update(shown(words, "bold"))
        other = self.shown_year != self.year
        self.shown_year = self.year
        self.list.show(found, first=other)
        if other:
            today = self._today()
            self.list.move_to(next((place for place, row in enumerate(found) if row.day >= today), 0))
        self.show_hints()

    def cells(self, row: "ClosingDayRow") -> Sequence[Shown]:
        over = self.office is not None and row.day < self.office.reading.today
        style = MUTED if over else ""
        weekend = row.is_weekend and not over
        remark = shown(_("at the weekend"), MUTED) if weekend else NOTHING
        who = row.department_name or _("the city")
        return shown(short_day(row.day, year=True), style), shown(who, style), shown(row.name, style), remark

    def first_hints(self) -> Sequence[Hint]:
        reason = self._why_not()
        keys = (("plus", _("close on a day")), ("minus", _("work on this day")))
        return [Hint(key, words, not reason, reason) for key, words in keys]

    def _why_not(self) -> str:
        supervisor = self.office is not None and self.office.reading.role == Role.SUPERVISOR
        return "" if supervisor else _("Only a supervisor changes the closing days.")

    def action_year(self, step: int) -> None:
        self.year += step
        self.reload()

    def action_add(self) -> None:
        if not self._may():
            return
        today = self._today()
        self.app.push_screen(AskDate(_("Closed on"), [], today=today), self._who)

    def _who(self, day: date | None) -> None:
        if day is None or self.office is None:
            return
        names = sorted(self.office.reading.departments.items(), key=lambda each: each[1])
        choices = [Choice(CITY, _("the city")), *(Choice(code, name) for code, name in names)]
        about = short_day(day, year=True)

        def take(code: str | None) -> None:
            if code:
                self._why(day, None if code == CITY else code)

        self.app.push_screen(Choose(_("Who is closed?"), choices, about=about), take)

    def _why(self, day: date, department: str | None) -> None:
        def take(name: str | None) -> None:
            if name and self.office:
                deciding = self.office.deciding
                self.year = day.year
                said = _("Closed on {day}. u takes it back.").format(day=texts.day(day, self._today()))
                self._change(lambda: deciding.close_on(day, name, department), said)

        self.app.push_screen(Write(_("Why?"), about=short_day(day, year=True)), take)

    def action_remove(self) -> None:
        row = self.list.here
        if row is None or self.office is None or not self._may():
            return
        deciding = self.office.deciding
        said = _("{day} is a working day. u takes it back.").format(day=texts.day(row.day, self._today()))
        self._change(lambda: deciding.work_on(row.day, row.department or None), said)

    def _change(self, step: Callable[[], None], said: str) -> None:
        def done(_nothing: None) -> None:
            self.say(said)
            self.desk_app.look(anyway=True)

        self.have_done(step, done)

    def _may(self) -> bool:
        if reason := self._why_not():
            self.say(reason, severity="warning")
        return not self._why_not()

    def _today(self) -> date:
        return self.opened_office.reading.today
