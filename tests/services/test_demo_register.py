"""The register of the demo: whatever day it is, everything happened in order and nothing breaks a rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from builders import Clock
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services import setup
from stagedesk.services.checking import check
from stagedesk.services.demos import demo, demo_around, demo_register
from stagedesk.services.register import introduction, place_rows
from stagedesk.services.register.placement_lists import PlacementList, counts
from stagedesk.services.statistics import coverage
from stagedesk.settings import Settings


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2028, 2, 29), date(2027, 1, 1)], ids=str)
def test_every_view_of_the_register_has_something_to_show(today: date, tmp_path: object) -> None:
    clock = Clock(datetime(today.year, today.month, today.day, 9, tzinfo=UTC) - timedelta(days=900))
    desk = setup.make_desk(Settings(database=f"sqlite:///{tmp_path}/desk.db"), clock)
    demo.directory(desk)
    told = sorted([*demo_register.parts(today), *demo_around.parts(today)], key=lambda each: each.moment)

    for part in told:
        clock.moment = part.moment
        part.do(desk)

    clock.moment = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    assert told[-1].moment < clock.moment
    found = counts(desk)
    assert found["all"] == 40
    assert min(found[view] for view in ("running", "starting", "unsigned", "over", "incomplete")) > 0
    places = place_rows.PlaceList(desk, "all")
    assert places.count() == 12
    statuses = {str(row.status) for row in _all(PlacementList(desk, "all"))}
    assert {"started", "completed", "stopped_early", "cancelled", "no_show", "planned"} <= statuses
    later, earlier = introduction.days()
    assert (later.day > today, later.invited, earlier.invited, earlier.attended) == (True, 1, 4, 3)
    assert len(introduction.guests(desk, later.day)) == 1
    with session():
        genders = {gender for (gender,) in m.tuples(m.Applicant.select(m.Applicant.gender).distinct())}
        assert (genders, m.Contact.select().count()) == ({"f", "m", "x", None}, 5)
    year = told[-1].moment.year
    assert all(any(row.until for row in coverage.of_year(each)) for each in (year - 1, year))
    assert check.check(desk) == []


def _all(found: PlacementList) -> list[object]:
    return list(found.page(0, found.count()))
