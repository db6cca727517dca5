"""By when an answer is wanted, when somebody was born, and until when an answer is promised."""

import re
from datetime import date, timedelta
from typing import Final

from stagedesk.mail.extract.facts_dates import WEEKDAY, WEEKDAYS, Mention, last_of_month, week_of
from stagedesk.mail.extract.facts_reader import DateReader, Day
from stagedesk.mail.words import Span

_BORN: Final = re.compile(
    r"(?:\b(?:geboren|geboortedatum|geb\.?|nee?|date de naissance|born|date of birth|dob|geboren am"
    r"|birth ?date)(?: (?:op|le|on|te \w+ op|am|is))?|°)\s?[:(]?\s{0,2}$"
)
_STRONG: Final = (
    r"uiterlijk(?: op| tegen| voor| binnen)?|ten laatste(?: op| tegen)?|laatst op|deadline\b[^.!?\n]{0,30}?"
    r"|uiterste (?:inlever|indien)?datum(?: is|:| van)*|au plus tard(?: le| pour le)?|date limite(?: est|:"
    r"| est fixee au)*(?: le)?|(?:no|not) later than|at the latest(?: by| on)?|bis spatestens"
    r"|spatestens(?: am| bis)?"
)
_DUE: Final = re.compile(
    rf"\b(?:(?P<strong>{_STRONG}|(?:heb|hebben|heeft|krijg|krijgen) (?:ik |we |wij |hij |ze "
    rf"|zij )?(?:nog )?tot)|voor|tegen|avant(?: le)?|d'ici(?: le| au)?|pour le|before|by"
    rf"|bis(?: zum)?)\s{{0,2}}(?:het |de |le |the |ten laatste |op |eind )?(?:{WEEKDAY},?\s{{1,2}})?$"
)
_AFTERWARDS: Final = re.compile(r"\s{0,2}\(?(?:ten laatste|uiterlijk|au plus tard|at the latest)\b")
_WANTED: Final = re.compile(
    r"\b(?:antwoord\w*|reactie|reageren|bevestig\w*|weten|nieuws|bericht|bescheid|uitsluitsel"
    r"|terugkoppeling|horen|vernemen|doorgeven|door te geven|bezorg\w*|in ?dienen|ingediend|inleveren"
    r"|ingeleverd|document\w*|verwacht\w*|binnen(?:brengen| zijn)|registre\w*|vast ?(?:leggen|liggen"
    r"|hebben)|vastgelegd|gevonden|vinden|contract\w*|\w*overeenkomst\w*|onderteken\w*|liefst|graag|gelieve"
    r"|beslis\w*|reponse|repondre|confirm\w*|trouve\w*|remettre|convention|signee?|answer|reply|know|hear"
    r"|decision|submit\w*|find|found|agreement|signed|deadline|rond|in orde|opgeven|op te geven|aub|a\.u\.b"
    r"|svp|please|weet)\b"
)
_NOT_WANTED: Final = re.compile(
    r"\b(?:afgerond|afronden|afgewerkt|afwerken|beeindigd|gelopen|voltooid|voltooien|starten|aanvangen"
    r"|beginnen|uren gedaan|finish\w*|completed?|terminer|termine)\b"
)
_WEEKDAY_DUE: Final = re.compile(
    r"\b(?:voor|tegen|uiterlijk|ten laatste|by|before|d'ici|avant|pour)\s(?:op |deze |komende |aanstaande "
    r"|this |coming |ce )?(maandag|dinsdag|woensdag|donderdag|vrijdag|lundi|mardi|mercredi|jeudi|vendredi"
    r"|monday|tuesday|wednesday|thursday|friday)\b(?!\s{0,2}(?:\d|volgende))"
)
_MONTH_END: Final = re.compile(
    r"\b(?:voor|tegen|uiterlijk|ten laatste|before|by|d'ici|avant)\s(?:het |de |the |la )?(?:eind(?:e)?|fin"
    r"|end) (?:van |of |de |du )?(?:deze |de |this |the |ce )?(?:maand|month|mois)\b"
)
_PROMISED: Final = re.compile(
    r"\b(?:(?:volgende|next|la semaine prochaine) ?(?P<week>week)?|)\s?\b(?P<day>maandag|dinsdag|woensdag"
    r"|donderdag|vrijdag|lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)"
)
_NEXT_WEEK: Final = re.compile(r"\b(?:volgende week|semaine prochaine|next week)\b")
_SHOWN_BEFORE: Final = 60


