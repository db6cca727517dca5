"""Counting by a measure: one grouped query for all rows, columns and reasons of a figure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from peewee import SQL, Case, fn

from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite
from stagedesk.domain.measure import Figure, Measure, Span
from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.journal import as_of
from stagedesk.services.statistics import coverage
from stagedesk.services.statistics.dimensions import Expression, dimensions, p
from stagedesk.services.statistics.measure_sql import Source, column_of, reason_in, source_of, within

MOST = 3
"""From one in so many of the days that the register knows, reading all costs less than looking up."""
REASONS = {
    "orientation": N_("only to look around"),
    "period_unknown": N_("period unknown"),
    "too_short": N_("too short"),
    "unpaid": N_("no compensation"),
    "pay_unknown": N_("compensation unknown"),
    "other_kind": N_("another kind"),
    "other_form": N_("another legal form"),
    "other_programme": N_("another programme"),
    "other_route": N_("another route"),
    "other_employer": N_("another employer"),
    "still_running": N_("still running"),
    "ended_early": N_("ended early"),
}


def count(
    desk: Desk, measure: Measure, spans: Sequence[Span], by: str = "", as_known: date | None = None
) -> Figure:
    """Count by a measure in these spans, split by a dimension, as it was known at the end of a day (today).

    Errors: UsageError where this cannot be split so.
    """
    split = column_of(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        found = list(_counts(measure, spans, split, by))
        whole = list(_counts(measure, spans, None)) if by and measure.of in ("persons", "hires") else found
        by_mail = measure.of in ("requests", "referrals")
        told = () if by_mail else coverage.told_of(spans, as_known or desk.today())
        begun = coverage.begun(desk) if by_mail else None
    return Figure(
        measure,
        by,
        tuple(spans),
        as_known or desk.today(),
        tuple(_rows(found, len(spans), by)),
        _sums(whole, len(spans), ""),
        {reason: _sums(whole, len(spans), reason) for reason in _reasons(whole)},
        told,
        begun if begun and begun > spans[0].first else None,
    )


def behind(
    desk: Desk,
    measure: Measure,
    span: Span,
    by: str = "",
    code: str | None = None,
    reason: str = "",
    as_known: date | None = None,
) -> list[str]:
    """The references behind one number: of placements, or of requests where these are counted."""
    split = column_of(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        source = source_of(measure, by)
        query = source.base.where(within(source, span), reason_in(measure, source) == reason)
        if by and code is not None:
            query = query.where(split.is_null() if code == "" else split == code)
        rows = m.tuples(query.select(source.reference).order_by(source.reference))
    return [reference for (reference,) in rows]


def places_of(
    desk: Desk, measure: Measure, spans: Sequence[Span], by: str = "", as_known: date | None = None
) -> dict[tuple[str, int], tuple[str, str]]:
    """Everything that a figure looked at, by reference and column: its row, and why it does not count."""
    split = column_of(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        source, found = source_of(measure, by), {}
        columns = (split if split is not None else SQL("''"), reason_in(measure, source))
        for place, span in enumerate(spans):
            query = source.base.select(source.reference, *columns).where(within(source, span))
            for reference, row, reason in m.tuples(query):
                found[str(reference), place] = (row or "", reason)
    return found


def listed(desk: Desk, measure: Measure, span: Span, as_known: date | None = None) -> list[tuple[str, date]]:
    """What counts in a span with the day that decides, the earliest first."""
    with as_of.known_on(desk, as_known or desk.today()):
        source = source_of(measure)
        query = source.base.where(within(source, span), reason_in(measure, source) == "")
        day = p.started_on if source.day is None else source.day
        return m.tuples(query.select(source.reference, day).order_by(day, source.reference))


def planned(desk: Desk, measure: Measure, span: Span, as_known: date | None = None) -> int:
    """Placements that have not begun but should within the span, and would count as they are planned."""
    if measure.of not in ("placements", "persons"):
        return 0
    with as_of.known_on(desk, as_known or desk.today()):
        source = source_of(measure)
        waiting = p.started_on.is_null() & p.cancelled_on.is_null() & (p.no_show == False)  # noqa: E712
        query = source.base.where(
            waiting, p.planned_start.between(span.first, span.last), reason_in(measure, source) == ""
        )
        ((number,),) = m.tuples(query.select(source.number))
        return int(number)


def _counts(
    measure: Measure, spans: Sequence[Span], split: Expression | None, by: str = ""
) -> Iterator[tuple[Any, int, str, int]]:
    """Row, column, reason and how many."""
    source, why = source_of(measure, by), reason_in(measure, source_of(measure))
    row = split if split is not None else SQL("''")
    if source.day is None or measure.of == "persons":
        # Somebody may be there in several spans: each is asked on its own.
        for column, span in enumerate(spans):
            query = source.base.select(row, why, source.number).where(within(source, span))
            for code, reason, number in m.tuples(query.group_by(SQL("1"), SQL("2"))):
                yield code, column, reason, int(number)
        return
    place = _place(source, spans)
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    alone = split is None and isinstance(why, SQL)
    day = source.day if alone or not _is_most(source, first, last) else fn.COALESCE(source.day, source.day)
    query = source.base.select(row, place, why, source.number).where(day.between(first, last))
    for code, column, reason, number in m.tuples(query.group_by(SQL("1"), SQL("2"), SQL("3"))):
        if column is not None:
            yield code, int(column), reason, int(number)


def _is_most(source: Source, first: date, last: date) -> bool:
    """Whether these days hold most placements: then SQLite should read them all rather than look each up."""
    if not is_sqlite() or source.day is not p.started_on:
        return False
    earliest, latest = (
        m.tuples(p.select(ends(p.started_on)).where(p.started_on.is_null(False)))[0][0]
        for ends in (fn.MIN, fn.MAX)
    )
    if earliest is None:
        return False
    inside = (min(last, latest) - max(first, earliest)).days
    return bool(inside * MOST > (latest - earliest).days)


def _place(source: Source, spans: Sequence[Span]) -> Expression:
    """The column of a row. Of spans that follow each other one look at the last day is enough."""
    following = all(here.last.toordinal() + 1 == after.first.toordinal() for here, after in pairwise(spans))
    held = [source.day <= span.last if following else within(source, span) for span in spans]
    return Case(None, list(zip(held, range(len(spans)), strict=True)), None)


def _rows(
    found: list[tuple[Any, int, str, int]], spans: int, by: str
) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    if not by:
        return
    codes = dimensions()[by].codes
    names: dict[str, str] = {}
    for code, _place, reason, _number in found:
        if not reason:
            names[code or ""] = name_of(code, codes)
    for code in sorted(names, key=lambda each: (not each, names[each].casefold())):
        counted = [each for each in found if (each[0] or "") == code]
        yield code, names[code], _sums(counted, spans, "")


def name_of(code: str | None, codes: str) -> str:
    """What people call a code of this list; of the unknown that it is unknown."""
    if not code:
        return _("unknown")
    return reference.name(codes, code) if codes else clean(code)


def reason_of(code: str) -> str:
    """Why something does not count, in words."""
    return _(REASONS[code]) if code in REASONS else name_of(code, "outcomes")


def _sums(found: Iterable[tuple[Any, int, str, int]], spans: int, reason: str) -> tuple[int, ...]:
    sums = [0] * spans
    for _code, place, why, number in found:
        if why == reason:
            sums[place] += number
    return tuple(sums)


def _reasons(found: Iterable[tuple[Any, int, str, int]]) -> list[str]:
    return sorted({why for *_rest, why, _number in found if why})
