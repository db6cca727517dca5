"""The inventory of places: offered, changed, taken back, published, and who might come."""

from dataclasses import dataclass
from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import Compensation
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.city.departments import find_department
from stagedesk.services.deciding.moving import open_request
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.register import place_rows, placement_days
from stagedesk.services.register.place_rows import PlaceRow

LONGEST = 200
MOST = 500


@dataclass(frozen=True, slots=True)
class Offer:
    """What a department offers."""

    department: str = ""
    title: str = ""
    kind: str | None = None
    level: str | None = None
    study: str = ""
    tasks: str = ""
    period_start: date | None = None
    period_end: date | None = None
    slots: int = 1
    """Interns at once."""
    periods: int = 1
    """How many times in a year."""
    structural: bool = False
    """It comes back every year."""
    paid: str = Compensation.UNKNOWN
    accessible: bool = False
    priority_for_target_groups: bool = False
    vacancy_text: str = ""
    """In somebody's own words; empty for the template's."""


def offer(desk: Desk, what: Offer, *, by: str, batch: str | None = None) -> PlaceRow:
    """A department offers places."""
    with history.step(desk, "place_offered", by=by, batch=batch) as step:
        place = step.add(m.Place, opened_on=desk.today(), **_columns(desk, what))
        step.facts |= {"place": place.id, "department": place.department.code, "slots": place.slots}
    return place_rows.row(desk, place.id)


def offer_of(place: PlaceRow) -> Offer:
    """A place as the offer that a form shows."""
    names = Offer.__dataclass_fields__
    return Offer(**{name: getattr(place, name) for name in names})


