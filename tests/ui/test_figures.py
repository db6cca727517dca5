"""Figures: every number is the one the service gives, and opens the list behind it."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from builders import Clock, received
from stagedesk.services import queues, referrals
from stagedesk.services.desk import Desk
from ui.at_the_desk import assert_golden, at_the_desk, here, press, some_days
from ui.helpers import screen_text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_figures_look_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "6")

        assert_golden(pilot, f"figures-{size[0]}x{size[1]}-{language}")


async def test_the_numbers_are_those_of_the_board(desk: Desk, now: Clock) -> None:
    some_days(desk, now)
    board = queues.board(desk)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "6")

        lines = {line.strip(" ▌").split("  ")[0]: line for line in screen_text(pilot.app).splitlines()}
        for name, queue in (("everything", board.total), ("Sport", board.departments[0])):
            wanted = [queue.count, queue.overdue, queue.oldest_days, *queue.ages]
            found = lines[name].strip(" ▌").removeprefix(name).split()
            assert [0 if each == "·" else int(each) for each in found] == wanted


async def test_enter_opens_the_requests_behind_a_number(sqlite_desk: Desk) -> None:
    first, second = received(sqlite_desk), received(sqlite_desk)
    referrals.route(sqlite_desk, first, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "6", "down", "enter")
        assert here(pilot) == second
        assert "with the desk ── 1 of 1" in screen_text(pilot.app)
        await press(pilot, "escape", "down", "down", "enter")

        assert here(pilot) == first
        assert "Musea ── 1 of 1" in screen_text(pilot.app)


async def test_a_months_workbook_is_written_from_the_screen(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    received(sqlite_desk)
    now.pass_days(35)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "E")
        assert "2026-03" in screen_text(pilot.app)
        await press(pilot, "enter")

        assert "The workbook is written" in screen_text(pilot.app)
    assert CalamineWorkbook.from_path(tmp_path / "stagedesk-2026-03.xlsx").sheet_names


async def test_a_month_that_is_none_is_not_written(sqlite_desk: Desk, tmp_path: Path) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "6", "E", "backspace", "backspace", "1", "3")
        assert "Which month is that?" in screen_text(pilot.app)
        await press(pilot, "enter")

        assert "Which month is that?" in screen_text(pilot.app)


async def test_an_empty_board_names_the_keys(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "6")

        assert "Nothing is open. 1 shows the Inbox" in screen_text(pilot.app)
