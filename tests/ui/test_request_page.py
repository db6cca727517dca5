"""One request's page: where is the ball, what happened, what will happen by itself."""

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from ui.at_the_desk import assert_golden, at_the_desk, press, said, some_days
from ui.helpers import screen_text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_a_page_looks_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "j", "enter", "u", "enter", "2", "G", "o")
        pilot.app.clear_notifications()
        await pilot.pause()

        await assert_golden(pilot, f"request-{size[0]}x{size[1]}-{language}")


async def test_the_plan_is_there_before_it_happens(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "o")

        text = screen_text(pilot.app)
        assert "with Musea since today · due Mon 16 Mar (in 10 working days)" in text
        assert "u takes back: Els asked Musea" in text
        for line in ("10:01 question to the department leaves", "Mon 9 Mar", "Mon 16 Mar", "Mon 23 Mar"):
            assert any(line in each and "planned" in each for each in text.splitlines()), line


async def test_a_step_that_was_taken_back_is_marked_and_so_is_its_undoing(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")
    undo.undo(sqlite_desk, by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o")

        assert "taken back: asked Musea, due Mon 16 Mar" in screen_text(pilot.app)
        assert "undone: routing" in screen_text(pilot.app)


async def test_every_mail_is_read_in_turn(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    triage.ask(sqlite_desk, ref, "Welke school?", by="els")
    letter = sent_mail_id(sqlite_desk, now)
    intake.take_in(sqlite_desk, [a_mail("AP Hogeschool, denk ik.\n", answers=letter)])

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o")
        assert "mail 3 of 3" in screen_text(pilot.app)
        assert "AP Hogeschool, denk ik." in screen_text(pilot.app)
        await press(pilot, "left")
        assert "to nora@student.example" in screen_text(pilot.app)
        await press(pilot, "left", "left")
        assert "mail 1 of 3" in screen_text(pilot.app)


async def test_what_is_decided_on_the_page_shows_there(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "o", "a", "1")

        assert f"{ref}: Musea says yes" in said(pilot)
        assert "waits for the applicant" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "2 Follow-up" in screen_text(pilot.app)
    assert requests.row(ref).status == "offered"


async def test_of_several_departments_the_one_that_answers_is_chosen(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")
    referrals.route(sqlite_desk, ref, "sport", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "o", "a", "2", "1")

    answers = {each.department: each.answer for each in requests.page(sqlite_desk, ref).referrals}
    assert answers == {"musea": "withdrawn", "sport": "yes"}


async def test_a_question_is_taken_back(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "t")

    assert requests.row(ref).status == "triage"
