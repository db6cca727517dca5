"""What departments answer, on the screen: by their own link, in their own words, and too late."""

from datetime import date

import pytest
from textual.widgets import TextArea

from builders import Clock
from services.prepared_answers import asked, links, referral, reply, sends
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from ui.at_the_desk import at_the_desk, press, said
from ui.helpers import screen_text


async def test_an_answer_by_link_needs_nobody_and_the_timeline_says_so(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    sends(sqlite_desk, reply(links(sqlite_desk, ref)["take"]))

    async with at_the_desk(sqlite_desk, (120, 40)) as pilot:
        assert "Nothing waits here" in screen_text(pilot.app)
        await press(pilot, "3", "o")

        assert "Musea answered by its own link: yes" in screen_text(pilot.app)


async def test_an_answer_by_link_is_taken_back_on_its_line(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    sends(sqlite_desk, reply(links(sqlite_desk, ref)["take"]))

    async with at_the_desk(sqlite_desk, (120, 40)) as pilot:
        await press(pilot, "3", "o", "u", "y")

        assert "Taken back: answer" in said(pilot)
    row = requests.row(ref)
    assert (row.status, row.waiting_on, requests.letters_of(row.id)) == ("routed", "desk", ())


async def test_who_it_is_for_is_asked_by_one_key(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    sends(sqlite_desk, reply(links(sqlite_desk, ref)["other"], " Sport"))

    async with at_the_desk(sqlite_desk) as pilot:
        assert "ask Sport" in screen_text(pilot.app)
        await press(pilot, "enter")

        assert "Sport is asked" in said(pilot)
    row = requests.row(ref)
    assert (row.status, row.department, row.attention_since) == ("routed", "sport", None)


async def test_a_late_answer_is_read_and_changes_nothing(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    found = links(sqlite_desk, ref)
    referrals.withdraw(sqlite_desk, ref, by="els")
    referrals.route(sqlite_desk, ref, "sport", by="els")
    sends(sqlite_desk, reply(found["take"]))

    async with at_the_desk(sqlite_desk, (120, 40)) as pilot:
        shown = " ".join(screen_text(pilot.app).split())
        assert "read it: Musea" in shown
        assert "answered after it was taken back" in shown
        await press(pilot, "enter")

    row = requests.row(ref)
    assert (row.status, row.waiting_on, row.department) == ("routed", "department", "sport")
    assert row.attention_since is None


async def test_a_stranger_with_a_link_is_a_proposal_that_says_so(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    sends(sqlite_desk, reply(links(sqlite_desk, ref)["no"], " te druk", sender="x@elders.example"))

    async with at_the_desk(sqlite_desk, (160, 48)) as pilot:
        shown = " ".join(screen_text(pilot.app).split())
        assert "x@elders.example is not one of its addresses" in shown
        assert referral(sqlite_desk, ref).answer is None
        assert "Musea?" in shown
        await press(pilot, "enter")  # not confirmed by one key: what it says is asked
        assert referral(sqlite_desk, ref).answer is None
        await press(pilot, "enter", "enter")

    assert referral(sqlite_desk, ref).answer == "no"


@pytest.mark.parametrize(
    ("key", "words"),
    [("5", "from which day"), ("6", "Which department is it for"), ("7", "More time until when")],
)
async def test_an_answer_that_needs_a_word_asks_for_it_and_escape_changes_nothing(
    sqlite_desk: Desk, now: Clock, key: str, words: str
) -> None:
    ref = asked(sqlite_desk, now)
    before = requests.page(sqlite_desk, ref)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "a", key)
        assert words in screen_text(pilot.app)
        await press(pilot, "escape")

    assert requests.page(sqlite_desk, ref) == before


async def test_a_department_that_asks_something_is_answered_by_enter(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    referrals.answer(sqlite_desk, ref, "question", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        assert "answer Musea" in screen_text(pilot.app)
        await press(pilot, "enter")
        pilot.app.screen.query_one(TextArea).text = "Ja, met de auto."
        await press(pilot, "ctrl+s")

        assert "your answer goes to Musea" in said(pilot)
    row = requests.row(ref)
    assert (row.waiting_on, row.due_on) == ("department", date(2026, 3, 16))
