"""Forgetting one person at once, because the person asked for it."""

from collections.abc import Iterator
from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Cause
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.privacy import personal_data_people, retention, retention_due, retention_executing
from stagedesk.services.privacy.personal_data_people import Person
from stagedesk.services.privacy.retention import PurgeList
from stagedesk.services.privacy.retention_due import PLACEMENT, REQUEST, Due


def erase(desk: Desk, who: str, *, by: str) -> PurgeList:
    """Forget the person of a mail address or reference, and return the certificate, which has no name.

    Errors: Refused without the right, or while something of theirs is open; NotFound where nobody is known.
    """
    retention.refuse_without_right(by)
    with history.step(desk, "purge_approved", by=by) as step:
        person = personal_data_people.find(who)
        found = tuple(_records(desk, person))
        if not found:
            raise errors.Refused(detail=_why_nothing(person))
        row = retention.add(desk, step, Cause.ASKED, found)
    return retention_executing.execute(desk, row.id, by=by)


def _records(desk: Desk, person: Person) -> Iterator[Due]:
    """What is not forgotten yet, all of it over; the terms do not matter."""
    p, r = m.Placement, m.Request
    gone = retention_due.forgotten_placements()
    for row in p.select().where(p.id << list(person.placements)).order_by(p.id):
        if row.id not in gone:
            missed = (row.planned_start or row.made_on) if row.no_show else None
            yield _over(desk, PLACEMENT, row.reference, row.id, row.ended_on or row.cancelled_on or missed)
    gone, unsettled = retention_due.forgotten_requests(), retention_due.unsettled()
    for about in r.select().where(r.id << list(person.requests)).order_by(r.id):
        if about.id in unsettled:
            detail = _("A letter about {reference} is still in the outbox: send it or drop it first.")
            raise errors.Refused(detail=detail.format(reference=about.reference))
        if about.id not in gone:
            yield _over(desk, REQUEST, about.reference, about.id, about.closed_on)


def _why_nothing(person: Person) -> str:
    if person.is_known:
        return _("Nothing is known of this person any more.")
    return _("This person only wrote for other people: the mails go when those people are forgotten.")


def _over(desk: Desk, kind: str, ref: str, number: int, since: date | None) -> Due:
    if since is None:
        detail = _("{reference} is not over: close it, end it or call it off first.")
        raise errors.Refused(detail=detail.format(reference=ref))
    return Due(kind, ref, number, "", "", since, desk.today())
