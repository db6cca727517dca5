"""Whatever is typed, a search finds what holds these words, or nothing; it never breaks."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stagedesk.db import search, upgrade
from stagedesk.db.connection import close_database, database, open_database, session
from stagedesk.services.desk import Desk

WORDS = "Stage in de crèche, Noël De Smet; noel@school.example 2026-0042"


@pytest.fixture
def found(desk: Desk) -> Desk:
    with session():
        search.put([(1, WORDS), (2, "Snuffelstage bij de groendienst")])
    return desk


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        pytest.param("stage creche", [1], id="whole words without accents"),
        pytest.param("smet no", [1], id="the last one unfinished"),
        pytest.param("de", [2, 1], id="the newest first"),
        pytest.param("2026-0042", [1], id="a reference"),
        pytest.param("noel@school", [1], id="an address"),
        pytest.param("de kapper", [], id="not all of them"),
        pytest.param("", [], id="nothing"),
        pytest.param('" OR * (', [], id="signs alone"),
        pytest.param("a\u19b0b", [], id="a letter that SQLite takes for none"),
    ],
)
def test_the_words_of_a_request_find_it(found: Desk, typed: str, numbers: list[int]) -> None:
    with session():
        assert search.find(typed) == numbers


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_searched_for(found: Desk, typed: str) -> None:
    with session():
        assert set(search.find(typed)) <= {1, 2}


def test_what_was_found_before_an_upgrade_is_found_after_it(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'old.db'}", create=True)
    with session():
        upgrade._runner().up("0003_register")
        search.put([(1, WORDS)])

        upgrade.upgrade()

        assert search.find("creche") == [1]
        made = database.execute_sql("SELECT sql FROM sqlite_master WHERE name = 'request_search'")
        assert "detail=none" in made.fetchone()[0]
    close_database()
