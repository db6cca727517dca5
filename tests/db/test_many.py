"""Many rows at once are the rows that Peewee would write, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from peewee import IntegrityError

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import database, session, transaction
from stagedesk.domain.codes import Direction, Role
from stagedesk.services.desk import Desk


def test_rows_are_written_with_their_defaults(desk: Desk) -> None:
    with transaction():
        before = m.Staff.select().count()
        many.insert(m.Staff, [{"code": f"s{number}", "name": "Ëls"} for number in range(120)])
        added = m.Staff.select().count() - before
        found = m.Staff.select().where(m.Staff.code == "s119").get()

    assert added == 120
    assert (found.name, found.email, found.role, found.left_on) == ("Ëls", "", Role.DESK, None)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2))])
def test_codes_bytes_and_moments_come_back(desk: Desk, zone: timezone) -> None:
    moment = datetime(2026, 3, 2, 9, 0, 1, 234_567, tzinfo=zone)
    with transaction():
        many.insert(m.Raw, [{"id": 7, "hash": "h", "bytes": b"\x00\xff"}])
        values = {"direction": Direction.IN, "kind": "request", "original": 7, "identity": "i"}
        many.insert(m.Message, [values | {"mail_id": "i", "taken_at": moment}])

    with session():
        mail = m.Message.get()
        assert (mail.direction, mail.taken_at, mail.sent_at) == ("in", moment, None)
        assert bytes(mail.original.bytes) == b"\x00\xff"


def test_one_row_is_changed_and_its_version_moves_on(desk: Desk) -> None:
    with transaction():
        first = m.Staff.create(code="a", name="A")
        second = m.Staff.create(code="b", name="B")
        many.update(m.Staff, first.id, {"name": "Z", "left_on": None})

    with session():
        assert m.Staff.get_by_id(first.id).name == "Z"
        assert m.Staff.get_by_id(second.id).name == "B"


def test_nothing_is_nothing(desk: Desk) -> None:
    with transaction():
        many.insert(m.Staff, [])
        assert many.among('SELECT id FROM "staff" WHERE code IN ({})', []) == []


def test_any_number_of_values_is_looked_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MOST_VALUES", 2)
    with session():
        found = many.among('SELECT code FROM "staff" WHERE code IN ({})', ["els", "x", "karim", "mieke"])

    assert sorted(found) == [("els",), ("karim",), ("mieke",)]


def test_what_breaks_a_rule_is_peewees_own_error(desk: Desk) -> None:
    with pytest.raises(IntegrityError), transaction():
        many.insert(m.Staff, [{"code": "els", "name": "Twice"}])

    assert database.is_closed()
