"""The Inbox: a decision is one key, and its reason is seen before."""

import asyncio
from datetime import date
from typing import Any

import pytest
from textual.widgets import TextArea

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.lists import listing
from stagedesk.services.mail_in import intake
from stagedesk.ui import app as the_app
from ui.at_the_desk import assert_golden, at_the_desk, here, press, said, screen, some_days, until
from ui.helpers import screen_text, wait

PRESSES_AT_MOST = 3


def in_inbox(desk: Desk) -> list[str]:
    found = listing.inbox(desk)
    return [row.request.ref for row in found.page(0, found.count())]


def events(ref: str) -> list[str]:
    return [event.kind for event in requests.events_of(requests.row(ref).id)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_the_inbox_looks_so(
    sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str
) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "j")

        await assert_golden(pilot, f"inbox-{size[0]}x{size[1]}-{language}")


async def test_a_routine_request_is_routed_in_at_most_three_key_presses(desk: Desk) -> None:
    ref = received(desk)
    presses = ["enter"]

    async with at_the_desk(desk) as pilot:
        assert "Musea" in screen_text(pilot.app)
        await press(pilot, *presses)

        assert len(presses) <= PRESSES_AT_MOST
        assert "Musea is asked" in said(pilot)
    row = requests.row(ref)
    assert (row.status, row.department, row.waiting_on) == ("routed", "musea", "department")
    assert [letter.letter for letter in requests.letters_of(row.id)] == ["referral"]


async def test_another_department_takes_two_presses(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "r", "2")

    assert requests.row(ref).department == "bibliotheek"
    (routed,) = [e for e in requests.events_of(1) if e.kind == "routed"]
    assert routed.values["suggested"] == "musea"


async def test_a_double_click_opens_and_decides_nothing(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await pilot.click("OpeningList", offset=(10, 1), times=2)
        await wait(pilot)

        assert "esc back" in screen_text(pilot.app)
    assert requests.row(ref).status == "received"


async def test_nothing_is_routed_by_a_suggestion_that_was_not_there(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk, subject="Vraagje", text="Hebben jullie plaats?\n")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "enter")

        assert "Which department is asked?" in screen_text(pilot.app)
    assert requests.row(ref).status == "received"


async def test_after_a_decision_the_next_row_is_under_the_cursor(sqlite_desk: Desk, now: Clock) -> None:
    refs = []
    for _mail in range(3):
        now.pass_time(minutes=1)
        refs.append(received(sqlite_desk, sent=now()))

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "j")
        assert here(pilot) == refs[1]
        await press(pilot, "enter")

        assert here(pilot) == refs[2]


async def test_the_same_key_twice_at_once_decides_once(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        screen(pilot).action_act("confirm")
        screen(pilot).action_act("confirm")
        await wait(pilot)

        assert events(ref) == ["received", "routed"]
        assert "already" not in said(pilot)


@pytest.mark.parametrize(
    ("keys", "written", "undone"),
    [
        pytest.param(["enter"], "routed", True, id="route"),
        pytest.param(["n", "text"], "noted", True, id="note"),
        pytest.param(["z", "enter"], "snoozed", True, id="snooze"),
        pytest.param(["x", "1", "1", "enter"], "closed", True, id="close"),
        pytest.param(["i", "text"], "asked", True, id="ask"),
        pytest.param(["w", "enter"], "wait_listed", True, id="waiting list"),
    ],
)
async def test_undo_takes_back_what_a_key_did(
    sqlite_desk: Desk, keys: list[str], written: str, undone: bool
) -> None:
    ref = received(sqlite_desk)
    before = requests.row(ref)

    async with at_the_desk(sqlite_desk) as pilot:
        await press_or_write(pilot, keys)
        assert events(ref)[-1] == written
        await press(pilot, "u")

        after = requests.row(ref)
        assert events(ref)[-1] == "undone"
        assert (after.status, after.due_on, after.owner) == (before.status, before.due_on, before.owner)
        assert in_inbox(sqlite_desk) == [ref]
        assert here(pilot) == ref
        assert requests.letters_of(after.id) == ()


async def press_or_write(pilot: Any, keys: list[str]) -> None:
    for key in keys:
        if key == "text":
            pilot.app.screen.query_one(TextArea).text = "Welke periode?"
            await press(pilot, "ctrl+s")
        else:
            await press(pilot, key)


def landed(desk: Desk, now: Clock, text: str) -> str:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)
    intake.take_in(desk, [a_mail(text, sender="Musea <musea@stad.example>", answers=letter, sent=now())])
    return ref