def change(
    desk: Desk, place: int, what: Offer, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> PlaceRow:
    """Correct what a place says; it keeps room for everybody who has it."""
    with history.step(desk, "place_changed", by=by, batch=batch) as step:
        row = _place(place, seen_version)
        taken = placement_days.slots_taken(place, ())
        if what.slots < taken:
            raise errors.Refused(
                detail=_("Place {place} has {taken} interns at once already.").format(
                    place=place, taken=taken
                )
            )
        step.change(row, **_columns(desk, what))
        step.facts["place"] = place
    return place_rows.row(desk, place)


def withdraw(
    desk: Desk, place: int, reason: str, *, by: str, seen_version: int | None = None, batch: str | None = None
) -> PlaceRow:
    """The department takes a place back, with the reason; who has it keeps it."""
    known = [code for code, each in reference.table("endings").items() if "place" in each["ends"]]
    if reason not in known:
        raise errors.UsageError(detail=_("Say why, one of: {known}.").format(known=", ".join(known)))
    with history.step(desk, "place_withdrawn", by=by, batch=batch) as step:
        row = _place(place, seen_version)
        if row.withdrawn_on:
            raise errors.Refused(detail=_("Place {place} was taken back.").format(place=place))
        step.change(row, withdrawn_on=desk.today(), withdrawn_reason=reason)
        step.facts |= {"place": place, "ending": reason}
    return place_rows.row(desk, place)


def publish(
    desk: Desk, place: int, channel: str, *, by: str, on: date | None = None, batch: str | None = None
) -> PlaceRow:
    """Write down where the vacancy is shown, and since when."""
    where = clean(channel, limit=LONGEST)
    if not where:
        raise errors.UsageError(detail=_("Say where it is published."))
    with history.step(desk, "published", by=by, batch=batch) as step:
        row = _place(place)
        if row.withdrawn_on:
            raise errors.Refused(detail=_("Place {place} was taken back.").format(place=place))
        day = on or desk.today()
        step.add(m.Publication, place=row, channel=where, published_on=day)
        step.facts |= {"place": place, "on": day, "channel": where}
    return place_rows.row(desk, place)


def unpublish(desk: Desk, place: int, channel: str, *, by: str, batch: str | None = None) -> PlaceRow:
    """The vacancy is not shown there any more."""
    with history.step(desk, "unpublished", by=by, batch=batch) as step:
        b = m.Publication
        shown = b.get_or_none(b.place == place, b.channel == channel.strip(), b.ended_on.is_null())
        if shown is None:
            raise errors.NotFound(what=_("publication"), name=channel)
        step.change(shown, ended_on=desk.today())
        step.facts |= {"place": place, "channel": shown.channel}
    return place_rows.row(desk, place)


def propose(desk: Desk, place: int, ref: str, *, by: str, batch: str | None = None) -> PlaceRow:
    """Put a request on the list of candidates of a place; it may be on several."""
    with history.step(desk, "candidate_proposed", by=by, batch=batch) as step:
        row, request = _place(place), open_request(ref)
        step.request = request.id
        if row.withdrawn_on:
            raise errors.Refused(detail=_("Place {place} was taken back.").format(place=place))
        known = m.Candidate.get_or_none(m.Candidate.place == place, m.Candidate.request == request.id)
        if known is None:
            step.add(m.Candidate, place=row, request=request, proposed_on=desk.today())
        elif known.outcome:
            step.change(known, outcome=None, decided_on=None)
        step.facts |= {"place": place}
    return place_rows.row(desk, place)


def decide(desk: Desk, place: int, ref: str, outcome: str, *, by: str, batch: str | None = None) -> PlaceRow:
    """The department chose (`chosen`), took somebody else (`not_chosen`), or the candidate withdrew.

    It ends nothing: who is not chosen stays a request; who is chosen gets the place when it is agreed.
    """
    known = ("chosen", "not_chosen", "withdrawn")
    if outcome not in known:
        detail = _("{code} is none of: {known}").format(code=outcome, known=", ".join(known))
        raise errors.UsageError(detail=detail)
    with history.step(desk, "candidate_decided", by=by, batch=batch) as step:
        request = m.Request.get_or_none(m.Request.reference == ref.strip())
        row = request and m.Candidate.get_or_none(
            m.Candidate.place == place, m.Candidate.request == request.id
        )
        if not request or not row:
            raise errors.NotFound(what=_("candidate"), name=ref)
        step.request = request.id
        if outcome == "chosen":
            elsewhere = m.Candidate.select().where(
                m.Candidate.request == request.id, m.Candidate.outcome == "chosen", m.Candidate.id != row.id
            )
            for other in list(elsewhere):
                step.change(other, outcome="withdrawn", decided_on=desk.today())
        step.change(row, outcome=outcome, decided_on=desk.today())
        step.facts |= {"place": place, "candidate": outcome}
    return place_rows.row(desk, place)


def _place(place: int, seen_version: int | None = None) -> m.Place:
    row = m.Place.get_or_none(m.Place.id == place)
    if row is None:
        raise errors.NotFound(what=_("place"), name=str(place), hint=_("See: stagedesk places"))
    if seen_version is not None and row.version != seen_version:
        raise errors.StaleRequest(reference=_("Place {place}").format(place=place), who=_("Somebody else"))
    return row


def _columns(desk: Desk, what: Offer) -> dict[str, object]:
    """The columns of a place as its offer gives them, or a refusal of what cannot be meant."""
    title = clean(what.title, limit=LONGEST)
    if not title:
        raise errors.UsageError(detail=_("A place needs a title."))
    for list_name, code in (("kinds", what.kind), ("levels", what.level)):
        if code and code not in reference.table(list_name):
            known = ", ".join(reference.table(list_name))
            raise errors.UsageError(detail=_("{code} is none of: {known}").format(code=code, known=known))
    if not (1 <= what.slots <= MOST and 1 <= what.periods <= 12):
        raise errors.UsageError(detail=_("A place has at least one slot and one period a year."))
    if what.period_end and (what.period_start is None or what.period_end < what.period_start):
        detail = _("{last} is before {first}.").format(last=what.period_end, first=what.period_start or "-")
        raise errors.UsageError(detail=detail)
    if what.paid not in set(Compensation):
        known = ", ".join(Compensation)
        raise errors.UsageError(detail=_("{code} is none of: {known}").format(code=what.paid, known=known))
    return {
        "department": find_department(what.department, what.period_start or desk.today()),
        "title": title,
        "kind": what.kind,
        "level": what.level,
        "study": clean(what.study, limit=LONGEST),
        "tasks": clean(what.tasks, lines=True),
        "period_start": what.period_start,
        "period_end": what.period_end,
        "slots": what.slots,
        "periods": what.periods,
        "structural": what.structural,
        "paid": what.paid,
        "accessible": what.accessible,
        "priority_for_target_groups": what.priority_for_target_groups,
        "vacancy_text": clean(what.vacancy_text, lines=True),
    }
