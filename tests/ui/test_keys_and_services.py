"""A case by keys leaves the same history as the same case through the services."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import TextArea

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk.db import connection
from stagedesk.db import models as m
from stagedesk.services import setup
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import handover, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake, threads
from ui.at_the_desk import at_the_desk, press

REF = "2026-0001"
WORDS = "Welke periode?"


def a_request(desk: Desk, _now: Clock) -> None:
    received(desk)


def two_requests(desk: Desk, _now: Clock) -> None:
    received(desk)
    received(desk, subject="Ook van mij")


def two_mails(desk: Desk, _now: Clock) -> None:
    """Two on one request, and another request."""
    received(desk, mail_id="one@student.example")
    intake.take_in(desk, [a_mail("Nog iets.\n", answers="one@student.example")])
    received(desk, sender="Bram <bram@student.example>", subject="Vraag", text="Kan dat?\n")


def merged(desk: Desk, now: Clock) -> None:
    two_requests(desk, now)
    threads.merge(desk, "2026-0002", REF, by="karim")


def passed_on(desk: Desk, _now: Clock) -> None:
    head = "Van: Nora <nora@student.example>\nVerzonden: maandag 2 maart 2026 10:00\nOnderwerp: Stage\n"
    text = f"Voor jullie.\n\n-----Oorspronkelijk bericht-----\n{head}\nIk zoek een stage.\n"
    received(desk, text=text, sender="Karel <karel@elders.example>", subject="FW: Stage")


def asked(desk: Desk, now: Clock) -> None:
    received(desk)
    referrals.route(desk, REF, "musea", by="karim")
    sent_mail_id(desk, now)


def answered(text: str) -> Callable[[Desk, Clock], None]:
    def story(desk: Desk, now: Clock) -> None:
        received(desk)
        referrals.route(desk, REF, "musea", by="karim")
        letter = sent_mail_id(desk, now)
        mail = a_mail(text, sender="musea@stad.example", answers=letter)
        intake.take_in(desk, [mail])

    return story


def offered(desk: Desk, now: Clock) -> None:
    asked(desk, now)
    referrals.answer(desk, REF, "yes", by="karim")


def closed(desk: Desk, _now: Clock) -> None:
    received(desk)
    triage.close(desk, REF, "redirected", by="karim")


def answer_mail() -> int:
    with connection.session():
        return m.tuples(m.Message.select(m.Message.id).where(m.Message.kind == "answer"))[0][0]


CASES = {
    "route": (a_request, "enter", lambda d: referrals.route(d, REF, "musea", by="els", suggested="musea")),
    "route elsewhere": (
        a_request,
        "r 2",
        lambda d: referrals.route(d, REF, "bibliotheek", by="els", suggested="musea"),
    ),
    "ask": (a_request, "i text", lambda d: triage.ask(d, REF, WORDS, by="els")),
    "note": (a_request, "n text", lambda d: triage.note(d, REF, WORDS, by="els")),
    "snooze": (a_request, "z 2 enter", lambda d: triage.snooze(d, REF, date(2026, 3, 9), by="els")),
    "waiting list": (a_request, "w 2 enter", lambda d: triage.wait_list(d, REF, date(2026, 3, 9), by="els")),
    "reject": (
        a_request,
        "x 1 1 enter",
        lambda d: triage.close(d, REF, "rejected", reason="no_mentor", by="els"),
    ),
    "redirect": (a_request, "x 3 enter", lambda d: triage.close(d, REF, "redirected", by="els")),
    "link": (two_requests, "j m enter", lambda d: triage.link(d, "2026-0002", REF, by="els")),
    "link as proposed": (two_requests, "j l", lambda d: threads.merge(d, "2026-0002", REF, by="els")),
    "split": (two_mails, "o s", lambda d: threads.split(d, REF, 2, by="els")),
    "move": (two_mails, "o M 0 0 0 2 enter", lambda d: threads.move(d, 2, "2026-0002", ref=REF, by="els")),
    "un-merge": (merged, "3 left end right home U", lambda d: threads.unmerge(d, "2026-0002", by="els")),
    "sender": (passed_on, "S", lambda d: threads.take_sender_as_applicant(d, REF, by="els")),
    "yes": (asked, "2 a 1", lambda d: referrals.answer(d, REF, "yes", by="els")),
    "no": (asked, "2 a 3 1", lambda d: referrals.answer(d, REF, "no", reason="no_mentor", by="els")),
    "question": (asked, "2 a 4", lambda d: referrals.answer(d, REF, "question", by="els")),
    "a place from a day": (
        asked,
        "2 a 5 1 6 / 3 enter",
        lambda d: referrals.answer(d, REF, "yes", by="els", starts_on=date(2026, 3, 16)),
    ),
    "another department": (asked, "2 a 6 3", lambda d: referrals.refer_on(d, REF, "sport", by="els")),
    "more time": (asked, "2 a 7 2 enter", lambda d: referrals.more_time(d, REF, date(2026, 3, 16), by="els")),
    "answer back": (asked, "2 b text", lambda d: referrals.tell(d, REF, WORDS, by="els")),
    "remind": (asked, "2 e", lambda d: referrals.remind(d, REF, by="els")),
    "take back": (asked, "2 t", lambda d: referrals.withdraw(d, REF, by="els")),
    "confirm yes": (
        answered("Prima, ze is welkom.\n"),
        "enter",
        lambda d: referrals.answer(d, REF, "yes", message=answer_mail(), by="els"),
    ),
    "confirm no": (
        answered("Helaas, er is geen begeleider vrij.\n"),
        "enter enter",
        lambda d: referrals.answer(d, REF, "no", reason="no_mentor", message=answer_mail(), by="els"),
    ),
    "confirm more time": (
        answered("Geef ons nog tijd tot 20/3/2026.\n"),
        "enter",
        lambda d: referrals.more_time(d, REF, date(2026, 3, 20), message=answer_mail(), by="els"),
    ),
    "confirm another department": (
        answered("Niet voor ons, vraag het eens aan Sport.\n"),
        "enter",
        lambda d: referrals.refer_on(d, REF, "sport", message=answer_mail(), by="els"),
    ),
    "seen": (answered("Zie bijlage.\n"), "v", lambda d: triage.seen(d, REF, by="els")),
    "placed": (offered, "2 x 1 enter ctrl+s", lambda d: triage.close(d, REF, "placed", by="els")),
    "take over": (a_request, "T", lambda d: handover.take_over(d, REF, by="els")),
    "hand over": (
        a_request,
        "H 3 h o i enter",
        lambda d: handover.hand_over(d, REF, "karim", note="hoi", by="els"),
    ),
    "reopen": (closed, "3 left end right R", lambda d: triage.reopen(d, REF, by="els")),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_case_by_keys_leaves_the_same_history(
    sqlite_desk: Desk, now: Clock, tmp_path: Path, name: str
) -> None:
    story, keys, service = CASES[name]
    story(sqlite_desk, now)
    by_services = _copy(sqlite_desk, tmp_path / "services.db")

    async with at_the_desk(sqlite_desk) as pilot:
        for key in keys.split():
            if key == "text":
                pilot.app.screen.query_one(TextArea).text = WORDS
                key = "ctrl+s"
            await press(pilot, key)
    found = _history()
    other = setup.open_desk(by_services, now)
    service(other)

    assert found == _history()


def _copy(desk: Desk, file: Path) -> Any:
    with connection.session():
        connection.database.execute_sql("pragma wal_checkpoint(truncate)")
    shutil.copyfile(desk.settings.database.removeprefix("sqlite:///"), file)
    return replace(desk.settings, database=f"sqlite:///{file}")


def _history() -> list[Any]:
    """Every event with what it changed; ids of letters are made anew each time."""
    e, d = m.Event, m.EventDetails
    with connection.session():
        query = e.select(e.by, e.kind, e.request, e.facts, e.changes, d.details)
        rows = m.tuples(query.join(d, "LEFT OUTER JOIN", on=(d.event == e.id)).order_by(e.id))
    return [
        (by, kind, ref, facts, _without_ids(changes), said) for by, kind, ref, facts, changes, said in rows
    ]


def _without_ids(changes: str) -> Any:
    found = json.loads(changes)
    for change in found:
        change["values"].pop("mail_id", None)
    return found
