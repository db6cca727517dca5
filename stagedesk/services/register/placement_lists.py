"""Placements as lists of any length: what runs, starts, ends, misses something; by department or all."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.services.desk import Desk
from stagedesk.services.lists.keyset import EVERYTHING, Order
from stagedesk.services.lists.ordered_list import OrderedList
from stagedesk.services.register import hires, placement_rows
from stagedesk.services.register.placement_rows import NO_AGREEMENT, PlacementRow

View = Literal[
    "todo", "running", "starting", "ending", "unsigned", "papers", "incomplete", "hire", "over", "all"
]
VIEWS: Final[tuple[View, ...]] = (
    "todo", "running", "starting", "ending", "unsigned", "papers", "incomplete", "hire", "over", "all",
)  # fmt: skip
SOON = timedelta(days=30)

# As the index placement_live has it, so that both planners use it.
_LIVE: Final = "ended_on IS NULL AND cancelled_on IS NULL AND NOT no_show"
_RUNNING: Final = f"{_LIVE} AND started_on IS NOT NULL"
_TO_COME: Final = f"{_LIVE} AND started_on IS NULL"
_SIGNED: Final = (
    "EXISTS (SELECT 1 FROM agreement WHERE agreement.placement_id = placement.id"
    " AND agreement.complete_on IS NOT NULL)"
)
_LATE: Final = (
    "EXISTS (SELECT 1 FROM checklist_item WHERE checklist_item.placement_id = placement.id"
    " AND checklist_item.next_move IS NOT NULL AND checklist_item.due_on < ?)"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which placements, beside the view: a department's, a school's, a person's, of a year of starting."""

    department: str = ""
    school: str = ""
    name: str = ""
    year: int | None = None


def order(view: View, today: date, only: Filter) -> Order:
    """The placements of a view, what presses first."""
    column, where, values, descending = _view(view, today)
    parts, parameters = [where], list(values)
    for table, text in (("department", only.department), ("school", only.school)):
        if text:
            parts.append(f"{table}_id = (SELECT id FROM {table} WHERE code = ?)")
            parameters.append(text)
    if only.name:
        parts.append("applicant_id IN (SELECT id FROM applicant WHERE lower(name) LIKE ?)")
        parameters.append(f"%{_plain(only.name)}%")
    if only.year:
        parts.append("COALESCE(started_on, planned_start) BETWEEN ? AND ?")
        parameters += [f"{only.year}-01-01", f"{only.year}-12-31"]
    return Order(column, " AND ".join(parts), tuple(parameters), descending, "placement")


def _plain(name: str) -> str:
    return name.strip().lower().replace("%", "").replace("_", "")


def _view(view: View, today: date) -> tuple[str, str, tuple[Any, ...], bool]:
    """Column that sorts, condition, its values, and whether the latest comes first."""
    now, soon = today.isoformat(), (today + SOON).isoformat()
    match view:
        case "todo":
            late_end = f"(started_on IS NOT NULL AND planned_end < ?) OR {_LATE}"
            red = f"(started_on IS NOT NULL AND legal_form <> '{NO_AGREEMENT}' AND NOT {_SIGNED})"
            due = f"{_LIVE} AND planned_start IS NOT NULL"
            due += f" AND ((started_on IS NULL AND planned_start <= ?) OR {late_end} OR {red})"
            return "planned_start", due, (now, now, now), False
        case "running":
            return "started_on", _RUNNING, (), True
        case "starting":
            return "planned_start", f"{_TO_COME} AND planned_start <= ?", (soon,), False
        case "ending":
            return "planned_end", f"{_RUNNING} AND planned_end <= ?", (soon,), False
        case "unsigned":
            unsigned = f"{_RUNNING} AND legal_form <> '{NO_AGREEMENT}' AND NOT {_SIGNED}"
            return "started_on", unsigned, (), False
        case "papers":
            return "made_on", f"cancelled_on IS NULL AND NOT no_show AND {_LATE}", (now,), False
        case "incomplete":
            gaps = " OR ".join(
                f"{name} IS NULL" for name in ("kind", "planned_start", "days_per_week", "level_followed")
            )
            return "made_on", f"{_LIVE} AND ({gaps} OR compensation = 'unknown')", (), True
        case "hire":
            where, values = hires.condition(today)
            return "ended_on", where, values, False
        case "over":
            return "ended_on", "ended_on IS NOT NULL", (), True
        case "all":
            return "made_on", EVERYTHING, (), True


class PlacementList(OrderedList[PlacementRow]):
    """A view as the screens page through it."""

    def __init__(self, desk: Desk, view: View = "all", only: Filter | None = None) -> None:
        super().__init__(desk, order(view, desk.today(), only or Filter()))

    def read(self, numbers: Sequence[Hashable]) -> list[PlacementRow]:
        today = self.desk.today()
        query = placement_rows.base_query(today).where(m.Placement.id.in_(list(numbers)))
        return placement_rows.rows(query, today)


def counts(desk: Desk) -> dict[View, int]:
    """How many placements each view holds, for the line above the list."""
    with session():
        return {view: PlacementList(desk, view).count() for view in VIEWS}
