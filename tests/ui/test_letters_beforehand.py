"""Letters on the screen: read and changed before they go, with or without the files of the request."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from builders import received, with_files
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.ui.dialogs.preview import Preview
from ui.at_the_desk import assert_golden, at_the_desk, press, said
from ui.helpers import screen_text

REF = "2026-0001"
CASES = {
    "referral": "r ctrl+t",
    "question": "i ctrl+t",
    "refusal": "x 1 2 ctrl+t",
    "waiting_list": "w 2 ctrl+t",
}


def letters() -> list[m.Outgoing]:
    with session():
        return list(m.Outgoing.select().order_by(m.Outgoing.id))


def status() -> str:
    with session():
        return str(requests.find(REF).status)


@pytest.mark.parametrize("kind", CASES)
async def test_a_letter_is_read_changed_and_sent(sqlite_desk: Desk, kind: str) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *CASES[kind].split())
        assert isinstance(pilot.app.screen, Preview)
        field = pilot.app.screen.query_one(TextArea)
        assert field.text.startswith("Subject: ")
        assert (letters(), status()) == ([], "received")
        field.text = "Subject: Anders\n\nMet eigen woorden."
        await press(pilot, "ctrl+s")

    (letter,) = letters()
    assert (letter.letter, letter.subject, letter.body) == (kind, "Anders", "Met eigen woorden.\n")


@pytest.mark.parametrize("kind", CASES)
async def test_escape_goes_back_to_the_dialog_and_out(sqlite_desk: Desk, kind: str) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *CASES[kind].split(), "escape")
        assert not isinstance(pilot.app.screen, Preview)
        await press(pilot, "escape", "escape", "escape", "escape")

    assert (letters(), status()) == ([], "received")


async def test_the_offer_is_read_before_a_yes_is_written_down(sqlite_desk: Desk) -> None:
    received(sqlite_desk)
    referrals.route(sqlite_desk, REF, "musea", by="els")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "2", "a", "ctrl+t")
        assert "Goed nieuws: Musea" in screen_text(pilot.app)
        pilot.app.screen.query_one(TextArea).text = "Welkom bij Musea!"
        await press(pilot, "ctrl+s")

    assert letters()[-1].body == "Welkom bij Musea!\n"
    assert status() == "offered"


async def test_typed_words_are_not_thrown_away_without_asking(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *CASES["refusal"].split(), "h", "o", "escape")
        assert "Throw away what you typed?" in screen_text(pilot.app)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, Preview)


async def test_an_emptied_letter_is_not_sent(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *CASES["refusal"].split())
        pilot.app.screen.query_one(TextArea).text = ""
        await press(pilot, "ctrl+s")
        assert "The letter is empty" in said(pilot)

    assert letters() == []


async def test_what_sends_no_letter_says_so(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *["x", "2", "2", "ctrl+l", "ctrl+t"])
        assert "No letter goes out." in said(pilot)
        await press(pilot, "enter")

    assert (letters(), status()) == ([], "closed")


@pytest.mark.parametrize(("keys", "count"), [("w 2 enter", 1), ("w ctrl+l 2 enter", 0)])
async def test_the_waiting_list_writes_unless_told_not_to(sqlite_desk: Desk, keys: str, count: int) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *keys.split())

    assert (len(letters()), status()) == (count, "waiting_list")


@pytest.mark.parametrize(("keys", "along"), [("r 1", []), ("r ctrl+o 1", ["cv.pdf"])])
async def test_files_go_along_by_a_key(sqlite_desk: Desk, keys: str, along: list[str]) -> None:
    intake.take_in(sqlite_desk, [with_files(("cv.pdf", b"%PDF-1.7"), ("setup.exe", b"MZ"))])

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, *keys.split())

    with session():
        assert [row.name for row in m.Enclosure.select()] == along
    assert len(letters()) == 1


async def test_a_broken_letter_of_the_desks_own_is_said_at_the_start(sqlite_desk: Desk) -> None:
    file = Path(sqlite_desk.settings.letters_folder) / "nl" / "refusal.txt"
    file.parent.mkdir(parents=True)
    file.write_text("Subject: x\n\n{naam}\n")

    async with at_the_desk(sqlite_desk) as pilot:
        assert "line 3: {naam} is no variable of this letter" in said(pilot)


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_the_letter_looks_so(sqlite_desk: Desk, size: tuple[int, int]) -> None:
    intake.take_in(sqlite_desk, [with_files(("cv.pdf", b"%PDF-1.7"), ("setup.exe", b"MZ"))])

    async with at_the_desk(sqlite_desk, size) as pilot:
        await press(pilot, "r", "ctrl+o")
        await assert_golden(pilot, f"route-files-{size[0]}x{size[1]}-en")
        await press(pilot, "ctrl+t")
        await assert_golden(pilot, f"letter-{size[0]}x{size[1]}-en")
