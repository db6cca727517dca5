"""Screens around a list of requests, which the keys decide about."""

from abc import abstractmethod
from typing import TypeVar

from stagedesk.services.rows import RequestRow
from stagedesk.ui.screens.acting import Rows
from stagedesk.ui.screens.deciding_keys import DecidingKeys
from stagedesk.ui.screens.list_screen import ListScreen
from stagedesk.ui.widgets.source import Keyed

Row = TypeVar("Row", bound=Keyed)


class Listed(ListScreen[Row], DecidingKeys):
    """Each row of the list is about one request."""

    @abstractmethod
    def request_of(self, row: Row) -> RequestRow: ...

    def in_hand(self) -> RequestRow | None:
        here = self.list.here
        return None if here is None else self.request_of(here)

    def read_marked(self) -> Rows:
        return [self.request_of(row) for row in self.read_marked_rows()]

    def act_open(self) -> None:
        if row := self.in_hand():
            self.desk_app.open_request(row.ref)
