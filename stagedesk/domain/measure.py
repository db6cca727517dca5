"""What a figure counts: a named definition with a version and parameters, read from data and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from typing import Any, Final, Literal, NamedTuple, get_args

from stagedesk.i18n import N_, _

Of = Literal["placements", "persons", "requests", "referrals", "places", "agreements", "hires"]
Year = Literal["calendar", "school-be", "school-nl"]

DATES: Final[Mapping[str, tuple[str, ...]]] = {
    "placements": ("started_on", "ended_on", "planned_start", "active"),
    "persons": ("started_on", "ended_on", "planned_start", "active"),
    "requests": ("received_on", "closed_on"),
    "referrals": ("asked_on", "answered_on"),
    "places": ("offered",),
    "agreements": ("signed_on",),
    "hires": ("contract_start",),
}
# Which code list a parameter's codes come from; None where the city is free.
CODES: Final[Mapping[str, str | None]] = {
    "kinds": "kinds",
    "kinds_out": "kinds",
    "groups": None,
    "legal_forms": "legal_forms",
    "legal_forms_out": "legal_forms",
    "programmes": None,
    "routes": "routes",
    "employers": None,
}
_WORDS: Final[Mapping[type, str]] = {
    int: N_("a whole number"),
    float: N_("a number"),
    bool: N_("true or false"),
    str: N_("a text between quotes"),
}
FIRST_MONTH: Final[Mapping[str, int]] = {"calendar": 1, "school-be": 9, "school-nl": 8}


class BadMeasure(ValueError):
    """What is wrong with a definition, in the words of whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """See data/measures.toml for what each parameter means."""

    id: str
    version: int
    of: Of
    date: str
    nl: str
    en: str
    text_nl: str
    text_en: str
    year: Year = "calendar"
    kinds: tuple[str, ...] = ()
    kinds_out: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    legal_forms_out: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    employers: tuple[str, ...] = ()
    orientation: bool = True
    min_weeks: float = 0
    weeks: Literal["planned", "actual"] = "planned"
    pay: Literal["any", "recorded"] = "any"
    no_show: bool = False
    finished: bool = False

    def name(self, language: str) -> str:
        return self.nl if language == "nl" else self.en

    def text(self, language: str) -> str:
        return self.text_nl if language == "nl" else self.text_en

    @property
    def adds_up(self) -> bool:
        """Whether the figures of parts can be added to that of the whole."""
        return self.of != "persons" and self.date != "active"


def measure(entry: Mapping[str, Any], codes: Mapping[str, frozenset[str]]) -> Measure:
    """Read one definition; `codes` are the codes of each list. Errors: BadMeasure."""
    known = {each.name: each for each in fields(Measure)}
    for key in entry:
        if key not in known:
            raise BadMeasure(
                _("{key} is not a parameter; known are {known}").format(key=key, known=", ".join(known))
            )
    for name, each in known.items():
        if name not in entry and each.default is MISSING:
            raise BadMeasure(_("{key} is missing").format(key=name))
    values = {name: _value(name, known[name].type, value, codes) for name, value in entry.items()}
    found = Measure(**values)
    if found.of not in DATES:
        raise _choose("of", found.of, DATES)
    if found.date not in DATES[found.of]:
        raise _choose("date", found.date, DATES[found.of])
    return found


def _value(name: str, kind: Any, value: Any, codes: Mapping[str, frozenset[str]]) -> Any:
    if name in CODES:
        return _codes(name, value, codes)
    choices = get_args(kind)
    if choices and all(isinstance(each, str) for each in choices) and value not in choices:
        raise _choose(name, value, choices)
    if kind in _WORDS and not _is_a(kind, value):
        raise BadMeasure(
            _("{key} = {value}: write {wanted}").format(key=name, value=value, wanted=_(_WORDS[kind]))
        )
    return value


def _is_a(kind: type, value: Any) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _choose(name: str, value: Any, choices: Iterable[str]) -> BadMeasure:
    return BadMeasure(
        _('{key} = "{value}": write one of {choices}').format(
            key=name, value=value, choices=", ".join(choices)
        )
    )


def _codes(name: str, value: Any, codes: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadMeasure(_('{key}: write a list of codes, such as ["bis"]').format(key=name))
    among = CODES[name]
    unknown = [each for each in value if among and each not in codes[among]]
    if unknown:
        raise BadMeasure(
            _("{key}: {value} is not a code of {list}").format(key=name, value=", ".join(unknown), list=among)
        )
    return tuple(value)


@dataclass(frozen=True, slots=True)
class Span:
    """A column of a figure: days from the first up to and including the last, and what it is called."""

    label: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def year_span(year: int, kind: Year) -> Span:
    """The year that begins in this calendar year."""
    month = FIRST_MONTH[kind]
    if month == 1:
        return Span(str(year), date(year, 1, 1), date(year, 12, 31))
    last = date.fromordinal(date(year + 1, month, 1).toordinal() - 1)
    return Span(f"{year}-{year + 1}", date(year, month, 1), last)


def year_of(day: date, kind: Year) -> int:
    """The calendar year in which the year of this day began."""
    return day.year - (day.month < FIRST_MONTH[kind])


def years(until: int, count: int, kind: Year) -> tuple[Span, ...]:
    return tuple(year_span(year, kind) for year in range(until - count + 1, until + 1))


def months(year: int, kind: Year = "calendar") -> tuple[Span, ...]:
    """The twelve months of a year."""
    whole, found = year_span(year, kind), []
    first = whole.first
    while first <= whole.last:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        found.append(Span(f"{first:%Y-%m}", first, date.fromordinal(following.toordinal() - 1)))
        first = following
    return tuple(found)


class Told(NamedTuple):
    """How many departments told all their internships of a span, and how many there were."""

    all: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.all == self.of


@dataclass(frozen=True, slots=True)
class Figure:
    """A table of numbers with everything that is needed to defend it."""

    measure: Measure
    by: str
    """The dimension of the rows; empty where there is only the whole."""
    spans: tuple[Span, ...]
    as_of: date
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]
    """Code, name and a number for each span; the unknown has an empty code and comes last."""
    total: tuple[int, ...]
    left_out: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By reason."""
    coverage: tuple[Told, ...] = ()
    """For each span, of what departments tell the desk; empty for what comes by mail."""
    since: date | None = None
    """The day on which the desk began, where a span is earlier and mail is counted."""
