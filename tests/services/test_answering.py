"""What a person writes down of a department's answer: more time, another department, a place from a day."""

from collections.abc import Callable
from datetime import date

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from services.prepared_answers import MUSEA, asked, newest, referral
from services.test_undo import everything
from stagedesk import errors
from stagedesk.db.connection import database, session
from stagedesk.domain.codes import Proposal
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.clock import followup
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import event_words, undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox


def replied(desk: Desk, now: Clock, text: str) -> str:
    """A request about which musea was asked, with this reply of musea."""
    ref = received(desk, sent=now())
    referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)
    intake.take_in(desk, [a_mail(text, sender=MUSEA, answers=letter, sent=now())])
    return ref


def test_more_time_keeps_the_department_asked_until_that_day(desk: Desk, now: Clock) -> None:
    ref = replied(desk, now, "Wij hebben nog tijd nodig tot 25 maart.\n")

    row = referrals.more_time(desk, ref, date(2026, 3, 25), by="els", message=newest(desk, ref).id)

    assert (row.status, row.waiting_on, row.department) == ("routed", "department", "musea")
    assert (row.due_on, row.waiting_since, row.attention_since) == (date(2026, 3, 25), date(2026, 3, 2), None)
    told = referral(desk, ref)
    assert (told.answer, told.round, told.quiet_until) == (None, 2, date(2026, 3, 25))
    assert newest(desk, ref).handled
    assert not list(check.check(desk))


def test_more_time_until_a_closing_day_ends_on_the_next_working_day(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)

    row = referrals.more_time(sqlite_desk, ref, date(2026, 3, 28), by="els")  # a Saturday

    assert row.due_on == date(2026, 3, 30)


