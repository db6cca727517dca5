"""Where a mail belongs: found by what proves it, proposed by what hints at it, corrected by a person."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import session
from stagedesk.domain.codes import WaitingOn
from stagedesk.mail.parse import parse
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.journal.event_words import event_words
from stagedesk.services.mail_in import intake, threads
from stagedesk.services.mail_out import signing
from stagedesk.services.rows import MessageRow

HISTORY = {"event", "event_details", "counter", "raw", "secret"}
ELSEWHERE = "Iemand Anders <iemand@elders.example>"


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the history itself; versions only ever move on."""
    found = {}
    with session():
        for table in m.TABLES:
            name = table._meta.table_name
            if name not in HISTORY:
                columns = [f for f in table._meta.sorted_fields if f.name != "version"]
                found[name] = m.tuples(table.select(*columns).order_by(table.id))
    return found


def asked(desk: Desk, now: Clock, **options: object) -> tuple[str, str]:
    """A request about which Musea was asked, and the Message-ID of that letter."""
    ref = received(desk, **options)
    referrals.route(desk, ref, "musea", by="els")
    return ref, sent_mail_id(desk, now)


def last(desk: Desk, ref: str) -> MessageRow:
    return requests.page(desk, ref).messages[-1]


def because(desk: Desk, ref: str) -> str:
    """Why the newest mail is with this request."""
    with session():
        query = m.Entry.select(m.Entry.because).join(m.Request).where(m.Request.reference == ref)
        return m.tuples(query.order_by(m.Entry.id.desc()))[0][0]


def proposed(desk: Desk, ref: str) -> dict[str, str]:
    return {each.ref: each.because for each in threads.proposals(desk, requests.row(ref).id)}


def subject_of_last_letter(desk: Desk) -> str:
    with session():
        raw = m.tuples(m.Raw.select(m.Raw.bytes).order_by(m.Raw.id.desc()))[0][0]
    return parse(bytes(raw)).subject


def facts(kind: str) -> dict[str, Any]:
    with session():
        found: dict[str, Any] = json.loads(
            m.Event.select().where(m.Event.kind == kind).order_by(m.Event.id.desc()).first().facts
        )
        return found


def broken(desk: Desk) -> list[str]:
    return [f"{each.rule} {each.where} {each.detail}" for each in check.check(desk)]


# Our own signature


def test_an_answer_without_references_is_found_by_the_tag_of_the_letter(desk: Desk, now: Clock) -> None:
    ref, _letter = asked(desk, now)
    subject = subject_of_last_letter(desk)

    account = intake.take_in(
        desk, [a_mail("Ja, dat lukt.\n", sender="musea@stad.example", subject=f"RE: {subject}")]
    )

    assert (account.landed, because(desk, ref)) == (1, "token")
    assert (last(desk, ref).kind, last(desk, ref).proposal) == ("answer", "yes")
    assert requests.row(ref).waiting_on == "desk"


def test_the_tag_tells_which_department_answers(desk: Desk, now: Clock) -> None:
    ref, _letter = asked(desk, now)
    referrals.route(desk, ref, "sport", by="els")
    sent_mail_id(desk, now)
    subject = subject_of_last_letter(desk)

    intake.take_in(desk, [a_mail("Geen plaats.\n", sender="jan@stad.example", subject=subject)])

    with session():
        entry = m.Entry.select().order_by(m.Entry.id.desc()).first()
        assert entry.referral.department.code == "sport"


def test_the_applicant_is_found_by_the_tag_of_a_question(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    sent_mail_id(desk, now)

    intake.take_in(
        desk, [a_mail("AP Hogeschool.\n", sender="nora@prive.example", subject=subject_of_last_letter(desk))]
    )

    assert (last(desk, ref).kind, because(desk, ref)) == ("follow_up", "token")
    assert requests.row(ref).status == "triage"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("Stage [2026-0001.aaaaaaaaaaaaaaaa]", id="made up"),
        pytest.param("Stage [2026-0001.{signature}]", id="of another request"),
    ],
)
def test_a_false_tag_is_a_claim_of_a_stranger(desk: Desk, subject: str) -> None:
    ref = received(desk)
    with session():
        signature = signing.tag_for("2026-0099")[-17:-1]

    account = intake.take_in(desk, [a_mail(sender=ELSEWHERE, subject=subject.format(signature=signature))])

    assert (account.requests, account.landed) == (1, 0)
    assert proposed(desk, "2026-0002") == {ref: f"it says {ref}, but this sender is not part of it"}


