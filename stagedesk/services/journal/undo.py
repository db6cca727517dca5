"""Taking steps back: the history is the undo log, across restarts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import JOIN, IntegrityError

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.db.prepared import prepared
from stagedesk.domain.codes import Letter, OutgoingState
from stagedesk.i18n import _
from stagedesk.services import rights
from stagedesk.services.city.people import has_left
from stagedesk.services.deciding.requests import NOT_UNDOABLE
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.journal import forgotten, history, undo_rows
from stagedesk.services.register import placing

# These columns only ever move on; they say nothing about the request.
MOVING = frozenset({"version"})
# Of a letter that did not leave: what became of the tries to send it, which is no step of the desk.
TRIES = frozenset({"attempts", "retry_at", "claim", "claimed_at", "error"})
NOT_LEFT = frozenset({OutgoingState.HELD, OutgoingState.FAILED})
ABOUT_A_QUESTION = frozenset({Letter.REFERRAL, Letter.REMINDER_1, Letter.REMINDER_2})
ABOUT_AN_END = frozenset({Letter.REFUSAL, Letter.WITHDRAWAL})


def undo(desk: Desk, *, by: str, event: int | None = None) -> list[str]:
    """Undo a step, or the last one that this person took and that still stands; returns the references.

    Steps taken as one (a batch) are undone as one. An undone undo does the step again. Refused when a row
    was changed since, when a letter of the step has left, or when the step cannot be undone at all.
    """
    with transaction():
        first = _event(event) if event else _last_of(by)
        batch = _batch_of(first)[::-1]
        undone = [reference for part in undo_rows.in_parts(batch) for reference in _undo_all(desk, part, by)]
    if any('"table":"closing_day"' in each.changes for each in batch):
        desk.forget_calendar()
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
    for event in _standing(staff_member(by).id):
        return event  # type: ignore[no-any-return]
    raise errors.Refused(detail=_("There is nothing of yours to undo."))


@prepared
def _standing(staff: Any) -> Any:
    """The last step of this person that can be undone and is not."""
    undoing = m.Event.alias()
    return (
        m.Event.select()
        .join(undoing, JOIN.LEFT_OUTER, on=(undoing.undoes == m.Event.id))
        .where(
            m.Event.by == staff,
            m.Event.undoes.is_null(True),
            m.Event.kind.not_in(sorted(NOT_UNDOABLE)),
            undoing.id.is_null(True),
        )
        .order_by(m.Event.id.desc())
        .limit(1)
    )


def _batch_of(event: m.Event) -> list[m.Event]:
    """The steps that were taken as one with this one, or taken back as one, and that still stand."""
    if event.batch is None:
        return [event]
    undone = m.Event.select(m.Event.undoes).where(m.Event.undoes.is_null(False))
    alike = m.Event.undoes.is_null(event.undoes is None)
    query = m.Event.select().where(m.Event.batch == event.batch, alike)
    return list(query.where(m.Event.id.not_in(undone)).order_by(m.Event.id))


def _undo_all(desk: Desk, events: Sequence[m.Event], by: str) -> list[str]:
    """Undo these steps one after the other; their events are written together."""
    staff = staff_member(by, desk.today())
    taken = undo_rows.Taken(events)
    steps = [_undone(desk, each, staff, taken) for each in events]
    history.append(steps)
    return [_reference(each.request) for each in events]


def _undone(desk: Desk, event: m.Event, staff: m.Staff, taken: undo_rows.Taken) -> history.Step:
    if event.kind in forgotten.KINDS:
        raise errors.Refused(detail=_(forgotten.FOR_GOOD))
    if event.kind in NOT_UNDOABLE:
        raise errors.Refused(detail=_("That came in or went out by mail; it cannot be made undone."))
    rights.refuse_step(staff, _root(event).kind)
    step = history.Step(desk, "undone", None, event.batch)
    step.staff = staff
    step.request, step.placement, step.undoes = event.request, event.placement, event.id
    step.facts["kind"] = event.kind
    _refuse_lists(taken, taken.changes(event))
    for change in reversed(taken.changes(event)):
        _take_back(step, change, taken)
    step.save()
    placing.look_again(step)
    if not step.changes:
        step.facts["nothing"] = True
    return step


def _root(event: m.Event) -> m.Event:
    """The step that was taken, taken back, and perhaps taken again."""
    while event.undoes:
        event = m.Event.get_by_id(event.undoes)
    return event


def _take_back(step: history.Step, change: dict[str, Any], taken: undo_rows.Taken) -> None:
    table = history.TABLES_BY_NAME[change["table"]]
    values = {name: pair for name, pair in change["values"].items() if name not in MOVING}
    if table is m.ClosingDay:
        _refuse_past_day(step.desk, change)
    row = taken.row(table, change["row"])
    if change["how"] == "removed":
        back = {name: history.value_back(table, name, before) for name, (before, _after) in values.items()}
        if row is not None:
            raise _changed_since(step, change)
        if has_left(back.get("owner") if table is m.Request else None, step.desk.today()):
            back["owner"] = step.staff
        step.restore(table, change["row"], back)
        return
    if row is None:
        raise _changed_since(step, change)
    _refuse_sent(row, change)
    values = {
        name: pair
        for name, pair in values.items()
        if not _is_a_try(row, change, name) and not _needs_a_look(row, name, pair)
    }
    if any(history.plain(row.__data__.get(name)) != after for name, (_before, after) in values.items()):
        raise _changed_since(step, change)
    if change["how"] == "added":
        step.save()  # a request that points to the row has let go of it by now
        try:
            step.remove(row)
        except IntegrityError as error:  # other rows, made since, hang on it
            raise _changed_since(step, change) from error
    else:
        back = {name: history.value_back(table, name, before) for name, (before, _after) in values.items()}
        step.change(row, **back)
        if isinstance(row, m.Request) and row.closed_on is None:
            _keep_owned(step, row)


def _keep_owned(step: history.Step, request: m.Request) -> None:
    """Whose request it was may have left since: then it is whoever takes the step back."""
    if has_left(request.owner_id, step.desk.today()):
        step.change(request, owner=step.staff)


def _is_a_try(row: m.Table, change: dict[str, Any], name: str) -> bool:
    """A letter was decided and did not leave, however often that was tried: it can be taken back whole."""
    is_letter = isinstance(row, m.Outgoing) and change["how"] == "added" and row.state in NOT_LEFT
    return is_letter and (name in TRIES or name == "state")


def _needs_a_look(row: m.Table, name: str, pair: list[Any]) -> bool:
    """Something about the request showed in the Inbox since: there it stays, whatever is taken back."""
    shows = isinstance(row, m.Request) and row.attention_since is not None
    return name == "attention_since" and shows and not pair[1]


def _refuse_lists(taken: undo_rows.Taken, changes: Sequence[dict[str, Any]]) -> None:
    """A list that left, or lost what was answered meanwhile, says so before its lines are missed."""
    if not any(change["table"] == "outgoing_item" for change in changes):
        return
    for change in changes:
        row = taken.row(m.Outgoing, change["row"]) if change["table"] == "outgoing" else None
        if isinstance(row, m.Outgoing):
            _refuse_sent(row, change)
            if change["how"] == "added" and row.body != change["values"]["body"][1]:
                words = _("The letter to {who} was shortened since. Drop it in the outbox instead.")
                raise errors.Refused(detail=words.format(who=row.recipients.splitlines()[0]))


def _refuse_sent(row: m.Table, change: dict[str, Any]) -> None:
    """A letter that left stays sent; only what was learned about it afterwards can be taken back."""
    if not isinstance(row, m.Outgoing):
        return
    if row.state == OutgoingState.SENT and (change["how"] == "added" or "state" in change["values"]):
        raise errors.Refused(detail=_left(_("The letter to {who} has left and cannot be taken back."), row))
    if row.state == OutgoingState.SENDING:
        raise errors.Refused(detail=_left(_("The letter to {who} is leaving just now."), row))
    if row.state == OutgoingState.UNCERTAIN and change["how"] == "added":
        words = _("Nobody knows whether the letter to {who} has left; decide that in the outbox first.")
        raise errors.Refused(detail=words.format(who=row.recipients.splitlines()[0]))


def _left(sentence: str, row: m.Outgoing) -> str:
    """With what can be done instead."""
    if row.letter == Letter.DIGEST:
        instead = _("Withdraw each question that need not be answered; the department then hears so.")
    elif row.letter == Letter.ACKNOWLEDGEMENT and row.request_id is None:
        instead = _("Link the other requests of that mail to the first one instead.")
    elif row.letter in ABOUT_A_QUESTION:
        instead = _("Withdraw the question instead: the department then hears that it need not answer.")
    elif row.letter in ABOUT_AN_END:
        instead = _("Reopen the request instead, and write to the applicant.")
    else:
        instead = _("Write another letter instead.")
    return f"{sentence.format(who=row.recipients.splitlines()[0])} {instead}"


def _refuse_past_day(desk: Desk, change: dict[str, Any]) -> None:
    """What was counted with a closing day stands: the calendar of the past is frozen."""
    day = next(date.fromisoformat(each) for each in change["values"]["day"] if each)
    if day < desk.today():
        raise errors.Refused(detail=_("{day} is over. Past closing days stay as they were.").format(day=day))


def _changed_since(step: history.Step, change: dict[str, Any]) -> errors.Refused:
    number = change["row"] if change["table"] == "request" else step.request
    reference = _reference(number) or _placement(step.placement)
    if not reference:
        return errors.Refused(detail=_("That was changed after that step; undo the later steps first."))
    words = _("{reference} was changed after that step; undo the later steps first.")
    return errors.Refused(detail=words.format(reference=reference))


def _placement(number: int | None) -> str:
    row = m.Placement.get_or_none(m.Placement.id == number) if number else None
    return row.reference if row else ""


def _reference(request_id: int | None) -> str:
    row = m.Request.get_or_none(m.Request.id == request_id) if request_id else None
    return row.reference if row else ""
