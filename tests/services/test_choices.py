"""What a person can choose from when deciding."""

from datetime import date
from typing import Any

import pytest

from builders import received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.services import choices, referrals, requests, triage
from stagedesk.services.desk import Desk


def test_departments_in_force_stand_by_name_with_their_directorate(desk: Desk) -> None:
    with transaction():
        m.Department.update(valid_to=date(2026, 3, 1)).where(m.Department.code == "groen").execute()
        m.Department.update(directorate=None).where(m.Department.code == "sport").execute()

    found = [(each.code, each.directorate) for each in choices.departments(desk)]

    assert found == [("bibliotheek", "Vrije tijd"), ("musea", "Vrije tijd"), ("sport", "")]
    assert choices.department_names()["groen"] == "Groen"


def test_requests_of_the_same_person_come_first_and_never_the_request_itself(desk: Desk) -> None:
    same = received(desk, subject="Eerder")
    other = received(desk, sender="Sam Aerts <sam@student.example>")
    named = received(desk, sender="Nora Willems <nora@elders.example>")
    row = requests.row(received(desk, subject="Vergeten"))

    assert [each.ref for each in choices.alike(row)] == [same, named, other]


def test_departments_that_were_asked_are_known_whatever_they_answered(desk: Desk) -> None:
    first, second = received(desk), received(desk)
    referrals.route(desk, first, "musea", by="els")
    referrals.answer(desk, first, "no", reason="no_mentor", by="els")
    referrals.route(desk, first, "sport", by="els")

    assert choices.asked([requests.row(first).id, requests.row(second).id]) == {1: {"musea", "sport"}}


def test_the_role_is_that_of_whoever_sits_there(sqlite_desk: Desk) -> None:
    assert choices.role(sqlite_desk) == "desk"


def test_somebody_unknown_has_no_role(sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        m.Staff.delete().where(m.Staff.code == "els").execute()

    with pytest.raises(errors.NotFound, match="els"):
        choices.role(sqlite_desk)


def _routed(desk: Desk) -> str:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    return ref


def _asked(desk: Desk) -> str:
    ref = received(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    return ref


def _offered(desk: Desk) -> str:
    ref = _routed(desk)
    referrals.answer(desk, ref, "yes", by="els")
    return ref


@pytest.mark.parametrize(
    ("story", "step"), [(received, "open"), (_routed, "remind"), (_asked, "ask"), (_offered, "close")]
)
def test_the_next_step_follows_from_who_has_the_ball(sqlite_desk: Desk, story: Any, step: str) -> None:
    assert choices.step_for(requests.row(story(sqlite_desk))) == step
