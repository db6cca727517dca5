"""Who works at the desk, who is away, who stands in, and what new requests make of it."""

from datetime import date, timedelta

import pytest

from builders import Clock, received
from services.test_undo import everything
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.services.city import people, staffing
from stagedesk.services.city.people import stands_for
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo

TODAY = date(2026, 3, 2)
WEEK = TODAY + timedelta(days=6)


def names(desk: Desk) -> list[str]:
    return [each.code for each in people.members(desk)]


def test_somebody_new_comes_and_decides_at_once(desk: Desk) -> None:
    staffing.add(desk, "lotte", "Lotte Claes", email="lotte@stad.example", by="mieke")

    assert names(desk) == ["desk", "els", "karim", "lotte", "mieke"]
    undo.undo(desk, by="mieke")
    assert "lotte" not in names(desk)


def test_who_left_comes_back_under_the_same_code(desk: Desk) -> None:
    staffing.leave(desk, "karim", by="mieke")
    assert "karim" not in names(desk)

    staffing.add(desk, "karim", role="supervisor", by="mieke")

    (karim,) = [each for each in people.members(desk) if each.code == "karim"]
    assert (karim.name, karim.role, karim.left_on) == ("Karim", "supervisor", None)


@pytest.mark.parametrize(
    ("code", "name", "email", "role", "error"),
    [
        ("lotte", "Lotte", "", "boss", "boss is no role"),
        ("two words", "Lotte", "", "desk", "no code"),
        ("lotte", "Lotte", "not an address", "desk", "no mail address"),
        ("els", "Els", "", "desk", "works here already"),
    ],
)
def test_what_cannot_be_is_refused(
    sqlite_desk: Desk, code: str, name: str, email: str, role: str, error: str
) -> None:
    with pytest.raises(errors.StagedeskError, match=error):
        staffing.add(sqlite_desk, code, name, email=email, role=role, by="mieke")


def test_only_a_supervisor_changes_the_staff(desk: Desk) -> None:
    before = everything(desk)
    steps = (
        lambda: staffing.add(desk, "lotte", "Lotte", by="els"),
        lambda: staffing.set_role(desk, "els", "supervisor", by="els"),
        lambda: staffing.leave(desk, "karim", by="els"),
    )

    for step in steps:
        with pytest.raises(errors.Refused, match="Only a supervisor does that: Mieke"):
            step()

    assert everything(desk) == before


def test_where_there_is_no_supervisor_yet_anybody_makes_one(desk: Desk) -> None:
    with transaction():
        m.Staff.delete().where(m.Staff.code == "mieke").execute()

    staffing.set_role(desk, "els", "supervisor", by="els")

    with pytest.raises(errors.Refused, match="Only a supervisor does that: Els"):
        staffing.set_role(desk, "karim", "supervisor", by="karim")


def test_there_stays_a_supervisor(desk: Desk) -> None:
    for step in (
        lambda: staffing.set_role(desk, "mieke", "desk", by="mieke"),
        lambda: staffing.leave(desk, "mieke", by="mieke"),
    ):
        with pytest.raises(errors.Refused, match="Mieke is the only supervisor"):
            step()

    staffing.set_role(desk, "els", "supervisor", by="mieke")
    staffing.set_role(desk, "mieke", "reader", by="mieke")

    assert {each.code: each.role for each in people.members(desk)}["mieke"] == "reader"


# Away --------------------------------------------------------------------------------------------


def test_the_stand_in_sees_the_requests_of_who_is_away_until_that_one_is_back(desk: Desk, now: Clock) -> None:
    staffing.away(desk, "els", TODAY, WEEK, stand_in="karim", note="Op reis.", by="els")

    assert stands_for(desk, "karim") == ("karim", "els")
    (els,) = [each for each in people.members(desk) if each.code == "els"]
    assert (els.away_until, els.stand_in) == (WEEK, "karim")
    now.pass_days(7)
    assert stands_for(desk, "karim") == ("karim",)


def test_an_absence_is_taken_back_to_the_last_row(desk: Desk) -> None:
    before = everything(desk)
    row = staffing.away(desk, "els", TODAY, WEEK, stand_in="karim", note="Op reis.", by="els")
    added = everything(desk)

    staffing.back(desk, row.id, by="mieke")
    assert (stands_for(desk, "karim"), staffing.absences(desk)) == (("karim",), [])
    undo.undo(desk, by="mieke")
    assert everything(desk) == added
    undo.undo(desk, by="els")

    assert everything(desk) == before


def test_whom_a_stand_in_stands_in_for_goes_on_to_the_next_and_last_to_the_desk(desk: Desk) -> None:
    staffing.away(desk, "els", TODAY, WEEK, stand_in="karim", by="els")
    staffing.away(desk, "karim", TODAY, TODAY, stand_in="mieke", by="karim")
    assert stands_for(desk, "mieke") == ("mieke", "els", "karim")

    staffing.away(desk, "mieke", TODAY, TODAY, stand_in="els", by="mieke")
    assert set(stands_for(desk, "desk")) == {"desk", "els", "karim", "mieke"}


def test_without_a_stand_in_the_desk_as_a_whole_has_it(desk: Desk) -> None:
    staffing.away(desk, "els", TODAY, WEEK, by="els")

    assert stands_for(desk, "desk") == ("desk", "els")


@pytest.mark.parametrize(
    ("who", "first", "last", "stand_in", "error"),
    [
        ("els", WEEK, TODAY, "", "no time that is still to come"),
        ("els", TODAY - timedelta(days=9), TODAY - timedelta(days=1), "", "no time that is still to come"),
        ("els", TODAY, WEEK, "els", "stands in for themselves"),
        ("els", TODAY, WEEK, "nobody", "nobody"),
        ("desk", TODAY, WEEK, "", "is the desk itself"),
        ("karim", WEEK, WEEK, "", "away from 2026-03-02 to 2026-03-08 already"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(
    sqlite_desk: Desk, who: str, first: date, last: date, stand_in: str, error: str
) -> None:
    staffing.away(sqlite_desk, "karim", TODAY, WEEK, by="karim")

    with pytest.raises(errors.StagedeskError, match=error):
        staffing.away(sqlite_desk, who, first, last, stand_in=stand_in, by="mieke")


def test_new_requests_belong_to_nobody_who_is_away_or_left(desk: Desk) -> None:
    with transaction():
        m.Staff.update(role="reader").where(m.Staff.code == "desk").execute()
    assert requests.row(received(desk)).owner == "els"  # who sits at the desk

    staffing.away(desk, "els", TODAY, WEEK, stand_in="karim", by="els")
    assert requests.row(received(desk)).owner == "karim"
    staffing.leave(desk, "karim", to="els", by="mieke")
    assert requests.row(received(desk)).owner == "mieke"

    staffing.away(desk, "mieke", TODAY, WEEK, by="mieke")
    with session():  # all are away: somebody must own it all the same
        assert people.desk_owner(desk) == m.Staff.get(m.Staff.code == "els").id
