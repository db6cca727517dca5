"""A list of any length as a screen pages through it: counted, read piece by piece, its rows found again."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from stagedesk.db.connection import session
from stagedesk.driver import in_words
from stagedesk.services.desk import Desk
from stagedesk.services.lists.keyset import Keyset, Order, fetch


class Numbered(Protocol):
    """A row that has the number of its row in the table as its key."""

    @property
    def key(self) -> int: ...


Row = TypeVar("Row", bound=Numbered)


class OrderedList(ABC, Generic[Row]):
    """The rows of a table in an order; each question reads no more than its own piece."""

    def __init__(self, desk: Desk, order: Order) -> None:
        self.desk = desk
        self.keyset = Keyset(order)

    @abstractmethod
    def read(self, numbers: Sequence[Hashable]) -> Iterable[Row]:
        """The rows with these numbers, in any order, as far as they are there; inside a session."""

    def count(self) -> int:
        with self.reading():
            return self.keyset.count()

    def page(self, first: int, size: int) -> Sequence[Row]:
        with self.reading():
            window = self.keyset.window(first, size)
            found = [number for _place, number in fetch(window.sql(), window.parameters())]
            return self.chosen(found if window.forward else found[::-1])

    def rows(self, numbers: Collection[Hashable]) -> Sequence[Row]:
        """Chosen rows of the table, in the order given, wherever they stand."""
        with self.reading():
            return self.chosen(list(numbers))

    def find(self, key: Hashable) -> int | None:
        with self.reading():
            return self.keyset.find(key)

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        with self.reading():
            return self.keyset.present(keys)

    def chosen(self, numbers: Sequence[Hashable]) -> list[Row]:
        """The rows with these numbers in the order given; inside a session."""
        known: dict[Hashable, Row] = {row.key: row for row in self.read(numbers)} if numbers else {}
        return [known[number] for number in numbers if number in known]

    @contextmanager
    def reading(self) -> Iterator[None]:
        with in_words(self.desk.settings.database), session():
            yield
