"""The workbook is read back by two other libraries, and nothing in it can act."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from stagedesk.errors import FileError
from stagedesk.reports import workbook
from stagedesk.reports.cells import LONGEST_TEXT, headers, in_footer, safe, sheet_titles, table_names
from stagedesk.reports.workbook import Column, Sheet, write

CREATED = datetime(2026, 4, 1, 6, 30, tzinfo=UTC)
COLUMNS = (
    Column("Reference", width=14),
    Column("Received", "date", 11),
    Column("Decided", "moment", 17),
    Column("Waited", "number"),
    Column("Weeks", "decimal"),
    Column("Share", "share"),
)
ROWS = (
    ("2026-0001", date(2026, 3, 2), datetime(2026, 3, 4, 22, 30, tzinfo=UTC), 2, 6.5, 0.25),
    ("2026-0002", date(2026, 3, 9), datetime(2026, 7, 4, 22, 30, tzinfo=UTC), 0, Decimal("12.0"), 1),
    ("2026-0003", None, None, None, None, None),
)
HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+31 20 1234567",
    "-2+3",
    "@SUM(A1:A9)",
    "{=1+1}",
    "https://example.org/=x",
    "mailto:a@example.org",
    "internal:Sheet1!A1",
    "0470 12 34 56",
    "1e5",
    "<r><t>x</t></r></is></c><c r='B9'><f>1+1</f></c><r></r>",
    "<script>&amp;\"'",
    "  spaces kept  ",
    "two\nlines",
    "_x0041_",
    "日本 🙂 Ĳ",
)


@pytest.fixture(params=[False, True], ids=["tables", "large"])
def large(request):
    return request.param


@pytest.fixture
def make(tmp_path):
    def made(*sheets, name="month.xlsx", **options):
        options = {"created": CREATED, "title": "March 2026", "author": "Desk"} | options
        target = tmp_path / name
        write(target, sheets, **options)
        return target

    return made


def parts(target):
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_dates_numbers_and_texts_come_back_as_what_they_are(make, large):
    target = make(Sheet("Open", COLUMNS, ROWS, heading=("Open requests", "until 31 March")), large=large)

    page = load_workbook(target)["Open"]
    assert [cell.value for cell in page[4]] == [column.name for column in COLUMNS]
    assert [cell.value for cell in page[5]] == [
        "2026-0001",
        datetime(2026, 3, 2),  # noqa: DTZ001
        datetime(2026, 3, 4, 23, 30),  # noqa: DTZ001
        2,
        6.5,
        0.25,
    ]
    assert [cell.is_date for cell in page[5]] == [False, True, True, False, False, False]
    assert page["C6"].value == datetime(2026, 7, 5, 0, 30)  # noqa: DTZ001
    assert [cell.value for cell in page[7]] == ["2026-0003", None, None, None, None, None]


def test_another_reader_sees_the_same(make, large):
    target = make(Sheet("Open", COLUMNS, ROWS), large=large)

    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_name("Open").to_python()
    assert rows[1] == [
        "2026-0001",
        date(2026, 3, 2),
        datetime(2026, 3, 4, 23, 30),  # noqa: DTZ001
        2.0,
        6.5,
        0.25,
    ]


def test_no_text_is_ever_a_formula_or_a_link(make, large):
    columns = tuple(Column(text) for text in HOSTILE)
    sheet = Sheet("=1+1", columns, [HOSTILE], heading=HOSTILE, total=HOSTILE, table_name="=1+1")
    target = make(sheet, large=large, title="=1+1", author="<r>&</r>")

    page = load_workbook(target).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell.value for cell in page[len(HOSTILE) + 3]] == [_read(text, large) for text in HOSTILE]
    pages = "".join(text for name, text in parts(target).items() if name.startswith("xl/"))
    assert not re.search(r"<f[ >]|hyperlink|calcChain", pages)


def test_a_text_like_a_formula_stays_a_text_when_somebody_edits_it(make):
    page = load_workbook(make(Sheet("Open", (Column("Subject"),), [("=1+1",), ("stage",)])))["Open"]

    assert [page["A2"].quotePrefix, page["A3"].quotePrefix] == [True, False]


def test_rows_are_a_real_table_with_filters_and_a_frozen_heading(make):
    sheet = Sheet("Open", COLUMNS, ROWS, heading=("Open requests",), table_name="open_requests")

    page = load_workbook(make(sheet))["Open"]
    table = page.tables["open_requests"]
    assert table.ref == table.autoFilter.ref == "A3:F6"
    assert [column.name for column in table.tableColumns] == [column.name for column in COLUMNS]
    assert page.freeze_panes == "A4"
    assert round(page.column_dimensions["A"].width) == 15


def test_many_rows_get_a_filter_and_a_frozen_heading(make):
    page = load_workbook(make(Sheet("Open", COLUMNS, iter(ROWS), heading=("Open",)), large=True))["Open"]

    assert not page.tables
    assert page.auto_filter.ref == "A3:F6"
    assert page.freeze_panes == "A4"


@pytest.mark.parametrize(("extra", "tables"), [(0, 1), (1, 0)])
def test_the_number_of_rows_decides_about_tables(make, monkeypatch, extra, tables):
    monkeypatch.setattr(workbook, "TABLE_ROWS", 5)
    target = make(Sheet("Open", (Column("a"),), [("x",)] * (5 + extra)))

    assert len(load_workbook(target)["Open"].tables) == tables


def test_a_sheet_prints_on_pages_that_people_can_read(make):
    target = make(Sheet("Open & shut", COLUMNS, ROWS, heading=("Open",)), title="R&D")

    page = load_workbook(target)["Open & shut"]
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$3:$3"
    footer = "&LR&&D&COpen && shut&R&P / &N".replace("&", "&amp;")
    assert footer in parts(target)["xl/worksheets/sheet1.xml"]


def test_totals_stand_below_the_rows_as_numbers(make, large):
    total = ("Total", None, None, 2, Decimal("9.25"), 0.625)

    page = load_workbook(make(Sheet("Open", COLUMNS, ROWS, total=total), large=large))["Open"]
    row = 6 if large else 5
    assert [cell.value for cell in page[row]] == ["Total", None, None, 2, 9.25, 0.625]
    assert page.cell(row, 1).font.bold
    assert page.cell(row, 6).number_format == "0.0%"
    area = page.auto_filter.ref if large else next(iter(page.tables.values())).ref
    assert area == "A1:F4"


def test_a_table_without_rows_is_still_a_table(make):
    page = load_workbook(make(Sheet("Open", COLUMNS, (), total=("Total", None, None, 0, None, None))))["Open"]

    assert next(iter(page.tables.values())).ref == "A1:F2"
    assert page["A3"].value == "Total"


def test_a_sheet_may_be_only_text(make, large):
    target = make(Sheet("Read me", heading=("Definitions", "Open: received and not closed.")), large=large)

    assert [cell.value for cell in load_workbook(target)["Read me"]["A"]] == [
        "Definitions",
        "Open: received and not closed.",
    ]


def test_a_hidden_number_may_stand_in_a_column_of_numbers(make):
    page = load_workbook(make(Sheet("Figures", (Column("n", "number"),), [("< 5",), (7,)])))["Figures"]

    assert [page["A2"].value, page["A3"].value] == ["< 5", 7]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (date(1850, 3, 1), "1850-03-01"),
        ("", None),
        (10**12, 10**12),
    ],
)
def test_a_value_that_no_sheet_holds_does_no_harm(make, value, shown):
    page = load_workbook(make(Sheet("Odd", (Column("a"), Column("b")), [(value, "x")])))["Odd"]

    assert page["A2"].value == shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x08c\x0bd\x1fe\x7ff\x85g", "abcdefg"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("half\ud800 a sign", "half a sign"),
        ("no\ufffe\uffffthing", "nothing"),
        ("x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("x" * (LONGEST_TEXT + 1), "x" * (LONGEST_TEXT - 1) + "…"),
        ("🙂" * 20_000, "🙂" * 16_383 + "…"),
        ("<r>x</r>", "<r>x</r> "),
    ],
)
def test_a_cell_holds_what_can_be_held(make, large, text, kept):
    assert safe(text) == kept
    assert load_workbook(make(Sheet("t", (Column("a"),), [(text,)]), large=large))["t"]["A2"].value == kept


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8), st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back(tmp_path_factory, texts, large):
    target = tmp_path_factory.mktemp("any") / "any.xlsx"
    rows = [(number, text) for number, text in enumerate(texts)]
    sheet = Sheet(texts[0], (Column("n", "number"), Column(texts[0])), rows, heading=(texts[0],))

    write(target, [sheet, sheet], created=CREATED, title=texts[0], author=texts[0], large=large)

    for page in load_workbook(target).worksheets:
        found = {row[0]: row[1] for row in page.iter_rows(min_row=4, max_col=2, values_only=True)}
        assert [found[number] or "" for number in range(len(texts))] == [_read(text, large) for text in texts]
    assert len(CalamineWorkbook.from_path(str(target)).sheet_names) == 2


def _read(text, large):
    """Return the text as openpyxl reads it: of inline texts it does not undo the escape of an escape."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", r"_x005F_x\1_", safe(text)) if large else safe(text)


