"""Declarations about target groups when their time is over: only the numbers stay."""

from typing import Any

from peewee import fn

from stagedesk.db import models as m
from stagedesk.db.models.target_group import TargetGroupRecord

t, p = TargetGroupRecord, m.Placement


def years() -> dict[int, int]:
    """How many there are of each year, by the placement's first day, or the day that was planned."""
    began = fn.COALESCE(p.started_on, p.planned_start, p.made_on)
    found: dict[int, int] = {}
    for (day,) in m.tuples(t.select(began).join(p)):
        year = int(str(day)[:4])
        found[year] = found.get(year, 0) + 1
    return found


def reduce_year(year: int) -> int:
    """Keep only the numbers of a year; returns how many declarations went. In a transaction."""
    query = t.select(t.id, p.started_on, p.planned_start, p.made_on).join(p)
    numbers = [number for number, *days in m.tuples(query) if next(day for day in days if day).year == year]
    return _reduce(t.id << numbers)


def reduce_placements(placements: set[int]) -> int:
    """The same of these placements."""
    return _reduce(t.placement << sorted(placements))


def _reduce(condition: Any) -> int:
    query = t.select(t.id, p.started_on, t.withdrawn_on, t.foreign_origin, t.disability).join(p)
    found = m.tuples(query.where(condition))
    for _number, started_on, withdrawn_on, origin, disability in found:
        if started_on and not withdrawn_on:
            _count(started_on.year, origin, disability)
    t.delete().where(t.id << [number for number, *_rest in found]).execute()
    return len(found)


def _count(year: int, origin: bool | None, disability: bool | None) -> None:
    k = m.TargetGroupCount
    same = [
        column.is_null() if value is None else column == value
        for column, value in ((k.foreign_origin, origin), (k.disability, disability))
    ]
    row = k.get_or_none(k.year == year, *same)
    if row is None:
        k.create(year=year, foreign_origin=origin, disability=disability, number=1)
    else:
        k.update(number=k.number + 1).where(k.id == row.id).execute()


def of_placements(placements: tuple[int, ...]) -> list[tuple[str, m.Table]]:
    """What was declared with these placements, for the person itself, each with the reference."""
    rows = t.select().where(t.placement << list(placements)).order_by(t.id)
    return [(row.placement.reference, row) for row in rows]
