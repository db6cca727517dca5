"""The lists of the screens: right rows, right order, the same cost however long they are."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playhouse.test_utils import assert_query_count

from builders import a_mail
from stagedesk import errors
from stagedesk.db import connection
from stagedesk.db import models as m
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.lists import keyset, listing, views
from stagedesk.services.lists.listing import Filter
from stagedesk.services.mail_in import intake
from stagedesk.services.understanding import request_mails

TODAY = date(2026, 3, 2)
VIEWS = {view.id: view for view in views.views()}


@pytest.fixture
def many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with 300 requests in every state, many due on the same day, and short strides."""
    monkeypatch.setattr(keyset, "STRIDE", 8)
    monkeypatch.setattr(keyset, "LEAP", 32)
    fill(300)
    return desk


def fill(count: int, first: int = 1) -> None:
    chance = random.Random(first)
    with connection.transaction():
        applicant = m.Applicant.create(name="Nora Willems").id
        rows = [a_row(number, applicant, chance) for number in range(first, first + count)]
        for start in range(0, count, 100):
            m.Request.insert_many(rows[start : start + 100]).execute()


def a_row(number: int, applicant: int, chance: random.Random) -> dict[str, Any]:
    received = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(hours=chance.randrange(300))
    waiting = chance.choice(["desk", "department", "applicant", None])
    state = {"desk": "triage", "department": "routed", "applicant": "incomplete"}
    is_open = waiting is not None
    return {
        "reference": f"2026-{number:04d}",
        "received_at": received,
        "received_on": received.date(),
        "applicant": applicant,
        "title": f"Stage {number}",
        "owner": chance.randint(1, 3),
        "status": state.get(waiting or "", "closed"),
        "waiting_on": waiting,
        "waiting_since": received.date() if is_open else None,
        "due_on": TODAY + timedelta(days=chance.randrange(-3, 4)) if is_open else None,
        "attention_since": received if waiting == "desk" else None,
        "department": chance.randint(1, 4) if waiting == "department" else None,
        "outcome": None if is_open else "out_of_scope",
        "closed_on": None if is_open else TODAY - timedelta(days=chance.randrange(9)),
    }


def numbers(listed: Any) -> list[int]:
    return [row.key for row in listed.page(0, listed.count())]


def expected(condition: Any, *order: Any) -> list[int]:
    """The same the plain way."""
    with connection.session():
        return [n for (n,) in m.tuples(m.Request.select(m.Request.id).where(condition).order_by(*order))]


def the_lists(desk: Desk) -> dict[str, tuple[Any, list[int]]]:
    r = m.Request
    is_open, by_due = r.closed_on.is_null(), (r.due_on, r.id)
    els = m.Staff.select(m.Staff.id).where(m.Staff.code == "els")
    return {
        "inbox": (
            listing.inbox(desk),
            expected(r.attention_since.is_null(False), r.attention_since, r.id),
        ),
        "follow-up": (listing.follow_up(desk), expected(is_open, *by_due)),
        "everything": (
            views.listing_of(desk, VIEWS["everything"]),
            expected(r.id > 0, r.received_at.desc(), r.id.desc()),
        ),
        "closed": (
            views.listing_of(desk, VIEWS["closed-this-month"]),
            expected(r.closed_on >= date(2026, 3, 1), r.closed_on.desc(), r.id.desc()),
        ),
        "overdue": (views.listing_of(desk, VIEWS["overdue"]), expected(r.due_on < TODAY, *by_due)),
        "mine": (views.listing_of(desk, VIEWS["mine"]), expected(is_open & (r.owner == els), *by_due)),
        "a department's": (
            listing.chosen(desk, Filter(is_open=True, waiting_on="department", department="musea")),
            expected(is_open & (r.waiting_on == "department") & (r.department == 1), *by_due),
        ),
    }


def test_every_list_holds_what_it_says_in_its_order(many):
    for name, (listed, wanted) in the_lists(many).items():
        assert numbers(listed) == wanted, name
        assert len(wanted) > 8, name


def test_any_piece_of_a_list_read_in_any_order_is_that_piece(many):
    for name, (listed, wanted) in the_lists(many).items():
        pieces = [(first, size) for first in range(0, len(wanted) + 9, 7) for size in (1, 5, 20)]
        listed.count()
        for first, size in random.Random(1).sample(pieces, min(40, len(pieces))):
            found = [row.key for row in listed.page(first, size)]
            assert found == wanted[first : first + size], (name, first, size)


def test_every_row_knows_its_place(many):
    for name, (listed, wanted) in the_lists(many).items():
        listed.count()
        places = random.Random(2).sample(range(len(wanted)), 8)
        assert [listed.find(wanted[place]) for place in places] == places, name
        around = [[row.key for row in listed.page(place, 3)] for place in places]
        assert around == [wanted[place : place + 3] for place in places], name


