"""Lists of placements as people keep them: read, previewed, taken over, and taken back."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_placement
from messy_list import messy
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measures import Block
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports_cells, imports_writing
from stagedesk.services.importing.imports_columns import BadCell
from stagedesk.services.importing.imports_placements import Preview
from stagedesk.services.journal import undo
from stagedesk.services.register import placement_rows
from stagedesk.services.statistics import coverage

HEADING = "Naam;E-mail;Dienst;School;Soort;Start;Einde;Dagen per week;Betaald"
NORA = "Nora Willems;nora@school.example;Musea;AP Hogeschool;studentenstage;02/02/2026;13/03/2026;5;nee"


def preview(desk: Desk, *lines: str, heading: str = HEADING, **options: str) -> Preview:
    return imports_writing.preview(desk, "lijst.csv", raw="\n".join([heading, *lines]).encode(), **options)


def problems(found: Preview) -> list[str]:
    return [f"{problem.line}: {problem.reason}" for problem in found.problems]


def test_a_line_becomes_a_plan(desk: Desk) -> None:
    (entry,) = preview(desk, NORA).new

    plan = entry.plan
    assert (plan.applicant, plan.email, plan.department) == ("Nora Willems", "nora@school.example", "musea")
    assert (plan.school, plan.kind, plan.compensation) == ("ap", "student", "no")
    assert (plan.blocks, plan.days_per_week) == ((Block(date(2026, 2, 2), date(2026, 3, 13)),), 5)
    assert (entry.started_on, entry.ended_on) == (date(2026, 2, 2), None)


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param("Nom;Courriel;Service;École;Type de stage;Début;Fin;Jours/semaine;Rémunéré", id="fr"),
        pytest.param("Intern;Email;Department;School;Kind;Start date;End date;Days per week;Paid", id="en"),
        pytest.param("STAGIAIR(E);e mail;dienst;Instelling;Type;VAN;t/m;d/wk;Vergoeding", id="odd"),
    ],
)
def test_headings_in_other_words_and_languages(desk: Desk, heading: str) -> None:
    assert preview(desk, NORA, heading=heading).new == preview(desk, NORA).new


def test_a_first_and_a_last_name_are_put_together(desk: Desk) -> None:
    (entry,) = preview(
        desk, "Nora;Willems;Musea;2/2/2026 - 13/3/2026", heading="Voornaam;Familienaam;Dienst;Periode"
    ).new

    assert entry.plan.applicant == "Nora Willems"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (NORA.replace("Musea", "Maan"), "department: Maan is none that the desk knows"),
        (NORA.replace("Nora Willems", ""), "name: it is empty"),
        (NORA.replace("02/02/2026", "31/02/2026"), "start: 31/02/2026 is no day, such as 2026-03-31"),
        (NORA.replace("13/03/2026", ""), "end: it is empty"),
        (NORA.replace("13/03/2026", "13/01/2026"), "end: 2026-01-13 is before 2026-02-02"),
        (NORA.replace("studentenstage", "wandelstage"), "kind: wandelstage is none that the desk knows"),
        (NORA.replace("nora@school.example", "nora"), "email: nora is no mail address"),
        (NORA.replace(";5;", ";soms;"), "days_per_week: soms is no number of days a week"),
        (NORA.replace(";nee", ";misschien"), "paid: misschien is neither yes nor no"),
        (NORA.replace("02/02/2026", "02/02/1026"), "period: 1026-02-02 cannot be meant."),
    ],
)
def test_a_bad_line_is_named_with_its_reason(desk: Desk, line: str, said: str) -> None:
    found = preview(desk, NORA, line)

    assert problems(found)[0] == f"3: {said}"
    assert len(found.new) == 1


def test_a_line_without_department_is_of_the_one_above_if_there_is_one(desk: Desk) -> None:
    alone = NORA.replace("Musea", "")

    assert problems(preview(desk, alone)) == ["2: department: it is empty"]
    below = preview(desk, NORA, alone.replace("Nora", "Anna").replace("nora", "anna"))
    assert [entry.plan.department for entry in below.new] == ["musea", "musea"]
    assert below.notes == ("1 line has no department of its own; the one above it counts.",)


def test_the_same_person_there_twice_on_the_same_days_is_one_line_too_many(desk: Desk) -> None:
    later = NORA.replace("02/02/2026", "01/06/2026").replace("13/03/2026", "30/06/2026")

    found = preview(desk, NORA, NORA, later)

    assert problems(found) == ["3: the same as line 2"]
    assert len(found.new) == 2


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Naam;Dienst", "its heading lacks the period"),
        ("Dienst;Start;Einde", "its heading lacks the name"),
        ("Naam;Start;Einde", "its heading lacks the department"),
        ("aap;noot;mies", "no line of it is a heading"),
    ],
)
def test_a_file_without_its_columns_is_refused(desk: Desk, heading: str, said: str) -> None:
    with pytest.raises(errors.FileError, match=said):
        preview(desk, NORA, heading=heading)


def test_a_department_that_sends_its_own_list_need_not_name_itself(desk: Desk) -> None:
    (entry,) = preview(
        desk, "Nora Willems;2/2/2026;13/3/2026", heading="Naam;Start;Einde", department="Musea"
    ).new

    assert entry.plan.department == "musea"


def test_what_the_desk_must_not_keep_is_left_out_and_said(desk: Desk) -> None:
    found = preview(desk, NORA + ";85.07.30-033.28", heading=HEADING + ";Rijksregisternummer")
    hidden = preview(desk, NORA + ";RRN 85.07.30-033.28", heading=HEADING + ";Opmerking")

    assert found.notes == ("The desk must not keep: Rijksregisternummer.",)
    assert found.ignored == ("Rijksregisternummer",)
    assert "033" not in hidden.new[0].plan.remark


def test_a_school_that_is_not_known_stays_a_remark(desk: Desk) -> None:
    found = preview(desk, NORA.replace("AP Hogeschool", "Maanschool"))

    assert found.new[0].plan.remark == "Maanschool"
    assert found.notes == ("Schools that the desk does not know stay a remark: Maanschool.",)


def test_nothing_is_written_with_a_bad_line_unless_the_good_ones_are_wanted(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "lijst.csv"
    file.write_text("\n".join([HEADING, NORA, NORA.replace("Musea", "Maan")]), encoding="utf-8")

    whole = imports_writing.import_placements(desk, file, by="els")
    dry = imports_writing.import_placements(desk, file, by="els", good_rows=True, dry_run=True)
    good = imports_writing.import_placements(desk, file, by="els", good_rows=True)

    assert (whole.written, dry.written, good.written) == ((), (), ("P2026-0001",))


def test_what_is_at_the_desk_already_is_not_added_again(desk: Desk) -> None:
    ref = a_placement(desk)
    line = "Nora Willems;;Musea;;;14/09/2026;18/12/2026;;"
    other = "Nora Willems;other@school.example;Musea;;;14/09/2026;18/12/2026;;"

    found = preview(desk, line, other)

    assert [(entry.line, known) for entry, known in found.known] == [(2, ref)]
    assert [entry.line for entry in found.new] == [3]


def test_what_is_still_to_come_gets_its_papers(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    line = NORA.replace("02/02/2026", "04/05/2026").replace("13/03/2026", "12/06/2026")
    file.write_text(f"{HEADING};Getekend op\n{line};27/02/2026", encoding="utf-8")

    (ref,) = imports_writing.import_placements(desk, file, by="els").written

    page = placement_rows.page(desk, ref)
    states = {item.document: (item.state, item.next_move) for item in page.checklist}
    assert states["agreement"] == ("signed", None)
    assert states["risk_analysis"] == ("open", "department")
    assert page.agreements[0].complete_on == date(2026, 2, 27)
    assert check.check(desk) == []


def test_a_department_that_told_its_year_is_covered(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    old = NORA.replace("2026", "2025")
    file.write_text(f"{HEADING}\n{old}", encoding="utf-8")

    imports_writing.import_placements(desk, file, by="els", reconstructed=True, covers=[2025, 2026])
    coverage.report(desk, "sport", 2025, by="els")

    found = {(row.department, row.year): row for year in (2025, 2026) for row in coverage.of_year(year)}
    assert (found["musea", 2025].is_whole, found["musea", 2025].reconstructed) == (True, 1)
    assert (found["musea", 2026].until, found["musea", 2026].is_whole) == (date(2026, 3, 2), False)
    assert (found["sport", 2025].is_whole, found["sport", 2025].placements) == (True, 0)
    assert found["groen", 2025].until is None
    undo.undo(desk, by="els")
    undo.undo(desk, by="els")
    assert [row.until for row in coverage.of_year(2025)] == [None] * 4
    assert check.check(desk) == []


@pytest.mark.parametrize("year", [1889, 2027])
def test_only_a_year_that_is_there_is_covered(desk: Desk, year: int) -> None:
    with pytest.raises(errors.UsageError):
        coverage.report(desk, "sport", year, by="els")


def test_a_messy_list_is_read_taken_over_and_taken_back(desk: Desk) -> None:
    raw = messy(200)

    found = imports_writing.preview(desk, "lijst.xlsx", raw=raw)
    done = imports_writing.import_placements(desk, "lijst.xlsx", raw=raw, by="els", reconstructed=True)

    assert (found.heading, len(found.new), problems(found)) == (5, 200, [])
    assert dict(found.columns)["Periode tot en met"] == "end"
    assert {skipped.reason for skipped in found.skipped} == {"a total"}
    assert len(done.written) == 200
    by_department = {row.department: row.placements for row in coverage.of_year(2024)}
    assert set(by_department) == {"musea", "bibliotheek", "sport", "groen"}
    assert check.check(desk) == []
    undo.undo(desk, by="els")
    with session():
        assert [table.select().count() for table in (m.Placement, m.Applicant, m.PlacementPeriod)] == [
            0,
            0,
            0,
        ]
    assert check.check(desk) == []


@pytest.mark.slow
def test_five_thousand_lines_are_read_in_seconds(sqlite_desk: Desk) -> None:
    raw = messy(5_000)

    done = imports_writing.import_placements(sqlite_desk, "lijst.xlsx", raw=raw, by="els", reconstructed=True)
    assert len(done.written) == 5_000
    undo.undo(sqlite_desk, by="els")

    assert check.check(sqlite_desk) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [  # the expected periods are parted by spaces
        ("7/9/2026 - 18/12/2026", "2026-09-07/2026-12-18"),
        (
            "2025-11-17..2025-11-28 + 2026-03-16..2026-03-27",
            "2025-11-17/2025-11-28 2026-03-16/2026-03-27",
        ),
        ("17 tot 28 november 2025", "2025-11-17/2025-11-28"),
        ("van 14 sept t/m 18 december 2026", "2026-09-14/2026-12-18"),
        ("1 nov - 31 jan 2026", "2025-11-01/2026-01-31"),
        ("2/3/2026-13/3/2026", "2026-03-02/2026-03-13"),
        ("du 7 septembre au 18 décembre 2026", "2026-09-07/2026-12-18"),
        (
            "17/11/2025 tot 28/11/2025 en 16/3 tot 27/3/2026",
            "2025-11-17/2025-11-28 2026-03-16/2026-03-27",
        ),
        ("maandag 2 maart 2026 tot vrijdag 13 maart 2026", "2026-03-02/2026-03-13"),
        ("12 mei 2026", "2026-05-12/2026-05-12"),
    ],
)
def test_periods_as_people_write_them(written: str, expected: str) -> None:
    assert [f"{block.first}/{block.last}" for block in imports_cells.periods(written)] == expected.split()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 september 2026", "2026-09-12"), ("12/09/2026", "2026-09-12"), ("12-9-26", "2026-09-12"),
        ("12 sept. '26", "2026-09-12"), ("1 février 2026", "2026-02-01"), ("1er mai 2026", "2026-05-01"),
        ("zaterdag 3 mei 2025", "2025-05-03"), ("46271", "2026-09-06"), (46271.0, "2026-09-06"),
        (date(2026, 9, 6), "2026-09-06"), ("12th of September 2026", "2026-09-12"),
    ],
)  # fmt: skip
def test_days_as_people_write_them(written: object, expected: str) -> None:
    assert imports_cells.day(written) == date.fromisoformat(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("5", 5), (4.5, 4.5), ("4,5", 4.5), ("3 dagen", 3), ("ma-vr", 5), ("di en do", 2), ("19 u", 2.5),
        ("38", 5), ("voltijds", 5), ("maandag t/m donderdag", 4), ("", None),
    ],
)  # fmt: skip
def test_days_a_week_as_people_write_them(written: object, expected: float | None) -> None:
    assert imports_cells.days_per_week(written) == expected  # type: ignore[arg-type]


CELLS = st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.dates(), st.booleans())


@settings(max_examples=150)
@given(CELLS)
def test_any_cell_is_read_or_refused(cell: object) -> None:
    for reading in (
        imports_cells.day, imports_cells.periods, imports_cells.days_per_week, imports_cells.three_valued,
        imports_cells.number, imports_cells.gender, imports_cells.name,
    ):  # fmt: skip
        with suppress(BadCell):
            reading(cell)  # type: ignore[operator]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_any_table_is_read_or_refused(rows: list[list[object]]) -> None:
    from stagedesk.services.importing.imports_known import Known
    from stagedesk.services.importing.imports_reader import Reader, headings
    from stagedesk.services.importing.imports_workbook import Heading, Table, find_heading

    known = Known({"musea": "musea"}, {}, {}, {}, {}, {})
    places = dict(enumerate(("name", "department", "start", "end", "paid", "age")))
    reader = Reader(Heading(0, places, dict(places)), known, date(2026, 3, 2), "musea", "department")
    for number, row in enumerate(rows, 1):
        reader.take(number, row)  # type: ignore[arg-type]
    find_heading(Table("", list(enumerate(rows, 1))), headings())  # type: ignore[arg-type]

    lines = {entry.line for entry in reader.entries} | {
        each.line for each in (*reader.problems, *reader.skipped)
    }
    assert lines == set(range(1, len(rows) + 1))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_file_error(raw: bytes) -> None:
    from stagedesk.services.importing.imports_workbook import read_tables

    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        with suppress(errors.FileError):
            read_tables("lijst", start + raw)
