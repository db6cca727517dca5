"""What a sheet shows beside its numbers: native charts, bars in cells, numbers that stand out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from stagedesk.reports.cells import safe

Look = Literal["", "bars", "alarm"]
"""Nothing, a bar as long as the number, or bold red where it is not nothing."""
APART: Final = 16
"""Rows from one chart to the next."""

Xlsx = Any  # XlsxWriter has no types


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of the rows beside it: a line or column for each row, or for each of the columns."""

    title: str
    kind: Literal["line", "column"] = "column"
    names: int = 0
    """The column that names the rows."""
    values: tuple[int, ...] = ()
    """The columns with the numbers."""
    rows: tuple[int, int] = (0, 0)
    """The first and the last row of the table that are drawn, counted from 0."""
    by_row: bool = False


def add_looks(book: Xlsx, page: Xlsx, looks: Sequence[Look], header_row: int, last: int) -> None:
    """Give the columns of a table what their numbers look like."""
    for number, look in enumerate(looks):
        if look == "bars":
            rule: dict[str, Any] = {"type": "data_bar", "bar_color": "#9DB7D5"}
        elif look == "alarm":
            loud = book.add_format({"bold": True, "font_color": "#B00020"})
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": loud}
        else:
            continue
        page.conditional_format(header_row + 1, number, last, number, rule)


def draw(book: Xlsx, sheet: str, chart: Chart, header_row: int) -> Xlsx:
    """A chart over rows of the table under this header row of a sheet."""
    drawn = book.add_chart({"type": chart.kind})
    first, last = (header_row + 1 + row for row in chart.rows)
    for series in _series(sheet, chart, header_row, first, last):
        drawn.add_series(series)
    drawn.set_title({"name": safe(chart.title), "name_font": {"size": 11}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 640, "height": 300})
    return drawn


def _series(sheet: str, chart: Chart, header_row: int, first: int, last: int) -> Iterator[dict[str, Any]]:
    if chart.by_row:
        low, high = min(chart.values), max(chart.values)
        for row in range(first, last + 1):
            yield {
                "name": [sheet, row, chart.names],
                "categories": [sheet, header_row, low, header_row, high],
                "values": [sheet, row, low, row, high],
            }
        return
    for column in chart.values:
        yield {
            "name": [sheet, header_row, column],
            "categories": [sheet, first, chart.names, last, chart.names],
            "values": [sheet, first, column, last, column],
        }