async def test_a_yes_that_came_in_is_confirmed_by_enter(desk: Desk, now: Clock) -> None:
    ref = landed(desk, now, "Dat is prima, hij is welkom.\n")

    async with at_the_desk(desk) as pilot:
        assert f"answer to {ref}" in screen_text(pilot.app)
        assert "prima" in screen_text(pilot.app)
        await press(pilot, "enter")

    page = requests.page(desk, ref)
    assert (page.request.status, page.referrals[0].answer) == ("offered", "yes")
    assert page.messages[-1].handled
    assert [letter.letter for letter in page.letters] == ["offer"]


async def test_a_no_that_came_in_asks_for_the_reason_with_the_likely_one_first(
    desk: Desk, now: Clock
) -> None:
    ref = landed(desk, now, "Helaas, er is geen begeleider vrij bij ons.\n")

    async with at_the_desk(desk) as pilot:
        await press(pilot, "enter")
        assert "Why not?" in screen_text(pilot.app)
        await press(pilot, "enter")

    referral = requests.page(desk, ref).referrals[0]
    assert (referral.answer, referral.reason) == ("no", "no_mentor")
    assert requests.row(ref).status == "triage"


async def test_a_conditional_yes_keeps_its_condition(sqlite_desk: Desk, now: Clock) -> None:
    ref = landed(sqlite_desk, now, "Dat kan, op voorwaarde dat ze pas in oktober begint.\n")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "enter")

    referral = requests.page(sqlite_desk, ref).referrals[0]
    assert referral.answer == "yes_if"
    assert "oktober" in referral.remark


async def test_an_answer_that_cannot_be_read_is_written_down_by_hand(sqlite_desk: Desk, now: Clock) -> None:
    ref = landed(sqlite_desk, now, "Zie bijlage.\n")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "enter")
        assert "What did Musea answer?" in screen_text(pilot.app)
        await press(pilot, "1")

    assert requests.row(ref).status == "offered"


async def test_more_time_is_given_until_the_day_that_was_asked_for(sqlite_desk: Desk, now: Clock) -> None:
    ref = landed(sqlite_desk, now, "Geef ons nog tijd tot 20 maart.\n")

    async with at_the_desk(sqlite_desk) as pilot:
        assert "more time: Fri 20 Mar" in screen_text(pilot.app)
        await press(pilot, "enter")

        assert "Musea has until Fri 20 Mar" in said(pilot)
    row = requests.row(ref)
    assert (row.waiting_on, row.due_on, row.attention_since) == ("department", date(2026, 3, 20), None)


async def test_a_machines_mail_is_filed_away_without_a_letter(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk, headers={"Auto-Submitted": "auto-replied"})

    async with at_the_desk(sqlite_desk) as pilot:
        assert "file away" in screen_text(pilot.app)
        await press(pilot, "enter")

    row = requests.row(ref)
    assert row.outcome == "out_of_scope"
    assert requests.letters_of(row.id) == ()


async def test_marked_requests_are_done_at_once_and_undone_at_once(desk: Desk) -> None:
    refs = [received(desk), received(desk, subject="Sport", text="Een sportstage graag.\n"), received(desk)]

    async with at_the_desk(desk) as pilot:
        await press(pilot, "space", "space", "enter")
        assert "Do this with 2 requests?" in screen_text(pilot.app)
        assert [requests.row(ref).status for ref in refs] == ["received"] * 3
        await press(pilot, "y")
        assert [requests.row(ref).status for ref in refs] == ["routed", "routed", "received"]
        assert [requests.row(ref).department for ref in refs[:2]] == ["musea", "sport"]
        await press(pilot, "u")

    assert [requests.row(ref).status for ref in refs] == ["received"] * 3


