"""Internships of people of target groups: declared by themselves, told only as large totals."""

from dataclasses import dataclass
from typing import Any

from peewee import fn

from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.db.models.target_group import TargetGroupRecord
from stagedesk.domain.measure import Span
from stagedesk.domain.suppression import THRESHOLD


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
    safe = [each >= threshold for each in (one, other, both, one - both, other - both)]
    return TargetGroups(
        declared,
        one if safe[0] else None,
        other if safe[1] else None,
        one + other - both if all(safe) else None,
    )


def _number(query: Any) -> int:
    ((number,),) = m.tuples(query.select(fn.COUNT(TargetGroupRecord.id)))
    return int(number)
