"""The days of a placement: planned blocks, interruptions, what follows from them, and free slots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stagedesk import errors
from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite
from stagedesk.db.prepared import prepared
from stagedesk.domain.measures import Block, actual, length
from stagedesk.i18n import _
from stagedesk.services.journal import history

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def check(blocks: Iterable[Block]) -> None:
    """Refuse days that cannot be meant."""
    for block in blocks:
        if block.last < block.first:
            detail = _("{last} is before {first}.").format(last=block.last, first=block.first)
            raise errors.UsageError(detail=detail)
        if block.first < EARLIEST or block.last > LATEST:
            raise errors.UsageError(detail=_("{day} cannot be meant.").format(day=block.first))


def plan_days(
    step: history.Step, placement: m.Placement, blocks: Iterable[Block], pauses: Iterable[Block]
) -> None:
    """Plan these days, and no others."""
    wanted = {(block, False) for block in blocks} | {(block, True) for block in pauses}
    old = m.PlacementPeriod.select().where(m.PlacementPeriod.placement == placement.id)
    for period in list(old):
        known = Block(period.first_day, period.last_day), period.interruption
        if known in wanted:
            wanted.remove(known)
        else:
            step.remove(period)
    for block, interruption in sorted(wanted):
        add_period(step, placement, block, interruption=interruption)
    measure(step, placement)


def add_period(
    step: history.Step, placement: m.Placement, block: Block, *, interruption: bool, planned: bool = True
) -> None:
    step.add(
        m.PlacementPeriod,
        placement=placement,
        first_day=block.first,
        last_day=block.last,
        interruption=interruption,
        planned=planned,
    )


@dataclass(frozen=True, slots=True)
class Periods:
    """The days of a placement; what came to it after the start was not planned."""

    blocks: tuple[Block, ...] = ()
    pauses: tuple[Block, ...] = ()
    later_blocks: tuple[Block, ...] = ()
    later_pauses: tuple[Block, ...] = ()


def measure(step: history.Step, placement: m.Placement) -> None:
    """Bring what follows from the periods and the actual days up to date."""
    started_on, ended_on = placement.started_on, placement.ended_on
    values = measured(periods_of(placement.id), placement.days_per_week, started_on, ended_on)
    step.change(placement, **values)


def measured(
    periods: Periods, days_per_week: float | None, started_on: date | None, ended_on: date | None
) -> dict[str, date | float | None]:
    """The columns that follow from the periods and the actual days of a placement."""
    every = (*periods.blocks, *periods.later_blocks)
    real = actual(every, started_on, ended_on)
    planned = length(periods.blocks, periods.pauses, days_per_week).weeks
    found = length(real, (*periods.pauses, *periods.later_pauses), days_per_week).weeks
    # Two decimals are what both databases keep unchanged.
    return {
        "planned_start": min((block.first for block in every), default=None),
        "planned_end": max((block.last for block in every), default=None),
        "weeks_planned": round(planned, 2) if periods.blocks else None,
        "weeks_actual": round(found, 2) if real else None,
    }


def periods_of(placement: int) -> Periods:
    """The periods of a placement; inside a session."""
    heaps: dict[tuple[bool, bool], list[Block]] = {}
    for pause, planned, first, last in _periods(placement):
        heaps.setdefault((bool(pause), bool(planned)), []).append(Block(first, last))
    kinds = ((False, True), (True, True), (False, False), (True, False))
    return Periods(*(tuple(heaps.get(kind, ())) for kind in kinds))


@prepared
def _periods(placement: Any) -> Any:
    b = m.PlacementPeriod
    query = b.select(b.interruption, b.planned, b.first_day, b.last_day).where(b.placement == placement)
    return query.order_by(b.first_day, b.id).tuples()


def take_slot(
    place: int, department: m.Department, blocks: Iterable[Block], holder: m.Placement | None = None
) -> None:
    """Refuse when the place is full in these days; nobody else can take the slot meanwhile.

    Its `holder` does not count, and keeps it also when it was taken back.
    """
    query = m.Place.select().where(m.Place.id == place)
    row = (query if is_sqlite() else query.for_update()).first()  # SQLite's writer is alone
    if row is None:
        raise errors.NotFound(what=_("place"), name=str(place))
    if row.withdrawn_on and (holder is None or holder.place_id != place):
        raise errors.Refused(detail=_("Place {place} was taken back.").format(place=place))
    if row.department_id != department.id:
        raise errors.Refused(detail=_("Place {place} belongs to another department.").format(place=place))
    if slots_taken(place, blocks, holder.id if holder else None) >= row.slots:
        raise errors.Refused(
            detail=_("Place {place} is full in that period: {slots} at once.").format(
                place=place, slots=row.slots
            )
        )


def slots_taken(place: int, blocks: Iterable[Block], but: int | None = None) -> int:
    """How many placements have this place at once, at the most, in these days; without days, ever."""
    return most_at_once(taken_of([place], but).get(place, ()), blocks)


def taken_of(places: Iterable[int], but: int | None = None) -> dict[int, list[Block]]:
    """The days of which placements take a slot of these places; a place that nobody has is left out."""
    p = m.Placement
    live = p.select(p.place, p.planned_start, p.planned_end, p.ended_on).where(
        p.place.in_(many.numbers(places)), p.cancelled_on.is_null(), ~p.no_show, p.id != (but or 0)
    )
    found: dict[int, list[Block]] = {}
    for place, first, last, ended_on in m.tuples(live):
        begins = first or EARLIEST
        # Who stays longer than planned takes no slot from whoever was promised it.
        block = Block(begins, max(begins, min(ended_on or LATEST, last or LATEST)))
        found.setdefault(place, []).append(block)
    return found


def most_at_once(taken: Sequence[Block], blocks: Iterable[Block]) -> int:
    """How many of these spans hold one day of the blocks at the most; without blocks, any day."""
    wanted = list(blocks) or [Block(EARLIEST, LATEST)]
    # It is fullest on a day on which somebody comes, or on the first wanted one.
    days = [block.first for block in wanted]
    days += [each.first for each in taken if any(block.holds(each.first) for block in wanted)]
    return max(sum(each.holds(day) for each in taken) for day in days)


def overlaps(person: int, blocks: Iterable[Block], but: int | None = None) -> list[str]:
    """References of other placements of this person on the same days; inside a session."""
    p, wanted = m.Placement, list(blocks)
    query = p.select(p.reference, p.planned_start, p.planned_end, p.ended_on).where(
        p.applicant == person, p.cancelled_on.is_null(), ~p.no_show, p.id != (but or 0)
    )
    return [
        ref
        for ref, first, last, ended_on in m.tuples(query.order_by(p.id))
        if first and any(Block(first, ended_on or last).meets(each) for each in wanted)
    ]
