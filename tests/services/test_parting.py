"""One mail for several people becomes a request for each of them, when a person says so, and can go back."""

from dataclasses import replace
from typing import Any

import pytest

from builders import Clock, a_mail, received, sent_mail_id
from services.test_undo import everything
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import session
from stagedesk.services.answers import referrals
from stagedesk.services.checking import check
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_in import intake, parting, threads
from stagedesk.services.understanding import questions, reading, suggestions

TEACHER = "Ann Peeters <ann@atheneum.example>"
THREE = """Beste,

Voor drie leerlingen zoeken we een stageplaats van 11 januari 2027 tot en met 29 januari 2027:

- Lotte Janssens, in het museum
- Karim Bouzid, bij de sportdienst
- Emma De Smet, in de bibliotheek (emma@leerling.example)

Ann Peeters
"""
FRENCH = """Bonjour,

Pour deux élèves nous cherchons une place de stage du 11 janvier 2027 au 29 janvier 2027 :

- Zoé Lambert, au musée
- Hugo Martin, à la bibliothèque

Merci d'avance, Ann Peeters
"""


def from_teacher(desk: Desk, text: str = THREE) -> str:
    return received(desk, text=text, sender=TEACHER, subject="Leerlingen", mail_id="ann@atheneum.example")


@pytest.fixture
def polite(desk: Desk, now: Clock) -> Desk:
    settings = replace(desk.settings, acknowledge=True, desk_email="stage@stad.example")
    return replace(desk, settings=settings)


def letters() -> list[m.Outgoing]:
    with session():
        return list(m.Outgoing.select().where(m.Outgoing.letter == "acknowledgement"))


def test_each_person_has_a_request_with_the_mail_and_all_is_undone_as_one(desk: Desk, now: Clock) -> None:
    ref = from_teacher(desk)
    now.pass_time(hours=1)
    before = everything(desk)

    found = parting.part(desk, ref, by="els")

    assert [(row.ref, row.applicant, row.applicant_email) for row in found] == [
        ("2026-0001", "Lotte Janssens", "ann@atheneum.example"),
        ("2026-0002", "Karim Bouzid", "ann@atheneum.example"),
        ("2026-0003", "Emma De Smet", "emma@leerling.example"),
    ]
    assert {(row.group, row.sender, row.status) for row in found} == {
        (found[0].id, "Ann Peeters", "received")
    }
    with session():
        assert len({row.attention_since for row in m.Request.select()}) == 1  # nobody's wait begins anew
    assert all(len(requests.page(desk, row.ref).messages) == 1 for row in found)
    assert all(search.find(row.ref, 5) == [row.id] for row in found)
    assert check.check(desk) == []
    assert undo.undo(desk, by="els") == [ref]
    assert everything(desk) == before
    undo.undo(desk, by="els", event=requests.page(desk, ref).events[-1].id)
    assert requests.row("2026-0003").applicant == "Emma De Smet"
    assert check.check(desk) == []


def test_what_is_read_proposed_and_asked_is_of_that_person_alone(sqlite_desk: Desk) -> None:
    desk = sqlite_desk
    rows = parting.part(desk, from_teacher(desk), by="els")

    likely = suggestions.for_requests(desk, [row.id for row in rows])
    assert [likely[row.id][0].department for row in rows] == ["musea", "sport", "bibliotheek"]
    with session():
        (mail,) = m.tuples(m.Message.select(m.Message.id))[0]
        told = questions.told(desk, m.Request.get_by_id(rows[1].id))
    assert [each.applicant_name for each in told] == ["Karim Bouzid"]
    labels = {fact.label: fact.value for fact in reading.facts_of(desk, mail, "Karim Bouzid")}
    assert (labels["person"], labels.get("applicants")) == ("Karim Bouzid", None)
    assert all(threads.proposals(desk, row.id) == () for row in rows)


