"""Taking steps back: the history is the undo log, across restarts."""

import json
from typing import Any

from peewee import JOIN, IntegrityError

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.codes import OutgoingState
from stagedesk.i18n import _
from stagedesk.services import history
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.requests import NOT_UNDOABLE

# These columns only ever move on; they say nothing about the request.
MOVING = frozenset({"version"})


def undo(desk: Desk, *, by: str, event: int | None = None) -> list[str]:
    """Undo a step, or the last one that this person took and that still stands; returns the references.

    Steps taken as one (a batch) are undone as one. An undone undo does the step again. Refused when a row
    was changed since, when a letter of the step has left, or when the step cannot be undone at all.
    """
    with transaction():
        first = _event(event) if event else _last_of(by)
        batch = _batch_of(first)
        undone = [_undo_one(desk, each, by, first.batch) for each in reversed(batch)]
    return sorted({reference for reference in undone if reference})


def what_next(by: str) -> tuple[int, str] | None:
    """The number and kind of the step that undo would take back now."""
    with session():
        try:
            event = _last_of(by)
        except errors.Refused:
            return None
        return event.id, event.kind


def kind_of(event: int) -> str:
    """What kind of step this is, of one that still stands."""
    with session():
        return _event(event).kind


def _event(number: int) -> m.Event:
    event = m.Event.get_or_none(m.Event.id == number)
    if event is None:
        raise errors.NotFound(what=_("step"), name=str(number))
    if m.Event.select().where(m.Event.undoes == number).exists():
        raise errors.Refused(detail=_("That step is undone already."))
    return event


def _last_of(by: str) -> m.Event:
    undoing = m.Event.alias()
    query = (
        m.Event.select()
        .join(undoing, JOIN.LEFT_OUTER, on=(undoing.undoes == m.Event.id))
        .where(
            m.Event.by == staff_member(by).id,
            m.Event.undoes.is_null(True),
            m.Event.kind.not_in(sorted(NOT_UNDOABLE)),
            undoing.id.is_null(True),
        )
        .order_by(m.Event.id.desc())
    )
    event = query.first()
    if event is None:
        raise errors.Refused(detail=_("There is nothing of yours to undo."))
    return event  # type: ignore[no-any-return]


def _batch_of(event: m.Event) -> list[m.Event]:
    if event.batch is None or event.undoes is not None:
        return [event]
    undone = m.Event.select(m.Event.undoes).where(m.Event.undoes.is_null(False))
    query = m.Event.select().where(m.Event.batch == event.batch, m.Event.undoes.is_null(True))
    return list(query.where(m.Event.id.not_in(undone)).order_by(m.Event.id))


def _undo_one(desk: Desk, event: m.Event, by: str, batch: str | None) -> str:
    if event.kind in NOT_UNDOABLE:
        raise errors.Refused(detail=_("That came in or went out by mail; it cannot be made undone."))
    with history.step(desk, "undone", by=by, batch=batch) as step:
        step.request, step.placement, step.undoes = event.request, event.placement, event.id
        step.facts["kind"] = event.kind
        for change in reversed(_changes(event)):
            _take_back(step, change)
        if not step.changes:
            step.facts["nothing"] = True
        return _reference(event.request)


def _changes(event: m.Event) -> list[dict[str, Any]]:
    """The changes of an event with their personal values, or a refusal when those were erased."""
    changes: list[dict[str, Any]] = json.loads(event.changes)
    side = m.EventDetails.get_or_none(m.EventDetails.event == event.id)
    if side is None:
        return changes
    if side.details is None:
        raise errors.Refused(detail=_("The personal data of that step were erased; it cannot be undone."))
    for number, values in json.loads(side.details).items():
        if number.isdigit():
            changes[int(number)]["values"].update(values)
    return changes


def _take_back(step: history.Step, change: dict[str, Any]) -> None:
    table = history.TABLES_BY_NAME[change["table"]]
    values = {name: pair for name, pair in change["values"].items() if name not in MOVING}
    row = table.get_or_none(table.id == change["row"])
    if change["how"] == "removed":
        back = {name: history.value_back(table, name, before) for name, (before, _after) in values.items()}
        if row is not None:
            raise _changed_since(change)
        step.restore(table, change["row"], back)
        return
    if row is None:
        raise _changed_since(change)
    _refuse_sent(row)
    if any(history.plain(row.__data__.get(name)) != after for name, (_before, after) in values.items()):
        raise _changed_since(change)
    if change["how"] == "added":
        step.save()  # a request that points to the row has let go of it by now
        try:
            step.remove(row)
        except IntegrityError as error:  # other rows, made since, hang on it
            raise _changed_since(change) from error
    else:
        back = {name: history.value_back(table, name, before) for name, (before, _after) in values.items()}
        step.change(row, **back)


def _refuse_sent(row: m.Table) -> None:
    if isinstance(row, m.Outgoing) and row.state == OutgoingState.SENT:
        raise errors.Refused(
            detail=_(
                "The letter to {who} has left and cannot be taken back. Withdraw the question instead: "
                "the department then hears that it need not answer."
            ).format(who=row.recipients.splitlines()[0])
        )


def _changed_since(change: dict[str, Any]) -> errors.Refused:
    number = change["row"] if change["table"] == "request" else None
    reference = _reference(number) or change["table"]
    return errors.Refused(
        detail=_("{reference} was changed after that step; undo the later steps first.").format(
            reference=reference
        )
    )


def _reference(request_id: int | None) -> str:
    row = m.Request.get_or_none(m.Request.id == request_id) if request_id else None
    return row.reference if row else ""
