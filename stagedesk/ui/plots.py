"""Plots in block characters, and the same in words: a series, promised against actual, a heat of months."""

from collections.abc import Mapping, Sequence
from typing import Final

from stagedesk.i18n import _

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_SHADES: Final = "·░▒▓█"
MARK: Final = "┆"


def bars(
    labels: Sequence[str], values: Sequence[int], *, width: int, height: int, marks: Sequence[int] = ()
) -> list[str]:
    """Columns as high as their numbers, the number above each and its name below.

    Before the places of `marks` stands a line: something happened there. Empty where there is no room.
    """
    most, count = max(values, default=0), len(values)
    each = min(12, width // count) if count else 0
    if most <= 0 or each < 4 or height < 4:
        return []
    room = height - 1
    lines = [_number_line(values, most, room, row, each, marks) for row in range(room - 1, -1, -1)]
    names = "".join(_short(label, each - 1).ljust(each) for label in labels)
    return [*lines, names.rstrip()]


def _number_line(
    values: Sequence[int], most: int, room: int, row: int, each: int, marks: Sequence[int]
) -> str:
    """One line of the columns, counted from the bottom; a column ends in eighths under its number."""
    parts = []
    for place, value in enumerate(values):
        eighths = round(value * 8 * (room - 1) / most)
        full, rest = divmod(eighths, 8)
        top = full + bool(rest)
        if row < full:
            cell = _EIGHTHS[8] * (each - 2)
        elif row == full and rest:
            cell = _EIGHTHS[rest] * (each - 2)
        else:
            cell = str(value)[: each - 2] if row == top else ""
        parts.append((MARK if place in marks else " ") + cell.ljust(each - 1))
    return "".join(parts).rstrip()


def _short(label: str, width: int) -> str:
    """A name in so many letters; of 2026-03 the month says most."""
    if len(label) > width and len(label) == 7 and label[4] == "-":
        return f" {label[5:]}"[: width + 1]
    return f" {label}"[: width + 1]


def heat(rows: Mapping[str, Sequence[int]], columns: Sequence[str]) -> list[str]:
    """A row of shades for each name: the darker, the more; the numbers stand in the table."""
    most = max((value for values in rows.values() for value in values), default=0)
    if not most:
        return []
    wide = max(map(len, rows))
    lines = [" " * wide + "".join(f" {column:>3}" for column in columns)]
    for name, values in rows.items():
        shades = (_SHADES[-(-value * (len(_SHADES) - 1) // most)] * 2 for value in values)
        lines.append(name.ljust(wide) + "".join(f"  {shade}" for shade in shades))
    return lines


def told(labels: Sequence[str], values: Sequence[int]) -> str:
    """A series in words, for who reads rather than looks."""
    if not values:
        return ""
    each = ", ".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))
    high, low = max(values), min(values)
    return _("{each}. Most: {most} ({when}); least: {least} ({then}).").format(
        each=each, most=high, when=labels[values.index(high)], least=low, then=labels[values.index(low)]
    )
