"""A text's dates put into their years: what one or two mentions say together, and what had to be assumed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from stagedesk.mail.extract.facts_dates import Mention, is_possible, last_of_month, mentions
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


JUST_PAST: Final = timedelta(days=7)
_LONGEST: Final = timedelta(days=800)
_LAST_SURE_DAY: Final = 28
_BEFORE: Final = 160
_SPACE: Final = re.compile(r"\s")
_Dated = tuple[date, tuple[str, ...]]


class DateReader:
    """The mentions of a text, with what is needed to tell what each of them is about."""

    def __init__(self, text: str, sent_on: date | None) -> None:
        self.text = text
        self.plain = fold(text)
        self.sent_on = sent_on
        self.mentions = mentions(self.plain)
        self._bounds = list(sentences(text)) if self.mentions else []
        years = {m.year for m in self.mentions if m.precision == "school year"}
        self.school_year = years.pop() if len(years) == 1 else 0

    def sentence(self, mention: Mention) -> Span:
        place = mention.start
        return next((b for b in self._bounds if b.start <= place < b.end), Span(0, len(self.text)))

    def sentence_words(self, mention: Mention) -> str:
        bounds = self.sentence(mention)
        return self.plain[bounds.start : bounds.end]

    def before(self, mention: Mention) -> str:
        """What stands before it in its sentence, with single spaces."""
        start = max(self.sentence(mention).start, mention.start - _BEFORE)
        return " ".join(self.plain[start : mention.start].split()) + " "

    def after(self, mention: Mention, length: int) -> str:
        return self.plain[mention.end : mention.end + length]

    def period(
        self, start: date | None, end: date | None, place: Span, assumed: tuple[str, ...] = ()
    ) -> Period:
        because = snippet(self.text, place.start, place.end).rstrip(" .,")
        return Period(start, end, because, line_number(self.text, place.start), assumed)

    def day(self, on: date, place: Span, assumed: tuple[str, ...] = ()) -> Day:
        start = place.start
        if start and not self.text[start - 1].isspace() and (space := _SPACE.search(self.text, start)):
            start = space.end() if space.end() < place.end else start
        because = snippet(self.text, start, place.end).rstrip(" .,")
        return Day(on, because, line_number(self.text, place.end), assumed)

    def resolved(self, month: int, day: int, year: int, *, slack: timedelta = JUST_PAST) -> _Dated | None:
        """The date, and the year said to be assumed where the words do not have it."""
        if year:
            return (date(year, month, day), ()) if is_possible(year, month, day) else None
        for candidate in self._years(month):
            if is_possible(candidate, month, day):
                found = date(candidate, month, day)
                if self.school_year or (self.sent_on and found >= self.sent_on - slack):
                    return found, (f"year {candidate}",)
        return None

    def _years(self, month: int) -> tuple[int, ...]:
        """In a named school year there is one; else the next time such a day comes."""
        if self.school_year:
            return (self.school_year + (month < 8),)
        if not self.sent_on:
            return ()
        year = self.sent_on.year
        return (year - 1, year, year + 1, year + 2)

    def span(self, first: Mention, last: Mention) -> tuple[date, date, tuple[str, ...]] | None:
        """Start and end of a range whose years may stand at one end only."""
        begin = (first.month, first.first_day if first is last else first.day)
        begin = (begin[0], begin[1] or edge_day(first, is_end=False))
        ended = self._end(first, last, begin)
        if not ended:
            return None
        end, assumed = ended
        year = (first.year if first is not last else 0) or end.year - (begin > (end.month, end.day))
        if not is_possible(year, *begin):
            return None
        start = date(year, *begin)
        if "month" in (first.precision, last.precision):
            assumed += ("days of the month",)
        return (start, end, assumed) if start <= end <= start + _LONGEST else None

    def _end(self, first: Mention, last: Mention, begin: tuple[int, int]) -> _Dated | None:
        year = last.year
        assumed: tuple[str, ...] = ()
        if not year and first is not last and first.year:
            year = first.year + (begin > (last.month, last.day or _LAST_SURE_DAY + 3))
        if not year:
            found = self.resolved(last.month, last.day or _LAST_SURE_DAY, 0, slack=timedelta(0))
            if not found:
                return None
            year, assumed = found[0].year, found[1]
        day = last.day or edge_day(last, is_end=True, year=year)
        return (date(year, last.month, day), assumed) if is_possible(year, last.month, day) else None


def edge_day(mention: Mention, *, is_end: bool, year: int = 2001) -> int:
    """The day that "begin", "half" or "eind" of a month stands for, or the month's first and last."""
    if mention.day:
        return mention.day
    if mention.edge == "half":
        return 15
    if mention.edge == "begin":
        return 7 if is_end else 1
    last = last_of_month(year, mention.month).day
    return last if is_end else 25 if mention.edge == "end" else 1
