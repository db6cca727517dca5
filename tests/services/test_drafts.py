"""Letters that are read and changed before they are decided."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from builders import received
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.answers.answer_links import links_for
from stagedesk.services.checking import check
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out import drafts

LINK = re.compile(r"<mailto:[^>]+>")
SENT: dict[str, Callable[[Desk, str], object]] = {
    "referral": lambda d, r: referrals.route(d, r, "musea", by="els"),
    "question": lambda d, r: triage.ask(d, r, "In welke weken?", by="els"),
    "waiting_list": lambda d, r: triage.wait_list(d, r, date(2026, 9, 1), by="els"),
    "refusal": lambda d, r: triage.close(d, r, "rejected", reason="too_late", by="els"),
    "withdrawal": lambda d, r: triage.close(d, r, "withdrawn", reason="changed_study", by="els"),
}


def all_rows() -> dict[str, list[Any]]:
    with session():
        return {table.__name__: m.tuples(table.select().order_by(table.id)) for table in m.TABLES}


@pytest.mark.parametrize("kind", SENT)
def test_a_preview_shows_what_goes_out_and_changes_nothing(desk: Desk, kind: str) -> None:
    ref = received(desk)
    drafts.preview(lambda: None)  # what signs letters is made once, and stays
    before = all_rows()

    (draft,) = drafts.preview(lambda: SENT[kind](desk, ref))
    unchanged = all_rows()
    SENT[kind](desk, ref)

    assert unchanged == before
    with session():
        letter = m.Outgoing.get()
    assert (draft.letter, draft.subject) == (kind, letter.subject)
    assert draft.recipients == tuple(letter.recipients.splitlines())
    assert re.sub(r"<link \d>", "<>", draft.body) == LINK.sub("<>", letter.body)


def test_what_cannot_be_done_is_said_by_its_preview(desk: Desk) -> None:
    ref = received(desk)

    with pytest.raises(errors.Refused, match="no department said yes"):
        drafts.preview(lambda: triage.close(desk, ref, "placed", by="els"))


def test_a_preview_of_nothing_is_empty(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)

    assert drafts.preview(lambda: triage.note(sqlite_desk, ref, "x", by="els")) == ()


@pytest.mark.parametrize("kind", SENT)
def test_an_edited_letter_is_what_goes(desk: Desk, kind: str) -> None:
    ref = received(desk)
    (draft,) = drafts.preview(lambda: SENT[kind](desk, ref))
    edited = draft.with_text("Subject: Anders\n\nBeste Nora,\n\nmet eigen woorden.\n")

    with drafts.reworded([edited]):
        SENT[kind](desk, ref)

    with session():
        letter = m.Outgoing.get()
    assert (letter.subject, letter.body) == ("Anders", "Beste Nora,\n\nmet eigen woorden.\n")
    assert check.check(desk) == []


def test_links_in_an_edited_letter_are_those_of_the_question_that_is_asked(desk: Desk) -> None:
    """The preview's own referral was taken back: its number may have gone to another one meanwhile."""
    ref, other = received(desk), received(desk, sender="Jan <jan@student.example>")
    (draft,) = drafts.preview(lambda: SENT["referral"](desk, ref))
    referrals.route(desk, other, "sport", by="els")

    with drafts.reworded([draft.with_text(draft.text.replace("Beste collega's", "Hallo allemaal"))]):
        SENT["referral"](desk, ref)

    with session():
        letter = m.Outgoing.get(m.Outgoing.request == requests.find(ref).id)
        assert letter.body.startswith("Hallo allemaal")
        assert "<link" not in letter.body
        assert len(LINK.findall(letter.body)) == len(re.findall(r"<link \d>", draft.body)) > 3
        asked = m.Referral.get(m.Referral.request == requests.find(ref).id)
        assert [f"<{each.href}>" for each in links_for(desk, asked, "nl")] == LINK.findall(letter.body)


def test_only_the_letter_that_was_edited_is_changed(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    with session():
        m.Outgoing.update(state="sending", claim="x").execute()  # it leaves: the department must be told

    both = drafts.preview(lambda: SENT["refusal"](desk, ref))
    refusal = next(each for each in both if each.letter == "refusal")
    with drafts.reworded([refusal.with_text("Kort.")]):
        SENT["refusal"](desk, ref)

    with session():
        bodies = {row.letter: row.body for row in m.Outgoing.select()}
    assert {each.letter for each in both} == {"refusal", "withdraw_referral"}
    assert bodies["refusal"] == "Kort.\n"
    assert "niet meer te bekijken" in bodies["withdraw_referral"]


def test_nothing_stays_reworded_afterwards(sqlite_desk: Desk) -> None:
    ref = received(sqlite_desk)
    (draft,) = drafts.preview(lambda: SENT["question"](sqlite_desk, ref))
    with drafts.reworded([draft.with_text("Anders.")]):
        pass

    SENT["question"](sqlite_desk, ref)

    with session():
        assert "In welke weken?" in m.Outgoing.get().body


@pytest.mark.parametrize(
    ("text", "subject", "body"),
    [
        ("Subject: Nieuw\n\nDag\n", "Nieuw", "Dag\n"),
        ("Subject: Nieuw\r\n\r\nDag\r\n\r\n", "Nieuw", "Dag\n"),
        ("Dag zonder onderwerp\n", "Oud", "Dag zonder onderwerp\n"),
        ("Subject:\n\nDag", "Oud", "Dag\n"),
        ("Subject: Nieuw\u202e\n\nDag\x1b[31m", "Nieuw", "Dag[31m\n"),
    ],
)
def test_a_person_leaves_a_text(text: str, subject: str, body: str) -> None:
    draft = drafts.Draft("question", ("a@x.example",), (), "Oud", "Oude tekst\n").with_text(text)

    assert (draft.subject, draft.body) == (subject, body)


@pytest.mark.parametrize("text", ["", " \n\n", "Subject: x\n\n"])
def test_an_emptied_letter_does_not_go(text: str) -> None:
    with pytest.raises(errors.UsageError, match="empty"):
        drafts.Draft("question", (), (), "Oud", "Oude tekst\n").with_text(text)
