"""Counting by a measure: one grouped query for all rows, columns and reasons of a figure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL, Case, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.domain.measure import Figure, Measure, Span
from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.services import as_of, coverage, reference
from stagedesk.services.desk import Desk
from stagedesk.services.dimensions import Expression, d, dimensions, p, r

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
    split = _column(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        found = list(_counts(measure, spans, split, by))
        whole = list(_counts(measure, spans, None)) if by and measure.of in ("persons", "hires") else found
        register = spans if measure.of in ("placements", "persons") else ()
        told = tuple(coverage.share(span.first, span.last) for span in register)
    return Figure(
        measure,
        by,
        tuple(spans),
        as_known or desk.today(),
        tuple(_rows(found, len(spans), by)),
        _sums(whole, len(spans), ""),
        {reason: _sums(whole, len(spans), reason) for reason in _reasons(whole)},
        told,
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
    split = _column(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        source = _source(measure, by)
        query = source.base.where(_within(source, span), _reason(measure, source) == reason)
        if by and code is not None:
            query = query.where(split.is_null() if code == "" else split == code)
        rows = m.tuples(query.select(source.reference).order_by(source.reference))
    return [reference for (reference,) in rows]


def places_of(
    desk: Desk, measure: Measure, spans: Sequence[Span], by: str = "", as_known: date | None = None
) -> dict[tuple[str, int], tuple[str, str]]:
    """Everything that a figure looked at, by reference and column: its row, and why it does not count."""
    split = _column(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        source, found = _source(measure, by), {}
        columns = (split if split is not None else SQL("''"), _reason(measure, source))
        for place, span in enumerate(spans):
            query = source.base.select(source.reference, *columns).where(_within(source, span))
            for reference, row, reason in m.tuples(query):
                found[str(reference), place] = (row or "", reason)
    return found


def listed(desk: Desk, measure: Measure, span: Span, as_known: date | None = None) -> list[tuple[str, date]]:
    """What counts in a span with the day that decides, the earliest first."""
    with as_of.known_on(desk, as_known or desk.today()):
        source = _source(measure)
        query = source.base.where(_within(source, span), _reason(measure, source) == "")
        day = p.started_on if source.day is None else source.day
        return m.tuples(query.select(source.reference, day).order_by(day, source.reference))


def planned(desk: Desk, measure: Measure, span: Span, as_known: date | None = None) -> int:
    """Placements that have not begun but should within the span, and would count as they are planned."""
    if measure.of not in ("placements", "persons"):
        return 0
    with as_of.known_on(desk, as_known or desk.today()):
        source = _source(measure)
        waiting = p.started_on.is_null() & p.cancelled_on.is_null() & (p.no_show == False)  # noqa: E712
        query = source.base.where(
            waiting, p.planned_start.between(span.first, span.last), _reason(measure, source) == ""
        )
        ((number,),) = m.tuples(query.select(source.number))
        return int(number)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the facts of a measure are."""

    base: Any
    number: Expression
    """How much a row counts."""
    day: Expression
    reference: Expression


def _source(measure: Measure, by: str = "") -> _Source:
    if measure.of in ("placements", "persons"):
        number = fn.COUNT(p.applicant.distinct()) if measure.of == "persons" else fn.COUNT(p.id)
        day = None if measure.date == "active" else getattr(p, measure.date)
        base = _with_what(p.select(), by)
        return _Source(base.where(p.no_show == measure.no_show), number, day, p.reference)
    if measure.of == "agreements":
        g = m.Agreement
        return _Source(_with_what(g.select().join(p), by), fn.COUNT(g.id), g.complete_on, p.reference)
    if measure.of == "hires":
        h = m.Hire
        base = _with_what(h.select().join(p), by).where(h.hired == "yes")
        return _Source(base, fn.COUNT(p.applicant.distinct()), h.contract_start, p.reference)
    if measure.of == "places":
        a = m.Place
        base = a.select().join(m.Department).join(d, JOIN.LEFT_OUTER)
        offered = fn.COALESCE(a.period_start, a.opened_on)
        return _Source(base, fn.SUM(a.slots * a.periods), offered, a.id)
    if measure.of == "referrals":
        f = m.Referral
        base = f.select().join(r).join_from(f, m.Department).join(d, JOIN.LEFT_OUTER)
        return _Source(base, fn.COUNT(f.id), getattr(f, measure.date), r.reference)
    base = r.select().join_from(r, m.Applicant).join_from(r, m.School, JOIN.LEFT_OUTER)
    base = base.join_from(r, m.Department, JOIN.LEFT_OUTER).join(d, JOIN.LEFT_OUTER)
    return _Source(base, fn.COUNT(r.id), getattr(r, measure.date), r.reference)


