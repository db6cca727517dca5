"""The schema keeps the promise: no open request without owner, party and date, by raw SQL neither."""

from datetime import date

import peewee as pw
import pytest
from playhouse.schema_diff import diff_models

from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, session
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.db.upgrade import upgrade
from stagedesk.services.desk import Desk

OPEN = {
    "reference": "2026-0001",
    "route": "mailbox",
    "received_at": "2026-03-02 09:00:00",
    "received_on": "2026-03-02",
    "sender_name": "",
    "sender_email": "",
    "title": "",
    "automatic": False,
    "language": "",
    "school_words": "",
    "study": "",
    "period_words": "",
    "status": "triage",
    "waiting_on": "desk",
    "waiting_since": "2026-03-02",
    "due_on": "2026-03-05",
    "version": 1,
}
CLOSED = OPEN | {
    "status": "closed",
    "waiting_on": None,
    "waiting_since": None,
    "due_on": None,
    "closed_on": "2026-03-04",
    "outcome": "placed",
}


def insert(table: str, values: dict[str, object]) -> None:
    """Write a row past the services and past Peewee."""
    mark = "?" if is_sqlite() else "%s"
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join([mark] * len(values))
    database.execute_sql(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))


def put(values: dict[str, object]) -> None:
    with session():
        applicant = m.Applicant.create(name="Nora")
        owner = m.Staff.get(m.Staff.code == "els")
        insert("request", {"applicant_id": applicant.id, "owner_id": owner.id} | values)


@pytest.mark.parametrize("row", [pytest.param(OPEN, id="open"), pytest.param(CLOSED, id="closed")])
def test_a_whole_request_is_written(desk: Desk, row: dict[str, object]) -> None:
    put(row)

    with session():
        assert m.Request.select().count() == 1


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(OPEN | {"owner_id": None}, id="open without owner"),
        pytest.param(OPEN | {"waiting_on": None}, id="open and waiting on nobody"),
        pytest.param(OPEN | {"waiting_on": ""}, id="open and waiting on an empty text"),
        pytest.param(OPEN | {"waiting_on": "godot"}, id="open and waiting on nobody we know"),
        pytest.param(OPEN | {"waiting_since": None}, id="open since nobody knows when"),
        pytest.param(OPEN | {"due_on": None}, id="open without due date"),
        pytest.param(OPEN | {"due_on": ""}, id="open with an empty due date"),
        pytest.param(OPEN | {"due_on": "soon"}, id="open with a due date that is no date"),
        pytest.param(OPEN | {"outcome": "placed"}, id="open with an outcome"),
        pytest.param(OPEN | {"closed_on": "2026-03-04", "outcome": "placed"}, id="closed but still waiting"),
        pytest.param(OPEN | {"status": "forgotten"}, id="a status that does not exist"),
        pytest.param(OPEN | {"status": "routed"}, id="routed to no department"),
        pytest.param(CLOSED | {"outcome": None}, id="closed without outcome"),
        pytest.param(CLOSED | {"outcome": ""}, id="closed with an empty outcome"),
        pytest.param(CLOSED | {"outcome": "rejected"}, id="rejected without reason"),
        pytest.param(CLOSED | {"outcome": "withdrawn", "reason": "other"}, id="withdrawn by nobody"),
        pytest.param(CLOSED | {"closed_on": None}, id="closed on no day"),
        pytest.param(CLOSED | {"due_on": "2026-03-05"}, id="closed and still due"),
    ],
)
def test_a_broken_request_is_refused_even_in_raw_sql(desk: Desk, row: dict[str, object]) -> None:
    with pytest.raises((pw.IntegrityError, pw.DataError)):
        put(row)


@pytest.mark.parametrize("column", ["owner_id", "waiting_on", "due_on"])
def test_an_open_request_cannot_lose_what_it_needs(desk: Desk, column: str) -> None:
    put(OPEN)

    with session(), pytest.raises(pw.IntegrityError):
        database.execute_sql(f"UPDATE request SET {column} = NULL")


def test_a_reference_is_given_once(desk: Desk) -> None:
    put(OPEN)

    with pytest.raises(pw.IntegrityError):
        put(OPEN)


