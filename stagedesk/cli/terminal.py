"""What is shown on a real terminal, with Rich."""

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

GAP = 2
KEPT = 12  # a reference, a day or a number stays whole where the terminal is narrow


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int]) -> None:
    """A table as wide as the terminal; the texts are shown as they are, never as markup."""
    console = Console(highlight=False, markup=False)
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, GAP, 0, 0))
    natural = [max(map(cell_len, column)) for column in zip(headings, *rows, strict=True)]
    for place, width in enumerate(_fitted(natural, console.width - GAP * len(headings))):
        side: Literal["left", "right"] = "right" if place in right else "left"
        shown.add_column(Text(headings[place]), justify=side, overflow="ellipsis", no_wrap=True, width=width)
    for row in rows:
        shown.add_row(*map(Text, row))
    console.print(shown)


def _fitted(natural: list[int], room: int) -> list[int]:
    """The widths of columns in a narrow place: short ones stay whole, long ones share what is left."""
    kept = [min(width, KEPT) for width in natural]
    missing = [width - least for width, least in zip(natural, kept, strict=True)]
    spare = min(max(room - sum(kept), 0), sum(missing))
    fitted = [least + spare * more // max(sum(missing), 1) for least, more in zip(kept, missing, strict=True)]
    fitted[-1] += sum(kept) + spare - sum(fitted)
    return fitted
