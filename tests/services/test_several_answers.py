"""One mail that answers a list of requests lands on each of those that it names, with its own proposal."""

import pytest

from builders import Clock, a_mail, received
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.clock import followup
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.lists import listing
from stagedesk.services.mail_in import intake, threads
from stagedesk.services.mail_out import outbox
from stagedesk.services.rows import MessageRow

MUSEA = "Musea <musea@stad.example>"
NAMES = ("Nora Willems", "Kobe De Smet", "Emma Claes")


@pytest.fixture
def listed(desk: Desk, now: Clock) -> list[str]:
    """Three requests that the museums were asked about, and were reminded of in one letter."""
    refs = [
        received(desk, sender=f"{name} <{name.split()[0].lower()}@student.example>", sent=now())
        for name in NAMES
    ]
    for ref in refs:
        referrals.route(desk, ref, "musea", by="els")
    now.pass_time(minutes=2)
    outbox.flush(desk)
    while not digest_id():
        now.pass_days(1)
        now.moment = desk.office_hours.next_open(now(), desk.calendar)
        followup.chase(desk)
        now.pass_time(minutes=2)
        outbox.flush(desk)
    return refs


def digest_id() -> str:
    with session():
        row = m.Outgoing.select(m.Outgoing.mail_id).where(
            m.Outgoing.letter == "digest", m.Outgoing.state == "sent"
        )
        found = m.tuples(row)
    return found[0][0] if found else ""


def answer(
    desk: Desk, now: Clock, text: str, *, subject: str = "RE: Stageaanvragen", sender: str = MUSEA
) -> None:
    now.pass_time(hours=1)
    account = intake.take_in(
        desk, [a_mail(text, subject=subject, sender=sender, answers=digest_id(), sent=now())]
    )
    assert (account.landed, account.requests) == (1, 0)


def mails_in(desk: Desk, ref: str) -> list[MessageRow]:
    return [each for each in requests.page(desk, ref).messages if each.direction == "in"][1:]


def proposals(desk: Desk, refs: list[str]) -> list[str | None]:
    """What was proposed for each, or a dash where no answer came."""
    found = [mails_in(desk, ref) for ref in refs]
    return [each[-1].proposal if each else "-" for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1: ja, 2: nee, 3: nee", ["yes", "no", "no"], id="by number"),
        pytest.param("Nora mag komen, Kobe niet.", ["yes", "no", "-"], id="by name"),
        pytest.param(
            "2026-0001: ja\n2026-0003: vraag het eens aan Sport", ["yes", "-", "other_department"], id="ref"
        ),
        pytest.param("Alle drie zijn welkom.", ["yes", "yes", "yes"], id="all"),
        pytest.param("Wij bekijken het nog even.", ["more_time", "more_time", "more_time"], id="later"),
        pytest.param("Prima voor ons.", [None, None, None], id="which"),
        pytest.param("Nora of Kobe mag komen.", [None, None, "-"], id="or"),
        pytest.param("Emma is welkom.", ["-", "-", "yes"], id="one alone"),
        pytest.param(
            "> 2026-0001: Nora\nja\n> 2026-0002: Kobe\nnee\n> 2026-0003: Emma\n",
            ["yes", "no", "-"],
            id="between",
        ),
    ],
)
def test_an_answer_lands_where_it_belongs(
    desk: Desk, now: Clock, listed: list[str], text: str, expected: list[str | None]
) -> None:
    answer(desk, now, text)

    assert proposals(desk, listed) == expected
    waiting = [requests.row(ref).waiting_on for ref in listed]
    assert waiting == ["department" if each == "-" else "desk" for each in expected]


def test_a_reference_in_the_subject_says_which(desk: Desk, now: Clock, listed: list[str]) -> None:
    answer(desk, now, "Prima voor ons.", subject=f"RE: {listed[1]}")

    assert proposals(desk, listed) == ["-", "yes", "-"]


def test_each_is_confirmed_and_seen_for_itself(desk: Desk, now: Clock, listed: list[str]) -> None:
    answer(desk, now, "1: ja, 2: nee, geen mentor\n")
    (first,) = mails_in(desk, listed[0])

    referrals.answer(desk, listed[0], "yes", by="els", message=first.id)

    assert [mails_in(desk, ref)[0].handled for ref in listed[:2]] == [True, False]
    (row,) = [each for each in listing_rows(desk) if each.request.ref == listed[1]]
    assert (row.proposal, row.proposal_value, row.answers) == ("no", "no_mentor", "musea")
    assert row.proposal_because == "2: nee, geen mentor"

    undo.undo(desk, by="els")
    assert not mails_in(desk, listed[0])[0].handled
    assert check.check(desk) == []


def test_a_letter_about_several_that_came_back_shows_with_all_of_them(
    desk: Desk, now: Clock, listed: list[str]
) -> None:
    text = (
        "Your message could not be delivered.\n\n"
        f"<musea@stad.example>: 550 5.1.1 unknown user\n\nMessage-ID: <{digest_id()}>\n"
    )
    mail = a_mail(
        text, sender="MAILER-DAEMON@mail.example", subject="Undelivered Mail Returned to Sender",
        answers=digest_id(), sent=now(), headers={"Auto-Submitted": "auto-replied"},
    )  # fmt: skip
    intake.take_in(desk, [mail])

    assert [requests.row(ref).waiting_on for ref in listed] == ["desk"] * 3


def test_a_mail_with_several_requests_leaves_one_for_another(
    desk: Desk, now: Clock, listed: list[str]
) -> None:
    answer(desk, now, "1: ja, 2: nee")
    (mail,) = mails_in(desk, listed[1])

    threads.move(desk, mail.id, listed[2], by="els", ref=listed[1])

    assert proposals(desk, listed) == ["yes", "-", None]
    undo.undo(desk, by="els")
    assert proposals(desk, listed) == ["yes", "no", "-"]


def test_linking_and_taking_it_back_keeps_what_was_seen(desk: Desk, now: Clock, listed: list[str]) -> None:
    answer(desk, now, "1: ja, 2: nee")
    triage.note(desk, listed[0], "Gelezen.", by="els")
    referrals.answer(desk, listed[0], "yes", by="els")
    triage.link(desk, listed[0], listed[2], by="els")
    threads.unmerge(desk, listed[0], by="els")

    assert mails_in(desk, listed[0])[0].handled
    assert proposals(desk, listed[:2]) == ["yes", "no"]
    assert check.check(desk) == []


def listing_rows(desk: Desk) -> list[listing.InboxRow]:
    inbox = listing.inbox(desk)
    return list(inbox.page(0, inbox.count()))


def test_the_list_stands_in_the_history_of_each_request_that_it_names(desk: Desk, listed: list[str]) -> None:
    for ref in listed:
        page = requests.page(desk, ref)
        (told,) = [each for each in page.events if each.values.get("letter") == "digest"]
        (mail,) = [each for each in page.messages if each.id == told.values["message"]]

        assert (told.kind, told.values["together"], told.undoable) == ("sent", 3, False)
        assert f"{listed.index(ref) + 1}. {ref}: " in mail.visible + mail.quoted
    assert check.check(desk) == []
