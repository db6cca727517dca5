"""An answered question set as a document: Markdown, a page for a word processor, or a workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from stagedesk.i18n import _


@dataclass(frozen=True, slots=True)
class Section:
    """One sub-question, ready to be written: a table of texts and numbers, and footnotes."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    about: tuple[str, ...]
    """Lines under the title: source, period, as known on."""
    sections: tuple[Section, ...]
    warning: str = ""
    """Who may read it, where not everybody: the first line of everything."""

    @property
    def first_lines(self) -> tuple[str, ...]:
        return (self.warning, self.title) if self.warning else (self.title,)


def markdown(document: Document) -> str:
    return "\n".join(_markdown(document)) + "\n"


def _markdown(document: Document) -> Iterator[str]:
    if document.warning:
        yield from (f"**{_plain(document.warning)}**", "")
    yield f"# {_plain(document.title)}"
    yield ""
    for line in document.about:
        yield f"{_plain(line)}  "
    number = 0
    for section in document.sections:
        yield from ("", f"## {_plain(section.heading)}", "")
        yield _row(section.columns)
        yield _row(["---", *["---:"] * (len(section.columns) - 1)], ready=True)
        yield from (_row(row) for row in section.rows)
        yield ""
        for note in section.notes:
            number += 1
            yield f"{number}. {_plain(note)}"


def _row(cells: Sequence[str | int], *, ready: bool = False) -> str:
    return f"| {' | '.join(str(cell) if ready else _plain(str(cell)) for cell in cells)} |"


def _plain(text: str) -> str:
    """Nothing of a name is taken for Markdown."""
    text = text.replace("\\", "\\\\")
    for sign in "`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def page(document: Document, language: str) -> str:
    """A whole HTML page without anything from outside; word processors open it."""
    return "\n".join(_page(document, language)) + "\n"


def _page(document: Document, language: str) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
    yield f"<title>{escape(document.title)}</title>"
    yield "<style>body{font-family:sans-serif;max-width:48em;margin:2em auto}table{border-collapse:collapse}"
    yield "td,th{border:1px solid #888;padding:.2em .6em}td+td,th+th{text-align:right}</style>"
    yield "</head><body>"
    if document.warning:
        yield f"<p><strong>{escape(document.warning)}</strong></p>"
    yield f"<h1>{escape(document.title)}</h1>"
    yield f"<p>{'<br>'.join(escape(line) for line in document.about)}</p>"
    for section in document.sections:
        yield f"<h2>{escape(section.heading)}</h2><table>"
        yield f"<tr>{''.join(f'<th>{escape(cell)}</th>' for cell in section.columns)}</tr>"
        for row in section.rows:
            yield f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
        yield "</table>"
        yield from (f"<p><small>{escape(note)}</small></p>" for note in section.notes)
    yield "</body></html>"


def workbook(document: Document, file: Path) -> None:
    """The same as a workbook, a sheet for each sub-question. Errors: OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
            front = book.add_worksheet(_("Read me")[:31])
            front.set_column(0, 0, 90, wrapped)
            front.write_column(0, 0, document.first_lines, bold)
            front.write_column(len(document.first_lines), 0, document.about)
            for number, section in enumerate(document.sections, 1):
                sheet = book.add_worksheet(str(number))
                sheet.set_column(0, 0, 44)
                sheet.write_string(0, 0, document.warning or section.heading, bold)
                sheet.write_string(1, 0, section.heading if document.warning else "", bold)
                sheet.write_row(2, 0, section.columns, bold)
                for place, row in enumerate(section.rows, 3):
                    sheet.write_row(place, 0, row)
                for place, note in enumerate(section.notes, len(section.rows) + 4):
                    sheet.write_string(place, 0, note)
                sheet.freeze_panes(3, 1)
    except FileCreateError as error:
        raise OSError(*error.args) from error
