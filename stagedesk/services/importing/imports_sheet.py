"""Reading a table that somebody saved as CSV, in any usual encoding, parted by comma or semicolon."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stagedesk import errors
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.importing.imports_columns import BadCell, Column

DELIMITERS = ";,\t"
CELL = 2_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line of the file cannot be taken."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: the values of the columns that the file has."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    """Headings that say nothing to the desk."""


def read_sheet(file: Path, columns: Sequence[Column]) -> Sheet:
    """Read all lines; what is wrong with a line is a problem, what is wrong with the file a FileError."""
    found = records(file, _read(file))
    number, heading = next(found, (1, []))
    places, ignored = _places(file, heading, columns)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, cells in found:
        values: dict[str, Any] = {}
        reasons = _read_line(cells, places, len(heading), values)
        problems += [Problem(number, reason) for reason in reasons]
        if not reasons:
            lines.append(Line(number, values))
    return Sheet(tuple(lines), tuple(problems), ignored)


def records(file: str | Path, raw: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not empty, with the number of its first line in the file."""
    text = _text(file, raw)
    if text[:4].lower() == "sep=":  # what some spreadsheets write above the heading
        text = "\n" + text.partition("\n")[2]
    parted = (line for line in text.splitlines() if any(sign in line for sign in DELIMITERS))
    delimiter = max(DELIMITERS, key=next(parted, "").count)  # a title may stand above the heading
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            cells = [clean(cell, limit=CELL) for cell in cells]
            if any(cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        detail = _("line {line}: {reason}").format(line=start, reason=error)
        raise errors.FileError(file=file, detail=detail) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise errors.FileError(file=file, detail=error.strerror or error) from error


def _text(file: str | Path, raw: bytes) -> str:
    if raw.startswith(b"PK\x03\x04"):
        raise errors.FileError(file=file, detail=_("it is a workbook; save it as CSV first"))
    encodings = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise errors.FileError(file=file, detail=_("it is no text"))


def _places(
    file: Path, heading: list[str], columns: Sequence[Column]
) -> tuple[dict[int, Column], tuple[str, ...]]:
    """Which place in a line holds which column, and the headings that are none of ours."""
    by_heading = {name: column for column in columns for name in (_plain(column.name), *column.headings)}
    places: dict[int, Column] = {}
    ignored = []
    for place, name in enumerate(heading):
        column = by_heading.get(_plain(name))
        if column is None:
            ignored += [name] if name else []
        elif column in places.values():
            detail = _("it has two columns for {column}").format(column=column.name)
            raise errors.FileError(file=file, detail=detail)
        else:
            places[place] = column
    missing = [column.name for column in columns if column.required and column not in places.values()]
    if missing:
        detail = _("its heading lacks {missing}; it has: {found}").format(
            missing=", ".join(missing), found=", ".join(heading) or "-"
        )
        raise errors.FileError(file=file, detail=detail)
    return places, tuple(ignored)


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def _read_line(cells: list[str], places: dict[int, Column], width: int, values: dict[str, Any]) -> list[str]:
    """Put the values of a line in `values`; return what is wrong with it."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) != width:
        return [_("it has {found} cells and the heading {expected}").format(found=len(cells), expected=width)]
    reasons = []
    for place, column in places.items():
        try:
            if column.required and not cells[place]:
                raise BadCell(_("it is empty"))
            values[column.name] = column.read(cells[place])
        except BadCell as bad:
            reasons.append(f"{column.name}: {bad}")
    return reasons
