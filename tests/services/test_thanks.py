"""A mail that only says thank you is kept with its request and wakes nobody."""

from datetime import date

import pytest

from builders import a_mail, received
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.sources import SourceMail
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in import intake

UNTIL = date(2026, 4, 1)
THANKS = "Dag Els,\n\nDank u wel voor uw snelle antwoord!\n\nMet vriendelijke groeten\nNora Willems\n"


def first_mail(ref: str) -> str:
    with session():
        query = m.Message.select(m.Message.mail_id).join(m.Entry).join(m.Request)
        return str(m.tuples(query.where(m.Request.reference == ref).order_by(m.Message.id))[0][0])


def again(ref: str, text: str) -> SourceMail:
    return a_mail(text, subject="Re: Stage", answers=first_mail(ref))


def test_what_is_put_away_stays_away_after_a_thank_you(desk: Desk) -> None:
    ref = received(desk)
    before = triage.snooze(desk, ref, UNTIL, by="els")

    intake.take_in(desk, [again(ref, THANKS)])

    after, page = requests.row(ref), requests.page(desk, ref)
    assert (after.snoozed_until, after.due_on, after.attention_since) == (UNTIL, UNTIL, None)
    assert after == before
    assert [each.subject for each in page.messages] == ["Stage", "Re: Stage"]
    assert page.messages[1].handled
    assert page.events[-1].kind == "landed"


@pytest.mark.parametrize(
    "text", ["Dank u, maar ik heb iets anders gevonden.\n", "Bedankt! Wanneer weet ik iets?\n"]
)
def test_a_mail_that_says_more_shows_in_the_inbox(desk: Desk, text: str) -> None:
    ref = received(desk)
    triage.snooze(desk, ref, UNTIL, by="els")

    intake.take_in(desk, [again(ref, text)])

    assert requests.row(ref).attention_since is not None


def test_while_we_wait_for_the_applicant_even_thanks_are_an_answer(desk: Desk) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Is 14 september goed?", by="els")

    intake.take_in(desk, [again(ref, THANKS)])

    assert requests.row(ref).waiting_on == "desk"


def test_thanks_for_a_refusal_open_nothing_again(desk: Desk) -> None:
    ref = received(desk)
    triage.close(desk, ref, "rejected", reason="too_late", by="els")

    intake.take_in(desk, [again(ref, THANKS)])

    row = requests.row(ref)
    assert (row.is_open, row.attention_since) == (False, None)
    assert requests.page(desk, ref).messages[-1].proposal is None
