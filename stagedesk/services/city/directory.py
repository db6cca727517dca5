"""The desk's directory as the reading of mail needs it, or the shipped one where there is no desk."""

import csv
from functools import cache
from typing import Any

from peewee import fn

from stagedesk import assets
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.mail.directory import DepartmentEntry, Directory, SchoolEntry, Term
from stagedesk.services import reference
from stagedesk.services.desk import Desk

CHANGES = (
    "directory_imported", "department_added", "department_changed", "school_added", "school_changed",
    "contact_added", "contact_changed", "undone",
)  # fmt: skip
_read: dict[tuple[str, str], tuple[int, Directory]] = {}


def for_mail(desk: Desk) -> Directory:
    """Departments, schools, kinds and levels with the names and addresses by which mails speak of them.

    Read again only after the directory was imported anew or changed, by whichever process.
    """
    key = (desk.settings.database, desk.settings.desk_email)
    with session():
        imported = m.Event.select(fn.max(m.Event.id)).where(m.Event.kind << CHANGES)
        stamp = m.tuples(imported)[0][0] or 0
        if key not in _read or _read[key][0] != stamp:
            _read[key] = stamp, _from_tables(desk.settings.desk_email.lower())
        return _read[key][1]


@cache
def shipped(desk_email: str) -> Directory:
    """The directory of the invented city in data/."""
    departments = tuple(
        DepartmentEntry(
            row["code"],
            row["name"],
            _names(row["aliases"]),
            _names(f"{row['email']};{row['head_email']}"),
            _names(row["domain"]),
        )
        for row in _shipped_rows("departments")
    )
    schools = tuple(
        SchoolEntry(row["code"], row["name"], _names(row["domains"]), _names(row["aliases"]), row["type"])
        for row in _shipped_rows("schools")
    )
    return _directory(departments, schools, desk_email.lower())


def _shipped_rows(name: str) -> list[dict[str, str]]:
    with assets.data(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def _from_tables(own: str) -> Directory:
    return _directory(_departments(), _schools(), own)


def _directory(
    departments: tuple[DepartmentEntry, ...], schools: tuple[SchoolEntry, ...], own: str
) -> Directory:
    return Directory(
        departments=departments,
        schools=schools,
        kinds=_terms("kinds"),
        levels=_terms("levels"),
        desk=(own,),
        city_domains=(own.partition("@")[2],),
    )


def _departments() -> tuple[DepartmentEntry, ...]:
    d, c = m.Department, m.Contact
    aliases = _grouped(m.DepartmentAlias.select(m.DepartmentAlias.department, m.DepartmentAlias.name))
    contacts = _grouped(c.select(c.department, c.email).where(c.department.is_null(False)))
    return tuple(
        DepartmentEntry(
            code=code,
            name=name,
            aliases=aliases.get(number, ()),
            emails=tuple(each for each in (email, head, *contacts.get(number, ())) if each),
            domains=(domain,) if domain else (),
        )
        for number, code, name, email, head, domain in m.tuples(
            d.select(d.id, d.code, d.name, d.email, d.head_email, d.domain)
        )
    )


def _schools() -> tuple[SchoolEntry, ...]:
    s, a = m.School, m.SchoolAlias
    names = _grouped(a.select(a.school, a.name).where(~a.is_domain).order_by(a.id))
    domains = _grouped(a.select(a.school, a.name).where(a.is_domain).order_by(a.id))
    return tuple(
        SchoolEntry(code, name, domains.get(number, ()), names.get(number, ()), type_)
        for number, code, name, type_ in m.tuples(s.select(s.id, s.code, s.name, s.type))
    )


def _terms(list_name: str) -> tuple[Term, ...]:
    return tuple(
        Term(code, tuple(word for words in entry.get("words", {}).values() for word in words))
        for code, entry in reference.table(list_name).items()
    )


def _grouped(query: Any) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for number, text in m.tuples(query):
        found[number] = (*found.get(number, ()), text)
    return found
