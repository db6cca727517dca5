"""Dates, months, weeks and school years as people write them in Dutch, French, English and German."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, Literal

from stagedesk.mail.words import listed

_NAMES: Final = (
    "januari januar january janvier janv jan",
    "februari februar february fevrier fevr febr fev feb",
    "maart marz maerz march mars mrt",
    "april avril avr apr",
    "mei mai may",
    "juni juin june jun",
    "juli juillet july juil jul",
    "augustus august aout aug",
    "september septembre sept sep",
    "oktober october octobre okt oct",
    "november novembre nov",
    "december decembre dezember dec dez",
)
MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_SHORT: Final = frozenset(
    listed("jan janv feb febr fev fevr mrt avr apr jun jul juil aug sept sep okt oct nov dec dez")
)
_ENGLISH: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "maandag maandagen ma lundi lun monday mon montag",
            "dinsdag dinsdagen di mardi tuesday tue dienstag",
            "woensdag woensdagen wo woe mercredi wednesday wed mittwoch",
            "donderdag donderdagen do jeudi thursday thu donnerstag",
            "vrijdag vrijdagen vr vrij vendredi friday fri freitag",
            "zaterdag zaterdagen za samedi saturday sat samstag",
            "zondag zondagen zo dimanche sunday sun sonntag",
        )
    )
    for name in names.split()
}
WEEKDAY: Final = (
    r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|(?:ma|di|wo|woe|do|vr|vrij|za|zo|lun|mar|mer|jeu|ven)\.?)"
)
_ORDINAL: Final = r"(?:ste|de|er|st|nd|rd|th|e)?"
CONNECTOR: Final = (
    r"(?:tot en met|tot aan|tot|t/m|t\.?e\.?m\.?|tm|until|till|through|thru|to|jusque|jusqu'(?:au|a|en"
    r"|a la fin)"
    r"|au|a|bis(?: zum)?|--?>?|en|et|and|und|&)"
)
Precision = Literal["day", "week", "month", "semester", "school year"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text that names a day, week or longer time; the year may still be unknown."""

    start: int
    end: int
    precision: Precision
    month: int = 0
    day: int = 0
    year: int = 0
    edge: str = ""
    """begin, half or end of a month."""
    first_day: int = 0
    """The other end of "2 tot 13 maart", or the first of "5, 12 en 19 maart"."""
    joined_by: str = ""
    """What stands between the two."""
    number: int = 0
    """Of a week or a semester."""


