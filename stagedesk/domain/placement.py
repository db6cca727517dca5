"""Where a placement is, from its dated facts alone, and what somebody should confirm about it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stagedesk.domain.codes import PlacementStatus
from stagedesk.domain.measures import Block

SAME_PLACEMENT = timedelta(days=60)


class Papers(StrEnum):
    """How far the documents are that must be there before the start."""

    UNTOUCHED = "untouched"
    MISSING = "missing"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Facts:
    """The dated facts of a placement."""

    planned_start: date | None
    planned_end: date | None
    started_on: date | None
    ended_on: date | None
    cancelled_on: date | None
    no_show: bool
    stopped: bool
    """It ended before its time."""
    papers: Papers
    signed: bool
    """Every party signed the agreement."""
    pauses: tuple[Block, ...] = ()


def status(facts: Facts, today: date) -> PlacementStatus:
    if facts.cancelled_on:
        return PlacementStatus.CANCELLED
    if facts.no_show:
        return PlacementStatus.NO_SHOW
    if facts.ended_on:
        return PlacementStatus.STOPPED_EARLY if facts.stopped else PlacementStatus.COMPLETED
    if facts.started_on:
        away = any(pause.holds(today) for pause in facts.pauses)
        return PlacementStatus.INTERRUPTED if away else PlacementStatus.STARTED
    return {
        Papers.UNTOUCHED: PlacementStatus.PLANNED,
        Papers.MISSING: PlacementStatus.PREPARING,
        Papers.READY: PlacementStatus.READY,
    }[facts.papers]


class Attention(StrEnum):
    """What the desk should look at, the most pressing first."""

    UNSIGNED = "unsigned"  # it runs, and the agreement is not signed
    CONFIRM_END = "confirm_end"  # the last planned day is over
    CONFIRM_START = "confirm_start"  # the first planned day is there
    LATE_PAPERS = "late_papers"  # a document is overdue


def attention(
    facts: Facts, today: date, *, needs_agreement: bool, papers_due: date | None = None
) -> tuple[Attention, ...]:
    """Everything that asks for a person; `papers_due` is the earliest day of a document that is not done."""
    if facts.cancelled_on or facts.no_show:
        return ()
    running = facts.started_on is not None and facts.ended_on is None
    found = []
    if running and needs_agreement and not facts.signed:
        found.append(Attention.UNSIGNED)
    if running and facts.planned_end and facts.planned_end < today:
        found.append(Attention.CONFIRM_END)
    if not facts.started_on and facts.planned_start and facts.planned_start <= today:
        found.append(Attention.CONFIRM_START)
    if papers_due and papers_due < today:
        found.append(Attention.LATE_PAPERS)
    return tuple(found)


def is_extension(last_day: date, first_day: date) -> bool:
    """Whether more days at the same host are the same placement, or a new one that follows it."""
    return first_day - last_day <= SAME_PLACEMENT
