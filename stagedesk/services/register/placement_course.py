"""The course of a placement: started, interrupted, ended, extended, called off; each a step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import EndedBy
from stagedesk.domain.measures import Block
from stagedesk.domain.placement import is_extension
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.register import checklists, placement_days, placement_rows, placing
from stagedesk.services.register.checklists import open_placement
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.services.register.placements import plan_of


def start(
    desk: Desk,
    ref: str,
    on: date | None = None,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """The intern came: on the planned first day (or today, when that is earlier) unless told otherwise."""
    with placement_step(desk, "placement_started", ref, by, seen_version, batch) as (step, placement):
        _refuse_started(placement)
        day = on or min(placement.planned_start or desk.today(), desk.today())
        _refuse_future(desk, day)
        step.change(placement, started_on=day, directorate=placement.department.directorate_id)
        placement_days.measure(step, placement)
        step.facts["on"] = day
    return placement_rows.row(desk, ref)


def no_show(
    desk: Desk, ref: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> PlacementRow:
    """The intern never came."""
    with placement_step(desk, "no_show", ref, by, seen_version, batch) as (step, placement):
        _refuse_started(placement)
        if placement.planned_start and placement.planned_start > desk.today():
            raise errors.Refused(
                detail=_("{reference} only starts on {day}; it can be called off.").format(
                    reference=placement.reference, day=placement.planned_start
                )
            )
        step.change(placement, no_show=True)
    return placement_rows.row(desk, ref)


def cancel(
    desk: Desk,
    ref: str,
    *,
    by: str,
    ended_by: str,
    reason: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """Call a placement off before it starts; its request stays as it ended and may be reopened."""
    _check_ending("cancelled", ended_by, reason)
    with placement_step(desk, "placement_cancelled", ref, by, seen_version, batch) as (step, placement):
        _refuse_started(placement)
        step.change(placement, cancelled_on=desk.today(), ended_by=ended_by, ended_reason=reason)
        step.facts |= {"ended_by": ended_by, "ending": reason}
    return placement_rows.row(desk, ref)


def interrupt(
    desk: Desk,
    ref: str,
    first: date,
    last: date | None = None,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """The intern is away for a while; without a last day until somebody resumes it, or its end.

    Before the start it is part of the plan; afterwards it only shortens what really was.
    """
    with placement_step(desk, "interrupted", ref, by, seen_version, batch) as (step, placement):
        _refuse_ended(placement)
        if placement.planned_start is None or placement.planned_end is None:
            raise errors.Refused(detail=_("{reference} has no period yet.").format(reference=ref))
        away = Block(first, last or max(first, placement.planned_end))
        placement_days.check([away])
        running = Block(min(placement.started_on or first, placement.planned_start), placement.planned_end)
        if not away.meets(running):
            raise errors.UsageError(detail=_("The placement is not running on these days."))
        planned = placement.started_on is None
        placement_days.add_period(step, placement, away, interruption=True, planned=planned)
        placement_days.measure(step, placement)
        step.facts |= {"first": first, "last": last}
    return placement_rows.row(desk, ref)


def resume(
    desk: Desk,
    ref: str,
    on: date | None = None,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """The intern is back: the interruption that holds this day ends the day before."""
    with placement_step(desk, "resumed", ref, by, seen_version, batch) as (step, placement):
        day = on or desk.today()
        b = m.PlacementPeriod
        away = b.select().where(
            b.placement == placement.id, b.interruption, b.first_day <= day, b.last_day >= day
        )
        periods = list(away)
        if not periods:
            raise errors.Refused(
                detail=_("{reference} is not interrupted on {day}.").format(
                    reference=placement.reference, day=day
                )
            )
        for period in periods:
            if period.first_day == day:
                step.remove(period)
            else:
                step.change(period, last_day=day - timedelta(days=1))
        placement_days.measure(step, placement)
        step.facts["on"] = day
    return placement_rows.row(desk, ref)


def end(
    desk: Desk,
    ref: str,
    on: date | None = None,
    *,
    by: str,
    ended_by: str | None = None,
    reason: str | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """The placement is over; an end before the planned one says by whom and why."""
    with placement_step(desk, "placement_ended", ref, by, seen_version, batch) as (step, placement):
        _refuse_ended(placement)
        if placement.started_on is None:
            raise errors.Refused(detail=_("{reference} has not started.").format(reference=ref))
        day = on or min(placement.planned_end or desk.today(), desk.today())
        _refuse_future(desk, day)
        if day < placement.started_on:
            detail = _("{last} is before {first}.").format(last=day, first=placement.started_on)
            raise errors.UsageError(detail=detail)
        early = bool(placement.planned_end and day < _last_weekday(placement.planned_end))
        if early or reason:
            _check_ending("stopped_early", ended_by, reason)
        step.change(
            placement,
            ended_on=day,
            ended_by=ended_by if early else None,
            ended_reason=reason if early else None,
        )
        placement_days.measure(step, placement)
        checklists.move_dates(desk, step, placement)
        step.facts |= {"on": day, **({"ended_by": ended_by, "ending": reason} if early else {})}
    return placement_rows.row(desk, ref)


def extend(
    desk: Desk,
    ref: str,
    until: date,
    *,
    by: str,
    first: date | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """More days at the same host: the same placement when they follow within sixty days, else a new one.

    Returns the placement that holds the new days.
    """
    with placement_step(desk, "extended", ref, by, seen_version, batch) as (step, placement):
        last = placement.ended_on or placement.planned_end
        if last is None:
            raise errors.Refused(detail=_("{reference} has no period yet.").format(reference=ref))
        more = Block(first or last + timedelta(days=1), until)
        placement_days.check([more])
        if more.first <= last:
            detail = _("{day} is not after {last}.").format(day=more.first, last=last)
            raise errors.UsageError(detail=detail)
        step.facts |= {"first": more.first, "last": more.last}
        if is_extension(last, more.first):
            _lengthen(desk, step, placement, more)
            held = placement
        else:
            held = _follow(desk, step, placement, more)
    return placement_rows.row(desk, held.reference)


def _lengthen(desk: Desk, step: history.Step, placement: m.Placement, more: Block) -> None:
    if placement.place_id:
        placement_days.take_slot(placement.place_id, placement.department, [more], placement)
    step.change(placement, ended_on=None, ended_by=None, ended_reason=None)
    planned = placement.started_on is None
    placement_days.add_period(step, placement, more, interruption=False, planned=planned)
    placement_days.measure(step, placement)
    checklists.move_dates(desk, step, placement)


def _follow(desk: Desk, step: history.Step, placement: m.Placement, more: Block) -> m.Placement:
    plan = plan_of(placement.reference)
    return placing.begin(
        desk,
        step,
        replace(plan, blocks=(more,), pauses=()),
        extends=placement,
        same_person_as=placement.applicant,
    )


@contextmanager
def placement_step(
    desk: Desk, kind: str, ref: str, by: str, seen_version: int | None, batch: str | None
) -> Iterator[tuple[history.Step, Any]]:
    """A step about a placement that is neither called off nor missed."""
    with history.step(desk, kind, by=by, batch=batch) as step:
        placement = open_placement(desk, ref, seen_version)
        step.placement = placement.id
        step.facts["placement"] = placement.reference
        yield step, placement


def _check_ending(ends: str, ended_by: str | None, reason: str | None) -> None:
    known = [code for code, each in reference.table("endings").items() if ends in each["ends"]]
    if reason not in known:
        raise errors.UsageError(detail=_("Say why, one of: {known}.").format(known=", ".join(known)))
    if ended_by not in set(EndedBy):
        raise errors.UsageError(detail=_("Say by whom, one of: {known}.").format(known=", ".join(EndedBy)))


def _refuse_started(placement: m.Placement) -> None:
    if placement.started_on:
        raise errors.Refused(
            detail=_("{reference} started on {day}.").format(
                reference=placement.reference, day=placement.started_on
            )
        )


def _refuse_ended(placement: m.Placement) -> None:
    if placement.ended_on:
        raise errors.Refused(
            detail=_("{reference} ended on {day}.").format(
                reference=placement.reference, day=placement.ended_on
            )
        )


def _refuse_future(desk: Desk, day: date) -> None:
    if day > desk.today():
        raise errors.UsageError(detail=_("{day} is still to come.").format(day=day))


def _last_weekday(day: date) -> date:
    """The last Monday to Friday up to this day: who is planned until Sunday is done on Friday."""
    return day - timedelta(days=max(0, day.weekday() - 4))
