"""References: 2026-0042 of requests, P2026-0042 of placements, counted per year, never given twice."""

from datetime import date

from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite


def take_references(today: date, count: int) -> list[str]:
    """Take the next references of this year; inside the transaction that writes the requests."""
    return _take("request", f"{today.year}-", today, count)


def take_placements(today: date, count: int) -> list[str]:
    """The same for placements."""
    return _take("placement", f"P{today.year}-", today, count)


def _take(what: str, prefix: str, today: date, count: int) -> list[str]:
    if not count:
        return []
    name = f"{what}-{today.year}"
    mark = "?" if is_sqlite() else "%s"
    database.execute_sql(
        f"INSERT INTO counter (name, value) VALUES ({mark}, {mark})"
        " ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value",
        (name, count),
    )
    last = m.Counter.get(m.Counter.name == name).value
    return [f"{prefix}{number:04d}" for number in range(last - count + 1, last + 1)]
