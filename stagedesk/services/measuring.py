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
from stagedesk.services import as_of, reference
from stagedesk.services.desk import Desk

UNIT = " › "
AGES = ((0, 15), (16, 17), (18, 21), (22, 25), (26, 120))
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
p, r, d = m.Placement, m.Request, m.Directorate

Expression = Any
"""A Peewee expression: its stubs give them no type that fits."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What the rows of a figure may be: where each kind of fact has it, and the list that names its codes."""

    words: str
    column: dict[str, Expression]
    """By what is counted."""
    codes: str = ""
    """The code list with the names; empty where the column holds names itself."""


def _age() -> Expression:
    bands = [((p.age_at_start >= low) & (p.age_at_start <= high), f"{low}-{high}") for low, high in AGES]
    return Case(None, bands, None)


def _group(column: Expression) -> Expression:
    pairs = [(column == code, entry.get("group")) for code, entry in reference.table("kinds").items()]
    return Case(None, pairs, None)


def _unit() -> Expression:
    """A department with the directorate that it was part of."""
    return fn.COALESCE(d.name, "").concat(UNIT).concat(m.Department.name)


def _level() -> Expression:
    """The level that is followed; of who seeks work, the highest that is held."""
    return Case(None, [(p.level_followed.is_null(False), p.level_followed)], p.level_held)


def dimensions() -> dict[str, Dimension]:
    """Every way to split a figure."""
    a, g, h, f = m.Place, m.Agreement, m.Hire, m.Referral
    of_placements = ("placements", "persons", "agreements", "hires")
    return {
        "directorate": Dimension(N_("directorate"), dict.fromkeys((*of_placements, *DEPARTMENTS), d.name)),
        "department": Dimension(
            N_("department"), dict.fromkeys((*of_placements, *DEPARTMENTS), m.Department.name)
        ),
        "unit": Dimension(
            N_("directorate and department"), dict.fromkeys((*of_placements, *DEPARTMENTS), _unit())
        ),
        "kind": Dimension(
            N_("kind"),
            {**dict.fromkeys(of_placements, p.kind), "requests": r.kind, "places": a.kind},
            "kinds",
        ),
        "group": Dimension(N_("kind group"), dict.fromkeys(of_placements, _group(p.kind))),
        "level": Dimension(
            N_("level"),
            {**dict.fromkeys(of_placements, _level()), "requests": r.level_followed, "places": a.level},
            "levels",
        ),
        "route": Dimension(
            N_("route"), {**dict.fromkeys(of_placements, p.route), "requests": r.route}, "routes"
        ),
        "gender": Dimension(
            N_("gender"), dict.fromkeys((*of_placements, "requests"), m.Applicant.gender), "genders"
        ),
        "age": Dimension(N_("age at the start"), dict.fromkeys(of_placements, _age())),
        "paid": Dimension(
            N_("compensation"),
            {**dict.fromkeys(of_placements, p.compensation), "places": a.paid},
            "three_valued",
        ),
        "school": Dimension(N_("school"), dict.fromkeys((*of_placements, "requests"), m.School.name)),
        "form": Dimension(
            N_("legal form"),
            {**dict.fromkeys(("placements", "persons", "hires"), p.legal_form), "agreements": g.legal_form},
            "legal_forms",
        ),
        "programme": Dimension(N_("programme"), dict.fromkeys(of_placements, p.programme)),
        "outcome": Dimension(N_("outcome"), {"requests": r.outcome}, "outcomes"),
        "reason": Dimension(N_("reason"), {"requests": r.reason}, "reasons"),
        "answer": Dimension(N_("answer"), {"referrals": f.answer}, "answers"),
        "contract": Dimension(N_("contract"), {"hires": h.contract_type}),
        "employer": Dimension(N_("employer"), {"hires": h.employer}),
    }


DEPARTMENTS = ("places", "referrals", "requests")


