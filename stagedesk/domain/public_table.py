"""A table of one year for everybody: rows in groups, small numbers hidden so that nothing gives them away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from stagedesk.domain.suppression import THRESHOLD, TOTAL, suppress, with_totals

SMALL: Final = f"< {THRESHOLD}"
HIDDEN: Final = "·"
WHOLE: Final = "*"
_ONLY: Final = "n"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A row of a group, or the group itself where there is no name; `WHOLE` is the group of the sum."""

    group: str
    name: str
    shown: str


def one_way(
    counts: Mapping[str, int], keep: Collection[str] = (), threshold: int = THRESHOLD
) -> dict[str, str] | None:
    """What stands for each number, when everybody knows their sum; None where nothing can be told.

    `keep` are rows that are told elsewhere when they are large.
    """
    # Not by their own names: that of the unknown is empty, as is that of the sums.
    names = {row: f"row {row}" for row in counts}
    table = with_totals({(names[row], _ONLY): n for row, n in counts.items()}, list(names.values()), [_ONLY])
    told = {names[row] for row in keep if counts.get(row, 0) >= threshold}
    known = [(row, column) for row in (*told, TOTAL) for column in (_ONLY, TOTAL)]
    found = suppress(table, threshold=threshold, public=known)
    if found is None:
        return None
    shown = {}
    for row, name in names.items():
        texts = {found.text((name, column), threshold=threshold) for column in (_ONLY, TOTAL)}
        hidden = {f"< {threshold}", HIDDEN} & texts
        shown[row] = max(hidden) if hidden else str(counts[row])
    return shown


def nested(
    groups: Mapping[str, Mapping[str, int]], keep: Collection[str] = (), threshold: int = THRESHOLD
) -> tuple[PublicRow, ...]:
    """Groups with their rows. A hidden group tells nothing of its rows; a shown one hides within itself.

    Where there is nothing at all, the sum says so, and every row may.
    """
    sums = {group: sum(rows.values()) for group, rows in groups.items()}
    if not any(sums.values()):
        none = [PublicRow(group, name, "0") for group, rows in groups.items() for name in _headed(rows)]
        return (*none, PublicRow(WHOLE, "", "0"))
    outer = one_way(sums, keep, threshold) or dict.fromkeys(sums, HIDDEN)
    found: list[PublicRow] = []
    for group, rows in groups.items():
        found.append(PublicRow(group, "", outer[group]))
        _own, *names = _headed(rows)
        inner = one_way(rows, (), threshold) if names and outer[group].isdigit() else None
        found += [PublicRow(group, name, (inner or {}).get(name, HIDDEN)) for name in names]
    return (*found, PublicRow(WHOLE, "", str(sum(sums.values()))))


def _headed(rows: Mapping[str, int]) -> list[str]:
    """The group itself, and its rows."""
    return ["", *(name for name in rows if name)]


def together(shown: Collection[str]) -> str:
    """What may stand for several numbers together: their sum where each of them is told.

    Nothing at all is a small number, too.
    """
    if all(each.isdigit() for each in shown):
        whole = sum(map(int, shown))
        return str(whole) if whole >= THRESHOLD else SMALL
    hidden = [each for each in shown if each != "0"]
    return hidden[0] if len(hidden) == 1 else HIDDEN


def most(rows: Collection[PublicRow], group: str) -> int | None:
    """The most that a reader must think possible for a group; None where there is no limit."""
    for row in rows:
        if row.group == group and not row.name:
            if row.shown.isdigit():
                return int(row.shown)
            return THRESHOLD - 1 if row.shown == SMALL else None
    return 0
