"""Making a placement inside a step, from the plan of what was agreed."""

from dataclasses import dataclass

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Answer, Compensation, Outcome, Route
from stagedesk.domain.measures import HOURS_A_DAY, Block
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.city import schools
from stagedesk.services.city.departments import find_department
from stagedesk.services.deciding import numbering
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import outbox
from stagedesk.services.register import checklists, placement_days

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is agreed about a placement; what is not known yet stays empty."""

    applicant: str = ""
    email: str = ""
    phone: str = ""
    gender: str | None = None
    minor: bool | None = None
    age_at_start: int | None = None
    department: str = ""
    """Its code, or any name of it."""
    school: str = ""
    kind: str | None = None
    legal_form: str | None = None
    """What the kind rests on, unless said otherwise."""
    programme: str | None = None
    level_followed: str | None = None
    level_held: str | None = None
    study: str = ""
    blocks: tuple[Block, ...] = ()
    pauses: tuple[Block, ...] = ()
    days_per_week: float | None = None
    hours_total: float | None = None
    compensation: str = Compensation.UNKNOWN
    mentor: str = ""
    remark: str = ""
    place: int | None = None
    route: str = Route.DEPARTMENT


def of_request(request: m.Request) -> Plan:
    """What a request already tells about its placement; inside a session."""
    blocks: tuple[Block, ...] = ()
    if request.period_start and request.period_end and request.period_start <= request.period_end:
        blocks = as_answered(request, (Block(request.period_start, request.period_end),))
    applicant = request.applicant
    return Plan(
        applicant=applicant.name or request.sender_name or applicant.email or request.reference,
        email=outbox.usable(applicant.email),
        phone=applicant.phone,
        gender=applicant.gender,
        minor=applicant.minor,
        department=request.department.code if request.department else "",
        school=request.school.code if request.school else "",
        kind=request.kind,
        level_followed=request.level_followed,
        level_held=request.level_held,
        study=request.study,
        blocks=blocks,
        days_per_week=_days_per_week(request.hours_per_week),
        hours_total=request.hours_total,
        place=_place_of(request),
        route=request.route,
    )


def as_answered(request: m.Request, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The days as asked, but not before the day from which the department said yes; inside a session."""
    f = m.Referral
    said = f.select(f.starts_on).where(
        f.request == request.id,
        f.department == request.department_id,
        f.answer.in_((Answer.YES, Answer.YES_IF)),
        f.starts_on.is_null(False),
    )
    for (day,) in m.tuples(said.order_by(f.id.desc()).limit(1)):
        later = tuple(Block(max(block.first, day), block.last) for block in blocks if block.last >= day)
        return later or blocks  # another period than was asked is for a person to say
    return blocks


def _days_per_week(hours: float | None) -> float | None:
    """Half days at the least, five at the most."""
    return min(5.0, max(0.5, round(hours / HOURS_A_DAY * 2) / 2)) if hours else None


def _place_of(request: m.Request) -> int | None:
    chosen = m.Candidate.get_or_none(m.Candidate.request == request.id, m.Candidate.outcome == "chosen")
    return chosen.place_id if chosen else None


def begin(
    desk: Desk,
    step: history.Step,
    plan: Plan,
    *,
    request: m.Request | None = None,
    extends: m.Placement | None = None,
    same_person_as: m.Applicant | None = None,
) -> m.Placement:
    """Add the placement of this plan to a step, with its periods, agreement and checklist."""
    check(plan)
    first = min((block.first for block in plan.blocks), default=desk.today())
    department = find_department(plan.department, first)
    if plan.place is not None:
        placement_days.take_slot(plan.place, department, plan.blocks)
    person = same_person_as or (request.applicant if request else _person(step, plan))
    (reference_,) = numbering.take_placements(desk.today(), 1)
    placement = step.add(
        m.Placement,
        reference=reference_,
        applicant=person,
        request=request,
        place=plan.place,
        department=department,
        directorate=department.directorate_id,
        school=schools.find(plan.school) if plan.school else None,
        owner=step.staff,
        made_on=desk.today(),
        extends=extends,
        **columns(plan),
    )
    placement_days.plan_days(step, placement, plan.blocks, plan.pauses)
    checklists.make(desk, step, placement)
    step.facts |= {"placement": placement.reference, "department": department.code}
    return placement


