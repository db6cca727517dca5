"""Places on the screen: candidates with why, taking back, the vacancy, the yearly call."""

from pathlib import Path

import pytest

from builders import Clock
from stagedesk.services.desk import Desk
from stagedesk.services.register import place_rows, places
from ui.at_the_desk import assert_golden, at_the_desk, press, said
from ui.helpers import screen_text
from ui.register_days import some_places


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_places_look_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str) -> None:
    some_places(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "5", "G")

        await assert_golden(pilot, f"places-{size[0]}x{size[1]}-{language}")


async def test_a_candidate_is_proposed_with_why_and_chosen(desk: Desk, now: Clock) -> None:
    some_places(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "5", "G", "m")
        assert "because words: archief" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "Archief: 2026-0001 is a candidate. u takes it back." in said(pilot)
        assert place_rows.row(desk, 1).candidates == 1

        await press(pilot, "enter", "1")
        assert "Archief: 2026-0001 chosen. u takes it back." in said(pilot)
        assert place_rows.page(desk, 1).candidates[0].outcome == "chosen"
        await press(pilot, "u", "u")
        assert place_rows.page(desk, 1).candidates == ()


async def test_a_place_is_offered_corrected_and_taken_back_by_keys(desk: Desk, now: Clock) -> None:
    async with at_the_desk(desk) as pilot:
        assert place_rows.PlaceList(desk, "all").count() == 0
        await press(pilot, "5", "plus", *"mus", "enter", *"Archief", "ctrl+s")
        assert "Archief: offered. u takes it back." in said(pilot)

        await press(pilot, "c", *"student", "ctrl+s")
        assert place_rows.row(desk, 1).kind == "student"
        await press(pilot, "x", "1")
        assert place_rows.row(desk, 1).withdrawn_reason == "no_mentor"
        await press(pilot, "u", "u", "u")
        assert place_rows.PlaceList(desk, "all").count() == 0


async def test_a_vacancy_is_read_written_and_published(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_places(sqlite_desk, now)
    monkeypatch.chdir(tmp_path)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "5", "G", "y", "1")
        assert "Archief ordenen." in screen_text(pilot.app)
        await press(pilot, "enter", "y", "2", "ctrl+s")
        assert "schema.org" in (tmp_path / "vacancy-1.html").read_text()
        await press(pilot, "y", "3", *"school", "ctrl+s")

        channels = [each.channel for each in place_rows.page(sqlite_desk, 1).publications]
        assert channels == ["stad.example", "school"]


async def test_the_yearly_call_tells_whom_before_it_goes_out(sqlite_desk: Desk, now: Clock) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "5", "Y", "1")
        assert "Write to 4 departments?" in screen_text(pilot.app)
        await press(pilot, "n")
        assert len(pilot.app.screen_stack) == 1
        await press(pilot, "Y", "1", "y")
        assert len(pilot.app.screen_stack) == 1

        assert "4 departments are asked. u takes it back" in said(pilot)


async def test_what_a_place_has_too_little_of_is_said(sqlite_desk: Desk, now: Clock) -> None:
    some_places(sqlite_desk, now)
    places.change(sqlite_desk, 1, places.Offer(department="musea", title="Archief"), by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "5", "a")

        assert "It has no candidate that is not decided about; m adds one." in said(pilot)
