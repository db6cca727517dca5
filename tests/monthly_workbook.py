"""Reading the monthly workbook back, and comparing each of its sheets with what the screen says."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from stagedesk import __version__
from stagedesk.domain.measure import Span, months, years
from stagedesk.domain.spread import Spread
from stagedesk.services import reference
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists import queues
from stagedesk.services.statistics import definitions, measures, measuring, register_figures, targets
from stagedesk.services.statistics.figures import Figures, MonthFigures

HEADING = 5  # three lines, an empty one, the names of the columns
Rows = list[dict[str, Any]]


def read(path: Path) -> dict[str, Rows]:
    """Every sheet as dicts by column name."""
    book = openpyxl.load_workbook(path)
    sheets = {}
    for sheet in book.worksheets:
        names = [cell.value for cell in sheet[HEADING]]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADING + 1)]
        sheets[sheet.title] = [
            {name: value.date() if isinstance(value, datetime) and name != "Moment" else value
             for name, value in zip(names, row, strict=True)}
            for row in cells
            if any(value is not None for value in row)
        ]  # fmt: skip
    return sheets


def assert_summary(rows: Rows, found: MonthFigures) -> None:
    columns = ("Month", "Year to date", "Month last year", "Year to date last year")
    for column, figures in zip(columns, found.all, strict=True):
        said = {
            (row["Group"], row["Figure"], row["Reason"]): row[column]
            for row in rows
            if row["Group"] != "internships"
        }
        expected = {
            ("requests", "open at the start", None): figures.open_before,
            ("requests", "received", None): figures.received,
            ("requests", "taken up again", None): figures.reopened,
            ("requests", "closed", None): figures.closed,
            ("requests", "closed, left out", None): figures.closed_left_out,
            ("requests", "open at the end", None): figures.open_after,
        }
        for outcome, count in figures.left_out:
            expected["requests", "received, left out", reference.name("outcomes", outcome)] = count
        for route, count in figures.routes:
            expected["received by", reference.name("routes", route), None] = count
        for end in figures.ended:
            reason = reference.name("reasons", end.reason) or None
            expected["closed as", reference.name("outcomes", end.outcome), reason] = end.count
        assert {key: count for key, count in said.items() if count} == {
            key: count for key, count in expected.items() if count
        }


def assert_register(desk: Desk, sheets: dict[str, Rows], found: MonthFigures) -> None:
    """Every number about places and placements is the one that `figure` gives, as known at the cut-off."""
    day, year = found.of_month.period.last, found.month.year

    def counted(name: str, first: date, last: date) -> int:
        span = Span("", first, last)
        return measuring.count(desk, measures.find(desk, name), [span], as_known=day).total[0]

    said = {row["Figure"]: row for row in sheets["Summary"] if row["Group"] == "internships"}
    columns = ("Month", "Year to date", "Month last year", "Year to date last year")
    for name in register_figures.OF_PERIODS:
        row = said[measures.find(desk, name).en]
        for column, each in zip(columns, found.all, strict=True):
            assert row[column] == counted(name, each.period.first, each.period.last), (name, column)
    assert said["running on the last day"]["Month"] == len(sheets["Placements running"])
    of_month = found.of_month.period
    assert len(sheets["Placements started"]) == counted("interns", of_month.first, of_month.last)
    assert len(sheets["Placements ended"]) == counted("ended", of_month.first, of_month.last)
    for row in sheets["Series"]:
        name = next(each for each in register_figures.SERIES if measures.find(desk, each).en == row["Figure"])
        measure, of = measures.find(desk, name), int(row["Year"])
        of_months = measuring.count(desk, measure, months(of), as_known=day).total
        assert tuple(row[f"{number:02}"] for number in range(1, 13)) == of_months
        assert row["Whole year"] == sum(of_months)
    by_year = measuring.count(
        desk, measures.find(desk, "interns"), years(year, 5, "calendar"), "directorate", day
    )
    rows = {row["Directorate"]: tuple(row.values())[1:] for row in sheets["Directorates"]}
    assert rows == {name: counts for _code, name, counts in by_year.rows} | {"total": by_year.total}
    for row in sheets["Targets"]:
        target = next(each for each in targets.known(desk).values() if each.en == row["Target"])
        progress = targets.progress(desk, target.id, int(row["Year"]), day)
        assert (row["Promised"], row["Actual"]) == (progress.promised, progress.actual)


def assert_read_me(rows: Rows, found: MonthFigures) -> None:
    numbers = {(row["About"], row["What"]): row["Number"] for row in rows}
    assert numbers["rows", "requests looked at"] == found.requests
    assert numbers["rows", "received"] == found.of_month.received
    assert numbers["rows", "open at the end"] == found.of_month.open_after
    assert numbers["rows", "closed"] == found.of_month.closed
    left_out = [row["Number"] for row in rows if row["What"] == "left out of received"]
    assert left_out == [count for _outcome, count in found.of_month.left_out]
    unknown = [row["Number"] for row in rows if row["About"] == "unknown"]
    assert unknown == [count for _name, count in found.unknown]
    said = [row["What"] for row in rows if row["About"] == "definition"]
    assert said == [f"{each.id} v{each.version}" for each in definitions.DEFINITIONS]
    assert {row["What"]: row["Explanation"] for row in rows}["made with"] == f"stagedesk {__version__}"


def assert_lists(desk: Desk, sheets: dict[str, Rows], of_month: Figures) -> None:
    assert Counter(row["Counts"] for row in sheets["Received"])["yes"] == of_month.received
    assert all(of_month.period.holds(row["Received"]) for row in sheets["Received"])
    assert len(sheets["Open requests"]) == of_month.open_after
    ended = Counter((row["Outcome"], row["Reason"]) for row in sheets["Closed"])
    assert ended == {
        (reference.name("outcomes", end.outcome), reference.name("reasons", end.reason) or None): end.count
        for end in of_month.ended
    }
    assert all(of_month.period.holds(row["Closed on"]) for row in sheets["Closed"])
    spans = [row["Working days"] for row in sheets["Closed"] if row["Counts"] == "yes"]
    assert len(spans) == of_month.closed_after.count
    for row in sheets["Received"] + sheets["Open requests"] + sheets["Closed"]:
        known = requests.row(row["Reference"])
        assert row["Received"] == known.received_on
        assert (row["Applicant"], row["Subject"]) == (known.applicant or None, known.title or None)


def assert_departments(rows: Rows, found: MonthFigures) -> None:
    names = ("month", "year to date", "month last year", "year to date last year")
    expected = [
        {
            "Period": name, "From": figures.period.first, "Up to and including": figures.period.last,
            "Department": each.name, "Open at the start": each.open_before, "Asked": each.asked,
            "Yes": each.yes, "No": each.no, "No answer": each.no_answer, "Taken back": each.withdrawn,
            "Open at the end": each.open_after, **as_cells("Answers", each.answering),
        }
        for name, figures in zip(names, found.all, strict=True)
        for each in figures.departments
    ]  # fmt: skip
    assert rows == expected


def assert_turnaround(rows: Rows, found: MonthFigures) -> None:
    steps = [spread for each in found.all for spread in (each.routed, each.answered, each.closed_after)]
    said = [
        {name: row[name] for name in ("Requests", "Median working days", "90th percentile")} for row in rows
    ]
    assert said == [as_cells("Requests", spread) for spread in steps]


def as_cells(counted: str, spread: Spread) -> dict[str, Any]:
    return {
        counted: spread.count, "Median working days": spread.median, "90th percentile": spread.ninetieth
    }  # fmt: skip


def assert_as_on_the_board(desk: Desk, rows: Rows) -> None:
    board = queues.board(desk)
    assert len(rows) == board.total.count
    assert sum(row["Overdue"] == "yes" for row in rows) == board.total.overdue
    assert max((row["Age in working days"] for row in rows), default=0) == board.total.oldest_days
    parties = Counter(row["Waits on"] for row in rows)
    assert parties == {each.name: each.count for each in board.waiting if each.count}
    lines = queues.queue(desk)
    assert [row["Reference"] for row in rows] == [line.request.ref for line in lines]
    assert [(row["Due"], row["Waiting working days"], row["Overdue working days"]) for row in rows] == [
        (line.request.due_on, line.waiting, line.overdue_by if line.overdue else None) for line in lines
    ]