def columns(plan: Plan) -> dict[str, object]:
    """The plain columns of a placement as its plan gives them."""
    return {
        "route": plan.route,
        "kind": plan.kind,
        "legal_form": plan.legal_form or checklists.legal_form(plan.kind),
        "programme": plan.programme,
        "level_followed": plan.level_followed,
        "level_held": plan.level_held,
        "study": cleaned(plan.study),
        "age_at_start": plan.age_at_start,
        "days_per_week": plan.days_per_week,
        "hours_total": plan.hours_total,
        "compensation": plan.compensation,
        "mentor": cleaned(plan.mentor),
        "remark": clean(plan.remark, lines=True),
    }


def cleaned(text: str) -> str:
    return clean(text, limit=LONGEST_NAME)


def check(plan: Plan) -> None:
    """Refuse a plan that cannot be meant."""
    if not clean(plan.applicant):
        raise errors.UsageError(detail=_("A placement needs the name of the intern."))
    for list_name, code in (
        ("kinds", plan.kind),
        ("legal_forms", plan.legal_form),
        ("levels", plan.level_followed),
        ("levels", plan.level_held),
        ("routes", plan.route),
    ):
        if code and code not in reference.table(list_name):
            known = ", ".join(reference.table(list_name))
            raise errors.UsageError(detail=_("{code} is none of: {known}").format(code=code, known=known))
    placement_days.check(plan.blocks)
    placement_days.check(plan.pauses)
    if plan.compensation not in set(Compensation):
        raise errors.UsageError(
            detail=_("{code} is none of: {known}").format(
                code=plan.compensation, known=", ".join(Compensation)
            )
        )
    if plan.days_per_week is not None and not 0 < plan.days_per_week <= 7:
        raise errors.UsageError(detail=_("A week has between 0 and 7 days."))
    if plan.email and not outbox.usable(plan.email):
        raise errors.UsageError(detail=_("{cell} is no mail address").format(cell=plan.email))


def refuse_live(request: m.Request) -> None:
    """A request whose placement stands cannot be taken up again."""
    p = m.Placement
    live = p.get_or_none(p.request == request.id, p.cancelled_on.is_null(), ~p.no_show)
    if live is not None:
        raise errors.Refused(
            detail=_("{reference} led to placement {placement}; call that off first.").format(
                reference=request.reference, placement=live.reference
            )
        )


def look_again(step: history.Step) -> None:
    """Refuse what brings a placement back where there is no room for it any more."""
    found: dict[int, str] = {}  # what became of each placement last
    for change in step.changes:
        if change["table"] == "placement":
            found[change["row"]] = change["how"]
    for number in (number for number, how in found.items() if how != "removed"):
        placement = m.Placement.get_by_id(number)
        if placement.cancelled_on or placement.no_show:
            continue
        request = placement.request
        others = m.Placement.select().where(
            m.Placement.request == placement.request_id,
            m.Placement.id != placement.id,
            m.Placement.cancelled_on.is_null(),
            ~m.Placement.no_show,
        )
        if request and (request.outcome != Outcome.PLACED or others.exists()):
            raise errors.Refused(
                detail=_("{reference} went another way meanwhile; undo the later steps first.").format(
                    reference=request.reference
                )
            )
        place = placement.place
        if place and placement_days.slots_taken(place.id, ()) > place.slots:
            raise errors.Refused(
                detail=_("Place {place} is full in that period: {slots} at once.").format(
                    place=place.id, slots=place.slots
                )
            )


def _person(step: history.Step, plan: Plan) -> m.Applicant:
    """Whoever has this mail address already, else somebody new."""
    email = outbox.usable(plan.email).lower() if plan.email else ""
    if email and (known := m.Applicant.get_or_none(m.Applicant.email == email)):
        return known
    return step.add(
        m.Applicant,
        name=cleaned(plan.applicant),
        email=email,
        phone=cleaned(plan.phone),
        gender=plan.gender,
        minor=plan.minor,
    )
