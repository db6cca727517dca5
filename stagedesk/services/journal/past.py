"""What requests were at an earlier moment, read from the history.

Steps that were undone count as never taken. What was reopened was closed until that day.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stagedesk.db import models as m
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history

# These also change the request that a mail goes to.
ACROSS = ("linked", "unlinked", "split", "moved")
# These take a closed request up again.
OPENING = ("reopened", "unlinked")
ENDING = ("outcome", "reason", "ended_by", "closed_by")


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An end of a request that held until somebody took the request up again."""

    request: int
    received_on: date
    route: str
    closed_on: date
    reopened_on: date
    outcome: str
    reason: str | None
    ended_by: str | None
    closed_by: int | None

    def held(self, day: date) -> bool:
        """Whether the request was closed by this at the end of the day."""
        return self.closed_on <= day < self.reopened_on


def lapsed(desk: Desk) -> list[Lapsed]:
    """Every end that does not hold any more, the earliest first; inside a session."""
    e, r, fallen = m.Event, m.Request, undone()
    query = (
        e.select(e.id, e.at, e.changes, r.id, r.received_on, r.route)
        .join(r, on=(e.request == r.id))
        .where(e.kind.in_(OPENING))
        .order_by(e.id)
    )
    found = []
    for number, at, changes, request, received_on, route in m.tuples(query):
        before = _before(changes, request)
        if number not in fallen and "closed_on" in before:
            closed_on = date.fromisoformat(before["closed_on"])
            ending: dict[str, Any] = {name: before.get(name) for name in ENDING}
            found.append(Lapsed(request, received_on, route, closed_on, desk.day_of(at), **ending))
    return found


def undone() -> set[int]:
    """The numbers of the steps that do not stand: undone, and that undo not undone again; in a session."""
    query = m.Event.select(m.Event.id, m.Event.undoes).where(m.Event.undoes.is_null(False))
    undoing = {undoes: number for number, undoes in m.tuples(query)}
    fallen: set[int] = set()
    # An undo comes after what it undoes, so the later ones are settled first.
    for number in sorted(undoing, reverse=True):
        if undoing[number] not in fallen:
            fallen.add(number)
    return fallen


def at_the_end(
    requests: Collection[int], moment: datetime, columns: Collection[str], fallen: set[int]
) -> dict[int, dict[str, Any]]:
    """What these columns of these requests held at a moment, where something else stands there now.

    `fallen` are the steps that do not stand. A request that came in later is as it came in.
    """
    wanted = set(requests)
    found: dict[int, dict[str, Any]] = {}
    for changes in _later(wanted, moment, fallen):
        for change in changes:
            if change["table"] != "request" or change["row"] not in wanted or change["how"] != "changed":
                continue
            values = {name: before for name, (before, _now) in change["values"].items() if name in columns}
            # Read from the newest on: the oldest change after the moment has the last word.
            found.setdefault(change["row"], {}).update(values)
    return {row: _as_columns(values) for row, values in found.items()}


def _later(requests: set[int], moment: datetime, fallen: set[int]) -> Iterator[list[dict[str, Any]]]:
    """The changes of the steps that touched these requests after a moment, the newest first."""
    touched = m.Event.request.in_(sorted(requests)) | m.Event.kind.in_(ACROSS)
    query = m.Event.select(m.Event.id, m.Event.changes).where(
        touched, m.Event.at >= moment, m.Event.undoes.is_null()
    )
    for number, changes in m.tuples(query.order_by(m.Event.id.desc())):
        if number not in fallen:
            yield json.loads(changes)


def _before(changes: str, request: int) -> dict[str, Any]:
    """What an event changed on a request, as it was before."""
    for change in json.loads(changes):
        if (change["table"], change["row"]) == ("request", request):
            return {name: before for name, (before, _now) in change["values"].items()}
    return {}


def _as_columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: history.value_back(m.Request, name, value) for name, value in values.items()}