def test_two_desks_sign_differently(desk: Desk) -> None:
    with session():
        first = signing.tag_for("2026-0001")
        m.Secret.delete().execute()
        second = signing.tag_for("2026-0001")

    assert first != second


# A number in the subject


@pytest.fixture
def known_people(desk: Desk, now: Clock) -> str:
    """A request of Nora, sent in by her teacher of AP, about which Musea was asked."""
    with session():
        school = m.School.get(m.School.code == "ap")
        m.Contact.create(school=school, name="Tom", email="tom@ap.example")
    ref, _letter = asked(desk, now, sender="Lotte Maes <lotte@ap.example>")
    with session():
        m.Request.update(school=school).execute()
        m.Applicant.update(email="nora@student.example").execute()
    return ref


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param("nora@student.example", id="the applicant"),
        pytest.param("LOTTE@ap.example", id="whoever sent it in"),
        pytest.param("tom@ap.example", id="a contact of the school"),
        pytest.param("musea@stad.example", id="the department"),
        pytest.param("hoofd.musea@stad.example", id="its head"),
    ],
)
@pytest.mark.parametrize("subject", ["Vraag over 2026-0001", "Antw: [2026-0001] stage"])
def test_who_takes_part_may_use_the_number(desk: Desk, known_people: str, sender: str, subject: str) -> None:
    account = intake.take_in(desk, [a_mail("Nog iets.\n", sender=sender, subject=subject)])

    assert (account.landed, because(desk, known_people)) == (1, "subject")


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        pytest.param("x@elders.example", "Vraag over 2026-0001", id="a stranger"),
        pytest.param("groen@stad.example", "Vraag over 2026-0001", id="a department that was not asked"),
        pytest.param("nora@student.example", "Vraag over 2026-0002", id="a number that is not there"),
        pytest.param("nora@student.example", "Stage 2025-2026", id="a school year"),
    ],
)
def test_everybody_else_makes_a_new_request(desk: Desk, known_people: str, sender: str, subject: str) -> None:
    account = intake.take_in(desk, [a_mail("Nog iets.\n", sender=sender, subject=subject)])

    assert (account.requests, account.landed) == (1, 0)
    assert len(requests.page(desk, known_people).messages) == 2


def test_the_department_that_uses_the_number_answers_its_question(desk: Desk, known_people: str) -> None:
    intake.take_in(desk, [a_mail("Ja, graag.\n", sender="musea@stad.example", subject="2026-0001")])

    assert (last(desk, known_people).kind, last(desk, known_people).proposal) == ("answer", "yes")


def test_a_number_is_worth_less_than_references(desk: Desk, now: Clock) -> None:
    first, letter = asked(desk, now)
    second = received(desk)

    intake.take_in(
        desk, [a_mail("Ja.\n", sender="musea@stad.example", subject=f"Re: {second}", answers=letter)]
    )

    assert (len(requests.page(desk, first).messages), because(desk, first)) == (3, "references")


# What it means


def test_an_answer_from_an_unexpected_address_says_so(desk: Desk, now: Clock) -> None:
    ref, letter = asked(desk, now)

    intake.take_in(desk, [a_mail("Ja, dat lukt.\n", sender="jan@gmail.example", answers=letter)])

    mail = last(desk, ref)
    assert (mail.kind, mail.proposal) == ("answer", "yes")
    assert mail.proposal_because == "(jan@gmail.example is not an address of Musea) Ja, dat lukt."


