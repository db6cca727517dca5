"""Figures: every number is the one the service gives, and opens the list behind it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from textual.pilot import Pilot

from builders import Clock, received
from services.twelve import the_twelve
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.lists import queues
from stagedesk.services.privacy import retention
from stagedesk.ui.screens.figures import FiguresScreen
from ui.at_the_desk import assert_golden, at_the_desk, here, press, said, screen, some_days
from ui.helpers import screen_text, wait


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_figures_look_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "6")

        await assert_golden(pilot, f"figures-{size[0]}x{size[1]}-{language}")


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


async def test_the_workbook_for_everybody_is_chosen_by_an_arrow(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    received(sqlite_desk)
    now.pass_days(35)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "6", "E")
        assert "▸ internal" in screen_text(pilot.app)
        await press(pilot, "down")
        assert "▸ public" in screen_text(pilot.app)
        await press(pilot, "enter")

        assert "The workbook is written" in screen_text(pilot.app)
    names = CalamineWorkbook.from_path(tmp_path / "stagedesk-2026-03-public.xlsx").sheet_names
    assert "Open requests" not in names


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


async def go_to(pilot: Pilot[None], words: str) -> None:
    """The cursor in the list of reports, on the part with this name."""
    await press(pilot, "6", "tab")
    while words not in here_in_reports(pilot):
        before = here_in_reports(pilot)
        await press(pilot, "down")
        assert here_in_reports(pilot) != before, words


async def leap_to(pilot: Pilot[None], name: str) -> None:
    """The same without looking at all parts before it."""
    await press(pilot, "6", "tab")
    shown = screen(pilot)
    assert isinstance(shown, FiguresScreen)
    shown.reports.move_to([each.name for each in shown.figures.entries()].index(name))
    await wait(pilot)


def here_in_reports(pilot: Pilot[None]) -> str:
    shown = screen(pilot)
    assert isinstance(shown, FiguresScreen)
    return shown.reports.here.name if shown.reports.here else ""


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_a_report_looks_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int]) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk, size) as pilot:
        await go_to(pilot, "R1 Interns")
        await press(pilot, "enter")

        await assert_golden(pilot, f"report-{size[0]}x{size[1]}")


async def test_a_report_shows_the_numbers_of_its_figure(sqlite_desk: Desk, now: Clock) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk) as pilot:
        await go_to(pilot, "R1 Interns")
        await press(pilot, "enter")

        found = [" ".join(line.strip(" ▌▂").split()) for line in screen_text(pilot.app).splitlines()]
        assert "Bedrijfsvoering 0 0 0 0 3" in found
        assert "total 0 0 0 4 7" in found


async def test_enter_opens_the_list_behind_a_number(sqlite_desk: Desk, now: Clock) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk) as pilot:
        await go_to(pilot, "R1 Interns")
        await press(pilot, "enter", "enter")
        text = screen_text(pilot.app)

    assert "Bedrijfsvoering · 2026" in text
    assert all(ref in text for ref in ("3 in all", "P01", "P03", "P12"))


async def test_the_year_and_the_day_can_be_another(sqlite_desk: Desk, now: Clock) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk) as pilot:
        await go_to(pilot, "R1 Interns")
        await press(pilot, "enter", "left_square_bracket")
        assert "· 2025" in screen_text(pilot.app)
        await press(pilot, "D", *"2026-06-01", "enter")

        assert "as known on 2026-06-01" in screen_text(pilot.app)


async def test_the_plot_can_be_read_as_text(sqlite_desk: Desk, now: Clock) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk) as pilot:
        await go_to(pilot, "R1 Interns")
        await press(pilot, "enter")
        assert "█" in screen_text(pilot.app)
        await press(pilot, "equals_sign")

        text = " ".join(screen_text(pilot.app).split())
        assert "█" not in text
        assert "2025: 4, 2026: 7. Most: 7 (2026); least: 0" in text


async def test_every_part_of_every_report_can_be_looked_at(sqlite_desk: Desk, now: Clock) -> None:
    some_days(sqlite_desk, now)
    the_twelve(sqlite_desk)

    async with at_the_desk(sqlite_desk, (160, 48)) as pilot:
        await press(pilot, "6", "tab")
        shown = screen(pilot)
        assert isinstance(shown, FiguresScreen)
        for place in range(1, shown.reports.total):
            shown.reports.move_to(place)
            await wait(pilot)
            assert shown.part
            assert shown.part.entry == shown.reports.here
            assert shown.part.title.split()[0] in screen_text(pilot.app)


async def test_what_is_due_is_approved_by_a_key_and_taken_back(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    triage.close(sqlite_desk, ref, "rejected", by="els", reason="no_capacity", letter=False)
    now.pass_days(370)

    async with at_the_desk(as_user(sqlite_desk, "els"), (160, 48)) as pilot:
        await leap_to(pilot, "to be forgotten")
        assert ref in screen_text(pilot.app)
        await press(pilot, "exclamation_mark")
        assert isinstance(pilot.app.screen, FiguresScreen)
        assert "approve" not in screen_text(pilot.app)

    async with at_the_desk(as_user(sqlite_desk, "mieke"), (160, 48)) as pilot:
        await leap_to(pilot, "to be forgotten")
        assert "! approve" in screen_text(pilot.app)
        await press(pilot, "exclamation_mark", "enter")
        assert retention.lists() == ()
        await press(pilot, "exclamation_mark", "y")
        assert [each.ref for each in retention.find(1).entries] == [ref]
        assert "stagedesk purge --execute 1" in said(pilot)

        await press(pilot, "u")
        assert retention.lists() == ()


def as_user(desk: Desk, code: str) -> Desk:
    return replace(desk, settings=replace(desk.settings, user=code))


async def test_a_target_is_drawn_beside_what_was_promised(sqlite_desk: Desk, now: Clock) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk, (160, 48)) as pilot:
        await go_to(pilot, "R8 Targets")
        await wait(pilot)

        text = screen_text(pilot.app)
        assert "eighty internship places a year in the own organisation: 80 promised" in text
        assert "█" in text


async def test_the_starts_of_five_years_are_shades(sqlite_desk: Desk, now: Clock) -> None:
    the_twelve(sqlite_desk)
    now.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)

    async with at_the_desk(sqlite_desk, (160, 48)) as pilot:
        await go_to(pilot, "starts by month")
        await wait(pilot)

        assert "the darker, the more" in screen_text(pilot.app)
        assert "██" in screen_text(pilot.app)
