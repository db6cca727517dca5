"""Ending a request with its outcome, the letter that tells so, and taking it up again."""

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import (
    UNCOUNTED_OUTCOMES,
    Answer,
    Letter,
    Outcome,
    Status,
)
from stagedesk.domain.letters import BY_OUTCOME
from stagedesk.domain.request import Unfit, check_outcome
from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.answers.referrals import withdraw_referral
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.moving import at_desk, handle_mail, open_request
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.mail_out.telling import tell
from stagedesk.services.register import placing
from stagedesk.services.rows import RequestRow

UNFIT = {
    "placed_needs_yes": N_("{reference} cannot end as placed: no department said yes yet."),
    "reason_missing": N_("{reference}: this outcome needs a reason, one of: {reasons}."),
    "by_missing": N_("{reference}: say who withdrew: applicant, school or department."),
    "applicant_was_not_asked": N_("{reference} was not waiting for the applicant."),
    "supervisor_only": N_("{reference}: only a supervisor may write down that a department did not answer."),
    "department_was_not_asked": N_("{reference}: no department was asked."),
}
ENDED_BY = ("applicant", "school", "department")


def close(
    desk: Desk,
    ref: str,
    outcome: str,
    *,
    by: str,
    reason: str | None = None,
    ended_by: str | None = None,
    note: str = "",
    letter: bool = True,
    plan: placing.Plan | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """End a request with its outcome; departments that are still asked hear that they need not answer.

    The applicant hears of it unless `letter` is false, where a letter belongs to the outcome. With the
    outcome placed the placement begins, by this plan or by what the request tells.
    """
    wanted = _outcome(outcome)
    with history.step(desk, "closed", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        if wanted is Outcome.WITHDRAWN:
            ended_by = ended_by or reference.table("reasons").get(reason or "", {}).get("by")
        _check(step, request, wanted, reason, ended_by)
        if letter and letter_for(wanted, ended_by):
            _tell(desk, step, request, wanted, reason or wanted)
        if wanted is Outcome.PLACED:
            placing.begin(desk, step, plan or placing.of_request(request), request=request)
        end(desk, step, request, wanted, reason=reason, ended_by=ended_by)
        step.facts |= {"outcome": wanted, "reason": reason}
        if note:
            step.details["said"] = {"text": clean(note, lines=True)}
    return requests.row(ref)


def letter_for(outcome: Outcome, ended_by: str | None = None) -> Letter | None:
    """The letter that belongs to an outcome; nobody is thanked for what a department withdrew."""
    return None if ended_by == "department" else BY_OUTCOME.get(outcome)


def _tell(desk: Desk, step: history.Step, request: m.Request, outcome: Outcome, reason: str) -> None:
    """The applicant reads the sentence of the reason, never what a department wrote about it."""
    kind = BY_OUTCOME[outcome]
    if kind is Letter.WITHDRAWAL:
        tell(desk, step, kind, request)
        return
    sentence = reference.table("reasons")[reason].get(f"letter_{letters.language_of(desk, request)}", "")
    tell(desk, step, kind, request, reason=sentence)


def end(
    desk: Desk,
    step: history.Step,
    request: m.Request,
    outcome: Outcome,
    *,
    reason: str | None = None,
    ended_by: str | None = None,
    kept: m.Request | None = None,
) -> None:
    """Close a request in a step: nothing waits any more, nobody is asked any more."""
    answer = Answer.NO_ANSWER if outcome is Outcome.DEPARTMENT_NO_ANSWER else Answer.WITHDRAWN
    for referral in requests.pending_referrals(request.id):
        withdraw_referral(desk, step, request, referral, answer)
    if outcome in UNCOUNTED_OUTCOMES:
        _keep_acknowledgement_back(step, request)
    handle_mail(step, request)
    step.change(
        request,
        status=Status.CLOSED,
        outcome=outcome,
        reason=reason,
        ended_by=ended_by if outcome is Outcome.WITHDRAWN else None,
        closed_on=desk.today(),
        closed_by=step.staff,
        waiting_on=None,
        waiting_since=None,
        due_on=None,
        snoozed_until=None,
        attention_since=None,
        **({"continues": kept} if kept else {}),
    )
    if step.staff:
        step.change(request, owner=step.staff)


def _keep_acknowledgement_back(step: history.Step, request: m.Request) -> None:
    """Nobody need hear that something arrived which is no request, as long as it was not said."""
    held = m.Outgoing.select().where(
        m.Outgoing.request == request.id, m.Outgoing.letter == Letter.ACKNOWLEDGEMENT
    )
    for row in list(held):
        outbox.recall(step, row)


def reopen(desk: Desk, ref: str, *, by: str, batch: str | None = None) -> RequestRow:
    """Take a closed request up again, with its history."""
    with history.step(desk, "reopened", by=by, batch=batch) as step:
        request = requests.find(ref)
        if request.closed_on is None:
            raise errors.Refused(detail=_("{reference} is not closed.").format(reference=ref))
        placing.refuse_live(request)
        step.change(
            request,
            status=Status.TRIAGE,
            outcome=None,
            reason=None,
            ended_by=None,
            closed_on=None,
            closed_by=None,
            owner=step.staff or request.owner,
            attention_since=step.now,
            **at_desk(desk, desk.clocks.triage),
        )
    return requests.row(ref)


def _outcome(code: str) -> Outcome:
    if code not in set(Outcome):
        raise errors.UsageError(
            detail=_("{code} is not an outcome; it is one of: {known}.").format(
                code=code, known=", ".join(Outcome)
            )
        )
    return Outcome(code)


def _check(
    step: history.Step, request: m.Request, outcome: Outcome, reason: str | None, ended_by: str | None
) -> None:
    reasons = reference.reasons_for(outcome)
    if reason and reason not in reasons:
        raise errors.UsageError(
            detail=_("{reason} is not a reason for {outcome}; reasons: {known}.").format(
                reason=reason, outcome=outcome, known=", ".join(reasons) or "-"
            )
        )
    if ended_by and ended_by not in ENDED_BY:
        text = UNFIT["by_missing"]
        raise errors.UsageError(detail=_(text).format(reference=request.reference))
    try:
        check_outcome(
            outcome,
            status=request.status,
            reason=reason,
            ended_by=ended_by,
            role=step.staff.role if step.staff else None,
            was_asked=requests.was_asked(request.id),
        )
    except Unfit as unfit:
        text = UNFIT[unfit.code]
        raise errors.Refused(
            detail=_(text).format(reference=request.reference, reasons=", ".join(reasons))
        ) from unfit
