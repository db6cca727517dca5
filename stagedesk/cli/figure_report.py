"""Reports on the command line: as tables, for programs, for a spreadsheet, or as a workbook."""

import csv
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stagedesk import __version__, errors, i18n
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, paragraph, put_json, say, table
from stagedesk.i18n import _, decimal

if TYPE_CHECKING:
    from stagedesk.services.desk import Desk
    from stagedesk.services.reporting.reports import Filled, Report
    from stagedesk.services.statistics.report_table import Section


def run_report(arguments: Namespace, at: Office, report: "Report") -> int:
    from stagedesk.services.reporting import reports

    filled = reports.make(at.desk, report, arguments.year, arguments.years or 0, arguments.as_of)
    if arguments.json:
        put_json(as_json(filled))
    elif arguments.csv:
        put_csv(filled.sections)
    elif arguments.xlsx:
        title = report.name(i18n.language())
        to_workbook(at.desk, filled.sections, arguments.xlsx, title=title, day=filled.as_of)
    else:
        _show(filled)
    for each in filled.left_out:
        say(each)
    return 0


def as_json(filled: "Filled") -> dict[str, Any]:
    return {
        "report": filled.report.id,
        "name": filled.report.name(i18n.language()),
        "year": filled.year,
        "as_of": filled.as_of,
        "stagedesk": __version__,
        "parts": [
            {
                "heading": each.heading,
                "columns": [column.name for column in each.columns],
                "rows": each.rows,
                "notes": each.notes,
            }
            for each in filled.sections
        ],
    }


def put_csv(sections: "Sequence[Section]") -> None:
    """All parts one after the other, the name of the part first in every line."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for each in sections:
        heading = harmless(each.heading)
        writer.writerow([_("part"), *(harmless(column.name) for column in each.columns)])
        for row in each.rows:
            writer.writerow([heading, *(harmless(cell) for cell in row)])


def harmless(cell: object) -> object:
    """A spreadsheet must not take a name for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell


def to_workbook(desk: "Desk", sections: "Sequence[Section]", file: Path, *, title: str, day: Any) -> None:
    """A sheet for each part; the same data give the same file. Errors: FileError, UsageError."""
    from stagedesk.reports import workbook

    if file.suffix != ".xlsx":
        raise errors.UsageError(detail=_("Give a file that ends in {kinds}.").format(kinds=".xlsx"))
    sheets = [
        workbook.Sheet(
            title=f"{number} {each.heading}",
            heading=(each.heading, *each.notes),
            columns=each.columns,
            rows=each.rows,
            table_name=f"part{number}",
        )
        for number, each in enumerate(sections, 1)
    ]
    created = datetime.combine(day, time(), desk.calendar.zone)
    author = f"{desk.settings.desk_name} {desk.settings.city}"
    workbook.write(file, sheets, created=created, title=title, author=author, zone=desk.calendar.zone)
    say(_("Written: {file}").format(file=file))


def _show(filled: "Filled") -> None:
    title = filled.report.name(i18n.language())
    line(_("{title}, as known on {day}").format(title=f"{filled.report.id} {title}", day=filled.as_of))
    for each in filled.sections:
        line()
        show_section(each)


def show_section(each: "Section") -> None:
    line(each.heading)
    table(
        [column.name for column in each.columns],
        (
            [shown(cell, column.kind) for cell, column in zip(row, each.columns, strict=True)]
            for row in each.rows
        ),
        right=each.numbers,
        empty=_("Nothing."),
    )
    for note in each.notes:
        paragraph(note, "  ")


def shown(cell: object, kind: str) -> object:
    if isinstance(cell, float) and kind == "share":
        return f"{100 * cell:.0f} %"
    return decimal(cell) if isinstance(cell, float) else cell