@pytest.mark.parametrize("sender", ["musea@stad.example", "Jan Claes <jan.claes@stad.example>"])
def test_a_department_answers_from_its_own_or_a_colleagues_address(
    desk: Desk, now: Clock, sender: str
) -> None:
    ref, letter = asked(desk, now)

    intake.take_in(desk, [a_mail("Ja, dat lukt.\n", sender=sender, answers=letter)])

    assert last(desk, ref).proposal_because == "Ja, dat lukt."


def test_another_department_is_unexpected_too(desk: Desk, now: Clock) -> None:
    ref, letter = asked(desk, now)

    intake.take_in(desk, [a_mail("Ja, dat lukt.\n", sender="groen@stad.example", answers=letter)])

    assert "groen@stad.example is not an address of Musea" in last(desk, ref).proposal_because


def test_the_applicant_does_not_answer_for_the_department(desk: Desk, now: Clock) -> None:
    ref, letter = asked(desk, now)

    intake.take_in(desk, [a_mail("Ja, dat lukt.\n", answers=letter)])

    assert (last(desk, ref).kind, last(desk, ref).proposal) == ("follow_up", None)
    assert requests.row(ref).waiting_on == "department"


def test_the_department_may_reply_to_the_applicants_own_mail(desk: Desk, now: Clock) -> None:
    ref, _letter = asked(desk, now, mail_id="first@student.example")

    intake.take_in(
        desk, [a_mail("Ja, dat lukt.\n", sender="musea@stad.example", answers="first@student.example")]
    )

    assert (last(desk, ref).kind, last(desk, ref).proposal) == ("answer", "yes")


def test_a_colleague_whom_nobody_asked_changes_nothing(desk: Desk, now: Clock) -> None:
    ref, _letter = asked(desk, now, mail_id="first@student.example")

    intake.take_in(
        desk, [a_mail("Ja, leuk.\n", sender="groen@stad.example", answers="first@student.example")]
    )

    row = requests.row(ref)
    assert (row.waiting_on, row.attention_since is not None) == ("department", True)


def test_a_withdrawal_is_proposed_and_closes_nothing(desk: Desk) -> None:
    ref = received(desk, mail_id="first@student.example")

    intake.take_in(
        desk,
        [a_mail("Ik trek mijn aanvraag in, ik vond elders een plaats.\n", answers="first@student.example")],
    )

    assert (last(desk, ref).kind, last(desk, ref).proposal) == ("follow_up", "withdrawn")
    assert requests.row(ref).is_open


def test_a_mail_from_a_list_shows_and_decides_nothing(desk: Desk) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    with session():
        letter = m.Message.get().mail_id

    intake.take_in(
        desk, [a_mail("AP Hogeschool.\n", answers=letter, headers={"List-Id": "<leerkrachten.ap.example>"})]
    )

    row = requests.row(ref)
    assert (row.waiting_on, row.attention_since is not None) == ("applicant", True)


def test_a_mail_that_only_sounds_automatic_still_shows(desk: Desk) -> None:
    ref = received(desk, mail_id="first@student.example")
    referrals.route(desk, ref, "musea", by="els")

    text = "Ik ben afwezig tot maandag en heb beperkte toegang tot mijn mail.\n"
    intake.take_in(desk, [a_mail(text, answers="first@student.example")])

    row = requests.row(ref)
    assert (row.waiting_on, row.attention_since is not None) == ("department", True)


def test_a_machines_answer_found_by_the_tag_changes_nothing(desk: Desk, now: Clock) -> None:
    ref, _letter = asked(desk, now)
    before = requests.row(ref)

    account = intake.take_in(
        desk,
        [
            a_mail(
                "Ik ben met verlof.\n",
                sender="musea@stad.example",
                subject=f"Automatisch antwoord: {subject_of_last_letter(desk)}",
                headers={"Auto-Submitted": "auto-replied"},
            )
        ],
    )

    assert (account.landed, requests.row(ref)) == (1, before)
    assert last(desk, ref).handled


