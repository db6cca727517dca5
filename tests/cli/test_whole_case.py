"""A complete case by the command line, from an empty database to the workbook of the month."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from builders import a_raw


@pytest.fixture
def empty_database(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address with nothing behind it yet; PostgreSQL's has the tables already."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'new' / 'desk.db'}"
    return database_url


def test_a_case_from_an_empty_folder_to_the_workbook(
    command: Any, empty_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mails: Any
) -> None:
    monkeypatch.setenv("STAGEDESK_DATABASE", empty_database)
    monkeypatch.setenv("STAGEDESK_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setenv("STAGEDESK_NOW", "2026-03-02T10:00")
    book = tmp_path / "2026-03.xlsx"

    assert command("init", "--sample").code == 0
    monkeypatch.setenv("STAGEDESK_USER", "els")
    fetched = command("fetch", "--eml", str(mails(a_raw("Mag ik stage doen in het archief?\n"))), "--json")
    (found,) = command("list", "--json").json
    ref = found["ref"]
    routed = command("route", ref, "archief", "--json")
    monkeypatch.setenv("STAGEDESK_NOW", "2026-03-03T10:00")
    worked = command("work", "--json")
    answered = command("answer", ref, "yes", "--json")
    closed = command("close", ref, "placed", "--json")
    exported = command("export", "--month", "2026-03", "--output", str(book))
    checked = command("check", "--json")

    assert fetched.json == {
        "seen": 1, "requests": 1, "landed": 0, "duplicates": 0, "known": 0, "failed": 0
    }  # fmt: skip
    assert (found["status"], found["waiting_on"], found["due_on"]) == ("received", "desk", "2026-03-05")
    assert (routed.json["status"], routed.json["department"], routed.json["owner"]) == (
        "routed",
        "musea",
        "els",
    )
    assert {what: count for what, count in worked.json.items() if count} == {"sent": 2}
    assert (answered.json["status"], answered.json["waiting_on"]) == ("offered", "applicant")
    assert (closed.json["status"], closed.json["outcome"], closed.json["due_on"]) == (
        "closed",
        "placed",
        None,
    )
    assert (exported.code, exported.out) == (0, f"{book}\n")
    assert ref in {cell.value for sheet in openpyxl.load_workbook(book) for row in sheet for cell in row}
    assert (checked.code, checked.json) == (0, [])
    page = command("show", ref, "--json").json
    kinds = [event["kind"] for event in page["timeline"]]
    assert kinds == ["received", "routed", "sent", "sent", "answered", "closed"]
    assert page["timeline"][1]["facts"]["suggested"] == "musea"


def test_fetching_and_making_the_desk_again_change_nothing(
    command: Any, empty_database: str, monkeypatch: pytest.MonkeyPatch, mails: Any
) -> None:
    monkeypatch.setenv("STAGEDESK_DATABASE", empty_database)
    folder = str(mails(a_raw(), a_raw()))
    for _ in range(2):
        assert command("init", "--sample").code == 0
        fetched = command("fetch", "--eml", folder, "--json").json

    assert (fetched["seen"], fetched["known"], fetched["requests"]) == (2, 2, 0)
    assert len(command("list", "--json").json) == 2
    (account,) = command("fetch", "--account", "--json").json
    assert (account["seen"], account["taken"], account["failed"]) == (2, 2, 0)


def test_looking_works_on_both_databases(
    command: Any, empty_database: str, monkeypatch: pytest.MonkeyPatch, mails: Any
) -> None:
    monkeypatch.setenv("STAGEDESK_DATABASE", empty_database)
    monkeypatch.setenv("STAGEDESK_NOW", "2026-03-02T10:00")
    command("init", "--sample")
    command("fetch", "--eml", str(mails(a_raw("Het archief?\n"), a_raw("De bib?\n", subject="Tweede"))))
    command("route", "2026-0001", "musea")

    found = [
        "list",
        "--search",
        "arch",
        "--status",
        "open",
        "--department",
        "archief",
        "--limit",
        "5",
        "--json",
    ]
    assert [row["ref"] for row in command(*found).json] == ["2026-0001"]
    assert [row["ref"] for row in command("list", "--view", "with-desk", "--json").json] == ["2026-0002"]
    assert command("queue", "--json").json["open"]["count"] == 2
    assert [row["ref"] for row in command("queue", "--department", "musea", "--json").json] == ["2026-0001"]
    kind = "SQLite" if empty_database.startswith("sqlite") else "PostgreSQL"
    state = command("doctor", "--json").json["database"]
    assert (state["server"].split()[0], state["request"], state["migrations to come"]) == (kind, "2", "-")
    assert command("undo", "2026-0001").code == 0
    assert command("check").code == 0
