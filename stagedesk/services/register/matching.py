"""Which places fit a request, and which requests fit a place: by plain facts, each said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stagedesk.db import models as m
from stagedesk.db.connection import session
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
        return _best(_match(desk, place, request) for place in places)


def for_place(desk: Desk, place: int) -> tuple[Match, ...]:
    """Open requests that fit a place, the best first; those on its list already are left out."""
    with session():
        row = place_rows.row(desk, place)
        listed = m.Candidate.select(m.Candidate.request).where(m.Candidate.place == place)
        query = requests.base_query().where(m.Request.closed_on.is_null(), m.Request.id.not_in(listed))
        return _best(_match(desk, row, request) for request in requests.rows(query))


def _best(matches: Iterable[Match | None]) -> tuple[Match, ...]:
    found = [match for match in matches if match is not None]
    return tuple(sorted(found, key=lambda each: (-each.points, each.place.id, each.request.id))[:AT_MOST])


def _match(desk: Desk, place: PlaceRow, request: RequestRow) -> Match | None:
    """None where the days do not meet, the place is full or over, or nothing speaks for it."""
    if place.status in (PlaceStatus.OVER, PlaceStatus.WITHDRAWN):
        return None
    wanted = _wanted(request)
    if not _days_meet(place, wanted, desk.today()):
        return None
    if placement_days.slots_taken(place.id, [wanted] if wanted else ()) >= place.slots:
        return None
    points = 0
    because: list[str] = []
    but: list[str] = []
    for worth, fits, yes, no in _reasons(place, request, wanted):
        if fits:
            points += worth
            because.append(yes)
        elif fits is False and no:
            but.append(no)
    return Match(place, request, points, tuple(because), tuple(but)) if because else None


def _reasons(
    place: PlaceRow, request: RequestRow, wanted: Block | None
) -> list[tuple[int, bool | None, str, str]]:
    """What it is worth, whether it fits (None: nobody knows), and the words for yes and for no."""
    words = sorted(
        _words(f"{place.title} {place.study} {place.tasks}") & _words(f"{request.study} {request.title}")
    )
    kind = reference.name("kinds", place.kind)
    level = reference.name("levels", place.level)
    return [
        (4, bool(words) or None, _("words: {words}").format(words=", ".join(words[:3])), ""),
        (3, _same(place.kind, request.kind), kind, _("it is for: {what}").format(what=kind)),
        (2, _same(place.level, request.level), level, _("it is for: {what}").format(what=level)),
        (2, _same(place.department, request.department), place.department_name, ""),
        (1, bool(wanted and place.period_start) or None, _("the days fit"), ""),
    ]  # fmt: skip


def _same(one: str | None, other: str | None) -> bool | None:
    return one == other if one and other else None


def _words(text: str) -> set[str]:
    return {word for word in plain(text).split() if len(word) >= SHORTEST_WORD and word not in _COMMON}


_COMMON = frozenset(
    (
        "stage", "stagiair", "stagiaire", "stageplaats", "aanvraag", "vraag", "voor", "naar", "onze", "mijn",
        "jaar", "dienst", "stad", "over", "graag", "werk", "internship", "placement", "request", "intern",
        "student", "studente", "leerling",
    )
)  # fmt: skip


def _wanted(request: RequestRow) -> Block | None:
    first, last = request.period_start, request.period_end
    return Block(first, last) if first and last and first <= last else None


def _days_meet(place: PlaceRow, wanted: Block | None, today: date) -> bool:
    """A structural place comes back every year; what has no days fits any."""
    if wanted is None or place.period_start is None or place.structural:
        return True
    return Block(place.period_start, place.period_end or date.max).meets(wanted)
