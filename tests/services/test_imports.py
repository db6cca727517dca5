"""A city's own directory from a file: read whatever wrote it, taken over whole, taken back whole."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk import assets, errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.services.city.directory import for_mail
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports
from stagedesk.services.importing.imports_columns import COLUMNS
from stagedesk.services.importing.imports_sheet import read_sheet
from stagedesk.services.journal import undo


@pytest.fixture
def csv(tmp_path: Path) -> "Csv":
    return Csv(tmp_path)


class Csv:
    """Writes files to import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
        file = self.folder / name
        file.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
        return file


def department(code: str) -> m.Department:
    with session():
        found: m.Department = m.Department.get(m.Department.code == code)
        return found


def aliases(code: str) -> set[str]:
    with session():
        query = m.DepartmentAlias.select(m.DepartmentAlias.name).join(m.Department)
        return {name for (name,) in m.tuples(query.where(m.Department.code == code))}


def counts() -> tuple[int, ...]:
    tables = (m.Department, m.DepartmentAlias, m.Directorate, m.School, m.SchoolAlias, m.Staff, m.Event)
    with session():
        return tuple(table.select().count() for table in tables)


@pytest.mark.parametrize("what", ["departments", "schools", "staff"])
def test_the_shipped_directory_is_taken_over_and_a_second_time_changes_nothing(desk: Desk, what: str) -> None:
    first = imports.import_directory(desk, what, assets.data(f"{what}.csv"), by="els")
    after = counts()
    again = imports.import_directory(desk, what, assets.data(f"{what}.csv"), by="els")

    assert first.problems == ()
    assert first.added
    assert (again.added, again.changed, again.problems) == ((), (), ())
    assert len(again.unchanged) == len(first.added + first.changed + first.unchanged)
    assert counts() == after


def test_a_department_comes_with_its_directorate_its_names_and_its_days(desk: Desk, csv: Csv) -> None:
    file = csv(
        "code,name,directorate,email,head_email,aliases,domain,valid_from,valid_to",
        "jeugd,Jeugddienst,Vrije tijd,jeugd@stad.example,an@stad.example,jeugd;jongeren,"
        "@jeugd.example,2020-01-01,31/12/2026",
    )

    report = imports.import_directory(desk, "departments", file, by="els")

    row = department("jeugd")
    assert report.added == ("jeugd",)
    assert (row.name, row.email, row.head_email) == ("Jeugddienst", "jeugd@stad.example", "an@stad.example")
    assert (row.domain, row.valid_from, row.valid_to) == (
        "jeugd.example",
        date(2020, 1, 1),
        date(2026, 12, 31),
    )
    assert aliases("jeugd") == {"jeugd", "jongeren"}
    with session():
        assert row.directorate.name == "Vrije tijd"
        assert m.Directorate.select().count() == 2  # the one that was there


def test_a_school_comes_with_its_names_and_its_mail_domains(desk: Desk, csv: Csv) -> None:
    file = csv(
        "code,name,type,domains,aliases,city",
        'sjc,"Sint-Jozef, Aalst",school,sjc.example;leerling.sjc.example,SJC|Sint-Jozef,Aalst',
    )

    imports.import_directory(desk, "schools", file, by="els")

    with session():
        school = m.School.get(m.School.code == "sjc")
        names = {(alias.name, bool(alias.is_domain)) for alias in school.aliases}
    assert (school.name, school.type, school.city) == ("Sint-Jozef, Aalst", "school", "Aalst")
    assert names == {
        ("sjc.example", True), ("leerling.sjc.example", True), ("SJC", False), ("Sint-Jozef", False)
    }  # fmt: skip


