"""What the desk decides itself: ask the applicant, close, reopen, note, snooze, link."""

from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain import codes
from stagedesk.domain.codes import Answer, Outcome, Status, WaitingOn
from stagedesk.domain.request import Unfit, check_outcome
from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.services import history, letters, outbox, reference, requests
from stagedesk.services.desk import Desk
from stagedesk.services.moving import (
    applicant_thread,
    desk_has_it,
    handle_mail,
    move,
    open_request,
    waits_for,
)
from stagedesk.services.referrals import withdraw_referral
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


def ask(
    desk: Desk,
    ref: str,
    text: str,
    *,
    by: str,
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Ask the applicant something by letter; the request waits for the answer."""
    question = clean(text, lines=True).strip()
    if not question:
        raise errors.UsageError(detail=_("Write what you want to ask."))
    with history.step(desk, "asked", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        to = outbox.usable(request.applicant.email)
        if not to:
            raise letters.no_address(request.applicant.name or request.reference)
        move(step, request, Status.INCOMPLETE)
        handle_mail(step, request)
        waits_for(desk, step, request, WaitingOn.APPLICANT, desk.clocks.applicant_reminder)
        letter = letters.write(
            desk,
            codes.Letter.QUESTION,
            request,
            language=letters.language_of(desk, request),
            question=question,
            due=request.due_on,
            clerk=step.staff.name if step.staff else "",
        )
        thread = applicant_thread(request)
        outbox.decide(desk, step, codes.Letter.QUESTION, letter, request, recipients=[to], thread=thread)
        step.details["said"] = {"text": question}
        step.facts["due_on"] = request.due_on
    return requests.row(ref)


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
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """End a request with its outcome; departments that are still asked hear that they need not answer.

    A rejection puts a letter to the applicant in the outbox unless `letter` is false.
    """
    wanted = _outcome(outcome)
    with history.step(desk, "closed", by=by, batch=batch) as step:
        request = open_request(ref, seen_version)
        if wanted is Outcome.WITHDRAWN:
            ended_by = ended_by or reference.table("reasons").get(reason or "", {}).get("by")
        _check(step, request, wanted, reason, ended_by)
        if letter and wanted is Outcome.REJECTED:
            _refusal(desk, step, request, reason or "")
        end(desk, step, request, wanted, reason=reason, ended_by=ended_by)
        step.facts |= {"outcome": wanted, "reason": reason}
        if note:
            step.details["said"] = {"text": clean(note, lines=True)}
    return requests.row(ref)


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


def reopen(desk: Desk, ref: str, *, by: str, batch: str | None = None) -> RequestRow:
    """Take a closed request up again, with its history."""
    with history.step(desk, "reopened", by=by, batch=batch) as step:
        request = requests.find(ref)
        if request.closed_on is None:
            raise errors.Refused(detail=_("{reference} is not closed.").format(reference=ref))
        step.change(
            request,
            status=Status.TRIAGE,
            outcome=None,
            reason=None,
            ended_by=None,
            closed_on=None,
            closed_by=None,
            owner=step.staff or request.owner,
            waiting_on=WaitingOn.DESK,
            waiting_since=desk.today(),
            due_on=desk.in_working_days(desk.clocks.triage),
            attention_since=step.now,
        )
    return requests.row(ref)


def note(desk: Desk, ref: str, text: str, *, by: str, batch: str | None = None) -> RequestRow:
    """Write something down with a request; nothing else changes."""
    said = clean(text, lines=True).strip()
    if not said:
        raise errors.UsageError(detail=_("Write what you want to note."))
    with history.step(desk, "noted", by=by, batch=batch) as step:
        step.request = requests.find(ref).id
        step.details["said"] = {"text": said}
    return requests.row(ref)


def snooze(desk: Desk, ref: str, until: date, *, by: str, batch: str | None = None) -> RequestRow:
    """Put a request out of the way until a day, on which it comes back by itself."""
    if until <= desk.today():
        raise errors.UsageError(detail=_("{day} is not after today.").format(day=until))
    with history.step(desk, "snoozed", by=by, batch=batch) as step:
        request = open_request(ref)
        step.change(request, snoozed_until=until, due_on=until, attention_since=None)
        if request.status == Status.RECEIVED:
            move(step, request, Status.TRIAGE)
        step.facts["until"] = until
    return requests.row(ref)


def seen(desk: Desk, ref: str, *, by: str, batch: str | None = None) -> RequestRow:
    """A new mail was read and asks for nothing: out of the Inbox, and everything stays as it was."""
    with history.step(desk, "seen", by=by, batch=batch) as step:
        request = requests.find(ref)
        if request.status == Status.RECEIVED:
            raise errors.Refused(
                detail=_("{reference} is new: route it, ask, snooze or close it.").format(reference=ref)
            )
        handle_mail(step, request)
        step.change(request, attention_since=None)
    return requests.row(ref)


def wait_list(desk: Desk, ref: str, until: date, *, by: str, batch: str | None = None) -> RequestRow:
    """Put a request on the waiting list until a day."""
    if until <= desk.today():
        raise errors.UsageError(detail=_("{day} is not after today.").format(day=until))
    with history.step(desk, "wait_listed", by=by, batch=batch) as step:
        request = open_request(ref)
        for referral in requests.pending_referrals(request.id):
            withdraw_referral(desk, step, request, referral)
        move(step, request, Status.WAITING_LIST)
        handle_mail(step, request)
        desk_has_it(desk, step, request, Status.WAITING_LIST, days=1)
        step.change(request, due_on=until, attention_since=None)
        step.facts["until"] = until
    return requests.row(ref)


def link(desk: Desk, ref: str, to: str, *, by: str, batch: str | None = None) -> RequestRow:
    """This request's mails belong to another one: they move there, and this one ends as a duplicate."""
    with history.step(desk, "linked", by=by, batch=batch) as step:
        request, kept = open_request(ref), requests.find(to)
        while kept.outcome == Outcome.DUPLICATE and kept.continues:
            kept = kept.continues  # what was linked before: the mails go where its own went
        if request.id == kept.id:
            raise errors.UsageError(detail=_("A request cannot be linked to itself."))
        step.request = request.id
        there = {entry.message_id for entry in _entries(kept)}
        for entry in _entries(request):
            if entry.message_id in there:
                step.remove(entry)
            else:
                step.change(entry, request=kept, because="linked")
        end(desk, step, request, Outcome.DUPLICATE, kept=kept)
        _look_again(desk, step, kept)
        step.facts["to"] = kept.reference
    return requests.row(kept.reference)


def _entries(request: m.Request) -> list[m.Entry]:
    return list(m.Entry.select().where(m.Entry.request == request.id))


def _look_again(desk: Desk, step: history.Step, kept: m.Request) -> None:
    """What came to an open request is shown in the Inbox when the desk was waiting for the applicant."""
    if kept.closed_on is None and kept.waiting_on == WaitingOn.APPLICANT:
        status = Status.TRIAGE if kept.status == Status.INCOMPLETE else Status(kept.status)
        desk_has_it(desk, step, kept, status, days=desk.clocks.triage)


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


def _refusal(desk: Desk, step: history.Step, request: m.Request, reason: str) -> None:
    """The refusal letter, where there is somebody to write to."""
    if not (to := outbox.usable(request.applicant.email)):
        return
    language = letters.language_of(desk, request)
    text = letters.write(
        desk,
        codes.Letter.REFUSAL,
        request,
        language=language,
        reason=reference.name("reasons", reason, language),
        clerk=step.staff.name if step.staff else "",
    )
    thread = applicant_thread(request)
    outbox.decide(desk, step, codes.Letter.REFUSAL, text, request, recipients=[to], thread=thread)
