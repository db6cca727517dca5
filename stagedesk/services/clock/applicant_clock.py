"""What the clock does for applicants: asking again, giving up on silence, and letting nobody wait unheard."""

import json
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from peewee import fn

from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain import codes, deadlines
from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.services.clock.deeds import Deed, left_alone, locked_request
from stagedesk.services.deciding.moving import at_desk
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox, telling

# A new one was not looked at: nobody knows yet whether it is a request. Who is on the waiting list knows
# until when.
NOT_TOLD = (Status.RECEIVED, Status.WAITING_LIST)


def deeds(desk: Desk) -> list[Deed]:
    """What is due today between the desk and applicants."""
    alone = left_alone(desk)
    with session():
        silent = [each for each in _silent(desk) if each.id not in alone]
        asked = asked_again_at([each.id for each in silent])
        unheard = [each for each in _unheard(desk) if each.id not in alone]
        plain = _to_write(desk, unheard)
        proposed = _proposed(desk, [each.id for each in unheard])
    found = [_silence_deed(desk, each, asked.get(each.id)) for each in silent]
    found += _tellings(desk, [each for each in unheard if each.id in plain])
    for each in unheard:
        if each.id not in plain and each.id not in proposed:
            found.append(_deed("untold", each, partial(_propose, desk, each.id)))
    return found


def _tellings(desk: Desk, unheard: list[m.Request]) -> list[Deed]:
    """One letter to each address in each language, however many requests came from there."""
    together: dict[tuple[str, str], list[m.Request]] = {}
    for each in unheard:
        key = each.applicant.email.lower(), letters.language_of(desk, each)
        together.setdefault(key, []).append(each)
    return [
        Deed(
            "told",
            tuple(each.reference for each in requests),
            ", ".join(dict.fromkeys(each.applicant.name or _("the applicant") for each in requests)),
            partial(_tell, desk, [each.id for each in requests]),
        )
        for requests in together.values()
    ]


def _deed(kind: str, request: m.Request, do: partial[int]) -> Deed:
    return Deed(kind, (request.reference,), request.applicant.name or _("the applicant"), do)


# Our question, or our offer, that is not answered -----------------------------------------------


def _silent(desk: Desk) -> list[m.Request]:
    """Requests that wait for the applicant and whose day has come."""
    r = m.Request
    query = (
        r.select(r, m.Applicant)
        .join(m.Applicant)
        .where(
            r.closed_on.is_null(True),
            r.waiting_on == WaitingOn.APPLICANT,
            r.due_on <= desk.today(),
            r.attention_since.is_null(True),
            r.snoozed_until.is_null(True),
        )
    )
    return list(query.order_by(r.id))


def asked_again_at(requests: Collection[int]) -> dict[int, datetime]:
    """When the question of these requests was last repeated by letter; inside a session."""
    o = m.Outgoing
    query = (
        o.select(o.request, fn.MAX(o.id))
        .where(o.request.in_(list(requests)), o.letter == codes.Letter.QUESTION_AGAIN)
        .group_by(o.request)
    )
    last = dict(m.tuples(query))
    moments = dict(m.tuples(o.select(o.id, o.decided_at).where(o.id.in_(list(last.values())))))
    return {number: moments[letter] for number, letter in last.items()}


def was_asked_again(desk: Desk, request: Any, at: datetime | None) -> bool:
    """Whether that was since the applicant has the ball; `request` has its `waiting_since`."""
    return at is not None and request.waiting_since is not None and desk.day_of(at) >= request.waiting_since


def _silence_deed(desk: Desk, request: m.Request, asked: datetime | None) -> Deed:
    if was_asked_again(desk, request, asked) or not outbox.usable(request.applicant.email):
        return _deed("returned", request, partial(_return, desk, request.id))
    return _deed("asked_again", request, partial(_ask_again, desk, request.id))


def _still_silent(desk: Desk, request: m.Request) -> bool:
    if request.closed_on is not None or request.waiting_on != WaitingOn.APPLICANT:
        return False
    looked_at = request.attention_since or request.snoozed_until
    return request.due_on is not None and request.due_on <= desk.today() and not looked_at


def _ask_again(desk: Desk, number: int) -> int:
    with transaction():
        request = locked_request(number)
        if not _still_silent(desk, request):
            return 0
        with history.step(desk, "asked_again", by=None) as step:
            due = desk.in_working_days(desk.clocks.applicant - desk.clocks.applicant_reminder)
            asked_on = request.waiting_since
            offered = request.department if request.status == Status.OFFERED else None
            telling.tell(
                desk,
                step,
                codes.Letter.QUESTION_AGAIN,
                request,
                question="" if offered else _question(request),
                department=offered.name if offered else "",
                asked_on=asked_on,
                due=due,
            )
            step.change(request, due_on=due)
            step.facts["due_on"] = due
        return 1


