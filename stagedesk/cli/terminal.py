"""What is shown on a real terminal, with Rich."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

KEPT = 12  # a reference, a day or a number stays whole where the terminal is narrow


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int]) -> None:
    """A table as wide as the terminal; the texts are shown as they are, never as markup."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        widest = max(cell_len(cell) for cell in (heading, *(row[place] for row in rows)))
        shown.add_column(
            Text(heading),
            justify="right" if place in right else "left",
            overflow="ellipsis",
            no_wrap=True,
            min_width=min(widest, KEPT),
        )
    for row in rows:
        shown.add_row(*map(Text, row))
    Console(highlight=False, markup=False).print(shown)
