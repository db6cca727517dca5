"""Requests: saved views with their counts, and words that find any request."""

import pytest

from builders import Clock, received
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.lists import views
from ui.at_the_desk import assert_golden, at_the_desk, here, press, some_days
from ui.helpers import screen_text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_requests_look_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "3", "G")

        await assert_golden(pilot, f"requests-{size[0]}x{size[1]}-{language}")


async def test_every_view_shows_as_many_as_it_counts(desk: Desk, now: Clock) -> None:
    some_days(desk, now)
    counts = views.counts(desk)

    async with at_the_desk(desk, (120, 30)) as pilot:
        await press(pilot, "3", "left")
        for view in views.views():
            count = counts[view.id]
            lines = screen_text(pilot.app).splitlines()
            (line,) = [line for line in lines if view.name[:15] in line]
            assert str(count) in line.partition("▕")[0]
            assert f"of {count} ─" in screen_text(pilot.app) or not count, view.id
            await press(pilot, "down")


async def test_words_find_while_they_are_typed(desk: Desk, now: Clock) -> None:
    some_days(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "3", "slash", *"depo")
        assert "Nora Willems" in screen_text(pilot.app)
        assert "Kobe Nijs" not in screen_text(pilot.app)
        await press(pilot, "enter", "enter")

        assert "2026-0005  Nora Willems" in screen_text(pilot.app)


async def test_words_are_asked_for_from_anywhere(sqlite_desk: Desk, now: Clock) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o", "slash", *"aya", "enter")

        assert here(pilot) == "2026-0004"


async def test_escape_leaves_the_search(sqlite_desk: Desk, now: Clock) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "slash", *"nothinglikethis", "enter")
        assert "No request holds these words" in screen_text(pilot.app)
        await press(pilot, "escape")

        assert "of 6" in screen_text(pilot.app)


async def test_a_search_left_with_escape_shows_what_was_there(sqlite_desk: Desk, now: Clock) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "slash", *"nora", "escape")

        assert "of 6" in screen_text(pilot.app)


async def test_a_closed_request_opens_and_is_taken_up_again(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    triage.close(sqlite_desk, ref, "rejected", reason="too_late", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "left", "end", "right", "enter")
        assert "closed Mon 2 Mar: rejected" in screen_text(pilot.app)
        await press(pilot, "R")

    assert requests.row(ref).status == "triage"


async def test_an_empty_view_names_the_key(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3")

        assert "/ searches all of" in screen_text(pilot.app)
