"""How many hours, and on which days of the week."""

import re
from typing import Final

from stagedesk.mail.extract.facts_dates import WEEKDAYS
from stagedesk.mail.words import Found, sentences, snippet

_HOUR: Final = r"(?:stage)?(?:uur|uren|u\.?|h|heures?|hours?|hrs|stunden)"
_PER_WEEK: Final = re.compile(
    rf"(?<![\d.,/:])(\d{{1,2}}(?:[.,]\d{{1,2}})?)(\s?(?:-|à|a|tot|to)\s?\d{{1,2}})?[\s-]?{_HOUR}\s?(?:/|per"
    rf"|par|a|each|p\.?/?|in de|de)\s?(?:week|w\b|wk|semaine|werkweek)"
    r"|(?<![\d.,/:])(\d{1,2})-(?:urige?|uren) ?(?:werk)?week"
    r"|\b(?:uren|uur|hours|heures) ?(?:per|par|/) ?(?:week|semaine)\s{0,3}[:=]\s{0,3}(\d{1,2})\b"
    rf"|\b\d{{1,2}} we(?:ken|eks) (?:a|van|x|@|at|of) (\d{{1,2}}) ?{_HOUR}\b"
)
_TOTAL: Final = re.compile(
    rf"(?<![\d.,/:+-])(\d{{2,4}})(\s?(?:-|à|a|tot|of|to|ou|en|et"
    rf"|and)\s?\d{{2,4}})?[\s-]{{0,2}}{_HOUR}(?![\w])"
    r"(?!\s?(?:/|per|par|a|de|in de|p\.?/?)\s?(?:week|w\b|wk|dag|jour|day|semaine))"
)
_LABELLED: Final = re.compile(
    r"\b(?:aantal (?:stage)?uren|totaal aantal uren|urenaantal|stage-?uren|uren stage|nombre d'heures"
    r"|number of hours|total hours|uren)\s{0,3}[:=]\s{0,3}(\d{2,4})\b"
)
_CLOCK: Final = re.compile(
    r"\b(?:om|vanaf|tot|tegen|rond|van|a|at|from|until|vers|tussen|omstreeks|na|voor)\s?$"
)
_TOTAL_BEFORE: Final = re.compile(
    r"\b(?:stage van|totaal(?: van)?|minstens|minimum|minimaal|verplichte?|stage de|internship of|total of"
    r"|van|moet(?: ik)?|lopen:?|doen:?)\s?$"
)
_TOTAL_AFTER: Final = re.compile(
    r"\s?(?:stage|lopen|doen|in totaal|de stage|of internship|te doen|te lopen|volbrengen|presteren)\b"
)
_SURELY_TOTAL: Final = 41
_WEEKDAY: Final = re.compile(
    r"\b(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|maandagen|dinsdagen|woensdagen"
    r"|donderdagen|vrijdagen|lundis?|mardis?|mercredis?|jeudis?|vendredis?|mondays?|tuesdays?|wednesdays?"
    r"|thursdays?|fridays?)(?:voormiddag|namiddag|middag|morgen|ochtend|avond|en)?s?\b"
)
_SHORT_DAYS: Final = re.compile(
    r"\b(?:(?:ma|di|wo|woe|do|vr|vrij)\b\.?\s?(?:,|/|\+|&|-|en|t/m|tot)\s?){1,4}(?:ma|di|wo|woe|do|vr"
    r"|vrij)\b(?!\s?\d)"
)
_RANGE: Final = re.compile(r"\s?(?:t/m|tot en met|tot|t\.?e\.?m\.?|-|to|through|au|until)\s?$")
_DATE_AFTER: Final = re.compile(
    r"\s?,?\s?(?:le |de )?\d{1,2}(?!\d|\s?(?:uur|uren|u\b|h\b|weken|dagen|heures|hours))"
)
_DATE_BEFORE: Final = re.compile(r"\d\s?$")
_WORK: Final = re.compile(
    r"\b(?:\w{0,14}stage\w*|werk\w*|beschikbaar|elke|iedere|telkens|wekelijks|steeds|dagen|halve|kan|komen"
    r"|lopen"
    r"|uur|chaque|tous|disponible|every|available|work\w*|leerwerkplek|bpv|plaats)\b"
)
_NOT_WORK: Final = re.compile(
    r"\b(?:les|lessen|naar school|op school|school op|vergadering|gesprek|afspraak|langs\w*|bellen"
    r"|antwoord\w*|bezoek\w*|laten weten|deadline|uiterlijk|tegen|niet|geen|behalve|vorige?|afwezig|cours"
    r"|classes|except|sauf|not|meeting|call|ten laatste|infodag|gebeld|telefoon\w*)\b"
)
_REGULAR: Final = re.compile(
    r"\b(?:elke|iedere|gedurende|telkens|wekelijks|steeds|enkel|alleen|beschikbaar|dagen|halve dag\w*"
    r"|per week|chaque"
    r"|tous les|every|week|weekly|only)\b"
)
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours_per_week(plain: str) -> Found[float] | None:
    found: dict[float, str] = {}
    for match in _PER_WEEK.finditer(plain):
        if match[2]:
            return None
        number = float((match[1] or match[3] or match[4] or match[5]).replace(",", "."))
        if 2 <= number <= 48:
            found.setdefault(number, snippet(plain, *match.span()))
    return _only(found)


