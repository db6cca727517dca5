"""A list over a few rows that are in memory: no worker, what is asked is there."""

from collections.abc import Sequence

from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.line_list import Cells, LineList
from stagedesk.ui.widgets.source import Row


class ShortList(LineList[Row]):
    """Rows given at once, for dialogs and for the history of one request."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Cells[Row],
        rows: Sequence[Row] = (),
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, cells, empty=empty, id=id, classes=classes)
        self.rows = rows

    def row(self, position: int) -> Row | None:
        return self.rows[position] if 0 <= position < len(self.rows) else None

    def on_mount(self) -> None:
        self.show(self.rows)

    def show(self, rows: Sequence[Row], *, first: bool = False) -> None:
        """Show other rows, the cursor on the row it was on, or on the first."""
        key = None if first or self.here is None else self.here.key
        found = next((place for place, row in enumerate(rows) if row.key == key), None)
        above = self.above
        self.rows = rows
        self.show_rows(len(rows), max(0, self.cursor) if found is None else found, above)
        if first:
            self.action_first()
