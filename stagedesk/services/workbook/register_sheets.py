"""The sheets of the monthly workbook about places, placements, targets, series of years, and the codes."""

from collections.abc import Iterator
from typing import Any, Final

from peewee import fn

from stagedesk import i18n
from stagedesk.db import models as m
from stagedesk.domain.measure import Told
from stagedesk.i18n import N_, _
from stagedesk.reports.pictures import Chart
from stagedesk.reports.workbook import Cell, Column, Sheet
from stagedesk.services import reference
from stagedesk.services.register import place_rows, placement_rows
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.services.statistics.answer_document import coverage_words, incomplete
from stagedesk.services.statistics.measuring import name_of
from stagedesk.services.statistics.register_figures import OF_PERIODS, SERIES, YEARS, Register
from stagedesk.services.workbook.sheets import Book

LISTS: Final = {
    "statuses": N_("status of a request"),
    "waiting": N_("who has the ball"),
    "outcomes": N_("outcome"),
    "reasons": N_("reason"),
    "answers": N_("answer of a department"),
    "kinds": N_("kind of internship"),
    "legal_forms": N_("legal form"),
    "levels": N_("level of education"),
    "routes": N_("way in"),
    "genders": N_("gender"),
    "three_valued": N_("yes or no"),
    "placement_statuses": N_("status of a placement"),
    "endings": N_("reason of an end"),
}
PAGE = 1_000

Row = tuple[Cell, ...]


def summary_rows(register: Register) -> list[Row]:
    """What the register adds to the summary."""
    group = _("internships")
    rows: list[Row] = [
        (group, each.measure.name(i18n.language()), None, *each.counts) for each in register.of_periods()
    ]
    return [*rows, (group, _("running on the last day"), None, register.running(), None, None, None)]


def meanings(register: Register) -> list[Row]:
    """How far the register is known, and what each figure means, for the sheet that explains."""
    return [
        *(
            (_("coverage"), str(year), None, None, covered_in_words(told))
            for year, told in register.covered()
        ),
        *_definitions(register),
    ]


def covered_in_words(told: Told) -> str:
    share = coverage_words(told)
    said = _("Departments that told all their internships: {share}.").format(share=share)
    return said if told.is_whole else f"{said} {incomplete()}"


def _definitions(register: Register) -> list[Row]:
    return [
        (_("measure"), f"{each.id} v{each.version}", None, None, each.text(i18n.language()))
        for each in register.used((*OF_PERIODS, *SERIES))
    ]


def running(book: Book, register: Register) -> Sheet:
    p, day = m.Placement, register.day
    there = p.started_on.is_null(False) & (p.started_on <= day) & (p.ended_on.is_null() | (p.ended_on >= day))
    return _placements(book, register, _("Placements running"), "running", there, p.started_on)


def started(book: Book, register: Register) -> Sheet:
    p, period = m.Placement, register.figures.of_month.period
    within = p.started_on.between(period.first, period.last)
    return _placements(book, register, _("Placements started"), "started", within, p.started_on)


def ended(book: Book, register: Register) -> Sheet:
    p, period = m.Placement, register.figures.of_month.period
    within = p.ended_on.between(period.first, period.last)
    return _placements(book, register, _("Placements ended"), "ended", within, p.ended_on)


def _placements(book: Book, register: Register, title: str, name: str, condition: Any, order: Any) -> Sheet:
    columns = (
        Column(_("Reference"), width=12),
        Column(_("Intern"), width=24),
        Column(_("Department"), width=26),
        Column(_("Directorate"), width=22),
        Column(_("Status"), width=16),
        Column(_("Kind"), width=22),
        Column(_("Legal form"), width=26),
        Column(_("School"), width=24),
        Column(_("Level"), width=18),
        Column(_("Route"), width=16),
        Column(_("Planned first day"), "date", 11),
        Column(_("Planned last day"), "date", 11),
        Column(_("First day"), "date", 11),
        Column(_("Last day"), "date", 11),
        Column(_("Days a week"), "decimal", 8),
        Column(_("Weeks planned"), "decimal", 9),
        Column(_("Compensation"), width=14),
        Column(_("Request"), width=12),
        Column(_("Papers to do"), "number", 8, look="alarm"),
    )
    rows = [row for page in _pages(condition, order) for row in _of_placements(register, page)]
    return Sheet(
        title=title, heading=book.heading(title), columns=columns, rows=rows, table_name=f"placements_{name}"
    )


def _pages(condition: Any, order: Any) -> Iterator[list[int]]:
    p = m.Placement
    numbers = [number for (number,) in m.tuples(p.select(p.id).where(condition).order_by(order, p.id))]
    yield from (numbers[start : start + PAGE] for start in range(0, len(numbers), PAGE))


def _of_placements(register: Register, page: list[int]) -> Iterator[Row]:
    query = placement_rows.base_query(register.day).where(m.Placement.id.in_(page))
    found = {row.id: row for row in placement_rows.rows(query, register.day)}
    for number in page:
        yield _of_placement(found[number])


def _of_placement(row: PlacementRow) -> Row:
    name = reference.name
    return (
        row.ref, row.applicant or None, row.department_name, row.directorate or None,
        name("placement_statuses", row.status), name("kinds", row.kind) or None,
        name("legal_forms", row.legal_form) or None, row.school or None,
        name("levels", row.level_followed or row.level_held) or None, name("routes", row.route),
        row.planned_start, row.planned_end, row.started_on, row.ended_on, row.days_per_week,
        row.weeks_planned, name("three_valued", row.compensation), row.request, row.to_do or None,
    )  # fmt: skip


