"""Rules of the history: an unbroken chain, whose personal side rows are whole or erased."""

import json
from collections.abc import Iterator
from typing import Any

from peewee import JOIN

from stagedesk.db import models as m
from stagedesk.i18n import N_, _
from stagedesk.services.checking.check_rule import Finding, Rule, event, rows
from stagedesk.services.desk import Desk
from stagedesk.services.journal.history import GENESIS, digest_of, digest_of_details

e, d = m.Event, m.EventDetails
CHAINED = (
    "at",
    "by",
    "kind",
    "request",
    "batch",
    "facts",
    "changes",
    "details_digest",
    "undoes",
    "previous",
    "placement",
)


def _broken_chain(_desk: Desk) -> Iterator[Finding]:
    """From the first step to the last: each one's hash, and that it follows the one before it."""
    last = GENESIS
    query = e.select(e.id, e.digest, *(getattr(e, name) for name in CHAINED))
    for number, digest, *values in rows(query, e.id):
        record: dict[str, Any] = dict(zip(CHAINED, values, strict=True))
        if record["previous"] != last:
            yield event(number), _("It does not follow the step before it.")
        if digest_of(record) != digest:
            yield event(number), _("It was changed.")
        last = digest


def _broken_details(_desk: Desk) -> Iterator[Finding]:
    query = e.select(e.id, e.details_digest, d.id, d.salt, d.details).join(
        d, JOIN.LEFT_OUTER, on=(d.event == e.id)
    )
    for number, digest, side, salt, details in rows(query, e.id):
        if not digest:
            wrong = side is not None
        else:  # emptied is how people are forgotten
            wrong = side is None or (details is not None and digest_of_details(salt, details) != digest)
        if wrong:
            yield event(number), ""


def _of_no_request(_desk: Desk) -> Iterator[Finding]:
    """Steps about a request that is not there, and that nobody unmade."""
    query = (
        e.select(e.id, e.request)
        .join(m.Request, JOIN.LEFT_OUTER, on=(e.request == m.Request.id))
        .where(e.request.is_null(False), m.Request.id.is_null())
    )
    for number, request in rows(query, e.id):
        if not _was_unmade(request):
            yield event(number), _("Request number {request}.").format(request=request)


def _was_unmade(request: int) -> bool:
    candidates = e.select(e.changes).where(
        e.changes.contains('"how":"removed"') & e.changes.contains(f'"row":{request},')
    )
    return any(
        (change["table"], change["row"], change["how"]) == ("request", request, "removed")
        for (changes,) in m.tuples(candidates)
        for change in json.loads(changes)
    )


def _undoes_nothing(_desk: Desk) -> Iterator[Finding]:
    undone = e.alias()
    query = (
        e.select(e.id, e.undoes)
        .join(undone, JOIN.LEFT_OUTER, on=(e.undoes == undone.id))
        .where(e.undoes.is_null(False), undone.id.is_null() | (undone.id >= e.id))
    )
    return ((event(number), event(undoes)) for number, undoes in rows(query, e.id))


RULES: tuple[Rule, ...] = (
    Rule(
        "history_is_unbroken", N_("The history is one chain from the first step to the last."), _broken_chain
    ),
    Rule(
        "details_are_whole",
        N_("The personal side of a step is as it was written, or erased."),
        _broken_details,
    ),
    Rule("step_has_request", N_("A step is about a request that is there, or was unmade."), _of_no_request),
    Rule("undo_has_step", N_("An undo takes back an earlier step."), _undoes_nothing),
)
