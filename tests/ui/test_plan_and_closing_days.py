"""Changing what happens by itself, and the days on which nothing does."""

from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import TextArea

from builders import received
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.services.answers import referrals
from stagedesk.services.city import closing_days
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from ui.at_the_desk import assert_golden, at_the_desk, press, said
from ui.helpers import screen_text


@pytest.fixture
def above(sqlite_desk: Desk) -> Desk:
    """The desk with its supervisor at it."""
    return replace(sqlite_desk, settings=replace(sqlite_desk.settings, user="mieke"))


def planned(desk: Desk, ref: str) -> dict[str, date]:
    return {each.kind: each.on for each in requests.page(desk, ref).planned}


async def test_the_plan_is_put_off_by_keys_and_undone(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "o", "p", "1", "2", "enter")
        assert "nothing by itself before Mon 16 Mar" in said(pilot)
        assert planned(sqlite_desk, ref)["reminder_1"] == date(2026, 3, 16)
        await press(pilot, "u")

    assert planned(sqlite_desk, ref)["reminder_1"] == date(2026, 3, 9)


async def test_a_step_is_skipped_and_another_due_date_is_set(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "p", "2")
        assert planned(sqlite_desk, ref)["reminder_1"] == date(2026, 3, 16)
        await press(pilot, "p", "3", *"30/3", "enter")

    assert requests.row(ref).due_on == date(2026, 3, 30)


async def test_chasing_stops_with_a_reason_and_goes_on(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "o", "p", "4")
        pilot.app.screen.query_one(TextArea).text = "Beloofd aan de telefoon."
        await press(pilot, "ctrl+s")
        assert requests.row(ref).waiting_on == "desk"
        assert requests.page(sqlite_desk, ref).events[-1].values["text"] == "Beloofd aan de telefoon."
        await press(pilot, "p", "4")  # what can be done comes first

    assert requests.row(ref).waiting_on == "department"


async def test_the_plan_of_several_is_changed_at_once(sqlite_desk: Desk) -> None:
    refs = [received(sqlite_desk), received(sqlite_desk)]
    for ref in refs:
        referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "p", "2")
        assert [planned(sqlite_desk, ref)["reminder_1"] for ref in refs] == [date(2026, 3, 16)] * 2
        await press(pilot, "u")

    assert [planned(sqlite_desk, ref)["reminder_1"] for ref in refs] == [date(2026, 3, 9)] * 2


async def test_days_that_are_over_are_said_to_be_so_in_words(sqlite_desk: Desk) -> None:
    received(sqlite_desk)
    with transaction():
        m.Request.update(period_start=date(2026, 3, 9), kind="pupil", deadline_on=date(2026, 2, 27)).execute()

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o")

        text = " ".join(screen_text(pilot.app).split())
        assert "wants an answer by Fri 27 Feb: that is over" in text
        assert "decide by Mon 9 Feb: that is over" in text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_closing_days_look_so(above: Desk, size: tuple[int, int], language: str) -> None:
    closing_days.add(above, date(2026, 5, 15), "Brugdag", by="mieke")
    closing_days.add(above, date(2026, 5, 18), "Verhuis", by="mieke", department="musea")

    async with at_the_desk(above, size, language=language) as pilot:
        await press(pilot, "C")

        await assert_golden(pilot, f"closing-days-{size[0]}x{size[1]}-{language}")


async def test_a_supervisor_adds_and_removes_a_day(above: Desk) -> None:
    async with at_the_desk(above) as pilot:
        await press(pilot, "C", "plus", *"15/5/2026", "enter", "enter")
        pilot.app.screen.query_one(TextArea).text = "Brugdag"
        await press(pilot, "ctrl+s")
        assert "Brugdag" in screen_text(pilot.app)
        assert "Closed on Fri 15 May" in said(pilot)
        await press(pilot, "u")
        assert "Brugdag" not in screen_text(pilot.app)
        await press(pilot, "right", "minus")

        assert "Fri 1 Jan 2027 is a working day" in said(pilot)
    assert date(2027, 1, 1) not in {each.day for each in closing_days.year(above, 2027)}


async def test_a_clerk_sees_them_and_changes_nothing(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "C", "minus")
        assert "Only a supervisor" in said(pilot)
        await press(pilot, "plus", "escape")

        assert "1 Inbox" in screen_text(pilot.app)


async def test_past_days_are_refused_with_the_reason(above: Desk) -> None:
    async with at_the_desk(above) as pilot:
        await press(pilot, "C", "g", "minus")

        assert "2026-01-01 is over" in screen_text(pilot.app) + said(pilot)
