"""Schools, training centres and job coaches: finding one, its contacts, and what was promised to it."""

from dataclasses import dataclass
from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Outcome
from stagedesk.i18n import _
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.register.placement_rows import PlacementRow, base_query, rows
from stagedesk.services.rows import RequestRow


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A sender of interns as lists show it."""

    id: int
    code: str
    name: str
    type: str
    city: str
    valid_to: date | None

    @property
    def key(self) -> int:
        return self.id


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: int
    name: str
    email: str
    phone: str
    function: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """What came of one calendar year with a school."""

    year: int
    requests: int
    placed: int
    rejected: int
    placements: int
    started: int


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """Everything about a school: who it is, whom to call, and its history with the city."""

    school: SchoolRow
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    contacts: tuple[ContactRow, ...]
    years: tuple[SchoolYear, ...]
    open_requests: tuple[RequestRow, ...]
    placements: tuple[PlacementRow, ...]
    """The newest first."""


SHOWN = 50


def find(text: str) -> m.School:
    """A school by code, name or another name of it; inside a session."""
    wanted = text.strip().casefold()
    known = m.School.get_or_none(m.School.code == text.strip())
    if known is not None:
        return known
    for number, school in _names().items():
        if number == wanted:
            return m.School.get_by_id(school)
    raise errors.NotFound(what=_("school"), name=text)


def _names() -> dict[str, int]:
    """Every name that a school goes by, in lower case."""
    aliases = m.SchoolAlias.select(m.SchoolAlias.name, m.SchoolAlias.school).where(~m.SchoolAlias.is_domain)
    named = {name.casefold(): number for name, number in m.tuples(aliases)}
    for number, code, name in m.tuples(m.School.select(m.School.id, m.School.code, m.School.name)):
        named |= {code.casefold(): number, name.casefold(): number}
    return named


def listed() -> tuple[SchoolRow, ...]:
    """All schools by name."""
    s = m.School
    with session():
        query = s.select(s.id, s.code, s.name, s.type, s.city, s.valid_to).order_by(s.name, s.id)
        return tuple(SchoolRow(*values) for values in m.tuples(query))


def page(desk: Desk, text: str) -> SchoolPage:
    """What the desk knows of a school, with what was asked and given year by year."""
    with session():
        row = find(text)
        aliases = m.tuples(
            m.SchoolAlias.select(m.SchoolAlias.name, m.SchoolAlias.is_domain)
            .where(m.SchoolAlias.school == row.id)
            .order_by(m.SchoolAlias.id)
        )
        return SchoolPage(
            school=SchoolRow(row.id, row.code, row.name, row.type, row.city, row.valid_to),
            aliases=tuple(name for name, is_domain in aliases if not is_domain),
            domains=tuple(name for name, is_domain in aliases if is_domain),
            contacts=_contacts(row.id),
            years=_years(row.id),
            open_requests=_open_requests(row.id),
            placements=_placements(desk, row.id),
        )


def _contacts(school: int) -> tuple[ContactRow, ...]:
    c = m.Contact
    query = c.select(c.id, c.name, c.email, c.phone, c.function, c.valid_to).where(c.school == school)
    return tuple(ContactRow(*values) for values in m.tuples(query.order_by(c.name, c.id)))


def _years(school: int) -> tuple[SchoolYear, ...]:
    """The newest year first; requests by the year they came in, placements by that of their start."""
    counts: dict[int, dict[str, int]] = {}

    def count(day: date | None, what: str) -> None:
        if day is not None:
            of_year = counts.setdefault(day.year, {})
            of_year[what] = of_year.get(what, 0) + 1

    asked = m.Request.select(m.Request.received_on, m.Request.outcome).where(m.Request.school == school)
    for received_on, outcome in m.tuples(asked):
        if outcome in (Outcome.DUPLICATE, Outcome.OUT_OF_SCOPE):
            continue
        count(received_on, "requests")
        if outcome in (Outcome.PLACED, Outcome.REJECTED):
            count(received_on, outcome)
    given = m.Placement.select(m.Placement.planned_start, m.Placement.started_on)
    for planned_start, started_on in m.tuples(given.where(m.Placement.school == school)):
        count(started_on or planned_start, "placements")
        count(started_on, "started")
    names = ("requests", "placed", "rejected", "placements", "started")
    return tuple(
        SchoolYear(year, *(found.get(name, 0) for name in names))
        for year, found in sorted(counts.items(), reverse=True)
    )


def _open_requests(school: int) -> tuple[RequestRow, ...]:
    query = requests.base_query().where(m.Request.school == school, m.Request.closed_on.is_null())
    return tuple(requests.rows(query.order_by(m.Request.due_on, m.Request.id).limit(SHOWN)))


def _placements(desk: Desk, school: int) -> tuple[PlacementRow, ...]:
    query = base_query(desk.today()).where(m.Placement.school == school)
    newest = query.order_by(m.Placement.planned_start.desc(), m.Placement.id.desc()).limit(SHOWN)
    return tuple(rows(newest, desk.today()))
