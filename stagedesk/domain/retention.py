"""How long what is known of people is kept: a term for each kind of record and outcome."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from stagedesk.domain.codes import Outcome
from stagedesk.domain.measures import months_later


class Of(StrEnum):
    """What a term is about."""

    REQUEST = "request"
    PLACEMENT = "placement"
    CANCELLED = "cancelled"  # a placement that never began
    TARGET_GROUPS = "target_groups"
    ATTACHMENTS = "attachments"  # files of a mail, which go before the words around them
    UNTAKEN = "untaken"  # a mail that could not be taken, and of which somebody said that it need not


COUNTRIES = ("BE", "NL")


class BadTerm(ValueError):
    """A term that cannot be meant; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Term:
    """So long after its end a record is kept."""

    id: str
    country: str
    of: Of
    outcomes: frozenset[str]
    """Empty: of all that no other term names."""
    months: int
    weeks: int
    hire_check_months: int
    """So much longer while somebody still has to ask whether the person was hired."""
    nl: str
    en: str

    def name(self, language: str) -> str:
        return self.nl if language == "nl" else self.en

    def ends(self, since: date) -> date:
        """The first day on which the record is due."""
        return months_later(since, self.months) + timedelta(weeks=self.weeks)

    def ends_unasked(self, since: date) -> date:
        """The same while the hire check is open."""
        return months_later(self.ends(since), self.hire_check_months)


def find(terms: Iterable[Term], country: str, of: Of, outcome: str = "") -> Term | None:
    """The term that names the outcome, else the one for all others; none: it is kept."""
    fitting = [each for each in terms if (each.country, each.of) == (country, of)]
    named = (each for each in fitting if outcome in each.outcomes)
    return next(named, None) or next((each for each in fitting if not each.outcomes), None)


def term(entry: Mapping[str, Any]) -> Term:
    """A term as the file has it. Errors: BadTerm."""
    for key in ("id", "country", "of", "nl"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise BadTerm(f"{key}: ?")
    _among("country", entry["country"], COUNTRIES)
    _among("of", entry["of"], tuple(Of))
    outcomes = entry.get("outcomes", [])
    if not isinstance(outcomes, list):
        raise BadTerm("outcomes: [...]")
    for each in outcomes:
        _among("outcomes", each, tuple(Outcome))
    if outcomes and entry["of"] != Of.REQUEST:
        raise BadTerm("outcomes: of = request")
    months, weeks, longer = (_number(entry, key) for key in ("months", "weeks", "hire_check_months"))
    if not months and not weeks:
        raise BadTerm("months, weeks: > 0")
    return Term(
        entry["id"], entry["country"], Of(entry["of"]), frozenset(outcomes), months, weeks, longer,
        entry["nl"], str(entry.get("en", entry["nl"])),
    )  # fmt: skip


def _among(key: str, value: object, known: Collection[str]) -> None:
    if value not in known:
        raise BadTerm(f"{key} = {value!r}: {', '.join(known)}")


def _number(entry: Mapping[str, Any], key: str) -> int:
    value = entry.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_200:
        raise BadTerm(f"{key} = {value!r}: 0-1200")
    return value
