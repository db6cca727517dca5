"""The desk as a whole: opening it, going about in it, and what happens when something breaks."""

import asyncio
import base64
from dataclasses import replace
from pathlib import Path

import pytest

from builders import Clock, received
from stagedesk import i18n
from stagedesk.mail.sources import SourceMail
from stagedesk.services.actions import ACTIONS
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.ui import app as the_app
from stagedesk.ui import background
from stagedesk.ui.app import DeskApp
from ui.at_the_desk import at_the_desk, here, press, said, screen, some_days, until
from ui.helpers import HOSTILE, assert_harmless, screen_text, wait

BODY = "\n".join(HOSTILE.values())


async def test_the_modes_are_one_key_away(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        for key, place in (("2", "FollowUpScreen"), ("3", "RequestsScreen"), ("6", "FiguresScreen")):
            await press(pilot, key)
            assert type(pilot.app.screen).__name__ == place
        await press(pilot, "1")
        assert type(pilot.app.screen).__name__ == "InboxScreen"


async def test_the_key_of_a_mode_leads_back_to_its_beginning(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "o", "1")

        assert type(pilot.app.screen).__name__ == "InboxScreen"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"user": "nobody"}, "staff member nobody", id="unknown person"),
        pytest.param({"database": "sqlite:////nowhere/desk.db"}, "stagedesk init", id="no desk there"),
    ],
)
async def test_a_desk_that_cannot_be_opened_is_left_with_a_sentence(
    sqlite_desk: Desk, changed: dict[str, str], sentence: str
) -> None:
    app = DeskApp(replace(sqlite_desk.settings, **changed), sqlite_desk.clock, background=False)

    async with app.run_test() as pilot:
        while not app.sentence:
            await pilot.pause(0.02)

    assert sentence in app.sentence
    assert app.return_code


async def test_the_language_is_switched_while_it_runs(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "3", "1")
        await press(pilot, "L")
        assert i18n.language() == "nl"
        assert "naar Musea" in screen_text(pilot.app)
        await press(pilot, "3")
        assert "Alles wat openstaat" in screen_text(pilot.app)
        await press(pilot, "L", "1")
        assert "route to Musea" in screen_text(pilot.app)


async def test_the_keys_page_presses_the_key_that_was_looked_up(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "question_mark")
        assert "All keys: Inbox" in screen_text(pilot.app)
        await press(pilot, *"note", "enter")

        assert "Note" in screen_text(pilot.app)


async def test_every_action_has_its_key_on_every_screen(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        for way in ("1", "2", "3", "6", "1 o"):
            await press(pilot, *way.split())
            keys = screen(pilot).active_bindings
            missing = [action.id for action in ACTIONS if action.key not in keys]
            assert missing in ([], ["mark"], ["confirm", "mark"]), way
            for action in ACTIONS:
                if action.key in keys and (keys[action.key].binding.id or "").startswith("figures."):
                    continue  # Figures is about no request and has this key for itself
                if screen(pilot).reason(action) and action.key in keys and action.id != "confirm":
                    assert not keys[action.key].enabled, action.id
                    assert keys[action.key].tooltip, action.id


async def test_words_of_keys_are_in_the_readers_language(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk, language="nl") as pilot:
        binding = screen(pilot).active_bindings["u"].binding

        assert binding.description != next(action.help for action in ACTIONS if action.id == "undo")


async def test_the_palette_finds_actions(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "ctrl+p", *"route")
        await until(pilot, lambda: "for “route”" in screen_text(pilot.app))
        await press(pilot, "enter")

        assert "Which department is asked?" in screen_text(pilot.app)
    assert requests.row(ref).status == "received"


async def test_the_palette_finds_requests(sqlite_desk: Desk, now: Clock) -> None:
    some_days(sqlite_desk, now)

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "ctrl+p", *"kobe")
        await until(pilot, lambda: "2026-0001 Kobe" in screen_text(pilot.app))
        await press(pilot, "enter")

        assert here(pilot) == "2026-0001"


async def test_light_and_dark_are_switched_by_the_palette(sqlite_desk: Desk) -> None:
    async with at_the_desk(sqlite_desk) as pilot:
        assert isinstance(pilot.app, DeskApp)
        before = pilot.app.current_theme.dark
        pilot.app.switch_theme()
        await wait(pilot)

        assert pilot.app.current_theme.dark is not before


