"""The staff of the desk: who comes, what each may do, who is away, and who leaves and hands over."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from peewee import JOIN

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Role
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.city.people import DESK, is_here
from stagedesk.services.deciding import handover
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.journal import history
from stagedesk.services.rows import RequestRow


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Somebody is away, from and until."""

    id: int
    staff: str
    name: str
    first_day: date
    last_day: date
    stand_in: str
    note: str


def add(desk: Desk, code: str, name: str = "", *, by: str, email: str = "", role: str = Role.DESK) -> None:
    """Somebody new, or somebody who left and is back; only a supervisor, where the desk has one."""
    values = _checked(code, name, email, role)
    known = find(code)
    if known is not None and known.left_on is None:
        raise errors.Refused(detail=_("{code} works here already.").format(code=code))
    with history.step(desk, "staff_added", by=by) as step:
        refuse_others(desk, step)
        step.facts |= {"staff": code, "role": role}
        if known is None:
            step.add(m.Staff, code=code, **{"name": code} | values)
        else:
            step.change(known, left_on=None, **values)


def set_role(desk: Desk, code: str, role: str, *, by: str) -> None:
    """What somebody may do; only a supervisor decides that, where the desk has one."""
    with history.step(desk, "staff_changed", by=by) as step:
        member = _member(desk, code)
        refuse_others(desk, step)
        if member.role == role:
            return
        _keep_supervisor(desk, member, role)
        step.change(member, **_checked(code, "", "", role))
        step.facts |= {"staff": code, "role": role}


def leave(desk: Desk, code: str, *, by: str, to: str = "", note: str = "") -> list[RequestRow]:
    """Somebody leaves today; all their open requests go to somebody else in the same step.

    Refused where there are some and nobody is named. Returns what was handed over; one undo takes it
    all back.
    """
    batch = uuid4().hex
    with transaction():
        member = _leaver(desk, code)
        count = len(handover.open_requests_of(member))
        if count and not to:
            raise errors.Refused(
                detail=_("{name} owns {count} open requests; say who takes them over.").format(
                    name=member.name, count=count
                )
            )
        notes, given = handover.Notes(note), list[RequestRow]()
        if count:
            given = handover.hand_over_all(desk, code, to, by=by, notes=notes, batch=batch)
        with history.step(desk, "staff_left", by=by, batch=batch) as step:
            refuse_others(desk, step)
            step.change(member, left_on=desk.today())
            step.facts |= {"staff": code, "to": to or None, "count": count}
    return given


def away(
    desk: Desk,
    code: str,
    first: date,
    last: date,
    *,
    by: str,
    stand_in: str = "",
    note: str = "",
) -> AbsenceRow:
    """Somebody is away from a day to a day; until then the stand-in sees their requests as their own."""
    if last < first or last < desk.today():
        raise errors.UsageError(
            detail=_("From {first} to {last} is no time that is still to come.").format(
                first=first, last=last
            )
        )
    with history.step(desk, "absence_added", by=by) as step:
        member = _member(desk, code)
        other = _member(desk, stand_in) if stand_in else None
        if other and other.id == member.id:
            raise errors.UsageError(detail=_("Nobody stands in for themselves."))
        _refuse_overlap(member, first, last)
        row = step.add(
            m.Absence,
            staff=member,
            first_day=first,
            last_day=last,
            stand_in=other,
            note=clean(note, lines=True).strip(),
        )
        step.facts |= {"staff": code, "first": first, "until": last, "to": stand_in or None}
        number = row.id
    return next(each for each in absences(desk) if each.id == number)


def back(desk: Desk, number: int, *, by: str) -> None:
    """An absence is over or was none: everything is as if it had not been."""
    with history.step(desk, "absence_removed", by=by) as step:
        row = m.Absence.get_or_none(m.Absence.id == number)
        if row is None:
            raise errors.NotFound(what=_("absence"), name=str(number), hint=_("See: stagedesk absence list"))
        step.facts |= {"staff": row.staff.code, "first": row.first_day, "until": row.last_day}
        step.remove(row)


def absences(desk: Desk, *, past: bool = False) -> list[AbsenceRow]:
    """Who is away now or will be, the first one first; those that are over only when asked for."""
    a, other = m.Absence, m.Staff.alias()
    query = (
        a.select(a.id, m.Staff.code, m.Staff.name, a.first_day, a.last_day, other.code, a.note)
        .join(m.Staff, on=(a.staff == m.Staff.id))
        .join(other, JOIN.LEFT_OUTER, on=(a.stand_in == other.id))
        .order_by(a.first_day, a.id)
    )
    if not past:
        query = query.where(a.last_day >= desk.today())
    with session():
        return [
            AbsenceRow(number, code, name, first, last, stand_in or "", note)
            for number, code, name, first, last, stand_in, note in m.tuples(query)
        ]


def find(code: str) -> m.Staff | None:
    with session():
        found: m.Staff | None = m.Staff.get_or_none(m.Staff.code == code)
        return found


def _checked(code: str, name: str, email: str, role: str) -> dict[str, Any]:
    """What is given, as an import of the staff would take it."""
    from stagedesk.services.importing.imports_columns import BadCell, read_code, read_email, read_name

    if role not in set(Role):
        known = ", ".join(Role)
        detail = _("{code} is no role; it is one of: {known}.").format(code=role, known=known)
        raise errors.UsageError(detail=detail)
    try:
        read_code(code)
        values = {"name": read_name(clean(name).strip()), "email": read_email(email.strip()), "role": role}
    except BadCell as bad:
        raise errors.UsageError(detail=str(bad)) from bad
    return {column: value for column, value in values.items() if value}


def _member(desk: Desk, code: str) -> m.Staff:
    member = staff_member(code, desk.today())
    if code == DESK:
        raise errors.Refused(detail=_("{name} is the desk itself, not a person.").format(name=member.name))
    return member


def _leaver(desk: Desk, code: str) -> m.Staff:
    member = _member(desk, code)
    _keep_supervisor(desk, member, "")
    return member


def _supervisors(desk: Desk) -> Any:
    return m.Staff.select().where(m.Staff.role == Role.SUPERVISOR, is_here(desk.today()))


def refuse_others(desk: Desk, step: history.Step) -> None:
    """Only a supervisor changes the staff; where there is none yet, anybody at the desk."""
    if step.staff and step.staff.role != Role.SUPERVISOR and _supervisors(desk).exists():
        names = ", ".join(each.name for each in _supervisors(desk).order_by(m.Staff.name))
        raise errors.Refused(detail=_("Only a supervisor does that: {names}.").format(names=names))


def _keep_supervisor(desk: Desk, member: m.Staff, role: str) -> None:
    """What departments leave unanswered ends with a supervisor; there must stay one."""
    others = _supervisors(desk).where(m.Staff.id != member.id)
    if member.role == Role.SUPERVISOR and role != Role.SUPERVISOR and not others.exists():
        raise errors.Refused(
            detail=_("{name} is the only supervisor; make somebody else one first.").format(name=member.name)
        )


def _refuse_overlap(member: m.Staff, first: date, last: date) -> None:
    a = m.Absence
    other = a.get_or_none(a.staff == member.id, a.first_day <= last, a.last_day >= first)
    if other is not None:
        raise errors.Refused(
            detail=_("{name} is away from {first} to {last} already.").format(
                name=member.name, first=other.first_day, last=other.last_day
            )
        )
