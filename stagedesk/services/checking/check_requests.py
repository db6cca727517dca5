"""Rules of requests and of the departments that are asked about them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, fn

from stagedesk.db import models as m
from stagedesk.domain.codes import (
    OUTCOMES_WITH_REASON,
    Answer,
    Outcome,
    Route,
    Status,
    WaitingOn,
)
from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.checking.check_rule import Finding, Rule, found, row_of
from stagedesk.services.desk import Desk

# Who may have the ball in each status.
PARTIES: dict[Status, tuple[WaitingOn, ...]] = {
    Status.RECEIVED: (WaitingOn.DESK,),
    Status.TRIAGE: (WaitingOn.DESK,),
    Status.INCOMPLETE: (WaitingOn.APPLICANT, WaitingOn.SCHOOL, WaitingOn.DESK),
    Status.ROUTED: (WaitingOn.DEPARTMENT, WaitingOn.DESK, WaitingOn.SUPERVISOR),
    Status.OFFERED: (WaitingOn.APPLICANT, WaitingOn.DESK),
    Status.WAITING_LIST: (WaitingOn.DESK,),
}
YES = (Answer.YES, Answer.YES_IF)
# What a department arranged itself, or a list told, came in with its end.
ARRANGED = (Route.DEPARTMENT, Route.IMPORT)

r, f = m.Request, m.Referral


def _where(condition: Any, *columns: Any) -> Any:
    return r.select(r.reference, *columns).where(condition).order_by(r.id)


def _plain(condition: Any, *columns: Any) -> Callable[[Desk], Iterator[Finding]]:
    """Requests for which this holds are broken; the columns are shown."""

    def find(_desk: Desk) -> Iterator[Finding]:
        return found(_where(condition, *columns), _listed)

    return find


def _listed(*values: Any) -> str:
    return f"({', '.join('-' if value is None else str(value) for value in values)})" if values else ""


def _owner_has_left(desk: Desk) -> Iterator[Finding]:
    query = _where(r.closed_on.is_null() & (m.Staff.left_on <= desk.today()), m.Staff.code)
    return found(query.join(m.Staff, on=(r.owner == m.Staff.id)), _listed)


def _asks_closed(desk: Desk) -> Iterator[Finding]:
    """The clock takes it back the day after; it may stand still over a week's holidays."""
    closed = f.answer.is_null() & (m.Department.valid_to < desk.today() - timedelta(days=10))
    query = _where(r.closed_on.is_null() & closed, m.Department.code)
    return found(query.join(f, on=(f.request == r.id)).join(m.Department), _listed)


def _wrong_party(_desk: Desk) -> Iterator[Finding]:
    each = [(r.status == status) & r.waiting_on.in_(parties) for status, parties in PARTIES.items()]
    fits = reduce(or_, each)
    return found(_where(r.closed_on.is_null() & ~fits, r.status, r.waiting_on), _listed)


def _asks_nobody(_desk: Desk) -> Iterator[Finding]:
    pending = f.select(f.id).where(f.request == r.id, f.answer.is_null(), f.department == r.department)
    waits = r.closed_on.is_null() & (r.waiting_on == WaitingOn.DEPARTMENT)
    return found(_where(waits & ~fn.EXISTS(pending)), _listed)


def _still_asks(_desk: Desk) -> Iterator[Finding]:
    query = _where(r.closed_on.is_null(False) & f.answer.is_null(), m.Department.code)
    query = query.join(f, on=(f.request == r.id)).join(m.Department)
    return found(query, _listed)


def _reason_unknown(_desk: Desk) -> Iterator[Finding]:
    known = list(reference.table("reasons"))
    missing = r.outcome.in_(sorted(OUTCOMES_WITH_REASON)) & r.reason.is_null()
    unknown = r.reason.is_null(False) & r.reason.not_in(known)
    nobody = (r.outcome == Outcome.WITHDRAWN) & r.ended_by.is_null()
    condition = r.closed_on.is_null(False) & (missing | unknown | nobody)
    return found(_where(condition, r.outcome, r.reason, r.ended_by), _listed)