async def test_marked_requests_go_to_one_department(sqlite_desk: Desk) -> None:
    refs = [received(sqlite_desk), received(sqlite_desk)]

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "space", "space", "r")
        assert "2 requests, 2 letters" in screen_text(pilot.app)
        await press(pilot, *"groen", "enter")

    assert [requests.row(ref).department for ref in refs] == ["groen", "groen"]
    assert undo.undo(sqlite_desk, by="els") == refs


async def test_what_is_done_one_at_a_time_says_so(sqlite_desk: Desk) -> None:
    received(sqlite_desk)
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "space", "space", "i")

        assert "one request at a time" in said(pilot)


async def test_a_key_that_does_not_fit_says_why(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "a")

        assert "No department is asked about this request." in said(pilot)


async def test_what_somebody_else_did_meanwhile_is_not_done_again(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await asyncio.to_thread(referrals.route, sqlite_desk, ref, "sport", by="karim")
        await press(pilot, "enter")

        assert "Karim changed 2026-0001 in the meantime" in said(pilot)
        assert here(pilot) == ""
    assert requests.row(ref).department == "sport"


async def test_linking_offers_the_request_of_the_same_person_first(sqlite_desk: Desk, now: Clock) -> None:
    first = received(sqlite_desk, sent=now())
    received(sqlite_desk, sender="Sam <sam@student.example>", sent=now())
    triage.snooze(sqlite_desk, first, sqlite_desk.in_working_days(3), by="els")
    now.pass_time(minutes=5)
    second = received(sqlite_desk, subject="Vergeten", sent=now())

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "G")
        assert here(pilot) == second
        await press(pilot, "m", "enter")

    assert requests.row(second).outcome == "duplicate"
    assert len(requests.page(sqlite_desk, first).messages) == 2


async def test_what_others_do_appears_by_itself_and_leaves_the_cursor(
    sqlite_desk: Desk, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert the_app.LOOK <= 1
    monkeypatch.setattr(the_app, "LOOK", 0.05)
    now.pass_time(hours=2)
    mine = received(sqlite_desk, sent=now())
    now.pass_time(hours=1)
    received(sqlite_desk, sent=now())

    async with at_the_desk(sqlite_desk, background=True) as pilot:
        earlier = a_mail(subject="Eerder", sent=sqlite_desk.now().replace(hour=9))
        await asyncio.to_thread(intake.take_in, sqlite_desk, [earlier])
        await until(pilot, lambda: "Eerder" in screen_text(pilot.app))
        await wait(pilot)

        assert here(pilot) == mine
        assert "1 Inbox·3" in screen_text(pilot.app)


async def test_a_long_mail_is_read_without_leaving_the_list(sqlite_desk: Desk) -> None:
    received(sqlite_desk, text="".join(f"regel {number}\n" for number in range(60)))

    async with at_the_desk(sqlite_desk) as pilot:
        assert "regel 30" not in screen_text(pilot.app)
        await press(pilot, *"JJJJJJJJJJ")
        assert "regel 30" in screen_text(pilot.app)
        await press(pilot, *"KKKKKKKKKK", "equals_sign")
        assert "regel 12" in screen_text(pilot.app)
        assert "1 of 1" not in screen_text(pilot.app)
        await press(pilot, "enter")

        assert "Which department is asked?" in screen_text(pilot.app)
        await press(pilot, "escape", "equals_sign")
        assert "1 of 1" in screen_text(pilot.app)


async def test_an_empty_inbox_names_the_keys(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        assert "f takes in new mail" in screen_text(pilot.app)


async def test_a_failing_list_says_so_and_f5_tries_again(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        with monkeypatch.context() as broken:
            broken.setattr(listing, "fetch", _full_disk)
            await press(pilot, "f5")
        await press(pilot, "f5")

        assert "disk" in said(pilot)
        assert here(pilot) == "2026-0001"


def _full_disk(*_query: object) -> None:
    from peewee import OperationalError

    raise OperationalError("database or disk is full")


async def test_the_question_to_the_applicant_is_ready_and_may_be_changed(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "i")
        prepared = pilot.app.screen.query_one(TextArea).text
        assert "school" in prepared
        await press(pilot, *"Dag", "enter", "ctrl+s")

    (asked,) = [event for event in requests.events_of(1) if event.kind == "asked"]
    assert asked.values["text"] == f"Dag\n{prepared}"
    assert requests.row(ref).waiting_on == "applicant"
