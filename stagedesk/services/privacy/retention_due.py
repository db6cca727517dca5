"""Who may be forgotten on a day: what is over, has no open business, and was kept for its term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import fn

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Direction, LedgerState, OutgoingState, PlacementStatus
from stagedesk.domain.retention import Of, Term, find
from stagedesk.services.desk import Desk
from stagedesk.services.privacy import declarations, retention_terms
from stagedesk.services.register import hires

UNSETTLED = (OutgoingState.HELD, OutgoingState.SENDING, OutgoingState.FAILED, OutgoingState.UNCERTAIN)
REQUEST, PLACEMENT, DECLARATIONS, UNTAKEN = "request", "placement", "target_groups", "untaken"
FILES = "attachments"
f, p, r, o, e = m.Forgotten, m.Placement, m.Request, m.Outgoing, m.Entry


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose term is over."""

    kind: str
    """request, placement, target_groups, attachments or untaken."""
    ref: str
    """Its reference; of declarations their year, of a mail that was put aside its number in the ledger.

    Of attachments the requests that the mail is about.
    """
    number: int
    """Of a mail that in the ledger."""
    ended: str
    """The code of how it ended, if it did."""
    term: str
    """The id of its term."""
    since: date
    due_on: date
    records: int = 1


@dataclass(frozen=True, slots=True)
class _Over:
    """A placement that is over."""

    due: Due
    request: int | None
    waits_until: date
    """While the hire check is open."""


def due(desk: Desk, day: date | None = None) -> tuple[Due, ...]:
    """What may be forgotten on this day (today), the longest due first; names are left out."""
    on = day or desk.today()
    with session():
        over = _placements(desk)
        gone = forgotten_placements()
        placements = _ripe(desk, over, on, gone)
        found = [*placements.values(), *_requests(desk, on, over, placements, gone), *_declared(desk, on)]
        found += _put_aside(desk, on)
        found += _files(desk, on, over, {each.number for each in found if each.kind == REQUEST})
    return tuple(sorted(found, key=lambda each: (each.due_on, each.kind, each.ref)))


def _placements(desk: Desk) -> dict[int, _Over]:
    """Placements that are over, by number, whether their term is or not."""
    terms = {of: retention_terms.chosen(desk, of) for of in (Of.PLACEMENT, Of.CANCELLED)}
    query = p.select(
        p.id, p.reference, p.request, p.ended_on, p.cancelled_on, p.planned_start, p.made_on,
        p.ended_reason,
    ).where(p.ended_on.is_null(False) | p.cancelled_on.is_null(False) | p.no_show)  # fmt: skip
    found = {}
    for number, ref, request, ended, cancelled, planned, made, reason in m.tuples(query):
        term = terms[Of.PLACEMENT if ended else Of.CANCELLED]
        since = ended or cancelled or planned or made
        if term:
            status = _status(ended, cancelled, reason)
            row = Due(PLACEMENT, ref, number, status, term.id, since, term.ends(since))
            found[number] = _Over(row, request, term.ends_unasked(since))
    return found


def _status(ended: date | None, cancelled: date | None, reason: str | None) -> str:
    if ended:
        return PlacementStatus.STOPPED_EARLY if reason else PlacementStatus.COMPLETED
    return PlacementStatus.CANCELLED if cancelled else PlacementStatus.NO_SHOW


def forgotten_placements() -> set[int]:
    """Those that were forgotten, and about which nothing was written down since."""
    known = {number for (number,) in m.tuples(f.select(f.placement).where(f.placement.is_null(False)))}
    told = _told_since(m.Event.placement, f.select(f.placement).where(f.placement.is_null(False)))
    return known - {number for (number,) in m.tuples(told)}


def _told_since(about: Any, forgotten: Any) -> Any:
    side = m.EventDetails
    query = m.Event.select(about).join(side, on=(side.event == m.Event.id))
    return query.where(about << forgotten, side.details.is_null(False))


def _ripe(desk: Desk, over: Mapping[int, _Over], on: date, gone: set[int]) -> dict[int, Due]:
    """Whose term is over and nothing is open about; what it was extended by must be over as well."""
    asked = {task.placement for task in hires.due(desk, on)}
    open_requests = {n for (n,) in m.tuples(r.select(r.id).where(r.closed_on.is_null()))}
    ripe = {
        number: each.due
        for number, each in over.items()
        if number not in gone
        and each.due.due_on <= on
        and (each.due.ref not in asked or each.waits_until <= on)
        and each.request not in open_requests
    }
    return _not_followed(ripe, gone)


def _not_followed(ripe: dict[int, Due], gone: set[int]) -> dict[int, Due]:
    """Without those that a placement follows which stays."""
    follows = dict(m.tuples(p.select(p.id, p.extends).where(p.extends.is_null(False))))
    while held := {
        before
        for after, before in follows.items()
        if before in ripe and after not in ripe and after not in gone
    }:
        ripe = {number: each for number, each in ripe.items() if number not in held}
    return ripe


