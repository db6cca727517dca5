"""Whoever looks on sees why the keys that decide are grey, and none of them decides."""

from dataclasses import replace

import pytest

from builders import received
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Role
from stagedesk.services.actions import ACTIONS, BY_ID, LOOKS
from stagedesk.services.desk import Desk
from ui.at_the_desk import at_the_desk, press, said, screen
from ui.helpers import wait


@pytest.fixture
def looking_on(sqlite_desk: Desk) -> Desk:
    with transaction():
        m.Staff.create(code="an", name="An", email="an@stad.example", role=Role.PRIVACY)
    received(sqlite_desk)
    return replace(sqlite_desk, settings=replace(sqlite_desk.settings, user="an"))


@pytest.mark.parametrize("place", ["1", "2", "3", "4", "5", "6", "7"])
async def test_no_key_that_decides_does_anything_for_who_looks_on(looking_on: Desk, place: str) -> None:
    async with at_the_desk(looking_on) as pilot:
        await press(pilot, place)
        here = screen(pilot)
        for action in ACTIONS:
            if action.id not in LOOKS and not (action.id == "confirm" and here.ENTER_OPENS):
                assert "decides nothing" in here.refusal(action)
                here.action_act(action.id)
        await wait(pilot)

        assert screen(pilot) is here
        assert "Whoever has the role privacy officer looks on and decides nothing." in said(pilot)
    with session():
        assert not m.Event.select().where(m.Event.by.is_null(False)).exists()


async def test_who_looks_on_may_open_a_request_and_undo_nothing(looking_on: Desk) -> None:
    async with at_the_desk(looking_on) as pilot:
        await press(pilot, "3", "enter")
        assert screen(pilot).PLACE == "Request"
        assert screen(pilot).refusal(BY_ID["route"])
        await press(pilot, "u")

        assert "There is nothing of yours to undo." in said(pilot)
