"""The directory on the screen: departments, schools with their history, contacts, staff, code lists."""

from datetime import date

import pytest

from builders import Clock
from stagedesk.services.city import directory_pages, people, schools
from stagedesk.services.desk import Desk
from ui.at_the_desk import assert_golden, at_the_desk, press, said
from ui.helpers import screen_text
from ui.register_days import some_placements


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_the_directory_looks_so(
    sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str
) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "7")

        await assert_golden(pilot, f"directory-{size[0]}x{size[1]}-{language}")


async def test_a_school_shows_what_was_promised_year_by_year(sqlite_desk: Desk, now: Clock) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, (160, 48)) as pilot:
        await press(pilot, "7", "right")

        assert "2026: 0 asked, 0 placed, 0 refused; 3 started" in screen_text(pilot.app)
        assert "P2026-0001 · Nora Willems · Musea" in screen_text(pilot.app)


async def test_a_department_comes_changes_and_ends_by_keys(desk: Desk, now: Clock) -> None:
    async with at_the_desk(desk) as pilot:
        await press(pilot, "7", "plus", *"ict", "enter", *"Informatica", "ctrl+s")
        assert "Only a supervisor does that: Mieke." in said(pilot)
        await press(pilot, "escape", "y", "right", "plus", *"tm", "enter", *"Thomas", "ctrl+s")
        assert [each.code for each in schools.listed()] == ["ap", "tm"]

        await press(pilot, "end", "x", "1", "enter")
        assert schools.listed()[1].valid_to == date(2026, 3, 2)
        await press(pilot, "u", "u")
        assert [each.code for each in schools.listed()] == ["ap"]


async def test_a_contact_is_added_corrected_and_ended(desk: Desk, now: Clock) -> None:
    async with at_the_desk(desk) as pilot:
        await press(pilot, "7", "right", "right", "plus", *"AP", "enter", *"Ann", "ctrl+s")
        (found,) = directory_pages.contacts()
        assert (found.of, found.name) == ("ap", "Ann")

        await press(pilot, "c", *"coach", "ctrl+s")
        assert directory_pages.contacts()[0].function == "coach"
        await press(pilot, "x", "1", "enter")
        assert directory_pages.contacts()[0].valid_to == date(2026, 3, 2)
        await press(pilot, "u", "u", "u")
        assert directory_pages.contacts() == ()


async def test_a_name_that_another_department_has_is_refused_in_the_form(desk: Desk, now: Clock) -> None:
    async with at_the_desk(desk) as pilot:
        await press(pilot, "7", "slash", *"Groen", "enter", "c", *"Sport", "ctrl+s")

        assert "sport is a name of sport already" in said(pilot)
        assert directory_pages.department(desk, "groen").aliases == ()


async def test_who_leaves_hands_over(sqlite_desk: Desk, now: Clock) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "7", *["right"] * 3, "slash", *"Karim", "enter", "x")
        assert "Karim leaves today. Who takes over?" in screen_text(pilot.app)

    assert "karim" in {each.code for each in people.members(sqlite_desk)}


async def test_code_lists_are_shown_and_not_changed(sqlite_desk: Desk, now: Clock) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "7", *["right"] * 4, "c")

        assert "The code lists are files of the desk; its administrator changes them." in said(pilot)
        assert "kinds of internship" in screen_text(pilot.app)