def test_what_an_answer_says_is_found(desk: Desk) -> None:
    received(desk, mail_id="first@student.example")

    intake.take_in(
        desk, [a_mail("> Geciteerd.\nMijn rijbewijs heb ik al.\n", answers="first@student.example")]
    )

    with session():
        assert len(search.find("nora rijbewijs")) == 1
        assert search.find("geciteerd") == []


def test_a_national_number_is_masked_wherever_it_is_kept(desk: Desk) -> None:
    text = "Mijn rijksregisternummer is 93.05.18-223.61, groeten.\n"

    intake.take_in(desk, [a_mail(text, subject="Stage 93.05.18-223.61")])

    with session():
        mail, request = m.Message.get(), m.Request.get()
        assert "223" not in mail.body + mail.subject + request.title
        assert search.find("223") == []
        assert "masked: rijksregisternummer" in mail.warnings


# Letters that come back


def a_bounce(letter: str, *, action: str = "failed", code: str = "550 5.1.1 unknown user") -> SourceMail:
    raw = f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.stad.example>
To: stage@stad.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{action}@mx.stad.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="dsn"

--dsn
Content-Type: text/plain

Your message could not be delivered.
--dsn
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.stad.example

Final-Recipient: rfc822; musea@stad.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; {code}
--dsn
Content-Type: text/rfc822-headers

