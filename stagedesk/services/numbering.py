"""References: 2026-0042 of requests, P2026-0042 of placements, counted per year, never given twice."""

from datetime import date

from stagedesk.db import models as m


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
    counter = m.Counter.name == name
    m.Counter.insert(name=name, value=0).on_conflict_ignore().execute()
    m.Counter.update(value=m.Counter.value + count).where(counter).execute()
    last = m.Counter.get(counter).value
    return [f"{prefix}{number:04d}" for number in range(last - count + 1, last + 1)]
