"""The sheets of the monthly workbook that hold figures, and the one that says what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_datetime

from stagedesk import __version__
from stagedesk.domain.spread import Spread
from stagedesk.i18n import N_, _, language
from stagedesk.reports.workbook import Cell, Column, Sheet
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.statistics.definitions import DEFINITIONS
from stagedesk.services.statistics.figures import Figures, MonthFigures

PERIODS = (
    N_("month"),
    N_("year to date"),
    N_("month last year"),
    N_("year to date last year"),
)
UNKNOWN = {
    "school": N_("school"),
    "level": N_("level of education"),
    "study": N_("study"),
    "kind": N_("kind of internship"),
    "period": N_("period"),
}
LANGUAGES = {"nl": "Nederlands", "en": "English"}

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Book:
    """What all sheets share."""

    desk: Desk
    figures: MonthFigures

    @property
    def month(self) -> str:
        return str(format_date(self.figures.month.first, "LLLL y", locale=language()))

    @property
    def title(self) -> str:
        return _("Internship requests {month} – {city}").format(
            month=self.month, city=self.desk.settings.city
        )

    def heading(self, what: str) -> tuple[str, ...]:
        """The lines above each table."""
        return (
            f"{what} – {self.month} – {self.desk.settings.city}",
            _("INTERNAL – holds names of people, not to be published."),
            self.until,
        )

    @property
    def until(self) -> str:
        """Until when the figures count, in words."""
        if not self.figures.running:
            return _("As it stood at the end of {day}.").format(day=_day(self.figures.month.last))
        zone = self.desk.calendar.zone
        moment = format_datetime(self.figures.cut_off, "d MMMM y HH:mm", tzinfo=zone, locale=language())
        return _("As it stood on {moment}; the month is not over.").format(moment=moment)


def read_me(book: Book, register: Sequence[Row] = ()) -> Sheet:
    """What is in the workbook, until when, what was left out, what is unknown, and what each figure means."""
    return Sheet(
        title=_("Read me"),
        heading=book.heading(_("Read me")),
        columns=(
            Column(_("About"), width=18),
            Column(_("What"), width=38),
            Column(_("Number"), "number", 10),
            Column(_("Moment"), "moment", 17),
            Column(_("Explanation"), width=100, wrap=True),
        ),
        rows=[
            *_about(book),
            *_periods(book),
            *_counted(book),
            *_unknown(book),
            *_meanings(),
            *register,
        ],
        table_name="readme",
    )


def _about(book: Book) -> list[Row]:
    figures, about = book.figures, _("workbook")
    return [
        (about, _("month"), None, None, str(figures.month)),
        (about, _("cut-off"), None, figures.cut_off, book.until),
        (about, _("desk"), None, None, f"{book.desk.settings.desk_name}, {book.desk.settings.city}"),
        (about, _("language"), None, None, LANGUAGES.get(language(), language())),
        (about, _("made with"), None, None, f"stagedesk {__version__}"),
        (about, _("for whom"), None, None, _("Internal: the lists hold names of people.")),
    ]


def _periods(book: Book) -> list[Row]:
    return [
        (_("period"), _(name), None, None, f"{_day(each.period.first)} – {_day(each.period.last)}")
        for name, each in zip(PERIODS, book.figures.all, strict=True)
    ]


def _counted(book: Book) -> list[Row]:
    figures, of_month, about = book.figures, book.figures.of_month, _("rows")
    left_out = [
        (about, _("left out of received"), count, None, reference.name("outcomes", outcome))
        for outcome, count in of_month.left_out
    ]
    return [
        (about, _("requests looked at"), figures.requests, None, _("All that were received by the cut-off.")),
        (about, _("received"), of_month.received, None, _("Requests that count.")),
        *left_out,
        (about, _("open at the end"), of_month.open_after, None, _("One row each on their sheet.")),
        (about, _("closed"), of_month.closed, None, _("Closed with an outcome that counts.")),
        (about, _("closed, left out"), of_month.closed_left_out, None, _("Shown, but not counted.")),
    ]


def _unknown(book: Book) -> list[Row]:
    received = book.figures.of_month.received
    return [
        (_("unknown"), _(UNKNOWN[name]), count, None, _("Of {count} received.").format(count=received))
        for name, count in book.figures.unknown
    ]


def _meanings() -> list[Row]:
    return [(_("definition"), f"{each.id} v{each.version}", None, None, _(each.text)) for each in DEFINITIONS]


def summary(book: Book, register: Sequence[Row] = ()) -> Sheet:
    """The counts of the month beside its year so far and the year before; those of the register come last."""
    return Sheet(
        title=_("Summary"),
        heading=book.heading(_("Summary")),
        columns=(
            Column(_("Group"), width=20),
            Column(_("Figure"), width=36),
            Column(_("Reason"), width=44),
            *(Column(_(name).capitalize(), "number", 14) for name in PERIODS),
        ),
        rows=[*_course(book), *_routes(book), *_ends(book), *register],
        table_name="summary",
    )


def _course(book: Book) -> list[Row]:
    """From what was open at the start to what is open at the end."""
    every, group = book.figures.all, _("requests")
    return [
        (group, _("open at the start"), None, *(each.open_before for each in every)),
        (group, _("received"), None, *(each.received for each in every)),
        *_left_out(book, group),
        (group, _("taken up again"), None, *(each.reopened for each in every)),
        (group, _("closed"), None, *(each.closed for each in every)),
        (group, _("closed, left out"), None, *(each.closed_left_out for each in every)),
        (group, _("open at the end"), None, *(each.open_after for each in every)),
    ]


def _left_out(book: Book, group: str) -> list[Row]:
    every = [dict(each.left_out) for each in book.figures.all]
    return [
        (
            group,
            _("received, left out"),
            reference.name("outcomes", outcome),
            *(counts.get(outcome, 0) for counts in every),
        )
        for outcome in _in_order("outcomes", {outcome for counts in every for outcome in counts})
    ]


def _routes(book: Book) -> list[Row]:
    every = [dict(each.routes) for each in book.figures.all]
    return [
        (
            _("received by"),
            reference.name("routes", route),
            None,
            *(counts.get(route, 0) for counts in every),
        )
        for route in _in_order("routes", {route for counts in every for route in counts})
    ]


def _ends(book: Book) -> list[Row]:
    every = [{(end.outcome, end.reason): end.count for end in each.ended} for each in book.figures.all]
    found = {key for counts in every for key in counts}
    outcomes = list(reference.table("outcomes"))
    order = sorted(found, key=lambda key: (outcomes.index(key[0]), key[1] or ""))
    return [
        (
            _("closed as"),
            reference.name("outcomes", outcome),
            reference.name("reasons", reason) or None,
            *(counts.get((outcome, reason), 0) for counts in every),
        )
        for outcome, reason in order
    ]


def departments(book: Book) -> Sheet:
    """What each department was asked and what it answered, for every period."""
    return Sheet(
        title=_("Departments"),
        heading=book.heading(_("Departments")),
        columns=(
            *_period_columns(),
            Column(_("Department"), width=30),
            Column(_("Open at the start"), "number", 10),
            Column(_("Asked"), "number", 10),
            Column(_("Yes"), "number", 10),
            Column(_("No"), "number", 10),
            Column(_("No answer"), "number", 10),
            Column(_("Taken back"), "number", 10),
            Column(_("Open at the end"), "number", 10),
            *_spread_columns(_("Answers")),
        ),
        rows=[
            (
                *period, each.name, each.open_before, each.asked, each.yes, each.no, each.no_answer,
                each.withdrawn, each.open_after, *_spread(each.answering),
            )
            for period, figures in _by_period(book)
            for each in figures.departments
        ],
        table_name="departments",
    )  # fmt: skip


def turnaround(book: Book) -> Sheet:
    """How many working days it takes, for every period."""
    return Sheet(
        title=_("Turnaround"),
        heading=book.heading(_("Turnaround")),
        columns=(
            *_period_columns(),
            Column(_("From receiving to"), width=34),
            *_spread_columns(_("Requests")),
        ),
        rows=[
            (*period, step, *_spread(found))
            for period, figures in _by_period(book)
            for step, found in (
                (_("asking a department"), figures.routed),
                (_("the first answer"), figures.answered),
                (_("the end"), figures.closed_after),
            )
        ],
        table_name="turnaround",
    )


def _by_period(book: Book) -> list[tuple[Row, Figures]]:
    return [
        ((_(name), each.period.first, each.period.last), each)
        for name, each in zip(PERIODS, book.figures.all, strict=True)
    ]


def _period_columns() -> tuple[Column, ...]:
    return (
        Column(_("Period"), width=22),
        Column(_("From"), "date", 11),
        Column(_("Up to and including"), "date", 11),
    )


def _spread_columns(counted: str) -> tuple[Column, ...]:
    return (
        Column(counted, "number", 10),
        Column(_("Median working days"), "decimal", 12),
        Column(_("90th percentile"), "number", 12),
    )


def _spread(found: Spread) -> Row:
    return found.count, found.median, found.ninetieth


def _in_order(list_name: str, codes: set[str]) -> list[str]:
    return [code for code in reference.table(list_name) if code in codes]


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale=language()))
