"""A first proposal for a year's closing days; the supervisor's own list is what counts afterwards."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stagedesk import assets

Country = Literal["BE", "NL"]
ClosingDay = tuple[date, str, str]

# A public holiday by law and by the library, yet a working day in most Dutch town halls.
_WORKED_IN_TOWN_HALLS = {"BE": frozenset[str](), "NL": frozenset({"Good Friday"})}


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on which the city itself closes every year, on top of the public holidays."""

    month: int
    day: int
    nl: str
    en: str

    def in_year(self, year: int) -> date | None:
        try:
            return date(year, self.month, self.day)
        except ValueError:  # 29 February
            return None


def closing_days(
    year: int, country: Country = "BE", own_days: Iterable[OwnDay] | None = None
) -> list[ClosingDay]:
    """Propose date, Dutch name and English name of every closing day, in order, each date once.

    Days at the weekend are there too: the supervisor decides on the day that replaces them. Without
    `own_days` the shipped list is used, which is that of Flemish local government.
    """
    if own_days is None:
        own_days = shipped_own_days() if country == "BE" else ()
    found: dict[date, ClosingDay] = {}
    for own in own_days:
        if on := own.in_year(year):
            found[on] = (on, own.nl, own.en)
    for holiday in _public_holidays(year, country):
        found[holiday[0]] = holiday
    return sorted(found.values())


def shipped_own_days() -> tuple[OwnDay, ...]:
    with assets.data("closing_days.toml").open("rb") as source:
        return tuple(OwnDay(**day) for day in tomllib.load(source)["day"])


def _public_holidays(year: int, country: Country) -> list[ClosingDay]:
    from holidays import country_holidays  # takes a while, and only once a year

    dutch = country_holidays(country, years=year, language="nl")
    english = country_holidays(country, years=year, language="en_US")
    worked = _WORKED_IN_TOWN_HALLS[country]
    return [(on, dutch[on], name) for on, name in english.items() if name not in worked]
