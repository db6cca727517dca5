"""A session takes a connection that is open already, and leaves nothing in it for the next one."""

from pathlib import Path

import pytest

from stagedesk.db.connection import close_database, database, open_database, session, transaction
from stagedesk.services.desk import Desk


def test_sessions_of_a_thread_share_one_connection_after_another(desk: Desk) -> None:
    with session():
        first = database.connection()
    with transaction():
        second = database.connection()

    assert first is second


def test_what_was_not_finished_is_gone_with_its_session(sqlite_desk: Desk) -> None:
    with session():
        database.execute_sql("begin")
        database.execute_sql("create table scratch (number integer)")

    with session():
        assert "scratch" not in database.get_tables()
        assert not database.connection().in_transaction


def test_a_closed_database_leaves_no_file_open(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    open_database(f"sqlite:///{file}", create=True)
    with transaction():
        database.execute_sql("create table scratch (number integer)")
        connection = database.connection()

    close_database()

    assert sorted(each.name for each in tmp_path.iterdir()) == ["desk.db"]  # its log was written back
    with pytest.raises(Exception, match="closed"):
        connection.execute("select 1")
