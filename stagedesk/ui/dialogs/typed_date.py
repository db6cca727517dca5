"""A date as a clerk types it: 20/5, 20 mei, 2026-05-20, vrijdag, +3, over 2 weken."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\.? ?([a-zé]{3,})\.?(?: (\d{4}|\d{2}))?")
_AHEAD = re.compile(r"\+ ?(\d{1,3})")
_UNITS = "d|dag|dagen|days?|w|week|weken|weeks|m|maand|maanden|months?"
_SPAN = re.compile(rf"(?:\+|over|in) ?(\d{{1,3}}) ?({_UNITS})")

_MONTHS = (
    "januari january",
    "februari february",
    "maart march mrt",
    "april",
    "mei may",
    "juni june",
    "juli july",
    "augustus august",
    "september",
    "oktober october",
    "november",
    "december",
)
_DAYS = (
    "maandag monday",
    "dinsdag tuesday",
    "woensdag wednesday",
    "donderdag thursday",
    "vrijdag friday",
    "zaterdag saturday",
    "zondag sunday",
)
_NAMED = {"today": 0, "vandaag": 0, "tomorrow": 1, "morgen": 1, "overmorgen": 2}


def typed_date(text: str, today: date) -> date | None:
    """The day that was meant, in the coming year where no year is typed; None when it cannot be told."""
    words = " ".join(text.casefold().split())
    if words in _NAMED:
        return today + timedelta(_NAMED[words])
    if match := _AHEAD.fullmatch(words):
        return today + timedelta(int(match[1]))
    if match := _SPAN.fullmatch(words):
        return _later(today, int(match[1]), match[2][0])
    if match := _ISO.fullmatch(words):
        return _a_date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(words):
        return _coming(int(match[1]), int(match[2]), match[3], today)
    if match := _WORDS.fullmatch(words):
        return _coming(int(match[1]), _month(match[2]), match[3], today)
    return _weekday(words, today)


def _later(today: date, count: int, unit: str) -> date:
    """So many days, weeks or months on; in a month that is too short its last day."""
    if unit != "m":
        return today + timedelta(count * (7 if unit == "w" else 1))
    years, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(years, month + 1, min(today.day, calendar.monthrange(years, month + 1)[1]))


def _coming(day: int, month: int, year: str | None, today: date) -> date | None:
    """The day in this year, or in the next when it is over already."""
    if year:
        return _a_date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _a_date(today.year, month, day)
    return found if found and found >= today else _a_date(today.year + 1, month, day)


def _a_date(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _month(word: str) -> int:
    """Its number, from three letters on; 0, which is no month, when it has no such name."""
    place = _place(word, _MONTHS) if len(word) >= 3 else None
    return 0 if place is None else place + 1


def _weekday(word: str, today: date) -> date | None:
    """The next day of that name, from two letters on; never today."""
    place = _place(word, _DAYS) if len(word) >= 2 else None
    return None if place is None else today + timedelta((place - today.weekday() - 1) % 7 + 1)


def _place(word: str, names: Sequence[str]) -> int | None:
    """Which of these is called so, when exactly one is."""
    found = [place for place, both in enumerate(names) if any(name.startswith(word) for name in both.split())]
    return found[0] if len(found) == 1 else None
