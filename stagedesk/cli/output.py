"""What a command prints: data on stdout, messages on stderr, and nothing that commands a terminal."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any


def safe(text: str, *, lines: bool = False) -> str:
    """The text without anything that a terminal would obey, on one line unless `lines`."""
    if text.isascii() and text.isprintable():
        return text  # nearly always; the cleaning is imported where there is something to clean
    from stagedesk.domain.text import clean

    cleaned = clean(text, lines=True)
    return cleaned if lines else cleaned.replace("\n", " ")


def say(text: str) -> None:
    """A message for whoever runs the command."""
    sys.stderr.write(safe(text, lines=True) + "\n")


def progress(text: str) -> None:
    """How far it is, on a line that is written over; an empty text wipes it. Only on a terminal."""
    if sys.stderr.isatty():
        from shutil import get_terminal_size

        shown = safe(text)[: get_terminal_size().columns - 1]
        sys.stderr.write(f"\r\x1b[K{shown}")
        sys.stderr.flush()


def is_terminal() -> bool:
    """Whether a screen can be shown here: keys come in, and it is painted where messages go."""
    return all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def line(text: str = "") -> None:
    """A line of data for people."""
    sys.stdout.write(safe(text) + "\n")


def paragraph(text: str, indent: str = "") -> None:
    """Text of several lines, each after the same indent."""
    for each in safe(text, lines=True).split("\n"):
        sys.stdout.write(f"{indent}{each}".rstrip() + "\n")


def put_json(value: Any) -> None:
    """One value for programs: UTF-8, whatever the locale."""
    from stagedesk.cli.as_json import as_json

    _to_utf8()
    sys.stdout.write(as_json(value) + "\n")


def put_json_list(values: Iterable[Any]) -> None:
    """A list for programs, one element a line, written as it comes."""
    from stagedesk.cli.as_json import as_json

    _to_utf8()
    before = "["
    for value in values:
        sys.stdout.write(f"{before}\n{as_json(value)}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def put_json_lines(values: Iterable[Any]) -> None:
    """Values for programs that read line by line."""
    for value in values:
        put_json(value)


def _to_utf8() -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def flush() -> None:
    """Let whoever follows the output see it now."""
    sys.stdout.flush()


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[int] = (), empty: str = ""
) -> None:
    """Rows under headings, fitted to a terminal or plain and aligned; `right` has the columns of numbers.

    Where there is no row, `empty` is said instead.
    """
    cells = [["" if cell is None else safe(str(cell)) for cell in row] for row in rows]
    if not cells and empty:
        say(empty)
    elif sys.stdout.isatty():
        from stagedesk.cli.terminal import show_table  # Rich takes longer to import than most commands run

        show_table(headings, cells, frozenset(right))
    else:
        _plain_table([list(headings), *cells], frozenset(right))


def _plain_table(rows: list[list[str]], right: frozenset[int]) -> None:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            " " * (wide - width(cell)) + cell if place in right else cell + " " * (wide - width(cell))
            for place, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def width(text: str) -> int:
    """How many places a text takes in a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)
