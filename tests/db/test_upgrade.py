"""A desk that was in use is brought to the newest schema with everything that it holds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import peewee as pw
import pytest

from builders import fresh_name
from stagedesk.db import connection, upgrade
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, open_database, session
from stagedesk.domain.codes import Letter

FIRST = "0001_the_desk"
DAY, MOMENT = "2026-03-02", "2026-03-02 09:00:00"
REQUEST = {
    "reference": "2026-0001", "route": "mailbox", "received_at": MOMENT, "received_on": DAY,
    "applicant_id": 1, "sender_name": "Nora", "sender_email": "nora@example.be", "title": "Stage",
    "automatic": False,
    "language": "nl", "school_words": "", "study": "", "period_words": "", "owner_id": 1, "status": "routed",
    "waiting_on": "department", "waiting_since": DAY, "due_on": DAY, "department_id": 1, "version": 3,
}  # fmt: skip
OUTGOING = {
    "letter": "referral", "recipients": "musea@stad.example", "copies": "", "subject": "Stage", "body": "Dag",
    "mail_id": "a@stad.example", "thread": "", "decided_at": MOMENT, "hold_until": MOMENT, "state": "held",
    "attempts": 0, "error": "",
}  # fmt: skip
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("staff", {"code": "els", "name": "Els", "email": "", "role": "desk"}),
    ("department", {"code": "musea", "name": "Musea", "email": "", "head_email": "", "domain": ""}),
    ("applicant", {"name": "Nora", "email": "nora@example.be", "phone": "", "language": "nl"}),
    ("request", REQUEST),
    (
        "referral",
        {"request_id": 1, "department_id": 1, "asked_at": MOMENT, "asked_on": DAY, "due_on": DAY}
        | {"reminded": 1, "remark": ""},
    ),
    ("outgoing", OUTGOING | {"request_id": 1, "referral_id": 1}),
    ("ledger", {"source": "mbox", "source_key": "1", "state": "failed", "error": "empty", "seen_at": MOMENT}),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def first_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A desk at its first schema, in use."""
    url, name = f"sqlite:///{tmp_path / 'old.db'}", fresh_name()
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        server.run(f"create database {name}")
        url = server.url(name)
    open_database(url, create=True)
    with session():
        upgrade._runner().up(FIRST)
        for table, values in ROWS:
            _insert(table, values)
    yield
    connection.close_database()
    if request.param == "postgresql":
        server.run(f"drop database {name} with (force)")


def _insert(table: str, values: dict[str, Any]) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["?" if is_sqlite() else "%s"] * len(values))
    database.execute_sql(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', list(values.values()))


def test_an_upgrade_keeps_every_row_and_its_rules(first_desk: None) -> None:
    upgrade.upgrade()

    with session():
        request, referral, outgoing = m.Request.get(), m.Referral.get(), m.Outgoing.get()
        assert (request.reference, request.version, request.told_on) == ("2026-0001", 3, None)
        assert (referral.asked_on, referral.reminded, referral.round) == (date(2026, 3, 2), 1, 1)
        assert (outgoing.request_id, outgoing.claim, outgoing.retry_at) == (1, "", None)
        assert outgoing.decided_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        with pytest.raises(pw.IntegrityError), database.atomic():
            database.execute_sql("UPDATE request SET due_on = NULL")
        with pytest.raises(pw.IntegrityError), database.atomic():
            database.execute_sql("UPDATE outgoing SET state = 'sending'")


def test_an_upgraded_desk_takes_what_the_new_rules_allow(first_desk: None) -> None:
    upgrade.upgrade()

    with session():
        database.execute_sql("UPDATE ledger SET state = 'ignored'")
        for letter in Letter:
            _insert("outgoing", OUTGOING | {"mail_id": letter, "letter": letter, "claim": ""})
        assert m.Outgoing.select().where(m.Outgoing.request.is_null()).count() == len(Letter)


def test_a_request_is_acknowledged_once(first_desk: None) -> None:
    upgrade.upgrade()
    letter = OUTGOING | {"request_id": 1, "letter": "acknowledgement", "claim": ""}

    with session():
        _insert("outgoing", letter | {"mail_id": "b"})

        with pytest.raises(pw.IntegrityError):
            _insert("outgoing", letter | {"mail_id": "c"})
