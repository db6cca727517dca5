"""The closing days that a new year starts from."""

import subprocess
import sys
from datetime import date

import pytest

from stagedesk.domain.deadlines import Calendar
from stagedesk.services.city.calendar_seed import OwnDay, closing_days, shipped_own_days

FLEMISH = (
    OwnDay(7, 11, "Feest van de Vlaamse Gemeenschap", "Day of the Flemish Community"),
    OwnDay(11, 2, "Allerzielen", "All Souls' Day"),
    OwnDay(12, 25, "Sluitingsdag", "Closing day"),
)


def test_a_belgian_year_has_its_public_holidays_and_the_citys_own_days():
    days = {on: (nl, en) for on, nl, en in closing_days(2026, "BE", FLEMISH)}

    assert days[date(2026, 5, 14)][1] == "Ascension Day"
    assert days[date(2026, 7, 21)][0] == "Nationale feestdag"
    assert days[date(2026, 7, 11)] == ("Feest van de Vlaamse Gemeenschap", "Day of the Flemish Community")
    assert days[date(2026, 11, 2)][0] == "Allerzielen"


def test_a_date_stands_in_the_list_once_and_in_order():
    dates = [on for on, _, _ in closing_days(2026, "BE", FLEMISH)]

    assert dates == sorted(set(dates))


def test_a_public_holiday_keeps_its_own_name():
    names = [nl for on, nl, _ in closing_days(2026, "BE", FLEMISH) if on == date(2026, 12, 25)]

    assert names == ["Kerstmis"]


def test_a_holiday_at_the_weekend_is_shown_so_that_somebody_chooses_its_substitute():
    assert date(2026, 8, 15) in {on for on, _, _ in closing_days(2026, "BE", ())}


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        pytest.param("2026-04-27", True, id="King's Day"),
        pytest.param("2025-05-05", True, id="Liberation Day, every five years"),
        pytest.param("2026-05-05", False, id="Liberation Day in between"),
        pytest.param("2026-04-03", False, id="Good Friday is worked in town halls"),
        pytest.param("2026-07-11", False, id="the Flemish days are not Dutch"),
    ],
)
def test_a_dutch_city_has_dutch_days(day, closed):
    on = date.fromisoformat(day)

    assert (on in {one for one, _, _ in closing_days(on.year, "NL")}) is closed


def test_a_day_that_a_year_does_not_have_is_left_out():
    leap = [OwnDay(2, 29, "Schrikkeldag", "Leap day")]

    assert date(2028, 2, 29) in {on for on, _, _ in closing_days(2028, "BE", leap)}
    assert all(on.month != 2 for on, _, _ in closing_days(2027, "BE", leap))


def test_the_shipped_days_are_the_ones_flemish_cities_close_on_top():
    shipped = {(own.month, own.day) for own in shipped_own_days()}

    assert {(7, 11), (11, 2), (11, 15), (12, 26)} <= shipped
    assert all(own.nl and own.en for own in shipped_own_days())


def test_the_proposal_makes_a_calendar():
    calendar = Calendar(frozenset(on for on, _, _ in closing_days(2026, "BE", FLEMISH)))

    assert calendar.add(date(2026, 5, 13), 5) == date(2026, 5, 21)


def test_nobody_who_does_not_seed_a_year_pays_for_the_library():
    script = "import sys, stagedesk.services.city.calendar_seed; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
