"""Which places fit a request, and which requests fit a place: by plain facts, each said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from peewee import JOIN

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.prepared import prepared
from stagedesk.domain.measures import Block
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.importing.imports_workbook import plain
from stagedesk.services.register import place_rows, placement_days
from stagedesk.services.register.place_rows import PlaceRow, PlaceStatus
from stagedesk.services.rows import RequestRow

SHORTEST_WORD = 4
AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A place beside a request, why they fit, and what speaks against it."""

    place: PlaceRow
    request: RequestRow
    points: int
    because: tuple[str, ...]
    but: tuple[str, ...]


def for_request(desk: Desk, ref: str) -> tuple[Match, ...]:
    """Places with a free slot that fit a request, the best first."""
    with session():
        request = requests.row(ref)
        query = place_rows.query_of_places(desk.today()).where(m.Place.withdrawn_on.is_null())
        places = [place_rows.row_of(values, desk.today()) for values in m.tuples(query)]
        taken = placement_days.taken_of(place.id for place in places)
        asks = _Asks.of(request)
        known = {place.id: place for place in places}
        best = _best((_points(place, asks, taken.get(place.id, ())), place.id) for place in places)
        return tuple(_match(known[place], request, points) for points, place in best)


def for_place(desk: Desk, place: int) -> tuple[Match, ...]:
    """Open requests that fit a place, the best first; those on its list already are left out."""
    with session():
        row = place_rows.row(desk, place)
        taken = placement_days.taken_of([place]).get(place, ())
        asked = [_Asks(*values) for values in _asking_for(place)]
        best = _best((_points(row, asks, taken), asks.request) for asks in asked)
        return _told(row, best)


@prepared
def _asking_for(place: Any) -> Any:
    """Open requests that are not on its list: there may be thousands, of which a few are shown."""
    r, c = m.Request, m.Candidate
    listed = c.select(c.request).where(c.place == place)
    query = r.select(
        r.id, r.study, r.title, r.kind, r.level_followed, m.Department.code, r.period_start, r.period_end
    )
    query = query.join(m.Department, JOIN.LEFT_OUTER, on=(r.department == m.Department.id))
    return query.where(r.closed_on.is_null(), r.id.not_in(listed)).tuples()


def _best(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points of the best and their numbers; of those with as many points the oldest."""
    some = sorted((-points, number) for points, number in found if points)
    return [(-points, number) for points, number in some[:AT_MOST]]


def _told(place: PlaceRow, best: Sequence[tuple[int, int]]) -> tuple[Match, ...]:
    numbers = many.numbers(request for _points, request in best)
    rows = {row.id: row for row in requests.rows(requests.base_query().where(m.Request.id.in_(numbers)))}
    return tuple(_match(place, rows[request], points) for points, request in best)


class _Asks(NamedTuple):
    """What of a request decides whether a place fits."""

    request: int
    study: str
    title: str
    kind: str | None
    level: str | None
    department: str | None
    first: date | None
    last: date | None

    @classmethod
    def of(cls, row: RequestRow) -> "_Asks":
        facts = row.id, row.study, row.title, row.kind, row.level, row.department
        return cls(*facts, row.period_start, row.period_end)

    @property
    def days(self) -> Block | None:
        first, last = self.first, self.last
        return Block(first, last) if first and last and first <= last else None


def _points(place: PlaceRow, asks: _Asks, taken: Sequence[Block]) -> int:
    """What speaks for it; nothing where the days do not meet, or where the place is full or over."""
    if place.status in (PlaceStatus.OVER, PlaceStatus.WITHDRAWN):
        return 0
    points = sum(worth for worth, fits in zip(_WORTH, _fits(place, asks), strict=True) if fits)
    wanted = asks.days
    if not points or not _days_meet(place, wanted):
        return 0
    full = placement_days.most_at_once(taken, [wanted] if wanted else ()) >= place.slots
    return 0 if full else points


_WORTH = (4, 3, 2, 2, 1)


def _fits(place: PlaceRow, asks: _Asks) -> tuple[bool | None, ...]:
    """Whether its words, kind, level, department and days fit; None where nobody knows."""
    return (
        bool(_shared(place, asks)) or None,
        _same(place.kind, asks.kind),
        _same(place.level, asks.level),
        _same(place.department, asks.department),
        bool(asks.days and place.period_start) or None,
    )


def _match(place: PlaceRow, request: RequestRow, points: int) -> Match:
    asks = _Asks.of(request)
    because: list[str] = []
    but: list[str] = []
    for fits, (yes, no) in zip(_fits(place, asks), _reasons(place, asks), strict=True):
        if fits:
            because.append(yes)
        elif fits is False and no:
            but.append(no)
    return Match(place, request, points, tuple(because), tuple(but))


def _reasons(place: PlaceRow, asks: _Asks) -> list[tuple[str, str]]:
    """The words for yes and for no, in the order of what fits."""
    words = sorted(_shared(place, asks))
    kind = reference.name("kinds", place.kind)
    level = reference.name("levels", place.level)
    return [
        (_("words: {words}").format(words=", ".join(words[:3])), ""),
        (kind, _("it is for: {what}").format(what=kind)),
        (level, _("it is for: {what}").format(what=level)),
        (place.department_name, ""),
        (_("the days fit"), ""),
    ]


def _shared(place: PlaceRow, asks: _Asks) -> frozenset[str]:
    return _words(f"{place.title} {place.study} {place.tasks}") & _words(f"{asks.study} {asks.title}")


def _same(one: str | None, other: str | None) -> bool | None:
    return one == other if one and other else None


@lru_cache(maxsize=10_000)
def _words(text: str) -> frozenset[str]:
    """The words that tell something, kept: each place is held against the same requests."""
    return frozenset(
        word for word in plain(text).split() if len(word) >= SHORTEST_WORD and word not in _COMMON
    )


_COMMON = frozenset(
    (
        "stage", "stagiair", "stagiaire", "stageplaats", "aanvraag", "vraag", "voor", "naar", "onze", "mijn",
        "jaar", "dienst", "stad", "over", "graag", "werk", "internship", "placement", "request", "intern",
        "student", "studente", "leerling",
    )
)  # fmt: skip


def _days_meet(place: PlaceRow, wanted: Block | None) -> bool:
    """A structural place comes back every year; what has no days fits any."""
    if wanted is None or place.period_start is None or place.structural:
        return True
    return Block(place.period_start, place.period_end or date.max).meets(wanted)
