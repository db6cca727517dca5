"""A request's way from mail to outcome, through the services."""

from datetime import date
from pathlib import Path

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.clock import followup
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox


def test_a_new_request_waits_for_the_desk(desk: Desk, now: Clock) -> None:
    ref = received(desk, sent=now())

    row = requests.row(ref)
    assert (ref, row.status, row.owner, row.waiting_on) == ("2026-0001", "received", "desk", "desk")
    assert row.due_on == date(2026, 3, 5)  # three working days after Monday
    assert row.applicant == "Nora Willems"
    assert row.attention_since == now()


def test_routing_asks_the_department_and_dates_it(desk: Desk) -> None:
    ref = received(desk)

    row = referrals.route(desk, ref, "musea", by="els", suggested="sport")

    assert (row.status, row.waiting_on, row.department, row.owner) == ("routed", "department", "musea", "els")
    assert row.due_on == date(2026, 3, 16)
    assert row.attention_since is None
    page = requests.page(desk, ref)
    assert [letter.letter for letter in page.letters] == ["referral"]
    assert ref in page.letters[0].subject
    assert [(planned.kind, planned.on) for planned in page.planned] == [
        ("reminder_1", date(2026, 3, 9)),
        ("reminder_2", date(2026, 3, 16)),
        ("supervisor", date(2026, 3, 23)),
        ("told", date(2026, 3, 23)),
    ]


@pytest.mark.parametrize("name", ["musea", "MUSEA", " Musea "])
def test_a_department_is_found_by_code_and_name(desk: Desk, name: str) -> None:
    assert referrals.route(desk, received(desk), name, by="els").department == "musea"


