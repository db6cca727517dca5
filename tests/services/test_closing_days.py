"""The closing days: the supervisor's list, frozen once a day is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from builders import Clock, received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.city import closing_days
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo

FRIDAY = date(2026, 3, 13)


def days(desk: Desk, year: int = 2026, department: str | None = None) -> dict[date, str]:
    return {each.day: each.name for each in closing_days.year(desk, year, department)}


def test_a_day_that_is_added_is_no_working_day_any_more(desk: Desk) -> None:
    closing_days.add(desk, FRIDAY, "Brugdag", by="mieke")

    assert days(desk)[FRIDAY] == "Brugdag"
    assert not desk.calendar.is_working_day(FRIDAY)
    assert referrals.route(desk, received(desk), "musea", by="els").due_on == date(2026, 3, 17)
    assert check.check(desk) == []


def test_what_was_promised_stays_and_what_was_planned_moves(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")

    closing_days.add(desk, date(2026, 3, 16), "Brugdag", by="mieke")

    page = requests.page(desk, ref)
    assert page.request.due_on == date(2026, 3, 16)
    assert date(2026, 3, 16) not in [each.on for each in page.planned]


def test_a_day_is_taken_away_and_both_are_undone(desk: Desk) -> None:
    before = days(desk)
    closing_days.add(desk, FRIDAY, "Brugdag", by="mieke")
    closing_days.remove(desk, date(2026, 4, 6), by="mieke")
    assert desk.calendar.is_working_day(date(2026, 4, 6))

    undo.undo(desk, by="mieke")
    undo.undo(desk, by="mieke")

    assert days(desk) == before
    assert not desk.calendar.is_working_day(date(2026, 4, 6))
    assert desk.calendar.is_working_day(FRIDAY)


def test_a_day_that_is_over_cannot_be_undone_either(desk: Desk, now: Clock) -> None:
    closing_days.add(desk, FRIDAY, "Brugdag", by="mieke")
    now.pass_days(20)

    with pytest.raises(errors.Refused, match="2026-03-13 is over"):
        undo.undo(desk, by="mieke")

    assert FRIDAY in days(desk)


def test_a_department_closes_on_days_of_its_own(desk: Desk) -> None:
    closing_days.add(desk, FRIDAY, "Verhuis", by="mieke", department="musea")

    assert desk.calendar.is_working_day(FRIDAY)
    assert days(desk, department="musea") == {FRIDAY: "Verhuis"}
    with session():
        musea = m.Department.get(m.Department.code == "musea")
    assert not desk.calendar_of(musea.id).is_working_day(FRIDAY)
    closing_days.remove(desk, FRIDAY, by="mieke", department="musea")
    assert desk.calendar_of(musea.id).is_working_day(FRIDAY)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda d: closing_days.add(d, FRIDAY, "x", by="els"), "Only a supervisor", id="a clerk"),
        pytest.param(
            lambda d: closing_days.remove(d, date(2026, 4, 6), by="els"), "Only a supervisor", id="clerk"
        ),
        pytest.param(lambda d: closing_days.add(d, date(2026, 2, 27), "x", by="mieke"), "is over", id="past"),
        pytest.param(
            lambda d: closing_days.remove(d, date(2026, 1, 1), by="mieke"), "is over", id="past holiday"
        ),
        pytest.param(lambda d: closing_days.add(d, date(2026, 4, 6), "x", by="mieke"), "already", id="twice"),
        pytest.param(lambda d: closing_days.remove(d, FRIDAY, by="mieke"), "2026-03-13", id="not there"),
        pytest.param(lambda d: closing_days.add(d, FRIDAY, " ", by="mieke"), "Say why", id="no name"),
        pytest.param(
            lambda d: closing_days.add(d, FRIDAY, "x", by="mieke", department="xyz"), "xyz", id="department"
        ),
        pytest.param(lambda d: closing_days.year(d, 0), "no year", id="year"),
    ],
)
def test_what_must_not_change_does_not(desk: Desk, change: object, says: str) -> None:
    before = days(desk)

    with pytest.raises(errors.StagedeskError, match=says):
        change(desk)  # type: ignore[operator]

    assert days(desk) == before


def test_a_year_that_nobody_looked_at_is_proposed_and_not_written(desk: Desk) -> None:
    assert days(desk, 2035)[date(2035, 7, 21)] == "Nationale feestdag"
    with session():
        assert not m.ClosingDay.select().where(m.ClosingDay.day >= date(2035, 1, 1)).exists()
    assert days(desk, 1990) == {}


def test_the_first_day_of_a_coming_year_comes_with_the_proposed_ones(desk: Desk) -> None:
    closing_days.add(desk, date(2035, 3, 5), "Brugdag", by="mieke")

    found = days(desk, 2035)
    assert (found[date(2035, 3, 5)], found[date(2035, 7, 21)]) == ("Brugdag", "Nationale feestdag")


def test_a_departments_own_day_is_not_taken_for_a_year_that_was_edited(desk: Desk) -> None:
    with transaction():
        musea = m.Department.get(m.Department.code == "musea")
        m.ClosingDay.create(day=date(2035, 3, 5), name="Verhuis", department=musea)

    assert setup.seed_closing_days(desk, range(2035, 2036)) > 10


def test_an_edited_year_is_never_proposed_again(desk: Desk) -> None:
    closing_days.remove(desk, date(2026, 4, 6), by="mieke")

    assert setup.seed_closing_days(desk, range(2026, 2027)) == 0
    assert date(2026, 4, 6) not in days(desk)


def test_the_only_day_of_a_year_stays_lest_all_come_back(desk: Desk) -> None:
    with transaction():
        keep = date(2027, 12, 25)
        m.ClosingDay.delete().where(m.ClosingDay.day >= date(2027, 1, 1), m.ClosingDay.day != keep).execute()

    with pytest.raises(errors.Refused, match="only closing day of 2027"):
        closing_days.remove(desk, keep, by="mieke")


def test_two_who_write_a_year_at_once_write_it_once(desk: Desk) -> None:
    with ThreadPoolExecutor(4) as people:
        added = list(people.map(lambda _number: setup.seed_closing_days(desk, range(2040, 2041)), range(4)))

    assert sorted(added)[:3] == [0, 0, 0]
    rows = closing_days.year(desk, 2040)
    assert len(rows) == len({each.day for each in rows}) == max(added)