From: stage@stad.example
Message-ID: <{letter}>
--dsn--
"""
    return SourceMail("test", f"bounce-{action}", raw.encode())


def test_a_letter_that_comes_back_is_the_desks_task(desk: Desk, now: Clock) -> None:
    ref, letter = asked(desk, now)

    account = intake.take_in(desk, [a_bounce(letter)])

    assert account.landed == 1
    row = requests.row(ref)
    assert (row.status, row.waiting_on, str(row.due_on)) == ("routed", "desk", "2026-03-03")
    assert row.attention_since == now()
    with session():
        sent = m.Outgoing.get()
        assert (sent.state, sent.bounced_at) == ("sent", now())
        assert sent.error == "smtp; 550 5.1.1 unknown user"
    event = requests.page(desk, ref).events[-1]
    assert (event.kind, event.values["letter"], event.undoable) == ("bounced", "referral", False)
    assert event.values["text"] == "musea@stad.example: smtp; 550 5.1.1 unknown user"
    assert last(desk, ref).kind == "bounce"
    assert broken(desk) == []


def test_a_question_that_comes_back_waits_for_nobody(desk: Desk, now: Clock) -> None:
    ref = received(desk)
    triage.ask(desk, ref, "Welke school?", by="els")

    intake.take_in(desk, [a_bounce(sent_mail_id(desk, now))])

    row = requests.row(ref)
    assert (row.status, row.waiting_on) == ("triage", "desk")
    assert broken(desk) == []


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_of_delay_or_delivery_changes_nothing(desk: Desk, now: Clock, action: str) -> None:
    ref, letter = asked(desk, now)
    before = requests.row(ref)

    intake.take_in(desk, [a_bounce(letter, action=action)])

    assert requests.row(ref) == before
    assert len(requests.page(desk, ref).messages) == 3


def test_a_bounce_of_somebody_elses_mail_is_filed_in_the_inbox(desk: Desk) -> None:
    account = intake.take_in(desk, [a_bounce("strange@elsewhere.example")])

    assert account.requests == 1
    assert requests.row("2026-0001").automatic


# Closed requests


def closed(desk: Desk, now: Clock, days: int) -> str:
    ref = received(desk, mail_id="first@student.example")
    triage.close(desk, ref, "withdrawn", reason="found_elsewhere", by="els")
    now.pass_days(days)
    return ref


def test_a_reply_to_a_closed_request_proposes_to_reopen_it(desk: Desk, now: Clock) -> None:
    ref = closed(desk, now, 30)

    account = intake.take_in(desk, [a_mail("Toch graag!\n", answers="first@student.example")])

    row, mail = requests.row(ref), last(desk, ref)
    assert (account.landed, row.is_open, row.attention_since) == (1, False, now())
    assert mail.proposal == "reopen"
    assert "2026-03-02" in mail.proposal_because


def test_a_reply_long_after_is_a_new_request_that_goes_on_from_it(desk: Desk, now: Clock) -> None:
    ref = closed(desk, now, 60)

    account = intake.take_in(desk, [a_mail("Toch graag!\n", answers="first@student.example")])

    assert (account.requests, requests.row(ref).attention_since) == (1, None)
    with session():
        assert m.Request.get(m.Request.reference == "2026-0002").continues.reference == ref
    assert facts("received")["continues"] == ref
    assert threads.proposals(desk, requests.row("2026-0002").id) == ()
    assert broken(desk) == []


def test_how_long_a_request_can_be_reopened_is_a_setting(desk: Desk, now: Clock) -> None:
    closed(desk, now, 7)
    desk.settings = replace(desk.settings, reopen_days=3)

    assert intake.take_in(desk, [a_mail("Toch!\n", answers="first@student.example")]).requests == 1


def test_a_machine_never_asks_anew(desk: Desk, now: Clock) -> None:
    ref = closed(desk, now, 60)

    headers = {"Auto-Submitted": "auto-replied"}
    account = intake.take_in(
        desk, [a_mail("Ik ben weg.\n", answers="first@student.example", headers=headers)]
    )

    assert (account.landed, requests.row(ref).attention_since) == (1, None)


# Merge and un-merge


def two(desk: Desk) -> tuple[str, str]:
    """Two requests of one person, the second in answer to nothing."""
    first = received(desk, mail_id="one@student.example")
    return first, received(desk, mail_id="two@student.example", subject="Herinnering stage museum")


def test_a_reply_to_a_merged_request_lands_on_the_kept_one(desk: Desk, now: Clock) -> None:
    kept, merged = two(desk)
    referrals.route(desk, merged, "musea", by="els")
    letter = sent_mail_id(desk, now)
    threads.merge(desk, merged, kept, by="els")

    intake.take_in(
        desk,
        [
            a_mail("Nog iets.\n", answers="two@student.example"),
            a_mail("Ja hoor.\n", sender="musea@stad.example", answers=letter),
        ],
    )

    assert len(requests.page(desk, kept).messages) == 5
    assert requests.page(desk, merged).messages == ()
    assert broken(desk) == []


def test_what_is_merged_into_a_merged_request_goes_to_the_last_one(desk: Desk) -> None:
    first, second = two(desk)
    third = received(desk)
    threads.merge(desk, second, first, by="els")

    assert threads.merge(desk, third, second, by="els").ref == first
    with pytest.raises(errors.UsageError, match="itself"):
        threads.merge(desk, first, third, by="els")


def test_a_merged_request_gets_its_own_mails_back_later(desk: Desk) -> None:
    kept, merged = two(desk)
    threads.merge(desk, merged, kept, by="els")
    intake.take_in(desk, [a_mail("Nog iets.\n", answers="one@student.example")])
    triage.note(desk, kept, "Gebeld.", by="karim")
    referrals.route(desk, kept, "musea", by="els")

    row = threads.unmerge(desk, merged, by="karim")

    assert (row.ref, row.status, row.waiting_on, row.outcome) == (merged, "triage", "desk", None)
    assert [mail.subject for mail in requests.page(desk, merged).messages] == ["Herinnering stage museum"]
    assert len(requests.page(desk, kept).messages) == 2
    with session():
        assert m.Request.get(m.Request.reference == merged).continues is None
        assert search.find("herinnering") == [row.id]
    assert broken(desk) == []


def test_what_it_went_on_from_is_known_again_after_unmerging(desk: Desk, now: Clock) -> None:
    old = closed(desk, now, 60)
    intake.take_in(desk, [a_mail("Toch graag!\n", answers="first@student.example")])
    other = received(desk)
    threads.merge(desk, "2026-0002", other, by="els")

    threads.unmerge(desk, "2026-0002", by="els")

    with session():
        assert m.Request.get(m.Request.reference == "2026-0002").continues.reference == old


def test_only_what_was_merged_is_unmerged(desk: Desk) -> None:
    ref = received(desk)

    with pytest.raises(errors.Refused, match="was not linked"):
        threads.unmerge(desk, ref, by="els")


# Split, move, who asks


def hijacked(desk: Desk) -> tuple[str, int]:
    """A request in whose thread somebody else asks something, and the number of that mail."""
    ref = received(desk, mail_id="one@student.example")
    mail = a_mail(
        "Ik zoek ook een stage.\n", sender="Bram <bram@student.example>", answers="one@student.example"
    )
    intake.take_in(desk, [mail])
    return ref, last(desk, ref).id


def test_one_mail_is_split_off_into_a_request_of_its_sender(desk: Desk) -> None:
    ref, mail = hijacked(desk)

    row = threads.split(desk, ref, mail, by="els")

    assert (row.applicant, row.applicant_email) == ("Bram", "bram@student.example")
    assert (row.ref, row.status, row.waiting_on, row.owner) == ("2026-0002", "received", "desk", "els")
    assert row.attention_since is not None
    assert [each.id for each in requests.page(desk, row.ref).messages] == [mail]
    assert len(requests.page(desk, ref).messages) == 1
    with session():
        assert search.find("bram") == [row.id]
    assert broken(desk) == []


def told(desk: Desk, ref: str) -> list[str]:
    """What the history of a request tells, without what was undone."""
    return [
        event_words(each.kind, each.values) for each in requests.page(desk, ref).events if not each.undone
    ]


def test_the_history_of_the_other_request_tells_it_too_and_both_are_undone_as_one(desk: Desk) -> None:
    ref, mail = hijacked(desk)
    other = received(desk, sender=ELSEWHERE)

    threads.move(desk, mail, other, by="els")
    threads.move(desk, mail, ref, by="els")
    own = threads.split(desk, ref, mail, by="els").ref
    threads.merge(desk, own, other, by="els")

    assert told(desk, other)[1:] == [
        f"a mail moved here from {ref}",
        f"a mail moved to {ref}",
        f"{own} linked here, with its mails",
    ]
    assert told(desk, own)[0] == f"a mail of {ref}, split off"
    undo.undo(desk, by="els")
    assert told(desk, other)[-1] == "undone: linking"
    assert told(desk, own) == [f"a mail of {ref}, split off", "undone: linking"]
    threads.merge(desk, own, other, by="els")
    threads.unmerge(desk, own, by="els")
    assert told(desk, other)[-1] == f"{own} no longer linked here"
    assert broken(desk) == []


def test_replies_follow_a_mail_that_was_split_off(desk: Desk) -> None:
    ref, mail = hijacked(desk)
    with session():
        mail_id = m.Message.get_by_id(mail).mail_id
    threads.split(desk, ref, mail, by="els")

    intake.take_in(desk, [a_mail("Nog iets.\n", sender="bram@student.example", answers=mail_id)])

    assert len(requests.page(desk, "2026-0002").messages) == 2


def test_one_mail_is_moved_to_another_request(desk: Desk) -> None:
    ref, mail = hijacked(desk)
    other = received(desk)
    triage.ask(desk, other, "Welke school?", by="els")

    row = threads.move(desk, mail, other, by="els")

    assert (row.ref, row.status, row.waiting_on) == (other, "triage", "desk")
    assert len(requests.page(desk, ref).messages) == 1
    assert broken(desk) == []


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        pytest.param(lambda d, r, n: threads.split(d, r, n, by="els"), "only mail", id="split the only one"),
        pytest.param(lambda d, r, n: threads.move(d, n, "2026-0002", by="els"), "only mail", id="move it"),
        pytest.param(lambda d, r, n: threads.move(d, n, r, by="els"), "already", id="move it nowhere"),
        pytest.param(lambda d, r, n: threads.split(d, r, 999, by="els"), "999", id="no such mail"),
        pytest.param(lambda d, r, n: threads.split(d, "2026-0002", n, by="els"), "no mail", id="not there"),
    ],
)
def test_what_cannot_be_taken_apart(
    desk: Desk, deed: Callable[[Desk, str, int], object], reason: str
) -> None:
    ref = received(desk)
    received(desk)
    before = everything(desk)

    with pytest.raises(errors.StagedeskError, match=reason):
        deed(desk, ref, last(desk, ref).id)

    assert everything(desk) == before


def test_a_letter_of_the_desk_is_not_moved(desk: Desk, now: Clock) -> None:
    ref, _letter = asked(desk, now)
    other = received(desk)

    with pytest.raises(errors.Refused, match="letter of the desk"):
        threads.move(desk, last(desk, ref).id, other, by="els")


FORWARD = """\
Graag bekijken, mvg Karel

