"""What the public tables tell of targets and target groups: single numbers, each of them large."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from stagedesk.domain.measure import Measure, Span
from stagedesk.domain.public_table import HIDDEN, SMALL, PublicRow, most
from stagedesk.domain.suppression import THRESHOLD
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import measures, measuring, target_groups

# Told of a year when they are large, and what they leave out is large, too.
TARGETS: Final = ("persons", "haarlem-80", "haarlem-80-actual", "haarlem-80-paid", "bis", "hires")
# They count almost the same: of two that are close, only the first is told.
NEAR: Final = ("haarlem-80", "haarlem-80-actual", "haarlem-80-paid")
NOT_ASKED: Final = "?"
"""Stands where nobody declared anything, so that nothing is hidden either."""


def rows(desk: Desk, span: Span, day: date, kinds: tuple[PublicRow, ...]) -> tuple[PublicRow, ...]:
    """Each target of a year beside the kinds that are told of it."""
    counts = {each: _count(desk, each, span, day) for each in TARGETS}
    shown: dict[str, str] = {}
    for name, count in counts.items():
        close = [
            each
            for each in NEAR
            if name in NEAR and shown.get(each, "").isdigit() and abs(counts[each] - count) < THRESHOLD
        ]
        shown[name] = HIDDEN if close and count >= THRESHOLD else _told(desk, name, count, kinds)
    return tuple(PublicRow(name, "", text) for name, text in shown.items())


def _count(desk: Desk, name: str, span: Span, day: date) -> int:
    return measuring.count(desk, measures.find(desk, name), [span], as_known=day).total[0]


def _told(desk: Desk, name: str, count: int, kinds: tuple[PublicRow, ...]) -> str:
    """The number of a target when neither it nor what it leaves out is small, else what hides it."""
    measure = measures.find(desk, name)
    if count < THRESHOLD:
        return SMALL
    if measure.of == "hires":
        return str(count)
    whole = int(kinds[-1].shown)
    out = [most(kinds, group) for group in _left_out(measure)]
    if whole - count < THRESHOLD or any(each is None for each in out):
        return HIDDEN
    return str(count) if sum(each or 0 for each in out) <= whole - count else HIDDEN


def _left_out(measure: Measure) -> Iterator[str]:
    """The groups of kinds of which nothing can count."""
    kinds = reference.table("kinds")
    for group in dict.fromkeys(str(each.get("group")) for each in kinds.values()):
        inside = [code for code, each in kinds.items() if each.get("group") == group]
        if all(_cannot_count(measure, code, kinds[code]) for code in inside):
            yield group


def _cannot_count(measure: Measure, code: str, kind: Mapping[str, object]) -> bool:
    return bool(
        (not measure.orientation and kind.get("is_orientation"))
        or code in measure.kinds_out
        or (measure.kinds and code not in measure.kinds)
        or (measure.groups and kind.get("group") not in measure.groups)
    )


def groups(span: Span) -> tuple[PublicRow, ...]:
    """The target groups of a year, for the whole city."""
    found = target_groups.of_span(span)
    counts = {
        "foreign_origin": found.foreign_origin,
        "disability": found.disability,
        "either": found.either,
    }
    return tuple(PublicRow(name, "", _group(found.declared, name, count)) for name, count in counts.items())


def _group(declared: bool, name: str, count: int | None) -> str:
    """Either of both may be large, and is hidden for what could be worked out from it."""
    if not declared:
        return NOT_ASKED
    if count is None:
        return HIDDEN if name == "either" else SMALL
    return str(count)