@pytest.mark.parametrize(
    ("text", "names", "words"),
    [
        pytest.param(THREE, ("Lotte", "Karim", "Emma"), "gaat over 3 personen", id="Dutch"),
        pytest.param(FRENCH, ("Zoé", "Hugo"), "concerne 2 personnes", id="French"),
    ],
)
def test_one_letter_in_the_language_of_the_mail_tells_all_numbers(
    polite: Desk, text: str, names: tuple[str, ...], words: str
) -> None:
    ref = from_teacher(polite, text)
    assert [letter.request_id for letter in letters()] != [None]

    rows = parting.part(polite, ref, by="els")

    (letter,) = letters()  # the one about the first request alone was still held
    assert (letter.request, letter.recipients) == (None, "ann@atheneum.example")
    assert letter.thread == "ann@atheneum.example"
    assert words in " ".join(letter.body.split())
    for row, name in zip(rows, names, strict=True):
        assert f"{row.ref}" in letter.body
        assert name in letter.body
    undo.undo(polite, by="els")
    assert [each.subject.endswith(f"({ref})") for each in letters()] == [True]


def test_what_left_stays_and_an_answer_finds_the_person_it_names(polite: Desk, now: Clock) -> None:
    ref = from_teacher(polite)
    sent_mail_id(polite, now)
    rows = parting.part(polite, ref, by="els")
    mail_id = sent_mail_id(polite, now)

    intake.take_in(polite, [a_mail("Karim Bouzid heeft al een plaats.\n", sender=TEACHER, answers=mail_id)])

    assert len(letters()) == 2
    assert len(requests.page(polite, rows[1].ref).messages) == 3
    assert len(requests.page(polite, rows[2].ref).messages) == 2
    assert check.check(polite) == []
    with pytest.raises(errors.Refused, match="Link the other requests of that mail to the first one"):
        undo.undo(polite, by="els")
    for row in rows[1:]:
        triage.link(polite, row.ref, ref, by="els")
    threads.take_sender_as_applicant(polite, ref, by="els")
    assert (requests.row(ref).applicant, check.check(polite)) == ("Ann Peeters", [])


@pytest.mark.parametrize(
    ("letter", "acknowledge"),
    [pytest.param(False, True, id="asked"), pytest.param(True, False, id="set")],
)
def test_without_a_letter_nobody_is_written(polite: Desk, letter: bool, acknowledge: bool) -> None:
    desk = replace(polite, settings=replace(polite.settings, acknowledge=acknowledge))
    ref = from_teacher(desk)

    parting.part(desk, ref, by="els", letter=letter)

    assert [each.request_id is not None for each in letters()] == [True] * acknowledge


def _closed(desk: Desk, ref: str) -> None:
    triage.close(desk, ref, "out_of_scope", by="els")


def _parted(desk: Desk, ref: str) -> None:
    parting.part(desk, ref, by="els")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param("Ik zoek een stageplaats in het museum.\n", None, id="for one person"),
        pytest.param(THREE, _closed, id="closed"),
        pytest.param(THREE, _parted, id="done already"),
    ],
)
def test_it_is_refused_where_there_are_not_several(sqlite_desk: Desk, text: str, before: Any) -> None:
    ref = from_teacher(sqlite_desk, text)
    if before:
        before(sqlite_desk, ref)

    assert parting.people(sqlite_desk, ref).names == ()
    with pytest.raises(errors.Refused):
        parting.part(sqlite_desk, ref, by="els")


def test_people_without_names_stay_with_whoever_asks(sqlite_desk: Desk) -> None:
    text = "Beste, voor vier leerlingen van ons vijfde jaar zoeken wij stageplaatsen in maart.\nAnn Peeters\n"
    ref = from_teacher(sqlite_desk, text)

    rows = parting.part(sqlite_desk, ref, by="els")

    assert [row.applicant for row in rows] == ["Ann Peeters"] * 4
    assert check.check(sqlite_desk) == []


def test_a_department_reads_nothing_about_the_others(sqlite_desk: Desk) -> None:
    rows = parting.part(sqlite_desk, from_teacher(sqlite_desk), by="els")

    referrals.route(sqlite_desk, rows[1].ref, "sport", by="els")

    with session():
        body = m.Outgoing.get(m.Outgoing.letter == "referral").body
    assert "Karim Bouzid, bij de sportdienst" in body
    assert "drie leerlingen" in body
    assert ("Lotte" in body, "Emma" in body) == (False, False)
