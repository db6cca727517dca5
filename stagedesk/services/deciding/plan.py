"""Changing what happens by itself: put it off, skip a step, another due date, stop chasing, chase again."""

from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.city.departments import find_department
from stagedesk.services.clock.silence import silence_of
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.moving import at_desk, open_request, waits_for_department
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.rows import RequestRow

OUTSIDE = (WaitingOn.DEPARTMENT, WaitingOn.APPLICANT, WaitingOn.SCHOOL)


def put_off(
    desk: Desk,
    ref: str,
    until: date,
    *,
    by: str,
    department: str | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Nothing happens by itself before this day, and what would have happened comes as much later.

    While a department is asked its due date stays; of any other request the due date is the day on which
    something happens, and moves.
    """
    _refuse_past(desk, until)
    with history.step(desk, "put_off", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        step.request = request.id
        if request.waiting_on == WaitingOn.DEPARTMENT:
            for referral in _asked(request, department):
                step.change(referral, quiet_until=until)
        else:
            step.change(request, due_on=until)
        step.facts["until"] = until
    return requests.row(ref)


def skip(
    desk: Desk, ref: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> RequestRow:
    """Leave the next step out of the plan: the one after it comes on its own day."""
    return put_off(desk, ref, _after_next(desk, ref), by=by, seen_version=seen_version, batch=batch)


def change_due(
    desk: Desk,
    ref: str,
    due_on: date,
    *,
    by: str,
    department: str | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Another day by which the present party must have done something; the reminders move with it."""
    _refuse_past(desk, due_on)
    with history.step(desk, "due_changed", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        step.request = request.id
        if request.waiting_on == WaitingOn.DEPARTMENT:
            for referral in _asked(request, department):
                step.change(referral, due_on=due_on)
            waits_for_department(desk, step, request)
        else:
            step.change(request, due_on=due_on)
        step.facts["due_on"] = request.due_on
    return requests.row(ref)


def stop(
    desk: Desk,
    ref: str,
    reason: str,
    *,
    by: str,
    until: date | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Nobody is chased any more: the desk has the ball, with a day on which it must have done something.

    The department stays asked, and its answer still counts.
    """
    why = clean(reason, lines=True).strip()
    if not why:
        raise errors.UsageError(detail=_("Say why nobody must be chased any more."))
    if until:
        _refuse_past(desk, until)
    with history.step(desk, "chasing_stopped", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        if request.waiting_on not in OUTSIDE:
            raise errors.Refused(
                detail=_("Nobody is chased about {reference} now.").format(reference=request.reference)
            )
        ball = at_desk(desk, desk.clocks.triage)
        step.change(request, **ball | ({"due_on": until} if until else {}))
        step.details["said"] = {"text": why}
        step.facts["due_on"] = request.due_on
    return requests.row(ref)


def resume(
    desk: Desk, ref: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> RequestRow:
    """Give the ball back to the departments that are asked: they have some days, then the plan goes on."""
    with history.step(desk, "chasing_resumed", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        pending = requests.pending_referrals(request.id)
        if request.status != Status.ROUTED or request.waiting_on == WaitingOn.DEPARTMENT or not pending:
            raise errors.Refused(
                detail=_("{reference} does not come back from a department that is asked.").format(
                    reference=request.reference
                )
            )
        for referral in pending:
            _go_on(desk, step, referral)
        waits_for_department(desk, step, request)
        step.facts |= {"department": pending[0].department.code, "due_on": request.due_on}
    return requests.row(ref)


def _go_on(desk: Desk, step: history.Step, referral: m.Referral) -> None:
    """What fell due while the department had not the ball waits as long as the supervisor would."""
    soon = deadlines.supervisor_due(desk.today(), desk.calendar, desk.clocks)
    following = deadlines.steps_left(silence_of(referral), desk.calendar, desk.clocks)[0]
    if following.on <= soon:
        step.change(referral, quiet_until=soon)
    if referral.due_on < soon:
        step.change(referral, due_on=soon)


def _after_next(desk: Desk, ref: str) -> date:
    """The day of the step after the next one; where there is none, as long again as the supervisor waits."""
    with session():
        page = requests.page(desk, ref)
    steps = [each for each in page.planned if each.kind not in ("told", "untold")]
    if not steps:
        raise errors.Refused(detail=_("Nothing is planned for {reference}.").format(reference=ref))
    first = steps[0].on
    later = [each.on for each in steps if each.on > first]
    return later[0] if later else deadlines.supervisor_due(first, desk.calendar, desk.clocks)


def _asked(request: m.Request, department: str | None) -> list[m.Referral]:
    """The departments that still must answer, or only the one that is named."""
    pending = requests.pending_referrals(request.id)
    if department is not None:
        wanted = find_department(department, date.min)
        pending = [each for each in pending if each.department_id == wanted.id]
    if not pending:
        raise errors.Refused(
            detail=_("{reference}: no department was asked that still has to answer.").format(
                reference=request.reference
            )
        )
    return pending


def _refuse_past(desk: Desk, day: date) -> None:
    if day <= desk.today():
        raise errors.UsageError(detail=_("{day} is not after today.").format(day=day))
