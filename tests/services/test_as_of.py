"""What was known on a day is known for ever: later steps, undone ones too, change nothing about it."""

from datetime import date, timedelta
from typing import Any

import pytest

from builders import Clock, received
from random_life import Life
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.desk import Desk
from stagedesk.services.journal import as_of

PERSONAL_OR_MOVING = {"version", "claim", "claimed_at", "attempts", "retry_at", "error"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables that figures are made of, without what the history does not keep for ever."""
    found = {}
    with session():
        for table in as_of.TABLES:
            hidden = PERSONAL_OR_MOVING | table.PERSONAL
            columns = [field for field in table._meta.sorted_fields if field.name not in hidden]
            found[table._meta.table_name] = list(table.select(*columns).order_by(table.id).dicts())
    asking = {row["applicant"] for row in found["request"]}  # applicants come with their request
    found["applicant"] = [row for row in found["applicant"] if row["id"] in asking]
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_day_of_a_desks_life_can_be_read_again(desk: Desk, now: Clock, seed: int) -> None:
    life, as_it_was = Life(desk, now, seed), {}
    for _day in range(8):
        life.live(10, hours=2)
        as_it_was[desk.today()] = everything()
        tomorrow = desk.start_of(desk.today() + timedelta(days=1))
        now.pass_time(hours=(tomorrow - now()).total_seconds() / 3600 + 1)

    for day, rows in as_it_was.items():
        with as_of.known_on(desk, day):
            assert everything() == rows, day


def test_before_the_first_step_nothing_was_known(desk: Desk, now: Clock) -> None:
    Life(desk, now, 4).live(20)

    with as_of.known_on(desk, date(2026, 1, 1)):
        assert not any(everything().values())


def test_the_tables_are_as_before_when_the_figure_is_made(desk: Desk, now: Clock) -> None:
    Life(desk, now, 5).live(20)
    before = everything()

    with as_of.known_on(desk, date(2026, 1, 1)):
        pass

    assert everything() == before


def test_a_question_that_was_asked_often_today_is_asked_of_that_day(desk: Desk, now: Clock) -> None:
    received(desk)
    for _time in range(7):  # a driver keeps what it is asked again and again
        with session():
            assert m.Request.select().where(m.Request.id > 0).count() == 1

    with as_of.known_on(desk, date(2026, 1, 1)):
        assert m.Request.select().where(m.Request.id > 0).count() == 0
