"""Giving open requests to somebody else: one, several, or all of a person or a department's queue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import transaction
from stagedesk.domain.codes import WaitingOn
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.city.departments import find_department
from stagedesk.services.city.people import AT_THE_DESK
from stagedesk.services.deciding import requests
from stagedesk.services.deciding.moving import open_request
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.journal import history
from stagedesk.services.rows import RequestRow

ANYBODY = "anybody"
"""In place of an owner: whoever it is."""
_NOTE_FOR = re.compile(r"\s*(\d{4}-\d{4,}):\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Notes:
    """What the next owner should know: of each request, else of all of them."""

    of_all: str = ""
    of_each: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, texts: Sequence[str]) -> "Notes":
        """A text that begins with a reference and a colon is about that request alone."""
        found = [(text, _NOTE_FOR.fullmatch(text)) for text in texts]
        general = " ".join(text for text, single in found if not single)
        return cls(general, {single[1]: single[2] for _text, single in found if single})

    def about(self, reference: str) -> str:
        parts = (self.of_each.get(reference, ""), self.of_all)
        return "\n".join(clean(part, lines=True).strip() for part in parts if part.strip())


def hand_over(
    desk: Desk,
    ref: str,
    to: str,
    *,
    by: str,
    note: str = "",
    seen_version: int | None = None,
    batch: str | None = None,
) -> RequestRow:
    """Give an open request to somebody else at the desk, with a note for them."""
    with history.step(desk, "handed_over", by=by, batch=batch) as step:
        receiver = _receiver(desk, to)
        give(step, open_request(ref, seen_version), receiver, Notes(note))
    return requests.row(ref)


def take_over(
    desk: Desk, ref: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> RequestRow:
    """Make an open request one's own; of two who do it at once the second hears who was first."""
    with history.step(desk, "taken_over", by=by, batch=batch) as step:
        assert step.staff
        give(step, open_request(ref, seen_version), _who_decides(step.staff), Notes())
    return requests.row(ref)


def hand_over_all(
    desk: Desk,
    of: str,
    to: str,
    *,
    by: str,
    refs: Sequence[str] = (),
    department: str = "",
    notes: Notes | None = None,
    batch: str | None = None,
    dry_run: bool = False,
) -> list[RequestRow]:
    """Give all open requests of a person to another, as one; returns them as they are then.

    Only those named in `refs`, and only those that wait for a department, where given. `of` may be
    ANYBODY. With `dry_run` nothing is changed, and they are returned as they are.
    """
    with transaction():
        receiver = _receiver(desk, to)
        chosen = _chosen(desk, of, receiver, refs, department)
        if not chosen:
            raise errors.Refused(detail=_("There is no open request to hand over."))
        if not dry_run:
            give_all(desk, chosen, receiver, by=by, notes=notes or Notes(), batch=batch)
        numbers = [request.id for request in chosen]
        return _rows(numbers)


def give_all(
    desk: Desk, chosen: Sequence[m.Request], to: m.Staff, *, by: str, notes: Notes, batch: str | None
) -> None:
    """Give these requests to somebody, undone as one; inside a transaction."""
    batch = batch or uuid4().hex
    steps = []
    for request in chosen:
        step = history.Step(desk, "handed_over", by, batch)
        give(step, request, to, notes)
        step.save()
        steps.append(step)
    history.append(steps)


def open_requests_of(member: m.Staff) -> list[m.Request]:
    r = m.Request
    return list(r.select().where(r.closed_on.is_null(), r.owner == member.id).order_by(r.due_on, r.id))


def _chosen(desk: Desk, of: str, receiver: m.Staff, refs: Sequence[str], department: str) -> list[m.Request]:
    r = m.Request
    owner = None if of == ANYBODY else staff_member(of)
    if owner and owner.id == receiver.id:
        raise errors.UsageError(detail=_("Both are {name}.").format(name=owner.name))
    if refs:
        return [_of_owner(open_request(ref), owner) for ref in dict.fromkeys(refs)]
    if not owner and not department:
        raise errors.UsageError(
            detail=_("Say which: a staff code, a department with --department, or references.")
        )
    query = r.select().where(r.closed_on.is_null(), r.owner != receiver.id)
    if owner:
        query = query.where(r.owner == owner.id)
    if department:
        asked = find_department(department, date.min)
        query = query.where(r.waiting_on == WaitingOn.DEPARTMENT, r.department == asked.id)
    return list(query.order_by(r.due_on, r.id))


def _of_owner(request: m.Request, owner: m.Staff | None) -> m.Request:
    if owner and request.owner and request.owner_id != owner.id:
        raise errors.Refused(
            detail=_("{reference} belongs to {owner}, not to {name}.").format(
                reference=request.reference, owner=request.owner.name, name=owner.name
            )
        )
    return request


def _receiver(desk: Desk, code: str) -> m.Staff:
    return _who_decides(staff_member(code, desk.today()))


def _who_decides(member: m.Staff) -> m.Staff:
    if member.role not in AT_THE_DESK:
        raise errors.Refused(
            detail=_("{name} does not decide about requests ({role}).").format(
                name=member.name, role=member.role
            )
        )
    return member


def give(step: history.Step, request: m.Request, to: m.Staff, notes: Notes) -> None:
    """In a step: somebody else owns the request."""
    before = request.owner
    if before is not None and before.id == to.id:
        raise errors.Refused(
            detail=_("{reference} belongs to {name} already.").format(
                reference=request.reference, name=to.name
            )
        )
    step.change(request, owner=to)
    step.facts |= {"from": before.code if before else None, "to": to.code}
    if text := notes.about(request.reference):
        step.details["said"] = {"text": text}


def _rows(numbers: Sequence[int]) -> list[RequestRow]:
    found = {}
    for first in range(0, len(numbers), 500):
        some = numbers[first : first + 500]
        rows = requests.rows(requests.base_query().where(m.Request.id.in_(some)))
        found.update({row.id: row for row in rows})
    return [found[number] for number in numbers]
