"""What a rule of the whole database is, and reading tables page by page to verify one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from stagedesk.db import models as m
from stagedesk.i18n import _
from stagedesk.services.desk import Desk

PAGE = 1_000

Finding = tuple[str, str]
"""Where a rule is broken, and how."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that always holds; `sentence` is marked for translation, `find` tells where it does not."""

    id: str
    sentence: str
    find: Callable[[Desk], Iterable[Finding]]


def pages(query: Any, key: Any, size: int = PAGE) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query in the order of a numeric column, so many at a time; the column comes first."""
    page = m.tuples(query.order_by(key).limit(size))
    while page:
        yield page
        page = m.tuples(query.where(key > page[-1][0]).order_by(key).limit(size))


def rows(query: Any, key: Any, size: int = PAGE) -> Iterator[tuple[Any, ...]]:
    for page in pages(query, key, size):
        yield from page


def found(query: Any, detail: Callable[..., str]) -> Iterator[Finding]:
    """One finding for each row of a query: the first column says where, `detail` gets the others."""
    for where, *values in m.tuples(query):
        yield str(where), detail(*values)


def message(number: int) -> str:
    return _("mail {number}").format(number=number)


def letter(number: int) -> str:
    return _("letter {number}").format(number=number)


def event(number: int) -> str:
    return _("step {number}").format(number=number)


def row_of(table: str, number: int) -> str:
    return f"{table} {number}"
