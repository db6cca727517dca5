"""The sections of the clerk's day hold everything open, each request in one of them."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from builders import Clock, received
from stagedesk.services.deciding import handover, triage
from stagedesk.services.desk import Desk
from stagedesk.services.lists import day
from stagedesk.services.rows import RequestRow


def rows(desk: Desk, name: str, whose: str = "") -> Sequence[RequestRow]:
    found = day.section(desk, name, whose)
    return found.page(0, found.count())


@pytest.mark.parametrize("weekday", range(7))
def test_every_open_request_is_in_one_section(sqlite_desk: Desk, now: Clock, weekday: int) -> None:
    refs = [received(sqlite_desk) for _number in range(16)]
    for number, ref in enumerate(refs, 1):
        triage.snooze(sqlite_desk, ref, sqlite_desk.today() + timedelta(days=number), by="els")
    now.pass_days(3 + weekday)

    found = {name: [row.due_on for row in rows(sqlite_desk, name)] for name in day.SECTIONS}

    today = sqlite_desk.today()
    parted = [*found["late"], *found["today"], *found["week"], *found["later"]]
    assert parted == found["all"]
    assert all(due and due < today for due in found["late"])
    assert found["today"] == [today]
    assert {due.isocalendar().week for due in found["week"] if due} <= {today.isocalendar().week}
    assert {name: len(dues) for name, dues in found.items()} == day.counts(sqlite_desk)


def test_the_counts_are_of_those_who_are_meant(desk: Desk) -> None:
    for who in ("els", "els", "karim"):
        handover.take_over(desk, received(desk), by=who)

    assert day.counts(desk)["all"] == 3
    assert day.counts(desk, "me")["all"] == 2
    assert day.counts(desk, "karim")["all"] == 1
    assert [row.owner for row in rows(desk, "all", "karim")] == ["karim"]
