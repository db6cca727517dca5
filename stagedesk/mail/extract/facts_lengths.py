"""How long an internship is said to last, in weeks or months, and the last day that makes."""

import re
from datetime import date, timedelta
from typing import Final

from stagedesk.mail.extract.facts_dates import last_of_month
from stagedesk.mail.extract.facts_reader import DateReader
from stagedesk.mail.words import Found, snippet

_DURATION: Final = re.compile(
    r"(?<![\d/.,-])(\d{1,2}|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien"
    r"|vijftien|zestien|twintig|un|deux|trois|quatre|cinq|six|sept|huit|dix|douze|two|three|four|five|seven"
    r"|eight|nine|ten|twelve)(?:\s?(?:-|a|tot|of|to|ou|or)\s?(\d{1,2}))?[\s-]{1,2}(?:volle |opeenvolgende "
    r"|aaneensluitende |aansluitende |volledige |full |consecutive )?(weken|week|weeks|semaines?|wochen"
    r"|maanden|maand|months?|mois)\b(?! geleden| ago|\s(?:voor|op voorhand|verlof|vakantie|later))"
)
_NOT_A_LENGTH: Final = re.compile(
    r"\b(?:per|binnen|over|om de|elke|laatste|afgelopen|na|dans|within|every|uur|heures?|hours?|dagen?|uren"
    r"|u|h|days?|jours?|x)\s{0,2}(?:de |een |les )?$"
)
NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            *("een un", "twee deux two", "drie trois three", "vier quatre four", "vijf cinq five", "zes six"),
            *("zeven sept seven", "acht huit eight", "negen neuf nine", "tien dix ten", "elf onze eleven"),
            *("twaalf douze twelve", "dertien", "veertien", "vijftien quinze", "zestien"),
        ),
        1,
    )
    for word in words.split()
} | {"twintig": 20, "vingt": 20}
_SURELY_ONE: Final = re.compile(r"\b(?:gedurende|pendant|for|van|voor|duurt)\s$")


def length(reader: DateReader) -> Found[tuple[int, str]] | None:
    """The one length that the text names; a choice or two different ones are none."""
    found: dict[tuple[int, str], str] = {}
    for match in _DURATION.finditer(reader.plain):
        before = reader.plain[max(0, match.start() - 24) : match.start()]
        if match[2]:
            return None
        if _NOT_A_LENGTH.search(before) or (match[1] in ("een", "un") and not _SURELY_ONE.search(before)):
            continue
        number = int(match[1]) if match[1].isdigit() else NUMBERS.get(match[1], 0)
        unit = "months" if match[3].startswith(("maand", "month", "mois")) else "weeks"
        if number:
            found.setdefault((number, unit), snippet(reader.text, *match.span()))
    return Found(*next(iter(found.items()))) if len(found) == 1 else None


def last_day(start: date, number: int, unit: str) -> date:
    """Weeks end on their last weekday, months the day before they are full."""
    if unit == "months":
        month = start.month - 1 + number
        year, month = start.year + month // 12, month % 12 + 1
        day = min(start.day, last_of_month(year, month).day)
        return date(year, month, day) - timedelta(days=1)
    end = start + timedelta(days=7 * number - 1)
    return end - timedelta(days=max(0, end.weekday() - 4))
