"""The mails of the ledger as a list of any length: of one source or all, of one state or all."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from stagedesk.db.connection import session
from stagedesk.driver import in_words
from stagedesk.services.desk import Desk
from stagedesk.services.keyset import EVERYTHING, Keyset, Order, fetch
from stagedesk.services.mailboxes_account import LedgerRow, State, rows_of

_MACHINES: Final = (
    "state = 'taken' AND {}EXISTS"
    " (SELECT 1 FROM message WHERE message.id = ledger.message_id AND message.automatic <> '')"
)
_STATES: Final[dict[State, str]] = {
    "taken": _MACHINES.format("NOT "),
    "automatic": _MACHINES.format(""),
    "duplicate": "state = 'duplicate'",
    "ignored": "state = 'ignored'",
    "failed": "state = 'failed'",
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail of the ledger in a list."""

    mail: LedgerRow

    @property
    def key(self) -> int:
        return self.mail.id


class LedgerList:
    """The newest first; each question reads no more than its own piece."""

    def __init__(self, desk: Desk, source: str = "", state: State = "") -> None:
        self.desk = desk
        conditions = [_STATES[state]] if state else []
        conditions += ["source = ?"] if source else []
        where = " AND ".join(conditions) or EVERYTHING
        self.keyset = Keyset(Order("id", where, (source,) if source else (), descending=True, table="ledger"))

    def count(self) -> int:
        with self._reading():
            return self.keyset.count()

    def page(self, first: int, size: int) -> Sequence[MailRow]:
        with self._reading():
            window = self.keyset.window(first, size)
            numbers = [number for _place, number in fetch(window.sql(), window.parameters())]
            return [MailRow(row) for row in rows_of(sorted(numbers, reverse=True))]

    def find(self, key: Hashable) -> int | None:
        with self._reading():
            return self.keyset.find(key)

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        with self._reading():
            return self.keyset.present(keys)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with in_words(self.desk.settings.database), session():
            yield
