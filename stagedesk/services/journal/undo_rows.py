"""What steps changed, and the rows of it as they are now: read for many steps at once."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from stagedesk import errors
from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.i18n import _
from stagedesk.services.journal import history
from stagedesk.services.mail_out.outbox import locked

Change = dict[str, Any]
AT_ONCE = 500
"""So many steps are read together."""


class Taken:
    """The changes of some steps, and each row of them once, as it was when these were read."""

    def __init__(self, events: Sequence[m.Event]) -> None:
        said = _details([event.id for event in events])
        self._changes = {event.id: _changes(event, said) for event in events}
        self._rows: dict[tuple[type[m.Table], int], m.Table] = {}
        if len(events) > 1:  # of one step they are read as they come: that takes no new SQL
            self._read(self._changes.values())

    def changes(self, event: m.Event) -> list[Change]:
        """With their personal values; refused when those were erased."""
        found = self._changes[event.id]
        if found is None:
            raise errors.Refused(detail=_("The personal data of that step were erased; it cannot be undone."))
        return found

    def row(self, table: type[m.Table], number: int) -> m.Table | None:
        """The row; a letter that is being claimed for sending just now is waited for.

        A row that is asked for again was changed in between, and is read anew.
        """
        if table is m.Outgoing:
            return locked(number)
        found: m.Table | None = self._rows.pop((table, number), None)
        return found or table.get_or_none(table.id == number)

    def _read(self, changes: Iterable[list[Change] | None]) -> None:
        wanted: dict[type[m.Table], set[int]] = {}
        for change in (each for some in changes if some for each in some):
            wanted.setdefault(history.TABLES_BY_NAME[change["table"]], set()).add(change["row"])
        for table in wanted.keys() - {m.Outgoing}:
            for row in table.select().where(table.id.in_(many.numbers(sorted(wanted[table])))):
                self._rows[table, row.id] = row


def in_parts(events: Sequence[m.Event]) -> Iterator[Sequence[m.Event]]:
    for start in range(0, len(events), AT_ONCE):
        yield events[start : start + AT_ONCE]


def _details(events: list[int]) -> dict[int, str | None]:
    """What the side rows of these steps hold; None where it was erased."""
    sql = "SELECT event_id, details FROM event_details WHERE event_id IN ({})"
    return dict(many.among(sql, events))


def _changes(event: m.Event, said: dict[int, str | None]) -> list[Change] | None:
    """None where the personal values were erased."""
    changes: list[Change] = json.loads(event.changes)
    if event.id not in said:
        return changes
    details = said[event.id]
    if details is None:
        return None
    for number, values in json.loads(details).items():
        if number.isdigit():
            changes[int(number)]["values"].update(values)
    return changes