def _question(request: m.Request) -> str:
    """What we asked last; empty when it was erased."""
    query = (
        m.EventDetails.select(m.EventDetails.details)
        .join(m.Event, on=(m.EventDetails.event == m.Event.id))
        .where(m.Event.request == request.id, m.Event.kind == "asked")
        .order_by(m.Event.id.desc())
    )
    row = query.first()
    said = json.loads(row.details).get("said", {}) if row and row.details else {}
    return str(said.get("text", ""))


def _return(desk: Desk, number: int) -> int:
    """Nobody answered: the desk decides, most likely by closing it."""
    with transaction():
        request = locked_request(number)
        if not _still_silent(desk, request):
            return 0
        with history.step(desk, "returned", by=None) as step:
            step.change(request, **at_desk(desk, desk.clocks.triage), attention_since=step.now)
        return 1


# Nobody waits without hearing anything ----------------------------------------------------------


def _unheard(desk: Desk) -> list[m.Request]:
    """Open requests whose applicant heard nothing for as long as the clock allows."""
    r = m.Request
    query = (
        r.select(r, m.Applicant)
        .join(m.Applicant)
        .where(
            r.closed_on.is_null(True),
            r.status.not_in(NOT_TOLD),
            r.waiting_on != WaitingOn.APPLICANT,
            r.automatic == False,  # noqa: E712 - Peewee's way of asking
            fn.COALESCE(r.told_on, r.received_on) < desk.today(),
        )
    )
    return [each for each in query.order_by(r.id) if told_due(desk, each) <= desk.today()]


def told_due(desk: Desk, request: Any) -> date:
    """By when the applicant must hear something; `request` has `told_on` and `received_on`."""
    return deadlines.told_due(request.told_on or request.received_on, desk.calendar, desk.clocks)


def _to_write(desk: Desk, unheard: list[m.Request]) -> set[int]:
    """Those of them to whom the clock writes itself.

    A term that ended long ago was not missed here: mail of former years was taken in.
    """
    if desk.settings.still_looking != "send":
        return set()
    o = m.Outgoing
    query = o.select(o.request, fn.COUNT(o.id)).where(
        o.request.in_([each.id for each in unheard]), o.letter == codes.Letter.STILL_LOOKING
    )
    written = Counter(dict(m.tuples(query.group_by(o.request))))
    item = m.OutgoingItem
    listed = (
        item.select(item.request, fn.COUNT(item.id))
        .join(o)
        .where(item.request.in_([each.id for each in unheard]), o.letter == codes.Letter.STILL_LOOKING)
    )
    written.update(dict(m.tuples(listed.group_by(item.request))))
    oldest = desk.in_working_days(-desk.clocks.told)
    return {
        each.id
        for each in unheard
        if written[each.id] < desk.settings.still_looking_most
        and told_due(desk, each) >= oldest
        and outbox.usable(each.applicant.email)
    }


def _proposed(desk: Desk, numbers: list[int]) -> set[int]:
    """Those that came to the Inbox for it already, and had not yet as long again."""
    e = m.Event
    since = desk.start_of(desk.in_working_days(-desk.clocks.told))
    query = e.select(e.request).where(e.request.in_(numbers), e.kind == "untold", e.at >= since)
    return {number for (number,) in m.tuples(query)}


def _still_unheard(desk: Desk, request: m.Request) -> bool:
    tellable = request.closed_on is None and request.status not in NOT_TOLD
    waits = request.waiting_on != WaitingOn.APPLICANT
    return tellable and waits and told_due(desk, request) <= desk.today()


def _tell(desk: Desk, numbers: list[int]) -> int:
    """Returns how many requests the letter is about."""
    with transaction():
        found = [locked_request(number) for number in sorted(numbers)]
        requests = [each for each in found if _still_unheard(desk, each)]
        batch = uuid4().hex if len(requests) > 1 else None
        for number, request in enumerate(requests):
            with history.step(desk, "told", by=None, batch=batch) as step:
                step.request = request.id
                if number == 0 and not telling.still_looking(desk, step, requests):
                    return 0
                if batch:
                    step.change(request, told_on=desk.today())
                    step.facts["together"] = len(requests)
        return len(requests)


def _propose(desk: Desk, number: int) -> int:
    with transaction():
        request = locked_request(number)
        if not _still_unheard(desk, request):
            return 0
        with history.step(desk, "untold", by=None) as step:
            step.request = request.id
            step.facts["since"] = request.told_on or request.received_on
            step.change(request, attention_since=request.attention_since or step.now)
        return 1
