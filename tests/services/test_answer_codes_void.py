"""Forged, replayed, expired, foreign, late and mangled answer codes change nothing and are shown for that."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from builders import Clock
from services.prepared_answers import MUSEA, Prepared, asked, links, newest, referral, reply, sends
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.answer_link import AnswerCode, Choice, write
from stagedesk.mail.sources import SourceMail
from stagedesk.services.answers import referrals as asking
from stagedesk.services.answers.answer_clicks import Reply, judge
from stagedesk.services.answers.answer_confirming import confirm
from stagedesk.services.checking import check
from stagedesk.services.city.directory import for_mail
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo


@dataclass
class Case:
    """A request about which musea was asked, and the links of its letter."""

    desk: Desk
    now: Clock
    ref: str
    links: Any

    def coded(self, code: str, choice: str = "take") -> Prepared:
        prepared: Prepared = self.links[choice]
        return replace(prepared, body=prepared.body.replace(prepared.code, code))


def forged(case: Case) -> SourceMail:
    with session():
        number = m.Referral.get().id
    code = AnswerCode(number, 1, Choice.TAKE, date(2027, 1, 1))
    return reply(case.coded(write(code, b"another secret", case.ref, "musea")))


def of_another_choice(case: Case) -> SourceMail:
    """The code of a yes, with one letter of its choice changed."""
    letters, code = "abcdefghijklmnopqrstuvwxyz234567", case.links["take"].code
    changed = letters[letters.index(code[13]) ^ 4]
    return reply(case.coded(code[:13] + changed + code[14:]))


def expired(case: Case) -> SourceMail:
    case.now.pass_days(61)
    return reply(case.links["take"])


def of_another_department(case: Case) -> SourceMail:
    asking.route(case.desk, case.ref, "sport", by="els")
    other = links(case.desk, case.ref, department="sport")
    return reply(case.coded(other["take"].code))


def of_another_request(case: Case) -> SourceMail:
    other = asked(case.desk, case.now)
    return reply(case.coded(links(case.desk, other)["take"].code))


def of_an_earlier_round(case: Case) -> SourceMail:
    asking.more_time(case.desk, case.ref, date(2026, 3, 31), by="els")
    return reply(case.links["take"])


def truncated(case: Case) -> SourceMail:
    return reply(case.coded(case.links["take"].code[:20]))


def two_at_once(case: Case) -> SourceMail:
    return reply(case.coded(f"{case.links['take'].code}\n{case.links['no'].code}"))


def taken_back_answer(case: Case) -> SourceMail:
    """The answer was given, a clerk undid it, and the same mail comes in again."""
    sends(case.desk, reply(case.links["take"]))
    undo.undo(case.desk, by="els", event=requests.page(case.desk, case.ref).events[-1].id)
    triage.seen(case.desk, case.ref, by="els")
    return reply(case.links["take"])


STILL_ASKED = [
    pytest.param(forged, "not one of this desk", id="forged"),
    pytest.param(of_another_choice, "not one of this desk", id="changed"),
    pytest.param(expired, "expired on 2026-05-01", id="expired"),
    pytest.param(of_another_department, "of another question", id="of another department"),
    pytest.param(of_another_request, "of another question", id="of another request"),
    pytest.param(of_an_earlier_round, "of an earlier letter", id="of an earlier round"),
    pytest.param(truncated, "damaged", id="truncated"),
    pytest.param(two_at_once, "two answer links", id="two at once"),
    pytest.param(taken_back_answer, "used before", id="replayed after it was taken back"),
]


@pytest.mark.parametrize(("make", "words"), STILL_ASKED)
def test_a_code_that_does_not_count_leaves_the_question_open(
    desk: Desk, now: Clock, make: Callable[[Case], SourceMail], words: str
) -> None:
    case = Case(desk, now, ref := asked(desk, now), links(desk, ref))
    mail = make(case)
    before = questions(desk)
    letters = requests.page(desk, ref).letters

    sends(desk, mail)

    shown = newest(desk, ref)
    assert questions(desk) == before
    assert requests.page(desk, ref).letters == letters
    assert words in shown.proposal_because
    assert any(words in warning for warning in shown.warnings)
    assert requests.row(ref).status == "routed"
    assert requests.row(ref).attention_since is not None
    assert not list(check.check(desk))


def questions(desk: Desk) -> list[dict[str, Any]]:
    with session():
        return list(m.Referral.select().order_by(m.Referral.id).dicts())


def withdrawn(case: Case) -> None:
    asking.withdraw(case.desk, case.ref, by="els")


def reassigned(case: Case) -> None:
    withdrawn(case)
    asking.route(case.desk, case.ref, "sport", by="els")


def answered(case: Case) -> None:
    asking.answer(case.desk, case.ref, "no", reason="no_mentor", by="els")


def answered_yes(case: Case) -> None:
    sends(case.desk, reply(case.links["take"]))


def closed(case: Case) -> None:
    triage.close(case.desk, case.ref, "rejected", reason="no_capacity", by="els", letter=False)


TOO_LATE = [
    pytest.param(withdrawn, "after it was taken back", id="taken back"),
    pytest.param(reassigned, "after it was taken back", id="reassigned"),
    pytest.param(answered, "answered already on 2026-03-02: no", id="answered"),
    pytest.param(answered_yes, "answered already on 2026-03-02: yes", id="replayed"),
    pytest.param(closed, "after it was taken back", id="closed"),
]


@pytest.mark.parametrize(("happens", "words"), TOO_LATE)
def test_a_late_click_is_shown_and_proposes_nothing(
    desk: Desk, now: Clock, happens: Callable[[Case], None], words: str
) -> None:
    case = Case(desk, now, ref := asked(desk, now), links(desk, ref))
    happens(case)
    page = requests.page(desk, ref)

    sends(desk, reply(case.links["no"]))

    after, shown = requests.page(desk, ref), newest(desk, ref)
    assert after.referrals == page.referrals
    assert after.letters == page.letters
    assert (after.request.status, after.request.waiting_on) == (page.request.status, page.request.waiting_on)
    assert after.request.attention_since is not None
    assert (shown.kind, shown.proposal, shown.handled) == ("answer", None, False)
    assert words in shown.proposal_because
    assert not list(check.check(desk))


def test_of_two_clicks_in_one_fetch_the_first_counts(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    found = links(desk, ref)

    sends(desk, reply(found["no"], " te druk"), reply(found["take"]))

    assert (referral(desk, ref).answer, newest(desk, ref).proposal) == ("no", None)
    assert "just before" in newest(desk, ref).proposal_because
    assert requests.row(ref).status == "triage"


def test_a_clerk_who_was_faster_wins_and_the_click_stays_a_proposal(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    prepared = links(desk, ref)["take"]
    codes = (prepared.code.removeprefix("[sd:").removesuffix("]"),)
    with session():
        mail = Reply(codes, prepared.body, "musea@stad.example", desk.today(), None)
        click = judge(desk, mail, for_mail(desk))
    asking.answer(desk, ref, "no", reason="no_mentor", by="els")
    before = requests.page(desk, ref)

    assert click is not None
    assert click.counts
    assert not confirm(desk, click, before.messages[0].id)
    assert requests.page(desk, ref) == before


def test_the_same_mail_twice_answers_once(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    mail = reply(links(desk, ref)["take"])

    sends(desk, mail)
    sends(desk, replace(mail, key="again"))

    kinds = [event.kind for event in requests.page(desk, ref).events]
    assert kinds.count("answered") == 1


def test_a_forged_code_of_a_stranger_is_a_new_mail_that_says_so(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    before = requests.row(ref)
    mail = reply(
        Prepared("", "Stage", "Ja.\n\n[sd:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n"), sender="x@elders.example"
    )

    sends(desk, mail)

    assert requests.row(ref) == before
    assert "damaged" in newest(desk, "2026-0002").warnings[-1]


def test_an_applicant_who_got_hold_of_a_link_answers_nothing(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)

    sends(desk, reply(links(desk, ref)["take"], sender="Nora <nora@student.example>"))

    shown = newest(desk, ref)
    assert (shown.kind, shown.proposal, referral(desk, ref).answer) == ("follow_up", None, None)
    assert "nora@student.example is not one of its addresses" in shown.warnings[-1]


def test_a_link_lives_as_long_as_the_settings_say(sqlite_desk: Desk, now: Clock) -> None:
    desk = replace(sqlite_desk, settings=replace(sqlite_desk.settings, answer_link_days=3))
    ref = asked(desk, now)
    found = links(desk, ref)

    now.moment += timedelta(days=3)
    sends(desk, reply(found["take"], sender=MUSEA))

    assert referral(desk, ref).answer == "yes"


def test_after_more_time_the_links_of_the_next_letter_count(desk: Desk, now: Clock) -> None:
    ref = asked(desk, now)
    sends(desk, reply(links(desk, ref)["time"]))

    sends(desk, reply(links(desk, ref)["take"]))

    assert referral(desk, ref).answer == "yes"