def count(
    desk: Desk, measure: Measure, spans: Sequence[Span], by: str = "", as_known: date | None = None
) -> Figure:
    """Count by a measure in these spans, split by a dimension, as it was known at the end of a day (today).

    Errors: UsageError where this cannot be split so.
    """
    split = _column(measure, by)
    with as_of.known_on(desk, as_known or desk.today()):
        found = list(_counts(measure, spans, split))
        whole = list(_counts(measure, spans, None)) if by and not _adds_up(measure) else found
        coverage = tuple(_coverage(span) for span in spans) if measure.of in ("placements", "persons") else ()
    return Figure(
        measure,
        by,
        tuple(spans),
        as_known or desk.today(),
        tuple(_rows(found, len(spans), by)),
        _sums(whole, len(spans), ""),
        {reason: _sums(whole, len(spans), reason) for reason in _reasons(whole)},
        coverage,
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
        source = _source(measure)
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
        source, found = _source(measure), {}
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


def _source(measure: Measure) -> _Source:
    if measure.of in ("placements", "persons"):
        number = fn.COUNT(p.applicant.distinct()) if measure.of == "persons" else fn.COUNT(p.id)
        day = None if measure.date == "active" else getattr(p, measure.date)
        base = _with_people(p.select(), p).join_from(p, m.Department).join_from(p, d, JOIN.LEFT_OUTER)
        return _Source(base.where(p.no_show == measure.no_show), number, day, p.reference)
    if measure.of == "agreements":
        g = m.Agreement
        base = _with_people(g.select().join(p), p).join_from(p, m.Department).join_from(p, d, JOIN.LEFT_OUTER)
        return _Source(base, fn.COUNT(g.id), g.complete_on, p.reference)
    if measure.of == "hires":
        h = m.Hire
        base = _with_people(h.select().join(p), p).join_from(p, m.Department).join_from(p, d, JOIN.LEFT_OUTER)
        return _Source(
            base.where(h.hired == "yes"), fn.COUNT(p.applicant.distinct()), h.contract_start, p.reference
        )
    if measure.of == "places":
        a = m.Place
        base = a.select().join(m.Department).join(d, JOIN.LEFT_OUTER)
        offered = fn.COALESCE(a.period_start, a.opened_on)
        return _Source(base, fn.SUM(a.slots * a.periods), offered, a.id)
    if measure.of == "referrals":
        f = m.Referral
        base = f.select().join(r).join_from(f, m.Department).join(d, JOIN.LEFT_OUTER)
        return _Source(base, fn.COUNT(f.id), getattr(f, measure.date), r.reference)
    base = _with_people(r.select(), r).join_from(r, m.Department, JOIN.LEFT_OUTER).join(d, JOIN.LEFT_OUTER)
    return _Source(base, fn.COUNT(r.id), getattr(r, measure.date), r.reference)


def _with_people(query: Any, facts: Any) -> Any:
    return query.join_from(facts, m.Applicant).join_from(facts, m.School, JOIN.LEFT_OUTER)


def _within(source: _Source, span: Span) -> Expression:
    if source.day is None:  # running on any day of it
        ended = p.ended_on.is_null() | (p.ended_on >= span.first)
        return p.started_on.is_null(False) & (p.started_on <= span.last) & ended
    return source.day.between(span.first, span.last)


def _counts(
    measure: Measure, spans: Sequence[Span], split: Expression | None
) -> Iterator[tuple[Any, int, str, int]]:
    """Row, column, reason and how many."""
    source, why = _source(measure), _reason(measure, _source(measure))
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


def _coverage(span: Span) -> float | None:
    """Of the departments that existed in the span, the share that told all its placements."""
    c, t = m.Coverage, m.Department
    there = (t.valid_from.is_null() | (t.valid_from <= span.last)) & (
        t.valid_to.is_null() | (t.valid_to >= span.first)
    )
    told = (
        t.select(fn.COUNT(t.id.distinct()))
        .join(c)
        .where(there, c.year == span.first.year, c.until >= span.last)
    )
    everybody = t.select(fn.COUNT(t.id)).where(there)
    ((some,),), ((all_,),) = m.tuples(told), m.tuples(everybody)
    return some / all_ if some and all_ else None


def _adds_up(measure: Measure) -> bool:
    return measure.of not in ("persons", "hires")


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
