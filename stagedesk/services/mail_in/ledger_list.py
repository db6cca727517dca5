"""The mails of the ledger as a list of any length: of one source or all, of one state or all."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stagedesk.services.desk import Desk
from stagedesk.services.lists.keyset import EVERYTHING, Order
from stagedesk.services.lists.ordered_list import OrderedList
from stagedesk.services.mail_in.mailboxes_account import LedgerRow, State, rows_of

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


class LedgerList(OrderedList[MailRow]):
    """The mails that came in, the newest first."""

    def __init__(self, desk: Desk, source: str = "", state: State = "") -> None:
        conditions = [_STATES[state]] if state else []
        conditions += ["source = ?"] if source else []
        where = " AND ".join(conditions) or EVERYTHING
        parameters = (source,) if source else ()
        super().__init__(desk, Order("id", where, parameters, descending=True, table="ledger"))

    def read(self, numbers: Sequence[Hashable]) -> Iterator[MailRow]:
        return map(MailRow, rows_of(numbers))
