"""What people decide about letters that did not leave: again, elsewhere, not at all, it arrived."""

from collections.abc import Callable
from email import message_from_bytes, policy

import pytest

from builders import Clock, received
from mail.smtp_server import Mishap
from services.outboxes import asked, broken, by_mail, counts, in_inbox, kinds, letter, send
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Letter as Code
from stagedesk.domain.letters import Letter
from stagedesk.mail.compose import Enclosed
from stagedesk.services.answers import referrals
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history, undo
from stagedesk.services.mail_out import outbox, outbox_list, outbox_tasks


def refused(desk: Desk, now: Clock) -> str:
    """A letter that the server refuses for good."""
    ref = asked(desk)
    with by_mail(desk) as office:
        office.mishaps = [Mishap("RCPT", "550 no such user")]
        assert counts(send(desk, now)) == {"failed": 1}
    return ref


def doubtful(desk: Desk, now: Clock) -> str:
    """A letter of which nobody knows whether it left."""
    ref = asked(desk)
    with by_mail(desk) as office:
        office.mishaps = [Mishap("answer", "hang up")]
        assert counts(send(desk, now)) == {"uncertain": 1}
    return ref


def test_a_refused_letter_goes_to_another_address(desk: Desk, now: Clock) -> None:
    ref = refused(desk, now)
    before = letter().mail_id

    row = outbox_tasks.retry(desk, 1, by="els", to="Museum@Stad.example ")

    assert (row.state, row.recipients, row.error) == ("held", ("Museum@stad.example",), "")
    assert not in_inbox(ref)
    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {"sent": 1}
    assert office.mail_ids() == [before]
    assert office.taken[0].rcpt_tos == ["Museum@stad.example"]
    assert broken(desk) == []


def test_a_doubtful_letter_that_did_not_arrive_goes_again_with_the_same_message_id(
    desk: Desk, now: Clock
) -> None:
    doubtful(desk, now)
    before = letter().mail_id

    outbox_tasks.retry(desk, 1, by="els")

    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {"sent": 1}
    assert office.mail_ids() == [before]
    assert broken(desk) == []


def test_a_doubtful_letter_that_arrived_was_sent(desk: Desk, now: Clock) -> None:
    ref = doubtful(desk, now)
    handed_over = letter().claimed_at
    now.pass_days(1)

    row = outbox_tasks.arrived(desk, 1, by="els")

    assert (row.state, row.sent_at) == ("sent", handed_over)
    assert kinds(ref)[-1] == "letter_arrived"
    assert not in_inbox(ref)
    with session():
        assert m.Entry.select().where(m.Entry.message == letter().message_id).count() == 1
    assert broken(desk) == []


@pytest.mark.parametrize("make", [refused, doubtful, lambda desk, _now: asked(desk)])
def test_a_letter_that_need_not_go_stays_here(
    desk: Desk, now: Clock, make: Callable[[Desk, Clock], str]
) -> None:
    ref = make(desk, now)

    row = outbox_tasks.drop(desk, 1, " Gebeld \x1b", by="els")

    assert (row.state, row.error) == ("dropped", "Gebeld")
    assert not in_inbox(ref)
    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {}
    assert office.taken == []
    assert broken(desk) == []


def test_a_letter_needs_a_reason_not_to_go(desk: Desk) -> None:
    asked(desk)

    with pytest.raises(errors.UsageError, match="Say why"):
        outbox_tasks.drop(desk, 1, " ", by="els")


DECISIONS = {
    "retry": lambda desk: outbox_tasks.retry(desk, 1, by="els"),
    "retry elsewhere": lambda desk: outbox_tasks.retry(desk, 1, by="els", to="museum@stad.example"),
    "drop": lambda desk: outbox_tasks.drop(desk, 1, "Gebeld.", by="els"),
}


@pytest.mark.parametrize("make", [refused, doubtful])
@pytest.mark.parametrize("decide", DECISIONS.values(), ids=DECISIONS.keys())
def test_a_decision_about_a_letter_is_taken_back(
    desk: Desk, now: Clock, make: Callable[[Desk, Clock], str], decide: Callable[[Desk], object]
) -> None:
    ref = make(desk, now)
    before = letter()
    decide(desk)

    undo.undo(desk, by="els")

    after = letter()
    assert (after.state, after.recipients) == (before.state, before.recipients)
    assert in_inbox(ref)
    assert broken(desk) == []


def test_what_cannot_be_done_with_a_letter_is_refused_in_words(desk: Desk, now: Clock) -> None:
    asked(desk)
    with by_mail(desk):
        with pytest.raises(errors.Refused, match="That cannot be done with letter 1: it leaves by itself"):
            outbox_tasks.arrived(desk, 1, by="els")
        send(desk, now)

    for decide in (*DECISIONS.values(), lambda desk: outbox_tasks.arrived(desk, 1, by="els")):
        with pytest.raises(errors.Refused, match="That cannot be done with letter 1: it has left"):
            decide(desk)
    with pytest.raises(errors.NotFound):
        outbox_tasks.retry(desk, 99, by="els")
    with pytest.raises(errors.UsageError, match="geen adres is no mail address"):
        outbox_tasks.retry(desk, 1, by="els", to="geen adres")


def test_a_letter_that_waits_for_the_next_try_goes_at_once(desk: Desk, now: Clock) -> None:
    asked(desk)
    with by_mail(desk) as office:
        office.mishaps = [Mishap("RCPT", "450 greylisted", times=1)]
        send(desk, now)
        assert counts(send(desk, now, minutes=0)) == {}

        outbox_tasks.retry(desk, 1, by="els")

        assert counts(send(desk, now, minutes=0)) == {"sent": 1}


