"""When the internship is to be and by when an answer is wanted, each with its words and what was assumed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from stagedesk.mail.facts_dates import (
    CONNECTOR,
    WEEKDAY,
    WEEKDAYS,
    Mention,
    is_possible,
    last_of_month,
    mentions,
    week_of,
)
from stagedesk.mail.words import Span, fold, line_number, sentences, snippet


@dataclass(frozen=True, slots=True)
class Period:
    """`assumed` tells what the words did not say: "year 2027", "weeks 12", "month", "semester"."""

    start: date | None
    end: date | None
    because: str
    line: int
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    because: str
    line: int
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    periods: tuple[Period, ...] = ()
    """The blocks of one internship, in their order; empty where alternatives or doubts are left."""
    deadline: Day | None = None
    born: Day | None = None


_BETWEEN: Final = re.compile(r"\b(?:tussen|entre|between|zwischen)\s{1,2}(?:de |het |le |the )?(?:" + WEEKDAY + r"\s)?$")
_GAP: Final = re.compile(
    rf"\s{{0,3}}(?:\([^)\n]{{0,16}}\)\s?)?,?\s{{0,2}}(?:(?:en|and|et)?\s?(?:loopt|duurt|eindigt|ends|se termine|until|gaat)\s)?(?P<how>{CONNECTOR})"
    rf"\s{{0,2}}(?:met\s|het\s|le\s|la\s|the\s|ongeveer\s|circa\s)?(?:{WEEKDAY},?\s{{1,2}})?$"
    r"|[\s,;.)]{0,6}(?:en\s)?(?:eind(?:e|igt|datum)?|end(?: date)?|(?:date de )?fin|tot|ends|laatste dag)(?: (?:is|stage|op|on|van de stage))?\s?[:=]?\s{0,3}$"
)
_OR: Final = re.compile(r"\s{0,3},?\s{0,2}(?:of|ofwel|or|ou|oder)\b")
_NOT_A_RANGE: Final = frozenset(("en", "et", "and", "und", "&"))
_START: Final = re.compile(
    r"\b(?:vanaf|van af|start(?:en|t|datum)?(?: vanaf| op| is| stage| van)?|begin(?:nen|t|datum)?(?: vanaf| op| is)?|aanvang(?: op)?|beschikbaar vanaf"
    r"|a partir d[eu]|a compter du|des|debut(?:ant|er)?(?: le)?|date de debut|from|starting(?: on| from)?|as of|start date|beginning(?: on)?|ab|van)"
    rf"\s?[:=]?\s{{0,2}}(?:het |de |le |the |ongeveer |ten vroegste |l')?(?:{WEEKDAY},?\s{{1,2}})?$"
)
_END: Final = re.compile(
    rf"\b(?:tot(?: en met)?|t/m|t\.?e\.?m\.?|eind(?:e|datum|igt op)?|until|till|jusqu'(?:au|a)|end date|date de fin|bis(?: zum)?)\s?[:=]?\s{{0,2}}"
    rf"(?:het |de |le |the )?(?:{WEEKDAY},?\s{{1,2}})?$"
)
_WEEK_OF: Final = re.compile(rf"(?<!\d\s)\b(?:week|weken|semaines?|weeks?|woche)\s(?:van|du|of|from|vom|die start op|startend op)\s(?:{WEEKDAY}\s)?$")
_DURING: Final = re.compile(
    r"\b(?:in|tijdens|gedurende|during|en|pendant|voor|maand(?:en)?|au mois de|durant|im|for|pour|stage|periode:?|of|throughout|over|heel)\s{1,2}"
    r"(?:de |het |le |the |la |l'|maand |heel |hele |month of |mois de )*$"
)
_ONE_DAY: Final = re.compile(
    r"\b(?:kijkdag\w*|meeloopdag\w*|snuffeldag\w*|observatiedag\w*|stagedag\w*|inleefdag\w*|(?:een|1|enkele) dag(?:je)?|dagje|journee|one day|dag (?:mee|komen)"
    r"|shadow\w*|youca|jobday|dagen)\b"
)
_STAGE: Final = re.compile(
    r"\b(?:\w{0,14}stage\w{0,10}|stagiair\w*|internship|traineeship|placement|praktikum|periodes?|period|blok\w*|beschikbaar"
    r"|disponible|available|aanvraag|bpv|werkplek\w*|werkervaring\w*|alternance|duaal)\b"
)
_ELSE: Final = re.compile(
    r"\b(?:\w{0,10}vakantie\w*|\w{0,8}verlof|vacances|holidays?|\w{0,10}examens?|exams?|blokperiode|studieverlof|feestdag\w*|behalve|uitgezonderd|uitzondering|niet beschikbaar"
    r"|onderbrek\w*|onderbroken|except|sauf|infodag|infomoment|jobbeurs|jobdag|stagebeurs|beurs|gesprek|interview|kennismak\w*|vergadering|afspraak"
    r"|stagebezoek|bezoek|terugkom\w*|bellen|gebeld|belde|telefoon\w*|telefonisch|gemaild|mailde|gestuurd|stuurde|verstuurd|mijn (?:vorige )?mail|uw (?:mail|bericht|brief)"
    r"|brief|schrijven|contact had|presentatie|verdediging|proclamatie|studeer\w* \w* ?af|afgestudeerd|afstuderen|diploma|sinds|depuis|since|vorige|afgelopen|werkte|gewerkt"
    r"|lessen|les|cursus|cours|classes|lectures|semester start|geboren|gesloten|sluit|inschrijving\w*|inschrijven|opleiding (?:loopt|start|begint|duurt)|schooljaar start)\b"
)
_BACK_THEN: Final = re.compile(
    r"\b(?:werkte|gewerkt|liep ik|liep zij|liep hij|deed ik|volgde ik|j'ai (?:travaille|effectue|fait)|i (?:worked|did|interned))\b"
)
_BORN: Final = re.compile(
    r"(?:\b(?:geboren|geboortedatum|geb\.?|nee?|date de naissance|born|date of birth|dob|geboren am|birth ?date)(?: (?:op|le|on|te \w+ op|am|is))?|°)\s?[:(]?\s{0,2}$"
)
_STRONG: Final = (
    r"uiterlijk(?: op| tegen| voor| binnen)?|ten laatste(?: op| tegen)?|laatst op|deadline\b[^.!?\n]{0,30}?|uiterste (?:inlever|indien)?datum(?: is|:| van)*"
    r"|au plus tard(?: le| pour le)?|date limite(?: est|:| est fixee au)*(?: le)?|(?:no|not) later than|at the latest(?: by| on)?|bis spatestens|spatestens(?: am| bis)?"
)
_DUE: Final = re.compile(
    rf"\b(?:(?P<strong>{_STRONG})|voor|tegen|avant(?: le)?|d'ici(?: le| au)?|pour le|before|by|bis(?: zum)?)\s{{0,2}}"
    rf"(?:het |de |le |the |ten laatste |op |eind )?(?:{WEEKDAY},?\s{{1,2}})?$"
)
_AFTERWARDS: Final = re.compile(r"\s{0,2}\(?(?:ten laatste|uiterlijk|au plus tard|at the latest)\b")
_WANTED: Final = re.compile(
    r"\b(?:antwoord\w*|reactie|reageren|bevestig\w*|weten|nieuws|bericht|bescheid|uitsluitsel|terugkoppeling|horen|vernemen|doorgeven|door te geven|bezorg\w*"
    r"|in ?dienen|ingediend|inleveren|ingeleverd|binnen(?:brengen| zijn)|registre\w*|vast ?(?:leggen|liggen|hebben)|vastgelegd|gevonden|vinden|contract\w*|\w*overeenkomst\w*|onderteken\w*"
    r"|liefst|graag|gelieve|beslis\w*|reponse|repondre|confirm\w*|trouve\w*|remettre|convention|signee?|answer|reply|know|hear|decision|submit\w*|find|found|agreement"
    r"|signed|deadline|rond|in orde|opgeven|op te geven|aub|a\.u\.b|svp|please|weet)\b"
)
_NOT_WANTED: Final = re.compile(
    r"\b(?:afgerond|afronden|afgewerkt|afwerken|beeindigd|gelopen|voltooid|voltooien|starten|aanvangen|beginnen|uren gedaan|finish\w*|completed?|terminer|termine)\b"
)
_WEEKDAY_DUE: Final = re.compile(
    r"\b(?:voor|tegen|uiterlijk|ten laatste|by|before|d'ici|avant|pour)\s(?:op |deze |komende |aanstaande |this |coming |ce )?"
    r"(maandag|dinsdag|woensdag|donderdag|vrijdag|lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)\b(?!\s{0,2}(?:\d|volgende))"
)
_MONTH_END: Final = re.compile(
    r"\b(?:voor|tegen|uiterlijk|ten laatste|before|by|d'ici|avant)\s(?:het |de |the |la )?(?:eind(?:e)?|fin|end) (?:van |of |de |du )?(?:deze |de |this |the |ce )?(?:maand|month|mois)\b"
)
_DURATION: Final = re.compile(
    r"(?<![\d/.,-])(\d{1,2}|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|twintig|un|deux|trois|quatre|cinq|six|sept|huit"
    r"|dix|douze|two|three|four|five|seven|eight|nine|ten|twelve)(?:\s?(?:-|a|tot|of|to|ou|or)\s?(\d{1,2}))?[\s-]{1,2}(?:volle |opeenvolgende |aaneensluitende |aansluitende |volledige |full |consecutive )?"
    r"(weken|week|weeks|semaines?|wochen|maanden|maand|months?|mois)\b(?! geleden| ago|\s(?:voor|op voorhand|verlof|vakantie|later))"
)
_NOT_A_LENGTH: Final = re.compile(r"\b(?:per|binnen|over|om de|elke|laatste|afgelopen|na|dans|within|every|uur|heures?|hours?|dagen?|uren|u|h|days?|jours?|x)\s{0,2}(?:de |een |les )?$")
_NUMBERS: Final = {
    word: number
    for number, words in {
        1: "een un", 2: "twee deux two", 3: "drie trois three", 4: "vier quatre four", 5: "vijf cinq five",
        6: "zes six", 7: "zeven sept seven", 8: "acht huit eight", 9: "negen nine", 10: "tien dix ten", 11: "elf",
        12: "twaalf douze twelve", 13: "dertien", 14: "veertien", 15: "vijftien", 16: "zestien", 20: "twintig",
    }.items()
    for word in words.split()
}  # fmt: skip
_LONGEST: Final = timedelta(days=800)
_PAST: Final = timedelta(days=45)
_JUST: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Found:
    """A period in the making: how sure its kind of words is decides between several."""

    rank: int
    period: Period
    place: Span


class _Reader:
    def __init__(self, text: str, sent_on: date | None) -> None:
        self.text = text
        self.plain = fold(text)
        self.sent_on = sent_on
        self.mentions = mentions(self.plain)
        self.bounds = list(sentences(text)) if self.mentions else []
        self.school_year = self._school_year()

    def _school_year(self) -> int:
        years = {m.year for m in self.mentions if m.precision == "school year"}
        return years.pop() if len(years) == 1 else 0

    def sentence(self, place: int) -> Span:
        return next((b for b in self.bounds if b.start <= place < b.end), Span(0, len(self.text)))

    def before(self, mention: Mention) -> str:
        start = max(self.sentence(mention.start).start, mention.start - 160)
        return " ".join(self.plain[start : mention.start].split()) + " "

    def words(self, start: int, end: int) -> str:
        return snippet(self.text, start, end)

    # years

    def resolved(self, month: int, day: int, year: int, *, slack: timedelta = _JUST) -> tuple[date, tuple[str, ...]] | None:
        """The date, and the year said to be assumed where the words do not have it."""
        if year:
            return (date(year, month, day), ()) if is_possible(year, month, day) else None
        if self.school_year:
            candidates = [self.school_year + (month < 8)]
        elif self.sent_on:
            candidates = [self.sent_on.year - 1, self.sent_on.year, self.sent_on.year + 1, self.sent_on.year + 2]
        else:
            return None
        for candidate in candidates:
            if is_possible(candidate, month, day):
                found = date(candidate, month, day)
                if self.school_year or (self.sent_on and found >= self.sent_on - slack):
                    return found, (f"year {candidate}",)
        return None

    def span(self, first: Mention, last: Mention) -> tuple[date, date, tuple[str, ...]] | None:
        """Start and end of a range whose years may stand at one end only."""
        first_day = first.first_day if first is last else first.day
        start_md = (first.month, first_day or _edge_day(first, is_end=False))
        end_md = (last.month, last.day or 0)
        end_year = last.year
        if not end_year and first is not last and first.year:
            end_year = first.year + (end_md[0] < start_md[0] or (end_md[0] == start_md[0] and 0 < end_md[1] < start_md[1]))
        if end_year:
            end_day = end_md[1] or _edge_day(last, is_end=True, year=end_year)
            assumed: tuple[str, ...] = ()
        elif found := self.resolved(last.month, end_md[1] or 28, 0, slack=timedelta(0)):
            end_year, assumed = found[0].year, found[1]
            end_day = end_md[1] or _edge_day(last, is_end=True, year=end_year)
        else:
            return None
        if not is_possible(end_year, last.month, end_day):
            return None
        end = date(end_year, last.month, end_day)
        start_year = (first.year if first is not last else 0) or end_year - (start_md > (end.month, end.day))
        if not is_possible(start_year, *start_md):
            return None
        start = date(start_year, *start_md)
        if "month" in (first.precision, last.precision):
            assumed += ("days of the month",)
        return (start, end, assumed) if start <= end <= start + _LONGEST else None


def _edge_day(mention: Mention, *, is_end: bool, year: int = 2001) -> int:
    if mention.day:
        return mention.day
    if mention.edge == "half":
        return 15
    if mention.edge == "begin":
        return 7 if is_end else 1
    if mention.edge == "end":
        return last_of_month(year, mention.month).day if is_end else 25
    return last_of_month(year, mention.month).day if is_end else 1


def read_dates(text: str, sent_on: date | None) -> Dates:
    """All that the text says of times; `sent_on` is the day the mail was written, for missing years."""
    reader = _Reader(text, sent_on)
    due = _deadline(reader)
    found = [each for each in _periods(reader) if _is_near(each.period, sent_on)]
    return Dates(_chosen(reader, found), due, _born(reader))


def read_until(text: str, sent_on: date) -> date | None:
    """The first coming day that a promise of an answer names."""
    reader = _Reader(text, sent_on)
    for mention in reader.mentions:
        if mention.precision == "day" and (found := reader.resolved(mention.month, mention.day, mention.year)):
            return found[0] if found[0] >= sent_on else None
    days = re.search(
        r"\b(?:(?:volgende|next|la semaine prochaine) ?(?P<week>week)?|)\s?\b(?P<day>maandag|dinsdag|woensdag|donderdag|vrijdag|lundi|mardi|mercredi"
        r"|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)",
        reader.plain,
    )
    if days:
        return _coming(sent_on, WEEKDAYS[days["day"]], after_this_week=bool(days["week"]))
    if re.search(r"\b(?:volgende week|semaine prochaine|next week)\b", reader.plain):
        return week_of(sent_on + timedelta(days=7))[1]
    return None


def _coming(sent_on: date, weekday: int, *, after_this_week: bool = False) -> date:
    if after_this_week:
        return week_of(sent_on + timedelta(days=7))[0] + timedelta(days=weekday)
    return sent_on + timedelta(days=(weekday - sent_on.weekday() - 1) % 7 + 1)


def _is_near(period: Period, sent_on: date | None) -> bool:
    last = period.end or period.start
    return sent_on is None or last is None or sent_on - _PAST <= last <= sent_on + timedelta(days=1100)


# deadline and birth


def _deadline(reader: _Reader) -> Day | None:
    found = [day for mention in reader.mentions if (day := _due(reader, mention))]
    if not found and reader.sent_on and (day := _relative_due(reader, reader.sent_on)):
        return day
    return min(found, key=lambda day: day.on, default=None)


def _is_due(reader: _Reader, mention: Mention) -> bool:
    before = reader.before(mention)
    due = _DUE.search(before[-80:])
    after = reader.plain[mention.end : mention.end + 20]
    if mention.first_day or not (due or _AFTERWARDS.match(after)) or (mention.precision == "month" and mention.edge != "end"):
        return False
    bounds = reader.sentence(mention.start)
    sentence = reader.plain[bounds.start : bounds.end]
    if _NOT_WANTED.search(before):
        return False
    return bool(not due or due["strong"] or _WANTED.search(sentence))


def _due(reader: _Reader, mention: Mention) -> Day | None:
    if mention.precision not in ("day", "month") or not _is_due(reader, mention):
        return None
    day = mention.day or 28
    found = reader.resolved(mention.month, day, mention.year, slack=timedelta(0))
    if not found or (reader.sent_on and found[0] < reader.sent_on):
        return None
    on, assumed = found
    if not mention.day:
        on, assumed = last_of_month(on.year, on.month), (*assumed, "end of the month")
    bounds = reader.sentence(mention.start)
    start = max(bounds.start, mention.start - 60)
    return Day(on, reader.words(_word_start(reader.text, start), mention.end), line_number(reader.text, mention.start), assumed)


def _word_start(text: str, place: int) -> int:
    """A place is moved on to the next whole word, unless it is one already."""
    if place == 0 or text[place - 1].isspace():
        return place
    space = re.compile(r"\s").search(text, place)
    return space.end() if space else place


def _relative_due(reader: _Reader, sent_on: date) -> Day | None:
    for pattern in (_WEEKDAY_DUE, _MONTH_END):
        for match in pattern.finditer(reader.plain):
            line_start = max(reader.plain.rfind("\n", 0, match.start()), match.start() - 80)
            around = reader.plain[line_start + 1 : match.end() + 60]
            if not _WANTED.search(around) or _NOT_WANTED.search(around):
                continue
            if pattern is _WEEKDAY_DUE:
                on, assumed = _coming(sent_on, WEEKDAYS[match[1]]), "weekday"
            else:
                on, assumed = last_of_month(sent_on.year, sent_on.month), "end of the month"
            return Day(on, reader.words(*match.span()), line_number(reader.text, match.start()), (assumed,))
    return None


def _born(reader: _Reader) -> Day | None:
    for mention in reader.mentions:
        if mention.precision == "day" and mention.year and _BORN.search(reader.before(mention)[-40:]):
            on = date(mention.year, mention.month, mention.day)
            return Day(on, reader.words(mention.start, mention.end), line_number(reader.text, mention.start))
    return None


# periods


def _periods(reader: _Reader) -> Iterator[_Found]:
    usable = [m for m in reader.mentions if not _is_due(reader, m) and not _BORN.search(reader.before(m)[-40:])]
    place = 0
    opened: Mention | None = None
    while place < len(usable):
        mention = usable[place]
        following = usable[place + 1] if place + 1 < len(usable) else None
        if mention.precision == "school year" or _is_something_else(reader, mention):
            place += 1
        elif following and _is_range(reader, mention, following):
            yield from _range(reader, mention, following)
            place += 2
        else:
            if opened and _END.search(reader.before(mention)[-40:]):
                yield from _range(reader, opened, mention)
            elif _WEEK_OF.search(reader.before(mention)[-40:]):
                yield from _single(reader, mention)
            elif mention.precision in ("day", "month") and _START.search(reader.before(mention)[-60:]):
                opened = mention
                yield from _open(reader, mention)
            else:
                yield from _single(reader, mention)
            place += 1
    yield from _whole_school_year(reader)


def _is_something_else(reader: _Reader, mention: Mention) -> bool:
    """The nearer word decides: "stage" makes it a period, "examens" or "gesprek" something else."""
    before = reader.before(mention)
    other = max((m.end() for pattern in (_ELSE, _BACK_THEN) for m in pattern.finditer(before)), default=-1)
    if re.match(r"\W{0,3}\(?(?:\w+ )?(?:\w*vakantie|examens?|vacances|verlof)\b", reader.plain[mention.end : mention.end + 30]):
        return True
    if other < 0 and re.match(r"\W*(?:\w+\W+){0,2}?(?:werkte|heb ik gewerkt|liep ik|deed ik)\b", reader.plain[mention.end : mention.end + 60]):
        return True
    return other >= 0 and other > max((m.end() for m in _STAGE.finditer(before)), default=-1)


def _is_range(reader: _Reader, first: Mention, last: Mention) -> bool:
    if {first.precision, last.precision} - {"day", "month"} or first.first_day or last.first_day:
        return False
    gap = _GAP.match(" ".join(reader.plain[first.end : last.start].replace("\n", " ").split(" ")))
    if not gap or last.start - first.end > 60:
        return False
    return gap["how"] not in _NOT_A_RANGE or bool(_BETWEEN.search(reader.before(first)[-30:]))


def _range(reader: _Reader, first: Mention, last: Mention) -> Iterator[_Found]:
    if found := reader.span(first, last):
        start, end, assumed = found
        rank = 5 if first.precision == last.precision == "day" else 3
        yield _made(reader, rank, start, end, first.start, last.end, assumed)


def _made(
    reader: _Reader, rank: int, start: date | None, end: date | None, begin: int, stop: int, assumed: tuple[str, ...]
) -> _Found:
    because = reader.words(begin, stop)
    return _Found(rank, Period(start, end, because, line_number(reader.text, begin), assumed), Span(begin, stop))


def _open(reader: _Reader, mention: Mention) -> Iterator[_Found]:
    """A start without an end: the length may stand elsewhere."""
    day = _edge_day(mention, is_end=False)
    found = reader.resolved(mention.month, day, mention.year)
    if mention.first_day or not found:
        yield from _single(reader, mention)
        return
    start, assumed = found
    if mention.precision == "month":
        assumed += ("days of the month",)
    length = _length(reader, mention)
    if length:
        weeks_or_months, words = length
        end = _after(start, *weeks_or_months)
        period = _made(reader, 4, start, end, mention.start, mention.end, (*assumed, f"{weeks_or_months[1]} {weeks_or_months[0]}"))
        yield replace(period, period=replace(period.period, because=f"{period.period.because} … {words}"))
    else:
        yield _made(reader, 2, start, None, mention.start, mention.end, assumed)


def _length(reader: _Reader, mention: Mention) -> tuple[tuple[int, str], str] | None:
    """The one length that the text names, in weeks or months; two different ones are none."""
    found: dict[tuple[int, str], str] = {}
    for match in _DURATION.finditer(reader.plain):
        if match[2]:
            return None
        if _NOT_A_LENGTH.search(reader.plain[max(0, match.start() - 24) : match.start()]):
            continue
        number = _NUMBERS.get(match[1]) or int(match[1]) if match[1] in _NUMBERS or match[1].isdigit() else 0
        unit = "months" if match[3].startswith(("maand", "month", "mois")) else "weeks"
        if number and not (match[1] in ("een", "un") and not re.search(r"\b(?:gedurende|pendant|for|van|voor|duurt)\s$", reader.plain[: match.start()][-14:])):
            found.setdefault((number, unit), reader.words(*match.span()))
    return next(iter(found.items())) if len(found) == 1 else None


def _after(start: date, number: int, unit: str) -> date:
    """The last day: weeks end on their last weekday, months the day before they are full."""
    if unit == "months":
        month = start.month - 1 + number
        year, month = start.year + month // 12, month % 12 + 1
        day = min(start.day, last_of_month(year, month).day)
        return date(year, month, day) - timedelta(days=1)
    end = start + timedelta(days=7 * number - 1)
    return end - timedelta(days=max(0, end.weekday() - 4))


def _single(reader: _Reader, mention: Mention) -> Iterator[_Found]:
    before = reader.before(mention)
    if mention.precision == "week":
        yield from _week_number(reader, mention)
    elif mention.precision == "semester":
        yield from _semester(reader, mention)
    elif mention.precision == "month":
        if not mention.edge and _DURING.search(before[-40:]) and _speaks_of_stage(reader, mention):
            yield from (replace(each, rank=1) for each in _range(reader, mention, mention))
    elif week := _WEEK_OF.search(before[-40:]):
        yield from _week(reader, mention, len(week.group()))
    elif mention.first_day:
        rank = 5 if mention.joined_by != "list" else 4
        yield from (replace(each, rank=rank) for each in _range(reader, mention, mention))
    elif _is_one_day(reader, mention) and (found := reader.resolved(mention.month, mention.day, mention.year)):
        yield _made(reader, 2, found[0], found[0], mention.start, mention.end, found[1])


def _speaks_of_stage(reader: _Reader, mention: Mention) -> bool:
    bounds = reader.sentence(mention.start)
    return bool(_STAGE.search(reader.plain[bounds.start : bounds.end]))


def _is_one_day(reader: _Reader, mention: Mention) -> bool:
    bounds = reader.sentence(mention.start)
    return bool(_ONE_DAY.search(reader.plain[bounds.start : bounds.end]))


def _week(reader: _Reader, mention: Mention, lead: int) -> Iterator[_Found]:
    last = reader.resolved(mention.month, mention.day, mention.year)
    first = reader.resolved(mention.month, mention.first_day, mention.year) if mention.first_day else last
    if first and last:
        start, end = week_of(first[0])[0], week_of(last[0])[1]
        yield _made(reader, 5, start, end, max(0, mention.start - lead), mention.end, (*last[1], "Monday to Friday"))


def _week_number(reader: _Reader, mention: Mention) -> Iterator[_Found]:
    if not reader.sent_on or not _speaks_of_stage(reader, mention):
        return
    for year in (reader.sent_on.year, reader.sent_on.year + 1):
        try:
            start = date.fromisocalendar(year, mention.first_day, 1)
            end = date.fromisocalendar(year, mention.number, 5)
        except ValueError:
            continue
        if end >= reader.sent_on:
            assumed = (f"year {start.year}", "Monday to Friday")
            yield _made(reader, 4, start, end, mention.start, mention.end, assumed)
            return


def _semester(reader: _Reader, mention: Mention) -> Iterator[_Found]:
    """The first from September to January, the second from February to June."""
    first_month, last_month = (9, 1) if mention.number == 1 else (2, 6)
    found = reader.resolved(last_month, 28, 0, slack=timedelta(0))
    if found and _speaks_of_stage(reader, mention):
        end = last_of_month(found[0].year, last_month)
        start = date(end.year - (mention.number == 1), first_month, 1)
        yield _made(reader, 1, start, end, mention.start, mention.end, (*found[1], "semester"))


def _whole_school_year(reader: _Reader) -> Iterator[_Found]:
    for mention in reader.mentions:
        if mention.precision == "school year" and reader.school_year and _speaks_of_stage(reader, mention):
            start, end = date(mention.year, 9, 1), date(mention.year + 1, 6, 30)
            yield _made(reader, 0, start, end, mention.start, mention.end, ("school year",))
            return


def _chosen(reader: _Reader, found: list[_Found]) -> tuple[Period, ...]:
    """The most exact ones; none where they are alternatives or contradict each other."""
    if not found:
        return ()
    best = max(each.rank for each in found)
    chosen: list[_Found] = []
    for each in sorted((f for f in found if f.rank == best), key=lambda f: f.period.start or date.max):
        if all((each.period.start, each.period.end) != (c.period.start, c.period.end) for c in chosen):
            chosen.append(each)
    by_place = sorted(chosen, key=lambda f: f.place)
    for one, other in zip(by_place, by_place[1:], strict=False):
        if _OR.match(reader.plain[one.place.end : other.place.start]):
            return ()
    ends = [each.period.end for each in chosen]
    starts = [each.period.start for each in chosen[1:]]
    if any(end is None or (start and start <= end) for end, start in zip(ends, starts, strict=False)):
        return ()
    return tuple(each.period for each in chosen)
