"""Who is meant by an address or a reference, and what in a mail is about somebody else."""

import re
from dataclasses import dataclass

from peewee import fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.text import mask_national_numbers
from stagedesk.i18n import _

a, r, p = m.Applicant, m.Request, m.Placement
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Person:
    """One person, with every record that is theirs."""

    applicants: tuple[int, ...]
    requests: tuple[int, ...]
    placements: tuple[int, ...]
    addresses: frozenset[str]

    @property
    def is_known(self) -> bool:
        return bool(self.requests or self.placements)


def find(who: str) -> Person:
    """The person with this mail address, or whom this request or placement is about; inside a session.

    Errors: NotFound where the desk knows nobody by it.
    """
    wanted = who.strip()
    people = _by_address(wanted.lower()) if "@" in wanted else _by_reference(wanted.upper())
    addresses = {email.lower() for (email,) in m.tuples(a.select(a.email).where(a.id << people))} - {""}
    people |= _numbers(a.select(a.id).where(fn.LOWER(a.email) << sorted(addresses)))
    if "@" in wanted:
        addresses.add(wanted.lower())
    person = Person(
        tuple(sorted(people)),
        tuple(sorted(_numbers(r.select(r.id).where(r.applicant << sorted(people))))),
        tuple(sorted(_numbers(p.select(p.id).where(p.applicant << sorted(people))))),
        frozenset(addresses),
    )
    if not person.is_known and not _wrote(person.addresses):
        hint = _("Give a mail address, or the reference of a request or a placement.")
        raise errors.NotFound(what=_("person"), name=wanted, hint=hint)
    return person


def _by_address(address: str) -> set[int]:
    return _numbers(a.select(a.id).where(fn.LOWER(a.email) == address))


def _by_reference(reference: str) -> set[int]:
    found = _numbers(r.select(r.applicant).where(r.reference == reference))
    return found or _numbers(p.select(p.applicant).where(p.reference == reference))


def _wrote(addresses: frozenset[str]) -> bool:
    t = m.Message
    return bool(t.select().where(t.sender_email << sorted(addresses)).exists())


def _numbers(query: object) -> set[int]:
    return {number for (number,) in m.tuples(query)}


@dataclass(frozen=True, slots=True)
class Others:
    """The other people of a mail, by names, addresses and references."""

    named: tuple[frozenset[str], ...]
    """The words of each name."""
    marks: tuple[str, ...]
    """Addresses and references."""

    def __bool__(self) -> bool:
        return bool(self.named or self.marks)

    def are_in(self, text: str) -> bool:
        folded = text.casefold()
        words = frozenset(_WORD.findall(folded))
        return any(mark in folded for mark in self.marks) or any(name <= words for name in self.named)


def others_of(message: int, person: Person) -> Others:
    """Whose requests the same mail is about besides."""
    entry, q = m.Entry, m.Request
    query = (
        q.select(q.reference, a.name, a.email)
        .join(entry, on=(entry.request == q.id))
        .join(a, on=(q.applicant == a.id))
        .where(entry.message == message, q.applicant.not_in(list(person.applicants)))
    )
    found = m.tuples(query)
    named = tuple(
        words for _ref, name, _email in found if (words := frozenset(_WORD.findall(name.casefold())))
    )
    marks = tuple(mark.casefold() for ref, _name, email in found for mark in (ref, email) if mark)
    return Others(named, marks)


def without(others: Others, own: Others, text: str) -> tuple[str, int]:
    """The text as this person may read it, and how many lines were left out: those about other people.

    A paragraph that is about others alone is left out whole. National numbers are masked once more.
    """
    masked, _kinds = mask_national_numbers(text)
    if not others:
        return masked, 0
    kept: list[str] = []
    left_out = 0
    for paragraph in re.split(r"\n\s*\n", masked):
        lines = paragraph.splitlines()
        if others.are_in(paragraph) and not own.are_in(paragraph):
            left_out += len(lines)
            continue
        mine = [each for each in lines if own.are_in(each) or not others.are_in(each)]
        left_out += len(lines) - len(mine)
        kept.append("\n".join(mine))
    return "\n\n".join(kept), left_out


def as_others(person: Person) -> Others:
    """The person's own names, addresses and references, to be found in a text."""
    names = m.tuples(a.select(a.name).where(a.id << list(person.applicants)))
    refs = m.tuples(r.select(r.reference).where(r.id << list(person.requests)))
    named = tuple(words for (name,) in names if (words := frozenset(_WORD.findall(name.casefold()))))
    return Others(named, (*person.addresses, *(ref.casefold() for (ref,) in refs)))
