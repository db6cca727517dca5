"""Lists of placements that came in by mail: offered to be taken over, and then done with."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from stagedesk import errors
from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import Direction, Letter, Outcome, Status
from stagedesk.i18n import _
from stagedesk.mail.directory import Directory
from stagedesk.mail.parse import attachment_bytes
from stagedesk.services.city.directory import for_mail
from stagedesk.services.deciding import closing
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports_writing
from stagedesk.services.importing.imports_placements import Preview
from stagedesk.services.importing.imports_writing import Imported
from stagedesk.services.journal import history

ENDINGS = (".xlsx", ".xls", ".ods", ".csv")
TAKEN_OVER, DECLINED = "list_taken_over", "list_declined"


@dataclass(frozen=True, slots=True)
class MailedList:
    """An attachment that looks like a list."""

    message: int
    position: int
    name: str
    size: int
    request: str
    """The request that its mail hangs on."""
    sender: str
    taken_at: datetime
    department: str
    """Who sent it: the department of that address or whose question it answers, or nothing."""


def is_list(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def of_message(desk: Desk, message: int) -> tuple[MailedList, ...]:
    """The lists that hang on a mail, whoever sent it and whatever became of them."""
    with session():
        return tuple(_lists(desk, m.Message.id == message))


def waiting(desk: Desk, ref: str | None = None) -> tuple[MailedList, ...]:
    """The lists of departments on open requests (or on this one) that nobody took over or declined."""
    wanted = m.Request.closed_on.is_null()
    if ref is not None:
        wanted &= m.Request.reference == ref
    mails = m.Entry.select(m.Entry.message).join(m.Request).where(wanted)
    with session():
        # First which mails, then what hangs on them: in one query SQLite reads every mail there ever was.
        numbers = [number for (number,) in m.tuples(mails)]
        of_open = m.Message.id.in_(many.numbers(numbers)) & m.Request.closed_on.is_null()
        found = [each for each in _lists(desk, of_open) if each.department] if numbers else []
        return tuple(each for each in found if not _done_with(each))


def preview(desk: Desk, message: int, position: int) -> Preview:
    """What taking over the list would do; lines without a department are of whoever sent it."""
    found, raw = _content(desk, message, position)
    return imports_writing.preview(desk, found.name, raw=raw, department=found.department)


def take_over(
    desk: Desk,
    message: int,
    position: int,
    *,
    by: str,
    good_rows: bool = False,
    reconstructed: bool = False,
    covers: int | None = None,
) -> Imported:
    """Import a list that came by mail, once a person said yes to its preview.

    As long as lines of it are bad it stays offered. A mail that brought nothing but lists is no request:
    with the last of them it is closed as such.
    """
    found, raw = _content(desk, message, position)
    with transaction():
        done = imports_writing.import_placements(
            desk,
            found.name,
            raw=raw,
            by=by,
            department=found.department,
            good_rows=good_rows,
            reconstructed=reconstructed,
            covers=[covers] if covers else (),
        )
        if done.batch is not None and not done.preview.problems:
            _dealt_with(desk, found, TAKEN_OVER, by=by, batch=done.batch, count=len(done.written))
            if _brought_only_lists(desk, found):
                closing.close(
                    desk, found.request, Outcome.OUT_OF_SCOPE, by=by, letter=False, batch=done.batch
                )
    return done


def decline(desk: Desk, message: int, position: int, *, by: str, batch: str | None = None) -> None:
    """It is no list of placements, or nothing more can be had from it: it is not offered any more."""
    found, _raw = _content(desk, message, position)
    _dealt_with(desk, found, DECLINED, by=by, batch=batch)


def _dealt_with(
    desk: Desk, found: MailedList, kind: str, *, by: str, batch: str | None, **facts: int
) -> None:
    with history.step(desk, kind, by=by, batch=batch) as step:
        step.request = m.Request.get(m.Request.reference == found.request).id
        step.facts |= {"message": found.message, "position": found.position, **facts}


def _brought_only_lists(desk: Desk, found: MailedList) -> bool:
    """Nobody did anything about the request yet, and nothing else waits on it."""
    request = m.Request.get(m.Request.reference == found.request)
    mails = m.Entry.select().where(m.Entry.request == request.id).count()
    return request.status == Status.RECEIVED and mails == 1 and not waiting(desk, found.request)


def _lists(desk: Desk, wanted: Any) -> list[MailedList]:
    """The lists on these mails, the newest mail first; of its requests an open one. Any: a condition."""
    a, t, r = m.Attachment, m.Message, m.Request
    name = fn.LOWER(a.name)
    query = (
        t.select(
            t.id, a.position, a.name, a.size, r.reference, t.sender_name, t.taken_at,
            t.sender_email, t.thread,
        )
        .join(a, on=(a.message == t.id))
        .join(m.Entry, on=(m.Entry.message == t.id))
        .join(r, on=(m.Entry.request == r.id))
        .where(wanted, t.direction == Direction.IN, reduce(or_, (name.endswith(each) for each in ENDINGS)))
        .order_by(t.id.desc(), a.position, r.closed_on.is_null(False), r.id)
    )  # fmt: skip
    directory, found = for_mail(desk), dict[tuple[int, int], MailedList]()
    for message, position, file, size, ref, sender, taken_at, address, thread in m.tuples(query):
        if (message, position) not in found:  # a mail may hang on several requests
            department = _department_of(directory, address, thread)
            found[message, position] = MailedList(
                message, position, file, size, ref, sender or address, taken_at, department
            )
    return list(found.values())


def _department_of(directory: Directory, address: str, thread: str) -> str:
    """The department that writes from this address, that of a contact, or the one that was asked."""
    if code := directory.department_of(address):
        return code
    d, c, o = m.Department, m.Contact, m.Outgoing
    contacts = d.select(d.code).join(c, on=(c.department == d.id)).where(fn.LOWER(c.email) == address.lower())
    called = d.select(d.code).join(o, on=(o.department == d.id))
    called = called.where(o.letter == Letter.ARRANGED_CALL, o.mail_id.in_(thread.split("\n")))
    known = m.tuples(contacts) if address else []
    return next((str(code) for (code,) in (*known, *m.tuples(called))), "")


def _done_with(found: MailedList) -> bool:
    """Whether a step stands that took it over or declined it, on whatever request its mail was then."""
    e = m.Event
    steps = e.select(e.id, e.facts).where(e.kind.in_((TAKEN_OVER, DECLINED)))
    places = {number: json.loads(facts) for number, facts in m.tuples(steps)}
    place = found.message, found.position
    return any(
        (facts["message"], facts["position"]) == place and _stands(number) for number, facts in places.items()
    )


def _stands(step: int) -> bool:
    """It was not undone, or that was undone again."""
    undone = m.tuples(m.Event.select(m.Event.id).where(m.Event.undoes == step))
    return not any(_stands(number) for (number,) in undone)


def _content(desk: Desk, message: int, position: int) -> tuple[MailedList, bytes]:
    with session():
        found = next((each for each in of_message(desk, message) if each.position == position), None)
        if found is None:
            raise errors.NotFound(what=_("list"), name=f"{message}/{position}")
        query = m.Message.select(m.Raw.bytes).join(m.Raw).where(m.Message.id == message)
        ((raw,),) = m.tuples(query)
    try:
        return found, attachment_bytes(bytes(raw), position)
    except (IndexError, ValueError) as error:
        raise errors.FileError(file=found.name, detail=_("it cannot be read")) from error
