"""Verifying the whole database: a desk that lived is sound, and every rule that is broken is named."""

import pytest

from builders import Clock
from random_life import Life
from stagedesk.services import check
from stagedesk.services.desk import Desk


def broken(desk: Desk) -> list[str]:
    return [f"{each.rule}: {each.where}: {each.detail}" for each in check.check(desk)]


def test_a_new_desk_is_sound(desk: Desk) -> None:
    assert broken(desk) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_desk_that_lived_is_sound(desk: Desk, now: Clock, seed: int) -> None:
    Life(desk, now, seed).live(250)

    assert broken(desk) == []
