"""Who works at the desk, who is away and who stands in, and whom new requests belong to.

A request keeps its owner while the owner is away: whoever stands in sees it among their own, and becomes
its owner by deciding about it, as always. So an absence is one row, and taking it back changes nothing
else. Nothing new belongs to somebody who is away, or who has left.
"""

from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Role
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.rights import May, may

# The desk as a whole owns what nobody took yet.
DESK = "desk"
AT_THE_DESK = tuple(role for role in Role if may(role, May.DECIDE))
"""The roles that decide about requests."""


class Member(NamedTuple):
    """Somebody of the staff, with the open requests that are theirs."""

    code: str
    name: str
    email: str
    role: str
    left_on: date | None
    away_until: date | None
    stand_in: str
    """Who has their work today; empty while they are here."""
    open: int
    overdue: int

    @property
    def decides(self) -> bool:
        return self.role in AT_THE_DESK


def desk_owner(desk: Desk) -> int:
    """The staff number that owns new requests: the desk itself, else whoever works at it; in a session."""
    today = desk.today()
    query = m.Staff.select().where(m.Staff.role << AT_THE_DESK, is_here(today)).order_by(m.Staff.id)
    members = {member.code: member.id for member in query}
    if not members:
        raise errors.Refused(detail=_("This desk has no staff yet. Run: stagedesk init"))
    if DESK in members:
        return members[DESK]
    missing = stand_ins(today)
    present = {code: number for code, number in members.items() if code not in missing}
    return present.get(desk.settings.user) or next(iter((present or members).values()))


def is_here(today: date) -> Any:
    """The condition on staff that has not left."""
    return m.Staff.left_on.is_null(True) | (m.Staff.left_on > today)


def has_left(number: int | None, today: date) -> bool:
    return m.Staff.select().where(m.Staff.id == number, m.Staff.left_on <= today).exists() is True


def stand_ins(today: date) -> dict[str, str]:
    """Who has the work of each person that is away today, by staff code; in a session.

    Where a stand-in is away, too, theirs has it; where there is none in the end, the desk as a whole.
    """
    a, other = m.Absence, m.Staff.alias()
    query = (
        a.select(m.Staff.code, other.code, other.left_on)
        .join(m.Staff, on=(a.staff == m.Staff.id))
        .join(other, JOIN.LEFT_OUTER, on=(a.stand_in == other.id))
        .where(a.first_day <= today, a.last_day >= today)
        .order_by(a.id)
    )
    named = {
        code: other if other and not (left and left <= today) else DESK
        for code, other, left in m.tuples(query)
    }
    return {code: _last_of(code, named) for code in named}


def _last_of(code: str, named: dict[str, str]) -> str:
    met = {code}
    while code in named:
        code = named[code]
        if code in met:
            return DESK
        met.add(code)
    return code


def stands_for(desk: Desk, code: str) -> tuple[str, ...]:
    """Whose requests this person sees as their own today: theirs, and those of whom they stand in for."""
    with session():
        return (code, *(away for away, by in stand_ins(desk.today()).items() if by == code))


def members(desk: Desk, *, gone: bool = False) -> list[Member]:
    """The staff by name, those who left only when asked for; the desk as a whole comes first."""
    today, s = desk.today(), m.Staff
    with session():
        query = s.select(s.id, s.code, s.name, s.email, s.role, s.left_on)
        rows = m.tuples((query if gone else query.where(is_here(today))).order_by(s.code != DESK, s.name))
        missing, owned, until = stand_ins(today), _owned(today), _away_until(today)
    return [
        Member(
            code,
            name,
            email,
            role,
            left_on,
            until.get(code),
            missing.get(code, ""),
            *owned.get(number, (0, 0)),
        )
        for number, code, name, email, role, left_on in rows
    ]


def _owned(today: date) -> dict[int, tuple[int, int]]:
    """How many open requests each owner has, and how many of them are late."""
    r = m.Request
    late = fn.COUNT(r.id).filter(r.due_on < today)
    query = r.select(r.owner, fn.COUNT(r.id), late).where(r.closed_on.is_null()).group_by(r.owner)
    return {owner: (count, overdue) for owner, count, overdue in m.tuples(query)}


def _away_until(today: date) -> dict[str, date]:
    a = m.Absence
    query = a.select(m.Staff.code, a.last_day).join(m.Staff, on=(a.staff == m.Staff.id))
    return dict(m.tuples(query.where(a.first_day <= today, a.last_day >= today)))
