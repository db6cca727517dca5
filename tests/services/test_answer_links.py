"""A department answers by a prepared link: no login, one click, and a clerk can take it back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from builders import Clock, received
from services.prepared_answers import (
    MUSEA,
    asked,
    links,
    newest,
    opened,
    referral,
    reply,
    sends,
)
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.answer_link import Choice
from stagedesk.mail.replies.answers import read_answer
from stagedesk.services import reference
from stagedesk.services.answers import answer_links, referrals
from stagedesk.services.checking import check
from stagedesk.services.city import directory
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.mail_out import outbox

LANGUAGES = ("nl", "fr", "en")


def kinds(desk: Desk, ref: str) -> list[str]:
    return [event.kind for event in requests.page(desk, ref).events]


def letters(desk: Desk, ref: str) -> list[str]:
    return [letter.letter for letter in requests.page(desk, ref).letters]


def fine(desk: Desk) -> bool:
    return not list(check.check(desk))


# The links themselves


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_opens_a_prepared_mail_to_the_desk(sqlite_desk: Desk, now: Clock, language: str) -> None:
    ref = asked(sqlite_desk, now)

    found = links(sqlite_desk, ref, language)

    assert list(found) == [*Choice]
    for each in found.values():
        assert each.to == "stage@rivierstad.example"
        assert ref in each.subject
        assert "\r\n\r\n" in each.body
        assert "\n" not in each.body.replace("\r\n", "")
        assert each.code.startswith("[sd:")
    assert len({each.code for each in found.values()}) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_plain_ascii_and_short_enough_for_every_mail_program(
    sqlite_desk: Desk, now: Clock, language: str
) -> None:
    ref = asked(sqlite_desk, now)

    with session():
        row = m.Referral.get()
        found = answer_links.links_for(sqlite_desk, row, language)
        text = answer_links.links_text(sqlite_desk, row, language)

    assert ref
    for each in found:
        assert each.href.isascii()
        assert not set(each.href) & set(' +<>"\r\n')
        assert len(each.href) < 700
        assert f"- {each.label}: <{each.href}>" in text.splitlines()


@pytest.mark.parametrize(
    "address", ["stage+desk@stad.example", "o'neil&co@stad.example", "a%b/c?d@stad.example"]
)
def test_an_odd_address_of_the_desk_comes_out_whole(sqlite_desk: Desk, now: Clock, address: str) -> None:
    desk = replace(sqlite_desk, settings=replace(sqlite_desk.settings, reply_to=address))
    ref = asked(desk, now)

    assert links(desk, ref)["take"].to == address


def test_the_letters_to_a_department_carry_the_links_which_the_desk_sees_by_name(
    sqlite_desk: Desk, now: Clock
) -> None:
    ref = asked(sqlite_desk, now)

    (seen,) = [each for each in requests.page(sqlite_desk, ref).messages if each.direction == "out"]

    with session():
        sent = m.Message.get_by_id(seen.id).body
    assert sent.count(": <mailto:stage@") == 5
    assert "- Ja, wij nemen deze stagiair\n" in seen.visible
    assert "mailto" not in seen.visible


@pytest.mark.parametrize("choice", [*Choice])
def test_what_a_link_writes_says_in_every_language_what_it_means(choice: Choice) -> None:
    city = directory.shipped("stage@stad.example")
    fill = {"place": " 12 januari 2027", "no": " te druk", "other": " sport", "time": " 14 december 2026"}
    expected = {
        "take": {"yes"},
        "place": {"yes"},
        "no": {"no"},
        "other": {"other_department"},
        "time": {"more_time"},
    }

    for line in answer_links.prepared_lines(choice):
        text = line + fill.get(choice, "")
        read = read_answer(text, directory=city, own="groen", sent_on=date(2026, 11, 22))
        assert read, line
        assert read.value in expected[choice], line


# A click is an answer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("choice", "fill", "after", "of_referral"),
    [
        pytest.param("take", "", ("offered", "applicant"), {"answer": "yes"}, id="we take it"),
        pytest.param(
            "place",
            " 14/09/2026",
            ("offered", "applicant"),
            {"answer": "yes", "starts_on": date(2026, 9, 14)},
            id="a place from a day",
        ),
        pytest.param(
            "place", "", ("offered", "applicant"), {"answer": "yes", "starts_on": None}, id="a place"
        ),
        pytest.param(
            "no",
            " onze mentor is er niet",
            ("triage", "desk"),
            {"answer": "no", "reason": "no_mentor", "remark": "onze mentor is er niet"},
            id="no, with a reason",
        ),
        pytest.param("no", "", ("triage", "desk"), {"answer": "no", "reason": "no_capacity"}, id="no"),
        pytest.param(
            "other",
            " Sport",
            ("triage", "desk"),
            {"answer": "no", "reason": "wrong_department"},
            id="another department",
        ),
        pytest.param(
            "time",
            " 31/03/2026",
            ("routed", "department"),
            {"answer": None, "due_on": date(2026, 3, 31), "round": 2, "quiet_until": date(2026, 3, 31)},
            id="more time",
        ),
    ],
)
def test_a_click_is_an_answer(
    sqlite_desk: Desk,
    now: Clock,
    language: str,
    choice: str,
    fill: str,
    after: tuple[str, str],
    of_referral: dict[str, Any],
) -> None:
    ref = asked(sqlite_desk, now)
    prepared = links(sqlite_desk, ref, language)[choice]
    if choice == "time":  # the day that stands there already is replaced
        prepared = replace(prepared, body=_without_day(prepared.body))

    sends(sqlite_desk, reply(prepared, fill))

    row, told = requests.row(ref), referral(sqlite_desk, ref)
    assert (row.status, row.waiting_on) == after
    assert {name: getattr(told, name) for name in of_referral} == of_referral
    assert fine(sqlite_desk)


def _without_day(body: str) -> str:
    first, ends, rest = body.partition("\r\n")
    return first.rpartition(":")[0] + ":" + ends + rest


def test_a_click_on_both_databases(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)

    sends(desk, reply(links(desk, ref)["take"]))

    page = requests.page(desk, ref)
    assert (page.request.status, page.request.waiting_on) == ("offered", "applicant")
    assert page.request.attention_since is None
    assert [(event.kind, event.by) for event in page.events][-2:] == [("landed", ""), ("answered", "")]
    assert page.events[-1].values["link"]
    assert newest(desk, ref).handled
    assert fine(desk)


def test_the_day_that_the_link_proposes_needs_no_change(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    due = referral(sqlite_desk, ref).due_on

    sends(sqlite_desk, reply(links(sqlite_desk, ref)["time"]))

    assert referral(sqlite_desk, ref).due_on == sqlite_desk.calendar.add(due, answer_links.MORE_DAYS)
    assert requests.row(ref).due_on == referral(sqlite_desk, ref).due_on


def test_the_offer_is_held_so_long_that_a_clerk_can_take_it_back(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    sends(desk, reply(links(desk, ref)["take"]))

    now.pass_time(minutes=30)
    outbox.flush(desk)
    assert letters(desk, ref) == ["offer"]
    (answered,) = [event for event in requests.page(desk, ref).events if event.kind == "answered"]
    undo.undo(desk, by="karim", event=answered.id)

    row, mail = requests.row(ref), newest(desk, ref)
    assert (row.status, row.waiting_on, letters(desk, ref)) == ("routed", "desk", [])
    assert (mail.proposal, mail.handled) == ("yes", False)
    assert mail.proposal_because == "(by the department's own answer link)"
    assert fine(desk)


def test_an_answer_that_was_taken_back_can_be_confirmed_by_a_person(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    sends(desk, reply(links(desk, ref)["take"]))
    undo.undo(desk, by="els", event=requests.page(desk, ref).events[-1].id)

    referrals.answer(desk, ref, "yes", by="els", message=newest(desk, ref).id)

    assert requests.row(ref).status == "offered"


def test_a_desk_may_want_a_person_to_confirm_every_answer(sqlite_desk: Desk, now: Clock) -> None:
    desk = replace(sqlite_desk, settings=replace(sqlite_desk.settings, confirm_link_answers=False))
    ref = asked(desk, now)

    sends(desk, reply(links(desk, ref)["no"], " te druk"))

    row, mail = requests.row(ref), newest(desk, ref)
    assert (row.status, row.waiting_on, referral(desk, ref).answer) == ("routed", "desk", None)
    assert (mail.proposal, mail.proposal_because) == ("no", "(by the department's own answer link)")


def test_who_names_another_department_is_taken_at_its_word_and_a_clerk_asks_that_one(
    desk: Desk, now: Clock
) -> None:
    ref = asked(desk, now)

    sends(desk, reply(links(desk, ref)["other"], " Sport"))

    row, mail = requests.row(ref), newest(desk, ref)
    assert (row.status, row.waiting_on, row.attention_since is not None) == ("triage", "desk", True)
    assert (mail.proposal, mail.handled) == ("other_department", False)
    assert mail.proposal_value == "sport"
    assert [each.department for each in requests.page(desk, ref).referrals] == ["musea"]


@pytest.mark.parametrize(
    ("sender", "subject", "counts"),
    [
        pytest.param(MUSEA, "", True, id="its address"),
        pytest.param("hoofd.musea@stad.example", "", True, id="its head"),
        pytest.param("An <an@musea.stad.example>", "", True, id="a colleague in its domain"),
        pytest.param("An <an@musea.stad.example>", "FW: ", True, id="a colleague who forwards"),
        pytest.param("An <an@stad.example>", "", False, id="a colleague of the city"),
        pytest.param("Sport <sport@stad.example>", "", False, id="another department"),
        pytest.param("An <an@elders.example>", "", False, id="a stranger"),
    ],
)
def test_only_the_department_itself_answers_by_its_link(
    desk: Desk, now: Clock, sender: str, subject: str, counts: bool
) -> None:
    with session():
        m.Department.update(domain="musea.stad.example").where(m.Department.code == "musea").execute()
    desk = replace(desk, settings=replace(desk.settings, desk_name=f"{sender}{subject}"))
    directory._read.clear()
    ref = asked(desk, now)
    prepared = links(desk, ref)["take"]

    sends(desk, reply(replace(prepared, subject=subject + prepared.subject), sender=sender))

    mail = newest(desk, ref)
    assert (referral(desk, ref).answer == "yes") == counts
    assert mail.proposal == "yes"
    assert ("not one of its addresses" in mail.proposal_because) != counts
    assert requests.row(ref).waiting_on == ("applicant" if counts else "desk")


@pytest.mark.parametrize(
    ("choice", "text", "proposal"),
    [
        pytest.param("take", "Maar enkel als hij Nederlands spreekt.", "yes_if", id="a condition"),
        pytest.param("take", "Oei, toch niet: wij hebben geen plaats.", None, id="the contrary"),
        pytest.param("no", "In september hebben we wel plaats.", "yes_if", id="no, but then"),
        pytest.param("place", " zodra de mentor terug is", "yes_if", id="a place, when somebody is back"),
        pytest.param("place", " de paasvakantie", "yes", id="from when is not clear"),
    ],
)
def test_words_that_say_something_else_make_it_a_proposal(
    sqlite_desk: Desk, now: Clock, choice: str, text: str, proposal: str | None
) -> None:
    ref = asked(sqlite_desk, now)
    fill = text if text.startswith(" ") else f"\n\n{text}"

    sends(sqlite_desk, reply(links(sqlite_desk, ref)[choice], fill))

    mail = newest(sqlite_desk, ref)
    assert referral(sqlite_desk, ref).answer is None
    assert requests.row(ref).waiting_on == "desk"
    assert mail.proposal == (proposal or "yes")
    assert "own answer link" in mail.proposal_because or "its answer link says" in mail.proposal_because


def test_what_else_a_department_writes_stays_in_the_inbox_to_be_read(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)

    sends(desk, reply(links(desk, ref)["take"], "\n\nJan wordt de mentor, zijn bureau is in het depot."))

    row = requests.row(ref)
    assert (row.status, row.attention_since is not None) == ("offered", True)
    assert not newest(desk, ref).handled


def test_greeting_thanks_and_signature_are_nothing_to_read(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    prepared = links(sqlite_desk, ref)["take"]
    body = f"Dag Els,\r\n\r\n{prepared.body}\r\nBedankt!\r\n\r\nMet vriendelijke groeten\r\nAn Peeters\r\n"

    sends(sqlite_desk, reply(replace(prepared, body=body)))

    assert referral(sqlite_desk, ref).answer == "yes"
    assert newest(sqlite_desk, ref).handled


def test_the_code_alone_is_enough(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    prepared = links(sqlite_desk, ref)["take"]

    sends(sqlite_desk, reply(replace(prepared, subject="Stage", body=prepared.code)))

    assert referral(sqlite_desk, ref).answer == "yes"


def test_an_automatic_reply_that_quotes_the_links_answers_nothing(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    before = requests.row(ref)

    sends(desk, reply(links(desk, ref)["take"], headers={"Auto-Submitted": "auto-replied"}))

    assert requests.row(ref) == before
    assert referral(desk, ref).answer is None


def test_the_code_in_the_quoted_letter_does_not_count(sqlite_desk: Desk, now: Clock) -> None:
    ref = asked(sqlite_desk, now)
    found = links(sqlite_desk, ref)
    quoted = "\n".join(f"> {line}" for line in found["take"].body.splitlines())
    text = f"{found['no'].body}\n\nOp ma 2 mrt. 2026 om 10:00 schreef Musea <musea@stad.example>:\n{quoted}"

    sends(sqlite_desk, reply(replace(found["no"], body=text)))

    assert referral(sqlite_desk, ref).answer == "no"


def test_the_applicants_letters_say_nothing_of_what_the_department_wrote(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)

    sends(desk, reply(links(desk, ref)["take"], "\n\nGEHEIM: liever hij dan een ander."))

    (offer,) = requests.page(desk, ref).letters
    assert offer.letter == "offer"
    assert "GEHEIM" not in offer.subject + offer.body


def test_a_prepared_mail_opens_as_it_was_written() -> None:
    words = {name: reference.table("answer_links")[name]["fr"] for name in (Choice.PLACE, "below")}
    line = words[Choice.PLACE]["line"].replace("{day}", "14 août 2026")

    to_tag, to_code, end = answer_links._link(Choice.PLACE, "fr", date(2026, 8, 14), "a&b+c@stad.example")
    found = opened(f"{to_tag}%5Btag%5D{to_code}%5Bsd%3Ax%5D{end}")

    assert (found.to, found.code) == ("a&b+c@stad.example", "[sd:x]")
    assert found.subject == f"{words[Choice.PLACE]['label'].rstrip(' …')} [tag]"
    assert found.body == f"{line}\r\n\r\n{words['below']['line']}\r\n[sd:x]\r\n"


def test_a_new_request_has_no_links(sqlite_desk: Desk, now: Clock) -> None:
    assert requests.page(sqlite_desk, received(sqlite_desk, sent=now())).referrals == ()
