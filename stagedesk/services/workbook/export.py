"""The workbook of a month, for the desk or for everybody: written to a file, or sent to the supervisors."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, snapshot
from stagedesk.domain.codes import Letter, Role
from stagedesk.i18n import _
from stagedesk.mail.compose import Enclosed
from stagedesk.reports import workbook
from stagedesk.reports.workbook import Sheet
from stagedesk.services import rights
from stagedesk.services.city.people import is_here
from stagedesk.services.desk import Desk
from stagedesk.services.journal import as_of, history, past
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.public import publishing
from stagedesk.services.statistics.figures import MonthFigures, a_month, month_figures
from stagedesk.services.statistics.register_figures import Register
from stagedesk.services.workbook import public_sheets, register_sheets, sheet_lists, sheets

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ExportResult:
    path: Path
    month: str
    counts: dict[str, int]
    """How many requests each list of the workbook holds; nothing in the public one."""


def export_month(desk: Desk, month: str, target: Path, *, by: str, public: bool = False) -> ExportResult:
    """Write the workbook of a month such as 2026-03, and then that it was written into the history.

    The internal one holds names, so a reader may not have it; the public one holds totals only. All
    sheets are read as of one moment, in the reader's language; made again from the same data it is the
    same file. Errors: UsageError for what is not a month or has not begun; Refused; FileError.
    """
    wanted = a_month(desk, month)
    counts = _made(desk, wanted.first, target, by=by, public=public)
    with history.step(desk, "exported", by=by) as step:
        step.facts |= {"month": str(wanted), "counts": counts}
        if public:
            step.facts["public"] = True
    return ExportResult(target, str(wanted), counts)


def mail_month(desk: Desk, month: str, *, by: str, public: bool = False) -> tuple[str, ...]:
    """Send the workbook of a month to the supervisors, through the outbox; returns their addresses.

    Errors: as export_month; Refused when no supervisor has an address.
    """
    wanted = a_month(desk, month)
    with session():
        recipients = supervisors(desk)
    if not recipients:
        raise errors.Refused(detail=_("No supervisor has a mail address; see: stagedesk staff"))
    name = f"stagedesk-{wanted}.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        _made(desk, wanted.first, file, by=by, public=public)
        enclosed = Enclosed(name, TYPE, file.read_bytes())
    values = {"month": str(wanted), "items": _in_short(month_figures(desk, wanted.first))}
    with history.step(desk, "report_sent", by=by) as step:
        letter = letters.write(desk, Letter.REPORT, None, clerk=desk.settings.desk_name, **values)
        outbox.decide(desk, step, Letter.REPORT, letter, None, recipients=recipients, enclosures=[enclosed])
        step.facts |= {"month": str(wanted), "count": len(recipients)}
    return recipients


def supervisors(desk: Desk) -> tuple[str, ...]:
    """The addresses of the supervisors who are here; inside a session."""
    s = m.Staff
    query = s.select(s.email).where(s.role == Role.SUPERVISOR, is_here(desk.today())).order_by(s.code)
    found = (outbox.usable(address or "") for (address,) in m.tuples(query))
    return tuple(dict.fromkeys(address for address in found if address))


def _in_short(figures: MonthFigures) -> str:
    of_month = figures.of_month
    return "\n".join(
        (
            _("- requests received: {count}").format(count=of_month.received),
            _("- requests closed: {count}").format(count=of_month.closed),
            _("- requests open at the end: {count}").format(count=of_month.open_after),
        )
    )


def _made(desk: Desk, first_day: date, target: Path, *, by: str, public: bool) -> dict[str, int]:
    if public:
        publishing.make(desk, by=by)
    else:
        rights.refuse_readers(by)
    with snapshot():
        return _write(desk, first_day, target, public=public)


def _write(desk: Desk, first_day: date, target: Path, *, public: bool) -> dict[str, int]:
    figures = month_figures(desk, first_day)
    book, register = sheets.Book(desk, figures), Register(desk, figures)
    lists = sheet_lists.Lists(desk, figures, past.lapsed(desk))
    with as_of.known_on(desk, register.day):
        found = public_sheets.sheets(book, register) if public else _of_register(book, register)
    workbook.write(
        target,
        found if public else _all(book, lists, found),
        created=figures.cut_off,
        title=book.title,
        author=f"{desk.settings.desk_name} {desk.settings.city}",
        large=_rows(book) > workbook.TABLE_ROWS,
        zone=desk.calendar.zone,
    )
    return {} if public else dict(lists.counts)


def _all(book: sheets.Book, lists: sheet_lists.Lists, register: Sequence[Sheet]) -> list[Sheet]:
    read_me, summary, *others = register
    return [
        read_me,
        summary,
        lists.received(book),
        lists.open(book),
        lists.closed(book),
        sheets.departments(book),
        sheets.turnaround(book),
        *others,
    ]


def _of_register(book: sheets.Book, register: Register) -> list[Sheet]:
    """The sheets whose rows are read now, as they were known on the last day."""
    return [
        sheets.read_me(book, register_sheets.meanings(register)),
        sheets.summary(book, register_sheets.summary_rows(register)),
        register_sheets.running(book, register),
        register_sheets.started(book, register),
        register_sheets.ended(book, register),
        register_sheets.places(book, register),
        register_sheets.reached(book, register),
        register_sheets.series(book, register),
        register_sheets.directorates(book, register),
        register_sheets.codes(book),
    ]


def _rows(book: sheets.Book) -> int:
    of_month = book.figures.of_month
    return of_month.received + of_month.open_after + of_month.closed
