"""A list of placements before it is taken over: what each line would become, and why some cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.errors import StagedeskError
from stagedesk.i18n import N_, _, ngettext
from stagedesk.services import reference
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.screens.doing import Doing
from stagedesk.ui.shown import LATE, MUTED, Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.picker import Choice
from stagedesk.ui.widgets.sections import Section
from stagedesk.ui.widgets.short_list import ShortList
from stagedesk.ui.widgets.view_line import ViewLine

if TYPE_CHECKING:  # with them come the workbook's libraries
    from stagedesk.services.imports_placements import Preview
    from stagedesk.services.imports_reader import Entry
    from stagedesk.services.imports_writing import Imported

COLUMNS = (
    Column(N_("line"), 5, right=True, priority=40),
    Column(N_("intern"), 16, flex=2, priority=30),
    Column(N_("department"), 12, flex=1, priority=28),
    Column(N_("days"), 25, flex=1, priority=26),
    Column(N_("what becomes of it"), 18, flex=3, priority=35),
)
VIEWS = {"bad": N_("bad"), "new": N_("new"), "known": N_("known already"), "skipped": N_("left out")}


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the file: what it says, and what becomes of it."""

    key: int
    number: int
    words: str
    entry: "Entry | None" = None
    bad: bool = False


class ImportListScreen(Doing):
    MODE = "4"
    PLACE = N_("A list to take over")
    OFFERED = ("undo",)
    HERE = frozenset({"confirm", "mark"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step_view(-1)", N_("The view before"), show=False, id="import.before"),
        Binding("right", "step_view(1)", N_("The next view"), show=False, id="import.next"),
    ]

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
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
        office = self.office
        assert office is not None, "nothing is read before the desk is open"
        self.ask("list", lambda: office.register.import_preview(self.file), self._read)

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
        self.heading.update(shown("\n".join(heading_lines(found)), MUTED, lines=True))
        counts = _counts(found)
        sections = [Section(name, _(words), counts[name], name == "bad") for name, words in VIEWS.items()]
        self.view_line.show(sections, self.view, Hint("", ""))
        self.list.show(_lines(found, self.view))
        self.show_hints()

    def cells(self, line: ListLine) -> Sequence[Shown]:
        entry = line.entry
        return (
            shown(str(line.number)),
            shown(entry.plan.applicant if entry else ""),
            shown(entry.plan.department if entry else ""),
            shown(f"{entry.first} – {entry.last}" if entry else ""),
            shown(line.words, LATE if line.bad else ""),
        )

    # Keys --------------------------------------------------------------------------------------------

    def first_hints(self) -> Sequence[Hint]:
        has_new = bool(self.found and self.found.new)
        return [Hint("enter", _("take it over …"), has_new), Hint("right", _("next view"))]

    def why_not(self, name: str) -> str:
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
                self._take_over(good_rows="good" in code, reconstructed="past" in code)

        self.app.push_screen(Choose(_("Take over"), _choices(found), about=self.file.name), take)

    def _take_over(self, *, good_rows: bool, reconstructed: bool) -> None:
        office = self.office
        assert office is not None, "no key works before the desk is open"
        self.say(_("Taking over …"))
        self.have_done(
            lambda: office.registering.take_over_list(
                self.file, good_rows=good_rows, reconstructed=reconstructed
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


def heading_lines(found: "Preview") -> list[str]:
    """How the file was understood."""
    columns = texts.GAP.join(f"{name} = {field}" for name, field in found.columns)
    lines = [f"{Path(found.file).name} ({found.sheet})" if found.sheet else Path(found.file).name, columns]
    if found.ignored:
        lines.append(_("left out columns: {names}").format(names=", ".join(found.ignored)))
    return [*lines, *found.notes]


def _counts(found: "Preview") -> Mapping[str, int]:
    return {
        "bad": found.bad_lines,
        "new": len(found.new),
        "known": len(found.known),
        "skipped": len(found.skipped),
    }


def _lines(found: "Preview", view: str) -> list[ListLine]:
    if view == "bad":
        return [
            ListLine(place, each.line, each.reason, bad=True) for place, each in enumerate(found.problems)
        ]
    if view == "known":
        return [ListLine(entry.line, entry.line, ref, entry) for entry, ref in found.known]
    if view == "skipped":
        return [ListLine(place, each.line, each.reason) for place, each in enumerate(found.skipped)]
    return [ListLine(entry.line, entry.line, becomes(entry), entry) for entry in found.new]


def becomes(entry: "Entry") -> str:
    """The state in which a line would stand in the register."""
    if entry.no_show:
        code = "no_show"
    elif entry.ended_on:
        code = "stopped_early" if entry.stopped else "completed"
    else:
        code = "started" if entry.started_on else "planned"
    kind = reference.name("kinds", entry.plan.kind)
    return texts.GAP.join(part for part in (reference.name("placement_statuses", code), kind) if part)


def _choices(found: "Preview") -> list[Choice]:
    """All lines, or the good ones; as they are, or as entered afterwards."""
    count = len(found.new)
    good = ngettext("the {count} good line", "the {count} good lines", count).format(count=count)
    why = ngettext("{count} line is bad", "{count} lines are bad", found.bad_lines)
    why_not = why.format(count=found.bad_lines) if found.problems else ""
    past = _("as entered afterwards: of years that are over")
    all_of_it = _("all {count} lines").format(count=count)
    choices = [
        Choice("all", all_of_it, available=not why_not, reason=why_not),
        Choice("all past", all_of_it, past, available=not why_not, reason=why_not),
    ]
    if why_not:
        choices = [Choice("good", good, why_not), Choice("good past", good, past), *choices]
    return choices
