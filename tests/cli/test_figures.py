"""Figures on the command line: measures, reports, what was told, what everybody may read, and workbooks."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from builders import Clock, received
from services.twelve import the_twelve
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.services.desk import Desk

Run = Callable[..., Any]


@pytest.fixture
def now() -> Clock:
    return Clock(datetime(2027, 3, 3, 9, tzinfo=UTC))


@pytest.fixture
def figures(stagedesk: Run, sqlite_desk: Desk) -> Run:
    the_twelve(sqlite_desk)
    return stagedesk


def test_without_a_name_it_lists_measures_and_reports(figures: Run) -> None:
    out = figures("figure").out

    assert "haarlem-80" in out
    assert "Interns per directorate" in out


def test_a_report_prints_its_tables_with_their_definitions(figures: Run) -> None:
    out = figures("figure", "R1", "--year", "2026", "--years", "2").out

    assert "Bedrijfsvoering                  0        3" in out
    assert "Measure interns, version 1" in out


def test_a_report_for_programs_and_for_spreadsheets(figures: Run, tmp_path: Path) -> None:
    told = figures("figure", "r13", "--year", "2026", "--json").json
    rows = list(csv.reader(io.StringIO(figures("figure", "R13", "--year", "2026", "--csv").out)))
    figures("figure", "R13", "--year", "2026", "--xlsx", str(tmp_path / "r13.xlsx"))

    (part,) = told["parts"]
    assert told["report"] == "R13"
    assert [row[1:] for row in rows[1:]] == [
        ["" if c is None else str(c) for c in row] for row in part["rows"]
    ]
    sheet = openpyxl.load_workbook(tmp_path / "r13.xlsx").worksheets[0]
    assert [each for each in sheet.iter_rows(values_only=True) if each[0] == part["rows"][0][0]] == [
        tuple(part["rows"][0])
    ]


def test_a_measure_as_a_workbook(figures: Run, tmp_path: Path) -> None:
    file = tmp_path / "interns.xlsx"

    assert (
        figures("figure", "interns", "--by", "directorate", "--year", "2026", "--xlsx", str(file)).code == 0
    )

    rows = list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert ("Bedrijfsvoering", 0, 0, 0, 0, 3) in rows


def test_a_report_with_names_is_not_for_readers(figures: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        m.Staff.create(code="lies", name="Lies", role="reader")
    monkeypatch.setenv("STAGEDESK_USER", "lies")

    open_requests = figures("figure", "R2", "--json")

    assert figures("figure", "R17").code == errors.Refused.exit_code
    assert figures("figure", "R1").code == 0
    assert [each["heading"] for each in open_requests.json["parts"]] == ["Open requests, by who has the ball"]
    assert open_requests.err.startswith("each open request: This holds names of people;")


def test_a_figure_is_told_listed_and_explained(figures: Run, sqlite_desk: Desk) -> None:
    kept = figures("figure", "haarlem-80", "--year", "2026", "--publish", "council of 3 March")
    assert "Kept as figure 1." in kept.err
    with transaction():
        m.Placement.update(weeks_planned=3).where(m.Placement.reference == "P01").execute()

    listed = figures("figure", "--published")
    explained = figures("figure", "--explain", "1")
    as_data = figures("figure", "--explain", "1", "--json").json

    assert "council of 3 March" in listed.out
    assert "too short" not in explained.out  # it was not put right by a step, so the past changed with it
    assert "cannot be made again" in explained.out
    assert as_data["recounted"] is False
    assert (as_data["total"][-1], as_data["now"]["total"][-1]) == (5, 4)


def test_what_everybody_may_read_is_asked_for_by_its_name(figures: Run) -> None:
    shown = figures("figure", "interns", "--public")
    refused = figures("figure", "active", "--public")

    assert "Internships by directorate and department" in shown.out
    assert (refused.code, "Public are" in refused.err) == (errors.NotFound.exit_code, True)


def test_answers_to_a_council_hide_small_numbers_unless_asked(
    figures: Run, sqlite_desk: Desk, now: Clock
) -> None:
    later, now.moment = now.moment, datetime(2026, 3, 2, 9, tzinfo=UTC)
    received(sqlite_desk)
    now.moment = later

    public = figures("answer-sheet", "question-497")
    internal = figures("answer-sheet", "question-497", "--internal")
    mixed = figures("answer-sheet", "question-497", "--as-of", "2027-01-01")
    too_soon = figures("answer-sheet", "question-497", "--year", "2027")

    assert "| bachelor | 1 |" not in public.out
    assert "| total | 7 |" in public.out
    assert internal.out.startswith("**INTERNAL")
    assert "| total | 3 |" in internal.out
    assert (mixed.code, "--as-of needs --internal" in mixed.err) == (errors.UsageError.exit_code, True)
    assert (too_soon.code, "after 2028-02-01" in too_soon.err) == (errors.Refused.exit_code, True)


def test_a_public_workbook_and_one_in_the_post(figures: Run, sqlite_desk: Desk, tmp_path: Path) -> None:
    received(sqlite_desk)
    with transaction():
        m.Staff.update(email="mieke@city.example").where(m.Staff.code == "mieke").execute()
    file = tmp_path / "public.xlsx"

    done = figures("export", "--month", "2027-02", "--public", "--output", str(file), "--json")
    sent = figures("export", "--month", "2027-02", "--mail-to", "supervisors")

    assert done.json == {"file": str(file), "month": "2027-02", "counts": {}, "mailed_to": []}
    assert "PUBLIC" in openpyxl.load_workbook(file).worksheets[0]["A2"].value
    assert sent.out == "In the outbox for mieke@city.example\n"
    assert figures("export", "--month", "2027-02").code == 2
