"""Lists of placements that came in by mail: found on the answer of a department, offered for import."""

from dataclasses import dataclass

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.i18n import _
from stagedesk.mail.parse import attachment_bytes
from stagedesk.services import imports_writing
from stagedesk.services.desk import Desk
from stagedesk.services.imports_placements import Preview
from stagedesk.services.imports_writing import Imported

ENDINGS = (".xlsx", ".xls", ".ods", ".csv")


@dataclass(frozen=True, slots=True)
class MailedList:
    """An attachment that looks like a list."""

    message: int
    position: int
    name: str
    size: int
    department: str
    """Who sent it: the department of that address, or nothing."""


def of_message(message: int) -> tuple[MailedList, ...]:
    """The lists that hang on a mail."""
    with session():
        a = m.Attachment
        query = a.select(a.position, a.name, a.size).where(a.message == message).order_by(a.position)
        found = [values for values in m.tuples(query) if values[1].lower().endswith(ENDINGS)]
        sender = _department_of(message) if found else ""
        return tuple(MailedList(*(message, *values, sender)) for values in found)


def preview(desk: Desk, message: int, position: int) -> Preview:
    """What taking over the list would do; lines without a department are of whoever sent it."""
    found, raw = _content(message, position)
    return imports_writing.preview(desk, found.name, raw=raw, department=found.department)


def take_over(
    desk: Desk, message: int, position: int, *, by: str, good_rows: bool = False, covers: int | None = None
) -> Imported:
    """Import a list that came by mail, once a person said yes to its preview."""
    found, raw = _content(message, position)
    return imports_writing.import_placements(
        desk,
        found.name,
        raw=raw,
        by=by,
        department=found.department,
        good_rows=good_rows,
        covers=[covers] if covers else (),
    )


def _content(message: int, position: int) -> tuple[MailedList, bytes]:
    with session():
        found = next((each for each in of_message(message) if each.position == position), None)
        if found is None:
            raise errors.NotFound(what=_("list"), name=f"{message}/{position}")
        query = m.Message.select(m.Raw.bytes).join(m.Raw).where(m.Message.id == message)
        ((raw,),) = m.tuples(query)
    try:
        return found, attachment_bytes(bytes(raw), position)
    except (IndexError, ValueError) as error:
        raise errors.FileError(file=found.name, detail=_("it cannot be read")) from error


def _department_of(message: int) -> str:
    """The department that has the sender's address, that of its head or of a contact, or its domain."""
    ((address,),) = m.tuples(m.Message.select(m.Message.sender_email).where(m.Message.id == message))
    d, c = m.Department, m.Contact
    wanted = address.lower()
    domain = wanted.partition("@")[2]
    for code, email, head, own in m.tuples(d.select(d.code, d.email, d.head_email, d.domain)):
        if wanted and (wanted in (email.lower(), head.lower()) or (own and domain == own.lower())):
            return str(code)
    contacts = c.select(c.email, d.code).join(d).where(c.email != "")
    known = {email.lower(): code for email, code in m.tuples(contacts)}
    return str(known.get(wanted, ""))
