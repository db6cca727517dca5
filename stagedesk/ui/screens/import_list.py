"""A list of placements before it is taken over: what each line would become, and why some cannot be taken."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.errors import StagedeskError
from stagedesk.i18n import N_, _, ngettext
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.screens import placement_texts
from stagedesk.ui.screens.doing import Doing
from stagedesk.ui.screens.import_words import (
    ListLine,
    all_lines,
    choices_for,
    counts,
    good_lines,
    heading_lines,
    lines_of,
    main_year,
)
from stagedesk.ui.shown import LATE, MUTED, Shown, shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.sections import Section
from stagedesk.ui.widgets.short_list import ShortList
from stagedesk.ui.widgets.view_line import ViewLine

if TYPE_CHECKING:  # with them come the workbook's libraries
    from stagedesk.services.importing.arranged import MailedList
    from stagedesk.services.importing.imports_placements import Preview
    from stagedesk.services.importing.imports_writing import Imported

COLUMNS = (
    Column(N_("line"), 5, right=True, priority=40),
    Column(N_("intern"), 16, flex=2, priority=30),
    Column(N_("department"), 12, flex=1, priority=28),
    Column(N_("days"), 25, flex=1, priority=26),
    Column(N_("what becomes of it"), 18, flex=3, priority=35),
)
REASONS = (COLUMNS[0], Column(N_("what becomes of it"), 40, flex=1, priority=35))
"""Of lines that become nothing there is no more to say."""
VIEWS = {"bad": N_("bad"), "new": N_("new"), "known": N_("known already"), "skipped": N_("left out")}


class ImportListScreen(Doing):
    MODE = "4"
    PLACE = N_("A list to take over")
    OFFERED = ("open", "undo")
    HERE = frozenset({"confirm", "close", "open", "mark"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step_view(-1)", N_("The view before"), show=False, id="import.before"),
        Binding("right", "step_view(1)", N_("The next view"), show=False, id="import.next"),
    ]

    def __init__(self, listed: "Path | MailedList") -> None:
        super().__init__()
        self.listed = listed
        self.mailed = None if isinstance(listed, Path) else listed
        self.heading = Static(id="import-heading", markup=False)
        self.view_line = ViewLine(id="sections")
        self.list: ShortList[ListLine] = ShortList(COLUMNS, self.cells, id="list")
        self.count_line = CountLine(self.list)
        self.found: Preview | None = None
        self.view = "new"

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.view_line
        yield self.list
        yield self.count_line

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.ask("list", lambda: self.opened_office.register.import_preview(self.listed), self._read)

    def failed(self, error: StagedeskError) -> None:
        if self.found is None:
            self.dismiss()  # first: what is said may lie over the screen
        super().failed(error)

    def _read(self, found: "Preview") -> None:
        first, self.found = self.found is None, found
        if first and found.problems:
            self.view = "bad"
        self._show()

    def speak(self) -> None:
        self.list.empty = _("No line of the file is here; ← and → show the others.")
        super().speak()
        if self.found:
            self._show()

    def _show(self) -> None:
        found = self.found
        assert found is not None, "it was read"
        lines = [*self._from_whom(), *heading_lines(found)]
        self.heading.update(shown("\n".join(lines), MUTED, lines=True))
        counted = counts(found)
        sections = [Section(name, _(words), counted[name], name == "bad") for name, words in VIEWS.items()]
        self.view_line.show(sections, self.view, Hint("", ""))
        self.list.columns = REASONS if self.view in ("bad", "skipped") else COLUMNS
        self.list.show(lines_of(found, self.view))
        self.show_hints()

    def cells(self, line: ListLine) -> Sequence[Shown]:
        entry, words = line.entry, shown(line.words, LATE if line.bad else "")
        number = shown(str(line.number))
        if entry is None:
            return number, words
        today = self.opened_office.reading.today
        return (
            number,
            shown(entry.plan.applicant),
            shown(self._department(entry.plan.department)),
            shown(placement_texts.span(entry.first, entry.last, today)),
            words,
        )

    # Keys --------------------------------------------------------------------------------------------

    def first_hints(self) -> Sequence[Hint]:
        has_new = bool(self.found and self.found.new)
        declines = [Hint("x", _("put aside"))] if self.mailed else []
        return [Hint("enter", _("take it over …"), has_new), *declines, Hint("right", _("next view"))]

    def why_not(self, name: str) -> str:
        if name in ("close", "open"):
            return "" if self.mailed else _("This list did not come by mail.")
        return "" if self.found and self.found.new else _("There is nothing new in this list.")

    def action_section(self, name: str) -> None:
        self.view = name
        if self.found:
            self._show()

    def action_step_view(self, step: int) -> None:
        names = list(VIEWS)
        self.action_section(names[max(0, min(names.index(self.view) + step, len(names) - 1))])

    @on(LineList.Selected, "#list")
    def take_it(self, message: LineList.Selected[ListLine]) -> None:
        message.stop()
        self.action_act("confirm")

    def act_confirm(self) -> None:
        found = self.found
        assert found is not None, "the reason says so otherwise"

        def take(code: str | None) -> None:
            if code:
                self._take_over(code)

        plain, *others = choices_for(found)
        choices = [plain, *self._whole_year(found), *others]
        self.app.push_screen(Choose(_("Take over"), choices, about=self.listed.name), take)

    def _whole_year(self, found: "Preview") -> Iterator[Choice]:
        """What came on the yearly question may be all that there was in a year."""
        year = main_year(found)
        if self.mailed and year:
            why = _("so {department} told everything of {year}")
            about = why.format(department=self._department(self.mailed.department), year=year)
            count = len(found.new)
            if found.problems:
                yield Choice(f"good year {year}", good_lines(count), about)
            else:
                yield Choice(f"all year {year}", all_lines(count), about)

    def _department(self, code: str) -> str:
        return self.opened_office.reading.departments.get(code, code)

    def _from_whom(self) -> Iterator[str]:
        if self.mailed:
            when = texts.day_and_time(self.mailed.taken_at, self.opened_office.reading.today)
            name = self._department(self.mailed.department)
            yield texts.GAP.join(dict.fromkeys((name, self.mailed.sender, when, self.mailed.request)))

    def _take_over(self, code: str) -> None:
        year = int(code.split()[-1]) if "year" in code else None
        self.say(_("Taking over …"))
        self.have_done(
            lambda: self.opened_office.registering.take_over_list(
                self.listed, good_rows="good" in code, reconstructed="past" in code, covers=year
            ),
            self._taken_over,
        )

    def _taken_over(self, done: "Imported") -> None:
        words = ngettext(
            "{count} placement is taken over. u takes it back.",
            "{count} placements are taken over. u takes them all back.",
            len(done.written),
        )
        self.say(words.format(count=len(done.written)))
        self.desk_app.look(anyway=True)

    def act_close(self) -> None:
        mailed = self.mailed
        assert mailed is not None, "the reason says so otherwise"

        def declined(_nothing: None) -> None:
            self.say(_("{who}: {what}. u takes it back.").format(who=mailed.name, what=_("put aside")))
            self.dismiss()
            self.desk_app.look(anyway=True)

        self.have_done(lambda: self.opened_office.registering.decline_list(mailed), declined)

    def act_open(self) -> None:
        if self.mailed:
            self.desk_app.open_request(self.mailed.request)
