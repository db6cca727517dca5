"""Public tables of a year: whatever the numbers are, nobody who reads them learns a small one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.attacker import Attacker
from stagedesk.domain.public_table import HIDDEN, SMALL, WHOLE, PublicRow, most, nested, one_way, together
from stagedesk.domain.suppression import THRESHOLD

COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))


def read(attacker: Attacker, rows: tuple[PublicRow, ...]) -> None:
    told = {row.group: row.shown for row in rows if not row.name}
    groups = [group for group in told if group != WHOLE]
    for row in rows:
        inside = [each for each in rows if each.group == row.group and each.name]
        untold = bool(row.name) and all(each.shown == HIDDEN for each in inside)
        nothing = not row.name and all(told[group] == HIDDEN for group in groups)
        attacker.read((row.group, row.name), row.shown, under_hidden=untold or nothing)
    attacker.knows_sum((WHOLE, ""), [(group, "") for group in groups])
    for group in groups:
        if inside := [(row.group, row.name) for row in rows if row.group == group and row.name]:
            attacker.knows_sum((group, ""), inside)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(COUNT, min_size=1, max_size=4), min_size=1, max_size=5), st.sets(st.integers(0, 4)))
def test_no_small_number_can_be_narrowed_down(sizes: list[list[int]], keep: set[int]) -> None:
    groups = {f"g{g}": {f"r{r}": count for r, count in enumerate(rows)} for g, rows in enumerate(sizes)}
    groups |= {"": {"": len(sizes)}}

    rows = nested(groups, [f"g{each}" for each in keep])

    attacker = Attacker()
    read(attacker, rows)
    attacker.think()
    assert not attacker.found
    for row in rows:
        if row.shown.isdigit() and row.group != WHOLE:
            inside = groups[row.group]
            assert int(row.shown) >= THRESHOLD
            assert int(row.shown) == (inside[row.name] if row.name else sum(inside.values()))


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    assert one_way({"a": 5, "b": 60}) == {"a": "5", "b": "60"}


def test_a_single_small_number_hides_another_one() -> None:
    assert one_way({"a": 3, "b": 60, "c": 70}) == {"a": SMALL, "b": HIDDEN, "c": "70"}


def test_what_is_told_elsewhere_stays_told() -> None:
    assert one_way({"a": 3, "b": 60, "c": 70}, ["b"]) == {"a": SMALL, "b": "60", "c": HIDDEN}


def test_a_table_that_cannot_be_protected_is_not_told() -> None:
    assert one_way({"a": 2, "b": 1}) is None


def test_where_there_is_nothing_every_row_says_so() -> None:
    rows = nested({"x": {"a": 0, "b": 0}, "y": {"": 0}})

    assert {(row.group, row.name) for row in rows} == {
        ("x", ""),
        ("x", "a"),
        ("x", "b"),
        ("y", ""),
        (WHOLE, ""),
    }
    assert {row.shown for row in rows} == {"0"}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(["7", "12"], "19", id="both are told"),
        pytest.param(["7", SMALL], HIDDEN, id="the sum would tell the small one"),
        pytest.param(["0", SMALL], SMALL, id="the small one alone"),
        pytest.param(["0", HIDDEN], HIDDEN, id="the hidden one alone"),
        pytest.param(["0", "0"], SMALL, id="nothing is small"),
    ],
)
def test_numbers_together_tell_no_more_than_each_of_them(shown: list[str], expected: str) -> None:
    assert together(shown) == expected


def test_a_hidden_group_tells_nothing_of_its_rows() -> None:
    rows = nested({"x": {"a": 1, "b": 2}, "y": {"c": 30, "d": 2, "e": 8}, "z": {"f": 50}})

    shown = {(row.group, row.name): row.shown for row in rows}

    assert shown["x", ""] == SMALL
    assert {shown["x", "a"], shown["x", "b"]} == {HIDDEN}
    assert {shown["y", name] for name in ("c", "d", "e")} == {HIDDEN}
    assert (shown["z", ""], shown["z", "f"], shown[WHOLE, ""]) == ("50", "50", "93")


@pytest.mark.parametrize(("shown", "expected"), [("7", 7), (SMALL, 4), (HIDDEN, None)])
def test_the_most_that_a_reader_can_think_of_a_group(shown: str, expected: int | None) -> None:
    assert most([PublicRow("g", "", shown), PublicRow("g", "a", "3")], "g") == expected
