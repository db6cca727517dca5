"""The monthly workbook: read back, it says what the screen says, and no text in it can act."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from builders import Clock, received
from monthly_workbook import (
    HEADING,
    assert_as_on_the_board,
    assert_departments,
    assert_lists,
    assert_read_me,
    assert_register,
    assert_summary,
    assert_turnaround,
    read,
)
from random_life import Life
from stagedesk import errors, i18n
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.domain.month import Month
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.statistics.figures import month_figures
from stagedesk.services.workbook import export, sheet_lists


def last_year(desk: Desk, now: Clock, seed: int) -> list[Month]:
    """A year of random life, and three of its months: the running one, the last one, an old one."""
    now.moment = datetime(2025, 2, 3, 9, tzinfo=UTC)
    Life(desk, now, seed).live(200, hours=100)
    with transaction():
        m.Staff.update(left_on=None).execute()  # whoever left by chance is back for the test
    month = Month.of(desk.today())
    return [month, Month.of(month.first - timedelta(days=1)), Month.of(month.first - timedelta(days=150))]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_in_the_workbook_is_what_the_screen_says(
    desk: Desk, now: Clock, tmp_path: Path, seed: int
) -> None:
    for month in last_year(desk, now, seed):
        result = export.export_month(desk, str(month), tmp_path / f"{month}.xlsx", by="els")

        found, sheets = month_figures(desk, month.first), read(result.path)
        of_month = found.of_month
        assert list(sheets) == [
            "Read me", "Summary", "Received", "Open requests", "Closed", "Departments", "Turnaround",
            "Placements running", "Placements started", "Placements ended", "Places", "Targets", "Series",
            "Directorates", "Codes",
        ]  # fmt: skip
        assert_summary(sheets["Summary"], found)
        assert_register(desk, sheets, found)
        assert_read_me(sheets["Read me"], found)
        assert_lists(desk, sheets, of_month)
        assert result.counts == {
            "received": len(sheets["Received"]), "open": len(sheets["Open requests"]),
            "closed": len(sheets["Closed"]),
        }  # fmt: skip
        assert_departments(sheets["Departments"], found)
        assert_turnaround(sheets["Turnaround"], found)
        if found.running:
            assert_as_on_the_board(desk, sheets["Open requests"])


def test_an_open_request_is_shown_as_it_stood_at_the_cut_off(desk: Desk, now: Clock, tmp_path: Path) -> None:
    routed, closed, untouched = (received(desk, sent=now()) for _number in range(3))
    referrals.route(desk, routed, "musea", by="karim")
    before = requests.row(routed)
    now.moment = datetime(2026, 4, 3, 9, tzinfo=UTC)
    referrals.answer(desk, routed, "no", reason="no_mentor", by="els")
    referrals.route(desk, routed, "sport", by="els")
    triage.close(desk, closed, "redirected", by="els")

    sheets = read(export.export_month(desk, "2026-03", tmp_path / "march.xlsx", by="els").path)

    shown = {row["Reference"]: row for row in sheets["Open requests"]}
    assert list(shown) == [routed, closed, untouched]
    row = shown[routed]
    assert (row["Status"], row["Waits on"], row["Department"]) == ("routed", "department", "Musea")
    assert (row["Due"], row["Since"], row["Owner"]) == (before.due_on, before.waiting_since, "Karim")
    assert (row["Overdue"], row["Overdue working days"], row["Age in working days"]) == ("yes", 11, 21)
    assert (shown[closed]["Status"], shown[closed]["Waits on"]) == ("new", "desk")
    received_rows = {row["Reference"]: row["At the cut-off"] for row in sheets["Received"]}
    assert received_rows == dict.fromkeys([routed, closed, untouched], "still open")
    assert sheets["Closed"] == []


def test_what_was_reopened_later_is_still_on_the_list_of_its_month(
    desk: Desk, now: Clock, tmp_path: Path
) -> None:
    ref = received(desk, sent=now())
    triage.close(desk, ref, "rejected", reason="no_capacity", by="karim")
    first = export.export_month(desk, "2026-03", tmp_path / "first.xlsx", by="els").path
    now.moment = datetime(2026, 4, 3, 9, tzinfo=UTC)
    triage.reopen(desk, ref, by="els")
    triage.close(desk, ref, "redirected", by="els")

    (row,) = read(export.export_month(desk, "2026-03", tmp_path / "second.xlsx", by="els").path)["Closed"]

    assert row == read(first)["Closed"][0]
    assert (row["Outcome"], row["Closed by"], row["Closed on"]) == ("rejected", "Karim", date(2026, 3, 2))


HOSTILE = (
    "=cmd|'/c calc'!A1", "+1", "-1+1", "@x", '=HYPERLINK("https://example.org","x")', "{=1+1}", "\t=1",
    "https://example.org", "1e5", "=", "'=1",
)  # fmt: skip


def test_no_text_becomes_a_formula_a_link_or_a_number(desk: Desk, now: Clock, tmp_path: Path) -> None:
    refs = [
        received(desk, subject=text, sender=f'"{text[:9]}" <a@b.example>', sent=now()) for text in HOSTILE
    ]
    triage.close(desk, refs[0], "redirected", by="els")
    with transaction():
        for number, text in enumerate(HOSTILE):
            words = {"title": text, "study": text, "school_words": text, "sender_name": text}
            m.Request.update(words).where(m.Request.reference == refs[number]).execute()
            m.Department.update(name="=1+2").where(m.Department.code == "musea").execute()
            m.Staff.update(name="=1+3").where(m.Staff.code == "els").execute()
    referrals.route(desk, refs[1], "musea", by="els")

    path = export.export_month(desk, "2026-03", tmp_path / "march.xlsx", by="els").path

    texts = set()
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                texts.add(cell.value)
    assert {text.strip() for text in HOSTILE} | {"=1+2", "=1+3"} <= {
        text.strip() for text in texts if isinstance(text, str)
    }


def test_days_are_days_and_numbers_are_numbers(desk: Desk, now: Clock, tmp_path: Path) -> None:
    received(desk, sent=now())
    path = export.export_month(desk, "2026-03", tmp_path / "march.xlsx", by="els").path

    book = openpyxl.load_workbook(path)
    opened = book["Open requests"]
    names = {cell.value: cell.column - 1 for cell in opened[HEADING]}
    row = next(iter(opened.iter_rows(min_row=HEADING + 1)))
    assert row[names["Received"]].is_date
    assert row[names["Due"]].is_date
    assert row[names["Age in working days"]].data_type == "n"
    for sheet in book.worksheets:
        assert sheet.freeze_panes == f"A{HEADING + 1}"
        assert len(sheet.tables) == 1
        assert "INTERNAL" in sheet["A2"].value


def test_the_workbook_is_in_the_readers_language(sqlite_desk: Desk, now: Clock, tmp_path: Path) -> None:
    ref = received(sqlite_desk, sent=now())
    triage.close(sqlite_desk, ref, "rejected", reason="no_capacity", by="els")
    i18n.use_language("nl")

    path = export.export_month(sqlite_desk, "2026-03", tmp_path / "maart.xlsx", by="els").path

    book = openpyxl.load_workbook(path)
    titles = ("Read me", "Summary", "Received", "Open requests", "Closed", "Departments", "Turnaround")
    assert book.sheetnames[: len(titles)] == [i18n._(title) for title in titles]
    texts = {cell.value for row in book[i18n._("Closed")].iter_rows() for cell in row}
    assert {"afgewezen", "het is te druk voor een extra stagiair", "mailbox"} <= texts
    assert any("maart 2026" in text for text in texts if isinstance(text, str))


def test_made_twice_it_is_the_same_file(desk: Desk, now: Clock, tmp_path: Path) -> None:
    _running, month, _old = last_year(desk, now, 4)

    first = export.export_month(desk, str(month), tmp_path / "a.xlsx", by="els").path.read_bytes()
    now.pass_days(1)
    second = export.export_month(desk, str(month), tmp_path / "b.xlsx", by="karim").path.read_bytes()

    assert first == second


def test_the_history_tells_that_a_workbook_was_made(desk: Desk, now: Clock, tmp_path: Path) -> None:
    received(desk, sent=now())
    export.export_month(desk, "2026-03", tmp_path / "march.xlsx", by="els")

    with session():
        event = m.Event.select().order_by(m.Event.id.desc()).get()
    assert (event.kind, event.request, event.by.code) == ("exported", None, "els")
    assert event.facts == '{"counts":{"closed":0,"open":1,"received":1},"month":"2026-03"}'


@pytest.mark.parametrize(
    ("month", "by", "target", "error", "words"),
    [
        pytest.param("2026-3", "els", "a.xlsx", errors.UsageError, "not a month", id="no month"),
        pytest.param("2026-13", "els", "a.xlsx", errors.UsageError, "not a month", id="month 13"),
        pytest.param("2026-04", "els", "a.xlsx", errors.UsageError, "not begun", id="a month to come"),
        pytest.param("2026-03", "nobody", "a.xlsx", errors.NotFound, "nobody", id="nobody we know"),
        pytest.param("2026-03", "lies", "a.xlsx", errors.Refused, "names", id="who may not see names"),
        pytest.param("2026-03", "els", "no/a.xlsx", errors.FileError, "no", id="no such folder"),
        pytest.param("2026-03", "els", ".", errors.FileError, "folder", id="a folder"),
    ],
)
def test_what_cannot_be_exported_is_said_and_leaves_no_trace(
    sqlite_desk: Desk, tmp_path: Path, month: str, by: str, target: str, error: type[Exception], words: str
) -> None:
    with transaction():
        m.Staff.create(code="lies", name="Lies", role="reader")
    folder = tmp_path / "out"
    folder.mkdir()

    with pytest.raises(error, match=words):
        export.export_month(sqlite_desk, month, folder / target, by=by)

    assert list(folder.iterdir()) == []
    with session():
        assert m.Event.select().count() == 0


def test_lists_longer_than_a_page_are_whole_and_in_order(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, month, _old = last_year(sqlite_desk, now, 5)
    whole = [
        read(export.export_month(sqlite_desk, str(each), tmp_path / "a.xlsx", by="els").path)
        for each in (running, month)
    ]
    monkeypatch.setattr(sheet_lists, "PAGE", 2)

    paged = [
        read(export.export_month(sqlite_desk, str(each), tmp_path / "b.xlsx", by="els").path)
        for each in (running, month)
    ]

    assert paged == whole
    for sheets in whole:
        assert [(row["Received"], row["Reference"]) for row in sheets["Open requests"]] == sorted(
            (row["Received"], row["Reference"]) for row in sheets["Open requests"]
        )
        assert [row["Closed on"] for row in sheets["Closed"]] == sorted(
            row["Closed on"] for row in sheets["Closed"]
        )


def test_the_uncounted_are_on_the_lists_and_said_not_to_count(desk: Desk, now: Clock, tmp_path: Path) -> None:
    refs = [received(desk, sent=now()) for _outcome in UNCOUNTED_OUTCOMES]
    for ref, outcome in zip(refs, sorted(UNCOUNTED_OUTCOMES), strict=True):
        triage.close(desk, ref, outcome, by="els")

    sheets = read(export.export_month(desk, "2026-03", tmp_path / "march.xlsx", by="els").path)

    for name in ("Received", "Closed"):
        assert [row["Counts"] for row in sheets[name]] == ["no", "no"]
    assert [row["At the cut-off"] for row in sheets["Received"]] == [
        "duplicate", "not an internship request"
    ]  # fmt: skip
