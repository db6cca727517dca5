"""Introduction days: who started since the last one, whom to invite, and who came."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.mail_out.outbox_mail import write_file
from stagedesk.services.register.introduction import DayRow
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.message import Tell
from stagedesk.ui.register_reading import SeenIntroduction
from stagedesk.ui.screens import placement_texts
from stagedesk.ui.screens.introduction_form import change_day, plan_day
from stagedesk.ui.screens.introduction_words import (
    CAME,
    Line,
    as_text,
    heading,
    invited_words,
    named,
    state,
)
from stagedesk.ui.screens.register_screen import RegisterScreen
from stagedesk.ui.shown import MUTED, Shown, short_day, shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.opening_list import OpeningList
from stagedesk.ui.widgets.sections import Section
from stagedesk.ui.widgets.source import Rows
from stagedesk.ui.widgets.view_line import ViewLine

COLUMNS = (
    Column(N_("intern"), 18, flex=2, priority=30),
    Column(N_("department"), 14, flex=2, priority=26),
    Column(N_("days"), 20, priority=20),
    Column(N_("mail"), 16, flex=2, priority=10),
    Column(N_("introduction"), 20, flex=1, priority=28),
)


class IntroductionScreen(RegisterScreen):
    MODE = "4"
    PLACE = N_("Introduction days")
    AUTO_FOCUS = "#rows"
    OFFERED = ("close", "open", "new", "change", "export", "undo")
    HERE = frozenset({"confirm", "open", "close", "mark", "change", "export"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step_view(-1)", N_("The day before"), show=False, id="introduction.before"),
        Binding("right", "step_view(1)", N_("The next day"), show=False, id="introduction.next"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view_line = ViewLine(id="sections")
        self.heading = Static(id="introduction-heading", markup=False)
        self.rows: Rows[Line] = Rows()
        self.list: OpeningList[Line] = OpeningList(COLUMNS, self.cells, source=self.rows, id="rows")
        self.count_line = CountLine(self.list)
        self.day: date | None = None
        """The day that was chosen; until then the next one."""
        self.seen: SeenIntroduction | None = None

    def body(self) -> ComposeResult:
        yield self.view_line
        yield self.heading
        yield self.list
        yield self.count_line

    def speak(self) -> None:
        self.list.empty = _("Nobody is invited, and nobody started since the day before.")
        if self.seen and self.seen.day is None:
            self.list.empty = _("No introduction day is planned. + plans one.")
        self.list.repaint()
        super().speak()
        self._say_day()

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        day = self.day
        self.ask("introduction", lambda: self.register.introduction(day), self._show)

    def _show(self, found: SeenIntroduction) -> None:
        self.seen = found
        self.rows.rows = [
            *(Line(row) for row in found.to_invite),
            *(Line(guest.placement, guest.invited_on, guest.attended) for guest in found.guests),
        ]
        self.list.reload()
        self.speak()

    def _say_day(self) -> None:
        seen = self.seen
        self.view_line.display = self.heading.display = seen is None or seen.day is not None
        if seen is None or seen.day is None:
            return
        sections = [
            Section(row.day.isoformat(), short_day(row.day, year=True), row.invited)
            for row in reversed(seen.days)
        ]
        self.view_line.show(sections, seen.day.day.isoformat(), Hint("", ""))
        self.heading.update(shown(texts.GAP.join(heading(seen))))

    def cells(self, line: Line) -> Sequence[Shown]:
        row = line.placement
        return (
            shown(row.applicant),
            shown(row.department_name),
            shown(placement_texts.days(row, self.today)),
            shown(row.applicant_email or _("no mail address"), MUTED),
            state(line, self.today),
        )

    @property
    def row(self) -> DayRow:
        """The day that is looked at, where there is one."""
        assert self.seen is not None, "the keys say why not otherwise"
        assert self.seen.day is not None, "the keys say why not otherwise"
        return self.seen.day

    # Keys --------------------------------------------------------------------------------------------

    @property
    def here(self) -> Line | None:
        return self.list.here

    @property
    def has_come(self) -> bool:
        """The day itself is there, or over."""
        return self.row.day <= self.today

    def first_hints(self) -> Sequence[Hint]:
        if self.seen is None:
            return []
        other = [Hint("right", _("other day"))] if len(self.seen.days) > 1 else []
        if self.here is None:
            return other
        words = _("came") if self.has_come else _("open")
        return [Hint("enter", words if self.here.invited_on else _("invite …")), *other]

    def why_not(self, name: str) -> str:
        if self.seen is None or self.seen.day is None:
            return _("No introduction day is planned. + plans one.")
        if name in ("change", "export"):
            return ""
        if self.here is None:
            return _("There is nobody here.")
        if name == "close" and not self.here.invited_on:
            return _("Nobody was invited yet; Enter invites.")
        if name == "close" and not self.has_come:
            return _("The day is still to come.")
        over = self.row.day < self.today
        if name == "confirm" and over and not self.here.invited_on:
            return _("This day is over; + plans another one.")
        return ""

    def action_section(self, name: str) -> None:
        self.day = date.fromisoformat(name)
        self.list.unmark_all()
        self.reload()

    def action_step_view(self, step: int) -> None:
        if self.seen and self.seen.day:
            days = [row.day for row in reversed(self.seen.days)]
            place = days.index(self.row.day) + step
            self.action_section(days[max(0, min(place, len(days) - 1))].isoformat())

    @on(LazyList.Selected)
    def select(self, message: LazyList.Selected[Line]) -> None:
        message.stop()
        self.action_act("confirm")

    @on(OpeningList.Opened)
    def open_it(self) -> None:
        self.action_act("open")

    @on(LazyList.Highlighted)
    @on(LazyList.Marked)
    def moved(self) -> None:
        self.show_hints()

    def unmark(self) -> None:
        self.list.unmark_all()

    def chosen(self, *, invited: bool) -> list[Line]:
        """The marked lines, or the one under the cursor, of those who are invited, or who are not."""
        keys = set(self.list.chosen)
        return [line for line in self.rows.rows if line.key in keys and bool(line.invited_on) is invited]

    def act_confirm(self) -> None:
        if self.here and not self.here.invited_on:
            self._ask_whom()
        elif self.has_come:
            self._attended(True)
        else:
            self.act_open()

    def act_close(self) -> None:
        self._attended(False)

    def _attended(self, came: bool) -> None:
        day = self.row.day
        lines = [line for line in self.chosen(invited=True) if line.attended is not came]
        if not lines:
            self.say(_("That is written down already."))
            return
        self.do(
            lines,
            lambda line, batch: self.registering.attended(day, line.placement.ref, came, batch),
            _(CAME[came]),
            named,
        )
        if not self.list.marks:
            self.list.action_move(1)

    def _ask_whom(self) -> None:
        seen = self.seen
        assert seen is not None, "the keys say why not otherwise"
        some, all_of_them = self.chosen(invited=False), [Line(row) for row in seen.to_invite]
        wanted = {"all": all_of_them, "some": some}
        count = len(all_of_them)
        words = ngettext("the only intern", "all {count} interns", count)
        choices = [Choice("all", words.format(count=count))]
        if len(some) < count:
            choices.append(Choice("some", _("only {who}").format(who=named(some))))
        about = _("each by a mail with {day} for a calendar").format(day=short_day(self.row.day))
        self.app.push_screen(
            Choose(_("Whom to invite?"), choices, about=about),
            lambda code: self._invite(wanted[code]) if code else None,
        )

    def _invite(self, lines: Sequence[Line]) -> None:
        day = self.row.day
        refs = [line.placement.ref for line in lines]

        def done(found: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
            self.list.unmark_all()
            self.say(invited_words(*found))

        self.do_once(lambda: self.registering.invite(day, refs), done)

    def act_open(self) -> None:
        if self.here:
            self.desk_app.open_placement(self.here.placement.ref)

    def act_new(self) -> None:
        plan_day(self, self.seen.days if self.seen else (), self._go_to)

    def act_change(self) -> None:
        change_day(self, self.row, self._go_to)

    def _go_to(self, day: date) -> None:
        self.day = day
        self.say(_("{who}: {what}. u takes it back.").format(who=short_day(day), what=_("planned")))

    def act_introduction(self) -> None:
        """They are here."""

    def act_export(self) -> None:
        """The attendance list as text, in a file that can be printed."""
        seen, today = self.seen, self.today
        assert seen is not None, "the keys say why not otherwise"
        file = Path.cwd() / f"{_('introduction')}-{self.row.day.isoformat()}.txt"

        def write() -> Path:
            content = "\n".join(as_text(seen, today)) + "\n"
            write_file(file.parent, file.name, content.encode())
            return file

        self.have_done(write, self._written)

    def _written(self, file: Path) -> None:
        self.app.push_screen(Tell(_("The list is written"), str(file)))