def is_birth(reader: DateReader, mention: Mention) -> bool:
    return bool(_BORN.search(reader.before(mention)[-40:]))


def born(reader: DateReader) -> Day | None:
    for mention in reader.mentions:
        if mention.precision == "day" and mention.year and is_birth(reader, mention):
            place = Span(mention.start, mention.end)
            return reader.day(date(mention.year, mention.month, mention.day), place)
    return None


def deadline(reader: DateReader) -> Day | None:
    """The earliest day that the writer sets for an answer or for his school's papers."""
    found = [day for mention in reader.mentions if (day := _due(reader, mention))]
    if not found and reader.sent_on:
        return _relative(reader, reader.sent_on)
    return min(found, key=lambda day: day.on, default=None)


def is_due(reader: DateReader, mention: Mention) -> bool:
    """Before "1 maart", "voor" makes a deadline where an answer is asked for, "uiterlijk" always."""
    due = _DUE.search(reader.before(mention)[-80:])
    if mention.first_day or not (due or _AFTERWARDS.match(reader.after(mention, 20))):
        return False
    if mention.precision == "month" and mention.edge != "end":
        return False
    if _NOT_WANTED.search(reader.before(mention)):
        return False
    return bool(not due or due["strong"] or _WANTED.search(reader.sentence_words(mention)))


def _due(reader: DateReader, mention: Mention) -> Day | None:
    if mention.precision not in ("day", "month") or not is_due(reader, mention):
        return None
    found = reader.resolved(mention.month, mention.day or 28, mention.year, slack=timedelta(0))
    if not found or (reader.sent_on and found[0] < reader.sent_on):
        return None
    on, assumed = found
    if not mention.day:
        on, assumed = last_of_month(on.year, on.month), (*assumed, "end of the month")
    start = max(reader.sentence(mention).start, mention.start - _SHOWN_BEFORE)
    return reader.day(on, Span(start, mention.end), assumed)


def _relative(reader: DateReader, sent_on: date) -> Day | None:
    """Such as "tegen vrijdag" and "voor het einde van de maand"."""
    for pattern in (_WEEKDAY_DUE, _MONTH_END):
        for match in pattern.finditer(reader.plain):
            start = max(reader.plain.rfind("\n", 0, match.start()) + 1, match.start() - 80)
            around = reader.plain[start : match.end() + 60]
            if not _WANTED.search(around) or _NOT_WANTED.search(around):
                continue
            if pattern is _WEEKDAY_DUE:
                return reader.day(_coming(sent_on, WEEKDAYS[match[1]]), Span(*match.span()), ("weekday",))
            on = last_of_month(sent_on.year, sent_on.month)
            return reader.day(on, Span(*match.span()), ("end of the month",))
    return None


def _coming(sent_on: date, weekday: int) -> date:
    return sent_on + timedelta(days=(weekday - sent_on.weekday() - 1) % 7 + 1)


def read_until(text: str, sent_on: date) -> date | None:
    """The first coming day that a promise of an answer names."""
    reader = DateReader(text, sent_on)
    for mention in reader.mentions:
        if mention.precision == "day" and (
            found := reader.resolved(mention.month, mention.day, mention.year)
        ):
            return found[0] if found[0] >= sent_on else None
    next_week = week_of(sent_on + timedelta(days=7))
    if days := _PROMISED.search(reader.plain):
        weekday = WEEKDAYS[days["day"]]
        return next_week[0] + timedelta(days=weekday) if days["week"] else _coming(sent_on, weekday)
    return next_week[1] if _NEXT_WEEK.search(reader.plain) else None
