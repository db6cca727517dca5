"""Who has a request open is known to the others for as long as it is so."""

from dataclasses import replace

from builders import Clock, received
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists import presence
from stagedesk.services.lists.presence import Window


def of(desk: Desk, who: str) -> Window:
    return Window(replace(desk, settings=replace(desk.settings, user=who)))


def number(ref: str) -> int:
    return requests.row(ref).id


def test_two_who_look_at_one_request_hear_of_each_other(desk: Desk, now: Clock) -> None:
    one, other = number(received(desk)), number(received(desk))
    mine, his = of(desk, "els"), of(desk, "karim")

    assert mine.look_at(one) == ()
    assert his.look_at(one) == ("Els",)
    assert mine.look_at(one) == ("Karim",)
    assert his.look_at(other) == ()
    assert mine.look_at(one) == ()
    assert of(desk, "mieke").others(one) == ("Els",)


def test_a_window_that_says_nothing_more_is_not_believed_for_long(desk: Desk, now: Clock) -> None:
    one = number(received(desk))
    mine, his = of(desk, "els"), of(desk, "karim")
    his.look_at(one)

    now.moment += presence.FRESH

    assert mine.look_at(one) == ()


def test_little_is_written_while_nothing_changes(desk: Desk, now: Clock) -> None:
    one = number(received(desk))
    window, moments = of(desk, "els"), set()
    for _second in range(59):
        window.look_at(one)
        now.pass_time(seconds=1)
        with session():
            moments |= set(m.tuples(m.Presence.select(m.Presence.at)))

    assert len(moments) == 3


def test_old_rows_go_when_a_window_comes(desk: Desk, now: Clock) -> None:
    one = number(received(desk))
    of(desk, "els").look_at(one)
    now.pass_time(hours=2)

    of(desk, "karim").look_at(one)

    with session():
        assert m.Presence.select().count() == 1