def test_the_same_sheets_give_the_same_bytes(make, large):
    sheets = [Sheet("Open", COLUMNS, ROWS, heading=("Open",), total=ROWS[0]), Sheet("Closed", COLUMNS, ROWS)]

    one, two = (make(*sheets, name=name, large=large) for name in ("one.xlsx", "two.xlsx"))

    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 31)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", parts(one)["docProps/core.xml"])) == {
        "2026-04-01T06:30:00Z"
    }


def test_the_file_says_what_it_is(make):
    about = load_workbook(make(Sheet("Open"))).properties

    assert (about.title, about.creator, about.created) == ("March 2026", "Desk", CREATED.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("names", "made"),
    [
        (["Open", "open", "OPEN"], ["Open", "open 2", "OPEN 3"]),
        (["Sport/jeugd: [2026]?", "'x'", "", "History"], ["Sport jeugd 2026", "x", "-", "History 2"]),
        (["a" * 40, "a" * 40], ["a" * 31, "a" * 29 + " 2"]),
        (["🙂" * 20], ["🙂" * 15]),
    ],
)
def test_every_sheet_gets_a_title_that_can_be(make, names, made):
    assert sheet_titles(names) == made
    assert load_workbook(make(*(Sheet(name) for name in names))).sheetnames == made


