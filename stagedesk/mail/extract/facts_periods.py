"""When the internship is to be: the blocks a mail names, each with its words and what was assumed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from stagedesk.mail.extract import facts_period_words as say
from stagedesk.mail.extract.facts_dates import Mention, last_of_month, week_of
from stagedesk.mail.extract.facts_deadlines import born, deadline, is_birth, is_due
from stagedesk.mail.extract.facts_lengths import last_day, length
from stagedesk.mail.extract.facts_reader import DateReader, Day, Period, edge_day
from stagedesk.mail.words import Span


@dataclass(frozen=True, slots=True)
class Dates:
    periods: tuple[Period, ...] = ()
    """The blocks of one internship, in their order; empty where alternatives or doubts are left."""
    deadline: Day | None = None
    born: Day | None = None


_PAST: Final = timedelta(days=45)
_FUTURE: Final = timedelta(days=1100)
_FARTHEST: Final = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """A period in the making: how exact its kind of words is decides between several."""

    rank: int
    period: Period
    place: Span


def read_dates(text: str, sent_on: date | None) -> Dates:
    """All that the text says of times; `sent_on` is the day the mail was written, for missing years."""
    reader = DateReader(text, sent_on)
    found = [each for each in _periods(reader) if _is_near(each.period, sent_on)]
    return Dates(_chosen(reader, found), deadline(reader), born(reader))


def _is_near(period: Period, sent_on: date | None) -> bool:
    last = period.end or period.start
    return sent_on is None or last is None or sent_on - _PAST <= last <= sent_on + _FUTURE


def _periods(reader: DateReader) -> Iterator[_Found]:
    usable = [m for m in reader.mentions if _may_be_a_period(reader, m)]
    opened: Mention | None = None
    place = 0
    while place < len(usable):
        mention = usable[place]
        following = usable[place + 1] if place + 1 < len(usable) else None
        place += 1
        if following and _is_range(reader, mention, following):
            yield from _range(reader, mention, following)
            place += 1
        elif opened and say.END.search(reader.before(mention)[-40:]):
            yield from _range(reader, opened, mention)
        elif week := say.WEEK_OF.search(reader.before(mention)[-40:]):
            last = following if following and _is_joined(reader, mention, following) else None
            yield from _week(reader, mention, last, len(week.group()))
            place += last is not None
        elif _is_start(reader, mention):
            opened = mention
            yield from _open(reader, mention)
        else:
            yield from _single(reader, mention)
    yield from _whole_school_year(reader)


def _is_start(reader: DateReader, mention: Mention) -> bool:
    if mention.precision not in ("day", "month"):
        return False
    return bool(
        say.START.search(reader.before(mention)[-60:]) or say.STARTS_NEXT.match(reader.after(mention, 40))
    )


def _may_be_a_period(reader: DateReader, mention: Mention) -> bool:
    if say.ONE_OR_OTHER.search(reader.before(mention)) and not mention.first_day:
        return False
    if mention.precision == "school year" or is_due(reader, mention) or is_birth(reader, mention):
        return False
    return not _is_something_else(reader, mention)


def _is_something_else(reader: DateReader, mention: Mention) -> bool:
    """The nearer word decides: "stage" makes it a period, "examens" or "gesprek" something else."""
    if say.HOLIDAYS_NEXT.match(reader.after(mention, 30)):
        return True
    before = reader.before(mention)
    other = max(
        (m.end() for pattern in (say.ELSE, say.BACK_THEN) for m in pattern.finditer(before)), default=-1
    )
    if other < 0:
        return bool(say.PAST_NEXT.match(reader.after(mention, 60)))
    return other > max((m.end() for m in say.STAGE.finditer(before)), default=-1)


def _is_range(reader: DateReader, first: Mention, last: Mention) -> bool:
    if {first.precision, last.precision} - {"day", "month"} or first.first_day or last.first_day:
        return False
    if first.precision == last.precision == "month" and reader.plain[first.end : last.start].strip() == "/":
        return not say.START.search(reader.before(first)[-60:])
    gap = _gap(reader, first, last)
    if not gap:
        return False
    return gap["how"] not in say.NOT_A_RANGE or bool(say.BETWEEN.search(reader.before(first)[-30:]))


def _is_joined(reader: DateReader, first: Mention, last: Mention) -> bool:
    """Two weeks of which both days are named: "de weken van 15 en 22 maart" with both months."""
    return first.precision == last.precision == "day" and bool(_gap(reader, first, last))


def _gap(reader: DateReader, first: Mention, last: Mention) -> re.Match[str] | None:
    between = reader.plain[first.end : last.start]
    return say.GAP.match(between.replace("\n", " ")) if len(between) <= _FARTHEST else None


def _range(reader: DateReader, first: Mention, last: Mention) -> Iterator[_Found]:
    if found := reader.span(first, last):
        start, end, assumed = found
        place = Span(first.start, last.end)
        rank = 5 if first.precision == last.precision == "day" else 3
        yield _Found(rank, reader.period(start, end, place, assumed), place)


def _open(reader: DateReader, mention: Mention) -> Iterator[_Found]:
    """A start without an end: the length may stand elsewhere."""
    found = reader.resolved(mention.month, edge_day(mention, is_end=False), mention.year)
    if mention.first_day or not found:
        yield from _single(reader, mention)
        return
    start, assumed = found
    if mention.precision == "month":
        assumed += ("days of the month",)
    place = Span(mention.start, mention.end)
    if lasts := length(reader):
        number, unit = lasts.value
        period = reader.period(start, last_day(start, number, unit), place, (*assumed, f"{unit} {number}"))
        yield _Found(4, replace(period, because=f"{period.because} … {lasts.because}"), place)
    else:
        yield _Found(2, reader.period(start, None, place, assumed), place)


def _single(reader: DateReader, mention: Mention) -> Iterator[_Found]:
    place = Span(mention.start, mention.end)
    if mention.precision == "week":
        yield from _week_number(reader, mention)
    elif mention.precision == "semester":
        yield from _semester(reader, mention)
    elif mention.precision == "month":
        before = reader.before(mention)[-40:]
        named = say.DURING.search(before) or say.NEXT_MONTH.search(before)
        if not mention.edge and named and _is_stage(reader, mention):
            yield from (replace(each, rank=1) for each in _range(reader, mention, mention))
    elif mention.first_day:
        rank = 4 if mention.joined_by == "list" else 5
        yield from (replace(each, rank=rank) for each in _range(reader, mention, mention))
    elif _is_one_day(reader, mention) and (
        found := reader.resolved(mention.month, mention.day, mention.year)
    ):
        yield _Found(2, reader.period(found[0], found[0], place, found[1]), place)


def _is_one_day(reader: DateReader, mention: Mention) -> bool:
    return bool(
        say.ONE_DAY.search(reader.sentence_words(mention)) or say.LOOKS_ON.search(reader.before(mention))
    )


def _is_stage(reader: DateReader, mention: Mention) -> bool:
    return bool(say.STAGE.search(reader.sentence_words(mention)))


def _week(reader: DateReader, first: Mention, last: Mention | None, lead: int) -> Iterator[_Found]:
    last = last or first
    ending = reader.resolved(last.month, last.day, last.year)
    begun = reader.resolved(first.month, first.first_day or first.day, first.year)
    if begun and ending:
        start, end = week_of(begun[0])[0], week_of(ending[0])[1]
        place = Span(max(0, first.start - lead), last.end)
        yield _Found(5, reader.period(start, end, place, (*ending[1], "Monday to Friday")), place)


def _week_number(reader: DateReader, mention: Mention) -> Iterator[_Found]:
    if not reader.sent_on or not _is_stage(reader, mention):
        return
    for year in (reader.sent_on.year, reader.sent_on.year + 1):
        try:
            start = date.fromisocalendar(year, mention.first_day, 1)
            end = date.fromisocalendar(year, mention.number, 5)
        except ValueError:
            continue
        if end >= reader.sent_on:
            place = Span(mention.start, mention.end)
            assumed = (f"year {start.year}", "Monday to Friday")
            yield _Found(4, reader.period(start, end, place, assumed), place)
            return


def _semester(reader: DateReader, mention: Mention) -> Iterator[_Found]:
    """The first from September to January, the second from February to June."""
    first_month, last_month = (9, 1) if mention.number == 1 else (2, 6)
    found = reader.resolved(last_month, 28, 0, slack=timedelta(0))
    if found and _is_stage(reader, mention):
        end = last_of_month(found[0].year, last_month)
        start = date(end.year - (mention.number == 1), first_month, 1)
        place = Span(mention.start, mention.end)
        yield _Found(1, reader.period(start, end, place, (*found[1], "semester")), place)


def _whole_school_year(reader: DateReader) -> Iterator[_Found]:
    for mention in reader.mentions:
        if mention.precision == "school year" and reader.school_year and _is_stage(reader, mention):
            start, end = date(mention.year, 9, 1), date(mention.year + 1, 6, 30)
            place = Span(mention.start, mention.end)
            yield _Found(0, reader.period(start, end, place, ("school year",)), place)
            return


def _chosen(reader: DateReader, found: list[_Found]) -> tuple[Period, ...]:
    """The most exact ones; none where they are alternatives or contradict each other."""
    best = max((each.rank for each in found), default=0)
    chosen: list[_Found] = []
    for each in sorted((f for f in found if f.rank == best), key=lambda f: f.period.start or date.max):
        if all((each.period.start, each.period.end) != (c.period.start, c.period.end) for c in chosen):
            chosen.append(each)
    by_place = sorted(chosen, key=lambda f: f.place)
    if any(say.OR.match(reader.plain[a.place.end : b.place.start]) for a, b in pairwise(by_place)):
        return ()
    if any(not a.period.end or (b.period.start or date.max) <= a.period.end for a, b in pairwise(chosen)):
        return ()
    return tuple(each.period for each in chosen)
