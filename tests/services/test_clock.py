"""What the clock does by itself, day after day, and what it leaves alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Letter
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.city import closing_days
from stagedesk.services.clock import followup
from stagedesk.services.clock.followup import Chased
from stagedesk.services.deciding import plan, requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history, undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import clock_letters, outbox

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
"""Five working days after the fixtures' own Monday."""


def letters(kind: str = "") -> list[m.Outgoing]:
    with session():
        query = m.Outgoing.select().order_by(m.Outgoing.id)
        return list(query.where(m.Outgoing.letter == kind) if kind else query)


def items(letter: m.Outgoing) -> list[str]:
    with session():
        query = m.Request.select(m.Request.reference).join(m.OutgoingItem)
        return [ref for (ref,) in m.tuples(query.where(m.OutgoingItem.outgoing == letter.id))]


def asked(desk: Desk, department: str = "musea", **options: object) -> str:
    ref = received(desk, **options)
    referrals.route(desk, ref, department, by="els")
    return ref


def mornings(desk: Desk, now: Clock, days: int) -> Iterator[Chased]:
    for _day in range(days):
        now.pass_days(1)
        yield followup.chase(desk)
        outbox.flush(desk)


# Departments --------------------------------------------------------------------------------------


def test_reminders_of_one_department_are_one_letter_with_links_for_each(desk: Desk, now: Clock) -> None:
    first, second = asked(desk), asked(desk)
    other = asked(desk, "sport")
    now.moment = MONDAY

    done = followup.chase(desk)

    assert done.reminded == 3
    (digest,) = letters("digest")
    assert (digest.recipients, digest.copies) == ("musea@stad.example", "")
    assert items(digest) == [first, second]
    assert digest.body.count("<mailto:") >= 4
    assert (first in digest.body, second in digest.body, other in digest.body) == (True, True, False)
    assert [row.referral.request.reference for row in letters("reminder_1")] == [other]
    assert check.check(desk) == []


def test_a_digest_lists_what_is_not_due_yet_but_nothing_of_today(desk: Desk, now: Clock) -> None:
    late = asked(desk)
    now.moment = MONDAY - timedelta(days=3)
    soon = asked(desk)
    now.moment = MONDAY
    fresh = asked(desk)

    assert followup.chase(desk).reminded == 1

    (digest,) = letters("digest")
    assert items(digest) == [late, soon]
    reminded = {ref: requests.page(desk, ref).referrals[0].reminded for ref in (late, soon, fresh)}
    assert reminded == {late: 1, soon: 0, fresh: 0}


def test_the_second_reminder_in_a_digest_has_the_head_in_copy(desk: Desk, now: Clock) -> None:
    asked(desk), asked(desk)
    now.moment = MONDAY
    followup.chase(desk)
    now.pass_days(7)
    followup.chase(desk)

    assert [each.copies for each in letters("digest")] == ["", "hoofd.musea@stad.example"]


def test_a_department_gets_one_letter_of_the_clock_a_day(desk: Desk, now: Clock) -> None:
    asked(desk), asked(desk)
    now.moment = MONDAY
    followup.chase(desk)
    ref = asked(desk)
    earlier = {"asked_on": date(2026, 3, 2), "due_on": date(2026, 3, 16)}
    with transaction():
        m.Referral.update(earlier).where(m.Referral.request == requests.row(ref).id).execute()

    now.pass_time(hours=1)
    assert followup.chase(desk).reminded == 0
    now.pass_days(1)
    assert followup.chase(desk).reminded == 1


def test_undo_takes_a_whole_digest_back_and_the_clock_leaves_it_alone_that_day(
    desk: Desk, now: Clock
) -> None:
    refs = [asked(desk), asked(desk)]
    now.moment = MONDAY
    followup.chase(desk)
    with session():
        event = m.Event.select().where(m.Event.kind == "reminded").order_by(m.Event.id.desc()).get()

    assert undo.undo(desk, by="karim", event=event.id) == refs

    assert letters("digest") == []
    assert [requests.page(desk, ref).referrals[0].reminded for ref in refs] == [0, 0]
    assert followup.chase(desk).reminded == 0
    now.pass_days(1)
    assert followup.chase(desk).reminded == 2
    assert check.check(desk) == []


