"""The documents around a placement: what its kind needs, by when, who has the next move, who signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import ChecklistState, NextMove
from stagedesk.domain.deadlines import Calendar
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.register import placement_rows
from stagedesk.services.register.placement_rows import NO_AGREEMENT, PlacementRow

AGREEMENT = "agreement"
DONE = frozenset({ChecklistState.CHECKED, ChecklistState.SIGNED, ChecklistState.NOT_NEEDED})


@dataclass(frozen=True, slots=True)
class Task:
    """A document that is not done."""

    placement: str
    applicant: str
    department: str
    planned_start: date | None
    document: str
    state: str
    next_move: str
    due_on: date | None


def legal_form(kind: str | None) -> str | None:
    """What a placement of this kind rests on, by the list."""
    found = reference.table("checklists").get(kind or "", {}).get("legal_form")
    return str(found) if found else None


def signed_by(kind: str | None) -> tuple[str, ...]:
    """Who must sign the agreement."""
    return tuple(reference.table("checklists").get(kind or "", {}).get("signed_by", ()))


def items(calendar: Calendar, kind: str | None, start: date | None, end: date | None) -> list[dict[str, Any]]:
    """The documents that a placement of this kind begins with, as columns."""
    found = []
    for each in reference.table("checklists").get(kind or "", {}).get("documents", ()):
        needed = each.get("when") != "if"
        found.append(
            {
                "document": each["document"],
                "state": ChecklistState.OPEN if needed else ChecklistState.NOT_NEEDED,
                "next_move": each["next"] if needed else None,
                "due_on": _due(calendar, each["document"], each["days"], start, end) if needed else None,
            }
        )
    return found


def _due(calendar: Calendar, document: str, days: int, start: date | None, end: date | None) -> date | None:
    if document in placement_rows.after_the_end():
        return calendar.add(end, days) if end else None
    return calendar.add(start, -days) if start else None


def make(desk: Desk, step: history.Step, placement: m.Placement) -> None:
    """Give a new placement its documents and, where its kind has one, an agreement to be signed."""
    start, end = placement.planned_start, placement.planned_end
    for values in items(desk.calendar, placement.kind, start, end):
        step.add(m.ChecklistItem, placement=placement, **values)
    if placement.legal_form and placement.legal_form != NO_AGREEMENT:
        agreement = step.add(
            m.Agreement,
            placement=placement,
            legal_form=placement.legal_form,
            programme=placement.programme,
        )
        for party in signed_by(placement.kind):
            step.add(m.Signature, agreement=agreement, party=party)


def make_anew(desk: Desk, step: history.Step, placement: m.Placement) -> None:
    """The kind is another now: what nobody touched goes, and what the new kind needs comes."""
    agreements = m.Agreement.select().where(m.Agreement.placement == placement.id)
    touched = _rows(placement)
    for item in touched:
        if item.state in (ChecklistState.OPEN, ChecklistState.NOT_NEEDED):
            step.remove(item)
    for agreement in agreements.where(m.Agreement.sent_on.is_null(), m.Agreement.complete_on.is_null()):
        signatures = list(m.Signature.select().where(m.Signature.agreement == agreement.id))
        if not any(each.signed_on for each in signatures):
            for each in signatures:
                step.remove(each)
            step.remove(agreement)
    kept = {item.document for item in _rows(placement)}
    for values in items(desk.calendar, placement.kind, placement.planned_start, placement.planned_end):
        if values["document"] not in kept:
            step.add(m.ChecklistItem, placement=placement, **values)
    if not agreements.exists() and placement.legal_form and placement.legal_form != NO_AGREEMENT:
        agreement = step.add(m.Agreement, placement=placement, legal_form=placement.legal_form)
        for party in signed_by(placement.kind):
            step.add(m.Signature, agreement=agreement, party=party)


def move_dates(desk: Desk, step: history.Step, placement: m.Placement) -> None:
    """The planned days are others now: what is not done yet is due on other days."""
    known = reference.table("checklists").get(placement.kind or "", {}).get("documents", ())
    days = {each["document"]: each["days"] for each in known}
    for item in _rows(placement):
        if item.next_move and item.document in days:
            start, end = placement.planned_start, placement.ended_on or placement.planned_end
            due = _due(desk.calendar, item.document, days[item.document], start, end)
            step.change(item, due_on=due)


def mark(
    desk: Desk,
    ref: str,
    document: str,
    state: str,
    *,
    by: str,
    on: date | None = None,
    next_move: str | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """Write down how far a document is; `on` is the day it became so, `next_move` who must act now.

    Of what is only seen (a criminal record), nothing but the day and the name is kept.
    """
    wanted = _state(document, state)
    if next_move and next_move not in set(NextMove):
        raise _none_of(next_move, NextMove)
    day = _not_later(desk, on)
    with history.step(desk, "document_marked", by=by, batch=batch) as step:
        placement = open_placement(desk, ref, seen_version)
        step.placement = placement.id
        item = m.ChecklistItem.get_or_none(placement=placement.id, document=document)
        if item is None:
            item = step.add(m.ChecklistItem, placement=placement, document=document)
        _set(step, item, wanted, day, next_move)
        if document == AGREEMENT:
            _agree(step, placement, wanted, day)
        step.facts |= {"placement": placement.reference, "document": document, "state": wanted, "on": day}
    return placement_rows.row(desk, ref)


def sign(
    desk: Desk,
    ref: str,
    party: str,
    *,
    by: str,
    on: date | None = None,
    seen_version: int | None = None,
    batch: str | None = None,
) -> PlacementRow:
    """Write down that a party signed; with the last signature the agreement is complete."""
    day = _not_later(desk, on)
    with history.step(desk, "signed", by=by, batch=batch) as step:
        placement = open_placement(desk, ref, seen_version)
        step.placement = placement.id
        agreement = _agreement(placement)
        if agreement is None:
            raise errors.Refused(detail=_("{reference} rests on no agreement.").format(reference=ref))
        signatures = list(m.Signature.select().where(m.Signature.agreement == agreement.id))
        mine = next((each for each in signatures if each.party == party), None)
        if mine is None:
            raise _none_of(party, [each.party for each in signatures])
        step.change(mine, signed_on=day)
        days = [each.signed_on for each in signatures if each.signed_on is not None]
        missing = len(signatures) - len(days)
        if not missing:
            _complete(step, placement, agreement, max(days))
        step.facts |= {"placement": placement.reference, "party": party, "on": day, "missing": missing}
    return placement_rows.row(desk, ref)


def due(desk: Desk, until: date | None = None) -> Iterator[Task]:
    """Documents that are not done, of placements that go on; until a day, or all; earliest first."""
    i, p = m.ChecklistItem, m.Placement
    query = (
        i.select(
            p.reference, m.Applicant.name, m.Department.code, p.planned_start,
            i.document, i.state, i.next_move, i.due_on,
        )
        .join(p).join(m.Applicant).switch(p).join(m.Department)
        .where(i.next_move.is_null(False), p.cancelled_on.is_null(), ~p.no_show)
    )  # fmt: skip
    if until:
        query = query.where(i.due_on <= until)
    with session():
        for values in m.tuples(query.order_by(i.due_on, i.id)):
            yield Task(*values)


def open_placement(desk: Desk, ref: str, seen_version: int | None = None) -> m.Placement:
    """The placement, as the person saw it, that was neither called off nor missed; inside a session."""
    placement = placement_rows.find(ref)
    if seen_version is not None and placement.version != seen_version:
        raise history.changed_by(placement.id, placement.reference, "placement")
    if placement.cancelled_on or placement.no_show:
        status = reference.name("placement_statuses", placement_rows.row(desk, ref).status)
        raise errors.Refused(
            detail=_("{reference} is over: {status}. Undo that first.").format(
                reference=placement.reference, status=status
            )
        )
    return placement


def _rows(placement: m.Placement) -> list[m.ChecklistItem]:
    query = m.ChecklistItem.select().where(m.ChecklistItem.placement == placement.id)
    return list(query.order_by(m.ChecklistItem.id))


def _agreement(placement: m.Placement) -> m.Agreement | None:
    query = m.Agreement.select().where(m.Agreement.placement == placement.id)
    return query.order_by(m.Agreement.id.desc()).first()  # type: ignore[no-any-return]


def _set(
    step: history.Step, item: m.ChecklistItem, state: ChecklistState, day: date, next_move: str | None
) -> None:
    known = reference.table("documents")[item.document]
    done = state in DONE or state == known["done"]
    seen = state is ChecklistState.CHECKED and step.staff
    step.change(
        item,
        state=state,
        next_move=None if done else next_move or _who_is_next(state, item.next_move),
        done_on=day if done and state is not ChecklistState.NOT_NEEDED else None,
        seen_by_name=step.staff.name if seen and step.staff else "",
    )


def _who_is_next(state: ChecklistState, now: str | None) -> str:
    """What came in is for the desk to look at; else whoever had the move keeps it."""
    return NextMove.DESK if state is ChecklistState.RECEIVED else now or NextMove.DESK


def _agree(step: history.Step, placement: m.Placement, state: ChecklistState, day: date) -> None:
    """What is said of the document holds for the agreement too."""
    agreement = _agreement(placement)
    if agreement is None:
        return
    if agreement.complete_on and state is not ChecklistState.SIGNED:
        raise errors.Refused(detail=_("The agreement is signed; undo the signature first."))
    if state is ChecklistState.ASKED and agreement.sent_on is None:
        step.change(agreement, sent_on=day)
    if state is ChecklistState.SIGNED:
        signatures = m.Signature.select().where(m.Signature.agreement == agreement.id)
        last = day
        for each in list(signatures):
            if each.signed_on is None:
                step.change(each, signed_on=day)
            last = max(last, each.signed_on or day)
        _complete(step, placement, agreement, last)


def _complete(step: history.Step, placement: m.Placement, agreement: m.Agreement, day: date) -> None:
    step.change(agreement, complete_on=day)
    item = m.ChecklistItem.get_or_none(placement=placement.id, document=AGREEMENT)
    if item is not None and item.state != ChecklistState.SIGNED:
        step.change(item, state=ChecklistState.SIGNED, next_move=None, done_on=day)


def _state(document: str, state: str) -> ChecklistState:
    if document not in reference.table("documents"):
        raise _none_of(document, reference.table("documents"))
    if state not in set(ChecklistState):
        raise _none_of(state, ChecklistState)
    wanted = ChecklistState(state)
    kept = (ChecklistState.RECEIVED, ChecklistState.SIGNED)
    if reference.table("documents")[document].get("only_seen") and wanted in kept:
        raise errors.Refused(
            detail=_("No copy of {document} is kept; write down that it was seen: {state}.").format(
                document=reference.name("documents", document), state=ChecklistState.CHECKED
            )
        )
    return wanted


def _not_later(desk: Desk, on: date | None) -> date:
    day = on or desk.today()
    if day > desk.today():
        raise errors.UsageError(detail=_("{day} is still to come.").format(day=day))
    return day


def _none_of(code: str, known: Any) -> errors.UsageError:
    return errors.UsageError(detail=_("{code} is none of: {known}").format(code=code, known=", ".join(known)))