_ISO: Final = re.compile(r"(?<!\d)((?:20|19)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NUMERIC: Final = re.compile(
    r"(?<![\d/.,:])(\d{1,2})([/.-])(\d{1,2})(?:\2((?:20|19)\d\d|\d\d))?(?!\d|/\d|\.\d|[a-z])"
)
_DOTTED: Final = re.compile(
    r"(?<![\d/.,:])(\d{1,2})\.(0[1-9]|1[0-2])\s?(?:tot(?: en met)?|t/m|tem|t\.e\.m\.|-|au|bis|until|to)"
    r"\s?(\d{1,2})\.(0[1-9]|1[0-2])(?!\d|\.\d|\s?(?:u\b|uur|h\b|eur))"
)
_DAY_MONTH: Final = re.compile(
    rf"(?<![\d/.,:])(\d{{1,2}}){_ORDINAL}\.?\s{{0,2}}(?:of "
    rf"|de )?([a-z]{{3,9}})\b\.?(?:,?\s{{0,2}}(?:van )?((?:20|19)\d\d|'\d\d)(?!\d))?"
)
_MONTH_DAY: Final = re.compile(
    rf"\b({_ENGLISH})\s+(\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:\s{0,2}(-|to|until|through|and)\s{0,2}(\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s+(20\d\d)(?!\d)"
    r"|(?!\s{0,2}(?:weken|weeks|uur|uren|u\b|h\b|hours|dagen|days|semaines|heures|maanden|%|:\d|\.\d|\d|/"
    r"|st\b)))"
)
_MONTH: Final = re.compile(r"\b([a-z]{3,9})\b(?:\.?\s(?:van |of |de )?(20\d\d|'\d\d)(?!\d))?")
_TO: Final = r"\.?\s?(?:-|t/m|tot|tem|t\.e\.m\.)\s?"
_TO_MONTH: Final = re.compile(rf"{_TO}([a-z]{{3,9}})\b")
_FROM_MONTH: Final = re.compile(rf"\b([a-z]{{3,9}}){_TO}$")
_EDGE: Final = re.compile(
    r"(?:\b(?P<begin>begin|start|aanvang|early|(?:the )?beginning|debut|anfang)|(?P<half>half|medio|midden"
    r"|mid|mi|mitte)|(?P<end>eind|einde|late|(?:the )?end|fin|ende))[\s-]{1,2}(?:van |of |de |d')?$"
)
_HEAD: Final = re.compile(
    rf"(?<![\d/.,:'])((?:\d{{1,2}}{_ORDINAL}\s{{0,2}},\s{{0,2}}){{0,7}}\d{{1,2}}){_ORDINAL}\.?"
    rf"\s{{0,2}}({CONNECTOR})\s{{0,2}}(?:met\s)?(?:le\s|{WEEKDAY}\s)?$"
)
_WEEK_NUMBER: Final = re.compile(
    r"\b(?:week|weken|weeks|semaines?|kw|wk|kalenderweek)\s{1,2}(?:nr\.?\s|n°\s)?(\d{1,2})\b"
    rf"(?:\s{{0,2}}{CONNECTOR}\s{{0,2}}(?:met\s)?(?:week\s|semaine\s)?(\d{{1,2}})\b)?(?!\s?(?:uur|u\b|dagen"
    rf"|heures|hours|[/.]\d|[a-z]))"
)
_SCHOOL_YEAR: Final = re.compile(r"(?<![\d/-])(20\d\d)\s?[-/]\s?(?:20)?(\d\d)(?![\d/-])")
_SEMESTER: Final = re.compile(
    r"\b(?:(eerste|1ste|1e|1st|first|premier|1er|1)|(tweede|2de|2e|2nd|second|deuxieme|2eme"
    r"|2)) ?(?:semester|semestre|sem)\b|\b(?:semester|semestre|sem)\.? ?(?:(1|i)|(2|ii))\b"
    r"|\bs(?:(1)|(2))(?= (?:van )?(?:20\d\d|\d\d-\d\d))"
)
_BEFORE_NUMERIC: Final = re.compile(
    rf"(?:\b(?:van|vanaf|tot|met|op|voor|tegen|tussen|en|of|du|au|le|des|entre|et|from|to|until|on|by"
    rf"|between|and|vom|bis|am|start|starten|begin|einde|eind|periode|datum|startdatum|einddatum|uiterlijk"
    rf"|laatste|t/m|tem|{WEEKDAY})|t\.e\.m\.|[:(]|[\d\s]-)\s{{0,3}}$"
)
_AFTER_FRACTION: Final = re.compile(
    r"\s?(?:de\b|e\b|'?s\b|tewerk|regime|tijds|werk|time|temps|van de|ste\b|punten|op)"
)
_FRACTION_OF: Final = re.compile(r"\b(?:tewerkst\w*|regime|deeltijds|werkt?|werken)\s(?:van\s|aan\s)?$")
_HEAD_ROOM: Final = 48
_MOST: Final = 40
_HOURS_OF_A_DAY: Final = 24


def mentions(folded: str) -> list[Mention]:
    """The first of them in the order of the text, none overlapping; the most exact reading wins."""
    free = bytearray(b"\1") * len(folded)
    found: list[Mention] = []
    for read in (_iso, _numeric, _dotted, _month_day, _day_month, _school_years, _weeks, _semesters, _months):
        for mention in islice(read(folded), _MOST):
            if all(free[mention.start : mention.end]):
                free[mention.start : mention.end] = bytes(mention.end - mention.start)
                found.append(mention)
    possible = (m for m in found if m.precision != "day" or m.day)
    return sorted(possible, key=lambda mention: mention.start)[:_MOST]


def _iso(text: str) -> Iterator[Mention]:
    for match in _ISO.finditer(text):
        year, month, day = map(int, match.groups())
        if is_possible(year, month, day):
            yield Mention(match.start(), match.end(), "day", month, day, year)


def _numeric(text: str) -> Iterator[Mention]:
    for match in _NUMERIC.finditer(text):
        day, month, year = int(match[1]), int(match[3]), _year(match[4])
        if not is_possible(year or 2000, month, day):
            continue
        if not year and (match[2] != "/" or not _is_date_here(text, match)):
            continue
        yield _with_head(text, Mention(match.start(), match.end(), "day", month, day, year))


def _dotted(text: str) -> Iterator[Mention]:
    """22.03 tot 26.03 without years: dates where one of the two cannot be a time of the clock."""
    for match in _DOTTED.finditer(text):
        days = int(match[1]), int(match[3])
        for day, place in zip(days, (1, 3), strict=True):
            if max(days) >= _HOURS_OF_A_DAY and is_possible(2000, int(match[place + 1]), day):
                yield Mention(match.start(place), match.end(place + 1), "day", int(match[place + 1]), day)


