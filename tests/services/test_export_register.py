"""The workbook of a month: charts and formats, the same twice, sent to the supervisors, opened elsewhere."""

import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from builders import Clock, received
from random_life import Life
from services.twelve import the_twelve
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.services.checking import check
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.workbook import export


@pytest.fixture
def now() -> Clock:
    return Clock(datetime(2026, 10, 5, 9, tzinfo=UTC))


def a_busy_desk(desk: Desk, now: Clock) -> None:
    now.moment = datetime(2026, 9, 1, 9, tzinfo=UTC)
    Life(desk, now, 9).live(40, hours=20)
    the_twelve(desk)
    now.moment = datetime(2026, 10, 5, 9, tzinfo=UTC)


def test_series_targets_and_directorates_have_native_charts(desk: Desk, now: Clock, tmp_path: Path) -> None:
    a_busy_desk(desk, now)

    file = export.export_month(desk, "2026-09", tmp_path / "a.xlsx", by="els").path

    book = openpyxl.load_workbook(file)
    assert {sheet.title: len(sheet._charts) for sheet in book.worksheets if sheet._charts} == {
        "Targets": 2, "Series": 5, "Directorates": 1,
    }  # fmt: skip
    assert all(sheet.print_title_rows for sheet in book.worksheets)
    assert book["Targets"].conditional_formatting


def test_both_workbooks_are_the_same_when_made_twice(desk: Desk, now: Clock, tmp_path: Path) -> None:
    a_busy_desk(desk, now)

    for public in (False, True):
        made = [
            export.export_month(desk, "2026-09", tmp_path / name, by="els", public=public).path.read_bytes()
            for name in ("a.xlsx", "b.xlsx")
        ]
        assert made[0] == made[1]


def test_every_month_has_the_same_sheets_and_columns(desk: Desk, now: Clock, tmp_path: Path) -> None:
    a_busy_desk(desk, now)
    shapes = []
    for month in ("2026-09", "2026-10"):
        book = openpyxl.load_workbook(export.export_month(desk, month, tmp_path / "a.xlsx", by="els").path)
        shapes.append({sheet.title: [cell.value for cell in sheet[5]] for sheet in book.worksheets})

    assert shapes[0] == shapes[1]


def test_placements_are_shown_as_they_were_known_at_the_cut_off(
    desk: Desk, now: Clock, tmp_path: Path
) -> None:
    a_busy_desk(desk, now)
    before = export.export_month(desk, "2026-09", tmp_path / "a.xlsx", by="els").path.read_bytes()
    Life(desk, now, 10).live(40, hours=20)

    after = export.export_month(desk, "2026-09", tmp_path / "b.xlsx", by="els").path

    rows = [
        CalamineWorkbook.from_path(file).get_sheet_by_name(name).to_python()
        for name in ("Placements started", "Placements running", "Placements ended", "Series", "Places")
        for file in (tmp_path / "a.xlsx", after)
    ]
    assert before
    assert rows[::2] == rows[1::2]


def test_the_workbook_goes_to_the_supervisors_through_the_outbox(desk: Desk, now: Clock) -> None:
    received(desk)
    with transaction():
        m.Staff.update(email="mieke@city.example").where(m.Staff.code == "mieke").execute()

    sent = export.mail_month(desk, "2026-09", by="els")

    assert sent == ("mieke@city.example",)
    with session():
        letter = m.Outgoing.select().order_by(m.Outgoing.id.desc()).get()
        enclosure = m.Enclosure.get(m.Enclosure.outgoing == letter.id)
        content = bytes(enclosure.content.bytes)
    assert (letter.letter, letter.recipients, letter.request_id) == ("report", "mieke@city.example", None)
    assert enclosure.name == "stagedesk-2026-09.xlsx"
    assert content.startswith(b"PK")
    assert "2026-09" in letter.subject
    assert not check.check(desk)


def test_a_workbook_on_its_way_can_be_taken_back(desk: Desk) -> None:
    with transaction():
        m.Staff.update(email="mieke@city.example").where(m.Staff.code == "mieke").execute()
    export.mail_month(desk, "2026-09", by="els")

    undo.undo(desk, by="els")

    with session():
        assert not m.Outgoing.select().count()


def test_without_a_supervisor_to_write_to_it_says_so(desk: Desk) -> None:
    with transaction():
        m.Staff.update(email="").execute()

    with pytest.raises(errors.Refused, match="No supervisor has a mail address"):
        export.mail_month(desk, "2026-09", by="els")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_reads_the_same(sqlite_desk: Desk, now: Clock, tmp_path: Path) -> None:
    a_busy_desk(sqlite_desk, now)
    file = export.export_month(sqlite_desk, "2026-09", tmp_path / "a.xlsx", by="els").path

    subprocess.run(
        ["soffice", "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(file)],
        check=True, timeout=120, capture_output=True,
    )  # fmt: skip

    ours, theirs = CalamineWorkbook.from_path(file), CalamineWorkbook.from_path(tmp_path / "a.ods")
    assert theirs.sheet_names == ours.sheet_names
    for name in ours.sheet_names:
        assert theirs.get_sheet_by_name(name).to_python() == ours.get_sheet_by_name(name).to_python()


def test_its_properties_are_fixed(sqlite_desk: Desk, tmp_path: Path) -> None:
    file = export.export_month(sqlite_desk, "2026-09", tmp_path / "a.xlsx", by="els").path

    with zipfile.ZipFile(file) as parts:
        core = parts.read("docProps/core.xml").decode()

    assert "2026-09-30T22:00:00Z" in core
    assert "September 2026" in core