@pytest.mark.parametrize(
    ("names", "made"),
    [
        (["open", "Open"], ["open", "Open_2"]),
        (["open requests", "2026", "", "é"], ["open_requests", "_2026", "_", "__2"]),
        (["tbl1", "R1C1", "r", "RC", "AB12"], ["_tbl1", "_R1C1", "_r", "_RC", "_AB12"]),
    ],
)
def test_every_table_gets_a_name_that_can_be(names, made):
    assert table_names(names) == made


def test_columns_of_one_name_are_told_apart(make):
    sheet = Sheet("t", (Column("Date"), Column("date"), Column(" "), Column("a\nb")), [("1", "2", "3", "4")])

    assert [cell.value for cell in load_workbook(make(sheet))["t"][1]] == ["Date", "date 2", "-", "a b"]
    assert headers(["x" * 300])[0] == "x" * 255


def test_a_footer_is_text_and_no_code():
    assert in_footer("R&D\n&P") == "R&&D &&P"
    assert len(in_footer("&" * 500)) == 160


def test_a_row_of_the_wrong_length_is_a_mistake(make):
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        make(Sheet("t", (Column("a"),), [("x", "y")]))


def test_more_rows_than_a_sheet_holds_are_not_lost_silently(make, monkeypatch, large):
    monkeypatch.setattr(workbook, "MOST_ROWS", 20)

    with pytest.raises(FileError, match="no more than 20 rows"):
        make(Sheet("t", (Column("a"),), (("x",) for _ in range(30))), large=large)


def _broken_rows(error):
    yield ("x",)
    raise error


