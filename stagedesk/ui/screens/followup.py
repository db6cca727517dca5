"""Follow-up: the clerk's day, so that nothing has to be remembered."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from stagedesk.domain.codes import Outcome
from stagedesk.i18n import N_, _
from stagedesk.services.actions import BY_ID
from stagedesk.services.rows import RequestRow
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.proposing import done, is_plain
from stagedesk.ui.screens.acting import Rows
from stagedesk.ui.screens.confirming import confirm
from stagedesk.ui.screens.owner_keys import people_choices
from stagedesk.ui.screens.request_list import RequestList
from stagedesk.ui.shown import LATE, MUTED, Shown, shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.sections import Section, SectionLine
from stagedesk.ui.widgets.source import Source

if TYPE_CHECKING:
    from stagedesk.services.city.people import Member
    from stagedesk.services.lists.listing import Filter, InboxRow

COLUMNS = (
    Column(N_("due"), 10, priority=30),
    Column(N_("next step"), 19, flex=3, priority=29),
    Column(N_("from"), 13, flex=2, priority=28),
    Column(N_("waits for"), 12, flex=1, priority=26),
    Column(N_("days"), 5, right=True, priority=24),
    Column(N_("request"), 10, priority=22),
    Column(N_("owner"), 8, priority=20),
    Column(N_("asks for"), 16, flex=4, priority=10),
)
NAMES = {
    "all": N_("all"),
    "late": N_("late"),
    "today": N_("today"),
    "week": N_("this week"),
    "later": N_("later"),
}
EMPTY = {
    "all": N_("Nothing is open. 1 shows the Inbox, 3 all requests."),
    "late": N_("Nothing is late. → shows what is due today."),
    "today": N_("Nothing is due today. → shows the rest of the week."),
    "week": N_("Nothing more is due this week. → shows what comes later."),
    "later": N_("Nothing is due later. ← shows what is due this week."),
}
EVERYBODY, MINE = "", "me"


class FollowUpScreen(RequestList):
    MODE = "2"
    PLACE = N_("Follow-up")
    OFFERED = ("open", "remind", "answer", "close", "snooze", "hand_over", "undo")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step_section(-1)", N_("The section before"), show=False, id="followup.before"),
        Binding("right", "step_section(1)", N_("The next section"), show=False, id="followup.next"),
        Binding(
            "W", "whose", N_("Whose requests: mine, everybody's, of one"), show=False, id="followup.whose"
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.list.columns = COLUMNS
        self.list.cells = self.cells
        self.section_line = SectionLine(id="sections")
        self.section = "all"
        self.whose = Choice(EVERYBODY, "")
        self.counted: Mapping[str, int] = {}
        self.answering: dict[int, int | None] = {}
        """The mails that carry the answers that are being confirmed."""

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Vertical(id="list"):
                yield self.section_line
                yield self.list
                yield self.count_line
            yield self.view

    def source(self) -> Source[RequestRow]:
        return self.reading.follow_up(self.section, self.whose.code)

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self._count()

    def opened(self) -> None:
        super().opened()
        self._count()

    def speak(self) -> None:
        self.list.empty = _(EMPTY[self.section])
        if self.whose.code:
            self.list.empty = _("Nothing here is of {who}. W shows everybody's.").format(who=self._whose())
        super().speak()
        self._show_sections()

    def cells(self, row: RequestRow) -> Sequence[Shown]:
        reading = self.reading
        today = reading.today
        days = reading.working_days(today, row.due_on) if row.due_on else 0
        due = texts.due(row.due_on, today, days) if row.due_on else ""
        waited = reading.working_days(row.waiting_since, today) if row.waiting_since else 0
        is_due = row.due_on is not None and row.due_on <= today
        return (
            shown(due, LATE if row.is_overdue(today) else ""),
            shown(reading.next_words(row), "bold" if is_due else ""),
            shown(row.who),
            shown(texts.party(row)),
            shown(str(max(0, waited))),
            shown(row.ref, MUTED),
            shown(row.owner or "", MUTED),
            shown(texts.asks_for(row), MUTED),
        )

    # Sections, and whose ------------------------------------------------------------------------

    def _count(self) -> None:
        if self.office:
            self.ask("sections", lambda: self.reading.sections(self.whose.code), self._counted)

    def _counted(self, counted: Mapping[str, int]) -> None:
        self.counted = counted
        self._show_sections()

    def _show_sections(self) -> None:
        found = [
            Section(name, _(words), self.counted.get(name), presses=name == "late")
            for name, words in NAMES.items()
        ]
        self.section_line.show(found, self.section, Hint("W", self._whose()))

    def _whose(self) -> str:
        if self.whose.code == MINE:
            return _("mine")
        return self.whose.name if self.whose.code else _("everybody")

    def action_section(self, name: str) -> None:
        if name != self.section:
            self.section = name
            self._show_other()

    def action_step_section(self, step: int) -> None:
        names = list(NAMES)
        self.action_section(names[max(0, min(names.index(self.section) + step, len(names) - 1))])

    def _show_other(self) -> None:
        self.speak()
        if self.office:
            self.list.show(self.source())

    def action_whose(self) -> None:
        if self.office:
            self.ask("members", self.reading.members, self._choose_whose)

    def _choose_whose(self, members: "Sequence[Member]") -> None:
        choices = [
            Choice(EVERYBODY, _("everybody")),
            Choice(MINE, _("mine"), detail=_("and of whom I stand in for today")),
            *people_choices(self.reading, [each for each in members if each.decides or each.open]),
        ]

        def take(code: str | None) -> None:
            if code is not None:
                self.whose = next(each for each in choices if each.code == code)
                self._count()
                self._show_other()

        self.app.push_screen(Choose(_("Whose requests?"), choices), take)

    # The next step ------------------------------------------------------------------------------

    def first_hints(self) -> Sequence[Hint]:
        row = self.list.here
        if self.marked():
            return [Hint("enter", _("next step of all"))]
        step = self.reading.follow_step(row) if row is not None and self.office else "open"
        return [Hint("enter", _(BY_ID[step].words))] if step != "open" else []

    def act_confirm(self) -> None:
        if self.marked():
            self.ask("marked", self.read_marked, self._next_of_all)
        elif (row := self.in_hand()) is not None:
            self._take(self.reading.follow_step(row), [row])

    def _next_of_all(self, rows: Rows) -> None:
        steps = {self.reading.follow_step(row) for row in rows}
        if len(steps) == 1 and BY_ID[step := steps.pop()].bulk:
            self._take(step, rows)
        else:
            words = _("They need different steps. Escape unmarks; e, x, z, r, H do one thing with all.")
            self.say(words, severity="warning")

    def _take(self, step: str, rows: Rows) -> None:
        if step == "confirm":
            numbers = [row.id for row in rows]
            self.ask("answers", lambda: self.reading.inbox_rows(numbers), self._confirm)
        elif step == "close":
            silent = Outcome.APPLICANT_NO_ANSWER
            self.gather("close", lambda able: self.close(able, first=silent))
        else:
            self.action_act(step)

    def _confirm(self, found: "Sequence[InboxRow]") -> None:
        """Write down what the departments' mails seem to say; where one does not tell, ask."""
        self.answering = {row.key: row.message for row in found}
        if len(found) == 1:
            self._confirm_one(found[0])
            return
        able = {row.key: row for row in found if is_plain(row)}
        if not able:
            self.say(_("None of the marked ones can be done without words of yours."), severity="warning")
            return
        self.decide(
            [row.request for row in able.values()],
            lambda row, batch: confirm(self.deciding, able[row.id], batch),
            _("answers confirmed"),
        )

    def _confirm_one(self, row: "InboxRow") -> None:
        if row.message is None:  # the department asked something, and somebody read it
            self.act_tell()
        elif is_plain(row):
            said = done(row, self.reading.departments)
            self.decide([row.request], lambda _row, batch: confirm(self.deciding, row, batch), said)
        elif row.answers and row.answered is None:
            self.answer(row.request, row.answers, first=row.proposal)
        else:
            self.act_open()

    def act_answer(self) -> None:
        self.answering = {}  # somebody says what they heard, not what a mail says
        super().act_answer()

    def mail_answering(self, row: RequestRow) -> int | None:
        return self.answering.get(row.id)


class QueueScreen(RequestList):
    """The requests behind a number of the board."""

    MODE = "6"
    PLACE = N_("Queue")

    def __init__(self, wanted: "Filter", name: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.count_line.words = name

    def source(self) -> Source[RequestRow]:
        return self.reading.chosen(self.wanted)

    def speak(self) -> None:
        self.list.empty = _("Nothing here. Escape goes back.")
        super().speak()
