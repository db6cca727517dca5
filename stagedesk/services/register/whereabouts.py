"""Who is where on a day: every intern that is there, by directorate and department."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measures import Block
from stagedesk.services.desk import Desk
from stagedesk.services.register.placement_rows import PlacementRow, base_query, rows


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is there on the day, by what is known or planned."""

    placement: PlacementRow
    is_certain: bool
    """The start was confirmed, and the last planned day is not over."""
    is_away: bool
    """Inside an interruption, or between two blocks."""


@dataclass(frozen=True, slots=True)
class DepartmentPresence:
    directorate: str
    department: str
    department_name: str
    people: tuple[Present, ...]


def on(desk: Desk, day: date | None = None, department: str = "") -> tuple[DepartmentPresence, ...]:
    """The placements that run on a day, also one of the past or to come; today without one.

    Days that were confirmed win over planned ones. A past day counts only who really started.
    """
    wanted = day or desk.today()
    with session():
        query = base_query(desk.today()).where(*_runs_on(wanted, desk.today()))
        if department:
            query = query.where(m.Department.code == department)
        order = (m.Directorate.name, m.Department.name, m.Applicant.name, m.Placement.id)
        found = rows(query.order_by(*order), desk.today())
        inside = _inside([row.id for row in found], wanted)
    people = (Present(row, _is_certain(row, wanted), row.id not in inside) for row in found)
    return tuple(_by_department(people))


def _runs_on(day: date, today: date) -> list[Any]:
    """Conditions: there by what was confirmed, or from today on by what is planned."""
    p = m.Placement
    still = p.ended_on.is_null() & (p.planned_end >= day) if day > today else p.ended_on.is_null()
    there = (p.started_on <= day) & ((p.ended_on >= day) | still)
    if day >= today:
        there |= p.started_on.is_null() & (p.planned_start <= day) & (p.planned_end >= day)
    return [there, p.cancelled_on.is_null(), ~p.no_show]


def _is_certain(row: PlacementRow, day: date) -> bool:
    over = row.ended_on is None and row.planned_end is not None and row.planned_end < day
    return row.started_on is not None and not over


def _inside(placements: list[int], day: date) -> set[int]:
    """Those that have a block on this day (or no blocks at all) and no interruption."""
    b = m.PlacementPeriod
    query = b.select(b.placement, b.first_day, b.last_day, b.interruption).where(b.placement.in_(placements))
    blocks: dict[int, list[Block]] = {}
    away = set()
    for number, first, last, interruption in m.tuples(query):
        block = Block(first, last)
        if not interruption:
            blocks.setdefault(number, []).append(block)
        elif block.holds(day):
            away.add(number)
    return {number for number in placements if _holds(blocks.get(number, []), day)} - away


def _holds(blocks: list[Block], day: date) -> bool:
    """Outside all blocks is away only between two of them: who stays longer or came earlier is there."""
    if not blocks or day < min(blocks).first or day > max(block.last for block in blocks):
        return True
    return any(block.holds(day) for block in blocks)


def _by_department(people: Iterable[Present]) -> Iterable[DepartmentPresence]:
    def where(each: Present) -> tuple[str, str, str]:
        return each.placement.directorate, each.placement.department, each.placement.department_name

    for (directorate, code, name), group in groupby(people, where):
        yield DepartmentPresence(directorate, code, name, tuple(group))