async def test_letters_leave_and_departments_are_reminded_by_themselves(
    sqlite_desk: Desk, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "SEND", 0.05)
    monkeypatch.setattr(background, "AT_LEISURE", 0.01)
    ref = received(sqlite_desk)
    referrals.route(sqlite_desk, ref, "musea", by="els")
    now.pass_days(7)

    async with at_the_desk(sqlite_desk, background=True) as pilot:
        await until(pilot, lambda: bool(requests.page(sqlite_desk, ref).referrals[0].reminded))
        await until(pilot, Path(sqlite_desk.settings.outbox).exists)
        await wait(pilot)

    assert Path(sqlite_desk.settings.outbox).exists()
    assert outbox.flush(sqlite_desk) == 0


async def test_a_crash_shows_no_values_and_keeps_none(
    sqlite_desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        secret = "Nora Willems 0470 12 34 56"
        raise ValueError(secret)

    app = DeskApp(sqlite_desk.settings, sqlite_desk.clock, background=False)

    async def crash() -> None:
        async with app.run_test() as pilot:
            await wait(pilot)
            app.call_later(broken)
            await pilot.pause()

    with pytest.raises(ValueError, match="Nora"):  # the pilot of the test hands it on
        await crash()

    log = Path(app.sentence.split("Details: ")[1])
    kept = log.read_text()
    assert "ValueError" in kept
    assert "test_app.py" in kept
    shown = "".join(capfd.readouterr())
    assert "0470" not in kept.replace('secret = "Nora Willems 0470 12 34 56"', "") + shown + app.sentence
    assert log.stat().st_mode & 0o777 == 0o600


def test_run_says_the_sentence_and_gives_the_exit_code(
    sqlite_desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leave(app: DeskApp) -> None:
        app.sentence = "There is no desk here."
        app._return_code = 6

    monkeypatch.setattr(DeskApp, "run", leave)

    assert the_app.run(sqlite_desk.settings) == 6
    assert capsys.readouterr().err == "There is no desk here.\n"


def hostile_mail(name: str) -> SourceMail:
    """A mail with one of the hostile texts wherever a stranger can put one, as its bytes can carry it."""
    text = HOSTILE[name].encode("utf-8", "surrogatepass")
    word = b"=?utf-8?b?" + base64.b64encode(text[:300]) + b"?="
    body = BODY.encode("utf-8", "surrogatepass") + text
    lines = (
        b"From: " + word + b" <x@y.example>",
        b"To: stage@stad.example",
        b"Subject: " + word,
        b"Message-ID: <" + name.replace(" ", "-").encode() + b"@y.example>",
        b"Content-Type: multipart/mixed; boundary=b",
        b"",
        b"--b",
        b"Content-Type: text/plain; charset=utf-8",
        b"Content-Transfer-Encoding: base64",
        b"",
        base64.encodebytes(body),
        b"--b",
        b'Content-Type: application/pdf; name="' + word + b'"',
        b'Content-Disposition: attachment; filename="' + word + b'"',
        b"",
        b"x",
        b"--b--",
    )
    return SourceMail("test", name, b"\r\n".join(lines))


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
async def test_hostile_mails_are_harmless_on_every_screen(sqlite_desk: Desk, size: tuple[int, int]) -> None:
    account = intake.take_in(sqlite_desk, [hostile_mail(name) for name in HOSTILE])
    assert account.requests == len(HOSTILE)

    async with at_the_desk(sqlite_desk, size) as pilot:
        for _row in HOSTILE:
            await press(pilot, "q")
            assert_harmless(pilot.app)
            await press(pilot, "o")
            assert_harmless(pilot.app)
            await press(pilot, "escape", "j")
        for keys in ("r escape", "x escape", "m", "escape", "i", "escape", "2 j j", "3 G", "6", "ctrl+p"):
            await press(pilot, *keys.split())
            assert_harmless(pilot.app)
        await press(pilot, *"red")
        await pilot.pause(0.2)
        assert_harmless(pilot.app)


async def test_toasts_are_no_markup(sqlite_desk: Desk) -> None:
    received(sqlite_desk)

    async with at_the_desk(sqlite_desk) as pilot:
        screen(pilot).say(HOSTILE["markup"])
        await wait(pilot)

        assert "[/foo]" in said(pilot)
        assert_harmless(pilot.app)


async def test_two_desks_at_once_do_not_undo_each_other(sqlite_desk: Desk) -> None:
    mine, theirs = received(sqlite_desk), received(sqlite_desk)
    await asyncio.to_thread(referrals.route, sqlite_desk, theirs, "sport", by="karim")

    async with at_the_desk(sqlite_desk) as pilot:
        await press(pilot, "enter")
        await asyncio.to_thread(requests.row, mine)
        await press(pilot, "u", "u")

        assert "nothing of yours to undo" in said(pilot)
    assert requests.row(theirs).department == "sport"
