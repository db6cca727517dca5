"""Follow-up: what is due, late first, and the next step by one key."""

import asyncio

import pytest

from builders import Clock, received
from stagedesk.services import followup, referrals, requests, triage
from stagedesk.services.desk import Desk
from ui.at_the_desk import assert_golden, at_the_desk, here, press, said, some_days
from ui.helpers import screen_text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_follow_up_looks_so(
    sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str
) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "2")

        assert_golden(pilot, f"follow-up-{size[0]}x{size[1]}-{language}")


async def test_what_is_late_comes_first_then_today_then_later(desk: Desk, now: Clock) -> None:
    late, today, later = received(desk), received(desk), received(desk)
    triage.snooze(desk, late, desk.in_working_days(1), by="els")
    triage.snooze(desk, today, desk.in_working_days(3), by="els")
    triage.snooze(desk, later, desk.in_working_days(6), by="els")
    now.pass_days(3)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "2")

        lines = [line for line in screen_text(pilot.app).splitlines() if "2026-" in line][:3]
        assert [line.split("2026-")[0].strip(" ▌") for line in lines] == ["2d late", "today", "Tue 10 Mar"]
        assert "1 late · 1 today" in screen_text(pilot.app)
        assert "2 Follow-up 2!" in screen_text(pilot.app)


async def test_enter_reminds_a_department_that_is_late(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")
    now.pass_days(14)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "enter")

        assert "a reminder goes out" in said(pilot)
    assert requests.page(sqlite_desk, ref).referrals[0].reminded == 1


async def test_enter_reminds_nobody_before_the_day(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "enter")

        assert "due Mon 16 Mar" in screen_text(pilot.app)
        assert "esc back" in screen_text(pilot.app)
    assert requests.page(sqlite_desk, ref).referrals[0].reminded == 0


async def test_several_late_ones_are_reminded_at_once_and_undone_at_once(
    sqlite_desk: Desk, now: Clock
) -> None:
    refs = [received(sqlite_desk), received(sqlite_desk)]
    for ref in refs:
        referrals.route(sqlite_desk, ref, "musea", by="els")
    now.pass_days(14)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "e")
        assert [requests.page(sqlite_desk, ref).referrals[0].reminded for ref in refs] == [1, 1]
        await press(pilot, "u")

    assert [requests.page(sqlite_desk, ref).referrals[0].reminded for ref in refs] == [0, 0]


async def test_what_the_clock_does_shows_under_the_cursor(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2")
        now.pass_days(7)
        await asyncio.to_thread(followup.chase, sqlite_desk)
        await press(pilot, "f5")

        assert here(pilot) == ref
        assert "reminded Musea" in screen_text(pilot.app)


async def test_nothing_open_names_the_keys(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2")

        assert "Nothing is open. 1 shows the Inbox" in screen_text(pilot.app)
