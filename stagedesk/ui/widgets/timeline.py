"""What happened to a request and what will happen by itself, one line each."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from stagedesk.i18n import _
from stagedesk.ui.shown import MUTED, NOTHING, Shown, joined, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.short_list import ShortList


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An event that took place, or one that is planned."""

    when: str
    who: str
    words: str
    planned: bool
    key: Hashable
    mail: int | None = None
    """The mail that came in or went out then."""


class Timeline(ShortList[TimelineRow]):
    """Events from first to last, joined by a line."""

    def __init__(
        self,
        rows: Sequence[TimelineRow] = (),
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(_columns(rows), self._cells, rows, empty=empty, id=id)

    def show(self, rows: Sequence[TimelineRow], *, first: bool = False) -> None:
        self.columns = _columns(rows)
        super().show(rows, first=first)

    def _cells(self, row: TimelineRow) -> Sequence[Shown]:
        style = MUTED if row.planned else ""
        words = joined([shown(row.who, "bold"), shown(row.words, style)], " ")
        planned = shown(_("planned"), "italic") if row.planned else NOTHING
        return shown("└" if row is self.rows[-1] else "├"), shown(row.when, style), words, planned


def _columns(rows: Sequence[TimelineRow]) -> tuple[Column, ...]:
    widest = max((cell_len(shown(row.when).plain) for row in rows), default=1)
    planned = cell_len(_("planned")) if any(row.planned for row in rows) else 0
    return (
        Column(width=1, priority=30),
        Column(width=min(widest, 20), priority=20),
        Column(width=20, flex=1, priority=40),
        Column(width=planned),
    )