def test_what_left_the_list_has_no_place_in_it(many):
    listed, wanted = the_lists(many)["follow-up"]
    gone = expected(m.Request.closed_on.is_null(False), m.Request.id)

    assert listed.find(gone[0]) is None
    assert listed.present([wanted[0], gone[0], 99_999]) == {wanted[0]}
    assert listed.present(wanted) == set(wanted)


def test_a_list_that_changed_is_read_right_once_it_is_counted_anew(many):
    listed = listing.follow_up(many)
    listed.count()
    listed.page(100, 20)

    fill(40, first=301)

    assert numbers(listed) == expected(m.Request.closed_on.is_null(), m.Request.due_on, m.Request.id)


def test_a_list_that_became_empty_has_no_rows(many):
    listed = listing.inbox(many)
    assert listed.count() > 0
    with connection.transaction():
        m.Request.update(attention_since=None).execute()

    assert list(listed.page(30, 20)) == []
    assert listed.count() == 0
    assert list(listed.page(0, 20)) == []


@pytest.mark.parametrize("name", ["inbox", "follow-up", "everything", "closed", "overdue", "mine"])
def test_a_page_is_one_query(desk, name):
    fill(300)
    listed, _wanted = the_lists(desk)[name]
    listed.count()

    with connection.session(), assert_query_count(1):
        assert listed.page(5, 20)[0].key


def test_a_page_far_away_walks_over_the_index_once(desk, monkeypatch):
    monkeypatch.setattr(keyset, "STRIDE", 16)
    monkeypatch.setattr(keyset, "LEAP", 64)
    fill(600)
    listed = views.listing_of(desk, VIEWS["everything"])
    listed.count()

    with connection.session(), assert_query_count(4 + 2 + 1):
        listed.page(290, 5)
    with connection.session(), assert_query_count(1):
        listed.page(295, 5)


def test_the_counts_of_all_views_are_one_query_and_one_for_who_stands_in(many):
    assert many.calendar  # the closing days are read once
    with connection.session(), assert_query_count(2):
        found = views.counts(many)

    assert found == {view.id: len(numbers(views.listing_of(many, view))) for view in VIEWS.values()}
    assert found["everything"] == 300
    assert (
        found["all-open"] == found["with-desk"] + found["with-departments"] + found["waiting-for-applicant"]
    )


def test_a_row_is_the_row_that_services_hand_back(desk):
    intake.take_in(desk, [a_mail()])
    referrals.route(desk, "2026-0001", "musea", by="els")
    triage.snooze(desk, "2026-0001", date(2026, 3, 9), by="els")

    row = listing.follow_up(desk)
    row.count()

    assert row.page(0, 10)[0] == requests.row("2026-0001")


def test_the_inbox_tells_which_mail_asks_for_attention(desk):
    intake.take_in(desk, [a_mail()])
    inbox = listing.inbox(desk)
    inbox.count()

    (row,) = inbox.page(0, 10)

    assert row.request == requests.row("2026-0001")
    assert (row.kind, row.proposal) == ("request", None)
    assert row.message == request_mails.messages_of(1)[0].id


def test_the_inbox_shows_the_department_s_answer_before_a_later_mail(desk):
    intake.take_in(desk, [a_mail(), a_mail(subject="later")])
    referrals.route(desk, "2026-0001", "musea", by="els")
    with connection.transaction():
        first = m.Message.select().order_by(m.Message.id).get()
        m.Message.update(
            kind="answer", proposal="no", proposal_because="nee", proposal_value="language"
        ).where(m.Message.id == first.id).execute()
        m.Entry.update(referral=1).where(m.Entry.message == first.id).execute()
        later = m.Message.select().order_by(m.Message.id.desc()).get()
        m.Entry.create(request=1, message=later.id)
        m.Entry.update(handled_at=None).execute()
        m.Request.update(attention_since=desk.now()).execute()
    inbox = listing.inbox(desk)
    inbox.count()

    row = inbox.page(0, 10)[0]

    assert (row.message, row.proposal, row.proposal_because) == (first.id, "no", "nee")
    assert (row.proposal_value, row.answers, row.answers_name) == ("language", "musea", "Musea")


def test_words_find_requests_newest_first(desk):
    intake.take_in(desk, [a_mail("archief"), a_mail("sport"), a_mail("archieven en sport")])
    found = listing.Found(desk, "archie")

    assert found.count() == 2
    assert [row.ref for row in found.page(0, 10)] == ["2026-0003", "2026-0001"]
    assert (found.find(1), found.find(2)) == (1, None)
    assert found.present([1, 2]) == {1}


def test_a_database_that_cannot_be_read_gives_a_sentence(sqlite_desk):
    with connection.transaction():
        connection.database.execute_sql("drop table request_search")

    with pytest.raises(errors.DatabaseError, match="request_search"):
        listing.Found(sqlite_desk, "nora").count()
