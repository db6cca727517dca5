"""The list that a clerk lives in."""

from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from textual.app import ComposeResult

from stagedesk.errors import DatabaseError
from stagedesk.ui.shown import number, shown
from stagedesk.ui.widgets.columns import Column, widths
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.pages import KEPT, PAGE
from stagedesk.ui.widgets.source import Rows
from ui.helpers import Host, assert_harmless, hostile, screen_text, wait


@dataclass(frozen=True)
class Line:
    key: int
    text: str = ""
    days: int = 3


COLUMNS = (Column("age", 4, right=True), Column("from", 12, flex=1), Column("note", 20, priority=5))


def cells(row: Line) -> tuple[Any, ...]:
    return number(row.days), shown(row.text or f"row {row.key}"), shown("note")


class ListHost(Host):
    def __init__(self, source: Any, **options: Any) -> None:
        super().__init__()
        self.list = LazyList[Line](COLUMNS, cells, source=source, **options)
        self.seen: list[tuple[str, Any]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_line_list_highlighted(self, message: Any) -> None:
        self.seen.append(("highlighted", message.row and message.row.key))

    def on_line_list_selected(self, message: Any) -> None:
        self.seen.append(("selected", message.row.key))

    def on_lazy_list_marked(self, message: Any) -> None:
        self.seen.append(("marked", message.count))

    def on_lazy_list_failed(self, message: Any) -> None:
        self.seen.append(("failed", str(message.error)))


def lines(first: int, last: int) -> Rows[Line]:
    return Rows([Line(key) for key in range(first, last)])


async def test_x():
    app = ListHost(lines(0, 14))
    async with app.run_test(size=(60, 10)) as pilot:
        await wait(pilot)
        print(screen_text(app))
        print(app.seen)
        await pilot.press("j","j","space","V","enter")
        await wait(pilot)
        print(screen_text(app))
        print(app.seen, app.list.position)
        assert 0