def test_staff_come_with_their_role_and_the_day_they_left(desk: Desk, csv: Csv) -> None:
    file = csv("code;naam;rol;uit dienst", "jan;Jan Peeters;Leidinggevende;1/2/2026", "els;Els;loket;")

    report = imports.import_directory(desk, "staff", file, by="els")

    with session():
        jan = m.Staff.get(m.Staff.code == "jan")
    assert (jan.role, jan.left_on) == ("supervisor", date(2026, 2, 1))
    assert report.unchanged == ("els",)


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        pytest.param("Code;Naam;E-mailadres;Aliassen", "zee;Zeedienst;zee@stad.example;zee|kust", id="dutch"),
        pytest.param("CODE,NAME,MAIL,Other names", "zee,Zeedienst,zee@stad.example,zee;kust", id="english"),
        pytest.param(
            "Afkorting\tDienst\tmail\talias", "zee\tZeedienst\tzee@stad.example\tzee;kust", id="tabs"
        ),
        pytest.param(
            "sep=;\r\ncode;name;email;aliases", 'zee;Zeedienst;zee@stad.example;"zee;kust"', id="sep"
        ),
        pytest.param(
            "code,name,email,aliases,telefoon",
            "zee,Zeedienst,zee@stad.example,zee;kust,03 1",
            id="more columns",
        ),
    ],
)
def test_headings_go_by_many_names(desk: Desk, csv: Csv, heading: str, line: str) -> None:
    report = imports.import_directory(desk, "departments", csv(heading, line), by="els")

    assert report.problems == ()
    assert (department("zee").name, department("zee").email) == ("Zeedienst", "zee@stad.example")
    assert aliases("zee") == {"zee", "kust"}


