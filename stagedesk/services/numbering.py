"""References of requests: 2026-0042, counted per year, never given twice."""

from datetime import date

from stagedesk.db import models as m


def next_reference(today: date) -> str:
    """Take the next reference; inside the transaction that writes the request."""
    name = f"request-{today.year}"
    (number,) = (
        m.Counter.insert(name=name, value=1)
        .on_conflict(conflict_target=[m.Counter.name], update={m.Counter.value: m.Counter.value + 1})
        .returning(m.Counter.value)
        .tuples()
        .execute()
    )[0]
    return f"{today.year}-{number:04d}"
