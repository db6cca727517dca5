"""Sitting at the desk in a test: the app on a desk of its own, and some days that already happened there."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk import i18n
from stagedesk.services.answers import referrals
from stagedesk.services.clock import followup
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox
from stagedesk.ui.app import DeskApp
from stagedesk.ui.dialogs.message import Tell
from stagedesk.ui.screens.desk_screen import DeskScreen
from ui.helpers import screen_text, wait

GOLDEN = Path(__file__).parent / "golden"
# GOLDEN=write makes the golden screens anew; read what changed before keeping it.
WRITE = os.environ.get("GOLDEN") == "write"

NORA = """Beste,

Voor mijn opleiding zoek ik een stageplaats in het museum, in het depot of bij
de collectie, van 14 september tot 18 december. Ik kan vier dagen per week.

Met vriendelijke groeten
Nora Willems
"""
SIGNATURE = "\n-- \nNora Willems\nstudent informatiebeheer\n"


@asynccontextmanager
async def at_the_desk(
    desk: Desk, size: tuple[int, int] = (80, 24), *, language: str = "en", background: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The app, opened and painted; by itself it does nothing in the background."""
    i18n.use_language(language)
    app = DeskApp(desk.settings, desk.clock, background=background)
    app.NOTIFICATION_TIMEOUT = 600  # a slow machine would have forgotten what was said before it is read
    async with app.run_test(size=size, notifications=True) as pilot:
        await wait(pilot)
        yield pilot


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """One key after the other, each with all that it sets going."""
    for key in keys:
        await pilot.press(key)
        await wait(pilot)


def screen(pilot: Pilot[Any]) -> DeskScreen:
    found = pilot.app.screen
    assert isinstance(found, DeskScreen)
    return found


def here(pilot: Pilot[Any]) -> str:
    """The reference of the request that a key would be about."""
    row = screen(pilot).in_hand()
    return row.ref if row else ""


def said(pilot: Pilot[Any]) -> str:
    """What is said in the corner."""
    return "\n".join(str(each.message) for each in pilot.app._notifications)


def told(pilot: Pilot[Any]) -> str:
    """What is said in the corner or, too long for it, in a dialog, in one line."""
    dialog = pilot.app.screen
    return " ".join(f"{said(pilot)} {dialog.text if isinstance(dialog, Tell) else ''}".split())


async def until(pilot: Pilot[Any], so: Callable[[], bool]) -> None:
    """Wait for what is read beside the screen."""
    for _moment in range(600):
        if so():
            return
        await pilot.pause(0.05)
    raise AssertionError(f"it never came to that; on the screen stands\n{screen_text(pilot.app)}")


async def assert_golden(pilot: Pilot[Any], name: str) -> None:
    """The screen is, or soon becomes, letter for letter the one that somebody looked at and found good."""
    file, found = GOLDEN / f"{name}.txt", screen_text(pilot.app) + "\n"
    if WRITE:
        file.write_text(found, encoding="utf-8")
    for _moment in range(200):
        if found == file.read_text(encoding="utf-8"):
            break
        await pilot.pause(0.05)
        found = screen_text(pilot.app) + "\n"
    assert found == file.read_text(encoding="utf-8")


def some_days(desk: Desk, now: Clock) -> None:
    """Two weeks at the desk: one request in every state, and an Inbox with something of each kind.

    2026-0001 Kobe, sport: silent, late       2026-0002 Lotte, bibliotheek: a yes to confirm
    2026-0003 Jan: closed                     2026-0004 Aya: asked, waits for the applicant
    2026-0005 Nora: new, for the museum       2026-0006 a machine's mail
    2026-0007 Sam: new, nothing says for whom
    """
    kobe = _from("Kobe Nijs", "kobe@leerling.example", desk, now, "Sportstage", "Ik zoek een sportstage.\n")
    lotte = _from("Lotte Mertens", "lotte@student.example", desk, now, "Stage bib", "In de bibliotheek?\n")
    jan = _from("Jan Peeters", "jan@student.example", desk, now, "Te laat", "Vanaf morgen, kan dat?\n")
    aya = _from("Aya Idrissi", "aya@student.example", desk, now, "Stage", "Kan dat?\n")
    now.pass_time(hours=1)
    referrals.route(desk, kobe, "sport", by="els", suggested="sport")
    triage.close(desk, jan, "rejected", reason="too_late", by="karim")
    triage.ask(desk, aya, "Welke opleiding volg je?", by="els")
    referrals.route(desk, lotte, "bibliotheek", by="els")
    letter = sent_mail_id(desk, now)
    for _day in range(14):
        now.pass_days(1)
        followup.chase(desk)
        now.pass_time(minutes=2)
        outbox.flush(desk)
    now.moment = datetime(2026, 3, 17, 8, 30, tzinfo=now.moment.tzinfo)
    answer = a_mail("Dat is prima, ze is welkom.\n", sender="Bib <bibliotheek@stad.example>", answers=letter)
    now.pass_time(hours=-20)
    intake.take_in(desk, [answer])
    now.pass_time(hours=19)
    _from("Nora Willems", "nora@student.example", desk, now, "Stage in het museum", NORA + SIGNATURE)
    auto = {"Auto-Submitted": "auto-replied"}
    received(desk, sender="Postmeester <post@elders.example>", subject="Afwezig", headers=auto, sent=now())
    _from("Sam", "sam@student.example", desk, now, "Vraagje", "Hebben jullie plaats voor mij?\n")
    now.pass_time(hours=1)


def _from(name: str, address: str, desk: Desk, now: Clock, subject: str, text: str) -> str:
    sent = now() - timedelta(minutes=1)
    return received(desk, sender=f"{name} <{address}>", subject=subject, text=text, sent=sent)