def hours_total(plain: str) -> Found[float] | None:
    """One total; a time of the clock, a week's hours or two different numbers are none."""
    found: dict[float, str] = {float(m[1]): snippet(plain, *m.span()) for m in _LABELLED.finditer(plain)}
    if found:
        return _only(found)
    for match in _TOTAL.finditer(plain):
        if match[2]:
            return None
        number = int(match[1])
        before, after = (
            plain[max(0, match.start() - 24) : match.start()],
            plain[match.end() : match.end() + 16],
        )
        is_clock = number <= 24 and _CLOCK.search(before)
        said = _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after)
        if not is_clock and number <= 2500 and (number >= _SURELY_TOTAL or said):
            found.setdefault(float(number), snippet(plain, *match.span()))
    return _only(found)


def _only(found: dict[float, str]) -> Found[float] | None:
    return Found(*next(iter(found.items()))) if len(found) == 1 else None


def weekdays(text: str, plain: str) -> Found[tuple[str, ...]] | None:
    """Fixed days of the week, where a sentence about the work names them and no date follows."""
    if short := _SHORT_DAYS.search(plain):
        names = re.findall(r"[a-z]{2,4}", re.sub(r"\b(?:en|tot|t/m)\b", " ", short.group()))
        numbers = sorted({WEEKDAYS[name] for name in names if name in WEEKDAYS})
        if re.search(r"-|t/m|tot", short.group()) and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        return Found(tuple(DAYS[number] for number in numbers), snippet(text, *short.span()))
    if not _WEEKDAY.search(plain):
        return None
    for bounds in sentences(text):
        if found := _in_sentence(plain[bounds.start : bounds.end]):
            days, first, last = found
            return Found(days, snippet(text, bounds.start + first, bounds.start + last))
    return None


def _in_sentence(sentence: str) -> tuple[tuple[str, ...], int, int] | None:
    named = [
        match
        for match in _WEEKDAY.finditer(sentence)
        if not _DATE_AFTER.match(sentence, match.end()) and not _DATE_BEFORE.search(sentence[: match.start()])
    ]
    if not named or not _WORK.search(sentence) or _NOT_WORK.search(sentence):
        return None
    if len(named) == 1 and (not _REGULAR.search(sentence) or sentence[: named[0].start()].endswith("voor ")):
        return None
    days: set[int] = set()
    for place, match in enumerate(named):
        day = _number(match[1])
        if place and _RANGE.match(sentence[named[place - 1].end() : match.start()]):
            days.update(range(_number(named[place - 1][1]), day + 1))
        days.add(day)
    return tuple(DAYS[day] for day in sorted(days)), named[0].start(), named[-1].end()


def _number(name: str) -> int:
    return WEEKDAYS[name] if name in WEEKDAYS else WEEKDAYS[name.rstrip("s").removesuffix("en")]
