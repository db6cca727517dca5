"""Internships of people of target groups: declared by themselves, told only as large totals."""

from dataclasses import dataclass
from typing import Any, Final

from peewee import fn

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.domain.measure import Span
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.i18n import N_, _

DECLARED: Final = {
    "foreign_origin": N_("foreign origin"),
    "disability": N_("disability or chronic illness"),
    "either": N_("either of them"),
}


@dataclass(frozen=True, slots=True)
class TargetGroups:
    """What may be told of a period: a number, or None where the group is too small to be told."""

    declared: bool
    """Whether anybody was registered at all; else nothing is known, and nothing is hidden."""
    foreign_origin: int | None
    disability: int | None
    either: int | None


def of_span(span: Span, threshold: int = THRESHOLD) -> TargetGroups:
    """Placements that began in a span, of people who declared it; for the whole city.

    The union is told only when both groups, both differences and the people in both are large enough.
    """
    t, p = TargetGroupRecord, m.Placement
    with session():
        base = t.select().join(p).where(t.withdrawn_on.is_null(), p.started_on.between(span.first, span.last))
        origin, disability = t.foreign_origin == True, t.disability == True  # noqa: E712
        declared = bool(base.count())
        one, other = _number(base.where(origin)), _number(base.where(disability))
        both = _number(base.where(origin & disability))
        for year, more_one, more_other, number in _only_counted():
            if span.first.year == span.last.year == year:
                declared = True
                one += number * bool(more_one)
                other += number * bool(more_other)
                both += number * bool(more_one and more_other)
    safe = [each >= threshold for each in (one, other, both, one - both, other - both)]
    return TargetGroups(
        declared,
        one if safe[0] else None,
        other if safe[1] else None,
        one + other - both if all(safe) else None,
    )


def _only_counted() -> list[tuple[Any, ...]]:
    """Declarations of years long reported: the placement that each belonged to is not known any more."""
    k = m.TargetGroupCount
    return m.tuples(k.select(k.year, k.foreign_origin, k.disability, k.number))


def about() -> str:
    """What a reader of these numbers must know."""
    return _(
        "Only what people declared of themselves, voluntarily; groups of fewer than {number} are not told,"
        " and neither is a sum from which they could be worked out."
    ).format(number=THRESHOLD)


def _number(query: Any) -> int:
    ((number,),) = m.tuples(query.select(fn.COUNT(TargetGroupRecord.id)))
    return int(number)
