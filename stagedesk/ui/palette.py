"""The command palette: every action by its words, every place, and every request by any words of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from stagedesk.i18n import _
from stagedesk.services.actions import ACTIONS
from stagedesk.ui import texts
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.hints import key_label

if TYPE_CHECKING:
    from stagedesk.services.rows import RequestRow
    from stagedesk.ui.app import DeskApp

# The palette itself, and what a list does with its own keys.
_NOT_HERE = frozenset({"mark", "keys"})
FOUND = 20
LEAST = 2


@dataclass(frozen=True, slots=True)
class Command:
    words: str
    help: str
    do: Callable[[], object]


class DeskCommands(Provider):
    """What can be done from here."""

    @property
    def desk_app(self) -> "DeskApp":
        return cast("DeskApp", self.app)

    def commands(self) -> Iterator[Command]:
        screen = self.screen
        if isinstance(screen, DeskScreen):
            for action in ACTIONS:
                if action.id not in _NOT_HERE:
                    help_text = screen.refusal(action) or _(action.help)
                    words = f"{_(action.words)}  ({key_label(action.key)})"
                    yield Command(words, help_text, partial(self._do, screen, action.id))
        for tab in self.desk_app.tabs():
            words = _("go to: {place}").format(place=tab.title)
            yield Command(f"{words}  ({tab.key})", "", partial(self.app.simulate_key, tab.key))
        yield Command(
            _("light or dark"), _("Switch between light and dark colours."), self.desk_app.switch_theme
        )

    def _do(self, screen: DeskScreen, name: str) -> None:
        if name == "quit":
            self.app.exit()
        else:
            screen.action_act(name)

    async def discover(self) -> Hits:
        for command in self.commands():
            about = shown(command.help)
            yield DiscoveryHit(shown(command.words), command.do, command.words, about)  # type: ignore[arg-type] # takes Content

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self.commands():
            if (score := matcher.match(command.words)) > 0:
                about = shown(command.help)
                yield Hit(score, shown(command.words), command.do, command.words, about)  # type: ignore[arg-type] # takes Content
        if self.desk_app.figures_only():
            return
        async for row in self._found(query):
            words = f"{row.ref}  {row.who}"
            about = shown(texts.asks_for(row))
            go = partial(self.desk_app.open_request, row.ref)
            yield Hit(0.2, shown(words), go, words, about)  # type: ignore[arg-type] # takes Content
        words = _("search all requests for “{words}”").format(words=query)
        yield Hit(0.1, shown(words), lambda: self.desk_app.search(query), words)

    async def _found(self, query: str) -> "AsyncIterator[RequestRow]":
        office = self.desk_app.office
        if office is None or len(query.strip()) < LEAST:
            return

        def find() -> "list[RequestRow]":
            found = office.reading.found(query)
            found.count()
            return list(found.page(0, FOUND))

        for row in await asyncio.to_thread(find):
            yield row