def test_the_letter_leaves_after_its_time_of_grace(desk: Desk, now: Clock) -> None:
    referrals.route(desk, received(desk), "musea", by="els")

    assert outbox.flush(desk) == 0
    now.pass_time(seconds=61)
    assert outbox.flush(desk) == 1
    assert outbox.flush(desk) == 0

    (file,) = Path(desk.settings.outbox).iterdir()
    text = file.read_bytes().decode()
    assert "To: musea@stad.example" in text
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_yes_makes_an_offer(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")

    row = referrals.answer(desk, ref, "yes", by="els")

    assert (row.status, row.waiting_on, row.due_on) == ("offered", "applicant", date(2026, 3, 16))
    assert [letter.letter for letter in requests.page(desk, ref).letters][-1] == "offer"
    assert triage.close(desk, ref, "placed", by="els").outcome == "placed"


def test_a_yes_takes_the_question_to_other_departments_back(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.route(desk, ref, "sport", by="els")
    sent_mail_id(desk, now)

    referrals.answer(desk, ref, "yes", department="sport", by="els")

    page = requests.page(desk, ref)
    assert {each.department: each.answer for each in page.referrals} == {"musea": "withdrawn", "sport": "yes"}
    assert sorted(letter.letter for letter in page.letters) == ["offer", "withdraw_referral"]


def test_a_no_brings_the_request_back_to_the_desk(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")

    row = referrals.answer(desk, ref, "no", reason="no_capacity", by="els")

    assert (row.status, row.waiting_on, row.due_on) == ("triage", "desk", date(2026, 3, 5))
    assert row.attention_since is not None
    assert referrals.route(desk, ref, "sport", by="els").department == "sport"


def test_a_no_of_one_of_two_leaves_the_other_asked(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.route(desk, ref, "sport", by="els")

    row = referrals.answer(desk, ref, "no", department="sport", reason="no_capacity", by="els")

    assert (row.status, row.waiting_on, row.department) == ("routed", "department", "musea")


def test_a_question_gives_the_ball_to_the_desk_and_keeps_the_department_asked(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")

    row = referrals.answer(desk, ref, "question", remark="Welke dagen?", by="els")

    assert (row.status, row.waiting_on) == ("routed", "desk")
    assert requests.page(desk, ref).referrals[0].answer is None
    asked = triage.ask(desk, ref, "Welke dagen kan je komen?", by="els")
    assert (asked.status, asked.waiting_on) == ("incomplete", "applicant")


def test_the_reply_of_a_department_lands_on_its_referral(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)

    account = intake.take_in(
        desk, [a_mail("Prima voor ons, stuur maar door!\n", sender="musea@stad.example", answers=letter)]
    )

    assert account.landed == 1
    page = requests.page(desk, ref)
    reply = page.messages[-1]
    assert (reply.kind, reply.proposal) == ("answer", "yes")
    assert reply.proposal_because
    assert (page.request.status, page.request.waiting_on) == ("routed", "desk")
    assert page.referrals[0].answer is None  # a person confirms
    referrals.answer(desk, ref, "yes", message=reply.id, by="els")
    assert requests.page(desk, ref).messages[2].handled


def test_an_automatic_answer_changes_nothing(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    before = referrals.route(desk, ref, "musea", by="els")
    letter = sent_mail_id(desk, now)

    auto = {"Auto-Submitted": "auto-replied"}
    intake.take_in(desk, [a_mail("Ik ben afwezig.\n", answers=letter, headers=auto)])

    assert requests.row(ref) == before
    assert requests.page(desk, ref).messages[-1].kind == "automatic"


def test_the_applicants_answer_brings_an_incomplete_request_back(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    letter = sent_mail_id(desk, now)

    intake.take_in(desk, [a_mail("AP Hogeschool.\n", answers=letter)])

    row = requests.row(ref)
    assert (row.status, row.waiting_on) == ("triage", "desk")
    assert row.attention_since is not None


def test_mail_on_a_closed_request_shows_in_the_inbox_and_leaves_it_closed(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    letter = sent_mail_id(desk, now)
    triage.close(desk, ref, "applicant_no_answer", by="els")

    intake.take_in(desk, [a_mail("Sorry, ik was ziek.\n", answers=letter)])

    row = requests.row(ref)
    assert row.outcome == "applicant_no_answer"
    assert row.attention_since is not None
    assert triage.reopen(desk, ref, by="els").status == "triage"


def test_linking_moves_the_mail_and_ends_the_second_request_as_a_duplicate(desk: Desk) -> None:
    first, second = received(desk), received(desk)

    triage.link(desk, second, first, by="els")

    assert len(requests.page(desk, first).messages) == 2
    assert requests.row(second).outcome == "duplicate"
    undo.undo(desk, by="els")
    assert len(requests.page(desk, first).messages) == 1
    assert requests.row(second).is_open


def test_a_snoozed_request_comes_back_on_its_day(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.snooze(desk, ref, date(2026, 3, 9), by="els")

    now.pass_days(6)  # Sunday
    followup.chase(desk)
    assert requests.row(ref).attention_since is None
    now.pass_days(1)
    assert followup.chase(desk).woken == 1
    assert requests.row(ref).attention_since is not None


def test_the_clock_reminds_twice_and_then_calls_the_supervisor(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")

    seen = []
    for _day in range(25):
        now.pass_days(1)
        done = followup.chase(desk)
        again = followup.chase(desk)
        assert (again.reminded, again.escalated) == (0, 0)
        if done.reminded or done.escalated:
            seen.append((desk.today(), done.reminded, done.escalated))

    assert seen == [(date(2026, 3, 9), 1, 0), (date(2026, 3, 16), 1, 0), (date(2026, 3, 23), 0, 1)]
    row = requests.row(ref)
    assert (row.waiting_on, row.due_on) == ("supervisor", date(2026, 3, 30))
    with session():
        second = m.Outgoing.get(m.Outgoing.letter == "reminder_2")
        assert second.copies == "hoofd.musea@stad.example"


def test_a_department_is_reminded_by_hand_once_a_day(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    now.pass_days(1)
    referrals.remind(desk, ref, by="els")

    with pytest.raises(errors.Refused, match="was reminded today already"):
        referrals.remind(desk, ref, by="karim")

    now.pass_days(1)
    referrals.remind(desk, ref, by="karim")
    assert requests.page(desk, ref).referrals[0].reminded == 2


def test_no_reminder_goes_out_after_the_answer(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")
    referrals.answer(desk, ref, "no", reason="no_capacity", by="els")

    now.pass_days(30)

    assert followup.chase(desk).reminded == 0


@pytest.mark.parametrize(
    ("outcome", "options", "says"),
    [
        pytest.param("placed", {}, "no department said yes", id="placed without a yes"),
        pytest.param("rejected", {}, "needs a reason", id="rejected without a reason"),
        pytest.param("rejected", {"reason": "found_elsewhere"}, "not a reason", id="a withdrawal's reason"),
        pytest.param("applicant_no_answer", {}, "was not waiting", id="nobody asked the applicant"),
        pytest.param("department_no_answer", {}, "only a supervisor", id="a clerk"),
        pytest.param("department_no_answer", {"by": "mieke"}, "no department was asked", id="nobody asked"),
        pytest.param("lost", {}, "not an outcome", id="an outcome that does not exist"),
    ],
)
def test_an_outcome_that_the_facts_do_not_carry_is_refused(
    desk: Desk, outcome: str, options: dict[str, str], says: str
) -> None:
    ref = received(desk)

    with pytest.raises(errors.StagedeskError, match=says):
        triage.close(desk, ref, outcome, **({"by": "els"} | options))

    assert requests.row(ref).is_open


def test_a_supervisor_writes_down_that_a_department_never_answered(desk: Desk) -> None:
    ref = received(desk)
    referrals.route(desk, ref, "musea", by="els")

    row = triage.close(desk, ref, "department_no_answer", by="mieke")

    assert row.outcome == "department_no_answer"


@pytest.mark.parametrize(
    ("step", "says"),
    [
        pytest.param(lambda d, r: referrals.route(d, r, "xyz", by="els"), "no department xyz", id="where"),
        pytest.param(lambda d, r: referrals.route(d, "1", "musea", by="els"), "no request 1", id="request"),
        pytest.param(lambda d, r: referrals.route(d, r, "musea", by="x"), "no staff member x", id="staff"),
        pytest.param(lambda d, r: referrals.answer(d, r, "yes", by="els"), "no department", id="not asked"),
        pytest.param(lambda d, r: referrals.answer(d, r, "maybe", by="els"), "not an answer", id="answer"),
        pytest.param(lambda d, r: triage.note(d, r, " ", by="els"), "Write what", id="empty note"),
        pytest.param(lambda d, r: triage.snooze(d, r, d.today(), by="els"), "not after today", id="snooze"),
        pytest.param(lambda d, r: triage.reopen(d, r, by="els"), "not closed", id="reopen"),
        pytest.param(lambda d, r: triage.link(d, r, r, by="els"), "itself", id="link"),
    ],
)  # fmt: skip
def test_a_wrong_step_gets_a_sentence_and_changes_nothing(desk: Desk, step: object, says: str) -> None:
    ref = received(desk)
    before = requests.page(desk, ref)

    with pytest.raises(errors.StagedeskError, match=says):
        step(desk, ref)  # type: ignore[operator]

    assert requests.page(desk, ref) == before


def test_two_people_press_the_same_key(desk: Desk) -> None:
    ref = received(desk)
    seen = requests.row(ref).version
    referrals.route(desk, ref, "musea", by="els", seen_version=seen)

    with pytest.raises(errors.StaleRequest, match="Els changed 2026-0001"):
        referrals.route(desk, ref, "sport", by="karim", seen_version=seen)


def test_the_clock_writes_the_closing_days_of_a_coming_year_into_the_calendar(desk: Desk, now: Clock) -> None:
    now.pass_days(366 * 4)

    followup.chase(desk)

    assert not desk.calendar.is_working_day(date(2031, 7, 21))
