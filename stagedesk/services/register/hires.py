"""What came after a placement: asked at 6, 12 and 24 months, answered yes, no or unknown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Compensation
from stagedesk.domain.measures import months_later
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.lists.keyset import fetch
from stagedesk.services.register import placement_rows
from stagedesk.services.register.placement_rows import PlacementRow

CHECKS = (6, 12, 24)
GIVEN_UP = 36
"""Months after the end from which nobody asks any more."""
ANSWERS = tuple(Compensation)  # the same three words
LONGEST = 40


@dataclass(frozen=True, slots=True)
class HireTask:
    """Somebody should find out whether this person was hired."""

    placement: str
    applicant: str
    department: str
    ended_on: date
    months: int
    due_on: date


def condition(today: date) -> tuple[str, tuple[Any, ...]]:
    """Which placements are to be asked about, on their table alone, and its values.

    Left out are days of only looking around, what was entered afterwards, who is known to be hired, and
    who was forgotten.
    The latest check that is due answers the earlier ones.
    """
    orientation = [code for code, each in reference.table("kinds").items() if each["is_orientation"]]
    marks = ", ".join("?" * len(orientation))
    answered = "SELECT 1 FROM hire WHERE hire.placement_id = placement.id AND"
    at = {months: months_later(today, -months).isoformat() for months in (*CHECKS, GIVEN_UP)}
    where = (
        f"ended_on <= ? AND ended_on > ? AND NOT reconstructed AND COALESCE(kind, '') NOT IN ({marks})"
        " AND NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.placement_id = placement.id)"
        f" AND NOT EXISTS ({answered} hire.hired = 'yes') AND NOT EXISTS ({answered} hire.months >="
        " CASE WHEN ended_on <= ? THEN 24 WHEN ended_on <= ? THEN 12 ELSE 6 END)"
    )
    return where, (at[6], at[GIVEN_UP], *orientation, at[24], at[12])


def due(desk: Desk, until: date | None = None) -> tuple[HireTask, ...]:
    """The checks that are due today (or until another day), the oldest first."""
    day = until or desk.today()
    where, values = condition(day)
    p = m.Placement
    with session():
        numbers = [number for (number,) in fetch(f"SELECT id FROM placement WHERE {where}", values)]
        query = p.select(p.reference, m.Applicant.name, m.Department.code, p.ended_on)
        query = query.join(m.Applicant).switch(p).join(m.Department).where(p.id.in_(numbers))
        tasks = [_task(values, day) for values in m.tuples(query)]
    return tuple(sorted(tasks, key=lambda task: (task.due_on, task.placement)))


def _task(values: tuple[Any, ...], day: date) -> HireTask:
    ended_on = values[-1]
    months = max(each for each in CHECKS if months_later(ended_on, each) <= day)
    return HireTask(*(*values, months, months_later(ended_on, months)))


def record(
    desk: Desk,
    ref: str,
    hired: str,
    *,
    by: str,
    months: int | None = None,
    contract_start: date | None = None,
    contract_type: str = "",
    employer: str = "",
    batch: str | None = None,
) -> PlacementRow:
    """Write down whether somebody was hired after a placement: yes (from which day), no or unknown.

    Without `months` it answers the check that is due, if any.
    """
    if hired not in ANSWERS:
        known = ", ".join(ANSWERS)
        raise errors.UsageError(detail=_("{code} is none of: {known}").format(code=hired, known=known))
    if (hired == Compensation.YES) != (contract_start is not None):
        raise errors.UsageError(detail=_("Who was hired has the first day of the contract, nobody else."))
    with history.step(desk, "hire_recorded", by=by, batch=batch) as step:
        placement = placement_rows.find(ref)
        if placement.started_on is None:
            raise errors.Refused(detail=_("{reference} has not started.").format(reference=ref))
        step.placement = placement.id
        check = months if months is not None else _check_due(desk, placement)
        values = {
            "asked_on": desk.today(),
            "hired": hired,
            "contract_start": contract_start,
            "contract_type": clean(contract_type, limit=LONGEST) or None,
            "employer": clean(employer, limit=LONGEST) or None,
        }
        if earlier := _answered(placement, check):
            step.change(earlier, **values)
        else:
            step.add(m.Hire, placement=placement, months=check, **values)
        step.facts |= {"placement": placement.reference, "hired": hired, "months": check}
    return placement_rows.row(desk, ref)


def _check_due(desk: Desk, placement: m.Placement) -> int | None:
    if placement.ended_on is None:
        return None
    over = [months for months in CHECKS if months_later(placement.ended_on, months) <= desk.today()]
    return max(over, default=None)


def _answered(placement: m.Placement, months: int | None) -> m.Hire | None:
    if months is None:
        return m.Hire.get_or_none(m.Hire.placement == placement.id, m.Hire.months.is_null())
    return m.Hire.get_or_none(m.Hire.placement == placement.id, m.Hire.months == months)
