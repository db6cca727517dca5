"""Reading a spreadsheet or CSV file as plain tables, and finding the heading in one that people made."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.importing.imports_sheet import CELL, records

LARGEST, LONGEST = 30_000_000, 50_000
"""Bytes of a file and lines of a table; more is no list that a person made."""
HEADING_WITHIN = 40
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How xlsx and ods, and old xls files begin."""

Cell = str | float | date | bool
Row = tuple[int, list[Cell]]
"""The number of a line in its file, and its cells; empty ones are an empty text."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table's heading is, and what its columns are."""

    line: int
    """Of its last line; the rows come after it."""
    fields: dict[int, str]
    """Places in a row and what they hold."""
    names: dict[int, str]
    """Every heading in the file's own words."""


def read_tables(file: str | Path, raw: bytes | None = None) -> list[Table]:
    """The sheets of a file; `raw` are its bytes when it is not on a disk. Errors: FileError."""
    if raw is None:
        try:
            raw = Path(file).read_bytes()
        except OSError as error:
            raise errors.FileError(file=file, detail=error.strerror or error) from error
    if len(raw) > LARGEST:
        raise errors.FileError(file=file, detail=_("it is too large for a list"))
    if raw.startswith(WORKBOOKS):
        return _sheets(file, raw)
    return [Table("", [(number, list[Cell](cells)) for number, cells in records(file, raw)])]


def _sheets(file: str | Path, raw: bytes) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook  # only who imports a workbook needs it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        found = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=LONGEST + 1)
            found.append(Table(clean(name), list(_filled(rows))))
    except (CalamineError, ValueError, OSError, KeyError) as error:
        raise errors.FileError(file=file, detail=_("it is no workbook that can be read")) from error
    if any(len(table.rows) > LONGEST for table in found):
        raise errors.FileError(file=file, detail=_("it is too large for a list"))
    return found


def _filled(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        plain = [_plain(cell) for cell in cells]
        if any(cell != "" for cell in plain):
            yield number, plain


def _plain(cell: Any) -> Cell:
    if isinstance(cell, str):
        return clean(cell, limit=CELL)
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, bool | int | float | date) else ""


def find_heading(table: Table, known: Mapping[str, str]) -> Heading | None:
    """The line (or two, where headings are merged) that names the most columns; None where none does.

    `known` has every heading in plain words with the field that it means.
    """
    best: Heading | None = None
    above: list[Cell] = []
    for number, cells in table.rows[:HEADING_WITHIN]:
        for parents in ([], above):
            found = _heading(number, parents, cells, known)
            if len(found.fields) > (len(best.fields) if best else 1):
                best = found
        above = cells
    return best


def _heading(
    number: int, parents: Sequence[Cell], cells: Sequence[Cell], known: Mapping[str, str]
) -> Heading:
    """The columns that a line names, alone or below another line whose cells reach to the right."""
    fields: dict[int, str] = {}
    names: dict[int, str] = {}
    parent = ""
    for place in range(max(len(parents), len(cells))):
        own = _words(cells[place]) if place < len(cells) else ""
        over = _words(parents[place]) if place < len(parents) else ""
        parent = over or parent
        names[place] = f"{parent} {own}".strip() if own and parents else own or over
        for words in (f"{parent} {own}", own) if own else (over,):
            field = known.get(plain(words))
            if field and field not in fields.values():
                fields[place] = field
                break
    return Heading(number, fields, {place: name for place, name in names.items() if name})


def _words(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def plain(text: str) -> str:
    """Words in lower case, without accents and marks."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))