def _requests(
    desk: Desk, on: date, over: Mapping[int, _Over], placements: Mapping[int, Due], gone: set[int]
) -> Iterator[Due]:
    terms, led_to = tuple(retention_terms.known(desk).values()), _led_to()
    skipped = unsettled() | forgotten_requests()
    shortest = min((each.months * 28 + each.weeks * 7 for each in terms), default=0)
    query = r.select(r.id, r.reference, r.outcome, r.closed_on).where(
        r.closed_on <= on - timedelta(days=shortest), r.attention_since.is_null()
    )
    for number, ref, outcome, closed_on in m.tuples(query.order_by(r.id)):
        of_it = led_to.get(number, [])
        if number in skipped or any(each not in placements and each not in gone for each in of_it):
            continue
        last = max((over[each].due for each in of_it if each in over), key=_by_day, default=None)
        found = last or _by_outcome(terms, desk.settings.country, outcome, closed_on)
        if found and (row := _as_request(found, number, ref, outcome, closed_on)).due_on <= on:
            yield row


def _led_to() -> dict[int, list[int]]:
    """The placements of each request that led to any."""
    found: dict[int, list[int]] = {}
    for number, request in m.tuples(p.select(p.id, p.request).where(p.request.is_null(False))):
        found.setdefault(request, []).append(number)
    return found


def _by_day(each: Due) -> date:
    return each.due_on


def _by_outcome(terms: tuple[Term, ...], country: str, outcome: str, closed_on: date) -> Due | None:
    term = find(terms, country, Of.REQUEST, outcome)
    return Due(REQUEST, "", 0, outcome, term.id, closed_on, term.ends(closed_on)) if term else None


def _as_request(found: Due, number: int, ref: str, outcome: str, closed_on: date) -> Due:
    return Due(REQUEST, ref, number, outcome, found.term, max(found.since, closed_on), found.due_on)


def unsettled() -> set[int]:
    """Requests about which a letter is still to leave, or nobody knows whether it did."""
    item = m.OutgoingItem
    about = o.select(o.request).where(o.request.is_null(False), o.state << UNSETTLED)
    listed = item.select(item.request).join(o).where(o.state << UNSETTLED)
    return {number for query in (about, listed) for (number,) in m.tuples(query)}


def forgotten_requests() -> set[int]:
    """Those that were forgotten, and that hold no words since: no mail, no letter, no note."""
    forgotten = f.select(f.request).where(f.request.is_null(False))
    known = {number for (number,) in m.tuples(forgotten)}
    if not known:
        return known
    other, t = e.alias(), m.Message
    shared = other.select(other.id).where(other.message == e.message, other.request.not_in(forgotten))
    words = (t.subject != "") | (t.body != "") | (t.sender_email != "")
    mails = e.select(e.request).join(t).where(e.request << forgotten, t.direction == Direction.IN, words)
    anew = (
        _told_since(m.Event.request, forgotten),
        mails.where(~fn.EXISTS(shared)),
        o.select(o.request).where(o.request << forgotten, o.body != ""),
    )
    return known - {number for query in anew for (number,) in m.tuples(query)}


def _declared(desk: Desk, on: date) -> Iterator[Due]:
    """Declarations by the year in which their placements began, or would have."""
    term = retention_terms.chosen(desk, Of.TARGET_GROUPS)
    for year, count in declarations.years().items() if term else ():
        assert term is not None
        since = date(year, 12, 31)
        if term.ends(since) <= on:
            yield Due(DECLARATIONS, str(year), year, "", term.id, since, term.ends(since), count)


def _put_aside(desk: Desk, on: date) -> Iterator[Due]:
    """Mails that could not be taken, and of which somebody said that they need not."""
    term, led = retention_terms.chosen(desk, Of.UNTAKEN), m.Ledger
    query = led.select(led.id, led.seen_at).where(
        led.state == LedgerState.IGNORED, ~fn.EXISTS(f.select().where(f.ledger == led.id))
    )
    for number, seen_at in m.tuples(query.order_by(led.id)) if term else ():
        since = desk.day_of(seen_at)
        if term and term.ends(since) <= on:
            yield Due(UNTAKEN, str(number), number, "", term.id, since, term.ends(since))


def _files(desk: Desk, on: date, over: Mapping[int, _Over], going: set[int]) -> Iterator[Due]:
    """Mails with files whose requests are all over long enough; a signed agreement waits for the last day."""
    term, led, t = retention_terms.chosen(desk, Of.ATTACHMENTS), m.Ledger, m.Message
    if term is None:
        return
    kept, led_to = unsettled() | going, _led_to()
    with_files = t.select(t.id).join(m.Attachment).where(t.direction == Direction.IN)
    first = led.select(led.message, fn.MIN(led.id)).where(
        led.state == LedgerState.TAKEN, led.message << with_files
    )
    for message, number in m.tuples(first.group_by(led.message)):
        about = e.select(r.id, r.reference, r.closed_on, r.attention_since).join(r)
        found = m.tuples(about.where(e.message == message).order_by(r.id))
        if any(each in kept or closed is None or new for each, _ref, closed, new in found):
            continue
        placed = [each for request, *_rest in found for each in led_to.get(request, ())]
        if not found or any(each not in over for each in placed):
            continue
        ends = [over[each].due.since for each in placed]
        since = max([closed for _number, _ref, closed, _new in found] + ends)
        if term.ends(since) <= on:
            refs = " ".join(ref for _number, ref, *_rest in found)
            yield Due(FILES, refs, number, "", term.id, since, term.ends(since))
