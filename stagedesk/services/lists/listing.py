"""The lists of the screens: what is in them, in which order, and their rows, page by page."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar, overload

from peewee import JOIN, DateField

from stagedesk.db import models as m
from stagedesk.db import search
from stagedesk.db.connection import is_sqlite, session
from stagedesk.domain.codes import Direction, MessageKind
from stagedesk.driver import in_words
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.lists.keyset import EVERYTHING, Order, fetch, how_many
from stagedesk.services.lists.ordered_list import Numbered, OrderedList
from stagedesk.services.rows import RequestRow
from stagedesk.services.understanding.request_mails import proposed

FOUND_AT_MOST = 500


BEGINS = frozenset({"first", "split"})
"""Why a mail is with a request that began with it."""


class InboxRow(NamedTuple):
    """A request that asks for attention, and the new mail that is the reason, if it is a mail."""

    request: RequestRow
    message: int | None
    kind: str | None
    proposal: str | None
    proposal_because: str
    proposal_value: str
    answers: str | None
    """The department that answers by this mail."""
    answers_name: str
    answered: str | None = None
    """What that department answered before this mail came."""
    begins: bool = False
    """The request began with this mail."""

    @property
    def key(self) -> int:
        return self.request.id


Row = TypeVar("Row", bound=Numbered)


class Filter(NamedTuple):
    """Which requests: every field that is set leaves some out. Codes as in the tables."""

    is_open: bool | None = None
    in_inbox: bool = False
    owners: tuple[str, ...] = ()  # any of these; one alone keeps the order of the index
    waiting_on: str = ""
    department: str = ""
    due_before: date | None = None
    due_from: date | None = None
    closed_from: date | None = None

    def parts(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Conditions on the table alone, so that an index answers them."""
        if self.is_open is not None:
            yield f"closed_on IS {'NULL' if self.is_open else 'NOT NULL'}", ()
        if self.in_inbox:
            yield "attention_since IS NOT NULL", ()
        if self.owners:
            sign, codes = "=" if len(self.owners) == 1 else "IN", ", ".join("?" * len(self.owners))
            yield f"owner_id {sign} (SELECT id FROM staff WHERE code IN ({codes}))", self.owners
        if self.waiting_on:
            yield "waiting_on = ?", (self.waiting_on,)
        if self.department:
            yield "department_id = (SELECT id FROM department WHERE code = ?)", (self.department,)
        for column, sign, day in (
            ("due_on", "<", self.due_before),
            ("due_on", ">=", self.due_from),
            ("closed_on", ">=", self.closed_from),
        ):
            if day:
                yield f"{column} {sign} ?", (day.isoformat(),)

    def condition(self) -> tuple[str, tuple[Any, ...]]:
        parts = list(self.parts())
        where = " AND ".join(text for text, _values in parts) or EVERYTHING
        return where, tuple(value for _text, values in parts for value in values)


class Columns(NamedTuple, Generic[Row]):
    """What is read of each request: the query up to its joins, and how a row is made of its values.

    The text is made once; making it with Peewee for every page costs more than reading the page.
    """

    sql: str
    parameters: tuple[Any, ...]
    days: tuple[int, ...]
    moments: tuple[int, ...]
    make: Callable[[list[Any]], Row]

    @classmethod
    def of(cls, query: Any, make: Callable[[list[Any]], Row]) -> "Columns[Row]":
        sql, parameters = query.sql()
        kinds = [type(column) for column in query.selected_columns]
        days = tuple(place for place, kind in enumerate(kinds) if issubclass(kind, DateField))
        moments = tuple(place for place, kind in enumerate(kinds) if issubclass(kind, m.UtcDateTimeField))
        return cls(sql, tuple(parameters), days, moments, make)

    def row(self, values: Sequence[Any]) -> Row:
        """SQLite hands out texts where PostgreSQL hands out days and moments."""
        fixed = list(values)
        for place in self.days:
            if isinstance(day := fixed[place], str):
                fixed[place] = date.fromisoformat(day)
        for place in self.moments:
            if (moment := fixed[place]) is not None:
                moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
                fixed[place] = moment.replace(tzinfo=UTC)
        return self.make(fixed)


class Page(Sequence[Row]):
    """The rows of a page, made when they are looked at: most of a page is never seen."""

    def __init__(self, values: list[tuple[Any, ...]], columns: Columns[Row]) -> None:
        self.values = values
        self.columns = columns
        self.made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self.made:
            self.made[place] = self.columns.row(self.values[place])
        return self.made[place]


