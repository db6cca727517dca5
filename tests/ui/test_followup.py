"""Follow-up: what is due, late first, and the next step by one key."""

import asyncio
import itertools

import pytest
from textual.pilot import Pilot

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk.services.answers import referrals
from stagedesk.services.city import staffing
from stagedesk.services.clock import followup
from stagedesk.services.deciding import handover, requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from ui.at_the_desk import assert_golden, at_the_desk, here, press, said, some_days
from ui.helpers import screen_text, wait


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_follow_up_looks_so(
    sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str
) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "2")

        await assert_golden(pilot, f"follow-up-{size[0]}x{size[1]}-{language}")


def lines(pilot: Pilot[None]) -> list[str]:
    """The rows of the list, without what is beside or below it."""
    rows = itertools.takewhile(lambda line: "───" not in line, screen_text(pilot.app).splitlines())
    return [line.strip(" ▌✓") for line in rows if "2026-" in line]


async def test_what_is_late_comes_first_then_today_then_later(desk: Desk, now: Clock) -> None:
    days(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "2")

        found = [line.split("  ")[0] for line in lines(pilot)]
        assert found == ["2d late", "today", "Fri 6 Mar", "Tue 10 Mar put away"]
        assert "all 4   late 1!   today 1   this week 1   later 1" in screen_text(pilot.app)
        assert "2 Follow-up·2!" in screen_text(pilot.app)


async def test_left_and_right_go_from_section_to_section(desk: Desk, now: Clock) -> None:
    late, today, week, later = days(desk, now)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "2")
        for ref in (late, today, week, later):
            await press(pilot, "right")
            assert len(lines(pilot)) == 1
            assert ref in lines(pilot)[0]
        await press(pilot, "right", "left", "left")
        assert here(pilot) == today


async def test_a_click_on_a_section_shows_it(sqlite_desk: Desk, now: Clock) -> None:
    _late, today, *_others = days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2")
        place = screen_text(pilot.app).splitlines()[1].index("today")
        await pilot.click("#sections", offset=(place, 0))
        await wait(pilot)

        assert here(pilot) == today
        assert len(lines(pilot)) == 1


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("right", "Nothing is late"),
        ("right right", "Nothing is due today"),
        ("W 2", "Nothing here is of mine"),
    ],
)
async def test_an_empty_section_names_the_key(sqlite_desk: Desk, keys: str, words: str) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", *keys.split())

        assert words in screen_text(pilot.app)


def days(desk: Desk, now: Clock) -> list[str]:
    """Four requests that are due on four days: one is late on the day that it is then."""
    refs = [received(desk) for _day in range(4)]
    for ref, count in zip(refs, (1, 3, 4, 6), strict=True):
        triage.snooze(desk, ref, desk.in_working_days(count), by="els")
    now.pass_days(3)
    return refs


# Whose ------------------------------------------------------------------------------------------


async def test_whose_requests_are_mine_of_one_or_everybodys(sqlite_desk: Desk) -> None:
    mine, his = received(sqlite_desk), received(sqlite_desk)
    handover.take_over(sqlite_desk, mine, by="els")
    handover.take_over(sqlite_desk, his, by="karim")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "W", "2")
        assert len(lines(pilot)) == 1
        assert here(pilot) == mine
        assert "W mine" in screen_text(pilot.app)
        assert "all 1   late 0" in screen_text(pilot.app)
        await press(pilot, "W", *"Karim", "enter")
        assert here(pilot) == his
        await press(pilot, "W", "1")
        assert len(lines(pilot)) == 2


async def test_who_stands_in_sees_the_others_requests_as_mine(sqlite_desk: Desk) -> None:
    his = received(sqlite_desk)
    handover.take_over(sqlite_desk, his, by="karim")
    today = sqlite_desk.today()
    staffing.away(sqlite_desk, "karim", today, today, stand_in="els", by="karim")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "W", "2")
        assert here(pilot) == his
        await press(pilot, "W")
        assert "away until Mon 2 Mar, els stands in · 1 open" in screen_text(pilot.app)


async def test_a_request_is_handed_over_with_a_note_and_back_by_undo(desk: Desk) -> None:
    ref = received(desk)

    async with at_the_desk(desk) as pilot:
        await press(pilot, "2", "H", *"Karim", "enter", *"hoi", "enter")
        assert "handed over to Karim" in said(pilot)
        assert requests.row(ref).owner == "karim"
        assert requests.page(desk, ref).events[-1].values["text"] == "hoi"
        await press(pilot, "u")

    assert requests.row(ref).owner == "desk"


async def test_escape_in_handing_over_goes_back_and_then_out(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "H", "2", "escape")
        assert "Hand over to" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "Hand over to" not in screen_text(pilot.app)

    assert requests.row(ref).owner == "desk"


