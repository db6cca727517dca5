"""Making a record anonymous: every word about people goes, every date, code and number stays."""

import hashlib
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from peewee import fn

from stagedesk.db import many, search
from stagedesk.db import models as m
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out.outbox_mail import name_of
from stagedesk.services.privacy import declarations
from stagedesk.services.privacy.retention_rows import Rows, Telling, only_of_the_forgotten

NOBODY = "-"
NO_BYTES = b""
# Of people themselves their kind of facts stays: language, gender, whether they are minors.
COUNTED = ("people", "requests", "placements", "mails", "letters", "files", "bytes", "steps", "declarations")


def erase(desk: Desk, found: Rows, telling: Telling) -> Counter[str]:
    """Empty these rows and what the history tells of them; returns how many of what. In a transaction."""
    gone = only_of_the_forgotten(found)
    counts = Counter(people=_blank(m.Applicant, gone.applicants))
    counts["requests"] = _blank(m.Request, gone.requests)
    counts["placements"] = _blank(m.Placement, gone.placements)
    counts += _mails(gone.messages)
    counts += _letters(desk, gone.letters)
    counts += _put_aside(gone.ledger)
    _around(gone)
    counts["declarations"] = declarations.reduce_placements(gone.placements)
    counts["steps"] = _steps(telling.steps(gone))
    for number in gone.requests | _ids(m.Request, m.Request.applicant << sorted(gone.applicants)):
        search.index(number)
    return counts


def erase_files(ledger: int) -> Counter[str]:
    """The files of a mail, with the mail as it came and as it went along; in a transaction.

    What was read of it stays, and its hash, by which it is known when it comes again.
    """
    o, entry = m.Outgoing, m.Entry
    message = m.Ledger.get_by_id(ledger).message_id
    raws = _raws(m.Message.select(m.Message.original).where(m.Message.id == message))
    raws |= _raws(m.Ledger.select(m.Ledger.original).where(m.Ledger.message == message))
    files: int = m.Attachment.delete().where(m.Attachment.message == message).execute()
    about = entry.select(entry.request).where(entry.message == message)
    along = o.select(o.id, o.message).join(m.Enclosure).where(o.request << about).distinct()
    letters = dict(m.tuples(along))
    sent = [mail for mail in letters.values() if mail]
    raws |= _raws(m.Message.select(m.Message.original).where(m.Message.id << sent))
    return Counter(files=files + _enclosures(sorted(letters)), bytes=_empty(raws))


def _blank(table: type[m.Table], numbers: set[int], **others: Any) -> int:
    """Empty the personal columns of these rows; how many held anything."""
    if not numbers:
        return 0
    fields = [table._meta.fields[name] for name in sorted(table.PERSONAL - others.keys())]
    values = {each.name: None if each.null else "" for each in fields} | others
    held = 0
    for row in list(table.select().where(table.id << sorted(numbers))):
        held += any(row.__data__[each.name] for each in fields)
        many.update(table, row.id, values)
    return held


def _around(gone: Rows) -> None:
    """What departments remarked, why mails are where they are, and who saw which document."""
    if gone.requests:
        for table, about in ((m.Referral, m.Referral.request), (m.Entry, m.Entry.request)):
            _blank(table, _ids(table, about << sorted(gone.requests)))
    if gone.placements:
        _blank(m.ChecklistItem, _ids(m.ChecklistItem, m.ChecklistItem.placement << sorted(gone.placements)))


def _ids(table: type[m.Table], condition: Any) -> set[int]:
    return {number for (number,) in m.tuples(table.select(table.id).where(condition))}


def _mails(numbers: set[int]) -> Counter[str]:
    """Mails that came in: how they are known is replaced, so that they still count as taken."""
    counts: Counter[str] = Counter()
    if not numbers:
        return counts
    for number in sorted(numbers):
        counts["mails"] += _blank_message(number, f"forgotten-{number}@missing")
    led, ids = m.Ledger, sorted(numbers)
    raws = _raws(m.Message.select(m.Message.original).where(m.Message.id << ids))
    raws |= _raws(led.select(led.original).where(led.message << ids, led.original.is_null(False)))
    counts["files"] = m.Attachment.delete().where(m.Attachment.message << ids).execute()
    counts["bytes"] = _empty(raws)
    for row in list(led.select().where(led.message << ids)):
        _forget_file(row)
    return counts


