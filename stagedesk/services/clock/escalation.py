"""What a department stays silent about goes to the supervisors: the ball at once, one letter a day."""

from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite, session, transaction
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import Role, WaitingOn
from stagedesk.domain.letters import ESCALATION_ITEM, Letter
from stagedesk.services.clock.deeds import Deed
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox

TOLD = "supervisors_told"


def escalate(desk: Desk, referral: m.Referral) -> None:
    """The supervisor has the ball; inside a transaction that looked whether it is so."""
    with history.step(desk, "escalated", by=None) as step:
        step.change(referral, escalated_on=desk.today())
        step.change(
            referral.request,
            waiting_on=WaitingOn.SUPERVISOR,
            waiting_since=desk.today(),
            due_on=deadlines.supervisor_due(desk.today(), desk.calendar, desk.clocks),
            attention_since=step.now,
        )
        step.facts |= {"department": referral.department.code}


def deeds(desk: Desk) -> list[Deed]:
    """The letter of today to the supervisors, where there is something new or something due again."""
    with session():
        waiting = _waiting(desk) if not _told_today(desk) else []
        refs = tuple(request.reference for request in waiting)
        who = ", ".join(each.name for each in _supervisors(desk.today()))
    return [Deed(TOLD, refs, who, partial(_tell, desk))] if refs else []


def _tell(desk: Desk) -> int:
    """Write to the supervisors; what they do not settle comes back to them after some days."""
    with transaction():
        waiting = _waiting(desk, lock=True)
        if not waiting or _told_today(desk):
            return 0
        batch = uuid4().hex
        for number, request in enumerate(waiting):
            with history.step(desk, TOLD, by=None, batch=batch) as step:
                step.request = request.id
                if number == 0:
                    _letter(desk, step, waiting)
                _again(desk, step, request)
        return 1


def _again(desk: Desk, step: history.Step, request: m.Request) -> None:
    step.facts["again"] = again = _is_due(desk, request)
    if again:
        due = deadlines.supervisor_due(desk.today(), desk.calendar, desk.clocks)
        step.change(request, due_on=due, attention_since=request.attention_since or step.now)


def _waiting(desk: Desk, *, lock: bool = False) -> list[m.Request]:
    """Requests that the supervisors must hear of: those never told, and those that are due again."""
    r = m.Request
    query = r.select().where(r.waiting_on == WaitingOn.SUPERVISOR, r.closed_on.is_null(True)).order_by(r.id)
    found = list(query.for_update() if lock and not is_sqlite() else query)
    known = _last_told(desk, [request.id for request in found])
    writes = bool(_supervisors(desk.today()))
    return [each for each in found if _is_due(desk, each) or (writes and _is_new(each, known))]


def _is_due(desk: Desk, request: m.Request) -> bool:
    return request.due_on is not None and request.due_on <= desk.today()


def _is_new(request: m.Request, known: dict[int, date]) -> bool:
    return request.waiting_since is not None and known.get(request.id, date.min) < request.waiting_since


def _last_told(desk: Desk, numbers: list[int]) -> dict[int, date]:
    """The day of the last letter to the supervisors about each of these requests."""
    item, o, found = m.OutgoingItem, m.Outgoing, dict[int, date]()
    query = (
        item.select(item.request, o.decided_at)
        .join(o)
        .where(item.request.in_(numbers), o.letter == codes.Letter.ESCALATION)
        .order_by(o.id)
    )
    for number, moment in m.tuples(query):
        found[number] = desk.day_of(moment)
    return found


def _told_today(desk: Desk) -> bool:
    return bool(_told(m.Event.at.db_value(desk.start_of(desk.today()))))


@prepared
def _told(since: Any) -> Any:
    e = m.Event
    return e.select(e.id).where(e.kind == TOLD, e.at >= since).limit(1).tuples()


def _supervisors(today: date) -> list[m.Staff]:
    """Those who work here and can be written to."""
    return [member for member in _at_work(today) if outbox.usable(member.email)]


@prepared
def _at_work(today: Any) -> Any:
    s = m.Staff
    here = s.left_on.is_null(True) | (s.left_on > today)
    return s.select().where(s.role == Role.SUPERVISOR, here).order_by(s.id)


def _letter(desk: Desk, step: history.Step, waiting: list[m.Request]) -> None:
    supervisors = _supervisors(desk.today())
    if not supervisors:
        return
    outbox.decide(
        desk,
        step,
        codes.Letter.ESCALATION,
        write(desk, waiting),
        None,
        recipients=[outbox.usable(member.email) for member in supervisors],
        items=[(request, None) for request in waiting],
    )


def write(desk: Desk, waiting: list[m.Request]) -> Letter:
    """The letter to the supervisors about these requests."""
    items = "\n\n".join(_item(desk, request) for request in waiting)
    return letters.write(desk, codes.Letter.ESCALATION, None, count=str(len(waiting)), items=items)


def _item(desk: Desk, request: m.Request) -> str:
    f = m.Referral
    query = f.select().where(f.request == request.id, f.answer.is_null(True)).order_by(f.due_on, f.id)
    referral = query.first()
    return letters.part(
        desk,
        ESCALATION_ITEM,
        request,
        department=referral.department.name if referral else "",
        asked_on=referral.asked_on if referral else None,
        due=referral.due_on if referral else None,
    )
