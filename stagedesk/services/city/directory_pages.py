"""Reading the directory: departments in their directorates, contacts, and the code lists."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.city.departments import find_department
from stagedesk.services.city.schools import ContactRow
from stagedesk.services.desk import Desk
from stagedesk.services.register.place_rows import PlaceRow, query_of_places
from stagedesk.services.register.place_rows import row_of as place_row_of
from stagedesk.services.register.placement_rows import PlacementRow, base_query, rows

CODE_LISTS = (
    "kinds", "levels", "reasons", "outcomes", "endings", "legal_forms", "documents", "routes", "parties",
)  # fmt: skip
SHOWN = 50


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    """A department as the directory shows it."""

    id: int
    code: str
    name: str
    directorate: str
    email: str
    head_email: str
    domain: str
    valid_from: date | None
    valid_to: date | None
    asked: int
    """Open requests that it still has to answer."""
    running: int
    """Interns who are there."""

    @property
    def key(self) -> int:
        return self.id

    def is_there(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True, slots=True)
class DepartmentPage:
    """Everything about a department: its names, whom to call, its interns and places."""

    department: DepartmentEntry
    aliases: tuple[str, ...]
    contacts: tuple[ContactRow, ...]
    placements: tuple[PlacementRow, ...]
    """Those that go on or are to come."""
    places: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A contact, with the department or school whose it is."""

    id: int
    of: str
    of_name: str
    name: str
    email: str
    phone: str
    function: str
    valid_to: date | None

    @property
    def key(self) -> int:
        return self.id


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code of one of the lists; one that is retired is never given any more, and never deleted."""

    list_name: str
    code: str
    name: str
    retired: str

    @property
    def key(self) -> str:
        return f"{self.list_name} {self.code}"


def departments() -> tuple[DepartmentEntry, ...]:
    """All departments in the order of their directorates, those that were closed included."""
    with session():
        query = _query().order_by(fn.COALESCE(m.Directorate.name, ""), m.Department.name, m.Department.id)
        return tuple(_department(values) for values in m.tuples(query))


def _query() -> Any:
    d, f, p = m.Department, m.Referral, m.Placement
    asked = f.select(fn.count(f.id)).where(f.department == d.id, f.answer.is_null())
    running = p.select(fn.count(p.id)).where(
        p.department == d.id,
        p.started_on.is_null(False),
        p.ended_on.is_null(),
        p.cancelled_on.is_null(),
        ~p.no_show,
    )
    return d.select(
        d.id, d.code, d.name, m.Directorate.name, d.email, d.head_email, d.domain, d.valid_from, d.valid_to,
        asked, running,
    ).join(m.Directorate, JOIN.LEFT_OUTER)  # fmt: skip


def _department(values: tuple[Any, ...]) -> DepartmentEntry:
    number, code, name, directorate, *others = values
    return DepartmentEntry(number, code, name, directorate or "", *others)


def department(desk: Desk, text: str) -> DepartmentPage:
    """By its code or any name of it, also one that was closed."""
    with session():
        number = find_department(text, date.min).id
        ((*values,),) = m.tuples(_query().where(m.Department.id == number))
        a, p, today = m.DepartmentAlias, m.Placement, desk.today()
        names = m.tuples(a.select(a.name).where(a.department == number).order_by(a.id))
        live = base_query(today).where(
            p.department == number, p.ended_on.is_null(), p.cancelled_on.is_null(), ~p.no_show
        )
        places = query_of_places(today).where(m.Place.department == number, m.Place.withdrawn_on.is_null())
        return DepartmentPage(
            department=_department(tuple(values)),
            aliases=tuple(name for (name,) in names),
            contacts=_contacts(m.Contact.department == number),
            placements=tuple(rows(live.order_by(p.planned_start, p.id).limit(SHOWN), today)),
            places=tuple(place_row_of(found, today) for found in m.tuples(places.order_by(m.Place.id))),
        )


def _contacts(where: Any) -> tuple[ContactRow, ...]:
    c = m.Contact
    query = c.select(c.id, c.name, c.email, c.phone, c.function, c.valid_to).where(where)
    return tuple(ContactRow(*values) for values in m.tuples(query.order_by(c.name, c.id)))


def contacts() -> tuple[ContactEntry, ...]:
    """All contacts by name, with whose they are."""
    c, d, s = m.Contact, m.Department, m.School
    of, of_name = fn.COALESCE(d.code, s.code), fn.COALESCE(d.name, s.name)
    query = (
        c.select(c.id, of, of_name, c.name, c.email, c.phone, c.function, c.valid_to)
        .join(d, JOIN.LEFT_OUTER).switch(c).join(s, JOIN.LEFT_OUTER).order_by(c.name, c.id)
    )  # fmt: skip
    with session():
        return tuple(ContactEntry(*values) for values in m.tuples(query))


def contact(number: int) -> ContactEntry:
    found = next((each for each in contacts() if each.id == number), None)
    if found is None:
        raise errors.NotFound(what=_("contact"), name=str(number), hint=_("See: stagedesk contact list"))
    return found


def codes() -> tuple[CodeEntry, ...]:
    """The code lists, one after the other."""
    return tuple(
        CodeEntry(name, code, reference.name(name, code), str(entry.get("retired", "")))
        for name in CODE_LISTS
        for code, entry in reference.table(name).items()
    )