def test_nobody_is_reminded_before_the_day_that_was_asked_for(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    referrals.more_time(desk, ref, date(2026, 3, 25), by="els")

    while desk.today() < date(2026, 3, 24):
        now.pass_days(1)
        followup.chase(desk)
        outbox.flush(desk)

    assert "reminded" not in [event.kind for event in requests.page(desk, ref).events]


def test_more_time_until_today_is_no_time(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)

    with pytest.raises(errors.UsageError, match="not after today"):
        referrals.more_time(sqlite_desk, ref, sqlite_desk.today(), by="els")


def test_a_request_for_another_department_is_answered_and_routed_at_once(desk: Desk, now: Clock) -> None:
    ref = replied(desk, now, "Bij ons niet, vraag het eens aan Sport.\n")
    mail = newest(desk, ref)

    row = referrals.refer_on(desk, ref, "sport", by="els", message=mail.id)

    assert mail.proposal == "other_department"
    assert (row.status, row.waiting_on, row.department) == ("routed", "department", "sport")
    first, second = requests.page(desk, ref).referrals
    assert (first.answer, first.reason, second.answer) == ("no", "wrong_department", None)
    assert [letter.letter for letter in requests.page(desk, ref).letters] == ["referral"]
    assert newest(desk, ref).handled
    assert not list(check.check(desk))


def test_a_department_that_is_asked_already_is_not_asked_twice(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    referrals.route(sqlite_desk, ref, "sport", by="els")

    row = referrals.refer_on(sqlite_desk, ref, "sport", by="els", department="musea")

    assert (row.status, row.department) == ("routed", "sport")
    assert [each.answer for each in requests.page(sqlite_desk, ref).referrals] == ["no", None]


def test_a_department_cannot_be_referred_to_itself(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)

    with pytest.raises(errors.UsageError, match="Musea is the one that is asked"):
        referrals.refer_on(sqlite_desk, ref, "musea", by="els")


def test_an_unknown_department_leaves_everything_as_it_was(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    before = everything(sqlite_desk)

    with pytest.raises(errors.NotFound):
        referrals.refer_on(sqlite_desk, ref, "sterrenwacht", by="els")

    assert everything(sqlite_desk) == before


def test_a_place_from_a_day_stands_on_the_question_and_in_the_offer(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)

    referrals.answer(sqlite_desk, ref, "yes", by="els", starts_on=date(2026, 9, 14))

    assert referral(sqlite_desk, ref).starts_on == date(2026, 9, 14)
    (offer,) = requests.page(sqlite_desk, ref).letters
    assert "14 september 2026" in offer.body


def test_a_no_has_no_first_day(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)

    referrals.answer(sqlite_desk, ref, "no", by="els", reason="no_mentor", starts_on=date(2026, 9, 14))

    assert referral(sqlite_desk, ref).starts_on is None


def test_the_departments_question_is_answered_and_it_has_the_ball_again(desk: Desk, now: Clock) -> None:
    ref = replied(desk, now, "Heeft hij een rijbewijs?\n")
    referrals.answer(desk, ref, "question", by="els", message=newest(desk, ref).id)
    now.pass_days(2)

    row = referrals.tell(desk, ref, "Ja, hij rijdt met de auto.", by="els")

    assert (row.status, row.waiting_on, row.attention_since) == ("routed", "department", None)
    assert row.due_on == date(2026, 3, 18)  # the two days that the desk took come on top
    assert referral(desk, ref).round == 2
    (letter,) = requests.page(desk, ref).letters
    assert (letter.letter, letter.recipients) == ("referral", "musea@stad.example")
    assert "Ja, hij rijdt met de auto." in letter.body
    assert letter.body.count("<mailto:") == 5
    assert not list(check.check(desk))


def test_time_that_the_applicant_took_comes_on_top_too(sqlite_desk: Desk, now: Clock) -> None:
    ref = replied(sqlite_desk, now, "Heeft hij een rijbewijs?\n")
    triage.ask(sqlite_desk, ref, "Heb je een rijbewijs?", by="els")
    now.pass_days(7)

    row = referrals.tell(sqlite_desk, ref, "Ja.", by="els")

    assert (row.status, row.waiting_on, row.due_on) == ("routed", "department", date(2026, 3, 23))


def test_what_a_department_hears_while_it_has_the_ball_changes_no_day(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    due = requests.row(ref).due_on

    assert referrals.tell(sqlite_desk, ref, "Hij kan ook in mei.", by="els").due_on == due


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_nothing_is_no_answer(sqlite_desk: Desk, now: Clock, text: str) -> None:
    ref = asked(sqlite_desk, now)

    with pytest.raises(errors.UsageError, match="Write what the department"):
        referrals.tell(sqlite_desk, ref, text, by="els")


STEPS: dict[str, Callable[[Desk, str], object]] = {
    "more time": lambda d, r: referrals.more_time(d, r, date(2026, 3, 25), by="els"),
    "another department": lambda d, r: referrals.refer_on(d, r, "sport", by="els"),
    "a place from a day": lambda d, r: referrals.answer(d, r, "yes", by="els", starts_on=date(2026, 9, 1)),
    "answer back": lambda d, r: referrals.tell(d, r, "Ja, met de auto.", by="els"),
    "no": lambda d, r: referrals.answer(d, r, "no", by="els", reason="no_mentor"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_one_undo_takes_all_of_it_back(desk: Desk, now: Clock, step: Callable[[Desk, str], object]) -> None:
    ref = replied(desk, now, "Wij overleggen nog.\n")
    before = everything(desk)
    step(desk, ref)

    assert set(undo.undo(desk, by="els")) == {ref}

    assert everything(desk) == before


@pytest.mark.parametrize(
    ("text", "proposal", "value", "because"),
    [
        ("Prima voor ons, stuur maar door.\n", "yes", "", "Prima voor ons"),
        (
            "Bij ons niet, vraag het eens aan Sport.\n",
            "other_department",
            "sport",
            "vraag het eens aan Sport",
        ),
        ("We hebben plaats vanaf 14 september.\n", "yes", "2026-09-14", "plaats vanaf 14 september"),
        ("Geen mentor dit jaar, sorry.\n", "no", "no_mentor", "Geen mentor"),
        ("Geef ons nog tijd tot 20 maart.\n", "more_time", "2026-03-20", "tijd tot 20 maart"),
        ("Nee.\n\n> Is er plaats? Ja, prima voor ons.\n", "no", "", "Nee."),
    ],
)
def test_a_reply_in_own_words_is_a_proposal_with_the_words_it_rests_on(
    sqlite_desk: Desk, now: Clock, text: str, proposal: str, value: str, because: str
) -> None:
    ref = replied(sqlite_desk, now, text)

    mail = newest(sqlite_desk, ref)
    assert (mail.proposal, mail.proposal_value) == (proposal, value)
    assert because in mail.proposal_because
    assert referral(sqlite_desk, ref).answer is None


@pytest.mark.parametrize("kind", ["more_time", "answered"])
@pytest.mark.parametrize("link", ["", "abc"])
def test_the_timeline_says_who_answered(kind: str, link: str) -> None:
    facts = {"department": "musea", "answer": "yes", "until": "2026-03-25", "link": link}

    words = event_words.event_words(kind, facts)

    assert "musea" in words
    assert ("own link" in words) == bool(link)
    assert "abc" not in words


def test_every_answer_has_words() -> None:
    assert {each.value for each in Proposal} <= {*event_words.PROPOSALS}


def test_what_a_decision_asks_of_the_database_is_asked_once(sqlite_desk: Desk, now: Clock) -> None:
    ref, again = received(sqlite_desk, sent=now()), "2026-0002"
    intake.take_in(sqlite_desk, [a_mail(sender="Lars <lars@student.example>", sent=now())])
    referrals.route(sqlite_desk, ref, "musea", by="els")  # at first some things are read for good
    referrals.answer(sqlite_desk, ref, "yes", by="els")

    assert statements(lambda: referrals.route(sqlite_desk, again, "musea", by="els")) <= 16
    assert statements(lambda: referrals.answer(sqlite_desk, again, "yes", by="els")) <= 13


def statements(act: Callable[[], object]) -> int:
    said: list[object] = []
    with session():
        database.obj.query_hooks.append(said.append)
        act()
        database.obj.query_hooks.clear()
    return len(said)