def test_a_letter_that_came_back_goes_out_as_a_new_one(desk: Desk, now: Clock) -> None:
    asked(desk)
    with by_mail(desk):
        send(desk, now)
    with session():
        m.Outgoing.update(bounced_at=now(), error="550 moved").execute()

    outbox_tasks.retry(desk, 1, by="els", to="museum@stad.example")

    old, new = letter(1), letter(2)
    assert (old.state, new.state, new.recipients) == ("sent", "held", "museum@stad.example")
    assert (new.letter, new.subject, new.body) == (old.letter, old.subject, old.body)
    assert new.mail_id != old.mail_id
    assert [each.state for each in outbox_list.letters(desk)] == ["held", "sent"]
    undo.undo(desk, by="els")
    with session():
        assert m.Outgoing.select().count() == 1


def test_the_outbox_shows_trouble_first(desk: Desk, now: Clock) -> None:
    doubtful(desk, now)
    refused(desk, now)
    asked(desk)
    with by_mail(desk):
        send(desk, now)
    asked(desk)

    found = outbox_list.letters(desk)

    assert [each.state for each in found] == ["uncertain", "failed", "held", "sent"]
    assert [each.is_trouble for each in found] == [True, True, False, False]
    assert [each.id for each in outbox_list.letters(desk, "failed")] == [2]
    now.pass_days(2)
    assert [each.state for each in outbox_list.letters(desk)] == ["uncertain", "failed", "held"]


def decided(desk: Desk, *refs: str, enclosures: tuple[Enclosed, ...] = ()) -> m.Outgoing:
    """A letter about several requests, as a digest is."""
    with history.step(desk, "reminded", by="els") as step:
        items = []
        for ref in refs:
            request = m.Request.get(m.Request.reference == ref)
            referral = m.Referral.get_or_none(m.Referral.request == request.id)
            items.append((request, referral))
        return outbox.decide(
            desk,
            step,
            Code.REPORT,
            Letter("Overzicht", "Beste\n"),
            None,
            recipients=["musea@stad.example"],
            department=m.Department.get(m.Department.code == "musea"),
            items=items,
            enclosures=enclosures,
        )


def test_a_letter_about_many_requests_is_in_the_thread_of_each(desk: Desk, now: Clock) -> None:
    first, second = asked(desk), received(desk)
    with by_mail(desk) as office:
        send(desk, now)
        decided(desk, first, second)

        assert counts(send(desk, now)) == {"sent": 1}

    row = letter()
    assert len(office.taken) == 2
    with session():
        found = m.tuples(
            m.Entry.select(m.Entry.request, m.Entry.referral).where(m.Entry.message == row.message_id)
        )
    assert found == [(1, 1), (2, None)]
    assert broken(desk) == []


def test_a_refused_letter_about_many_requests_is_a_task_of_each(desk: Desk, now: Clock) -> None:
    first, second = asked(desk), asked(desk)
    with by_mail(desk) as office:
        send(desk, now)
        decided(desk, first, second)
        office.mishaps = [Mishap("dot", "554 spam")]
        assert counts(send(desk, now)) == {"failed": 1}

    assert (in_inbox(first), in_inbox(second)) == (True, True)
    assert outbox_list.trouble_of(2) == "report: 554 spam"
    outbox_tasks.drop(desk, 3, "Gebeld.", by="els")
    assert (in_inbox(first), in_inbox(second)) == (False, False)
    assert broken(desk) == []


def test_files_go_along_and_are_kept_once(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    file = Enclosed("cv.pdf", "application/pdf", b"%PDF-1.7\n")
    decided(desk, ref, enclosures=(file, file))

    with by_mail(desk) as office:
        send(desk, now)

    mail = message_from_bytes(office.taken[0].content, policy=policy.default)
    parts = [(each.get_filename(), each.get_content()) for each in mail.iter_attachments()]
    assert parts == [("cv.pdf", b"%PDF-1.7\n")] * 2
    with session():
        assert m.Enclosure.select(m.Enclosure.content).distinct().count() == 1


def test_a_letter_that_is_taken_back_takes_everything_along(desk: Desk) -> None:
    ref = asked(desk)
    decided(desk, ref, enclosures=(Enclosed("cv.pdf", "application/pdf", b"x"),))
    with history.step(desk, "noted", by="els") as step:
        assert outbox.recall(step, letter())

    undo.undo(desk, by="els")

    with session():
        assert (m.OutgoingItem.select().count(), m.Enclosure.select().count()) == (1, 1)
    assert broken(desk) == []


def test_a_letter_that_is_leaving_is_not_recalled(desk: Desk, now: Clock) -> None:
    asked(desk)
    with by_mail(desk):
        send(desk, now)

    with history.step(desk, "noted", by="els") as step:
        assert not outbox.recall(step, letter())


@pytest.mark.parametrize(
    ("address", "usable"),
    [
        ("musea@stad.example", "musea@stad.example"),
        ("musea@mün.example", "musea@xn--mn-xka.example"),
        ("müsea@stad.example", ""),
        ("a@b@c.example", ""),
        ("x@y.example\nBcc: z@y.example", ""),
        ("", ""),
    ],
)
def test_an_address_that_servers_take_is_plain(address: str, usable: str) -> None:
    assert outbox.usable(address) == usable


def test_withdrawing_while_the_letter_is_held_takes_it_back(desk: Desk, now: Clock) -> None:
    ref = asked(desk)
    referrals.withdraw(desk, ref, by="els")

    with by_mail(desk) as office:
        assert counts(send(desk, now)) == {}

    assert office.taken == []
