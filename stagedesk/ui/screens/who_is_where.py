"""Who is where on any day: every intern that is there, by directorate and department."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.mail_out.outbox_mail import write_file
from stagedesk.services.register.whereabouts import DepartmentPresence, Present
from stagedesk.ui import texts
from stagedesk.ui.dialogs.ask_date import Quick
from stagedesk.ui.dialogs.ask_day import AskAnyDay
from stagedesk.ui.dialogs.message import Tell
from stagedesk.ui.screens import placement_texts
from stagedesk.ui.screens.doing import Doing
from stagedesk.ui.shown import MUTED, Shown, joined, short_day, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.short_list import ShortList

COLUMNS = (
    Column(N_("intern"), 26, flex=2, priority=30),
    Column(N_("days"), 22, priority=28),
    Column(N_("kind"), 12, flex=1, priority=10),
    Column(N_("mentor"), 12, flex=1, priority=15),
    Column(N_("placement"), 10, priority=12),
    Column(N_("how sure"), 16, flex=1, priority=20),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A department's heading, or somebody who is there."""

    key: str
    where: DepartmentPresence
    who: Present | None = None


class WhoIsWhereScreen(Doing):
    MODE = "4"
    PLACE = N_("Who is where")
    OFFERED = ("open", "export")
    HERE = frozenset({"open", "confirm", "mark"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "day(-1)", N_("The day before"), show=False, id="presence.before"),
        Binding("right", "day(1)", N_("The next day"), show=False, id="presence.next"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.heading = Static(id="closing-year", markup=False)
        self.list: ShortList[Line] = ShortList(COLUMNS, self.cells, id="list")
        self.day: date | None = None
        self.found: tuple[DepartmentPresence, ...] = ()

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.list

    @property
    def today(self) -> date:
        return self.opened_office.reading.today

    def speak(self) -> None:
        self.list.empty = _("Nobody is there on this day. / asks for another one.")
        self.list.repaint()
        super().speak()
        if self.office and self.day:
            self._say_day()

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        office = self.opened_office
        day = self.day = self.day or self.today
        self.ask("presence", lambda: office.register.presence(day), self._show)

    def _show(self, found: tuple[DepartmentPresence, ...]) -> None:
        self.found = found
        self.list.show(list(_lines(found)))
        self._say_day()

    def _say_day(self) -> None:
        day = self.day or self.today
        count = sum(len(each.people) for each in self.found)
        people = ngettext("{count} intern", "{count} interns", count).format(count=count)
        where = ngettext("{count} department", "{count} departments", len(self.found))
        words = [shown(short_day(day, year=True), "bold"), shown(people)]
        words.append(shown(where.format(count=len(self.found)), MUTED))
        self.heading.update(joined(words, texts.GAP))

    def cells(self, line: Line) -> Sequence[Shown]:
        if line.who is None:
            where = line.where
            name = joined([shown(where.department_name, "bold"), shown(where.directorate, MUTED)], texts.GAP)
            return name, shown(""), shown(""), shown(""), shown(""), shown(str(len(where.people)), MUTED)
        row = line.who.placement
        return (
            shown(f"  {row.applicant}"),
            shown(placement_texts.days(row, self.today)),
            shown(placement_texts.kind(row.kind), MUTED),
            shown(row.mentor, MUTED),
            shown(row.ref, MUTED),
            shown(how_sure(line.who)),
        )

    # Keys --------------------------------------------------------------------------------------------

    def first_hints(self) -> Sequence[Hint]:
        return [Hint("right", _("next day")), Hint("slash", _("another day"))]

    def why_not(self, name: str) -> str:
        here = self.list.here
        return "" if here and here.who else _("There is no placement here.")

    def action_day(self, step: int) -> None:
        self.day = (self.day or self.today) + timedelta(days=step)
        self.reload()

    def act_search(self) -> None:
        def take(day: date | None) -> None:
            if day:
                self.day = day
                self.reload()

        today = self.today
        quick = [
            Quick(_("today"), today),
            Quick(_("next Monday"), today + timedelta(days=7 - today.weekday())),
            Quick(_("a year ago"), today - timedelta(days=364)),
        ]
        self.app.push_screen(AskAnyDay(_("Who is where on"), quick, today=today), take)

    def act_confirm(self) -> None:
        self.act_open()

    def act_open(self) -> None:
        here = self.list.here
        if here and here.who:
            self.desk_app.open_placement(here.who.placement.ref)

    def act_presence(self) -> None:
        """It is here."""

    @on(LineList.Selected, "#list")
    def into(self, message: LineList.Selected[Line]) -> None:
        message.stop()
        self.action_act("open")

    @on(LineList.Highlighted, "#list")
    def moved(self, message: LineList.Highlighted[Line]) -> None:
        message.stop()
        self.show_hints()

    def act_export(self) -> None:
        """The list as text, in a file that can be printed."""
        day, found, today = self.day or self.today, self.found, self.today
        file = Path.cwd() / f"{_('who-is-where')}-{day.isoformat()}.txt"

        def write() -> Path:
            content = "\n".join(as_text(found, day, today)) + "\n"
            write_file(file.parent, file.name, content.encode())
            return file

        self.have_done(write, self._written)

    def _written(self, file: Path) -> None:
        self.app.push_screen(Tell(_("The list is written"), str(file)))


def how_sure(who: Present) -> str:
    if who.is_away:
        return _("away")
    return "" if who.is_certain else _("not confirmed")


def _lines(found: Sequence[DepartmentPresence]) -> Iterator[Line]:
    for where in found:
        yield Line(where.department, where)
        for who in where.people:
            yield Line(who.placement.ref, where, who)


def as_text(found: Sequence[DepartmentPresence], day: date, today: date) -> Iterator[str]:
    """To be printed."""
    yield _("Who is where on {day}").format(day=short_day(day, year=True))
    for where in found:
        above = f" ({where.directorate})" if where.directorate else ""
        yield ""
        yield f"{where.department_name}{above}: {len(where.people)}"
        for who in where.people:
            row = who.placement
            parts = [row.applicant, placement_texts.days(row, today), row.mentor, how_sure(who)]
            yield "  " + texts.GAP.join(part for part in parts if part)
