"""Reading places: rows for lists, one whole page, and the stable shape for --json."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal

from peewee import fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.i18n import _
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists.keyset import EVERYTHING, Order
from stagedesk.services.lists.ordered_list import OrderedList
from stagedesk.services.register.placement_rows import PlacementRow, base_query, rows
from stagedesk.services.rows import RequestRow

View = Literal["open", "structural", "published", "withdrawn", "over", "all"]
VIEWS: Final[tuple[View, ...]] = ("open", "structural", "published", "withdrawn", "over", "all")


class PlaceStatus(StrEnum):
    """Where a place is; always derived."""

    OPEN = "open"
    PARTLY_FILLED = "partly_filled"
    FILLED = "filled"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as lists show it, as of the day on which it was read."""

    id: int
    department: str
    department_name: str
    title: str
    kind: str | None
    level: str | None
    study: str
    tasks: str
    opened_on: date
    period_start: date | None
    period_end: date | None
    slots: int
    periods: int
    structural: bool
    paid: str
    accessible: bool
    priority_for_target_groups: bool
    vacancy_text: str
    withdrawn_on: date | None
    withdrawn_reason: str | None
    version: int
    filled: int
    """Placements that have it and go on or are to come."""
    candidates: int
    """Requests on its list that nobody decided about."""
    published: bool
    status: PlaceStatus

    @property
    def key(self) -> int:
        return self.id

    @property
    def offered(self) -> int:
        """How many internships it offers in its year."""
        return self.slots * self.periods


@dataclass(frozen=True, slots=True)
class PublicationRow:
    id: int
    channel: str
    published_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    request: RequestRow
    proposed_on: date
    outcome: str | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything about one place."""

    place: PlaceRow
    publications: tuple[PublicationRow, ...]
    candidates: tuple[CandidateRow, ...]
    placements: tuple[PlacementRow, ...]


def query_of_places(today: date) -> Any:
    """What a PlaceRow is made of, in the order in which `row_of` takes it."""
    o, p, c, b = m.Place, m.Placement, m.Candidate, m.Publication
    filled = p.select(fn.count(p.id)).where(
        p.place == o.id, p.cancelled_on.is_null(), ~p.no_show, p.ended_on.is_null() | (p.ended_on >= today)
    )
    waiting = c.select(fn.count(c.id)).where(c.place == o.id, c.outcome.is_null())
    shown = b.select(fn.count(b.id)).where(b.place == o.id, b.ended_on.is_null() | (b.ended_on > today))
    return o.select(
        o.id, m.Department.code, m.Department.name, o.title, o.kind, o.level, o.study, o.tasks, o.opened_on,
        o.period_start, o.period_end, o.slots, o.periods, o.structural, o.paid, o.accessible,
        o.priority_for_target_groups, o.vacancy_text, o.withdrawn_on, o.withdrawn_reason, o.version,
        filled, waiting, shown,
    ).join(m.Department)  # fmt: skip


def row_of(values: Sequence[Any], today: date) -> PlaceRow:
    *plain, filled, waiting, shown = values
    slots, period_end, structural, withdrawn_on = plain[11], plain[10], plain[13], plain[18]
    if withdrawn_on:
        status = PlaceStatus.WITHDRAWN
    elif period_end and period_end < today and not structural:
        status = PlaceStatus.OVER
    elif filled >= slots:
        status = PlaceStatus.FILLED
    else:
        status = PlaceStatus.PARTLY_FILLED if filled else PlaceStatus.OPEN
    return PlaceRow(*(*plain, filled, waiting, bool(shown), status))


def row(desk: Desk, place: int) -> PlaceRow:
    with session():
        found = m.tuples(query_of_places(desk.today()).where(m.Place.id == place))
    if not found:
        raise errors.NotFound(what=_("place"), name=str(place), hint=_("See: stagedesk places"))
    return row_of(found[0], desk.today())


def page(desk: Desk, place: int) -> PlacePage:
    with session():
        shown = row(desk, place)
        placements = base_query(desk.today()).where(m.Placement.place == place)
        b = m.Publication
        publications = b.select(b.id, b.channel, b.published_on, b.ended_on).where(b.place == place)
        return PlacePage(
            place=shown,
            publications=tuple(PublicationRow(*values) for values in m.tuples(publications.order_by(b.id))),
            candidates=_candidates(place),
            placements=tuple(rows(placements.order_by(m.Placement.planned_start), desk.today())),
        )


def _candidates(place: int) -> tuple[CandidateRow, ...]:
    c = m.Candidate
    query = c.select(c.request, c.proposed_on, c.outcome, c.decided_on).where(c.place == place).order_by(c.id)
    found = m.tuples(query)
    asked = requests.base_query().where(m.Request.id.in_([values[0] for values in found]))
    known = {request.id: request for request in requests.rows(asked)}
    return tuple(CandidateRow(known[number], *rest) for number, *rest in found)


class PlaceList(OrderedList[PlaceRow]):
    """Places of a view, as screens page through them; the newest offers first."""

    def __init__(self, desk: Desk, view: View = "open", department: str = "") -> None:
        where, values = _condition(view, desk.today())
        if department:
            where += " AND department_id = (SELECT id FROM department WHERE code = ?)"
            values = (*values, department)
        super().__init__(desk, Order("opened_on", where, values, descending=True, table="place"))

    def read(self, numbers: Sequence[Hashable]) -> Iterator[PlaceRow]:
        today = self.desk.today()
        for values in m.tuples(query_of_places(today).where(m.Place.id.in_(list(numbers)))):
            yield row_of(values, today)


_OVER = "(period_end IS NOT NULL AND period_end < ? AND NOT structural)"


def _condition(view: View, today: date) -> tuple[str, tuple[Any, ...]]:
    now = today.isoformat()
    match view:
        case "open":
            return f"withdrawn_on IS NULL AND NOT {_OVER}", (now,)
        case "structural":
            return "withdrawn_on IS NULL AND structural", ()
        case "published":
            shown = "SELECT 1 FROM publication WHERE publication.place_id = place.id"
            return f"withdrawn_on IS NULL AND EXISTS ({shown} AND (ended_on IS NULL OR ended_on > ?))", (now,)
        case "withdrawn":
            return "withdrawn_on IS NOT NULL", ()
        case "over":
            return f"withdrawn_on IS NULL AND {_OVER}", (now,)
        case "all":
            return EVERYTHING, ()


def without_a_place(year: int) -> tuple[tuple[str, str], ...]:
    """Departments that are there in a year and offer no place in it: codes and names."""
    d, o = m.Department, m.Place
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins = fn.COALESCE(o.period_start, o.opened_on)
    offered = o.select(o.id).where(
        o.department == d.id, begins.between(first, last) | (o.structural & (begins <= last))
    )
    there = (d.valid_from.is_null() | (d.valid_from <= last)) & (d.valid_to.is_null() | (d.valid_to >= first))
    with session():
        query = d.select(d.code, d.name).where(there, ~fn.EXISTS(offered)).order_by(d.name)
        return tuple((code, name) for code, name in m.tuples(query))


def as_json(row: PlaceRow) -> dict[str, Any]:
    """The documented shape of a place for programs; fields are added, never renamed or removed."""
    return asdict(row) | {"offered": row.offered, "status": str(row.status)}
