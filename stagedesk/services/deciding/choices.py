"""What a person can choose from: departments to ask, requests to link to, the step that comes next."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from peewee import JOIN

from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import session
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.i18n import N_, _
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.rows import RequestRow

ALIKE = 40


class DepartmentRow(NamedTuple):
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
    """What the desk would do now with an open request that is due, as an action of the registry."""
    if row.waiting_on == WaitingOn.DEPARTMENT:
        return "remind"
    if row.waiting_on in (WaitingOn.APPLICANT, WaitingOn.SCHOOL):
        return _step_with_applicant(row)
    if row.waiting_on == WaitingOn.SUPERVISOR:
        return "open"
    return _step_at_the_desk(row)


def _step_with_applicant(row: RequestRow) -> str:
    if row.status == Status.OFFERED:
        return "close"
    # Who cannot be written to is called; the note says what came of it.
    return "ask" if row.waiting_on == WaitingOn.APPLICANT and row.applicant_email else "note"


def _step_at_the_desk(row: RequestRow) -> str:
    if row.status == Status.ROUTED:
        return "confirm" if row.attention_since else "open"
    if row.status in (Status.INCOMPLETE, Status.OFFERED):
        # The applicant stayed silent, or has no address: somebody must say how it ends.
        return "close" if row.applicant_email else "note"
    return "route"


def next_words(row: RequestRow, today: date) -> str:
    """What has to happen next with an open request, in a few words: by whom we wait for, or by the desk."""
    if row.snoozed_until and row.snoozed_until > today:
        return _("put away")
    is_due = row.due_on is not None and row.due_on <= today
    if row.waiting_on in OTHERS and not is_due:
        return _(OTHERS[row.waiting_on])
    if row.waiting_on == WaitingOn.DESK and row.status == Status.WAITING_LIST and not is_due:
        return _("on the waiting list")
    return _(_words_at(row))


OTHERS: dict[str, str] = {
    WaitingOn.DEPARTMENT: N_("department answers"),
    WaitingOn.APPLICANT: N_("applicant answers"),
    WaitingOn.SCHOOL: N_("school answers"),
}
STEPS: dict[str, str] = {
    "remind": N_("remind department"),
    "ask": N_("ask the applicant again"),
    "close": N_("no answer: close"),
    "note": N_("call, and note it"),
    "confirm": N_("confirm the answer"),
}
AT_THE_DESK: dict[str, str] = {
    Status.RECEIVED: N_("read and route"),
    Status.TRIAGE: N_("decide where it goes"),
    Status.ROUTED: N_("answer the question"),
    Status.WAITING_LIST: N_("look for a place again"),
}


def _words_at(row: RequestRow) -> str:
    if row.waiting_on == WaitingOn.SUPERVISOR:
        return N_("supervisor decides")
    step = step_for(row)
    if step in STEPS:
        return STEPS[step]
    return AT_THE_DESK.get(row.status, N_("decide"))


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
