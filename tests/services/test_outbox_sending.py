"""Letters leave by a real mail server: once, or they say why not."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from builders import Clock
from mail.smtp_server import Mishap
from services.outboxes import asked, broken, by_mail, counts, in_inbox, kinds, letter, send
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.alone import alone
from stagedesk.db.connection import database, is_sqlite, session
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_out import outbox_sending
from stagedesk.services.mail_out.outbox_claim import claim
from stagedesk.services.mail_out.outbox_sending import send_due


def test_a_letter_leaves_after_its_time_of_grace_and_once(desk: Desk, now: Clock) -> None:
    ref = asked(desk)

    with by_mail(desk) as office:
        assert counts(send_due(desk)) == {}
        assert counts(send(desk, now)) == {"sent": 1}
        assert counts(send(desk, now)) == {}

    (mail,) = office.taken
    assert mail.rcpt_tos == ["musea@stad.example"]
    assert office.mail_ids() == [letter().mail_id]
    assert kinds(ref)[-1] == "sent"
    assert broken(desk) == []


def test_letters_of_one_run_go_over_one_connection(desk: Desk, now: Clock) -> None:
    for _request in range(3):
        asked(desk)

    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {"sent": 3}

    assert office.connections == 2  # aiosmtpd looks at itself once


STAGES: list[Any] = [
    pytest.param("connect", "hang up", "delayed", id="no greeting"),
    pytest.param("MAIL", "451 later", "delayed", id="sender deferred"),
    pytest.param("RCPT", "450 greylisted", "delayed", id="recipient deferred"),
    pytest.param("RCPT", "550 no such user", "failed", id="recipient refused"),
    pytest.param("DATA", "hang up", "delayed", id="cut before the text"),
    pytest.param("dot", "451 disk full", "delayed", id="deferred at the dot"),
    pytest.param("dot", "554 spam", "failed", id="refused at the dot"),
    pytest.param("dot", "hang up", "uncertain", id="cut at the dot, not taken"),
    pytest.param("answer", "hang up", "uncertain", id="cut at the dot, and taken"),
    pytest.param("answer", "silence", "uncertain", id="no answer to the dot"),
]


@pytest.mark.parametrize(("stage", "act", "what"), STAGES)
def test_what_goes_wrong_once_is_settled_by_itself_or_shown(
    desk: Desk, now: Clock, stage: str, act: str, what: str
) -> None:
    ref = asked(desk)

    with by_mail(desk) as office:
        office.mishaps = [Mishap(stage, act, times=1)]
        done = send(desk, now)
        again = send(desk, now, minutes=90)

    assert counts(done) == {what: 1}
    assert in_inbox(ref) == (what != "delayed")
    assert counts(again) == ({"sent": 1} if what == "delayed" else {})
    assert letter().state == ("sent" if what == "delayed" else what)
    assert len(office.taken) == (1 if what == "delayed" or stage == "answer" else 0)
    assert broken(desk) == []


def test_the_time_between_two_tries_grows(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_time(minutes=2)

    with by_mail(desk) as office:
        office.mishaps = [Mishap("RCPT", "450 greylisted")]
        pauses = []
        for _try in range(6):
            send_due(desk)
            pauses.append(round((letter().retry_at - now()).total_seconds() / 60))
            now.moment = letter().retry_at

    assert pauses == [1, 5, 15, 60, 60, 60]
    assert letter().error == "musea@stad.example: 450 greylisted"


def test_after_three_days_of_tries_it_is_a_task(desk: Desk, now: Clock) -> None:
    ref = asked(desk)

    with by_mail(desk) as office:
        office.mishaps = [Mishap("RCPT", "450 greylisted")]
        for _hour in range(5):
            assert counts(send(desk, now, minutes=61)) == {"delayed": 1}
        now.pass_days(3)

        assert counts(send(desk, now)) == {"failed": 1}

    assert (letter().state, in_inbox(ref)) == ("failed", True)


def test_a_server_that_is_away_ends_the_run_and_the_letters_wait(desk: Desk, now: Clock) -> None:
    for _request in range(3):
        asked(desk)

    with by_mail(desk):
        pass
    done = send(desk, now)

    assert counts(done) == {"delayed": 1}
    assert isinstance(done.error, errors.SmtpDown)
    with session():
        assert m.Outgoing.select().where(m.Outgoing.state == "held").count() == 3


def test_a_refused_login_leaves_everything_as_it_was(desk: Desk, now: Clock) -> None:
    asked(desk)

    with by_mail(desk) as office:
        office.mishaps = [Mishap("MAIL", "550 not your address")]
        done = send(desk, now)

    assert type(done.error) is errors.SmtpError
    assert counts(done) == {}
    row = letter()
    assert (row.state, row.retry_at, row.claim, row.attempts) == ("held", None, "", 0)


def test_one_of_two_recipients_is_refused(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    with session():
        m.Outgoing.update(copies="hoofd@stad.example").execute()

    with by_mail(desk) as office:
        office.mishaps = [Mishap("RCPT", "550 no such user", only="hoofd@")]
        assert counts(send(desk, now)) == {"sent": 1}

    row = letter()
    assert (row.state, row.error) == ("sent", "hoofd@stad.example: 550 no such user")
    assert row.bounced_at is not None
    assert in_inbox(ref)


def test_what_cannot_be_made_a_mail_is_a_task_and_the_others_go(desk: Desk, now: Clock) -> None:
    ref, other = asked(desk), asked(desk)
    with session():
        m.Outgoing.update(recipients="geen adres").where(m.Outgoing.id == 1).execute()

    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {"sent": 1, "failed": 1}

    assert (in_inbox(ref), in_inbox(other)) == (True, False)
    assert len(office.taken) == 1


def test_who_died_while_sending_leaves_a_letter_for_a_person_to_decide(desk: Desk, now: Clock) -> None:
    ref, other = asked(desk), asked(desk)
    with session():
        claim(desk, letter(1))

    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {"sent": 1, "uncertain": 1}
        assert counts(send(desk, now)) == {}

    assert letter(1).state == "uncertain"
    assert "the desk stopped" in letter(1).error
    assert (in_inbox(ref), in_inbox(other)) == (True, False)
    assert office.mail_ids() == [letter(2).mail_id]
    assert broken(desk) == []


def test_while_somebody_sends_nobody_else_does(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_time(minutes=2)
    found = []

    with by_mail(desk) as office, alone("send"):
        thread = threading.Thread(target=lambda: found.append(send_due(desk)))
        thread.start()
        thread.join()

    assert found[0].busy
    assert office.taken == []


def test_eight_senders_at_once_send_every_letter_once(desk: Desk, now: Clock) -> None:
    for _request in range(12):
        asked(desk)
    now.pass_time(minutes=2)

    with by_mail(desk) as office:

        def run() -> None:
            for _again in range(4):
                send_due(desk)

        threads = [threading.Thread(target=run) for _sender in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(office.taken) == len(set(office.mail_ids())) == 12


def test_a_database_that_goes_away_for_a_moment_does_not_forget_what_was_sent(
    desk: Desk, now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_sqlite():
        pytest.skip("a file goes away only with its machine")
    asked(desk)
    handed_over = outbox_sending._sent

    def cut_off(*arguments: Any) -> bool:
        monkeypatch.undo()
        (number,) = database.execute_sql("select pg_backend_pid()").fetchone()
        with pytest.raises(Exception, match="terminating connection"):
            database.execute_sql("select pg_terminate_backend(%s)", (number,))
        return handed_over(*arguments)

    with by_mail(desk) as office:
        monkeypatch.setattr(outbox_sending, "_sent", cut_off)
        assert counts(send(desk, now)) == {"sent": 1}

    assert (letter().state, len(office.taken)) == ("sent", 1)


def test_a_letter_that_left_cannot_be_taken_back_and_says_what_can(desk: Desk, now: Clock) -> None:
    asked(desk)
    with by_mail(desk):
        send(desk, now)

    with pytest.raises(errors.Refused, match=r"musea@stad.example has left .* Withdraw the question instead"):
        undo.undo(desk, by="els")


@pytest.mark.parametrize("what", ["delayed", "failed"])
def test_a_letter_that_did_not_leave_is_taken_back_whole(desk: Desk, now: Clock, what: str) -> None:
    ref = asked(desk)
    with by_mail(desk) as office:
        office.mishaps = [Mishap("RCPT", "450 no" if what == "delayed" else "550 no")]
        assert counts(send(desk, now)) == {what: 1}
        assert undo.undo(desk, by="els") == [ref]

    with session():
        assert m.Outgoing.select().count() == 0
    assert broken(desk) == []


def test_a_letter_of_which_nobody_knows_is_not_taken_back(desk: Desk, now: Clock) -> None:
    asked(desk)
    with by_mail(desk) as office:
        office.mishaps = [Mishap("answer", "hang up")]
        send(desk, now)

    with pytest.raises(errors.Refused, match="Nobody knows whether the letter"):
        undo.undo(desk, by="els")


def test_what_nobody_decided_waits_for_office_hours(desk: Desk, now: Clock) -> None:
    asked(desk)
    with session():
        m.Outgoing.update(decided_by=None, letter="reminder_1").execute()
    now.moment = now.moment.replace(hour=21)

    assert counts(send(desk, now)) == {}
    now.moment += timedelta(hours=13)
    assert counts(send(desk, now)) == {"sent": 1}


def test_looking_for_letters_to_send_does_not_read_those_that_were_sent(
    sqlite_desk: Desk, now: Clock
) -> None:
    with session():
        asked_for: list[str] = []
        cursor = database.connection()
        cursor.set_trace_callback(asked_for.append)
        outbox_sending.due(sqlite_desk)
        cursor.set_trace_callback(None)
        (plan,) = database.execute_sql(f"explain query plan {asked_for[-1]}").fetchall()[:1]

    assert "outgoing_waiting" in plan[-1]