def _end_not_reached(_desk: Desk) -> Iterator[Finding]:
    asked = f.select(f.id).where(f.request == r.id)
    yes = asked.where(f.answer.in_(YES))
    placed = (r.outcome == Outcome.PLACED) & r.route.not_in(ARRANGED) & ~fn.EXISTS(yes)
    silent = (r.outcome == Outcome.DEPARTMENT_NO_ANSWER) & ~fn.EXISTS(asked)
    return found(_where(r.closed_on.is_null(False) & (placed | silent), r.outcome), _listed)


def _half_answered(_desk: Desk) -> Iterator[Finding]:
    half = f.answer.is_null() != f.answered_at.is_null()
    half |= f.answer.is_null() != f.answered_on.is_null()
    groundless = (f.answer == Answer.NO) & f.reason.is_null()
    query = f.select(f.id, r.reference, f.answer).join(r, JOIN.LEFT_OUTER).where(half | groundless)
    return ((row_of("referral", number), _listed(*rest)) for number, *rest in m.tuples(query.order_by(f.id)))


def _asked_twice(_desk: Desk) -> Iterator[Finding]:
    query = (
        f.select(r.reference, m.Department.code)
        .join(r)
        .switch(f)
        .join(m.Department)
        .where(f.answer.is_null())
        .group_by(r.reference, m.Department.code)
        .having(fn.count(f.id) > 1)
    )
    return found(query, _listed)


def _answer_without_mail(_desk: Desk) -> Iterator[Finding]:
    query = (
        f.select(r.reference, f.answered_by)
        .join(r)
        .join(m.Message, JOIN.LEFT_OUTER, on=(f.answered_by == m.Message.id))
        .where(f.answered_by.is_null(False), m.Message.id.is_null())
    )
    return found(query, lambda number: _("Mail {number} is not there.").format(number=number))


_open, _closed = r.closed_on.is_null(), r.closed_on.is_null(False)
_ends = r.outcome.is_null(False) | r.reason.is_null(False) | r.ended_by.is_null(False)

RULES: tuple[Rule, ...] = (
    Rule("open_has_owner", N_("An open request has an owner."), _plain(_open & r.owner.is_null())),
    Rule("owner_is_here", N_("The owner of an open request is staff that has not left."), _owner_has_left),
    Rule(
        "open_has_party",
        N_("An open request waits on somebody, since a day."),
        _plain(_open & (r.waiting_on.is_null() | r.waiting_since.is_null()), r.waiting_on, r.waiting_since),
    ),
    Rule(
        "open_has_due_on",
        N_("An open request has a date on which something happens."),
        _plain(_open & (r.due_on.is_null() | (fn.LENGTH(r.due_on.cast("VARCHAR(20)")) != 10))),
    ),
    Rule("party_fits_status", N_("Who has the ball fits the status of a request."), _wrong_party),
    Rule(
        "waits_for_an_answer",
        N_("A request that waits on a department has asked it, and has no answer yet."),
        _asks_nobody,
    ),
    Rule(
        "open_has_no_end",
        N_("An open request has no outcome, no reason and nobody who ended it."),
        _plain(_open & ((r.status == Status.CLOSED) | _ends), r.status, r.outcome, r.reason),
    ),
    Rule(
        "closed_has_end",
        N_("A closed request has an outcome and waits for nothing."),
        _plain(
            _closed
            & (
                (r.status != Status.CLOSED)
                | r.outcome.is_null()
                | r.due_on.is_null(False)
                | r.waiting_on.is_null(False)
            ),
            r.status,
            r.outcome,
            r.due_on,
            r.waiting_on,
        ),
    ),
    Rule(
        "asks_who_is_there",
        N_("A department that was closed is not asked any more."),
        _asks_closed,
    ),
    Rule("closed_asks_nobody", N_("No department is asked about a closed request."), _still_asks),
    Rule(
        "outcome_has_reason",
        N_("A rejection and a withdrawal have a reason of the list, a withdrawal says by whom."),
        _reason_unknown,
    ),
    Rule(
        "end_was_reached",
        N_("A department said yes before a request is placed, and was asked before it did not answer."),
        _end_not_reached,
    ),
    Rule(
        "answered_once",
        N_("An answer of a department has its day, and a no has a reason."),
        _half_answered,
    ),
    Rule("asked_once", N_("A department is asked about a request once at a time."), _asked_twice),
    Rule("answer_has_mail", N_("The mail that carried an answer is there."), _answer_without_mail),
)