def test_a_heading_that_says_nothing_is_named(sqlite_desk: Desk, csv: Csv) -> None:
    file = csv("code,name,telefoon,", "zee,Zeedienst,03 123,")

    assert imports.import_directory(sqlite_desk, "departments", file, by="els").ignored == ("telefoon",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_is_read(sqlite_desk: Desk, csv: Csv, encoding: str) -> None:
    file = csv("code;name", "burger;Dienst burgerzaken, café één", encoding=encoding)

    imports.import_directory(sqlite_desk, "departments", file, by="els")

    assert department("burger").name == "Dienst burgerzaken, café één"


def test_a_column_that_the_file_lacks_stays_and_an_empty_cell_empties(desk: Desk, csv: Csv) -> None:
    imports.import_directory(
        desk, "departments", csv("code,name,aliases", "musea,Musea,mus;museum"), by="els"
    )

    report = imports.import_directory(
        desk, "departments", csv("code,name", "musea,Musea en erfgoed"), by="els"
    )
    assert report.changed == ("musea",)
    assert department("musea").email == "musea@stad.example"
    assert aliases("musea") == {"mus", "museum"}

    imports.import_directory(
        desk, "departments", csv("code,name,email,aliases", "musea,Musea,,museum"), by="els"
    )
    assert department("musea").email == ""
    assert aliases("musea") == {"museum"}


def test_who_is_not_in_the_file_stays(desk: Desk, csv: Csv) -> None:
    imports.import_directory(desk, "departments", csv("code,name", "zee,Zeedienst"), by="els")

    assert department("sport").name == "Sport"


def test_a_code_is_known_whatever_its_capitals(sqlite_desk: Desk, csv: Csv) -> None:
    report = imports.import_directory(sqlite_desk, "departments", csv("code,name", "MUSEA,Musea"), by="els")

    assert (report.added, report.unchanged) == ((), ("musea",))


def test_a_name_moves_from_one_department_to_another(desk: Desk, csv: Csv) -> None:
    lines = ("musea,Musea,erfgoed", "bibliotheek,Bibliotheek,bib")
    imports.import_directory(desk, "departments", csv("code,name,aliases", *lines), by="els")

    moved = ("musea,Musea,bib", "bibliotheek,Bibliotheek,erfgoed")
    imports.import_directory(desk, "departments", csv("code,name,aliases", *moved), by="els")

    assert (aliases("musea"), aliases("bibliotheek")) == ({"bib"}, {"erfgoed"})


@pytest.mark.parametrize(
    ("what", "lines", "problem"),
    [
        ("departments", ["code,name", ",Zeedienst"], (2, "code: it is empty")),
        ("departments", ["code,name", "zee,"], (2, "name: it is empty")),
        (
            "departments",
            ["code,name", "de zee,Zeedienst"],
            (2, "code: de zee is no code; a code is one word of at most 40 letters"),
        ),
        ("departments", ["code,name", "", "zee,Zeedienst,x"], (3, "it has 3 cells and the heading 2")),
        ("departments", ["code,name,email", "zee,Zeedienst"], (2, "it has 2 cells and the heading 3")),
        (
            "departments",
            ["code,name,email", "zee,Zeedienst,zee at stad"],
            (2, "email: zee at stad is no mail address"),
        ),
        (
            "departments",
            ["code,name,domain", "zee,Zeedienst,stad"],
            (2, "domain: stad is no mail domain, such as school.be"),
        ),
        (
            "departments",
            ["code,name,valid_to", "zee,Zeedienst,31-02-2026"],
            (2, "valid_to: 31-02-2026 is no day, such as 2026-03-31"),
        ),
        (
            "departments",
            ["code,name,valid_to", "zee,Zeedienst,morgen"],
            (2, "valid_to: morgen is no day, such as 2026-03-31"),
        ),
        (
            "departments",
            ["code,name,van,tot", "zee,Zee,2026-02-01,2026-01-01"],
            (2, "valid_to: 2026-01-01 is before 2026-02-01"),
        ),
        ("departments", ["code,name", "zee,Zee", "ZEE,Kust"], (3, "code: ZEE is on line 2 already")),
        ("departments", ["code,name,aliases", "zee,Zee,Sport"], (2, "sport is a name of sport already")),
        (
            "departments",
            ["code,name,aliases", "zee,Zee,kust", "kade,Kade,KUST"],
            (3, "kust is a name of zee already"),
        ),
        ("departments", ["code,name", '"zee\r\n","', "", 'kaai",x'], (2, None)),
        (
            "schools",
            ["code,name,type", "a,A,klooster"],
            (2, "type: klooster is none of: school, training_centre, job_coach, vdab"),
        ),
        (
            "staff",
            ["code,name,role", "jan,Jan,baas"],
            (2, "role: baas is none of: desk, supervisor, privacy, reader"),
        ),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_nothing_is_written(
    sqlite_desk: Desk, csv: Csv, what: str, lines: list[str], problem: tuple[int, str | None]
) -> None:
    before = counts()

    report = imports.import_directory(sqlite_desk, what, csv(*lines, "goed,Goed"), by="els")

    line, reason = problem
    found = {(each.line, each.reason if reason else None) for each in report.problems}
    assert (line, reason) in found
    assert (report.added, report.changed, report.unchanged) == ((), (), ())
    assert counts() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"naam\r\nZeedienst\r\n", "its heading lacks code; it has: naam"),
        (b"", "its heading lacks code, name; it has: -"),
        (b"code,name,naam\r\na,A,A\r\n", "it has two columns for name"),
        (b"PK\x03\x04....", "it is a workbook; save it as CSV first"),
        (b'code,name\r\nzee,"Zee\r\n', "line 2: unexpected end of data"),
        (b"code,name\r\nzee,\x81\x8d\r\n", "it is no text"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)

    with pytest.raises(errors.FileError) as refused:
        read_sheet(file, COLUMNS["departments"])
    assert str(refused.value) == f"{file} cannot be used: {sentence}"


def test_a_missing_file_and_a_folder_are_refused(sqlite_desk: Desk, tmp_path: Path) -> None:
    for file in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(errors.FileError):
            imports.import_directory(sqlite_desk, "staff", file, by="els")


def test_something_else_cannot_be_imported(sqlite_desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(errors.UsageError, match=r"departments, schools, staff"):
        imports.import_directory(sqlite_desk, "pupils", tmp_path, by="els")


def test_a_dry_run_tells_and_writes_nothing(desk: Desk, csv: Csv) -> None:
    before = counts()

    file = csv("code,name", "zee,Zeedienst", "sport,Sport en spel", "groen,Groen")
    report = imports.import_directory(desk, "departments", file, by="els", dry_run=True)

    assert (report.added, report.changed, report.unchanged) == (("zee",), ("sport",), ("groen",))
    assert counts() == before


def test_undo_takes_an_import_back_and_undoing_that_brings_it_again(desk: Desk, csv: Csv) -> None:
    imports.import_directory(desk, "departments", csv("code,name,aliases", "musea,Musea,a;b"), by="els")
    before = counts()[:-1]
    file = csv("code,name,directorate,aliases", "musea,Museumdienst,Nieuw,b;c", "zee,Zeedienst,Nieuw,kust")
    imports.import_directory(desk, "departments", file, by="els")
    after = counts()[:-1]

    undo.undo(desk, by="els")
    assert counts()[:-1] == before
    assert (department("musea").name, aliases("musea")) == ("Musea", {"a", "b"})

    with session():
        undone = m.Event.select().order_by(m.Event.id.desc()).first()
    undo.undo(desk, by="els", event=undone.id)
    assert counts()[:-1] == after
    assert aliases("musea") == {"b", "c"}


def test_addresses_of_people_stay_out_of_what_the_history_keeps_for_ever(sqlite_desk: Desk, csv: Csv) -> None:
    imports.import_directory(
        sqlite_desk, "staff", csv("code,name,email", "jan,Jan Nys,jan@stad.example"), by="els"
    )

    with session():
        event = m.Event.select().order_by(m.Event.id.desc()).first()
    assert event.kind == "directory_imported"
    assert "Nys" not in event.changes + event.facts
    assert "directory_imported" not in requests.NOT_UNDOABLE


def test_a_department_that_is_in_use_cannot_be_undone(desk: Desk, csv: Csv) -> None:
    imports.import_directory(desk, "departments", csv("code,name", "zee,Zeedienst"), by="els")
    with transaction():
        m.Place.create(department=department("zee").id, title="Strand", opened_on=date(2026, 3, 2))

    with pytest.raises(errors.Refused, match="changed after that step"):
        undo.undo(desk, by="els")
    assert department("zee").name == "Zeedienst"


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda t: f"code,name\n{t}".encode("utf-8", "replace")),
    )
)
def test_any_bytes_give_lines_problems_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(content)

    try:
        sheet = read_sheet(file, COLUMNS["departments"])
    except errors.FileError:
        return
    assert all(line.values["code"] and line.values["name"] for line in sheet.lines)
    assert all(problem.reason for problem in sheet.problems)


def test_schools_may_share_a_mail_domain(desk: Desk, csv: Csv) -> None:
    file = csv("code,name,domains", "a,Atheneum,scholen.example", "b,Beukenhof,scholen.example;b.example")

    report = imports.import_directory(desk, "schools", file, by="els")

    assert (report.added, report.problems) == (("a", "b"), ())
    directory = for_mail(desk)
    assert directory.schools_of("x@scholen.example") == ("a", "b")
    assert directory.school_of("x@scholen.example") == ""
    assert directory.school_of("x@b.example") == "b"
    assert imports.import_directory(desk, "schools", file, by="els").unchanged == ("a", "b")
    undo.undo(desk, by="els")
    assert for_mail(desk).schools_of("x@scholen.example") == ()


def test_a_name_still_belongs_to_one_school(desk: Desk, csv: Csv) -> None:
    file = csv("code,name,aliases", "a,Atheneum,De School", "b,Beukenhof,de school")

    report = imports.import_directory(desk, "schools", file, by="els")

    assert [each.reason for each in report.problems] == ["de school is a name of a already"]
