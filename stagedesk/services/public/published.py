"""Figures that were told outside: kept with their definition, listed, and explained against a recount."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.measure import Figure, Measure, Span
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.statistics import dimensions, measuring

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it was told."""

    number: int
    measure: Measure
    by: str
    spans: tuple[Span, ...]
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]
    total: tuple[int, ...]
    as_of: date
    told_to: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A placement or request that counts otherwise than when the figure was told."""

    reference: str
    span: str
    before: str
    """The row in which it counted, or why it did not; empty where it was not there."""
    now: str
    changed: bool
    """Whether that changes a number of the figure."""


@dataclass(frozen=True, slots=True)
class Explained:
    told: Told
    now: Figure
    moved: tuple[Moved, ...]
    recounted: bool
    """Whether the count as known on the day of the figure still gives what was told."""


def publish(desk: Desk, figure: Figure, told_to: str, *, by: str, batch: str | None = None) -> Told:
    """Keep a figure as it is told to somebody. Errors: UsageError without a name of whom."""
    words = clean(told_to, limit=LONGEST)
    if not words:
        raise errors.UsageError(detail=_("Say whom the figure is told to."))
    asked = {"by": figure.by, "spans": [[each.label, each.first, each.last] for each in figure.spans]}
    value = {"rows": figure.rows, "total": figure.total, "left_out": dict(figure.left_out)}
    with history.step(desk, "figure_published", by=by, batch=batch) as step:
        assert step.staff is not None, "a figure is told by a person"
        row = step.add(
            m.Published,
            measure=figure.measure.id,
            definition=history.canonical(asdict(figure.measure)),
            asked=history.canonical(asked),
            value=history.canonical(value),
            as_of=figure.as_of,
            told_to=words,
            at=step.now,
            by=step.staff.id,
        )
        step.facts |= {"measure": figure.measure.id, "number": row.id}
    return find(row.id)


def listed() -> tuple[Told, ...]:
    """Every figure that was told, the latest first."""
    with session():
        return tuple(_told(row, who) for row, who in _rows())


def find(number: int) -> Told:
    with session():
        for row, who in _rows(m.Published.id == number):
            return _told(row, who)
    raise errors.NotFound(
        what=_("published figure"),
        name=str(number),
        hint=_("See: {command}.").format(command="figure --published"),
    )


def explain(desk: Desk, number: int) -> Explained:
    """Count again by the same definition, and tell what came, went or changed its row since."""
    told = find(number)
    now = measuring.count(desk, told.measure, told.spans, told.by)
    then = measuring.count(desk, told.measure, told.spans, told.by, told.as_of)
    before = measuring.places_of(desk, told.measure, told.spans, told.by, told.as_of)
    after = measuring.places_of(desk, told.measure, told.spans, told.by)
    changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    moved = tuple(_moved(told, key, before.get(key), after.get(key)) for key in changed)
    return Explained(told, now, moved, (then.rows, then.total) == (told.rows, told.total))


def _moved(told: Told, key: tuple[str, int], before: Any, after: Any) -> Moved:
    reference, place = key
    counted = [each is not None and each[1] == "" for each in (before, after)]
    return Moved(
        reference,
        told.spans[place].label,
        _words(told, before),
        _words(told, after),
        any(counted),
    )


def _words(told: Told, place: tuple[str, str] | None) -> str:
    if place is None:
        return ""
    row, reason = place
    if reason:
        return measuring.reason_of(reason)
    codes = dimensions.dimensions()[told.by].codes if told.by else ""
    return measuring.name_of(row, codes) if told.by else _("counted")


def _rows(*conditions: Any) -> list[tuple[m.Published, str]]:
    query = m.Published.select().where(*conditions, True).order_by(m.Published.id.desc())
    names = dict(m.tuples(m.Staff.select(m.Staff.id, m.Staff.name)))
    return [(row, names[row.by_id]) for row in query]


def _told(row: m.Published, who: str) -> Told:
    asked, value = json.loads(row.asked), json.loads(row.value)
    spans = tuple(
        Span(label, date.fromisoformat(first), date.fromisoformat(last))
        for label, first, last in asked["spans"]
    )
    rows = tuple((code, name, tuple(counts)) for code, name, counts in value["rows"])
    return Told(
        row.id, _measure(json.loads(row.definition)), asked["by"], spans, rows, tuple(value["total"]),
        row.as_of, row.told_to, row.at, who,
    )  # fmt: skip


def _measure(definition: Mapping[str, Any]) -> Measure:
    """The definition of then; a parameter that came later has its default."""
    names = {each.name for each in fields(Measure)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in definition.items()
        if name in names
    }
    return Measure(**values)
