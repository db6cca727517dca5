"""Reading placements: one row as lists show it, and one whole page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from peewee import JOIN, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.prepared import prepared
from stagedesk.domain.codes import ChecklistState, PlacementStatus
from stagedesk.domain.measures import Block
from stagedesk.domain.placement import Attention, Facts, Papers, attention, status
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.deciding.requests import events_about
from stagedesk.services.desk import Desk
from stagedesk.services.rows import EventRow

NO_AGREEMENT = "none"


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A placement as lists show it, as of the day on which it was read."""

    id: int
    ref: str
    applicant: str
    applicant_email: str
    request: str | None
    department: str
    department_name: str
    directorate: str
    school: str
    route: str
    kind: str | None
    legal_form: str | None
    programme: str | None
    level_followed: str | None
    level_held: str | None
    study: str
    age_at_start: int | None
    days_per_week: float | None
    hours_total: float | None
    compensation: str
    mentor: str
    remark: str
    owner: str | None
    made_on: date
    planned_start: date | None
    planned_end: date | None
    weeks_planned: float | None
    weeks_actual: float | None
    started_on: date | None
    ended_on: date | None
    cancelled_on: date | None
    no_show: bool
    ended_by: str | None
    ended_reason: str | None
    reconstructed: bool
    place: int | None
    version: int
    to_do: int
    """Documents before the start that are not there yet."""
    papers_due: date | None
    """The earliest day of a document that is not done."""
    status: PlacementStatus
    attention: tuple[Attention, ...]

    @property
    def key(self) -> int:
        return self.id

    @property
    def is_live(self) -> bool:
        """Neither called off, nor missed, nor over."""
        return self.cancelled_on is None and not self.no_show and self.ended_on is None

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that every placement should have and this one has not."""
        wanted = ("kind", "planned_start", "planned_end", "days_per_week", "school", "level_followed")
        unknown = [name for name in wanted if not getattr(self, name)]
        return (*unknown, *(["compensation"] if self.compensation == "unknown" else []))


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A document of a placement."""

    document: str
    state: str
    next_move: str | None
    due_on: date | None
    done_on: date | None
    seen_by: str
    phase: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    legal_form: str
    sent_on: date | None
    complete_on: date | None
    signatures: tuple[tuple[str, date | None], ...]
    """Each party that must sign, and when it did."""


@dataclass(frozen=True, slots=True)
class HireRow:
    months: int | None
    asked_on: date
    hired: str
    contract_start: date | None
    contract_type: str | None
    employer: str | None


@dataclass(frozen=True, slots=True)
class PlacementPage:
    """Everything about one placement."""

    placement: PlacementRow
    blocks: tuple[Block, ...]
    pauses: tuple[Block, ...]
    checklist: tuple[ItemRow, ...]
    agreements: tuple[AgreementRow, ...]
    hires: tuple[HireRow, ...]
    others: tuple[PlacementRow, ...]
    """Other placements of the same person."""
    events: tuple[EventRow, ...]


@cache
def after_the_end() -> tuple[str, ...]:
    """The documents that only come after the end."""
    return tuple(code for code, each in reference.table("documents").items() if each["phase"] == "after")


def base_query(today: date) -> Any:
    """What a PlacementRow is made of, in the order in which `row_of` takes it."""
    p, i, a, b = m.Placement, m.ChecklistItem, m.Agreement, m.PlacementPeriod
    items = i.select(fn.count(i.id)).where(i.placement == p.id, i.document.not_in(after_the_end()))
    to_do = items.where(i.next_move.is_null(False))
    touched = items.where(i.state.not_in((ChecklistState.OPEN, ChecklistState.NOT_NEEDED)))
    due = i.select(fn.min(i.due_on)).where(i.placement == p.id, i.next_move.is_null(False))
    signed = a.select(fn.count(a.id)).where(a.placement == p.id, a.complete_on.is_null(False))
    away = b.select(fn.count(b.id)).where(
        b.placement == p.id, b.interruption, b.first_day <= today, b.last_day >= today
    )
    return (
        p.select(
            p.id, p.reference, m.Applicant.name, m.Applicant.email, m.Request.reference,
            m.Department.code, m.Department.name, m.Directorate.name, m.School.name, p.route, p.kind,
            p.legal_form, p.programme, p.level_followed, p.level_held, p.study, p.age_at_start,
            p.days_per_week, p.hours_total, p.compensation, p.mentor, p.remark, m.Staff.code, p.made_on,
            p.planned_start, p.planned_end, p.weeks_planned, p.weeks_actual, p.started_on, p.ended_on,
            p.cancelled_on, p.no_show, p.ended_by, p.ended_reason, p.reconstructed, p.place, p.version,
            to_do, due, touched, signed, away,
        )
        .join(m.Applicant, on=(p.applicant == m.Applicant.id))
        .join(m.Department, on=(p.department == m.Department.id))
        .join(m.Request, JOIN.LEFT_OUTER, on=(p.request == m.Request.id))
        .join(m.Directorate, JOIN.LEFT_OUTER, on=(p.directorate == m.Directorate.id))
        .join(m.School, JOIN.LEFT_OUTER, on=(p.school == m.School.id))
        .join(m.Staff, JOIN.LEFT_OUTER, on=(p.owner == m.Staff.id))
    )  # fmt: skip