def places(book: Book, register: Register) -> Sheet:
    """Every place that was offered for the year, or that lasts."""
    o, day = m.Place, register.day
    begins = fn.COALESCE(o.period_start, o.opened_on)
    of_year = begins.between(day.replace(month=1, day=1), day.replace(month=12, day=31))
    query = place_rows.query_of_places(day).where(
        of_year | (o.structural & o.withdrawn_on.is_null() & (begins <= day)), o.opened_on <= day
    )
    rows = [
        (
            each.department_name, each.title, name_of(each.kind, "kinds"), name_of(each.level, "levels"),
            each.opened_on, each.period_start, each.period_end, each.slots, each.periods, each.offered,
            each.filled, each.candidates, _("yes") if each.structural else _("no"),
            reference.name("three_valued", each.paid), each.withdrawn_on,
            reference.name("endings", each.withdrawn_reason) or None,
        )
        for each in (
            place_rows.row_of(values, day)
            for values in m.tuples(query.order_by(m.Department.name, begins, o.id))
        )
    ]  # fmt: skip
    return Sheet(
        title=_("Places"),
        heading=book.heading(_("Places of the year")),
        columns=_of_places(),
        rows=rows,
        table_name="places",
    )


def _of_places() -> tuple[Column, ...]:
    return (
        Column(_("Department"), width=26),
        Column(_("Place"), width=34),
        Column(_("Kind"), width=22),
        Column(_("Level"), width=18),
        Column(_("Opened on"), "date", 11),
        Column(_("First day"), "date", 11),
        Column(_("Last day"), "date", 11),
        Column(_("Slots"), "number", 8),
        Column(_("Periods"), "number", 8),
        Column(_("Offered"), "number", 8),
        Column(_("Filled"), "number", 8),
        Column(_("Applicants"), "number", 10),
        Column(_("Structural"), width=10),
        Column(_("Paid"), width=10),
        Column(_("Withdrawn on"), "date", 11),
        Column(_("Reason"), width=30),
    )


def reached(book: Book, register: Register) -> Sheet:
    """Every target in the last five years, with a picture of what was promised and what is there."""
    rows = [
        (
            each.target.name(i18n.language()), each.span.label, each.promised, each.actual,
            each.met_by.day if each.met_by else None, each.met_by.reference if each.met_by else None,
            sum(map(len, each.left_out.values())), each.planned, each.forecast,
        )
        for each in register.targets()
    ]  # fmt: skip
    charts = tuple(
        Chart(str(rows[first][0]), names=1, values=(2, 3), rows=(first, first + YEARS - 1))
        for first in range(0, len(rows), YEARS)
    )
    return Sheet(
        title=_("Targets"),
        heading=book.heading(_("Targets")),
        columns=(
            Column(_("Target"), width=44),
            Column(_("Year"), width=9),
            Column(_("Promised"), "number", 10),
            Column(_("Actual"), "number", 10, look="bars"),
            Column(_("Met on"), "date", 11),
            Column(_("Met by"), width=12),
            Column(_("Not counted"), "number", 10),
            Column(_("Still planned"), "number", 10),
            Column(_("Forecast"), "number", 10),
        ),
        rows=rows,
        table_name="targets",
        charts=charts,
    )


def series(book: Book, register: Register) -> Sheet:
    """Five years by month, with a picture of each measure."""
    found = register.series()
    rows: list[Row] = [
        (each.measure.name(i18n.language()), str(each.year), each.total, *each.months) for each in found
    ]
    charts = tuple(
        Chart(str(rows[first][0]), "line", names=1, values=tuple(range(3, 15)), by_row=True,
              rows=(first, first + YEARS - 1))
        for first in range(0, len(rows), YEARS)
    )  # fmt: skip
    columns = (
        Column(_("Figure"), width=34),
        Column(_("Year"), width=8),
        Column(_("Whole year"), "number", 10, look="bars"),
        *(Column(f"{number:02}", "number", 6) for number in range(1, 13)),
    )
    return Sheet(
        title=_("Series"),
        heading=book.heading(_("Five years by month")),
        columns=columns,
        rows=rows,
        table_name="series",
        charts=charts,
    )


def directorates(book: Book, register: Register) -> Sheet:
    """Internships per directorate in five years."""
    figure = register.directorates()
    rows: list[Row] = [(name, *counts) for _code, name, counts in figure.rows]
    values = tuple(range(1, len(figure.spans) + 1))
    drawn = Chart(figure.measure.name(i18n.language()), names=0, values=values, rows=(0, len(rows) - 1))
    return Sheet(
        title=_("Directorates"),
        heading=book.heading(_("Internships per directorate, five years")),
        columns=(
            Column(_("Directorate"), width=34),
            *(Column(each.label, "number", 10) for each in figure.spans),
        ),
        rows=rows,
        table_name="directorates",
        total=(_("total"), *figure.total),
        charts=(drawn,) if rows else (),
    )


def codes(book: Book) -> Sheet:
    """Every code list, so that the sheets can be read by programs and in years to come."""
    return Sheet(
        title=_("Codes"),
        heading=book.heading(_("Codes")),
        columns=(Column(_("List"), width=26), Column(_("Code"), width=24), Column(_("Name"), width=60)),
        rows=[
            (_(words), code, reference.name(name, code))
            for name, words in LISTS.items()
            for code in reference.table(name)
        ],
        table_name="codes",
    )
