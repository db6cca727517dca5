"""References of requests: 2026-0042, counted per year, never given twice."""

from datetime import date

from stagedesk.db import models as m


def take_references(today: date, count: int) -> list[str]:
    """Take the next references of this year; inside the transaction that writes the requests."""
    if not count:
        return []
    name = f"request-{today.year}"
    counter = m.Counter.name == name
    m.Counter.insert(name=name, value=0).on_conflict_ignore().execute()
    m.Counter.update(value=m.Counter.value + count).where(counter).execute()
    last = m.Counter.get(counter).value
    return [f"{today.year}-{number:04d}" for number in range(last - count + 1, last + 1)]
