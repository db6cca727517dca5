"""A measure in SQL: where its facts are, which rows are within days, and why one of them does not count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Case, fn

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.codes import UNCOUNTED_OUTCOMES
from stagedesk.domain.measure import Measure, Span
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.statistics.dimensions import Expression, d, dimensions, p, r


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a measure are."""

    base: Any
    number: Expression
    """How much a row counts."""
    day: Expression
    reference: Expression


def source_of(measure: Measure, by: str = "") -> Source:
    if measure.of in ("placements", "persons"):
        number = fn.COUNT(p.applicant.distinct()) if measure.of == "persons" else fn.COUNT(p.id)
        day = None if measure.date == "active" else getattr(p, measure.date)
        base = _with_what(p.select(), by)
        if measure.no_show or measure.date == "planned_start":  # else it began, and so it was no no-show
            base = base.where(p.no_show == measure.no_show)
        return Source(base, number, day, p.reference)
    if measure.of == "agreements":
        g = m.Agreement
        return Source(_with_what(g.select().join(p), by), fn.COUNT(g.id), g.complete_on, p.reference)
    if measure.of == "hires":
        h = m.Hire
        base = _with_what(h.select().join(p), by).where(h.hired == "yes")
        return Source(base, fn.COUNT(p.applicant.distinct()), h.contract_start, p.reference)
    if measure.of == "places":
        a = m.Place
        base = a.select().join(m.Department).join(d, JOIN.LEFT_OUTER)
        offered = fn.COALESCE(a.period_start, a.opened_on)
        return Source(base, fn.SUM(a.slots * a.periods), offered, a.id)
    if measure.of == "referrals":
        f = m.Referral
        base = f.select().join(r).join_from(f, m.Department).join(d, JOIN.LEFT_OUTER)
        return Source(base, fn.COUNT(f.id), getattr(f, measure.date), r.reference)
    base = r.select().join_from(r, m.Applicant).join_from(r, m.School, JOIN.LEFT_OUTER)
    base = base.join_from(r, m.Department, JOIN.LEFT_OUTER).join(d, JOIN.LEFT_OUTER)
    return Source(base, fn.COUNT(r.id), getattr(r, measure.date), r.reference)


def _with_what(query: Any, by: str) -> Any:
    """Placements joined with what names the rows, and no more: a join costs as much as the count."""
    if by in ("department", "unit"):
        query = query.join_from(p, m.Department)
    if by in ("directorate", "unit"):
        query = query.join_from(p, d, JOIN.LEFT_OUTER)
    if by == "gender":
        query = query.join_from(p, m.Applicant)
    return query.join_from(p, m.School, JOIN.LEFT_OUTER) if by == "school" else query


def within(source: Source, span: Span) -> Expression:
    if source.day is None:  # running on any day of it
        ended = p.ended_on.is_null() | (p.ended_on >= span.first)
        return p.started_on.is_null(False) & (p.started_on <= span.last) & ended
    return source.day.between(span.first, span.last)


def reason_in(measure: Measure, source: Source) -> Expression:
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


def column_of(measure: Measure, by: str) -> Expression:
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
