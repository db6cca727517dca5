"""The board and the queues: what is open, who has the ball, how long it has waited."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playhouse.test_utils import assert_query_count

from builders import Clock, a_mail
from random_life import Life
from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session, transaction
from stagedesk.domain.deadlines import AGE_BANDS, Calendar, age_band
from stagedesk.services.answers import referrals
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.lists import queues
from stagedesk.services.mail_in import intake


def received(desk: Desk, days_ago: int = 0, **options: object) -> str:
    intake.take_in(desk, [a_mail(sent=desk.now() - timedelta(days=days_ago), **options)])
    with session():
        return m.tuples(m.Request.select(m.Request.reference).order_by(m.Request.id.desc()))[0][0]


def plan_of(sql: str, values: list[object]) -> str:
    """How SQLite would read this."""
    with session():
        rows = database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    return " ".join(row[3] for row in rows)


def test_an_empty_desk_has_an_empty_board(desk: Desk) -> None:
    board = queues.board(desk)

    assert (board.total.count, board.total.oldest_on, board.departments) == (0, None, ())
    assert [each.code for each in board.waiting] == [
        "desk",
        "department",
        "applicant",
        "school",
        "supervisor",
    ]
    assert queues.queue(desk) == []


def test_the_board_counts_what_waits_on_whom(desk: Desk, now: Clock) -> None:
    new, museum, sport, gone = (received(desk, days) for days in (0, 3, 30, 40))
    referrals.route(desk, museum, "musea", by="els")
    referrals.route(desk, sport, "sport", by="els")
    triage.close(desk, gone, "redirected", by="els")
    now.pass_days(3)

    board = queues.board(desk)

    assert board.today == date(2026, 3, 5)
    assert {each.code: each.count for each in board.waiting if each.count} == {"desk": 1, "department": 2}
    assert [(each.code, each.name, each.count) for each in board.departments] == [
        ("sport", "Sport", 1),
        ("musea", "Musea", 1),
    ]
    sports = board.departments[0]
    assert (sports.oldest_on, sports.oldest_days, sports.ages) == (date(2026, 1, 31), 24, (0, 0, 0, 1))
    assert board.total.count == 3
    assert new in {line.request.ref for line in queues.queue(desk, waiting_on="desk")}


def test_what_a_department_was_asked_is_in_its_queue_oldest_first(desk: Desk, now: Clock) -> None:
    young, old = received(desk, 2), received(desk, 20)
    for ref in (young, old):
        referrals.route(desk, ref, "musea", by="els")
    received(desk, 60)
    now.pass_days(15)

    lines = queues.queue(desk, department="musea")

    assert [line.request.ref for line in lines] == [old, young]
    assert [(line.age, line.waiting) for line in lines] == [(25, 11), (12, 11)]
    assert [(line.overdue, line.overdue_by) for line in lines] == [(True, 1), (True, 1)]
    assert [line.request.ref for line in queues.queue(desk, department="Musea", limit=1)] == [old]


def test_a_request_that_came_due_on_friday_is_overdue_on_saturday_by_no_working_day(
    desk: Desk, now: Clock
) -> None:
    ref = received(desk)
    triage.snooze(desk, ref, date(2026, 3, 6), by="els")
    now.pass_days(5)

    (line,) = queues.queue(desk)

    assert (desk.today().strftime("%A"), line.overdue, line.overdue_by) == ("Saturday", True, 0)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"waiting_on": "godot"}, errors.UsageError, id="nobody we know"),
        pytest.param({"department": "ruimtevaart"}, errors.NotFound, id="no such department"),
    ],
)
def test_a_queue_that_does_not_exist_is_refused_with_the_known_ones(
    sqlite_desk: Desk, options: dict[str, str], expected: type[errors.StagedeskError]
) -> None:
    with pytest.raises(expected, match=r"musea|supervisor"):
        queues.queue(sqlite_desk, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_board_says_what_the_queues_say(desk: Desk, now: Clock, seed: int) -> None:
    Life(desk, now, seed).live(150)

    board = queues.board(desk)

    lines = queues.queue(desk)
    assert board.total.count == len(lines) > 1
    for counted, expected in [
        (board.total, lines),
        *((each, queues.queue(desk, waiting_on=each.code)) for each in board.waiting),
        *((each, queues.queue(desk, department=each.code)) for each in board.departments),
    ]:
        bands = Counter(age_band(line.age) for line in expected)
        assert counted.count == len(expected)
        assert counted.overdue == sum(line.overdue for line in expected)
        assert counted.ages == tuple(bands[band] for band in AGE_BANDS)
        assert counted.oldest_on == min((line.request.received_on for line in expected), default=None)
        assert counted.oldest_days == max((line.age for line in expected), default=0)
    waiting = [line.request for line in lines if line.request.waiting_on == "department"]
    assert sum(each.count for each in board.departments) == len(waiting)


def test_the_board_and_a_queue_have_a_stable_shape_for_programs(desk: Desk) -> None:
    ref = received(desk, 10)
    referrals.route(desk, ref, "musea", by="els")

    counts = {
        "count": 1, "overdue": 0, "oldest_on": "2026-02-20", "oldest_working_days": 6,
        "ages": {"0-5": 0, "6-10": 1, "11-15": 0, ">15": 0},
    }  # fmt: skip
    none = {
        "count": 0, "overdue": 0, "oldest_on": None, "oldest_working_days": 0,
        "ages": {"0-5": 0, "6-10": 0, "11-15": 0, ">15": 0},
    }  # fmt: skip
    assert queues.as_json(queues.board(desk)) == {
        "today": "2026-03-02",
        "age_bands": ["0-5", "6-10", "11-15", ">15"],
        "open": counts,
        "waiting_on": [
            {"waiting_on": "desk"} | none,
            {"waiting_on": "department"} | counts,
            {"waiting_on": "applicant"} | none,
            {"waiting_on": "school"} | none,
            {"waiting_on": "supervisor"} | none,
        ],
        "departments": [{"department": "musea", "name": "Musea"} | counts],
    }
    (line,) = queues.queue(desk)
    shown = queues.line_as_json(line, desk.today())
    assert shown == requests.as_json(requests.row(ref), desk.today()) | {
        "age_working_days": 6, "waiting_working_days": 0, "overdue_working_days": 0
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 500), st.integers(0, 20), st.integers(0, 40))
def test_the_first_day_of_an_age_is_the_first_day_with_that_many_working_days(
    offset: int, days: int, earlier: int
) -> None:
    calendar = Calendar(frozenset({date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 15)}))
    today = date(2026, 1, 1) + timedelta(days=offset)

    first = queues.first_day_of_age(calendar, today, days)

    day = first - timedelta(days=earlier)
    assert (calendar.between(day, today) <= days) == (earlier == 0)


def test_the_board_is_two_queries_and_reads_the_index_of_what_is_open(desk: Desk) -> None:
    for _number in range(3):
        referrals.route(desk, received(desk), "musea", by="els")

    with assert_query_count(2, only_select=True) as asked:
        queues.board(desk)

    if is_sqlite():
        sql, values = next(each.msg for each in asked.get_queries() if "SELECT" in each.msg[0])
        assert "request_board" in plan_of(sql, values)


def test_a_queue_is_not_slower_for_all_that_is_closed(sqlite_desk: Desk) -> None:
    dice = random.Random(5)
    with transaction():
        owner = m.Staff.get(m.Staff.code == "els")
        applicant = m.Applicant.create(name="Nora")
        day = date(2026, 3, 1)
        m.Request.insert_many(
            {
                "reference": f"2025-{number:04d}", "received_at": "2025-01-01 09:00:00",
                "received_on": day - timedelta(days=dice.randrange(300)), "applicant": applicant,
                "owner": owner, "status": "closed", "outcome": "redirected", "closed_on": day,
            }
            for number in range(500)
        ).execute()  # fmt: skip
    received(sqlite_desk)

    with session():
        query = requests.base_query().where(m.Request.closed_on.is_null())
        sql, values = query.order_by(queues.by_age(), m.Request.id).limit(5).sql()
        plan = " ".join(
            row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        )

    assert "request_received_on" not in plan
