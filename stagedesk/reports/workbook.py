"""Workbooks that open the same everywhere: real dates, numbers and tables, and no text that can act."""

import os
import shutil
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable, Sequence, Sized
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from errno import EFBIG
from math import isfinite
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from stagedesk.domain.deadlines import BRUSSELS
from stagedesk.errors import FileError
from stagedesk.i18n import _
from stagedesk.reports import pictures
from stagedesk.reports.cells import day_number, headers, in_footer, safe, sheet_titles, table_names
from stagedesk.reports.pictures import Chart, Look

TABLE_ROWS: Final = 50_000  # a table costs 140 bytes of memory a cell; more rows get a plain filter
MOST_ROWS: Final = 1_048_576
OLDEST_YEAR: Final = 1901  # before, sheets disagree about the calendar

Kind = Literal["text", "date", "moment", "number", "decimal", "share"]
_NUMBER_FORMATS: Final[dict[Kind, str]] = {
    "text": "General",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
    "number": "0",
    "decimal": "0.0",
    "share": "0.0%",
}
_SCRATCH: Final = ".stagedesk-workbook-"
_LEFT_BEHIND: Final = 24 * 3600
LINE: Final = 15
"""The height of a line in points."""
HIGHEST: Final = 409
_FILTER_BUTTON: Final = 3
"""What it takes of a heading's width, in letters."""

