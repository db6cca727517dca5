"""Placements come to be: from an accepted request, or arranged by somebody else; and are corrected."""

from collections.abc import Iterator

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Outcome
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.city import schools
from stagedesk.services.city.departments import find_department
from stagedesk.services.deciding import requests, triage
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.register import checklists, placement_days, placement_rows, placing
from stagedesk.services.register.checklists import open_placement
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.services.register.placing import Plan


def draft(ref: str) -> Plan:
    """What the desk already knows of the placement that a request would become."""
    with session():
        return placing.of_request(requests.find(ref))


def agree(
    desk: Desk,
    ref: str,
    plan: Plan | None = None,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """The applicant accepts: the request ends as placed and its placement begins, in one step."""
    with session():
        triage.close(desk, ref, Outcome.PLACED, by=by, plan=plan, seen_version=seen_version, batch=batch)
        made = m.Placement.select(m.Placement.reference).join(m.Request)
        newest = made.where(m.Request.reference == ref.strip()).order_by(m.Placement.id.desc())
        return placement_rows.row(desk, m.tuples(newest.limit(1))[0][0])


def arrange(desk: Desk, plan: Plan, *, by: str, batch: str | None = None) -> PlacementRow:
    """Register a placement that somebody arranged without a request to the desk."""
    with history.step(desk, "arranged", by=by, batch=batch) as step:
        placement = placing.begin(desk, step, plan)
    return placement_rows.row(desk, placement.reference)


_PLAIN = (
    "kind", "legal_form", "programme", "level_followed", "level_held", "study", "age_at_start",
    "days_per_week", "hours_total", "compensation", "mentor", "remark", "route",
)  # fmt: skip


def plan_of(ref: str) -> Plan:
    """A placement as the plan that a form shows."""
    with session():
        row = placement_rows.find(ref)
        periods = placement_days.periods_of(row.id)
        person = row.applicant
        return Plan(
            applicant=person.name,
            email=person.email,
            phone=person.phone,
            gender=person.gender,
            minor=person.minor,
            department=row.department.code,
            school=row.school.code if row.school else "",
            blocks=tuple(sorted((*periods.blocks, *periods.later_blocks))),
            pauses=tuple(sorted((*periods.pauses, *periods.later_pauses))),
            place=row.place_id,
            **{name: getattr(row, name) for name in _PLAIN},
        )


def change(
    desk: Desk,
    ref: str,
    plan: Plan,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """Correct what is written down about a placement, its person and its days."""
    with history.step(desk, "placement_changed", by=by, batch=batch) as step:
        placement = open_placement(desk, ref, seen_version)
        step.placement = placement.id
        step.facts["placement"] = placement.reference
        placing.check(plan)
        kind = placement.kind
        department = find_department(plan.department, placement.planned_start or desk.today())
        if plan.place is not None:
            placement_days.take_slot(plan.place, department, plan.blocks, placement)
        _change_person(step, placement.applicant, plan)
        values = placing.columns(plan)
        if plan.kind != kind and plan.legal_form == placement.legal_form:
            values["legal_form"] = checklists.legal_form(plan.kind)
        if department.id != placement.department_id:
            values |= {"department": department, "directorate": department.directorate_id}
        school = schools.find(plan.school) if plan.school else None
        step.change(placement, place=plan.place, school=school, **values)
        placement_days.plan_days(step, placement, plan.blocks, plan.pauses)
        if plan.kind != kind:
            checklists.make_anew(desk, step, placement)
        checklists.move_dates(desk, step, placement)
    return placement_rows.row(desk, ref)


def warnings(desk: Desk, plan: Plan, ref: str | None = None) -> tuple[str, ...]:
    """What somebody should know before a plan is written down; nothing of it stops anybody."""
    return tuple(_warnings(desk, plan, ref))


def _warnings(desk: Desk, plan: Plan, ref: str | None) -> Iterator[str]:
    with session():
        mine = placement_rows.find(ref) if ref else None
        email = plan.email.strip().lower()
        known = m.Applicant.get_or_none(m.Applicant.email == email) if email else None
        person = mine.applicant if mine else known
        if person:
            for other in placement_days.overlaps(person.id, plan.blocks, mine.id if mine else None):
                yield _("The same person is at {reference} on some of these days.").format(reference=other)
        elif plan.applicant and (same := _same_name(plan.applicant)):
            yield _("Somebody of this name is known, without this address: {reference}.").format(
                reference=same
            )
    if plan.blocks and (kind := reference.table("kinds").get(plan.kind or "")):
        first = min(block.first for block in plan.blocks)
        safe = desk.calendar.add(first, -kind["lead_time"])
        if desk.today() <= first and safe < desk.today():
            yield _("The papers of this kind should have begun on {day}.").format(day=safe)


def _same_name(name: str) -> str | None:
    query = m.Placement.select(m.Placement.reference).join(m.Applicant)
    found = m.tuples(query.where(m.Applicant.name == name.strip()).order_by(m.Placement.id.desc()).limit(1))
    return str(found[0][0]) if found else None


def _change_person(step: history.Step, person: m.Applicant, plan: Plan) -> None:
    step.change(
        person,
        name=placing.cleaned(plan.applicant),
        email=plan.email.strip().lower(),
        phone=placing.cleaned(plan.phone),
        gender=plan.gender,
        minor=plan.minor,
    )
