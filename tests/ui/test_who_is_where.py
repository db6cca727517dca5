"""Who is where on any day, and lists of placements that come from a file."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from builders import Clock
from stagedesk.mail.sources import SourceMail
from stagedesk.services.desk import Desk
from stagedesk.services.importing import arranged
from stagedesk.services.mail_in import intake
from stagedesk.services.register.placement_lists import PlacementList
from stagedesk.services.statistics import coverage
from ui.at_the_desk import assert_golden, at_the_desk, press, said, told, until
from ui.helpers import screen_text
from ui.register_days import some_placements

LIST = """naam;dienst;van;tot;soort
Nora Willems;Musea;07/09/2025;18/12/2025;student
Bram Maes;nergens;07/09/2025;18/12/2025;student
Aya Idrissi;Sport;01/10/2025;30/10/2025;
Totaal;;;;
"""


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_who_is_where_looks_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int]) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size) as pilot:
        await press(pilot, "P")

        await assert_golden(pilot, f"who-is-where-{size[0]}x{size[1]}-en")


async def test_any_day_is_looked_at_and_written_to_a_file(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_placements(sqlite_desk, now)
    monkeypatch.chdir(tmp_path)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "P", "slash", *["2", "slash", "2", "slash", "2", "0", "2", "6"], "enter")
        assert "Mon 2 Feb 2026" in screen_text(pilot.app)
        assert "Lotte Mertens" in screen_text(pilot.app)
        await press(pilot, "right", "E")

    text = (tmp_path / "who-is-where-2026-02-03.txt").read_text()
    assert "Musea (Vrije tijd): 2" in text
    assert "  Lotte Mertens · 26 Jan – 20 Feb" in text


async def test_enter_opens_the_placement_and_escape_comes_back(sqlite_desk: Desk, now: Clock) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "P", "down", "enter")
        assert "P2026-0003  Aya Idrissi" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "How sure" in screen_text(pilot.app) or "how sure" in screen_text(pilot.app)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "lijst.csv"
    file.write_text(LIST)
    monkeypatch.chdir(tmp_path)
    return file


async def test_a_list_is_looked_at_before_it_is_taken_over(desk: Desk, now: Clock, listed: Path) -> None:
    async with at_the_desk(desk, (120, 30)) as pilot:
        await press(pilot, "F", *"lij", "tab", "enter")
        assert "bad 1!   new 2   known already 0   left out 1" in screen_text(pilot.app)
        assert "nergens" in screen_text(pilot.app)

        await press(pilot, "enter")
        assert "1 line is bad" in screen_text(pilot.app)
        await press(pilot, "1")
        assert "2 placements are taken over. u takes them all back." in said(pilot)
        assert PlacementList(desk, "all").count() == 2
        assert "known already 2" in screen_text(pilot.app)

        await press(pilot, "u")
        assert PlacementList(desk, "all").count() == 0


@pytest.mark.parametrize("name", ["lijst.csv", "een-heel-lange-naam-" * 6 + ".csv"])
async def test_a_list_without_a_heading_is_refused_in_words(
    sqlite_desk: Desk, now: Clock, listed: Path, name: str
) -> None:
    (listed.parent / name).write_text("een;twee\n1;2\n")

    async with at_the_desk(sqlite_desk, (120, 30)) as pilot:
        await press(pilot, "4", "F", *name[:5], "tab", "enter")
        await until(pilot, lambda: "heading that the desk knows" in told(pilot))
        if pilot.app.screen.is_modal:  # too long for the corner, it stays until it was read
            await press(pilot, "enter")

        assert len(pilot.app.screen_stack) == 1


def a_list_by_mail(desk: Desk, now: Clock, listed: str = LIST) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Musea <musea@stad.example>",
        "stage@stad.example",
        "Onze stages",
    )
    mail["Message-ID"], mail["Date"] = "<lijst@stad.example>", now()
    mail.set_content("Hierbij onze lijst.\n")
    mail.add_attachment(
        listed.encode(), maintype="application", subtype="octet-stream", filename="Onze lijst.csv"
    )
    intake.take_in(desk, [SourceMail("test", "lijst", mail.as_bytes())])


async def test_a_list_that_came_by_mail_is_said_and_taken_over(desk: Desk, now: Clock) -> None:
    a_list_by_mail(desk, now)

    async with at_the_desk(desk, (120, 30)) as pilot:
        assert "Onze lijst.csv (F: take it over)" in screen_text(pilot.app)
        await press(pilot, "4")
        assert "F 1 list by mail" in screen_text(pilot.app)
        await press(pilot, "F")
        assert "Onze lijst.csv" in screen_text(pilot.app)
        await press(pilot, "1")
        assert "Musea · " in screen_text(pilot.app)
        assert "bad 1!   new 2" in screen_text(pilot.app)

        await press(pilot, "enter", "2")
        assert "2 placements are taken over. u takes them all back." in said(pilot)
        assert PlacementList(desk, "all").count() == 2
        assert [(row.department, row.year) for row in coverage.of_year(2025) if row.is_whole] == [
            ("musea", 2025), ("sport", 2025),
        ]  # fmt: skip
        await press(pilot, "escape")
        assert "F 1 list by mail" in screen_text(pilot.app), "a line of it is still to be seen to"
        await press(pilot, "u")
        assert PlacementList(desk, "all").count() == 0


async def test_a_list_without_bad_lines_is_done_with_once_it_is_taken_over(desk: Desk, now: Clock) -> None:
    a_list_by_mail(desk, now, LIST.replace("nergens", "Musea"))

    async with at_the_desk(desk, (120, 30)) as pilot:
        await press(pilot, "F", "1", "enter", "1", "4")
        assert PlacementList(desk, "all").count() == 3
        assert "by mail" not in screen_text(pilot.app)
        assert "1 Inbox·0" in screen_text(pilot.app)
    assert arranged.waiting(desk) == ()


async def test_a_list_that_is_none_is_put_aside_by_one_key(desk: Desk, now: Clock) -> None:
    a_list_by_mail(desk, now)

    async with at_the_desk(desk, (120, 30)) as pilot:
        await press(pilot, "F", "1", "x")
        assert "Onze lijst.csv: put aside. u takes it back." in said(pilot)
        assert arranged.waiting(desk) == ()
        await press(pilot, "u")
        assert len(arranged.waiting(desk)) == 1


async def test_a_file_can_be_taken_over_while_lists_wait(desk: Desk, now: Clock, listed: Path) -> None:
    a_list_by_mail(desk, now)

    async with at_the_desk(desk, (120, 30)) as pilot:
        await press(pilot, "F", "2", *"lij", "tab", "enter")
        assert "lijst.csv" in screen_text(pilot.app)
        await press(pilot, "x")
        assert "This list did not come by mail." in said(pilot)


async def test_why_a_line_is_bad_stands_there_whole(sqlite_desk: Desk, now: Clock, listed: Path) -> None:
    (listed.parent / "slecht.csv").write_text("naam;dienst;van;tot;soort\nNora;Musea;gisteren;18/12/2025;\n")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "F", *"slec", "tab", "enter")

        assert "van = the first day" in screen_text(pilot.app)
        assert "the first day: gisteren is no day" in screen_text(pilot.app)