async def test_several_are_taken_over_at_once_and_given_back_at_once(sqlite_desk: Desk) -> None:
    refs = [received(sqlite_desk), received(sqlite_desk)]

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "T")
        assert [requests.row(ref).owner for ref in refs] == ["els", "els"]
        await press(pilot, "T")
        assert "belongs to Els already" in said(pilot)
        await press(pilot, "u")

    assert [requests.row(ref).owner for ref in refs] == ["desk", "desk"]


# The next step ----------------------------------------------------------------------------------


async def test_enter_reminds_a_department_that_is_late(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")
    now.pass_days(14)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "enter")

        assert "a reminder goes out" in said(pilot)
    assert requests.page(sqlite_desk, ref).referrals[0].reminded == 1


async def test_enter_reminds_nobody_before_the_day(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "enter")

        assert "due Mon 16 Mar" in screen_text(pilot.app)
        assert "esc back" in screen_text(pilot.app)
    assert requests.page(sqlite_desk, ref).referrals[0].reminded == 0


async def test_several_late_ones_are_reminded_at_once_and_undone_at_once(
    sqlite_desk: Desk, now: Clock
) -> None:
    refs = [received(sqlite_desk), received(sqlite_desk)]
    for ref in refs:
        referrals.route(sqlite_desk, ref, "musea", by="els")
    now.pass_days(14)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "e")
        assert [requests.page(sqlite_desk, ref).referrals[0].reminded for ref in refs] == [1, 1]
        await press(pilot, "u")

    assert [requests.page(sqlite_desk, ref).referrals[0].reminded for ref in refs] == [0, 0]


async def test_enter_does_the_next_step_of_all_that_are_marked(sqlite_desk: Desk, now: Clock) -> None:
    refs = [received(sqlite_desk), received(sqlite_desk)]
    for ref in refs:
        referrals.route(sqlite_desk, ref, "musea", by="els")
    now.pass_days(14)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "enter")

    assert [requests.page(sqlite_desk, ref).referrals[0].reminded for ref in refs] == [1, 1]


async def test_marked_ones_with_different_steps_are_left_alone(sqlite_desk: Desk, now: Clock) -> None:
    referrals.route(sqlite_desk, received(sqlite_desk), "musea", by="els")
    triage.ask(sqlite_desk, received(sqlite_desk), "Welke school?", by="els")
    now.pass_days(14)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "enter")

        assert "They need different steps" in said(pilot)


def answer(desk: Desk, now: Clock, text: str) -> str:
    """A request whose department answered so by mail."""
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)
    mail = a_mail(text, sender="musea@stad.example", answers=letter, subject="Re: Stage")
    intake.take_in(desk, [mail])
    return ref


@pytest.mark.parametrize(
    ("text", "keys", "said_yes"),
    [
        ("Prima, ze is welkom.\n", "enter", "yes"),
        ("Helaas, er is geen begeleider vrij.\n", "enter", "no"),
        ("Zie bijlage.\n", "enter 1", "yes"),
    ],
)
async def test_enter_confirms_an_answer_that_came_in(
    sqlite_desk: Desk, now: Clock, text: str, keys: str, said_yes: str
) -> None:
    ref = answer(sqlite_desk, now, text)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2")
        assert "confirm the answer" in screen_text(pilot.app)
        await press(pilot, *keys.split())

    page = requests.page(sqlite_desk, ref)
    assert page.referrals[0].answer == said_yes
    assert page.messages[-1].handled


async def test_enter_confirms_all_marked_answers_that_are_plain(sqlite_desk: Desk, now: Clock) -> None:
    refs = [answer(sqlite_desk, now, text) for text in ("Prima, ze is welkom.\n", "Dat lukt, zeg maar ja.\n")]

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "space", "space", "enter")
        assert [requests.row(ref).status for ref in refs] == ["offered", "offered"]
        await press(pilot, "u")

    assert [requests.row(ref).status for ref in refs] == ["routed", "routed"]


async def test_enter_proposes_to_close_what_the_applicant_leaves_unanswered(
    sqlite_desk: Desk, now: Clock
) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")
    referrals.answer(sqlite_desk, ref, "yes", by="els")
    now.pass_days(30)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "enter", "1", "enter")

    assert requests.row(ref).outcome == "applicant_no_answer"


async def test_what_the_clock_does_shows_under_the_cursor(sqlite_desk: Desk, now: Clock) -> None:
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2")
        now.pass_days(7)
        await asyncio.to_thread(followup.chase, sqlite_desk)
        await press(pilot, "f5")

        assert here(pilot) == ref
        assert "reminded Musea" in screen_text(pilot.app)


async def test_nothing_open_names_the_keys(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2")

        assert "Nothing is open. 1 shows the Inbox" in screen_text(pilot.app)
