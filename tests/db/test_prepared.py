"""Queries whose SQL is made once give what Peewee gives: rows of one table or several, values, nothing."""

from datetime import date
from typing import Any

import pytest

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.db.prepared import prepared
from stagedesk.services.desk import Desk


@prepared
def _days(since: Any) -> Any:
    return m.ClosingDay.select().where(m.ClosingDay.day >= since).order_by(m.ClosingDay.day)


@prepared
def _days_of_departments(since: Any) -> Any:
    c = m.ClosingDay
    return c.select(c, m.Department).join(m.Department).where(c.day >= since).order_by(c.day)


@prepared
def _names(since: Any) -> Any:
    return m.ClosingDay.select(m.ClosingDay.day, m.ClosingDay.name).where(m.ClosingDay.day == since).tuples()


DAY = date(2031, 5, 2)


@pytest.fixture
def closed(desk: Desk) -> m.Department:
    with transaction():
        department: m.Department = m.Department.select().order_by(m.Department.id).first()
        m.ClosingDay.create(day=DAY, name="brug", department=department)
        return department


@pytest.mark.parametrize("_time", ["first", "again"])
def test_rows_of_a_table_are_rows_as_peewee_makes_them(closed: m.Department, _time: str) -> None:
    with session():
        (prepared_,) = _days(DAY)
        (plain,) = m.ClosingDay.select().where(m.ClosingDay.day >= DAY)

        assert prepared_ == plain
        assert prepared_.__data__ == plain.__data__
        assert prepared_.dirty_fields == []
        assert prepared_.department.name == closed.name


@pytest.mark.parametrize("_time", ["first", "again"])
def test_rows_of_two_tables_know_each_other(closed: m.Department, _time: str) -> None:
    with session():
        (row,) = _days_of_departments(DAY)

        assert row.__rel__["department"].code == closed.code


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("_time", ["first", "again"])
def test_plain_values_are_what_the_columns_hold(_time: str) -> None:
    with session():
        assert _names(date(1999, 1, 1)) == []
        assert _names(DAY) == [(DAY, "brug")]


def test_what_is_not_there_is_said_without_asking_twice(desk: Desk) -> None:
    with session():
        assert m.Department.get_or_none(m.Department.code == "moon") is None
        with pytest.raises(m.Department.DoesNotExist):
            m.Department.get(m.Department.code == "moon")
