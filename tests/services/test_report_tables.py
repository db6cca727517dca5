"""The tables that councils asked for: each says of the twelve what a person would count by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from builders import Clock
from services.twelve import the_twelve
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.measure import years
from stagedesk.services.desk import Desk
from stagedesk.services.reporting import report_parts
from stagedesk.services.statistics import measures, measuring, report_table, targets
from stagedesk.services.statistics.report_table import Asked, Section, of_figure


@pytest.fixture
def now() -> Clock:
    return Clock(datetime(2027, 3, 1, 9, tzinfo=UTC))


def table(desk: Desk, name: str, year: int = 2026, count: int = 2) -> Section:
    return report_parts.make(desk, name, Asked(year, count, desk.today()))


def promise(desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The only target of the city: so many qualifying internships a year."""
    known = targets.known(desk)["haarlem-80"]
    own = targets.Target("haarlem-80", "haarlem-80", known.nl, "the promise", {2025: number})
    monkeypatch.setattr(targets, "known", lambda _desk: {"haarlem-80": own})


def test_the_nth_and_what_did_not_count_are_listed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    the_twelve(desk)
    promise(desk, monkeypatch, 3)

    counted, others = table(desk, "counted"), table(desk, "not_counted")

    assert [(row[1], row[2], row[3], row[5]) for row in counted.rows] == [
        (1, "P01", date(2026, 2, 2), None),
        (2, "P03", date(2026, 2, 2), None),
        (3, "P10", date(2026, 3, 2), "met the target"),
        (4, "P12", date(2026, 4, 13), None),
        (5, "P06", date(2026, 9, 7), None),
    ]
    assert [row[1:] for row in others.rows] == [
        ("P02", "Groen", "only to look around"),
        ("P11", "Technisch", "only to look around"),
    ]


def test_the_way_to_a_target_grows_month_by_month(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    the_twelve(desk)
    promise(desk, monkeypatch, 12)

    rows = table(desk, "course").rows

    together = [(str(row[1])[5:], row[3], row[4], row[5]) for row in rows]
    assert together[:4] == [("01", 0, 0, 1), ("02", 2, 1, 2), ("03", 3, 1, 3), ("04", 4, 1, 4)]
    assert together[-1] == ("12", 5, 3, 12)


def test_a_figure_with_a_target_says_what_was_promised_and_who_met_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_twelve(desk)
    promise(desk, monkeypatch, 3)
    measure = measures.find(desk, "haarlem-80")

    of_years = of_figure(desk, measuring.count(desk, measure, years(2026, 3, "calendar")))

    assert of_years.rows[0] == ("total", 0, 3, 5)
    assert of_years.rows[1] == ("promised: haarlem-80", None, 3, 3)
    said = [note for note in of_years.notes if "number 3" in note]
    assert said == [
        "haarlem-80: number 3 was P08, whose first day was 2025-12-01.",
        "haarlem-80: number 3 was P10, whose first day was 2026-03-02.",
    ]


def test_levels_stand_across_departments(desk: Desk) -> None:
    the_twelve(desk)
    with transaction():
        m.Placement.update(level_followed="bachelor").where(
            m.Placement.reference.in_(["P01", "P06"])
        ).execute()
        m.Placement.update(level_held="master").where(m.Placement.reference == "P12").execute()

    found = table(desk, "levels")

    assert [each.name for each in found.columns] == ["Department", "bachelor", "master", "unknown", "Total"]
    assert found.rows[-1] == ("total", 2, 1, 4, 7)
    assert sum(int(str(row[-1])) for row in found.rows[:-1]) == 7


def test_a_year_stands_beside_the_mean_of_those_before(desk: Desk) -> None:
    the_twelve(desk)
    with transaction():
        host = m.Department.get(m.Department.code == "musea")
        for day in (date(2025, 3, 1), date(2026, 3, 1)):
            m.Place.create(department=host, title="x", opened_on=day, slots=4)
        m.Place.update(withdrawn_on=date(2026, 4, 2), withdrawn_reason="other").where(
            m.Place.opened_on == date(2026, 3, 1)
        ).execute()

    rows = {row[0]: row[1:] for row in table(desk, "effects").rows}

    assert rows["2026-02"] == (0, 0.0, 0, 2, 1.0, 0, None)
    assert rows["2026-03"][:2] == (4, 4.0)
    assert rows["2026-04"][2] == 4


def test_what_is_usual_comes_from_years_of_which_something_is_known() -> None:
    months = [0] * 11

    assert report_table.usual([[6, *months], [0, *months], [2, *months]])[0] == 4.0
    assert report_table.usual([[0, *months]]) == [None] * 12


def test_who_runs_and_who_begins_soon_by_department(desk: Desk) -> None:
    the_twelve(desk)
    today = desk.today()
    with transaction():
        waiting = m.Placement.get(m.Placement.reference == "P07")
        m.Placement.update(no_show=False, planned_start=today + timedelta(days=9), planned_end=None).where(
            m.Placement.id == waiting.id
        ).execute()

    found = table(desk, "soon")

    assert found.rows == (("Burgerzaken", 0, 1), ("Groen", 1, 0), ("total", 1, 1))


def test_channels_tell_how_many_applied_for_what_was_published(desk: Desk) -> None:
    with transaction():
        host = m.Department.get(m.Department.code == "musea")
        place = m.Place.create(department=host, title="x", opened_on=date(2026, 1, 5))
        for channel in ("website", "website", "schools"):
            m.Publication.create(place=place, channel=channel, published_on=date(2026, 1, 6))

    assert table(desk, "channels").rows == (("schools", 1, 0), ("website", 1, 0))


def test_who_began_together_stands_with_the_departments(desk: Desk) -> None:
    the_twelve(desk)
    with transaction():
        m.Placement.update(legal_form="bis").where(m.Placement.reference == "P01").execute()

    assert [row[:2] for row in table(desk, "cohorts").rows] == [(date(2026, 2, 2), 2)]
