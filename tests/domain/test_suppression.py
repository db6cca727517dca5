"""An attacker who knows everything that is shown, and how the desk hides, learns no small number."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stagedesk.domain.suppression import THRESHOLD, TOTAL, Cell, Suppressed, limits, suppress, with_totals


def a_table(*lines: tuple[int, ...]) -> dict[Cell, int]:
    rows = [f"r{number}" for number in range(len(lines))]
    columns = [f"c{number}" for number in range(len(lines[0]))]
    cells = {(row, column): n for row, line in zip(rows, lines, strict=True)
             for column, n in zip(columns, line, strict=True)}  # fmt: skip
    return with_totals(cells, rows, columns)


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    table = a_table((10, 20), (30, 40))

    result = suppress(table)

    assert result
    assert result.shown == table


def test_one_small_number_takes_three_others_with_it() -> None:
    result = suppress(a_table((3, 20, 30), (30, 40, 50), (60, 70, 80)))

    assert result
    assert result.text(("r0", "c0")) == "< 5"
    assert len(result.protecting) == 3
    assert result.text((TOTAL, TOTAL)) == "383"


def test_a_cell_that_everybody_knows_is_not_hidden() -> None:
    table = a_table((3, 20, 30), (30, 40, 50), (60, 70, 80))
    known = [cell for cell in table if TOTAL in cell]

    result = suppress(table, public=known)

    assert result
    assert all(cell in result.shown for cell in known)


def test_a_table_that_gives_itself_away_is_not_shown_at_all() -> None:
    table = a_table((3,), (20,))

    assert suppress(table, public=[("r0", TOTAL), ("r1", TOTAL), (TOTAL, TOTAL), (TOTAL, "c0")]) is None


def _all_that_fit(table: dict[Cell, int], result: Suppressed, most: int) -> list[dict[Cell, int]]:
    """Every table that agrees with what is shown, by trying all; inner cells only up to `most`."""
    rows = sorted({row for row, _column in table if row != TOTAL})
    columns = sorted({column for _row, column in table if column != TOTAL})
    inner = [(row, column) for row in rows for column in columns]
    ranges = [
        range(THRESHOLD) if cell in result.small
        else range(THRESHOLD, most + 1) if cell in result.protecting
        else (result.shown[cell],)
        for cell in inner
    ]  # fmt: skip
    fitting = []
    for values in product(*ranges):
        whole = with_totals(dict(zip(inner, values, strict=True)), rows, columns)
        if all(whole[cell] == count for cell, count in result.shown.items()) and all(
            whole[cell] < THRESHOLD for cell in result.small
        ):
            fitting.append(whole)
    return fitting


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 2), min_size=2, max_size=2))
def test_trying_every_table_finds_what_the_limits_say(lines: list[tuple[int, ...]]) -> None:
    table = a_table(*lines)
    result = suppress(table)
    if result is None:
        return

    for cell in result.small:
        values = {each[cell] for each in _all_that_fit(table, result, 20)}
        assert values == set(range(THRESHOLD)), (cell, result)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_small_number_can_be_narrowed_down(data: st.DataObject) -> None:
    wide, high = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 6))
    numbers = st.one_of(st.integers(0, 8), st.integers(0, 60))
    table = a_table(*[tuple(data.draw(numbers) for _column in range(wide)) for _row in range(high)])
    public = data.draw(st.sets(st.sampled_from(sorted(table)), max_size=4))

    result = suppress(table, public=public)

    if result is not None:
        for cell in result.small:
            assert limits(table, result, cell) == (0, THRESHOLD - 1)


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_the_threshold_is_the_citys_own(threshold: int) -> None:
    table = a_table((threshold - 1, 40, 50), (60, 70, 80), (90, 95, 99))

    result = suppress(table, threshold=threshold)

    assert result
    assert result.text(("r0", "c0"), threshold=threshold) == f"< {threshold}"
    assert limits(table, result, ("r0", "c0"), threshold) == (0, threshold - 1)
