"""Where a placement is, and what about it asks for a person."""

from datetime import date

import pytest

from stagedesk.domain.measures import Block
from stagedesk.domain.placement import Facts, Papers, attention, is_extension, status

TODAY = date(2026, 3, 2)
PLAIN = {
    "planned_start": date(2026, 3, 9), "planned_end": date(2026, 5, 29), "started_on": None,
    "ended_on": None, "cancelled_on": None, "no_show": False, "stopped": False, "papers": Papers.UNTOUCHED,
    "signed": True,
}  # fmt: skip
RUNNING = {"planned_start": date(2026, 2, 2), "started_on": date(2026, 2, 2), "papers": Papers.READY}


def facts(**changed: object) -> Facts:
    return Facts(**(PLAIN | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "planned"),
        ({"papers": Papers.MISSING}, "preparing"),
        ({"papers": Papers.READY}, "ready"),
        (RUNNING, "started"),
        (RUNNING | {"pauses": (Block(date(2026, 3, 2), date(2026, 3, 6)),)}, "interrupted"),
        (RUNNING | {"pauses": (Block(date(2026, 3, 3), date(2026, 3, 6)),)}, "started"),
        (RUNNING | {"ended_on": date(2026, 2, 27)}, "completed"),
        (RUNNING | {"ended_on": date(2026, 2, 27), "stopped": True}, "stopped_early"),
        ({"cancelled_on": date(2026, 3, 1)}, "cancelled"),
        ({"no_show": True}, "no_show"),
    ],
)
def test_the_status_follows_from_the_dates(changed: dict[str, object], expected: str) -> None:
    assert status(facts(**changed), TODAY) == expected


@pytest.mark.parametrize(
    ("changed", "due", "expected"),
    [
        ({}, None, ()),
        (RUNNING | {"signed": False}, None, ("unsigned",)),
        (RUNNING | {"planned_end": TODAY}, None, ()),
        (RUNNING | {"planned_end": date(2026, 3, 1)}, None, ("confirm_end",)),
        ({"planned_start": TODAY}, None, ("confirm_start",)),
        ({"no_show": True, "planned_start": TODAY}, None, ()),
        ({}, TODAY, ()),
        ({}, date(2026, 3, 1), ("late_papers",)),
    ],
)
def test_what_asks_for_a_person(changed: dict[str, object], due: date | None, expected: tuple) -> None:
    assert attention(facts(**changed), TODAY, needs_agreement=True, papers_due=due) == expected


def test_an_orientation_needs_no_agreement_to_start() -> None:
    assert attention(facts(**RUNNING, signed=False), TODAY, needs_agreement=False) == ()


def test_a_gap_of_sixty_days_is_still_the_same_placement() -> None:
    assert is_extension(date(2026, 1, 30), date(2026, 3, 31))
    assert not is_extension(date(2026, 1, 30), date(2026, 4, 1))