def test_what_was_answered_is_taken_out_of_a_digest_before_it_leaves(desk: Desk, now: Clock) -> None:
    first, second = asked(desk), asked(desk)
    now.moment = MONDAY
    followup.chase(desk)
    referrals.answer(desk, first, "no", reason="no_capacity", by="els")

    with history.step(desk, "sent", by=None) as step:
        row = m.Outgoing.get(m.Outgoing.letter == "digest")
        assert clock_letters.last_look(desk, step, row) == ""

    (digest,) = letters("digest")
    assert items(digest) == [second]
    assert first not in digest.body

    referrals.answer(desk, second, "no", reason="no_capacity", by="els")
    with history.step(desk, "sent", by=None) as step:
        assert "answered meanwhile" in clock_letters.last_look(desk, step, digest)


@pytest.mark.parametrize(
    ("prepare", "kind"),
    [
        pytest.param(lambda desk, ref: None, "reminder_1", id="reminder"),
        pytest.param(
            lambda desk, ref: referrals.answer(desk, ref, "yes", by="els"), "question_again", id="offer"
        ),
    ],
)
def test_a_letter_of_the_clock_does_not_leave_when_it_is_answered_in_its_time_of_grace(
    desk: Desk, now: Clock, prepare: object, kind: str
) -> None:
    ref = asked(desk)
    prepare(desk, ref)  # type: ignore[operator]
    for _each in mornings(desk, now, 6 if kind == "reminder_1" else 13):
        pass
    now.pass_days(1)
    followup.chase(desk)
    (row,) = letters(kind)

    triage.close(desk, ref, "redirected", by="els")

    with session():
        left = m.Outgoing.get_or_none(m.Outgoing.id == row.id)
    if left is not None and (left.letter, left.state) == (kind, "held"):
        with history.step(desk, "sent", by=None) as step:
            assert clock_letters.last_look(desk, step, left)


