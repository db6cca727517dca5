"""The workbook of a month: the figures, the lists behind them, and what they mean."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stagedesk import errors
from stagedesk.db.connection import session, snapshot
from stagedesk.domain.codes import Role
from stagedesk.i18n import _
from stagedesk.reports import workbook
from stagedesk.services import history, past, sheet_lists, sheets
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.figures import a_month, month_figures


@dataclass(frozen=True, slots=True)
class ExportResult:
    path: Path
    month: str
    counts: dict[str, int]
    """How many requests each list of the workbook holds."""


def export_month(desk: Desk, month: str, target: Path, *, by: str) -> ExportResult:
    """Write the workbook of a month such as 2026-03, and then that it was written into the history.

    It holds names, so a reader may not have it. All sheets are read as of one moment, in the reader's
    language; made again from the same data it is the same file. Errors: UsageError for what is not a
    month or has not begun; Refused; FileError.
    """
    wanted = a_month(desk, month)
    _refuse_readers(by)
    with snapshot():
        counts = _write(desk, wanted.first, target)
    with history.step(desk, "exported", by=by) as step:
        step.facts |= {"month": str(wanted), "counts": counts}
    return ExportResult(target, str(wanted), counts)


def _write(desk: Desk, first_day: date, target: Path) -> dict[str, int]:
    figures = month_figures(desk, first_day)
    book = sheets.Book(desk, figures)
    lists = sheet_lists.Lists(desk, figures, past.lapsed(desk))
    workbook.write(
        target,
        [
            sheets.read_me(book),
            sheets.summary(book),
            lists.received(book),
            lists.open(book),
            lists.closed(book),
            sheets.departments(book),
            sheets.turnaround(book),
        ],
        created=figures.cut_off,
        title=book.title,
        author=f"{desk.settings.desk_name} {desk.settings.city}",
        large=_rows(book) > workbook.TABLE_ROWS,
        zone=desk.calendar.zone,
    )
    return dict(lists.counts)


def _rows(book: sheets.Book) -> int:
    of_month = book.figures.of_month
    return of_month.received + of_month.open_after + of_month.closed


def _refuse_readers(by: str) -> None:
    with session():
        if staff_member(by).role == Role.READER:
            raise errors.Refused(
                detail=_("The workbook of a month holds names of people; {who} may see figures only.").format(
                    who=by
                )
            )
