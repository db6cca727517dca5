"""What a person can choose from: departments to ask, requests to link to, the step that comes next."""

from collections.abc import Collection
from dataclasses import dataclass

from peewee import JOIN

from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import session
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.services import requests
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.rows import RequestRow

ALIKE = 40


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    code: str
    name: str
    directorate: str


def departments(desk: Desk) -> tuple[DepartmentRow, ...]:
    """The departments in force today, by name."""
    d, today = m.Department, desk.today()
    query = (
        d.select(d.code, d.name, m.Directorate.name)
        .join(m.Directorate, JOIN.LEFT_OUTER)
        .where(d.valid_to.is_null(True) | (d.valid_to >= today))
        .order_by(d.name, d.code)
    )
    with session():
        return tuple(DepartmentRow(code, name, above or "") for code, name, above in m.tuples(query))


def role(desk: Desk) -> str:
    """What the person at the desk may do, by role."""
    with session():
        return staff_member(desk.settings.user).role


def department_names() -> dict[str, str]:
    """The names of all departments by code, those that were closed included."""
    with session():
        return dict(m.tuples(m.Department.select(m.Department.code, m.Department.name)))


def asked(request_ids: Collection[int]) -> dict[int, set[str]]:
    """The departments that were asked about these requests already, whatever they answered."""
    f, found = m.Referral, dict[int, set[str]]()
    query = f.select(f.request, m.Department.code).join(m.Department).where(f.request.in_(request_ids))
    with session():
        for number, code in m.tuples(query):
            found.setdefault(number, set()).add(code)
    return found


def step_for(row: RequestRow) -> str:
    """What the desk would do now with an open request, as an action of the registry."""
    if row.waiting_on == WaitingOn.DEPARTMENT:
        return "remind"
    if row.waiting_on == WaitingOn.APPLICANT:
        return "ask" if row.status == Status.INCOMPLETE else "close"
    return "open"


def alike(row: RequestRow) -> list[RequestRow]:
    """Requests that this one may belong to: of the same person, then of the name, then the newest."""
    r = m.Request
    addresses = sorted({row.applicant_email, row.sender_email} - {""})
    applicants = m.Applicant.select(m.Applicant.id).where(m.Applicant.email.in_(addresses))
    with session():
        named = search.find(row.who, ALIKE)
        found = [
            each
            for which in (r.applicant.in_(applicants), r.sender_email.in_(addresses), r.id.in_(named))
            for each in requests.rows(requests.base_query().where(which).order_by(r.id.desc()).limit(ALIKE))
        ]
        found += requests.rows(requests.base_query().order_by(r.received_at.desc(), r.id.desc()).limit(ALIKE))
    return list({each.id: each for each in found if each.id != row.id}.values())
