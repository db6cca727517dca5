"""Figures: the reports on the left, the numbers on the right, and the list behind every number."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from stagedesk.i18n import N_, _, ngettext
from stagedesk.ui import figure_rows
from stagedesk.ui.dialogs.ask_date import Quick
from stagedesk.ui.dialogs.ask_day import AskPastDay
from stagedesk.ui.dialogs.behind import Behind
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.figure_rows import Line
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.shown import MUTED, NOTHING, Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.short_list import ShortList

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.privacy.retention_due import Due
    from stagedesk.ui.figure_reading import Entry, FigureReading
    from stagedesk.ui.figure_reading import Shown as Part

BOARD = "board"
REPORTS_WIDTH = 38
"""As in the style sheet."""
FEW_LINES = 30
PLOT_HEIGHT, LOW_PLOT_HEIGHT = 11, 6


class FiguresScreen(DeskScreen):
    """Where the line is short, either the reports or the numbers are shown, and tab goes to the other."""

    MODE = "6"
    PLACE = N_("Figures")
    NAMES_PEOPLE = False
    OFFERED = ("export",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "tab", "other_side", N_("The reports, and back to the numbers"), show=False, id="figures.side"
        ),
        Binding("equals_sign", "as_text", N_("The plot as text, and back"), show=False, id="figures.text"),
        Binding("left_square_bracket", "year(-1)", N_("The year before"), show=False, id="figures.before"),
        Binding("right_square_bracket", "year(1)", N_("The year after"), show=False, id="figures.after"),
        Binding(
            "exclamation_mark",
            "approve",
            N_("Approve that all of this is forgotten"),
            show=False,
            id="figures.approve",
        ),
        Binding("D", "as_of", N_("As it was known on another day"), show=False, id="figures.day"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.reports: ShortList[Entry] = ShortList((Column("", 20, flex=1),), self.entry_cells, id="reports")
        self.list: ShortList[Line] = ShortList(figure_rows.BOARD, self.cells, id="list")
        self.heading = Static(id="heading", markup=False)
        self.plot = Static(id="plot", markup=False)
        self.legend = Static(id="legend", markup=False)
        self.part: Part | None = None
        self.in_words = False
        self.year = 0
        """0 is the year of the day."""
        self.day: date | None = None
        """None is today."""

    def body(self) -> ComposeResult:
        with Horizontal(id="sides"):
            yield self.reports
            with Vertical(id="numbers"):
                yield self.heading
                yield self.list
                yield self.plot
                yield self.legend

    def on_mount(self) -> None:
        super().on_mount()
        self.set_class(True, "-at-numbers")

    def speak(self) -> None:
        self.reports.repaint()
        self.paint()
        super().speak()

    @property
    def figures(self) -> "FigureReading":
        from stagedesk.ui.figure_reading import FigureReading  # with it comes all that counts

        assert self.office is not None, "nothing is read before the desk is open"
        return FigureReading(self.office.desk)

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.ask("reports", lambda: self.figures.entries(), self.reports.show)
        self.read_part()

    def read_part(self) -> None:
        """Read what the list of reports is on."""
        entry, office = self.reports.here, self.office
        assert office is not None, "nothing is read before the desk is open"
        if entry is None or entry.key == BOARD:
            self.ask("board", lambda: self.figures.board(), self.show_part)
            return
        day = self.day or office.reading.today
        year = self.year or day.year
        self.ask("part", lambda: self.figures.show(entry, year, day), self.show_part)

    def show_part(self, part: "Part") -> None:
        wanted = self.reports.here
        if wanted is not None and part.entry.key != wanted.key:
            return  # the cursor went on while it was counted
        other = self.part is None or self.part.entry.key != part.entry.key
        self.part = part
        self.list.columns = figure_rows.columns(part, self.room)
        self.list.empty = figure_rows.empty(part)
        self.list.show(figure_rows.lines(part), first=other and not self.on_board)
        self.paint()
        self.show_hints()

    @property
    def on_board(self) -> bool:
        return self.part is None or self.part.board is not None

    def paint(self) -> None:
        """Heading, plot and legend follow what is shown."""
        self.list.repaint()
        day, year = self.day, self.year
        about = [_("as known on {day}").format(day=day)] if day else []
        about += [str(year)] if year else []
        title = self.part.title if self.part and not self.on_board else ""
        self.heading.update(shown(" · ".join([title, *about]) if title else ""))
        self.heading.display = bool(title)
        height = PLOT_HEIGHT if self.size.height > FEW_LINES else LOW_PLOT_HEIGHT
        picture = figure_rows.plot(self.part, self.room, height, in_words=self.in_words)
        self.plot.update(shown("\n".join(picture), lines=True))
        self.plot.display = bool(picture)
        opens = not self.desk_app.figures_only()
        self.legend.update(shown(figure_rows.legend(self.part, opens=opens), MUTED, lines=True))

    @property
    def room(self) -> int:
        """How wide the numbers may be."""
        return self.size.width - (REPORTS_WIDTH + 6 if self.has_class("-wide") else 4)

    def on_resize(self) -> None:
        if self.part:
            self.list.columns = figure_rows.columns(self.part, self.room)
        self.call_after_refresh(self.paint)

    def entry_cells(self, entry: "Entry") -> Sequence[Shown]:
        name = shown(entry.name, "" if entry.is_part else "bold")
        return (Shown(name.pad_left(2)) if entry.is_part else name,)

    def cells(self, line: Line) -> Sequence[Shown]:
        behind = len(self.list.columns) - len(line.cells)  # what keeps narrow tables to the left
        return (*line.cells, *[NOTHING] * behind)

    def first_hints(self) -> Sequence[Hint]:
        there, hidden = self.list.has_focus, self.desk_app.figures_only()
        approve = [Hint("exclamation_mark", _("approve"))] if self.is_list_to_approve else []
        return (
            *approve,
            Hint("enter", _("what is behind") if there else _("look at it"), not (there and hidden), hidden),
            Hint("tab", _("reports") if there else _("numbers")),
            Hint("=", _("as text")),
            Hint("[", _("year")),
            Hint("D", _("known on")),
        )

    def action_other_side(self) -> None:
        (self.reports if self.list.has_focus else self.list).focus()

    def on_descendant_focus(self) -> None:
        self.set_class(self.list.has_focus, "-at-numbers")
        self.show_hints()

    def action_as_text(self) -> None:
        self.in_words = not self.in_words
        self.paint()

    def action_year(self, years: int) -> None:
        if self.office:
            today = self.day or self.office.reading.today
            self.year = (self.year or today.year) + years
            self.read_part()

    def action_as_of(self) -> None:
        def take(day: date | None) -> None:
            if day and self.office:
                self.day = day if day < self.office.reading.today else None
                self.read_part()

        if self.office:
            today = self.office.reading.today
            before = today.replace(day=1) - timedelta(days=1)
            quick = [Quick(_("today"), today), Quick(_("end of last month"), before)]
            heading = _("As it was known at the end of which day?")
            self.app.push_screen(AskPastDay(heading, quick, today=today), take)

    @property
    def is_list_to_approve(self) -> bool:
        return self.part is not None and self.part.may_approve

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "approve":
            return self.is_list_to_approve
        return super().check_action(action, parameters)

    def action_approve(self) -> None:
        self.ask("due", lambda: self.figures.to_be_forgotten(), self._ask_to_approve)

    def _ask_to_approve(self, seen: "Sequence[Due]") -> None:
        def take(sure: bool | None) -> None:
            if sure:
                self.have_done(lambda: self.figures.approve(seen), self._approved)

        question = ngettext(
            "Approve that {count} record is forgotten?",
            "Approve that {count} records are forgotten?",
            len(seen),
        )
        self.app.push_screen(Confirm(question.format(count=len(seen)), yes=_("approve")), take)

    def _approved(self, found: tuple[int, tuple[str, ...]]) -> None:
        number, others = found
        said = _("List {number} is approved. u takes it back; it is carried out with: {command}").format(
            number=number, command=f"stagedesk purge --execute {number}"
        )
        if others:
            said += " " + _("Somebody else carries it out: {who}.").format(who=", ".join(others))
        self.say(said)
        self.desk_app.look(anyway=True)

    @on(LineList.Highlighted, "#reports")
    def look_at(self) -> None:
        if self.office and self.reports.has_focus:
            self.read_part()

    @on(LineList.Selected, "#reports")
    def go_to_numbers(self) -> None:
        self.list.focus()

    @on(LineList.Selected, "#list")
    def open_behind(self, message: LineList.Selected[Line]) -> None:
        line, part = message.row, self.part
        if line.wanted is not None:
            self.desk_app.open_queue(line.wanted, line.name)
        elif part and part.section and part.section.figure and line.counts:
            figure = part.section.figure
            self.ask(
                "behind", lambda: self.figures.behind(figure, line.code), lambda found: self.tell(line, found)
            )
        elif line.reference:
            self.open_reference(line.reference)

    def tell(self, line: Line, found: list[str]) -> None:
        def go(reference: str | None) -> None:
            if reference:
                self.open_reference(reference)

        figure = self.part.section.figure if self.part and self.part.section else None
        label = figure.spans[-1].label if figure else ""
        self.app.push_screen(Behind(f"{line.name} · {label}", found), go)

    def open_reference(self, reference: str) -> None:
        """The page of a request or of a placement."""
        if reference.startswith("P"):
            self.desk_app.open_placement(reference)
        else:
            self.desk_app.open_request(reference)