def row_of(values: Sequence[Any], today: date) -> PlacementRow:
    """A row from the values of `base_query`; its status and what it asks for follow from its dates."""
    *plain, to_do, due, touched, signed, away = values
    plain[7], plain[8] = plain[7] or "", plain[8] or ""
    due = date.fromisoformat(due) if isinstance(due, str) else due
    known = dict(zip(_FACTS, plain[24:34], strict=True))
    facts = Facts(
        planned_start=known["planned_start"],
        planned_end=known["planned_end"],
        started_on=known["started_on"],
        ended_on=known["ended_on"],
        cancelled_on=known["cancelled_on"],
        no_show=bool(known["no_show"]),
        stopped=known["ended_reason"] is not None,
        papers=Papers.READY if not to_do else Papers.MISSING if touched else Papers.UNTOUCHED,
        signed=bool(signed),
        pauses=(Block(today, today),) if away else (),
    )
    needs = plain[11] != NO_AGREEMENT
    asks = attention(facts, today, needs_agreement=needs, papers_due=due)
    return PlacementRow(*(*plain, to_do, due, status(facts, today), asks))


_FACTS = (
    "planned_start", "planned_end", "weeks_planned", "weeks_actual", "started_on", "ended_on",
    "cancelled_on", "no_show", "ended_by", "ended_reason",
)  # fmt: skip


def rows(query: Any, today: date) -> list[PlacementRow]:
    return [row_of(values, today) for values in m.tuples(query)]


def find(ref: str) -> m.Placement:
    """The table row of a placement by its reference; inside a session."""
    found = m.Placement.get_or_none(m.Placement.reference == ref.strip().upper())
    if found is None:
        raise errors.NotFound(what=_("placement"), name=ref, hint=_("See: stagedesk placements"))
    return found


@prepared
def _by_reference(reference: Any, today: Any) -> Any:
    return base_query(today).where(m.Placement.reference == reference).tuples()


def row(desk: Desk, ref: str) -> PlacementRow:
    with session():
        today = desk.today()
        found = [row_of(values, today) for values in _by_reference(ref.strip().upper(), today)]
    if not found:
        raise errors.NotFound(what=_("placement"), name=ref, hint=_("See: stagedesk placements"))
    return found[0]


def page(desk: Desk, ref: str) -> PlacementPage:
    """Everything about one placement, in a fixed number of reads."""
    with session():
        shown = row(desk, ref)
        blocks, pauses = blocks_of(shown.id)
        mine = m.Placement.select(m.Placement.applicant).where(m.Placement.id == shown.id)
        others = base_query(desk.today()).where(m.Placement.applicant.in_(mine), m.Placement.id != shown.id)
        return PlacementPage(
            placement=shown,
            blocks=blocks,
            pauses=pauses,
            checklist=checklist_of(shown.id),
            agreements=_agreements_of(shown.id),
            hires=_hires_of(shown.id),
            others=tuple(rows(others.order_by(m.Placement.id), desk.today())),
            events=events_about(m.Event.placement == shown.id),
        )


def blocks_of(placement: int) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The planned blocks and the interruptions, in order."""
    b = m.PlacementPeriod
    query = b.select(b.first_day, b.last_day, b.interruption).where(b.placement == placement)
    found = m.tuples(query.order_by(b.first_day, b.id))
    return (
        tuple(Block(first, last) for first, last, interruption in found if not interruption),
        tuple(Block(first, last) for first, last, interruption in found if interruption),
    )


def checklist_of(placement: int) -> tuple[ItemRow, ...]:
    """The documents in the order of their list."""
    i, known = m.ChecklistItem, reference.table("documents")
    query = i.select(i.document, i.state, i.next_move, i.due_on, i.done_on, i.seen_by_name)
    return tuple(
        ItemRow(*(*values, known.get(values[0], {}).get("phase", "before")))
        for values in m.tuples(query.where(i.placement == placement).order_by(i.id))
    )


def _agreements_of(placement: int) -> tuple[AgreementRow, ...]:
    a, s = m.Agreement, m.Signature
    query = a.select(a.id, a.legal_form, a.sent_on, a.complete_on).where(a.placement == placement)
    found = []
    for number, *values in m.tuples(query.order_by(a.id)):
        signatures = m.tuples(s.select(s.party, s.signed_on).where(s.agreement == number).order_by(s.id))
        found.append(AgreementRow(*(*values, tuple(signatures))))
    return tuple(found)


def _hires_of(placement: int) -> tuple[HireRow, ...]:
    h = m.Hire
    query = h.select(h.months, h.asked_on, h.hired, h.contract_start, h.contract_type, h.employer)
    return tuple(
        HireRow(*values) for values in m.tuples(query.where(h.placement == placement).order_by(h.id))
    )