class Listing(OrderedList[Row]):
    """Requests in an order, as a screen's list asks for them; each question is one query."""

    def __init__(self, desk: Desk, order: Order, columns: Callable[[bool], Columns[Row]]) -> None:
        super().__init__(desk, order)
        self.columns = columns

    def page(self, first: int, size: int) -> Sequence[Row]:
        with self.reading():
            return Page(fetch(*self.question(first, size)), self.columns(is_sqlite()))

    def question(self, first: int, size: int) -> tuple[str, tuple[Any, ...]]:
        """The query for a page and its values; inside a session."""
        columns, window = self.columns(is_sqlite()), self.keyset.window(first, size)
        way = " DESC" if self.keyset.order.descending else ""
        sql = (
            f'{columns.sql} INNER JOIN ({window.sql()}) AS k ON k.id = "t1"."id"'
            f" ORDER BY k.place{way}, k.id{way}"
        )
        return sql, (*columns.parameters, *window.parameters())

    def rows(self, numbers: Collection[Hashable]) -> list[Row]:
        """These requests as the list shows them, as far as they are in it, in the order given."""
        with self.reading():
            here = self.keyset.present(numbers)
            return self.chosen([number for number in numbers if number in here])

    def read(self, numbers: Sequence[Hashable]) -> Iterator[Row]:
        columns, marks = self.columns(is_sqlite()), ", ".join("?" * len(numbers))
        found = fetch(f'{columns.sql} WHERE "t1"."id" IN ({marks})', (*columns.parameters, *numbers))
        return map(columns.row, found)


@cache
def _request_columns(_sqlite: bool) -> Columns[RequestRow]:
    return Columns.of(requests.base_query(), requests.row_of)


@cache
def _inbox_columns(_sqlite: bool) -> Columns[InboxRow]:
    """With the new mail of each request: a department's answer first, else the newest."""
    entry, mail, new, place = m.Entry.alias(), m.Message.alias(), m.Message.alias(), m.Entry.alias()
    newest = (
        entry.select(mail.id)
        .join(mail, on=(entry.message == mail.id))
        .where(
            entry.request == m.Request.id,
            entry.handled_at.is_null(True),
            mail.direction == Direction.IN,
            mail.handled_at.is_null(True),
        )
        .order_by((mail.kind == MessageKind.ANSWER).desc(), mail.id.desc())
        .limit(1)
    )
    asked, left = m.Department.alias(), JOIN.LEFT_OUTER
    query = (
        requests.base_query()
        .select_extend(
            new.id, new.kind, *proposed(new, place), asked.code, asked.name, m.Referral.answer,
            place.because,
        )
        .switch(m.Request)
        .join(new, left, on=(new.id == newest))
        .join(place, left, on=((place.message == new.id) & (place.request == m.Request.id)))
        .join(m.Referral, left, on=(place.referral == m.Referral.id))
        .join(asked, left, on=(m.Referral.department == asked.id))
    )  # fmt: skip
    return Columns.of(query, _inbox_row)


def _inbox_row(values: list[Any]) -> InboxRow:
    *of_request, message, kind, proposal, because, value, answers, name, answered, why = values
    row = requests.row_of(of_request)
    said = proposal, because or "", value or ""
    return InboxRow(row, message, kind, *said, answers, name or "", answered, why in BEGINS)


def tally(desk: Desk, wanted: Mapping[str, Filter]) -> dict[str, int]:
    """How many requests each filter leaves, all in one query."""
    conditions = [each.condition() for each in wanted.values()]
    counts = ", ".join(f"({how_many(where)})" for where, _values in conditions)
    values = [value for _where, some in conditions for value in some]
    with in_words(desk.settings.database), session():
        (found,) = fetch(f"SELECT {counts}", values)
    return dict(zip(wanted, found, strict=True))


def latest(desk: Desk) -> tuple[int, date]:
    """What changes whenever a list may have changed: the newest step of the history, and the day."""
    with in_words(desk.settings.database), session():
        ((number,),) = fetch("SELECT max(id) FROM event", ())
    return number or 0, desk.today()


def inbox(desk: Desk) -> Listing[InboxRow]:
    """What the desk must look at, what waits longest first."""
    where, parameters = Filter(in_inbox=True).condition()
    return Listing(desk, Order("attention_since", where, parameters), _inbox_columns)


def follow_up(desk: Desk) -> Listing[RequestRow]:
    """Everything open, what is due first first."""
    return chosen(desk, Filter(is_open=True))


def chosen(desk: Desk, wanted: Filter, order: str = "due") -> Listing[RequestRow]:
    """Requests by a filter: what is due first, or the newest, or those closed last."""
    where, parameters = wanted.condition()
    if order == "due":
        return Listing(desk, Order("due_on", where, parameters), _request_columns)
    column = "closed_on" if wanted.is_open is False else "received_at"
    return Listing(desk, Order(column, where, parameters, descending=True), _request_columns)


class Found:
    """Requests that hold these words, newest first; short, so that it is searched once and kept."""

    def __init__(self, desk: Desk, text: str) -> None:
        self.desk, self.text = desk, text
        self.numbers: list[int] = []

    def count(self) -> int:
        with in_words(self.desk.settings.database), session():
            self.numbers = search.find(self.text, FOUND_AT_MOST)
        return len(self.numbers)

    def page(self, first: int, size: int) -> Sequence[RequestRow]:
        return self.rows(self.numbers[first : first + size])

    def rows(self, numbers: Collection[Hashable]) -> list[RequestRow]:
        with in_words(self.desk.settings.database), session():
            found = requests.rows(requests.base_query().where(m.Request.id.in_(list(numbers))))
        by_number: dict[Hashable, RequestRow] = {row.id: row for row in found}
        return [by_number[number] for number in numbers if number in by_number]

    def find(self, key: Hashable) -> int | None:
        return self.numbers.index(key) if key in self.numbers else None

    def present(self, keys: Collection[Hashable]) -> Collection[Hashable]:
        return set(self.numbers).intersection(keys)