def an_event(**values: object) -> dict[str, object]:
    return {
        "at": "2026-03-02 09:00:00",
        "kind": "noted",
        "facts": "{}",
        "changes": "[]",
        "details_digest": "",
        "previous": "0" * 64,
        "digest": "1" * 64,
    } | values


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET kind = 'other'",
        "DELETE FROM event",
        pytest.param("TRUNCATE event CASCADE", id="truncate"),
        pytest.param(
            "INSERT OR REPLACE INTO event (id, at, kind, facts, changes, details_digest, previous, digest)"
            " VALUES (1, '2026-03-02 09:00:00', 'other', '{}', '[]', '', 'p', 'd')",
            id="replace by number",
        ),
        pytest.param(
            "INSERT OR REPLACE INTO event (at, kind, facts, changes, details_digest, previous, digest)"
            f" VALUES ('2026-03-02 09:00:00', 'other', '{{}}', '[]', '', 'p', '{'1' * 64}')",
            id="replace by digest",
        ),
    ],
)
def test_the_history_is_never_changed(desk: Desk, statement: str) -> None:
    only_here = {"TRUNCATE": False, "INSERT": True}.get(statement.split()[0], is_sqlite())
    if only_here != is_sqlite():
        pytest.skip("this database has no such statement")
    with session():
        insert("event", an_event(id=1))

        with pytest.raises((pw.IntegrityError, pw.InternalError)):
            database.execute_sql(statement)

        assert m.tuples(m.Event.select(m.Event.kind)) == [("noted",)]


def test_an_event_is_undone_at_most_once(desk: Desk) -> None:
    with session():
        insert("event", an_event(id=1))
        insert("event", an_event(undoes=1, previous="1" * 64, digest="2" * 64, id=2))

        with pytest.raises((pw.IntegrityError, pw.InternalError)):
            insert("event", an_event(undoes=1, previous="2" * 64, digest="3" * 64, id=3))


def a_referral(**values: object) -> None:
    put(OPEN)
    with session():
        request, department = m.Request.get(), m.Department.get()
        insert(
            "referral",
            {
                "request_id": request.id,
                "department_id": department.id,
                "asked_at": "2026-03-02 09:00:00",
                "asked_on": "2026-03-02",
                "due_on": "2026-03-16",
                "reminded": 0,
                "remark": "",
            }
            | values,
        )


ANSWERED = {"answer": "yes", "answered_at": "2026-03-03 09:00:00", "answered_on": "2026-03-03"}


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"request_id": 999}, id="of a request that is not there"),
        pytest.param({"answer": "yes"}, id="answered on no day"),
        pytest.param(ANSWERED | {"answer": "no"}, id="no without reason"),
        pytest.param(ANSWERED | {"answer": "perhaps"}, id="an answer that does not exist"),
    ],
)
def test_a_broken_referral_is_refused(desk: Desk, values: dict[str, object]) -> None:
    with pytest.raises(pw.IntegrityError):
        a_referral(**values)


def test_a_referral_is_answered_at_most_once(desk: Desk) -> None:
    a_referral(**ANSWERED)

    with session(), pytest.raises((pw.IntegrityError, pw.InternalError)):
        database.execute_sql("UPDATE referral SET answer = 'no', reason = 'no_mentor'")


def test_a_department_is_asked_once_at_a_time(desk: Desk) -> None:
    a_referral()
    with session():
        row = m.Referral.get()
        again = {"request": row.request, "department": row.department, "asked_at": row.asked_at}

        with pytest.raises(pw.IntegrityError):
            m.Referral.create(**again, asked_on=date(2026, 3, 9), due_on=date(2026, 3, 23))


def test_a_request_with_referrals_cannot_be_deleted(desk: Desk) -> None:
    a_referral()

    with session(), pytest.raises(pw.IntegrityError):
        database.execute_sql("DELETE FROM request")


def test_the_migrations_make_what_the_models_say(desk: Desk) -> None:
    with session():
        assert not diff_models(database.obj, [*m.TABLES, TargetGroupRecord])


def test_the_migrated_sqlite_schema_is_the_models_to_the_letter(sqlite_desk: Desk) -> None:
    fresh = pw.SqliteDatabase(":memory:")
    tables = [*m.TABLES, TargetGroupRecord]
    with fresh.bind_ctx(tables):
        fresh.create_tables(tables)

    with session():
        assert _schema(database.obj) == _schema(fresh)


def test_upgrading_twice_changes_nothing(desk: Desk) -> None:
    assert upgrade() == []


def _schema(db: pw.Database) -> dict[str, str]:
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        " AND name NOT LIKE 'request_search%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'schema_migration%'"
    )
    return dict(db.execute_sql(query).fetchall())
