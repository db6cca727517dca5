"""Accounts: what became of every mail, in numbers that add up, with the mails behind each."""

from collections.abc import Iterator

import pytest
from textual.widgets import TextArea

from builders import Clock, a_mail, a_raw
from services.mailbox_runs import break_reading_of
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, mailboxes_account
from ui.at_the_desk import assert_golden, at_the_desk, press, said, until
from ui.helpers import assert_harmless, screen_text

HOSTILE = (
    b"Subject: \x1b]0;x\x07[red]slecht[/red]\r\n\r\nSlecht \x9b31m \xe2\x80\xae [@click=app.quit]x[/]\r\n"
)


@pytest.fixture
def full(sqlite_desk: Desk, now: Clock) -> Iterator[Desk]:
    """Two sources: 2 mails taken, 1 automatic, 1 double, 1 that cannot be read, 1 that never came."""
    sent, same = now(), a_raw(mail_id="same@x.example", subject="Twee", sent=now())
    away = a_raw(
        "Ik ben er niet.\n", subject="Afwezig", headers={"Auto-Submitted": "auto-replied"}, sent=sent
    )
    with pytest.MonkeyPatch.context() as patch:
        break_reading_of(patch, b"Slecht")
        intake.take_in(
            sqlite_desk,
            [
                SourceMail("imap:stage/INBOX", "7:1", a_raw(subject="Een", sent=sent)),
                SourceMail("imap:stage/INBOX", "7:2", same),
                SourceMail("imap:stage/INBOX", "7:3", same),
                SourceMail("imap:stage/INBOX", "7:4", away),
                SourceMail("eml:map", "slecht.eml", HOSTILE),
                SourceFailure("eml:map", "weg.eml", "Permission denied"),
            ],
        )
        yield sqlite_desk


def counts() -> tuple[int, ...]:
    found = mailboxes_account.total(mailboxes_account.account())
    assert found.adds_up
    return (found.seen, *found.parts)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_the_accounts_look_so(full: Desk, size: tuple[int, int], language: str) -> None:
    async with at_the_desk(full, size, language=language) as pilot:
        await press(pilot, "A")

        await assert_golden(pilot, f"accounts-{size[0]}x{size[1]}-{language}")


@pytest.mark.parametrize(
    ("keys", "mails"),
    [
        ("left", "none"),  # from failed, where it begins, to ignored
        ("left left", "Twee"),
        ("left left left", "Afwezig"),
        ("left left left left", "Een Twee"),
        ("right", "Een Twee Twee Afwezig slecht.eml weg.eml"),
        ("j", "slecht.eml weg.eml"),
        ("j j right", "Een Twee Twee Afwezig"),
    ],
)
async def test_each_number_has_its_mails_below(full: Desk, keys: str, mails: str) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", *keys.split())

        text = screen_text(pilot.app)
        for each in ("Een", "Twee", "Afwezig", "slecht.eml", "weg.eml"):
            assert text.count(f" {each} ") == mails.split().count(each), each
        assert ("There is none." in text) == (mails == "none")


async def test_a_mail_is_read_raw_and_nothing_in_it_is_obeyed(full: Desk) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", "enter", "j", "enter")

        text = screen_text(pilot.app)
        assert "eml:map · slecht.eml · RecursionError: too deep" in text
        assert "[red]slecht[/red]" in text
        assert "[@click=app.quit]x[/]" in text
        assert_harmless(pilot.app)
        await press(pilot, "escape", "escape", "escape")
        assert "1 Inbox" in screen_text(pilot.app)


async def test_a_long_mail_says_how_to_read_the_rest(sqlite_desk: Desk) -> None:
    intake.take_in(sqlite_desk, [a_mail("x " * 80_000)])

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "A", "enter", "enter", "end")

        await until(pilot, lambda: "more: stagedesk fetch --raw 1" in screen_text(pilot.app))


async def test_a_raw_mail_on_the_screen_shows_no_national_number(sqlite_desk: Desk) -> None:
    intake.take_in(sqlite_desk, [a_mail("Rijksregister 85.07.30-033.28\n")])

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "A", "enter", "enter")

        assert "Rijksregister ••.••.••-•••.••" in screen_text(pilot.app)


async def test_a_mail_that_never_came_has_nothing_to_read(full: Desk) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", "enter", "enter")

        assert "Its source could not give it. T asks for it again." in said(pilot)


async def test_what_failed_is_tried_again(full: Desk) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", "enter", "j", "T")
        assert "taken now: 0, failed again: 1" in said(pilot)

        with pytest.MonkeyPatch.context() as whole:
            from stagedesk.mail import looking
            from stagedesk.mail.parse import parse

            whole.setattr(looking, "parse", parse)
            await press(pilot, "g", "T")

        assert "taken now: 1, failed again: 0" in said(pilot)
    assert counts() == (6, 3, 1, 1, 0, 1)


async def test_what_failed_is_left_with_a_reason_and_comes_back_by_undo(full: Desk) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", "enter", "space", "space", "D")
        assert "2 mails that failed" in screen_text(pilot.app)
        pilot.app.screen.query_one(TextArea).text = "Reclame."
        await press(pilot, "ctrl+s")

        assert "2 mails count as ignored now. u takes it back." in said(pilot)
        assert counts() == (6, 2, 1, 1, 2, 0)
        assert {row.error for row in mailboxes_account.listed("", "ignored")} == {"Reclame."}
        await press(pilot, "u")
        assert "Taken back: leaving mails that could not be taken" in said(pilot)
    assert counts() == (6, 2, 1, 1, 0, 2)


async def test_only_what_failed_can_be_left(full: Desk) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", "right", "enter", "G", "D")

        assert "Go to a mail that failed first." in said(pilot)


async def test_the_request_of_a_mail_is_opened(full: Desk) -> None:
    async with at_the_desk(full) as pilot:
        await press(pilot, "A", "right", "enter", "G", "o")

        assert "2026-0001  Nora Willems" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "all sources" in screen_text(pilot.app)


async def test_without_mail_the_screen_names_the_key(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "A", "A")
        assert "No mail so far. f takes in new mail." in screen_text(pilot.app)
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1
