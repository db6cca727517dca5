"""What a person can choose from when deciding."""

from datetime import date
from typing import Any

import pytest

from builders import received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import choices, requests, triage
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


def _silent(desk: Desk) -> str:
    """The applicant was asked and has no address any more."""
    ref = _asked(desk)
    with transaction():
        m.Applicant.update(email="").execute()
    return ref


def _answer_in(desk: Desk) -> str:
    ref = _routed(desk)
    with transaction():
        m.Request.update(waiting_on="desk", attention_since=desk.now()).execute()
    return ref


def _asked_back(desk: Desk) -> str:
    ref = _routed(desk)
    referrals.answer(desk, ref, "question", by="els")
    triage.seen(desk, ref, by="els")
    return ref


def _refused(desk: Desk) -> str:
    ref = _routed(desk)
    referrals.answer(desk, ref, "no", reason="no_mentor", by="els")
    return ref


def _told_by_phone(desk: Desk) -> str:
    """A yes, and nobody to write it to."""
    ref = _routed(desk)
    with transaction():
        m.Applicant.update(email="").execute()
    referrals.answer(desk, ref, "yes", by="els")
    return ref


def _listed(desk: Desk) -> str:
    ref = received(desk)
    triage.wait_list(desk, ref, date(2026, 3, 9), by="els")
    return ref


def _put_away(desk: Desk) -> str:
    ref = _routed(desk)
    triage.snooze(desk, ref, date(2026, 5, 4), by="els")
    return ref


def _escalated(desk: Desk) -> str:
    ref = _routed(desk)
    with transaction():
        m.Request.update(waiting_on="supervisor").execute()
    return ref


STORIES = [
    (received, "route", "read and route", "read and route"),
    (_routed, "remind", "department answers", "remind department"),
    (_answer_in, "confirm", "confirm the answer", "confirm the answer"),
    (_asked_back, "open", "answer the question", "answer the question"),
    (_asked, "ask", "applicant answers", "ask the applicant again"),
    (_silent, "note", "applicant answers", "call, and note it"),
    (_offered, "close", "applicant answers", "no answer: close"),
    (_told_by_phone, "note", "call, and note it", "call, and note it"),
    (_refused, "route", "decide where it goes", "decide where it goes"),
    (_listed, "route", "on the waiting list", "look for a place again"),
    (_put_away, "remind", "put away", "remind department"),
    (_escalated, "open", "supervisor decides", "supervisor decides"),
]


@pytest.mark.parametrize(("story", "step", "before", "due"), STORIES)
def test_the_next_step_follows_from_who_has_the_ball(
    sqlite_desk: Desk, story: Any, step: str, before: str, due: str
) -> None:
    row = requests.row(story(sqlite_desk))
    assert row.due_on is not None

    assert choices.step_for(row) == step
    assert choices.next_words(row, date(2026, 3, 2)) == before
    assert choices.next_words(row, row.due_on) == due
