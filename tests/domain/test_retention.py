"""Terms: which one holds, when it ends, and what a file with terms cannot say."""

from datetime import date
from typing import Any

import pytest

from stagedesk.domain.retention import BadTerm, Of, Term, find, term

PLAIN = {"id": "a", "country": "BE", "of": "request", "months": 12, "nl": "Een jaar"}
NAMED = PLAIN | {"id": "b", "outcomes": ["out_of_scope"], "months": 0, "weeks": 4}
DUTCH = PLAIN | {"id": "c", "country": "NL", "months": 0, "weeks": 4}
WORK = PLAIN | {"id": "d", "of": "placement", "months": 24, "hire_check_months": 3}


def terms() -> list[Term]:
    return [term(each) for each in (PLAIN, NAMED, DUTCH, WORK)]


@pytest.mark.parametrize(
    ("country", "of", "outcome", "expected"),
    [
        pytest.param("BE", Of.REQUEST, "rejected", "a", id="the one for all others"),
        pytest.param("BE", Of.REQUEST, "out_of_scope", "b", id="the one that names the outcome"),
        pytest.param("NL", Of.REQUEST, "out_of_scope", "c", id="of the own country"),
        pytest.param("BE", Of.PLACEMENT, "", "d", id="of a placement"),
        pytest.param("NL", Of.PLACEMENT, "", None, id="none: it is kept"),
    ],
)
def test_the_term_of_a_record(country: str, of: Of, outcome: str, expected: str | None) -> None:
    found = find(terms(), country, of, outcome)

    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("entry", "since", "due"),
    [
        pytest.param(PLAIN, date(2026, 3, 2), date(2027, 3, 2), id="a year"),
        pytest.param(PLAIN, date(2024, 2, 29), date(2025, 2, 28), id="from a leap day"),
        pytest.param(NAMED, date(2026, 12, 20), date(2027, 1, 17), id="four weeks over the year's end"),
        pytest.param(WORK, date(2024, 2, 29), date(2026, 2, 28), id="two years"),
    ],
)
def test_a_record_is_due_when_its_term_is_over(entry: dict[str, Any], since: date, due: date) -> None:
    assert term(entry).ends(since) == due


def test_an_open_hire_check_makes_it_longer() -> None:
    assert term(WORK).ends_unasked(date(2026, 1, 31)) == date(2028, 4, 30)
    assert term(PLAIN).ends_unasked(date(2026, 1, 31)) == term(PLAIN).ends(date(2026, 1, 31))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"id": ""}, "id", id="no name"),
        pytest.param({"country": "FR"}, "country = 'FR': BE, NL", id="another country"),
        pytest.param({"of": "mail"}, "of = 'mail'", id="of nothing we know"),
        pytest.param({"outcomes": "rejected"}, "outcomes", id="outcomes that are no list"),
        pytest.param({"outcomes": ["lost"]}, "outcomes = 'lost'", id="an unknown outcome"),
        pytest.param({"of": "placement", "outcomes": ["rejected"]}, "of = request", id="no outcome there"),
        pytest.param({"months": 0}, "months, weeks", id="no time at all"),
        pytest.param({"months": -1}, "months = -1", id="less than no time"),
        pytest.param({"months": True}, "months = True", id="no number"),
        pytest.param({"weeks": 5_000}, "weeks = 5000", id="for ever"),
    ],
)
def test_a_term_that_cannot_be_meant_says_why(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadTerm, match=said):
        term(PLAIN | change)
