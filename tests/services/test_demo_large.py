"""The large demo: a sound desk with a year behind it; here some months, made in seconds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from stagedesk.db import connection
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.checking import check
from stagedesk.services.demos import demo_large, demo_large_register
from stagedesk.services.desk import Desk
from stagedesk.services.register import placement_lists
from stagedesk.settings import Settings

NOW = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
WEEKS, REQUESTS = 20, 60


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[tuple[int, int]]]]:
    folder, weeks = tmp_path_factory.mktemp("large"), []
    settings = replace(Settings(), database=f"sqlite:///{folder / 'demo.db'}", outbox=str(folder / "outbox"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_large, "WEEKS", WEEKS)
        patch.setattr(demo_large_register, "ARRANGED", 100)
        patch.setattr(demo_large_register, "PLACES", 20)
        desk = demo_large.make(
            settings, lambda: NOW, lambda week, of: weeks.append((week, of)), requests=REQUESTS
        )
    yield desk, weeks
    connection.close_database()


def counted(field: Any) -> Counter[Any]:
    """How often each value is there."""
    with session():
        return Counter(value for (value,) in m.tuples(field.model.select(field)))


def test_a_year_is_lived_and_sound(lived: tuple[Desk, list[tuple[int, int]]]) -> None:
    desk, weeks = lived

    assert weeks == [(week, WEEKS) for week in range(1, WEEKS + 1)]
    assert sum(counted(m.Request.status).values()) == REQUESTS
    assert {"received", "routed", "closed"} <= counted(m.Request.status).keys()
    assert {"placed", "rejected"} <= counted(m.Request.outcome).keys()
    counts = placement_lists.counts(desk)
    assert counts["all"] >= 40
    assert counts["running"] > 0
    assert counts["over"] > 0
    assert check.check(desk) == []


def test_people_have_names_of_their_own_and_work_in_office_hours(
    lived: tuple[Desk, list[tuple[int, int]]],
) -> None:
    desk, _weeks = lived
    names = counted(m.Applicant.name)
    with session():
        moments = [
            at.astimezone(desk.calendar.zone)
            for (at,) in m.tuples(m.Event.select(m.Event.at).where(m.Event.by.is_null(False)))
        ]

    assert max(names.values()) == 1
    assert {moment.weekday() for moment in moments} == {0, 1, 2, 3, 4}
    assert {8, 10, 12, 14, 16} <= {moment.hour for moment in moments}
    assert len({moment.date() for moment in moments}) > 60
    assert max(moments) <= NOW


def test_departments_are_reminded_and_some_questions_stay_open(
    lived: tuple[Desk, list[tuple[int, int]]],
) -> None:
    letters = counted(m.Outgoing.letter)

    assert letters.keys() >= {"referral", "refusal", "offer"}
    assert letters.keys() & {"reminder_1", "digest"}
    assert counted(m.Referral.answer)[None] > 0
    assert counted(m.Event.kind)["reminded"] > 0
