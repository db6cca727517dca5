"""What will happen by itself with a request, and how long it has waited with whom."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.rows import ClockRow, PlannedRow, RequestRow

_BALL = re.compile(r'"waiting_on":\[(?:null|"[a-z_]+"),(?:null|"([a-z_]+)")\]')
NOT_TOLD = (Status.RECEIVED, Status.WAITING_LIST)


def planned_for(desk: Desk, row: RequestRow) -> tuple[PlannedRow, ...]:
    """What happens by itself if nobody answers and nobody decides, the first thing first; in a session."""
    if not row.is_open:
        return ()
    found = sorted((*_steps(desk, row), *_telling(desk, row)), key=lambda each: each.on)
    return tuple(found)


def _steps(desk: Desk, row: RequestRow) -> Iterator[PlannedRow]:
    assert row.due_on is not None, "an open request has a due date"
    if row.snoozed_until:
        yield PlannedRow(_coming(desk, row.snoozed_until), "back", "")
    if row.waiting_on == WaitingOn.DEPARTMENT:
        yield from _silence(desk, row.id)
    elif row.snoozed_until:
        return
    elif row.waiting_on == WaitingOn.APPLICANT:
        yield from _question(desk, row, row.due_on)
    elif row.waiting_on == WaitingOn.SUPERVISOR:
        yield PlannedRow(_coming(desk, row.due_on), "supervisor_again", row.department_name)
    else:
        kind = "back" if row.status == Status.WAITING_LIST and not row.attention_since else "desk_due"
        yield PlannedRow(row.due_on if kind == "desk_due" else _coming(desk, row.due_on), kind, "")


def _silence(desk: Desk, request: int) -> Iterator[PlannedRow]:
    f, d = m.Referral, m.Department
    query = (
        f.select(f.asked_on, f.due_on, f.reminded, f.reminded_on, f.escalated_on, f.quiet_until, d.id, d.name)
        .join(d)
        .where(f.request == request, f.answer.is_null(True))
        .order_by(f.id)
    )
    for *values, department, name in m.tuples(query):
        calendar = desk.calendar_of(department)
        for step in deadlines.steps_left(deadlines.Silence(*values), calendar, desk.clocks):
            yield PlannedRow(_coming(desk, step.on), step.kind, name)


def _question(desk: Desk, row: RequestRow, due_on: date) -> Iterator[PlannedRow]:
    """The question is repeated once; then the desk decides."""
    o, first = m.Outgoing, _coming(desk, due_on)
    repeated = o.select(o.decided_at).where(o.request == row.id, o.letter == codes.Letter.QUESTION_AGAIN)
    since = row.waiting_since or row.received_on
    if any(desk.day_of(moment) >= since for (moment,) in m.tuples(repeated)) or not row.applicant_email:
        yield PlannedRow(first, "applicant_no_answer", "")
        return
    yield PlannedRow(first, "question_again", "")
    later = desk.clocks.applicant - desk.clocks.applicant_reminder
    yield PlannedRow(desk.calendar.add(first, later), "applicant_no_answer", "")


def _telling(desk: Desk, row: RequestRow) -> Iterator[PlannedRow]:
    """By when the applicant hears something, if nothing else was told until then."""
    if row.status in NOT_TOLD or row.waiting_on == WaitingOn.APPLICANT or row.automatic:
        return
    ((told_on,),) = _told_on(row.id)
    due = deadlines.told_due(told_on or row.received_on, desk.calendar, desk.clocks)
    sends = desk.settings.still_looking == "send" and bool(row.applicant_email)
    yield PlannedRow(_coming(desk, due), "told" if sends else "untold", "")


@prepared
def _told_on(request: Any) -> Any:
    return m.Request.select(m.Request.told_on).where(m.Request.id == request).tuples()


def _coming(desk: Desk, day: date) -> date:
    """The day on which it really happens: nothing is done in the past or while the city is closed."""
    return desk.calendar.next_working_day(max(day, desk.today()))


# How long, with whom -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turn:
    """From this day on somebody has the ball; nobody, when the request is closed."""

    on: date
    party: str | None


def clocks_of(desk: Desk, row: RequestRow) -> ClockRow:
    """The three clocks, in working days: the desk's, the departments', and the applicant's, which never
    stops until the request is closed. In a session."""
    end = row.closed_on or desk.today()
    turns = [*_turns(desk, row), _Turn(end, None)]
    spent: dict[str | None, int] = dict.fromkeys((*WaitingOn, None), 0)
    for turn, following in pairwise(turns):
        spent[turn.party] += max(0, desk.calendar.between(turn.on, following.on))
    return ClockRow(
        desk=spent[WaitingOn.DESK] + spent[WaitingOn.SUPERVISOR],
        departments=spent[WaitingOn.DEPARTMENT],
        applicant=max(0, desk.calendar.between(row.received_on, end)),
        decide_by=_decide_by(desk, row),
        deadline=row.deadline_on,
    )


def _turns(desk: Desk, row: RequestRow) -> list[_Turn]:
    """Who had the ball from when on, as the history tells it."""
    turns = [_Turn(row.received_on, WaitingOn.DESK)]
    for at, changes in _given(row.id):
        turns += [_Turn(desk.day_of(at), party) for party in _parties(changes, row.id)]
    # A step about another request may have given it the ball.
    if row.is_open and row.waiting_since and turns[-1].party != row.waiting_on:
        turns.append(_Turn(row.waiting_since, row.waiting_on))
    first = turns[0].on
    return [turn if turn.on >= first else _Turn(first, turn.party) for turn in turns]


@prepared
def _given(request: Any) -> Any:
    e = m.Event
    query = e.select(e.at, e.changes).where(e.request == request, e.changes.contains('"waiting_on"'))
    return query.order_by(e.id).tuples()


def _parties(changes: str, request: int) -> list[str | None]:
    """Who got the ball by these changes; those of one request alone need not be read as a whole."""
    own = f'"row":{request},"table":"request"' in changes and changes.count('"table":"request"') == 1
    if own and (found := _BALL.search(changes)):
        return [found[1]]
    return [
        change["values"]["waiting_on"][1]
        for change in json.loads(changes)
        if (change["table"], change["row"]) == ("request", request) and "waiting_on" in change["values"]
    ]


def _decide_by(desk: Desk, row: RequestRow) -> date | None:
    """The latest safe day to decide: the start, less the time that papers of this kind take."""
    if row.period_start is None:
        return None
    days = reference.table("kinds").get(row.kind or "", {}).get("lead_time", 0)
    return deadlines.latest_safe_decision(row.period_start, days, desk.calendar)