def _blank_message(number: int, known_as: str) -> int:
    row = m.Message.get_by_id(number)
    if known_as == row.mail_id:
        return 0
    machine = NOBODY if row.automatic else ""
    return _blank(m.Message, {number}, identity=known_as, mail_id=known_as, automatic=machine, text_hash=None)


def _forget_file(row: m.Ledger) -> None:
    """A mail from a file may be called after the person; the same file is still known by its bytes."""
    is_file = row.source_key.endswith(".eml") or not row.source_key
    values: dict[str, Any] = {"error": NOBODY if row.error else ""}  # that there was a reason stays
    if is_file and not row.source_key.startswith("sha256:"):
        digest = hashlib.sha256(f"{row.source}\n{row.source_key}".encode()).hexdigest()
        values["source_key"] = f"sha256:{digest}"
        values["source"] = str(Path(row.source).parent) if row.source.endswith(".eml") else row.source
    many.update(m.Ledger, row.id, values)


def _put_aside(numbers: set[int]) -> Counter[str]:
    """Mails that were never taken."""
    led = m.Ledger
    if not numbers:
        return Counter()
    raws = _raws(led.select(led.original).where(led.id << sorted(numbers)))
    for row in list(led.select().where(led.id << sorted(numbers))):
        _forget_file(row)
    return Counter(mails=len(numbers), bytes=_empty(raws))


def _letters(desk: Desk, numbers: set[int]) -> Counter[str]:
    """Letters that left or were dropped, as they were decided and as they left."""
    o, counts = m.Outgoing, Counter[str]()
    if not numbers:
        return counts
    rows = list(o.select().where(o.id << sorted(numbers)))
    sent = {row.message_id for row in rows if row.message_id}
    for row in rows:
        why = NOBODY if row.error else ""  # that there was a reason stays
        counts["letters"] += _blank(o, {row.id}, recipients=NOBODY, error=why)
        with suppress(OSError):  # there is one where letters leave into a folder
            Path(desk.settings.outbox, f"{name_of(row)}.eml").unlink()
    for mail in list(m.Message.select().where(m.Message.id << sorted(sent))):
        _blank(m.Message, {mail.id}, identity=mail.identity, mail_id=mail.mail_id)
    raws = _raws(m.Message.select(m.Message.original).where(m.Message.id << sorted(sent)))
    counts["bytes"] = _empty(raws)
    counts["files"] = _enclosures(sorted(numbers))
    return counts


def _enclosures(letters: list[int]) -> int:
    c = m.Enclosure
    raws = _raws(c.select(c.content).where(c.outgoing << letters))
    removed: int = c.delete().where(c.outgoing << letters).execute()
    if not raws:
        return removed
    needed = _raws(c.select(c.content).where(c.content << sorted(raws)))
    needed |= _raws(m.Message.select(m.Message.original).where(m.Message.original << sorted(raws)))
    needed |= _raws(m.Ledger.select(m.Ledger.original).where(m.Ledger.original << sorted(raws)))
    m.Raw.delete().where(m.Raw.id << sorted(raws - needed)).execute()
    return removed


def _raws(query: Any) -> set[int]:
    return {number for (number,) in m.tuples(query) if number}


def _empty(raws: set[int]) -> int:
    """Only the hash of a mail stays, by which it is known when it comes again."""
    if not raws:
        return 0
    kept = _raws(m.Enclosure.select(m.Enclosure.content).where(m.Enclosure.content << sorted(raws)))
    numbers = sorted(raws - kept)
    ((size,),) = m.tuples(
        m.Raw.select(fn.COALESCE(fn.SUM(fn.LENGTH(m.Raw.bytes)), 0)).where(m.Raw.id << numbers)
    )
    m.Raw.update(bytes=NO_BYTES).where(m.Raw.id << numbers).execute()
    return int(size)


def _steps(numbers: set[int]) -> int:
    """The personal side of these steps; the chain keeps its digest."""
    side, ids, erased = m.EventDetails, sorted(numbers), 0
    for start in range(0, len(ids), many.MOST_VALUES):
        part = ids[start : start + many.MOST_VALUES]
        query = side.update(details=None).where(side.event << part, side.details.is_null(False))
        erased += query.execute()
    return erased
