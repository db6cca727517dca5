"""The hours in which the desk writes by itself."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.domain.deadlines import BRUSSELS, Calendar
from stagedesk.domain.office_hours import OfficeHours

HOURS = OfficeHours(time(8), time(17, 30))
CITY = Calendar(frozenset({date(2026, 5, 14), date(2026, 5, 15)}))

moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001
calendars = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=80).map(Calendar)
# Not in the hours of the night that are skipped or come twice.
mornings = st.times(time(4), time(11, 59)).map(lambda each: each.replace(microsecond=0))
evenings = st.times(time(12), time(23, 58)).map(lambda each: each.replace(microsecond=0))


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open"),
    [
        pytest.param("2026-03-02T07:59:59", False, "2026-03-02T08:00:00", id="before the doors open"),
        pytest.param("2026-03-02T08:00:00", True, "2026-03-02T08:00:00", id="as they open"),
        pytest.param("2026-03-02T17:29:59", True, "2026-03-02T17:29:59", id="the last second"),
        pytest.param("2026-03-02T17:30:00", False, "2026-03-03T08:00:00", id="as they close"),
        pytest.param("2026-03-06T20:00:00", False, "2026-03-09T08:00:00", id="Friday evening"),
        pytest.param("2026-03-08T10:00:00", False, "2026-03-09T08:00:00", id="Sunday"),
        pytest.param("2026-05-13T18:00:00", False, "2026-05-18T08:00:00", id="before closing days"),
        pytest.param("2026-05-14T10:00:00", False, "2026-05-18T08:00:00", id="a closing day"),
        pytest.param("2026-03-27T18:00:00", False, "2026-03-30T08:00:00", id="over the start of summer time"),
        pytest.param("2026-10-23T18:00:00", False, "2026-10-26T08:00:00", id="over the end of summer time"),
    ],
)
def test_the_desk_is_open_on_working_days_by_the_citys_own_clock(
    moment: str, is_open: bool, next_open: str
) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS)

    assert HOURS.is_open(local.astimezone(UTC), CITY) is is_open
    found = HOURS.next_open(local.astimezone(UTC), CITY).astimezone(BRUSSELS)
    assert found.replace(tzinfo=None).isoformat() == next_open


@given(moments, calendars, mornings, evenings)
@settings(max_examples=200)
def test_it_opens_at_the_first_moment_that_is_not_over(
    moment: datetime, calendar: Calendar, opens: time, closes: time
) -> None:
    hours = OfficeHours(opens, closes)

    found = hours.next_open(moment, calendar)

    assert found >= moment
    assert hours.is_open(found, calendar)
    if found > moment:
        assert not hours.is_open(moment, calendar)
        assert not hours.is_open(found - timedelta(seconds=1), calendar)
        assert found.astimezone(calendar.zone).time() == opens


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-17:30", HOURS),
        (" 8:00 – 17:30 ", HOURS),
        ("00:00-23:59", OfficeHours(time(0), time(23, 59))),
    ],
)
def test_hours_are_read(text: str, hours: OfficeHours) -> None:
    assert OfficeHours.parse(text) == hours


@pytest.mark.parametrize("text", ["", "8-17", "17:30-08:00", "08:00-08:00", "08:00-24:00", "8h tot 17h"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        OfficeHours.parse(text)