Cell = str | int | float | Decimal | date | None
Xlsx = Any  # XlsxWriter has no types


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = "text"
    width: float = 12
    wrap: bool = False
    look: Look = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines of heading, then one table. Rows may come one by one; each has a cell per column."""

    title: str
    columns: tuple[Column, ...] = ()
    rows: Iterable[Sequence[Cell]] = ()
    heading: tuple[str, ...] = ()
    table_name: str = ""
    total: Sequence[Cell] | None = None
    charts: tuple[Chart, ...] = ()


def write(
    target: Path,
    sheets: Iterable[Sheet],
    *,
    created: datetime,
    title: str,
    author: str,
    large: bool | None = None,
    zone: ZoneInfo = BRUSSELS,
) -> None:
    """Write a workbook; the target is the old file or the whole new one, whatever happens in between.

    The same sheets with the same `created` give the same bytes. Without `large` the rows that know
    their number decide whether there are real tables, or plain filters in little memory.
    """
    sheets, place = tuple(sheets), target.resolve()
    _refuse_what_cannot_be(place)
    if large is None:
        large = sum(len(sheet.rows) for sheet in sheets if isinstance(sheet.rows, Sized)) > TABLE_ROWS
    about = {
        "title": safe(title),
        "author": safe(author),
        "created": created.astimezone(UTC).replace(tzinfo=None),
    }
    try:
        _sweep(place.parent)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=place.parent) as scratch:
            draft = Path(scratch, "draft")
            _make(draft, sheets, about, large=large, zone=zone)
            _put_in_place(draft, place)
    except OSError as error:
        raise FileError(file=target, detail=error.strerror or str(error)) from error


def _refuse_what_cannot_be(target: Path) -> None:
    detail = None
    if not target.parent.is_dir():
        detail = _("the folder {folder} does not exist").format(folder=target.parent)
    elif target.is_dir():
        detail = _("it is a folder")
    elif target.exists() and not target.is_file():
        detail = _("it is not a file")
    elif target.exists() and not os.access(target, os.W_OK):
        detail = _("it may only be read")
    if detail:
        raise FileError(file=target, detail=detail)


def _sweep(folder: Path) -> None:
    """Remove what a killed export left behind: it may hold names."""
    for left in folder.glob(f"{_SCRATCH}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left)


def _put_in_place(draft: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, draft)
    else:
        draft.chmod(0o600)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(target)


def _make(
    draft: Path, sheets: tuple[Sheet, ...], about: dict[str, Any], *, large: bool, zone: ZoneInfo
) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    options = {
        "constant_memory": large,
        "tmpdir": str(draft.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(draft, options)
    book.use_zip64()
    book.set_properties(about)
    titles = sheet_titles(sheet.title for sheet in sheets)
    tables = table_names(sheet.table_name or sheet.title for sheet in sheets)
    try:
        for sheet, name, table in zip(sheets, titles, tables, strict=True):
            _SheetWriter(book, sheet, name, zone).write(table=None if large else table, footer=about["title"])
        book.close()
    except XlsxFileError as error:
        raise OSError(*(error.args[0].args if isinstance(error.args[0], OSError) else error.args)) from error
    finally:
        for page in book.worksheets() if large else ():
            page._opt_close()  # it closes these files itself only when all went well


class _SheetWriter:
    def __init__(self, book: Xlsx, sheet: Sheet, name: str, zone: ZoneInfo) -> None:
        self.book, self.sheet, self.name, self.zone = book, sheet, name, zone
        self.page = book.add_worksheet(name)
        self.header_row = len(sheet.heading) + bool(sheet.heading)
        self.formats = [self._formats(column) for column in sheet.columns]
        self.headers = headers(column.name for column in sheet.columns)

    def write(self, *, table: str | None, footer: str) -> None:
        self._set_up(footer)
        self._write_heading()
        if not self.sheet.columns:
            return
        if table is None:
            self._write_headers()
        end = self._write_rows(self.header_row + 1)
        last = max(end - 1, self.header_row + 1)
        if table is None:
            self.page.autofilter(self.header_row, 0, last, len(self.headers) - 1)
        else:
            self._add_table(table, last)
        looks = [column.look for column in self.sheet.columns]
        pictures.add_looks(self.book, self.page, looks, self.header_row, last)
        for place, chart in enumerate(self.sheet.charts):
            drawn = pictures.draw(self.book, self.name, chart, self.header_row)
            self.page.insert_chart(self.header_row + pictures.APART * place, len(looks) + 1, drawn)
        if self.sheet.total is not None:
            # A plain filter would take a total that touches it for one more row.
            self._write_total(last + (2 if table is None else 1))

    def _set_up(self, footer: str) -> None:
        page = self.page
        for number, column in enumerate(self.sheet.columns):
            page.set_column(number, number, column.width)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 1 if self.sheet.charts else 0)  # no page break through a chart
        page.set_footer(f"&L{in_footer(footer)}&C{in_footer(self.name)}&R&P / &N")
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        if self.sheet.columns:
            self._fit_row(self.header_row, self.headers, _FILTER_BUTTON)
            page.freeze_panes(self.header_row + 1, 0)
            page.repeat_rows(self.header_row)

    def _write_heading(self) -> None:
        large, plain = self.book.add_format({"bold": True, "font_size": 14}), self.book.add_format()
        for row, line in enumerate(self.sheet.heading):
            self.page.write_string(row, 0, safe(line), plain if row else large)

    def _write_headers(self) -> None:
        style = self._header_format()
        for number, name in enumerate(self.headers):
            self.page.write_string(self.header_row, number, name, style)

    def _add_table(self, name: str, last: int) -> None:
        style = self._header_format()
        options = {
            "name": name,
            "style": "Table Style Light 1",
            "columns": [{"header": header, "header_format": style} for header in self.headers],
        }
        self.page.add_table(self.header_row, 0, last, len(self.headers) - 1, options)

    def _header_format(self) -> Xlsx:
        return self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})

    def _write_rows(self, first: int) -> int:
        """Write all rows and return the number of the next one."""
        put, width, row = self._putter(self.formats), len(self.sheet.columns), first - 1
        wraps = any(column.wrap for column in self.sheet.columns)
        for row, values in enumerate(self.sheet.rows, first):
            if len(values) != width:
                raise ValueError(f"{self.name}: {len(values)} cells for {width} columns")
            if row >= MOST_ROWS - 2:
                raise OSError(EFBIG, _("a sheet holds no more than {most} rows").format(most=MOST_ROWS))
            if wraps:
                self._fit_row(row, values)
            for number, value in enumerate(values):
                put(row, number, value)
        return row + 1

    def _fit_row(self, row: int, texts: Sequence[Cell], taken: int = 0) -> None:
        """Make a row as high as its wrapped texts: not every program does so when it opens the file."""
        lines = max(
            len(textwrap.wrap(str(text), max(1, int(column.width) - taken)))
            for text, column in zip(texts, self.sheet.columns, strict=True)
            if taken or column.wrap
        )
        if lines > 1:
            self.page.set_row(row, min(LINE * lines, HIGHEST))

    def _write_total(self, row: int) -> None:
        put = self._putter([self._formats(column, bold=True, top=1) for column in self.sheet.columns])
        for number, value in enumerate(self.sheet.total or ()):
            put(row, number, value)

    def _formats(self, column: Column, **extra: Any) -> tuple[Xlsx, Xlsx]:
        """Return the column's format, and the one for texts that look like a formula when edited."""
        look = {
            "num_format": _NUMBER_FORMATS[column.kind],
            "valign": "top",
            "text_wrap": column.wrap,
            **extra,
        }
        if column.kind != "text":
            look["align"] = "right"
        return self.book.add_format(look), self.book.add_format({**look, "quote_prefix": True})

    def _putter(self, formats: list[tuple[Xlsx, Xlsx]]) -> Callable[[int, int, object], None]:
        """Return the function that puts one value into one cell: the inner loop of every export."""
        page, zone = self.page, self.zone
        put_text, put_number = page.write_string, page.write_number

        def put(row: int, column: int, value: object) -> None:
            kind = value.__class__
            if kind is str:
                if text := safe(value):  # type: ignore[arg-type]
                    put_text(row, column, text, formats[column][text[0] in "=+-@"])
            elif kind is int:
                put_number(row, column, value, formats[column][0])
            elif kind is date or kind is datetime:
                if value.year < OLDEST_YEAR:  # type: ignore[attr-defined]
                    put(row, column, value.isoformat())  # type: ignore[attr-defined]
                else:
                    put_number(row, column, day_number(value, zone), formats[column][0])  # type: ignore[arg-type]
            elif kind is float or kind is Decimal:
                if isfinite(value):  # type: ignore[arg-type]
                    put_number(row, column, value, formats[column][0])
            elif value is not None:
                put(row, column, str(value))

        return put