-----Oorspronkelijk bericht-----
Van: Nora Willems <nora@student.example>
Verzonden: maandag 2 maart 2026 10:00
Aan: karel@elders.example
Onderwerp: Stage

Ik zoek een stage in het museum.
"""


def forwarded(desk: Desk) -> str:
    return received(desk, text=FORWARD, sender="Karel <karel@elders.example>", subject="FW: Stage")


def test_the_sender_of_a_forward_asks_after_all_with_one_key(desk: Desk) -> None:
    ref = forwarded(desk)
    assert requests.row(ref).applicant_email == "nora@student.example"

    row = threads.take_sender_as_applicant(desk, ref, by="els")

    assert (row.applicant, row.applicant_email) == ("Karel", "karel@elders.example")
    with pytest.raises(errors.Refused, match="is the applicant"):
        threads.take_sender_as_applicant(desk, ref, by="els")


DEEDS: dict[str, Callable[[Desk], object]] = {
    "merge": lambda d: threads.merge(d, "2026-0002", "2026-0001", by="els"),
    "split": lambda d: threads.split(d, "2026-0001", last(d, "2026-0001").id, by="els"),
    "move": lambda d: threads.move(d, last(d, "2026-0001").id, "2026-0002", by="els"),
    "applicant": lambda d: threads.take_sender_as_applicant(d, "2026-0002", by="els"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_each_of_these_is_undone_to_the_last_row_and_done_again(
    desk: Desk, deed: Callable[[Desk], object]
) -> None:
    hijacked(desk)
    forwarded(desk)
    before = everything(desk)
    deed(desk)
    after = everything(desk)

    undo.undo(desk, by="els")
    assert everything(desk) == before
    with session():
        event = m.Event.select().order_by(m.Event.id.desc()).first().id
    undo.undo(desk, by="els", event=event)

    assert everything(desk) == after
    assert broken(desk) == []


def test_unmerging_is_undone_too(desk: Desk) -> None:
    kept, merged = two(desk)
    threads.merge(desk, merged, kept, by="els")
    before = everything(desk)
    threads.unmerge(desk, merged, by="els")

    undo.undo(desk, by="els")

    assert everything(desk) == before


# Proposals


LONG = "Beste, ik zoek voor mijn opleiding een plaats van twaalf weken in het museum.\n"


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        pytest.param(
            {"sender": "Nora Willems <nora@student.example>"},
            {"sender": "Nora Willems <nora@prive.example>", "subject": "Vraag"},
            "Nora Willems wrote from nora@student.example",
            id="a second address",
        ),
        pytest.param(
            {"sender": "Nora <nora@student.example>"},
            {"sender": "N. Willems <nora@student.example>", "subject": "Herinnering"},
            "nora@student.example has an open request",
            id="a reminder without thread",
        ),
        pytest.param(
            {"text": LONG, "sender": "Nora <nora@student.example>"},
            {"text": LONG.upper(), "sender": "Info <info@elders.example>", "subject": "Doorgestuurd"},
            "the same text came on 2026-03-02",
            id="a redirected copy",
        ),
        pytest.param(
            {"mail_id": "same@student.example", "sender": "Nora <nora@student.example>"},
            {"mail_id": "same@student.example", "sender": "List <list@elders.example>", "subject": "[L] S"},
            "a mail with the same Message-ID is there",
            id="the same Message-ID",
        ),
        pytest.param(
            {"subject": "Stage in de bib van april", "sender": "Nora <nora@student.example>"},
            {"subject": "RE: Stage in de bib van april", "sender": "Papa <papa@elders.example>"},
            "the same subject: Stage in de bib van april",
            id="the same subject",
        ),
        pytest.param(
            {"sender": "Nora <nora@student.example>"},
            {"text": "Over 2026-0001 nog dit.\n", "sender": "Nora <nora@student.example>", "subject": "Hoi"},
            "it says 2026-0001, and its sender is part of that",
            id="the number in the text",
        ),
        pytest.param(
            {"sender": "Nora <nora@student.example>"},
            {"text": "Over 2026-0001.\n", "sender": ELSEWHERE, "subject": "2026-0001"},
            "it says 2026-0001, but this sender is not part of it",
            id="a strangers claim",
        ),
    ],
)
def test_a_link_is_proposed_with_its_reason_and_not_made(
    desk: Desk, first: dict[str, Any], second: dict[str, Any], reason: str
) -> None:
    ref = received(desk, **({"text": "Iets.\n"} | first))

    other = received(desk, **({"text": "Iets anders.\n"} | second))

    assert proposed(desk, other) == {ref: reason}
    assert len(requests.page(desk, ref).messages) == 1


def test_two_strangers_have_nothing_in_common(desk: Desk) -> None:
    received(desk, sender="Nora Willems <nora@student.example>", text="Ik zoek iets.\n")
    other = received(desk, sender="Bram Maes <bram@student.example>", text="Ik zoek ook iets.\n")

    assert proposed(desk, other) == {}


def test_a_school_that_sends_many_is_no_reason(desk: Desk) -> None:
    for name in ("Nora", "Bram", "Jef"):
        text = FORWARD.replace("Nora Willems <nora@student.example>", f"{name} <{name}@student.example>")
        received(desk, text=text + name, sender="Karel <karel@elders.example>", subject=f"FW: {name}")

    assert proposed(desk, "2026-0003") == {}


def test_a_merged_request_stands_for_the_one_that_was_kept(desk: Desk) -> None:
    first, second = two(desk)
    threads.merge(desk, second, first, by="els")
    third = received(desk, subject="2026-0002", sender=ELSEWHERE, text="Iets.\n")

    assert list(proposed(desk, third)) == [first]
    assert proposed(desk, second) == {}


def test_copies_of_long_ago_are_other_requests(desk: Desk, now: Clock) -> None:
    received(desk, text=LONG, sender="Nora <nora@student.example>")
    now.pass_time(days=60)
    other = received(desk, text=LONG, sender="Jef <jef@student.example>")

    assert proposed(desk, other) == {}


def test_a_request_that_is_not_there_has_no_proposals(desk: Desk) -> None:
    assert threads.proposals(desk, 4711) == ()


def test_who_is_waited_for_follows_from_random_corrections(desk: Desk, now: Clock) -> None:
    """After any of it the desk is sound: owner, party and date everywhere."""
    ref, mail = hijacked(desk)
    triage.ask(desk, ref, "Welke school?", by="els")
    own = threads.split(desk, ref, mail, by="karim")
    now.pass_time(days=1)
    threads.merge(desk, ref, own.ref, by="els")
    threads.unmerge(desk, ref, by="mieke")
    intake.take_in(desk, [a_mail("AP.\n", answers="one@student.example")])

    assert requests.row(ref).waiting_on == WaitingOn.DESK
    assert requests.row(ref).due_on is not None
    assert desk.today() - requests.row(ref).received_on == timedelta(days=1)
    assert broken(desk) == []
