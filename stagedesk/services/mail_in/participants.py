"""Who takes part in a request: whoever asks, who was asked, and whoever the desk wrote to."""

from collections.abc import Collection
from dataclasses import dataclass, field

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.mail.directory import Directory


@dataclass
class Participants:
    """The people of one request; `asking` are the applicant and whoever wrote for them."""

    asking: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    departments: set[str] = field(default_factory=set)
    """Codes of those that were asked."""

    def has(self, email: str, directory: Directory) -> bool:
        """Whether this address takes part: by itself, or as one of a department that was asked."""
        if not email or directory.is_desk(email):
            return False
        known = email in self.asking or email in self.others
        return known or directory.department_of(email) in self.departments


def of_requests(numbers: Collection[int]) -> dict[int, Participants]:
    """The people of these requests, by number; inside a session."""
    wanted = sorted(set(numbers))
    found = {number: Participants() for number in wanted}
    if wanted:
        _askers(wanted, found)
        _school_contacts(wanted, found)
        _departments(wanted, found)
        _written_to(wanted, found)
    for each in found.values():
        each.asking.discard("")
        each.others.discard("")
        each.departments.discard("")
    return found


def _askers(wanted: list[int], found: dict[int, Participants]) -> None:
    query = m.Request.select(m.Request.id, m.Applicant.email, m.Request.sender_email).join(m.Applicant)
    for number, *emails in m.tuples(query.where(m.Request.id.in_(many.numbers(wanted)))):
        found[number].asking.update(email.lower() for email in emails)


def _school_contacts(wanted: list[int], found: dict[int, Participants]) -> None:
    contact = m.Contact
    query = m.Request.select(m.Request.id, contact.email).join(
        contact, on=(contact.school == m.Request.school)
    )
    for number, email in m.tuples(query.where(m.Request.id.in_(many.numbers(wanted)))):
        found[number].others.add(email.lower())


def _departments(wanted: list[int], found: dict[int, Participants]) -> None:
    query = m.Referral.select(m.Referral.request, m.Department.code).join(m.Department)
    for number, code in m.tuples(query.where(m.Referral.request.in_(many.numbers(wanted)))):
        found[number].departments.add(code)


def _written_to(wanted: list[int], found: dict[int, Participants]) -> None:
    letter = m.Outgoing
    query = letter.select(letter.request, letter.recipients, letter.copies)
    for number, recipients, copies in m.tuples(query.where(letter.request.in_(many.numbers(wanted)))):
        found[number].others.update(each.lower() for each in (*recipients.splitlines(), *copies.splitlines()))
