"""Everything that is due in one go: what fails keeps nothing else back, and two at once do no harm."""

import threading
from dataclasses import replace

from builders import Clock, received
from mail.smtp_server import Mishap
from services.outboxes import asked, by_mail, letter
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.alone import alone
from stagedesk.db.connection import session
from stagedesk.services import work
from stagedesk.services.answers import referrals
from stagedesk.services.desk import Desk
from stagedesk.settings_mailbox import Mailbox


def events() -> int:
    with session():
        return m.Event.select().count()


def done(worked: work.Worked) -> dict[str, int]:
    return {name: count for name, count in worked.counts.items() if count}


def test_it_reminds_and_sends_and_the_second_time_does_nothing(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_days(7)

    with by_mail(desk) as office:
        assert done(work.work(desk)) == {"reminded": 1, "sent": 1}
        now.pass_time(minutes=2)
        assert done(work.work(desk)) == {"sent": 1}
        assert done(work.work(desk)) == {}

    assert len(office.taken) == 2


def test_a_mailbox_that_cannot_be_read_keeps_nothing_else_back(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_days(7)
    box = Mailbox("stage", "127.0.0.1", port=1, tls="none", user="stage", password_env="NOWHERE")
    desk.settings = replace(desk.settings, mailboxes=(box,))

    with by_mail(desk):
        worked = work.work(desk)

    assert done(worked) == {"reminded": 1, "sent": 1}
    assert [type(error) for error in worked.failures] == [errors.MailboxError]


def test_a_mail_server_that_is_away_keeps_the_clock_going(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_days(7)
    with by_mail(desk):
        pass

    worked = work.work(desk)

    assert done(worked) == {"reminded": 1, "delayed": 1}
    assert [type(error) for error in worked.failures] == [errors.SmtpDown]


def test_while_somebody_is_at_it_nobody_else_is(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_days(7)
    before, found = events(), []

    with alone("work"):
        thread = threading.Thread(target=lambda: found.append(work.work(desk)))
        thread.start()
        thread.join()

    assert found[0].busy
    assert events() == before


def test_four_at_once_remind_and_send_once(desk: Desk, now: Clock) -> None:
    for _request in range(4):
        ref = received(desk)
        referrals.route(desk, ref, "musea", by="els")
    now.pass_days(7)

    with by_mail(desk) as office:
        threads = [threading.Thread(target=work.work, args=(desk,)) for _run in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(office.mail_ids()) == len(set(office.mail_ids())) == 4
    with session():
        assert {row.reminded for row in m.Referral.select()} == {1}


def test_the_plan_says_what_would_be_done_and_changes_nothing(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    now.pass_days(7)
    before = events()

    plan = work.plan(desk)

    assert [(deed.kind, deed.refs) for deed in plan.deeds] == [("reminded", (ref,))]
    assert [(each.ref, each.letter) for each in plan.letters] == [(ref, "referral")]
    assert events() == before
    assert letter().state == "held"


def test_watching_goes_on_after_a_failure_until_it_is_stopped(desk: Desk, now: Clock) -> None:
    asked(desk)
    now.pass_time(minutes=2)
    told: list[work.Worked] = []

    with by_mail(desk) as office:
        office.mishaps = [Mishap("connect", "hang up", times=1)]

        def tell(worked: work.Worked) -> None:
            told.append(worked)
            now.pass_time(minutes=2)

        work.watch(desk, every=0.01, told=tell, stopped=lambda: len(told) == 3)

    assert [done(each) for each in told] == [{"delayed": 1}, {"sent": 1}, {}]
    assert len(office.taken) == 1
