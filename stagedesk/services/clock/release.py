"""What comes back to the desk by the clock, for nobody is there any more who would see to it.

What somebody who left still owns (an import may say so) goes to the desk as a whole; what a department is
asked that was closed is not asked any more. Nothing goes out by mail, so it is done on any day.
"""

from functools import partial

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Answer, OutgoingState, Status, WaitingOn
from stagedesk.services.city.people import desk_owner
from stagedesk.services.clock.deeds import Deed, left_alone, locked_referrals, locked_request
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.handover import Notes, give
from stagedesk.services.deciding.moving import back_to_whom
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import outbox


def deeds(desk: Desk) -> list[Deed]:
    return [*_left_behind(desk), *_asked_in_vain(desk)]


def _left_behind(desk: Desk) -> list[Deed]:
    r, s = m.Request, m.Staff
    gone = s.select(s.id).where(s.left_on <= desk.today())
    query = r.select(r.id, r.reference, s.name).join(s, on=(r.owner == s.id))
    with session():
        found = m.tuples(query.where(r.closed_on.is_null(), r.owner.in_(gone)).order_by(r.id))
    return [
        Deed("released", (ref,), name, partial(_to_the_desk, desk, number)) for number, ref, name in found
    ]


def _to_the_desk(desk: Desk, number: int) -> int:
    with transaction():
        request = locked_request(number)
        left = request.owner.left_on if request.owner else None
        if request.closed_on or left is None or left > desk.today():
            return 0
        with history.step(desk, "handed_over", by=None) as step:
            give(step, request, m.Staff.get_by_id(desk_owner(desk)), Notes())
        return 1


def _asked_in_vain(desk: Desk) -> list[Deed]:
    f, d, r = m.Referral, m.Department, m.Request
    with session():
        closed = [number for (number,) in m.tuples(d.select(d.id).where(d.valid_to < desk.today()))]
        if not closed:
            return []
        query = f.select(f.id, r.id, r.reference, d.name).join(r).switch(f).join(d)
        found = m.tuples(query.where(f.answer.is_null(), f.department.in_(closed)).order_by(f.id))
    kept = left_alone(desk) if found else frozenset()
    return [
        Deed("released", (ref,), name, partial(_ask_no_more, desk, request, number))
        for number, request, ref, name in found
        if request not in kept
    ]


def _ask_no_more(desk: Desk, number: int, asked: int) -> int:
    """The department hears nothing of it: there is nobody any more to hear it."""
    with transaction():
        request, (referral,) = locked_request(number), locked_referrals([asked])
        closed_on = referral.department.valid_to
        if referral.answer or closed_on is None or closed_on >= desk.today():
            return 0
        with history.step(desk, "department_closed", by=None) as step:
            step.request = request.id
            step.facts |= {"department": referral.department.code, "until": closed_on}
            step.change(referral, answer=Answer.WITHDRAWN, answered_at=step.now, answered_on=desk.today())
            _forget_letters(step, referral)
            _back(desk, step, request)
        return 1


def _forget_letters(step: history.Step, referral: m.Referral) -> None:
    o = m.Outgoing
    for letter in list(o.select().where(o.referral == referral.id, o.state == OutgoingState.HELD)):
        outbox.recall(step, letter)


def _back(desk: Desk, step: history.Step, request: m.Request) -> None:
    """Who has the ball now; a question that the desk or the applicant has to answer stays with them."""
    asked = request.status == Status.ROUTED
    if asked and (request.waiting_on != WaitingOn.DESK or not requests.pending_referrals(request.id)):
        back_to_whom(desk, step, request)
