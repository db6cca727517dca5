"""The large demo: a sound desk with a year behind it, small enough here to be made in seconds."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stagedesk.db import connection
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services import check, demo_large, placement_lists
from stagedesk.settings import Settings

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_year_is_lived_and_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_large, "ARRANGED", 40)
    settings = replace(
        Settings(), database=f"sqlite:///{tmp_path / 'demo.db'}", outbox=str(tmp_path / "outbox")
    )
    weeks = []

    desk = demo_large.make(settings, lambda: NOW, lambda week, of: weeks.append((week, of)), requests=60)

    assert weeks[-1] == (52, 52)
    with session():
        statuses = {status for (status,) in m.tuples(m.Request.select(m.Request.status).distinct())}
        assert m.Request.select().count() == 60
        assert {"received", "routed", "closed"} <= statuses
    counts = placement_lists.counts(desk)
    assert counts["all"] >= 40
    assert counts["running"] > 0
    assert counts["over"] > 0
    assert check.check(desk) == []
    connection.close_database()
