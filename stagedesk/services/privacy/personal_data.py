"""All that the desk knows of one person, for whoever asks to see it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stagedesk.db import models as m
from stagedesk.domain.answer_link import without_links
from stagedesk.domain.codes import OutgoingState
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.journal.event_words import event_words, letter_name
from stagedesk.services.privacy import declarations, retention
from stagedesk.services.privacy.personal_data_people import (
    Others,
    Person,
    as_others,
    find,
    others_of,
    without,
)

NOT_TOLD = frozenset(
    {
        "id", "version", "applicant", "placement", "extends", "continues", "closed_by", "group", "place",
        "answered_by",
    }
)  # fmt: skip
SHOWN = "data_shown"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is known: its facts by name, and a text where it has one."""

    title: str
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    left_out: int = 0
    """Lines of the text about other people."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    asked: str
    day: date
    parts: dict[str, tuple[Item, ...]]
    """By name: people, requests, questions, mails, letters, placements, declarations, steps, wrote."""


def gather(desk: Desk, who: str, *, by: str) -> PersonalData:
    """Everything about one person, by mail address or reference; the history says that it was shown.

    Errors: NotFound where nobody is known by it, Refused without the right.
    """
    retention.refuse_without_right(by)
    with history.step(desk, SHOWN, by=by) as step:
        person = find(who)
        own = as_others(person)
        parts = {
            "people": tuple(_people(person)),
            "requests": tuple(_requests(person)),
            "questions": tuple(_questions(person)),
            "mails": tuple(_mails(desk, person, own)),
            "letters": tuple(_letters(person)),
            "placements": tuple(_placements(person)),
            "declarations": tuple(_declarations(person)),
            "steps": tuple(_steps(desk, person)),
            "wrote": tuple(_wrote(person)),
        }
        step.request = person.requests[0] if person.requests else None
        step.placement = None if step.request or not person.placements else person.placements[0]
        step.facts["items"] = sum(map(len, parts.values()))
    return PersonalData(who.strip(), desk.today(), parts)


def _facts(row: m.Table, **more: Any) -> dict[str, Any]:
    """The columns of a row that say something, by name; what points elsewhere by its own name."""
    found: dict[str, Any] = {}
    for each in row._meta.sorted_fields:
        value = getattr(row, each.name) if each.name not in NOT_TOLD else None
        if isinstance(value, m.Table):
            value = _name_of(value)
        answered_no = value is False and each.null  # where it may be unknown, no is a fact
        if answered_no or value not in (None, "", False):
            found[each.name] = history.plain(value)
    return found | {name: value for name, value in more.items() if value}


def _name_of(row: m.Table) -> Any:
    columns = ("name", "reference", "day")
    return next((getattr(row, each) for each in columns if each in row._meta.fields), None)


def _people(person: Person) -> Iterator[Item]:
    for row in m.Applicant.select().where(m.Applicant.id << list(person.applicants)):
        yield Item(row.name or row.email, _facts(row))


def _requests(person: Person) -> Iterator[Item]:
    c = m.Candidate
    for row in m.Request.select().where(m.Request.id << list(person.requests)).order_by(m.Request.id):
        for_places = [each.place.title for each in c.select().where(c.request == row.id)]
        yield Item(row.reference, _facts(row, candidate_for=for_places))


def _questions(person: Person) -> Iterator[Item]:
    f = m.Referral
    for row in f.select().where(f.request << list(person.requests)).order_by(f.id):
        yield Item(row.department.name, _facts(row))


def _mails(desk: Desk, person: Person, own: Others) -> Iterator[Item]:
    """What came in and went out about the requests, and what the person wrote besides."""
    t, entry, o = m.Message, m.Entry, m.Outgoing
    about = entry.select(entry.message).where(entry.request << list(person.requests))
    got = [
        number
        for number, to in m.tuples(
            o.select(o.message, o.recipients).where(o.message.is_null(False), o.request.is_null())
        )
        if person.addresses & set(to.lower().splitlines())
    ]
    query = t.select().where((t.id << about) | (t.id << got) | (t.sender_email << sorted(person.addresses)))
    for row in query.order_by(t.id):
        others = others_of(row.id, person)
        text, left_out = without(others, own, without_links(row.body))
        files = [each.name for each in m.Attachment.select().where(m.Attachment.message == row.id)]
        subject = row.subject if own.are_in(row.subject) or not others.are_in(row.subject) else ""
        facts = {
            "direction": row.direction, "at": history.plain(row.sent_at or row.taken_at),
            "from": row.sender_email, "to": row.recipients.splitlines(), "files": files,
        }  # fmt: skip
        yield Item(subject, {name: value for name, value in facts.items() if value}, text, left_out)


def _letters(person: Person) -> Iterator[Item]:
    """Letters that were decided and have not left."""
    o = m.Outgoing
    waits = o.select().where(o.request << list(person.requests), o.state != OutgoingState.SENT)
    for row in waits.order_by(o.id):
        facts = {
            "to": row.recipients.splitlines(),
            "state": row.state,
            "decided_at": history.plain(row.decided_at),
        }
        yield Item(f"{letter_name(row.letter)}: {row.subject}", facts, without_links(row.body))


def _placements(person: Person) -> Iterator[Item]:
    p = m.Placement
    for row in p.select().where(p.id << list(person.placements)).order_by(p.id):
        yield Item(
            row.reference,
            _facts(
                row,
                periods=_of(m.PlacementPeriod, row),
                agreements=_of(m.Agreement, row),
                documents=_of(m.ChecklistItem, row),
                hires=_of(m.Hire, row),
                invitations=_of(m.Guest, row),
            ),
        )


def _of(table: type[m.Table], placement: m.Placement) -> list[dict[str, Any]]:
    rows = table.select().where(table._meta.fields["placement"] == placement.id).order_by(table.id)
    return [_facts(each) for each in rows]


def _declarations(person: Person) -> Iterator[Item]:
    for ref, row in declarations.of_placements(person.placements):
        yield Item(ref, _facts(row))


def _steps(desk: Desk, person: Person) -> Iterator[Item]:
    """Who did what when, and what was noted with it."""
    e, side = m.Event, m.EventDetails
    names = dict(m.tuples(m.Staff.select(m.Staff.id, m.Staff.name)))
    about = (e.request << list(person.requests)) | (e.placement << list(person.placements))
    said = dict(
        m.tuples(side.select(side.event, side.details).join(e).where(about, side.details.is_null(False)))
    )
    for row in e.select().where(about).order_by(e.id):
        note = json.loads(said[row.id]).get("said", {}).get("text", "") if row.id in said else ""
        who = {"by": names[row.by_id]} if row.by_id else {}
        facts = {"at": history.plain(row.at)} | who
        yield Item(event_words(row.kind, json.loads(row.facts)), facts, note)


def _wrote(person: Person) -> Iterator[Item]:
    """Requests of other people that this person wrote for: only that, nothing about those people."""
    r = m.Request
    query = r.select(r.reference, r.received_on).where(
        r.sender_email << sorted(person.addresses), r.applicant.not_in(list(person.applicants))
    )
    for ref, day in m.tuples(query.order_by(r.id)):
        yield Item(ref, {"received_on": history.plain(day)})
