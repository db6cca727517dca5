"""Placements on the screen: what presses, its keys, and the form that is filled by keys alone."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from builders import Clock, received
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.register import placement_rows, placements
from stagedesk.services.register.placement_lists import VIEWS, PlacementList, counts
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.services.register.placing import Plan
from stagedesk.ui.screens import placement_texts
from ui.at_the_desk import assert_golden, at_the_desk, press, said
from ui.helpers import HOSTILE, assert_harmless, screen_text, wait
from ui.register_days import some_placements


def row(desk: Desk, number: int) -> PlacementRow:
    return placement_rows.row(desk, f"P2026-{number:04}")


async def see_all(pilot: Pilot[None]) -> None:
    """The last view at once; that `right` leads there is seen where every view is looked at."""
    await press(pilot, "4")
    await pilot.app.run_action("screen.section('all')")
    await wait(pilot)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_placements_look_so(
    sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str
) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "4")

        await assert_golden(pilot, f"placements-{size[0]}x{size[1]}-{language}")


async def test_every_view_shows_as_many_as_it_counts(desk: Desk, now: Clock) -> None:
    some_placements(desk, now)
    counted = counts(desk)

    async with at_the_desk(desk, (160, 30)) as pilot:
        await press(pilot, "4")
        for view in VIEWS:
            found, listed = PlacementList(desk, view), screen_text(pilot.app)
            names = [row.applicant for row in found.page(0, found.count())]
            assert len(names) == counted[view]
            assert all(name in listed for name in names), view
            await press(pilot, "right")


async def test_running_without_a_signed_agreement_is_said_in_words(sqlite_desk: Desk, now: Clock) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "4", "right", "right", "right", "right")

        assert "Nora Willems" in screen_text(pilot.app)
        assert "! runs without a signed agreement" in screen_text(pilot.app)


async def test_enter_confirms_the_start_and_u_takes_it_back(desk: Desk, now: Clock) -> None:
    some_placements(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "4", "slash", *"Bram", "enter", "enter")
        assert "P2026-0002: confirmed as planned. u takes it back." in said(pilot)
        assert row(desk, 2).started_on == date(2026, 3, 2)

        await press(pilot, "u")
        assert row(desk, 2).started_on is None


async def test_several_are_confirmed_as_one_and_undone_as_one(desk: Desk, now: Clock) -> None:
    some_placements(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "4", "space", "down", "space", "enter")
        assert "2 placements: confirmed as planned. u takes it back." in said(pilot)
        assert (row(desk, 2).started_on, row(desk, 3).ended_on) == (date(2026, 3, 2), date(2026, 2, 27))

        await press(pilot, "u")
        assert (row(desk, 2).started_on, row(desk, 3).ended_on) == (None, None)


COURSE = {
    "start on another day": ("Bram", "B 1 enter", 2, {"started_on": date(2026, 3, 2)}),
    "did not come": ("Bram", "x 1", 2, {"no_show": True}),
    "called off": ("Bram", "x 2 1 1", 2, {"cancelled_on": date(2026, 3, 2), "ended_by": "applicant"}),
    "ended as planned": ("Aya", "x 1", 3, {"ended_on": date(2026, 2, 27), "ended_reason": None}),
    "stopped early": (
        "Nora",
        "x 2 2 enter 1 2",
        1,
        {"ended_on": date(2026, 3, 1), "ended_reason": "other_plans", "ended_by": "school"},
    ),
    "extended": ("Aya", "X 2 enter", 3, {"planned_end": date(2026, 3, 13)}),
    "interrupted": ("Nora", "I 9 / 3 enter 1 3 / 3 enter", 1, {"weeks_planned": 21.0}),
    "interrupted today": ("Nora", "I t o d a y ctrl+s", 1, {"status": "interrupted"}),
    "a document": ("Jan", "d 1 1", 4, {"to_do": 4}),
    "signed by the city": ("Nora", "d s i g n e d enter", 1, {"status": "started"}),
}


@pytest.mark.parametrize(("name", "keys", "number", "becomes"), COURSE.values(), ids=COURSE)
async def test_the_course_of_a_placement_goes_by_keys_and_back_by_one(
    desk: Desk, now: Clock, name: str, keys: str, number: int, becomes: dict[str, object]
) -> None:
    some_placements(desk, now)
    before = row(desk, number)

    async with at_the_desk(desk) as pilot:
        await see_all(pilot)
        await press(pilot, "slash", *name, "enter", *keys.replace("/", "slash").split())
        after = row(desk, number)
        assert after.version > before.version or after != before or "signed" in keys.replace(" ", "")
        assert {each: getattr(after, each) for each in becomes} == becomes

        await press(pilot, "u")
        undone = row(desk, number)
        assert undone == placement_rows.PlacementRow(
            **{each: getattr(before, each) for each in before.__dataclass_fields__}
            | {"version": undone.version}
        )


async def test_what_cannot_be_done_says_why(sqlite_desk: Desk, now: Clock) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await see_all(pilot)
        await press(pilot, "slash", *"Lotte", "enter", "B")
        assert "It started already." in said(pilot)
        await press(pilot, "r")
        assert "That is done with a request; 3 shows them." in said(pilot)
        await press(pilot, "3", "X")
        assert "That is done with a placement; 4 shows them." in said(pilot)


async def typed(pilot: Pilot[None], keys: list[str]) -> None:
    """One key after the other, as fast as somebody types; the form comes first."""
    if keys[0] == "plus":
        await press(pilot, keys.pop(0))
    await pilot.press(*({"/": "slash", " ": "space", "-": "minus"}.get(key, key) for key in keys))
    await wait(pilot)


NORA = [*"Nora Willems", "enter", *"mus", "enter", *"student", "enter", *"7/9 - 18/12", "enter", *"4"]


async def test_a_department_arranged_one_is_registered_by_few_keys(desk: Desk, now: Clock) -> None:
    """Under a minute: some forty keys, most of them letters of the name."""
    keys = ["plus", *NORA, "enter", *"AP", "ctrl+s"]

    async with at_the_desk(desk) as pilot:
        await press(pilot, "4")
        await typed(pilot, keys)

        assert "P2026-0001: registered. u takes it back." in said(pilot)
        found = placements.plan_of("P2026-0001")
        assert (found.applicant, found.department, found.kind) == ("Nora Willems", "musea", "student")
        assert [(block.first, block.last) for block in found.blocks] == [
            (date(2026, 9, 7), date(2026, 12, 18))
        ]
        assert (found.days_per_week, found.school) == (4, "ap")
        assert len(keys) < 50
        await press(pilot, "u")
        assert PlacementList(desk, "all").count() == 0


async def test_what_is_refused_stays_in_the_form(sqlite_desk: Desk, now: Clock) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "4", "plus", *"Nora", "enter", *"nowhere", "ctrl+s")
        assert "department: nothing here is called that" in said(pilot)
        assert "Nora" in screen_text(pilot.app)

        await press(pilot, "ctrl+a", "ctrl+k", *"mus", "ctrl+s")
        assert "P2026-0001: registered." in said(pilot)


async def test_an_overlap_is_warned_of_while_typing(sqlite_desk: Desk, now: Clock) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "4")
        await typed(pilot, ["plus", *"Nora Willems"])

        assert "! Somebody of this name is known, without this address: P2026-0001." in screen_text(pilot.app)


async def test_what_was_typed_is_there_again_after_the_program_was_left(
    sqlite_desk: Desk, now: Clock
) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "4", "plus", *"Nora", "enter", *"mus")
    kept = Path(f"{sqlite_desk.settings.database.removeprefix('sqlite:///')}.forms")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert json.loads(kept.read_text())["placement"]["applicant"] == "Nora"

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "4", "plus")
        assert "What you typed before is back." in screen_text(pilot.app)
        await press(pilot, "ctrl+s")
        assert "P2026-0001: registered." in said(pilot)
    assert not kept.exists()


async def test_escape_asks_before_it_throws_away(sqlite_desk: Desk, now: Clock) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "4", "plus", *"Nora", "escape")
        assert "Throw away what you typed?" in screen_text(pilot.app)
        await press(pilot, "n", *"X", "escape", "y")

        assert "Nothing is to be done about placements. + registers one" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_the_form_looks_so(sqlite_desk: Desk, now: Clock, size: tuple[int, int]) -> None:
    async with at_the_desk(sqlite_desk, size, language="nl") as pilot:
        await press(pilot, "4", "plus")
        await typed(pilot, [*NORA, "enter"])

        await assert_golden(pilot, f"placement-form-{size[0]}x{size[1]}-nl")


async def test_after_a_yes_the_form_shows_all_that_is_known_and_one_key_places(
    desk: Desk, now: Clock
) -> None:
    received(desk, subject="Stage museum", text="Ik zoek een stage van 14 september tot 18 december.\n")
    referrals.route(desk, "2026-0001", "musea", by="els")
    referrals.answer(desk, "2026-0001", "yes", by="els")

    async with at_the_desk(desk) as pilot:
        await press(pilot, "3", "enter", "x", "1", "enter")
        text = screen_text(pilot.app)
        assert "The placement that was agreed" in text
        assert [
            known for known in ("Nora Willems", "Musea", "2026-09-14 - 2026-12-18") if known not in text
        ] == []
        await press(pilot, "ctrl+s")

        assert requests.row("2026-0001").outcome == "placed"
        assert row(desk, 1).request == "2026-0001"
        assert row(desk, 1).planned_start == date(2026, 9, 14)
        await press(pilot, "u")
        assert requests.row("2026-0001").is_open
        assert PlacementList(desk, "all").count() == 0


async def test_nothing_that_strangers_wrote_is_obeyed(sqlite_desk: Desk, now: Clock) -> None:
    for text in HOSTILE.values():
        if text.strip():
            placements.arrange(
                sqlite_desk, Plan(applicant=text, department="musea", mentor=text, remark=text), by="els"
            )

    async with at_the_desk(sqlite_desk, (120, 30)) as pilot:
        await see_all(pilot)
        await press(pilot, "o")
        assert_harmless(pilot.app)
        await press(pilot, "c")
        assert_harmless(pilot.app)


async def test_what_somebody_else_did_meanwhile_is_said_and_the_form_stays(
    sqlite_desk: Desk, now: Clock
) -> None:
    some_placements(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await see_all(pilot)
        await press(pilot, "slash", *"Jan", "enter", "c")
        placements.change(
            sqlite_desk, "P2026-0004", replace(placements.plan_of("P2026-0004"), mentor="Rudi"), by="karim"
        )
        await press(pilot, *"SO", "ctrl+s")

        assert "Karim" in said(pilot)
        assert "Correct a placement" in screen_text(pilot.app)
        assert row(sqlite_desk, 4).mentor == "Rudi"


async def test_a_yes_from_a_later_day_begins_the_placement_on_that_day(sqlite_desk: Desk, now: Clock) -> None:
    received(sqlite_desk, subject="Stage", text="Ik zoek een stage van 14 september tot 18 december.\n")
    referrals.route(sqlite_desk, "2026-0001", "musea", by="els")
    referrals.answer(sqlite_desk, "2026-0001", "yes", by="els", starts_on=date(2026, 10, 5))

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "enter", "x", "1", "enter")
        assert "2026-10-05 - 2026-12-18" in screen_text(pilot.app)
        await press(pilot, "ctrl+s")

    assert row(sqlite_desk, 1).planned_start == date(2026, 10, 5)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 2), date(2026, 5, 29), "2 Mar – 29 May"),
        (date(2025, 1, 20), date(2025, 2, 7), "20 Jan – 7 Feb 2025"),
        (date(2025, 6, 30), date(2026, 1, 9), "30 Jun 2025 – 9 Jan"),
        (date(2026, 12, 28), date(2027, 5, 14), "28 Dec – 14 May 2027"),
        (date(2026, 12, 28), None, "28 Dec – ?"),
        (None, None, "—"),
    ],
)
def test_two_days_say_their_year_once(first: date | None, last: date | None, words: str) -> None:
    assert placement_texts.span(first, last, date(2026, 3, 2)) == words
