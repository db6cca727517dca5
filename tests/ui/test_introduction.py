"""Introduction days on the screen: plan one, invite who started, and write down who came."""

from datetime import date
from pathlib import Path

import pytest

from builders import Clock
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.desk import Desk
from stagedesk.services.register import introduction
from stagedesk.ui.screens.introduction_form import typed_hour
from ui.at_the_desk import assert_golden, at_the_desk, press, said
from ui.helpers import HOSTILE, assert_harmless, screen_text
from ui.register_days import some_placements

DAY = date(2026, 3, 4)


def a_planned_day(desk: Desk, now: Clock) -> None:
    some_placements(desk, now)
    introduction.plan(desk, DAY, by="els", location="stadhuis")


def came(desk: Desk) -> dict[str, bool | None]:
    return {guest.placement.applicant: guest.attended for guest in introduction.guests(desk, DAY)}


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_introduction_days_look_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int]) -> None:
    a_planned_day(sqlite_desk, now)
    introduction.plan(sqlite_desk, date(2026, 1, 5), by="els")
    introduction.invite(sqlite_desk, DAY, by="els", only=["P2026-0001"])

    async with at_the_desk(sqlite_desk, size) as pilot:
        await press(pilot, "4", "N")

        await assert_golden(pilot, f"introduction-{size[0]}x{size[1]}-en")


async def test_a_day_is_planned_by_keys_with_the_hours_of_the_last_one(desk: Desk, now: Clock) -> None:
    introduction.plan(desk, date(2026, 1, 5), by="els", starts="13:00", ends="16:00", location="stadhuis")

    async with at_the_desk(desk) as pilot:
        await press(pilot, "N", "plus", *"4/3", "ctrl+s")
        assert "Wed 4 Mar: planned. u takes it back." in said(pilot)
        row = introduction.days()[0]
        assert (row.day, row.starts, row.ends, row.location) == (DAY, "13:00", "16:00", "stadhuis")

        await press(pilot, "c", *["backspace"] * 5, *"9u30", "ctrl+s")
        assert introduction.days()[0].starts == "09:30"
        await press(pilot, "u", "u")
        assert [row.day for row in introduction.days()] == [date(2026, 1, 5)]


async def test_all_who_started_are_invited_by_two_keys_and_taken_back_by_one(desk: Desk, now: Clock) -> None:
    a_planned_day(desk, now)
    expected = {row.applicant for row in introduction.to_invite(desk, DAY)}

    async with at_the_desk(desk) as pilot:
        await press(pilot, "N")
        assert f"{len(expected)} to invite" in screen_text(pilot.app)
        await press(pilot, "enter", "1")
        assert f"{len(expected)} interns are invited." in said(pilot)
        assert came(desk).keys() == expected
        with session():
            assert m.Outgoing.select().count() == len(expected)

        await press(pilot, "u")
        assert came(desk) == {}
        with session():
            assert m.Outgoing.select().count() == 0


@pytest.mark.parametrize("letter", [True, False])
async def test_those_invited_are_written_of_other_hours_unless_that_is_not_wanted(
    sqlite_desk: Desk, now: Clock, letter: bool
) -> None:
    a_planned_day(sqlite_desk, now)
    introduction.invite(sqlite_desk, DAY, by="els", only=["P2026-0001"])

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N", "c", *["backspace"] * 5, *"9u")
        assert "1 intern is invited already; a letter tells what changed." in screen_text(pilot.app)
        if not letter:
            await press(pilot, "tab", "tab", "tab", *["backspace"] * 3, *"no")
            assert "is invited already" not in screen_text(pilot.app)
        await press(pilot, "ctrl+s")

    assert introduction.days()[0].starts == "09:00"
    with session():
        assert m.Outgoing.select().count() == 1 + letter


async def test_only_the_marked_ones_are_invited(desk: Desk, now: Clock) -> None:
    a_planned_day(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "N", "space", "enter", "2")

        assert len(came(desk)) == 1
        assert "1 intern is invited." in said(pilot)


async def test_who_came_and_who_did_not_is_written_down_by_keys(desk: Desk, now: Clock) -> None:
    a_planned_day(desk, now)
    introduction.invite(desk, DAY, by="els")
    first, second = list(came(desk))[:2]
    now.pass_days(2)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "N", "enter", "x")
        assert (came(desk)[first], came(desk)[second]) == (True, False)
        assert "1 came" in screen_text(pilot.app)

        await press(pilot, "u", "u")
        assert set(came(desk).values()) == {None}
        await press(pilot, "home", "space", "space", "enter")
        assert (came(desk)[first], came(desk)[second]) == (True, True)
        await press(pilot, "u")
        assert set(came(desk).values()) == {None}


async def test_what_cannot_be_done_says_why(sqlite_desk: Desk, now: Clock) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N", "enter", "E")
        assert "No introduction day is planned. + plans one." in screen_text(pilot.app)
        assert "No introduction day is planned. + plans one." in said(pilot)

    a_planned_day(sqlite_desk, now)
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N", "x")
        assert "Nobody was invited yet; Enter invites." in said(pilot)
        await press(pilot, "enter", "1", "x")
        assert "The day is still to come." in said(pilot)
    now.pass_days(30)
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N", "u", "enter")
        assert "P2026" in said(pilot) or "over" in said(pilot)


async def test_the_attendance_list_is_written_to_a_file(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_planned_day(sqlite_desk, now)
    introduction.invite(sqlite_desk, DAY, by="els")
    introduction.attended(sqlite_desk, DAY, "P2026-0001", True, by="els")
    monkeypatch.chdir(tmp_path)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N", "E")

    text = (tmp_path / "introduction-2026-03-04.txt").read_text()
    assert text.startswith("Introduction day Wed 4 Mar 2026\n09:30 – 12:00 · stadhuis · ")
    assert "\nMusea\n  [x] Nora Willems · 2 Feb – 26 Jun\n" in text


async def test_other_days_are_one_key_away(sqlite_desk: Desk, now: Clock) -> None:
    a_planned_day(sqlite_desk, now)
    introduction.plan(sqlite_desk, date(2026, 1, 5), by="els", location="bibliotheek")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N")
        assert "09:30 – 12:00 · stadhuis" in screen_text(pilot.app)
        await press(pilot, "left")
        assert "09:30 – 12:00 · bibliotheek" in screen_text(pilot.app)
        await press(pilot, "left", "right")
        assert "09:30 – 12:00 · stadhuis" in screen_text(pilot.app)


async def test_nothing_that_was_typed_is_obeyed(sqlite_desk: Desk, now: Clock) -> None:
    some_placements(sqlite_desk, now)
    for number, text in enumerate(HOSTILE.values()):
        introduction.plan(sqlite_desk, date(2026, 4, 1 + number), by="els", location=text)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "N")
        for _day in HOSTILE:
            assert_harmless(pilot.app)
            await press(pilot, "right")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:30", "09:30"),
        ("09.30", "09:30"),
        ("9u30", "09:30"),
        ("9u", "09:00"),
        ("14", "14:00"),
        ("0930", "09:30"),
        ("14 uur", "14:00"),
        ("24:00", None),
        ("9:61", None),
        ("noon", None),
    ],
)
def test_hours_are_understood_as_they_are_typed(typed: str, meant: str | None) -> None:
    assert typed_hour(typed) == meant
