"""The outbox on the screen: every letter says how far it is, and what can be done about it."""

from dataclasses import replace

import pytest

from builders import Clock
from mail.smtp_server import Mishap
from services.outboxes import asked, by_mail, counts, letter, send
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out.outbox_sending import Sending
from stagedesk.ui.app import DeskApp
from stagedesk.ui.screens.outbox import OutboxScreen
from ui.at_the_desk import assert_golden, at_the_desk, here, press, said, screen
from ui.helpers import screen_text


def letters_of_every_kind(desk: Desk, now: Clock) -> None:
    """One letter uncertain, one refused, one to be tried again, one sent, one held."""
    with by_mail(desk) as office:
        for mishap in (
            Mishap("answer", "hang up", 1),
            Mishap("RCPT", "550 5.1.1 no such user here", 1),
            Mishap("RCPT", "450 greylisted", 1),
        ):
            asked(desk)
            office.mishaps = [mishap]
            send(desk, now)
        asked(desk, "bibliotheek")
        assert counts(send(desk, now, minutes=1)) == {"sent": 2}
        asked(desk)
        office.mishaps = [Mishap("RCPT", "450 greylisted", 1)]
        send(desk, now)
    asked(desk, "sport")
    desk.settings = replace(desk.settings, smtp=None)
    now.pass_time(seconds=18)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_the_outbox_looks_so(
    sqlite_desk: Desk, now: Clock, size: tuple[int, int], language: str
) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, size, language=language) as pilot:
        await press(pilot, "O")

        await assert_golden(pilot, f"outbox-{size[0]}x{size[1]}-{language}")


async def test_a_letter_that_arrived_counts_as_sent(sqlite_desk: Desk, now: Clock) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O", "Y")

        assert "It counts as sent." in said(pilot)
    assert letter(1).state == "sent"


async def test_a_refused_letter_goes_to_another_address_and_back_with_undo(
    sqlite_desk: Desk, now: Clock
) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O", "down", "c", "ctrl+a", "ctrl+k", *"nieuw@stad.example", "enter")
        assert (letter(2).state, letter(2).recipients) == ("held", "nieuw@stad.example")
        await press(pilot, "u")

        assert (letter(2).state, letter(2).recipients) == ("failed", "musea@stad.example")


async def test_a_letter_that_need_not_go_needs_a_reason(sqlite_desk: Desk, now: Clock) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O", "down", "D", *"Gebeld", "ctrl+s")

        assert "It is not sent." in said(pilot)
    assert (letter(2).state, letter(2).error) == ("dropped", "Gebeld")


async def test_a_refused_letter_is_sent_again(sqlite_desk: Desk, now: Clock) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O", "down", "T")

        assert letter(2).state == "held"


async def test_what_cannot_be_done_is_said_in_a_sentence(sqlite_desk: Desk, now: Clock) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O", "end", "Y")

        assert "That cannot be done with letter" in screen_text(pilot.app) + said(pilot)


async def test_o_opens_the_request_of_a_letter(sqlite_desk: Desk, now: Clock) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O", "down", "o")

        assert here(pilot) == "2026-0002"
        assert "was refused" in screen_text(pilot.app)


async def test_the_inbox_says_which_letter_did_not_leave(sqlite_desk: Desk, now: Clock) -> None:
    letters_of_every_kind(sqlite_desk, now)

    async with at_the_desk(sqlite_desk, (120, 40)) as pilot:
        assert "letter that did not leave" in screen_text(pilot.app)


async def test_an_empty_outbox_names_a_key(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "O")

        assert isinstance(screen(pilot), OutboxScreen)
        assert "No letter waits" in screen_text(pilot.app)
        await press(pilot, "T")
        assert "There is no letter here." in said(pilot)


async def test_a_mail_server_that_is_away_is_told_once(sqlite_desk: Desk, now: Clock) -> None:
    for _request in range(3):
        asked(sqlite_desk)
    now.pass_time(minutes=2)
    with by_mail(sqlite_desk):
        pass

    async with at_the_desk(sqlite_desk) as pilot:
        app = pilot.app
        assert isinstance(app, DeskApp)
        for _turn in range(3):
            app._send()
            await press(pilot)
            await app.workers.wait_for_complete()
            await pilot.pause()

        words = [each.message for each in app._notifications if "Mail server" in str(each.message)]
        assert len(words) == 1
        app._sent(Sending(failed=1))
        await pilot.pause()
        assert "1 letter needs a look: O opens the outbox." in said(pilot)
