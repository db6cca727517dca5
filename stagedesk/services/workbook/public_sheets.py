"""The monthly workbook for everybody: totals of the whole city, and the public tables of finished years."""

from stagedesk import __version__, i18n
from stagedesk.i18n import _
from stagedesk.reports.pictures import Chart
from stagedesk.reports.workbook import Cell, Column, Sheet
from stagedesk.services.public import public_tables, publishing
from stagedesk.services.public.public_targets import TARGETS
from stagedesk.services.statistics.register_figures import PUBLIC_OF_PERIODS, SERIES, YEARS, Register
from stagedesk.services.statistics.report_table import Section
from stagedesk.services.workbook.register_sheets import covered_in_words
from stagedesk.services.workbook.sheets import PERIODS, Book

Row = tuple[Cell, ...]


def sheets(book: Book, register: Register) -> list[Sheet]:
    tables = public_tables.tables(book.desk)
    return [
        _read_me(book, register, tables),
        _summary(book, register),
        _series(book, register),
        *(_table(book, number, each) for number, each in enumerate(tables, 1)),
    ]


def _heading(book: Book, what: str) -> tuple[str, ...]:
    return f"{what} – {book.month} – {book.desk.settings.city}", _("PUBLIC – totals only."), book.until


def _read_me(book: Book, register: Register, tables: tuple[Section, ...]) -> Sheet:
    rows: list[Row] = [
        (_("month"), str(book.figures.month)),
        (_("cut-off"), book.until),
        (_("desk"), f"{book.desk.settings.desk_name}, {book.desk.settings.city}"),
        (_("made with"), f"stagedesk {__version__}"),
        (_("for whom"), _("Public: no names, and no number from which a person could be recognised.")),
    ]
    rows += [(_("coverage"), f"{year}: {covered_in_words(told)}") for year, told in register.covered()]
    rows += [(_("tables"), note) for note in dict.fromkeys(note for each in tables for note in each.notes)]
    rows += [
        (f"{each.id} v{each.version}", each.text(i18n.language()))
        for each in register.used((*SERIES, *PUBLIC_OF_PERIODS, *TARGETS))
    ]
    return Sheet(
        title=_("Read me"),
        heading=_heading(book, _("Read me")),
        columns=(Column(_("About"), width=26), Column(_("Explanation"), width=110, wrap=True)),
        rows=rows,
        table_name="readme",
    )


def _summary(book: Book, register: Register) -> Sheet:
    every = book.figures.all
    counted = register.of_periods(PUBLIC_OF_PERIODS)
    of_register: list[Row] = [(each.measure.name(i18n.language()), *each.counts) for each in counted]
    rows: list[Row] = [
        (_("requests received"), *(each.received for each in every)),
        (_("requests closed"), *(each.closed for each in every)),
        (_("requests open at the end"), *(each.open_after for each in every)),
        *of_register,
    ]
    return Sheet(
        title=_("Summary"),
        heading=_heading(book, _("Summary")),
        columns=(
            Column(_("Figure"), width=44),
            *(Column(_(name).capitalize(), "number", 14) for name in PERIODS),
        ),
        rows=rows,
        table_name="summary",
    )


def _series(book: Book, register: Register) -> Sheet:
    """Whole years; the months of finished years tell nothing more than the summaries of their time did."""
    found = register.series()
    rows: list[Row] = [
        (each.measure.name(i18n.language()), str(each.year), each.total, *each.months) for each in found
    ]
    charts = tuple(
        Chart(str(rows[first][0]), "line", names=1, values=tuple(range(3, 15)), by_row=True,
              rows=(first, first + YEARS - 1))
        for first in range(0, len(rows), YEARS)
    )  # fmt: skip
    return Sheet(
        title=_("Series"),
        heading=_heading(book, _("Five years by month")),
        columns=(
            Column(_("Figure"), width=34),
            Column(_("Year"), width=8),
            Column(_("Whole year"), "number", 10),
            *(Column(f"{number:02}", "number", 6) for number in range(1, 13)),
        ),
        rows=rows,
        table_name="series",
        charts=charts,
    )


def _table(book: Book, number: int, table: Section) -> Sheet:
    names = [column.name for column in table.columns]
    years = [column for column in table.columns if column.kind == "number"]
    words = [_("Row"), _("Within")][: len(names) - len(years)]
    columns = (*(Column(word, width=40) for word in words), *years)
    return Sheet(
        title=table.heading,
        heading=(*_heading(book, table.heading)[:2], _known_on()),
        columns=columns,
        rows=table.rows,
        table_name=f"public_{number}",
    )


def _known_on() -> str:
    days = sorted({each.as_of for each in publishing.told()})
    if not days:
        return _("No year is told yet.")
    return _("Made for good, as known on {days}.").format(days=", ".join(map(str, days)))