def test_a_department_without_an_address_comes_back_to_the_desk_at_once(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    with transaction():
        m.Department.update(email="").where(m.Department.code == "musea").execute()

    done = followup.chase(desk)

    assert (done.unreachable, done.reminded) == (1, 0)
    row = requests.row(ref)
    assert (row.waiting_on, row.status, row.due_on) == ("desk", "routed", date(2026, 3, 3))
    assert row.attention_since == now()
    assert followup.chase(desk).unreachable == 0
    assert check.check(desk) == []


def test_a_letter_that_bounces_comes_back_to_the_desk_the_same_day(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    letter = sent_mail_id(desk, now)
    headers = {"Auto-Submitted": "auto-replied", "X-Failed-Recipients": "musea@stad.example"}
    text = f"550 5.1.1 user unknown\n\nMessage-ID: <{letter}>\n"
    mail = a_mail(
        text,
        sender="Mail Delivery System <mailer-daemon@stad.example>",
        subject="Undelivered Mail Returned to Sender",
        answers=letter,
        headers=headers,
    )

    intake.take_in(desk, [mail])

    row = requests.row(ref)
    assert row.attention_since is not None
    assert row.waiting_on == "desk"


def test_a_departments_own_closing_day_is_respected(desk: Desk, now: Clock) -> None:
    asked(desk)
    with transaction():
        own = m.Department.get(m.Department.code == "musea")
        m.ClosingDay.create(day=date(2026, 3, 9), name="Verhuis", department=own)
    desk.forget_calendar()
    now.moment = MONDAY

    assert followup.chase(desk).reminded == 0
    now.pass_days(1)
    assert followup.chase(desk).reminded == 1


# The supervisor -----------------------------------------------------------------------------------


def test_the_supervisors_get_one_letter_with_all_that_was_escalated_and_again_after_days(
    desk: Desk, now: Clock
) -> None:
    first, second = asked(desk), asked(desk, "sport")
    told = []
    for done in mornings(desk, now, 35):
        if done.supervisors_told:
            told.append((desk.today(), done.escalated))

    assert told == [(date(2026, 3, 23), 2), (date(2026, 3, 30), 0)]  # Easter Monday is 6 April
    one, again = letters("escalation")
    assert (one.recipients, items(one), items(again)) == (
        "mieke@stad.example",
        [first, second],
        [first, second],
    )
    assert "Musea" in one.body
    assert requests.row(first).waiting_on == "supervisor"
    assert requests.row(first).due_on > desk.today()
    assert check.check(desk) == []


def test_without_a_supervisors_address_the_ball_goes_there_and_no_letter(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    with transaction():
        m.Staff.update(email="").where(m.Staff.code == "mieke").execute()

    for _done in mornings(desk, now, 40):
        pass

    assert letters("escalation") == []
    row = requests.row(ref)
    assert row.waiting_on == "supervisor"
    assert row.due_on is not None
    assert row.due_on > desk.today()


# The applicant ------------------------------------------------------------------------------------


def test_a_question_is_repeated_once_and_then_the_desk_decides(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke opleiding volg je?", by="els")

    seen = []
    for done in mornings(desk, now, 35):
        if done.asked_again or done.returned:
            seen.append((desk.today(), done.asked_again, done.returned))

    assert seen == [(date(2026, 3, 16), 1, 0), (date(2026, 3, 30), 0, 1)]
    (again,) = letters("question_again")
    assert "Welke opleiding volg je?" in again.body
    row = requests.row(ref)
    assert (row.waiting_on, row.status) == ("desk", "incomplete")
    assert row.attention_since is not None
    assert triage.close(desk, ref, "applicant_no_answer", by="els").outcome == "applicant_no_answer"
    assert check.check(desk) == []


def test_an_answer_stops_the_repeating(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke opleiding volg je?", by="els")
    letter = sent_mail_id(desk, now)
    now.pass_days(3)
    intake.take_in(desk, [a_mail("Archiefbeheer, bij AP.\n", answers=letter, sent=now())])

    done = list(mornings(desk, now, 30))

    assert sum(each.asked_again + each.returned for each in done) == 0


def test_an_answer_after_the_silence_is_taken_up(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke opleiding volg je?", by="els")
    letter = sent_mail_id(desk, now)
    for _done in mornings(desk, now, 30):
        pass
    assert requests.row(ref).status == "incomplete"

    intake.take_in(desk, [a_mail("Archiefbeheer, bij AP.\n", answers=letter, sent=now())])

    assert (requests.row(ref).status, requests.row(ref).waiting_on) == ("triage", "desk")


def test_an_offer_is_repeated_too(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    referrals.answer(desk, ref, "yes", by="els")

    done = list(mornings(desk, now, 30))

    assert (sum(each.asked_again for each in done), sum(each.returned for each in done)) == (1, 1)
    assert "Musea" in letters("question_again")[0].body
    assert (requests.row(ref).waiting_on, requests.row(ref).status) == ("desk", "offered")


def test_who_waits_hears_something_every_fifteen_working_days_but_not_for_ever(
    desk: Desk, now: Clock
) -> None:
    ref = received(desk, sent=now())
    triage.note(desk, ref, "Moeilijk.", by="els")
    triage.snooze(desk, ref, date(2026, 9, 1), by="els")

    told, untold = [], []
    for done in mornings(desk, now, 150):
        if done.told:
            told.append(desk.today())
        if done.untold:
            untold.append(desk.today())

    assert told == [date(2026, 3, 23), date(2026, 4, 14), date(2026, 5, 6)]
    assert untold[0] == date(2026, 5, 29)
    assert len(untold) < 6
    assert {row.recipients for row in letters("still_looking")} == {"nora@student.example"}
    assert check.check(desk) == []


def test_who_asked_for_several_gets_one_letter_about_all_of_them(desk: Desk, now: Clock) -> None:
    teacher = "leraar@school.example"
    refs = [received(desk, sender=f"Pupil {number} <{teacher}>", sent=now()) for number in range(4)]
    other = received(desk, sender="Nora <nora@student.example>", sent=now())
    for ref in (*refs, other):
        triage.snooze(desk, ref, date(2026, 9, 1), by="els")
    done = [each.told for each in mornings(desk, now, 21)]

    assert sum(done) == 5
    (one, alone) = letters("still_looking")
    assert (one.recipients, items(one), one.request_id) == (teacher, refs, None)
    assert all(f"{ref}: Pupil {number}" in one.body for number, ref in enumerate(refs))
    assert (alone.recipients, items(alone)) == ("nora@student.example", [])
    now.pass_time(minutes=2)
    outbox.flush(desk)
    for ref in refs:
        told = [each.values.get("letter") for each in requests.page(desk, ref).events if each.kind == "sent"]
        assert told == ["still_looking"]
    assert check.check(desk) == []


def test_undo_takes_the_letter_about_several_back_and_one_that_was_closed_is_left_out(
    desk: Desk, now: Clock
) -> None:
    teacher = "leraar@school.example"
    refs = [received(desk, sender=f"Pupil {number} <{teacher}>", sent=now()) for number in range(3)]
    for ref in refs:
        triage.snooze(desk, ref, date(2026, 9, 1), by="els")
    while not letters("still_looking"):
        now.pass_days(1)
        followup.chase(desk)
    with session():
        before = m.tuples(m.Request.select(m.Request.told_on))
        event = m.Event.select().where(m.Event.kind == "told").order_by(m.Event.id.desc()).get().id

    triage.close(desk, refs[1], "redirected", by="els", letter=False)
    outbox.flush(desk)
    now.pass_time(minutes=2)
    outbox.flush(desk)
    (letter,) = letters("still_looking")
    assert (letter.state, items(letter)) == ("sent", [refs[0], refs[2]])
    with pytest.raises(errors.Refused):
        undo.undo(desk, by="els", event=event)
    assert before == [(desk.today(),)] * 3
    assert check.check(desk) == []


def test_it_is_only_proposed_where_the_settings_say_so(desk: Desk, now: Clock) -> None:
    careful = Desk(replace(desk.settings, still_looking="propose"), now)
    ref = received(careful, sent=now())
    triage.snooze(careful, ref, date(2026, 9, 1), by="els")

    done = list(mornings(careful, now, 22))

    assert (sum(each.told for each in done), sum(each.untold for each in done)) == (0, 1)
    assert requests.row(ref).attention_since is not None
    assert letters("still_looking") == []


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda desk, ref: None, id="nobody looked at it"),
        pytest.param(
            lambda desk, ref: triage.wait_list(desk, ref, date(2026, 9, 1), by="els"),
            id="on the waiting list",
        ),
        pytest.param(lambda desk, ref: triage.close(desk, ref, "redirected", by="els"), id="closed"),
    ],
)
def test_nobody_is_told_that_we_still_look_who_knows_or_asked_for_nothing(
    desk: Desk, now: Clock, prepare: object
) -> None:
    prepare(desk, received(desk, sent=now()))  # type: ignore[operator]

    done = list(mornings(desk, now, 40))

    assert sum(each.told + each.untold for each in done) == 0


def test_mail_of_former_years_is_not_answered_by_the_clock(desk: Desk, now: Clock) -> None:
    ref = received(desk, sent=now() - timedelta(days=700))
    triage.snooze(desk, ref, date(2026, 9, 1), by="els")
    now.pass_days(1)

    done = followup.chase(desk)

    assert (done.told, done.untold) == (0, 1)


# When ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "local",
    [
        pytest.param("2026-03-09T06:59:59+00:00", id="a second before eight"),
        pytest.param("2026-03-09T16:30:00+00:00", id="half past five"),
        pytest.param("2026-03-14T10:00:00+00:00", id="Saturday"),
        pytest.param("2026-04-06T10:00:00+00:00", id="Easter Monday"),
    ],
)
def test_nothing_is_done_outside_office_hours(desk: Desk, now: Clock, local: str) -> None:
    asked(desk)
    now.moment = datetime.fromisoformat(local)

    assert followup.due(desk) == ()
    assert followup.chase(desk) == Chased()


def test_a_letter_of_the_clock_is_held_into_the_next_morning_and_a_persons_is_not(
    desk: Desk, now: Clock
) -> None:
    asked(desk)
    now.moment = datetime(2026, 3, 9, 16, 29, 30, tzinfo=UTC)
    followup.chase(desk)
    by_hand = asked(desk, "sport")

    by_clock, by_person = letters("reminder_1")[0], letters("referral")[-1]
    assert by_clock.hold_until == datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
    assert by_person.hold_until == now() + timedelta(seconds=60)
    assert by_person.request.reference == by_hand


def test_what_was_held_too_long_waits_for_the_doors_to_open(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_time(minutes=5)
    outbox.flush(desk)
    now.moment = MONDAY
    followup.chase(desk)
    sent_before = outbox.flush(desk)

    now.pass_time(hours=12)
    at_night = outbox.flush(desk)
    now.pass_time(hours=12)
    in_the_morning = outbox.flush(desk)

    assert (sent_before, at_night, in_the_morning) == (0, 0, 1)
    assert letters("reminder_1")[0].state == "sent"


def test_what_was_held_over_waits_for_a_day_on_which_that_department_works(desk: Desk, now: Clock) -> None:
    asked(desk), asked(desk, "sport")
    now.moment = datetime(2026, 3, 9, 16, 29, 30, tzinfo=UTC)
    followup.chase(desk)
    closing_days.add(desk, date(2026, 3, 10), "Verhuis", by="mieke", department="musea")

    left = []
    for _morning in range(2):
        now.moment = desk.office_hours.next_open(now() + timedelta(hours=12), desk.calendar)
        outbox.flush(desk)
        sent = [each for each in letters("reminder_1") if each.state == "sent"]
        left.append((desk.today().day, sorted(each.recipients for each in sent)))

    assert left == [(10, ["sport@stad.example"]), (11, ["musea@stad.example", "sport@stad.example"])]


def test_what_would_be_done_is_told_without_doing_it(desk: Desk, now: Clock) -> None:
    first, second = asked(desk), asked(desk)
    question = received(desk)
    triage.ask(desk, question, "Welke opleiding?", by="els")
    now.moment = MONDAY + timedelta(days=7)

    due = followup.due(desk)

    assert [(each.kind, each.refs) for each in due] == [
        ("reminded", (first, second)),
        ("asked_again", (question,)),
    ]
    assert due[0].words() == f"{first}, {second}: remind Musea"
    assert letters("digest") == []
    assert followup.chase(desk) == Chased(reminded=2, asked_again=1)
    assert followup.due(desk) == ()


def test_two_clocks_at_once_do_it_once(desk: Desk, now: Clock) -> None:
    for number in range(6):
        asked(desk, ("musea", "sport", "groen")[number % 3])
    question = received(desk)
    triage.ask(desk, question, "Welke opleiding?", by="els")
    now.moment = MONDAY + timedelta(days=7)

    with ThreadPoolExecutor(4) as clocks:
        done = list(clocks.map(lambda _number: followup.chase(desk), range(4)))

    assert sum(each.reminded for each in done) == 6
    assert sum(each.asked_again for each in done) == 1
    assert len(letters("digest")) == 3
    assert check.check(desk) == []


def test_what_fails_does_not_keep_the_others_back(
    desk: Desk, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(desk)
    question = received(desk)
    triage.ask(desk, question, "Welke opleiding?", by="els")
    now.moment = MONDAY + timedelta(days=7)

    def refuses(*_values: object) -> int:
        raise errors.Refused(detail="no")

    monkeypatch.setattr("stagedesk.services.clock.silence.send_reminder", refuses)
    with pytest.raises(errors.Refused, match="no"):
        followup.chase(desk)

    assert len(letters("question_again")) == 1


# Changing the plan --------------------------------------------------------------------------------


def planned(desk: Desk, ref: str) -> dict[str, date]:
    return {each.kind: each.on for each in requests.page(desk, ref).planned}


def test_what_is_put_off_comes_later_with_all_that_follows(desk: Desk, now: Clock) -> None:
    ref = asked(desk)

    plan.put_off(desk, ref, date(2026, 3, 12), by="karim")

    assert planned(desk, ref) == {
        "reminder_1": date(2026, 3, 12),
        "reminder_2": date(2026, 3, 19),
        "supervisor": date(2026, 3, 26),
        "told": date(2026, 3, 23),
    }
    days = [desk.today() for done in mornings(desk, now, 30) if done.reminded or done.escalated]
    assert days == [date(2026, 3, 12), date(2026, 3, 19), date(2026, 3, 26)]


def test_a_step_is_skipped(desk: Desk, now: Clock) -> None:
    ref = asked(desk)

    plan.skip(desk, ref, by="els")

    assert planned(desk, ref)["reminder_1"] == date(2026, 3, 16)
    assert undo.undo(desk, by="els") == [ref]
    assert planned(desk, ref)["reminder_1"] == date(2026, 3, 9)


def test_another_due_date_moves_the_reminders(desk: Desk) -> None:
    ref = asked(desk)

    row = plan.change_due(desk, ref, date(2026, 3, 30), by="els")

    assert row.due_on == date(2026, 3, 30)
    assert planned(desk, ref)["reminder_2"] == date(2026, 3, 30)


def test_chasing_is_stopped_with_a_reason_and_taken_up_again(desk: Desk, now: Clock) -> None:
    ref = asked(desk)

    row = plan.stop(desk, ref, "Beloofd aan de telefoon.", by="els")
    assert (row.waiting_on, row.due_on) == ("desk", date(2026, 3, 5))
    assert sum(done.reminded for done in mornings(desk, now, 12)) == 0
    assert requests.page(desk, ref).referrals[0].answer is None

    row = plan.resume(desk, ref, by="karim")
    assert (row.waiting_on, row.due_on) == ("department", date(2026, 3, 20))
    assert planned(desk, ref)["reminder_1"] == date(2026, 3, 20)
    assert check.check(desk) == []


def test_a_supervisor_gives_the_ball_back_and_gets_it_again_when_nothing_happens(
    desk: Desk, now: Clock
) -> None:
    ref = asked(desk)
    for _done in mornings(desk, now, 21):
        pass
    assert requests.row(ref).waiting_on == "supervisor"

    plan.resume(desk, ref, by="mieke")
    escalated = [desk.today() for done in mornings(desk, now, 14) if done.escalated]

    assert escalated == [date(2026, 3, 30)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda d, r: plan.put_off(d, r, d.today(), by="els"), "not after today", id="today"),
        pytest.param(lambda d, r: plan.stop(d, r, " ", by="els"), "Say why", id="no reason"),
        pytest.param(lambda d, r: plan.resume(d, r, by="els"), "does not come back", id="not asked"),
        pytest.param(lambda d, r: plan.stop(d, r, "x", by="els"), "Nobody is chased", id="at the desk"),
        pytest.param(
            lambda d, r: plan.put_off(d, r, date(2026, 4, 1), by="x"), "no staff member x", id="nobody"
        ),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(desk: Desk, change: object, says: str) -> None:
    ref = received(desk)
    before = requests.page(desk, ref)

    with pytest.raises(errors.StagedeskError, match=says):
        change(desk, ref)  # type: ignore[operator]

    assert requests.page(desk, ref) == before


CHANGES = {
    "put off": lambda d, r: plan.put_off(d, r, date(2026, 4, 1), by="els"),
    "skip": lambda d, r: plan.skip(d, r, by="els"),
    "due": lambda d, r: plan.change_due(d, r, date(2026, 4, 1), by="els"),
    "stop": lambda d, r: plan.stop(d, r, "Gebeld.", by="els"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("status", ["routed", "incomplete"])
def test_each_change_is_undone(desk: Desk, change: str, status: str) -> None:
    ref = asked(desk) if status == "routed" else received(desk)
    if status == "incomplete":
        triage.ask(desk, ref, "Welke opleiding?", by="els")
    before = requests.page(desk, ref)

    CHANGES[change](desk, ref)
    assert requests.page(desk, ref).planned != before.planned
    undo.undo(desk, by="els")

    after = requests.page(desk, ref)
    assert (after.planned, after.referrals, after.clocks) == (before.planned, before.referrals, before.clocks)
    assert check.check(desk) == []


# The three clocks ---------------------------------------------------------------------------------


def test_the_three_clocks_run_each_in_its_turn_and_the_applicants_never_stops(desk: Desk, now: Clock) -> None:
    ref = received(desk, sent=now())
    now.pass_days(2)
    referrals.route(desk, ref, "musea", by="els")
    now.pass_days(5)
    referrals.answer(desk, ref, "no", reason="no_capacity", by="els")
    now.pass_days(1)
    triage.ask(desk, ref, "Welke opleiding?", by="els")
    now.pass_days(6)

    clocks = requests.page(desk, ref).clocks

    assert (clocks.desk, clocks.departments, clocks.applicant) == (2 + 1, 3, 10)

    triage.close(desk, ref, "applicant_no_answer", by="els")
    now.pass_days(30)
    assert requests.page(desk, ref).clocks.applicant == 10


def test_the_latest_safe_day_leaves_the_papers_their_time(desk: Desk) -> None:
    ref = received(desk)
    with transaction():
        m.Request.update(period_start=date(2026, 9, 14), kind="pupil", deadline_on=date(2026, 4, 1)).execute()

    clocks = requests.page(desk, ref).clocks

    assert (clocks.decide_by, clocks.deadline) == (date(2026, 8, 17), date(2026, 4, 1))


def test_no_letter_of_the_clock_leaves_outside_office_hours_in_a_whole_year(
    sqlite_desk: Desk, now: Clock
) -> None:
    """Decided a moment before the doors close, taken out of the outbox at night; every day on which the clock
    changes, else every fifth."""
    desk, zone = sqlite_desk, sqlite_desk.calendar.zone
    for number in range(366):
        today = date(2026, 3, 2) + timedelta(days=number)
        changes = today.month in (3, 10) and today.day > 24
        if number % 5 and not changes:
            continue
        now.moment = datetime.combine(today, time(8, 0, 30), tzinfo=zone).astimezone(UTC)
        outbox.flush(desk)
        if number % 20 == 0:
            department = ("musea", "sport", "groen", "bibliotheek")[number // 20 % 4]
            asked(desk, department, sent=now()), asked(desk, department, sent=now())
            triage.ask(desk, received(desk, sent=now()), "Welke opleiding?", by="els")
        seconds = 30 if number % 2 else 0  # the time of grace ends before the doors close, or after
        now.moment = datetime.combine(today, time(17, 28, seconds), tzinfo=zone).astimezone(UTC)
        now.pass_time(seconds=seconds * 2)
        followup.chase(desk)
        now.pass_time(hours=1 + number % 9)
        outbox.flush(desk)

    with session():
        by_clock = m.Outgoing.select().where(m.Outgoing.decided_by.is_null())
        sent = [each for each in by_clock if each.sent_at and each.letter != Letter.ACKNOWLEDGEMENT]
    assert {each.letter for each in sent} >= {"digest", "question_again", "escalation", "still_looking"}
    for each in sent:
        assert desk.office_hours.is_open(each.sent_at, desk.calendar), (each.letter, each.sent_at)
        assert desk.office_hours.is_open(each.hold_until, desk.calendar)
    assert check.check(desk) == []
