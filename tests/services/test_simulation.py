"""A simulated year, through the real services: nothing is forwarded and forgotten."""

from dataclasses import replace
from pathlib import Path

import pytest

from stagedesk.db import connection
from stagedesk.services.simulation.year import Result, Year
from stagedesk.settings import Settings


def lived(
    url: str, folder: Path, requests: int, *, seed: int = 1, days: int = 0, check_every: int = 1
) -> Result:
    settings = replace(Settings(), database=url, outbox=str(folder / "outbox"))
    try:
        return Year(settings, requests=requests, seed=seed, year=2026).live(
            check_every=check_every, days=days
        )
    finally:
        connection.close_database()


def test_some_months_break_no_promise(tmp_path: Path) -> None:
    found = lived(f"sqlite:///{tmp_path / 'year.db'}", tmp_path, 60, days=110, check_every=10)

    assert found.broken == []
    assert found.refused == []
    assert found.requests > 10
    assert found.reminders > 5
    assert sum(found.outcomes.values()) > 5


def test_the_same_seed_is_the_same_year(tmp_path: Path) -> None:
    one, two = (
        lived(f"sqlite:///{tmp_path / name}", tmp_path, 20, seed=7, days=50, check_every=99) for name in "ab"
    )

    assert one == two


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_whole_year_breaks_no_promise(tmp_path: Path, seed: int) -> None:
    found = lived(f"sqlite:///{tmp_path / 'year.db'}", tmp_path, 2000, seed=seed)

    assert found.broken == []
    assert found.refused == []