@pytest.mark.parametrize(
    ("error", "expected"),
    [(RuntimeError("gone"), RuntimeError), (OSError(28, "No space left on device"), FileError)],
)
def test_when_it_fails_the_old_file_stays_and_nothing_is_left_behind(make, tmp_path, large, error, expected):
    old = make(Sheet("old"))
    before = old.read_bytes()

    with pytest.raises(expected):
        make(Sheet("new", (Column("a"),), _broken_rows(error)), large=large)

    assert old.read_bytes() == before
    assert list(tmp_path.iterdir()) == [old]


def test_a_killed_export_leaves_the_old_file_whole(tmp_path):
    target = tmp_path / "month.xlsx"
    write(target, [Sheet("old")], created=CREATED, title="old", author="")
    before = target.read_bytes()
    script = (
        "import sys, pathlib, datetime as d\n"
        "from stagedesk.reports.workbook import Column, Sheet, write\n"
        "rows = (('x' * 50,) * 9 for _ in iter(int, 1))\n"
        "print('go', flush=True)\n"
        "write(pathlib.Path(sys.argv[1]), [Sheet('new', (Column('a'),) * 9, rows)],"
        " created=d.datetime.now(d.UTC), title='new', author='', large=True)"
    )
    for wait in (0.0, 0.15, 0.4):
        with subprocess.Popen([sys.executable, "-c", script, str(target)], stdout=subprocess.PIPE) as export:
            export.stdout.readline()
            time.sleep(wait)
            export.send_signal(signal.SIGKILL)

        assert target.read_bytes() == before


def test_what_a_killed_export_left_is_gone_the_next_day(make, tmp_path):
    left, fresh, other = (tmp_path / n for n in (".stagedesk-workbook-a", ".stagedesk-workbook-b", ".cache"))
    yesterday = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for folder in (left, fresh, other):
        folder.mkdir()
        (folder / "draft").write_text("names")
    for folder in (left, other):
        os.utime(folder, (yesterday, yesterday))

    make(Sheet("t"))

    assert [folder.exists() for folder in (left, fresh, other)] == [False, True, True]


def test_only_its_owner_may_read_a_new_file_and_an_old_one_keeps_its_rights(make):
    target = make(Sheet("t"))
    assert stat.S_IMODE(target.stat().st_mode) == 0o600

    target.chmod(0o664)
    make(Sheet("t"))
    assert stat.S_IMODE(target.stat().st_mode) == 0o664


def test_a_link_stays_a_link(make, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "month.xlsx").symlink_to(tmp_path / "real" / "file.xlsx")

    make(Sheet("t"))

    assert (tmp_path / "month.xlsx").is_symlink()
    assert load_workbook(tmp_path / "real" / "file.xlsx").sheetnames == ["t"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing/month.xlsx", "does not exist"), ("folder", "is a folder"), ("pipe", "not a file")],
)
def test_a_place_where_no_file_can_be_is_named(make, tmp_path, name, reason):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(FileError, match=reason):
        make(Sheet("t"), name=name)


def test_a_file_that_may_only_be_read_is_not_replaced(make, monkeypatch):
    target = make(Sheet("t"))
    before = target.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the superuser may write everything

    with pytest.raises(FileError, match="only be read"):
        make(Sheet("other"))

    assert target.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_only_be_read_is_named(make, tmp_path):
    (tmp_path / "folder").mkdir(mode=0o500)

    with pytest.raises(FileError, match="cannot be used"):
        make(Sheet("t"), name="folder/month.xlsx")


def test_nobody_who_does_not_export_pays_for_the_library():
    script = "import sys, stagedesk.reports.workbook; sys.exit('xlsxwriter' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_what_is_wrapped_has_room_in_every_program(tmp_path):
    columns = (Column("Same month last year", "number", 12), Column("Explanation", width=20, wrap=True))
    rows = [(1, "short"), (2, "an explanation that takes more than a single line")]

    write(tmp_path / "a.xlsx", [Sheet("A", columns, rows)], created=CREATED, title="A", author="B")

    page = load_workbook(tmp_path / "a.xlsx")["A"]
    heights = [page.row_dimensions[row].height for row in (1, 2, 3)]
    assert heights == [3 * workbook.LINE, None, 3 * workbook.LINE]
