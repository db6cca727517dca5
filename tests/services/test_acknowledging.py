"""Who hears that a request arrived: people, once, soon, and never a machine or the desk itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from builders import Clock, a_mail, received
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake
from stagedesk.services.mail_out import outbox

FORWARD = """Kan iemand hier iets mee?

-----Oorspronkelijk bericht-----
Van: {who}
Verzonden: maandag 2 maart 2026 8:30
Aan: Musea <musea@stad.example>
Onderwerp: Stage

Beste, ik zoek een stageplaats in het museum.
"""


def politely(desk: Desk) -> Desk:
    settings = replace(desk.settings, acknowledge=True, desk_email="stage@stad.example")
    return replace(desk, settings=settings)


@pytest.fixture
def polite(desk: Desk) -> Desk:
    return politely(desk)


def take(desk: Desk, *mails: SourceMail) -> list[tuple[str, str]]:
    """Take mails in; whom the acknowledgements are for, and about which request."""
    intake.take_in(desk, mails)
    with session():
        query = m.Outgoing.select(m.Outgoing.recipients, m.Request.reference).join(m.Request)
        found = query.where(m.Outgoing.letter == "acknowledgement").order_by(m.Outgoing.id)
        return m.tuples(found)


def test_whoever_asks_hears_that_it_arrived_until_when_and_where_to_ask(polite: Desk, now: Clock) -> None:
    assert take(polite, a_mail(sent=now(), subject="Stage archief", mail_id="a@student.example")) == [
        ("nora@student.example", "2026-0001")
    ]

    with session():
        letter = m.Outgoing.get()
    assert letter.subject == "Uw stageaanvraag is goed aangekomen (2026-0001)"
    for words in ("Nora Willems", "2026-0001", "Stage archief", "op 23 maart 2026", "stage@stad.example"):
        assert words in letter.body
    assert (letter.state, letter.thread, letter.decided_by) == ("held", "a@student.example", None)
    assert letter.hold_until == now() + timedelta(seconds=60)
    assert check.check(polite) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Beste, ik zoek een stageplaats in het museum voor mijn opleiding.\n", "Beste"),
        ("Bonjour, je cherche une place de stage au musée pour mes études. Merci.\n", "Bonjour"),
        ("Dear sir or madam, I am looking for an internship at the museum. Thank you.\n", "Dear"),
    ],
)
def test_it_is_in_the_language_of_the_mail(sqlite_desk: Desk, text: str, first: str) -> None:
    take(politely(sqlite_desk), a_mail(text))

    with session():
        assert m.Outgoing.get().body.split()[0] == first


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"headers": {"Auto-Submitted": "auto-replied"}}, id="a machine"),
        pytest.param({"headers": {"Precedence": "bulk"}}, id="a bulk mailer"),
        pytest.param({"headers": {"List-Id": "<stages.school.example>"}}, id="a list"),
        pytest.param({"sender": "MAILER-DAEMON@mx.example", "subject": "Undelivered mail"}, id="a bounce"),
        pytest.param({"sender": "noreply@school.example"}, id="nobody"),
        pytest.param({"sender": "no-reply+x@school.example"}, id="nobody either"),
        pytest.param({"sender": "stage@stad.example"}, id="the desk itself"),
        pytest.param({"sender": "musea@stad.example"}, id="a department"),
        pytest.param({"sender": "jan@stad.example"}, id="a colleague"),
        pytest.param({"sender": "Iemand <geen adres>"}, id="no address"),
        pytest.param(
            {"text": FORWARD.format(who="Nora Willems"), "sender": "musea@stad.example"}, id="unknown asker"
        ),
        pytest.param(
            {"text": "Klik hier voor 50% korting! Uitschrijven: http://x.example\n"}, id="advertising"
        ),
        pytest.param(
            {"text": "Ik zoek een vakantiejob in juli.\n", "subject": "Vakantiejob"}, id="another thing"
        ),
    ],
)
def test_nobody_is_written_who_is_not_a_person_that_asks(
    sqlite_desk: Desk, options: dict[str, object]
) -> None:
    assert take(politely(sqlite_desk), a_mail(**options)) == []  # type: ignore[arg-type]


def test_of_a_mail_that_a_colleague_passed_on_the_first_sender_hears(polite: Desk) -> None:
    text = FORWARD.format(who="Nora Willems <nora@student.example>")

    found = take(polite, a_mail(text, sender="Musea <musea@stad.example>", subject="FW: Stage"))

    assert found == [("nora@student.example", "2026-0001")]


def test_an_archive_that_is_taken_over_sends_nothing(polite: Desk, now: Clock) -> None:
    old = [a_mail(sent=now() - timedelta(days=days), sender=f"a{days}@x.example") for days in (8, 30, 400)]

    assert take(polite, *old) == []
    assert take(polite, a_mail(sent=now() - timedelta(days=6), sender="b@x.example")) != []


def test_an_address_hears_it_once_a_day_however_much_it_sends(polite: Desk, now: Clock) -> None:
    text = "Beste, wij zoeken een stageplaats voor leerling {}.\n"
    mails = [a_mail(text.format(each), subject=f"Stage {each}") for each in ("Jan", "Piet", "Els")]

    assert len(take(polite, *mails[:2])) == 1
    assert len(take(polite, mails[2])) == 1
    now.pass_time(hours=25)
    assert len(take(polite, a_mail(text.format("An"), subject="Stage An"))) == 2


def test_the_same_mail_again_and_what_is_added_to_it_are_not_acknowledged(polite: Desk, now: Clock) -> None:
    first = a_mail(mail_id="a@student.example")
    take(polite, first)
    now.pass_time(hours=30)

    assert len(take(polite, replace(first, key="other place"))) == 1
    assert len(take(polite, a_mail("Hier is mijn cv.\n", answers="a@student.example"))) == 1


def test_a_setting_keeps_it_silent(desk: Desk) -> None:
    assert take(desk, a_mail()) == []


@pytest.mark.parametrize("outcome", ["duplicate", "out_of_scope"])
def test_what_is_no_request_takes_its_acknowledgement_back(polite: Desk, outcome: str) -> None:
    ref = received(polite)

    triage.close(polite, ref, outcome, by="els")
    with session():
        assert m.Outgoing.select().count() == 0
    undo.undo(polite, by="els")

    with session():
        assert m.Outgoing.get().letter == "acknowledgement"
    assert check.check(polite) == []


def test_one_that_left_stays_sent(polite: Desk, now: Clock) -> None:
    ref = received(polite)
    now.pass_time(minutes=2)
    outbox.flush(polite)

    triage.close(polite, ref, "duplicate", by="els")

    with session():
        assert m.Outgoing.get().state == "sent"


def test_a_refusal_does_not_keep_it_back(polite: Desk) -> None:
    ref = received(polite)

    triage.close(polite, ref, "rejected", reason="too_late", by="els")

    with session():
        assert {row.letter for row in m.Outgoing.select()} == {"acknowledgement", "refusal"}


def test_two_machines_do_not_write_each_other_for_ever(polite: Desk, now: Clock) -> None:
    """Each letter of the desk is answered at once by a new mail that looks like a person's."""
    take(polite, a_mail("Beste, ik zoek een stageplaats nummer 0.\n"))
    for number in range(1, 20):
        now.pass_time(minutes=5)
        outbox.flush(polite)
        take(polite, a_mail(f"Beste, ik zoek een stageplaats nummer {number}.\n", subject=f"Stage {number}"))

    with session():
        assert m.Outgoing.select().count() == 1


def test_a_routing_goes_its_way_beside_it(polite: Desk, now: Clock) -> None:
    ref = received(polite)
    referrals.route(polite, ref, "musea", by="els")
    now.pass_time(minutes=2)

    assert outbox.flush(polite) == 2
    assert check.check(polite) == []
