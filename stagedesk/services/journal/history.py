"""Writing the history: every step is one transaction and one event, and knows how to be undone."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar

from peewee import JOIN, Model

from stagedesk import errors
from stagedesk.db import many, search
from stagedesk.db import models as m
from stagedesk.db.connection import database, is_sqlite, lock_history, transaction
from stagedesk.db.prepared import prepared
from stagedesk.i18n import _
from stagedesk.services import rights
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.journal import forgotten

Row = TypeVar("Row", bound=m.Table)

GENESIS = "0" * 64
_JSON_TYPES = frozenset({str, int, float, bool, type(None)})
# What search finds a request by: when one of these changes, its words are gathered anew.
SEARCHED = {
    "request": {"applicant", "title", "sender_name", "sender_email", "study", "school_words"},
    "applicant": {"name"},
}
TABLES_BY_NAME: dict[str, type[m.Table]] = {
    table._meta.table_name: table for table in m.TABLES if issubclass(table, m.Table)
}


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if type(value) in _JSON_TYPES:
        return value
    if isinstance(value, Enum):
        return value._value_
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.id if isinstance(value, m.Table) else value


# What is written down is made for it, and never holds itself.
_JSON = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain, check_circular=False
)


def canonical(value: Any) -> str:
    return _JSON.encode(value)


class Step:
    """The changes of one step, written down as they are made.

    `change`, `add` and `remove` write the row and remember what it was; when the step ends the event
    is written in the same transaction.
    """

    def __init__(self, desk: Desk, kind: str, by: str | None, batch: str | None) -> None:
        self.desk, self.kind, self.batch = desk, kind, batch
        self.now = desk.now()
        self.staff = staff_member(by, desk.today()) if by else None
        if self.staff:
            rights.refuse_step(self.staff, kind)
        self.request: int | None = None
        self.placement: int | None = None
        self.undoes: int | None = None
        self.facts: dict[str, Any] = {}
        self.details: dict[str, Any] = {}
        self.changes: list[dict[str, Any]] = []
        self.all_mail_read: set[int] = set()
        self._requests: dict[int, tuple[m.Request, dict[str, Any]]] = {}
        self._to_index: set[int] = set()

    def change(self, row: m.Table, **values: Any) -> None:
        """Set these columns.

        A Request is written once, when the step is saved: its rules hold between its columns. One that
        somebody else changed since it was read is refused then.
        """
        before = {name: row.__data__.get(name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        if isinstance(row, m.Request):
            _row, first = self._requests.setdefault(row.id, (row, {}))
            for name, value in before.items():
                first.setdefault(name, value)
        else:
            self._save(row, before)

    def save(self) -> None:
        """Write the requests that were changed, and what search finds them by."""
        for row, before in self._requests.values():
            self._save(row, before)
        self._requests = {}
        for number in self._to_index:
            search.index(number)
        self._to_index = set()

    def _save(self, row: m.Table, before: dict[str, Any]) -> None:
        after = {name: row.__data__.get(name) for name in before}
        changed = {name: value for name, value in after.items() if before[name] != value}
        if changed:
            self._remember(row, {name: (before[name], value) for name, value in changed.items()})
            self._update(row, changed)

    def add(self, table: type[Row], **values: Any) -> Row:
        row = table(**values)
        many.create(row)
        self.note_added(row)
        return row

    def remove(self, row: m.Table) -> None:
        """Take a row away, for good unless this step is undone."""
        filled = {name: value for name, value in row.__data__.items() if name != "id" and value is not None}
        self._remember(row, {name: (value, None) for name, value in filled.items()}, how="removed")
        many.delete(type(row), row.id)

    def restore(self, table: type[m.Table], number: int, values: dict[str, Any]) -> None:
        """Put back a row that had been removed, under its old number."""
        row = table(id=number, **values)
        many.create(row)
        self._remember(row, {name: (None, row.__data__[name]) for name in values}, how="added")

    def _update(self, row: m.Table, values: dict[str, Any]) -> None:
        seen = row.__data__.get("version")
        if not many.update(type(row), row.id, values, seen=seen):
            about = "placement" if isinstance(row, m.Placement) else "request"
            raise changed_by(row.id, getattr(row, "reference", row.id), about)
        if seen is not None:
            row.__data__["version"] = seen + 1

    def _remember(self, row: m.Table, values: dict[str, tuple[Any, Any]], how: str = "changed") -> None:
        self._write_down(type(row), row.id, values, how)
        self._note_search(row, values, how)

    def _write_down(
        self, table: type[m.Table], row: int, values: dict[str, tuple[Any, Any]], how: str
    ) -> None:
        number = len(self.changes)
        kept: dict[str, Any] = {}
        personal: dict[str, Any] = {}
        for key, both in values.items():
            (personal if key in table.PERSONAL else kept)[key] = [*map(plain, both)]
        self.changes.append({"table": table._meta.table_name, "row": row, "how": how, "values": kept})
        if personal:
            self.details[str(number)] = personal
        if table is m.Request:
            self.request = self.request or row
        elif table is m.Placement:
            self.placement = self.placement or row

    def _note_search(self, row: m.Table, values: dict[str, Any], how: str) -> None:
        if isinstance(row, m.Request) and SEARCHED["request"] & values.keys():
            self._to_index.add(row.id)
        elif isinstance(row, m.Entry) and "request" in values:
            both = {row.request_id, *map(plain, values.get("request", ()))}
            self._to_index.update(both - {None})
        elif isinstance(row, m.Applicant) and how == "changed" and SEARCHED["applicant"] & values.keys():
            self._to_index.update(number for (number,) in _requests_of(row.id))

    def note_added(self, row: m.Table) -> None:
        """Write down a row that is inserted elsewhere, in the same transaction."""
        self._remember(row, _filled(row.__data__), how="added")

    def note_inserted(self, table: type[m.Table], values: Mapping[str, Any]) -> None:
        """The same of a row that is only known by all its values; search finds it by other means."""
        self._write_down(table, values["id"], _filled(values), how="added")

    def as_record(self) -> dict[str, Any]:
        return {
            "at": self.now,
            "by": self.staff.id if self.staff else None,
            "kind": self.kind,
            "request": self.request,
            "placement": self.placement,
            "batch": self.batch,
            "facts": canonical(self.facts),
            "changes": canonical(self.changes),
            "undoes": self.undoes,
        }


@prepared
def _requests_of(applicant: Any) -> Any:
    return m.Request.select(m.Request.id).where(m.Request.applicant == applicant).tuples()


def _filled(values: Mapping[str, Any]) -> dict[str, tuple[None, Any]]:
    return {name: (None, value) for name, value in values.items() if name != "id" and value is not None}


@contextmanager
def step(desk: Desk, kind: str, *, by: str | None, batch: str | None = None) -> Iterator[Step]:
    """One transaction, one event; `by` is a staff code, or None for the clock.

    A step that changed nothing leaves no event.
    """
    with transaction():
        this = Step(desk, kind, by, batch)
        yield this
        this.save()
        if this.changes or this.facts or this.details:
            append([this])


def append(steps: list[Step]) -> list[int]:
    """Write the events of these steps, chained in this order; returns their numbers."""
    if not steps:
        return []
    for step in steps:
        forgotten.refuse(step)
    lock_history()
    numbers, previous = _end_of_chain(len(steps))
    rows, details = [], []
    for number, step in zip(numbers, steps, strict=True):
        said = canonical(step.details) if step.details else None
        salt = secrets.token_hex(16) if said else ""
        row = step.as_record() | {"previous": previous, "details_digest": digest_of_details(salt, said)}
        row["digest"] = previous = digest_of(row)
        rows.append(row | {"id": number})
        if said:
            details.append({"event": number, "salt": salt, "details": said})
    many.insert(m.Event, rows)
    many.insert(m.EventDetails, details)
    return [row["id"] for row in rows]


def _end_of_chain(count: int) -> tuple[Sequence[int], str]:
    """The numbers of the next events and the digest of the last one; nobody else adds any meanwhile."""
    if is_sqlite():
        ((last, previous),) = _last_event() or [(0, GENESIS)]
        return range(last + 1, last + 1 + count), previous
    asked = (  # in one question: everybody else who decides waits meanwhile
        "SELECT nextval(pg_get_serial_sequence('event', 'id')),"
        " (SELECT digest FROM event ORDER BY id DESC LIMIT 1) FROM generate_series(1, %s)"
    )
    found = database.execute_sql(asked, (count,)).fetchall()
    return [number for number, _previous in found], found[0][1] or GENESIS


@prepared
def _last_event() -> Any:
    return m.Event.select(m.Event.id, m.Event.digest).order_by(m.Event.id.desc()).limit(1).tuples()


def digest_of_details(salt: str, details: str | None) -> str:
    return hashlib.sha256(f"{salt}{details}".encode()).hexdigest() if details is not None else ""


def digest_of(record: dict[str, Any]) -> str:
    """The event's own hash: over everything in it and the hash of the event before it."""
    parts = (
        record["previous"],
        plain(record["at"]),
        record["by"],
        record["kind"],
        record["request"],
        record["batch"],
        record["facts"],
        record["changes"],
        record["details_digest"],
        record["undoes"],
        *([record["placement"]] if record["placement"] else []),  # older steps have none
    )
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def changed_by(number: int, reference: object, about: str = "request") -> errors.StaleRequest:
    """What to say to whoever saw this request (or placement) as it was before: who did what with it last."""
    from stagedesk.services.journal.event_words import event_words  # only where something went wrong

    query = (
        m.Event.select(m.Staff.name, m.Event.kind, m.Event.facts)
        .join(m.Staff, JOIN.LEFT_OUTER, on=(m.Event.by == m.Staff.id))
        .where(getattr(m.Event, about) == number)
        .order_by(m.Event.id.desc())
    )
    who, kind, facts = query.tuples().first() or ("?", "", "{}")
    what = event_words(kind, json.loads(facts)) if kind else "?"
    return errors.StaleRequest(reference=reference, who=who or _("The clock or a mail"), what=what)


def value_back(table: type[Model], name: str, value: Any) -> Any:
    """A value from the history as the column wants it."""
    if value is None:
        return None
    field = table._meta.fields[name]
    if isinstance(field, m.UtcDateTimeField):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if field.field_type == "DATE" else value
