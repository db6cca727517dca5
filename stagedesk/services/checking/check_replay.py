"""The rule that the history tells everything: played from its start it ends in the rows as they are."""

import json
import sqlite3
from collections.abc import Iterator
from math import isclose
from typing import Any

from peewee import JOIN

from stagedesk.db import models as m
from stagedesk.domain.codes import OutgoingState
from stagedesk.i18n import N_, _
from stagedesk.services.checking.check_rule import Finding, Rule, event, pages, row_of, rows
from stagedesk.services.desk import Desk
from stagedesk.services.journal.history import plain

TOLD: tuple[type[m.Table], ...] = (
    m.Request, m.Referral, m.Outgoing, m.Place, m.Candidate, m.Placement, m.PlacementPeriod, m.Agreement,
    m.Signature, m.ChecklistItem, m.Hire, m.Introduction, m.Guest, m.Coverage, m.Purge, m.Forgotten,
)  # fmt: skip
PLAYED: dict[str, type[m.Table]] = {table._meta.table_name: table for table in TOLD}
# Only the services count it, in every change.
NOT_TOLD = frozenset({"id", "version"})
# What became of the tries to send a letter, and who is at it, is no step of the desk.
NOT_TOLD_OF = {"outgoing": frozenset({"attempts", "retry_at", "claim", "claimed_at", "error"})}
IN_MEMORY = 20_000

State = dict[str, Any]
Key = tuple[str, int]


# Stands for a value that the history does not know any more; no text in the database holds a NUL.
ERASED = "\x00"


class States:
    """What the history says of each row so far; what does not fit in memory goes to a scratch file."""

    def __init__(self) -> None:
        self._here: dict[Key, State] = {}
        self._rest = sqlite3.connect("")  # a file that SQLite removes by itself
        self._rest.execute("pragma synchronous=off")
        self._rest.execute(
            "create table state (name text, number int, said text, primary key (name, number))"
        )

    def take(self, key: Key) -> State | None:
        """The state of a row, which is forgotten unless it is put back; None where there is none."""
        if key in self._here:
            return self._here.pop(key)
        returning = "delete from state where name = ? and number = ? returning said"
        found = self._rest.execute(returning, key).fetchone()
        return json.loads(found[0]) if found else None

    def put(self, key: Key, state: State) -> None:
        self._here[key] = state
        if len(self._here) > IN_MEMORY:
            self._spill()

    def left(self) -> Iterator[Key]:
        """The rows that nobody took."""
        self._spill()
        yield from self._rest.execute("select name, number from state order by name, number")

    def close(self) -> None:
        self._rest.close()

    def _spill(self) -> None:
        rows_ = ((*key, json.dumps(state)) for key, state in self._here.items())
        self._rest.executemany("insert into state values (?, ?, ?)", rows_)
        self._here = {}


def _told_otherwise(_desk: Desk) -> Iterator[Finding]:
    states = States()
    try:
        yield from _play(states)
        for table in PLAYED.values():
            yield from _compare(states, table)
        for name, number in states.left():
            yield row_of(name, number), _("The history knows it, and it is not there.")
    finally:
        states.close()


def _play(states: States) -> Iterator[Finding]:
    """Every step in order; where one found something else than the one before left, somebody else wrote."""
    e, d = m.Event, m.EventDetails
    query = e.select(e.id, e.changes, e.details_digest, d.details).join(
        d, JOIN.LEFT_OUTER, on=(d.event == e.id)
    )
    for number, changes, digest, details in rows(query, e.id):
        personal = json.loads(details) if details else {}
        for place, change in enumerate(json.loads(changes)):
            if change["table"] in PLAYED:
                values = change["values"] | personal.get(str(place), {})
                if digest and details is None:
                    values |= dict.fromkeys(PLAYED[change["table"]].PERSONAL, (ERASED, ERASED))
                yield from _apply(states, number, change, values)


def _apply(states: States, number: int, change: dict[str, Any], values: dict[str, Any]) -> Iterator[Finding]:
    key = change["table"], change["row"]
    state = states.take(key)
    if (state is None) != (change["how"] == "added"):
        yield (
            row_of(*key),
            _("{step} found it there, or not there, against the history.").format(step=event(number)),
        )
    state = state or {}
    for name, (before, after) in values.items():
        if name in _not_told(change["table"]):
            continue
        if not _same(state.get(name), before):
            yield (
                row_of(*key),
                _("{step} found another {column} than the history left.").format(
                    step=event(number), column=name
                ),
            )
        state[name] = after
    if change["how"] != "removed":
        states.put(key, {name: value for name, value in state.items() if value is not None})


def _compare(states: States, table: type[m.Table]) -> Iterator[Finding]:
    """The rows of a table with what the history says of them."""
    name = table._meta.table_name
    fields = [field for field in table._meta.sorted_fields if field.name not in _not_told(name)]
    for page in pages(table.select(table.id, *fields), table.id):
        for number, *values in page:
            state = states.take((name, number))
            if state is None:
                yield row_of(name, number), _("The history does not know it.")
                continue
            for field, value in zip(fields, values, strict=True):
                if not _same(state.get(field.name), _as_told(plain(value))):
                    yield (
                        row_of(name, number),
                        _("{column} is not what the history says.").format(column=field.name),
                    )


def _not_told(table: str) -> frozenset[str]:
    return NOT_TOLD | NOT_TOLD_OF.get(table, frozenset())


def _as_told(value: Any) -> Any:
    """A letter that is being sent is held, as far as the history knows."""
    return OutgoingState.HELD.value if value == OutgoingState.SENDING else value


def _same(told: Any, present: Any) -> bool:
    if ERASED in (told, present):
        return True
    if isinstance(told, float) or isinstance(present, float):
        # PostgreSQL keeps fewer digits.
        return None not in (told, present) and isclose(told, present, rel_tol=1e-6)
    return bool(told == present)


RULES: tuple[Rule, ...] = (
    Rule(
        "history_tells_all",
        N_("Requests, referrals and letters are what the history says: nothing was written past it."),
        _told_otherwise,
    ),
)