def _with_what(query: Any, by: str) -> Any:
    """Placements joined with what names the rows, and no more: a join costs as much as the count."""
    if by in ("department", "unit"):
        query = query.join_from(p, m.Department)
    if by in ("directorate", "unit"):
        query = query.join_from(p, d, JOIN.LEFT_OUTER)
    if by == "gender":
        query = query.join_from(p, m.Applicant)
    return query.join_from(p, m.School, JOIN.LEFT_OUTER) if by == "school" else query


def _within(source: _Source, span: Span) -> Expression:
    if source.day is None:  # running on any day of it
        ended = p.ended_on.is_null() | (p.ended_on >= span.first)
        return p.started_on.is_null(False) & (p.started_on <= span.last) & ended
    return source.day.between(span.first, span.last)


def _counts(
    measure: Measure, spans: Sequence[Span], split: Expression | None, by: str = ""
) -> Iterator[tuple[Any, int, str, int]]:
    """Row, column, reason and how many."""
    source, why = _source(measure, by), _reason(measure, _source(measure))
    row = split if split is not None else SQL("''")
    if source.day is None or measure.of == "persons":
        # Somebody may be there in several spans: each is asked on its own.
        for column, span in enumerate(spans):
            query = source.base.select(row, why, source.number).where(_within(source, span))
            for code, reason, number in m.tuples(query.group_by(SQL("1"), SQL("2"))):
                yield code, column, reason, int(number)
        return
    place = Case(None, [(_within(source, span), column) for column, span in enumerate(spans)], None)
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    query = source.base.select(row, place, why, source.number).where(source.day.between(first, last))
    for code, column, reason, number in m.tuples(query.group_by(SQL("1"), SQL("2"), SQL("3"))):
        if column is not None:
            yield code, int(column), reason, int(number)


def _reason(measure: Measure, source: _Source) -> Expression:
    """Why a row does not count, in the order in which a person would ask; empty when it does."""
    cases: list[tuple[Expression, Any]]
    if measure.of == "requests":
        cases = [(r.outcome.in_(sorted(UNCOUNTED_OUTCOMES)), r.outcome)]
        cases += _coded((measure.kinds, r.kind, "other_kind"), (measure.routes, r.route, "other_route"))
    elif measure.of in ("places", "referrals"):
        column = m.Place.kind if measure.of == "places" else r.kind
        cases = _coded((measure.kinds, column, "other_kind"))
    else:
        cases = list(_of_placements(measure))
    return Case(None, cases, "") if cases else SQL("''")


def _of_placements(measure: Measure) -> Iterator[tuple[Expression, str]]:
    kinds = reference.table("kinds")
    form = m.Agreement.legal_form if measure.of == "agreements" else p.legal_form
    looking = [code for code, entry in kinds.items() if entry.get("is_orientation")]
    in_group = [code for code, entry in kinds.items() if entry.get("group") in measure.groups]
    if not measure.orientation:
        yield p.kind.in_(looking), "orientation"
    yield from _coded(
        (measure.kinds, p.kind, "other_kind"),
        (in_group if measure.groups else (), p.kind, "other_kind"),
        (measure.legal_forms, form, "other_form"),
        (measure.programmes, p.programme, "other_programme"),
        (measure.routes, p.route, "other_route"),
    )
    if measure.kinds_out:
        yield p.kind.in_(measure.kinds_out), "other_kind"
    if measure.legal_forms_out:
        yield form.in_(measure.legal_forms_out), "other_form"
    if measure.employers:
        yield m.Hire.employer.is_null() | m.Hire.employer.not_in(measure.employers), "other_employer"
    if measure.min_weeks:
        weeks = p.weeks_planned if measure.weeks == "planned" else p.weeks_actual
        yield weeks.is_null(), "period_unknown"
        yield weeks < measure.min_weeks, "too_short"
    if measure.pay == "recorded":
        yield p.compensation == "no", "unpaid"
        yield p.compensation == "unknown", "pay_unknown"
    if measure.finished:
        yield p.ended_on.is_null(), "still_running"
        yield p.ended_reason.is_null(False), "ended_early"


def _coded(*wanted: tuple[Iterable[str], Expression, str]) -> list[tuple[Expression, str]]:
    """Rows whose code is none of those that count; an unknown code is none of them."""
    return [
        (column.is_null() | column.not_in(list(codes)), reason) for codes, column, reason in wanted if codes
    ]


def _column(measure: Measure, by: str) -> Expression:
    if not by:
        return None
    found = dimensions().get(by)
    if found is None or measure.of not in found.column:
        fitting = [name for name, each in dimensions().items() if measure.of in each.column]
        raise errors.UsageError(
            detail=_("{measure} cannot be split by {by}; it can by {known}.").format(
                measure=measure.id, by=by, known=", ".join(fitting)
            )
        )
    return found.column[measure.of]


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
