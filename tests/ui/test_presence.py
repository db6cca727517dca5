"""Who else has a request open is said once, and stands on its page."""

from dataclasses import replace

from builders import Clock, received
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists.presence import FRESH, Window
from stagedesk.ui.presence import Present
from ui.at_the_desk import at_the_desk, press, said, screen
from ui.helpers import screen_text, wait


def karim(desk: Desk) -> Window:
    return Window(replace(desk, settings=replace(desk.settings, user="karim")))


async def test_who_has_it_open_too_is_said_and_shown_on_its_page(desk: Desk, now: Clock) -> None:
    row = requests.row(received(desk))
    other = karim(desk)
    other.look_at(row.id)

    async with at_the_desk(desk) as pilot:
        present = Present(pilot.app)  # type: ignore[arg-type] # the desk's app
        await press(pilot, "o")
        assert "open at Karim's, too" in screen_text(pilot.app)
        for _tick in range(2):
            present.tick()
            await wait(pilot)
        assert f"Karim has {row.ref} open, too. T makes it yours." in said(pilot)
        assert other.others(row.id) == ("Els",)

        now.moment += FRESH
        present.tick()
        await wait(pilot)
        assert "open at Karim's, too" not in screen_text(pilot.app)


async def test_a_cursor_that_passes_by_says_nothing(sqlite_desk: Desk) -> None:
    rows = [requests.row(received(sqlite_desk)) for _number in range(2)]

    async with at_the_desk(sqlite_desk) as pilot:
        present = Present(pilot.app)  # type: ignore[arg-type] # the desk's app
        for key in ("down", "up"):
            present.tick()
            await press(pilot, key)
        assert karim(sqlite_desk).others(rows[0].id) == ()
        present.tick()
        present.tick()
        await wait(pilot)

        here = screen(pilot).in_hand()
        assert here is not None
        assert karim(sqlite_desk).others(here.id) == ("Els",)