def _is_date_here(text: str, match: re.Match[str]) -> bool:
    """3/5 is also a fraction: without a year it takes a word before it that asks for a date."""
    before = text[max(0, match.start() - 24) : match.start()]
    after = text[match.end() : match.end() + 12]
    joined = re.match(r"\s?(?:-|tot|t/m|t\.?e\.?m|au|to|until)\s?\.?\s?\d{1,2}/\d", after)
    if _FRACTION_OF.search(before) or _AFTER_FRACTION.match(after):
        return False
    return bool(joined or _BEFORE_NUMERIC.search(before))


def _day_month(text: str) -> Iterator[Mention]:
    for match in _DAY_MONTH.finditer(text):
        month, day, year = MONTHS.get(match[2], 0), int(match[1]), _year(match[3])
        if month and not is_possible(year or 2000, month, day):
            yield Mention(match.start(), match.end(), "day")
        elif month:
            yield _with_head(text, Mention(match.start(), match.end(), "day", month, day, year))


def _with_head(text: str, mention: Mention) -> Mention:
    """With the days before it that share its month: "2 tot" or "5, 12 en"."""
    from_place = max(0, mention.start - _HEAD_ROOM)
    head = _HEAD.search(text[from_place : mention.start])
    if not head:
        return mention
    days = [int(day) for day in re.findall(r"\d{1,2}", head[1])]
    if not all(1 <= day < mention.day for day in days):
        return mention
    joined_by = "list" if len(days) > 1 else head[2]
    return _replaced(mention, start=from_place + head.start(), first_day=min(days), joined_by=joined_by)


def _replaced(mention: Mention, *, start: int, first_day: int, joined_by: str) -> Mention:
    return Mention(
        start, mention.end, "day", mention.month, mention.day, mention.year, "", first_day, joined_by
    )


def _month_day(text: str) -> Iterator[Mention]:
    for match in _MONTH_DAY.finditer(text):
        month, year = MONTHS[match[1]], _year(match[5])
        days = [int(day) for day in (match[2], match[4]) if day]
        if not all(is_possible(year or 2000, month, day) for day in days):
            continue
        first, joined_by = (days[0], match[3]) if len(days) == 2 else (0, "")
        yield Mention(match.start(), match.end(), "day", month, days[-1], year, "", first, joined_by)


def _months(text: str) -> Iterator[Mention]:
    for match in _MONTH.finditer(text):
        month = MONTHS.get(match[1])
        if (
            not month
            or (match[1] in _SHORT and not match[2] and not _is_joined(text, match))
            or (match[1] == "may" and not _may_be_a_month(text, match))
        ):
            continue
        from_place = max(0, match.start() - 18)
        edge = _EDGE.search(text[from_place : match.start()])
        start = from_place + edge.start() if edge else match.start()
        name = (edge.lastgroup or "") if edge else ""
        yield Mention(start, match.end(), "month", month, 0, _year(match[2]), name)


def _is_joined(text: str, match: re.Match[str]) -> bool:
    """A shortened month without a year counts beside another one: "feb - juni"."""
    after = _TO_MONTH.match(text, match.end())
    before = _FROM_MONTH.search(text, max(0, match.start() - 16), match.start())
    return any(beside is not None and beside[1] in MONTHS for beside in (after, before))


def _may_be_a_month(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    return bool(
        match[2]
        or re.search(r"\b(?:in|from|until|till|to|of|end|early|mid|late|by|and|through|for|-)\s?$", before)
    )


def _weeks(text: str) -> Iterator[Mention]:
    for match in _WEEK_NUMBER.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1])
        if 1 <= first <= last <= 53:
            yield Mention(match.start(), match.end(), "week", first_day=first, number=last)


def _school_years(text: str) -> Iterator[Mention]:
    for match in _SCHOOL_YEAR.finditer(text):
        first = int(match[1])
        if (first + 1) % 100 == int(match[2]):
            yield Mention(match.start(), match.end(), "school year", year=first)


def _semesters(text: str) -> Iterator[Mention]:
    for match in _SEMESTER.finditer(text):
        yield Mention(
            match.start(), match.end(), "semester", number=1 if match[1] or match[3] or match[5] else 2
        )


def _year(written: str | None) -> int:
    if not written:
        return 0
    digits = int(written.lstrip("'"))
    return digits if digits > 99 else digits + (2000 if digits < 50 else 1900)


def is_possible(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def last_of_month(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Friday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=4)
