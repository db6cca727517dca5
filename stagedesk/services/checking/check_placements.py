"""Rules of the register: placements and their days, agreements, checklists, places."""

import re
from collections import Counter
from collections.abc import Iterator
from math import isclose
from typing import Any

from peewee import fn

from stagedesk.db import models as m
from stagedesk.domain.codes import ChecklistState, Outcome
from stagedesk.domain.measures import Block
from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.checking.check_rule import PAGE, Finding, Rule, found, pages, row_of, rows
from stagedesk.services.desk import Desk
from stagedesk.services.register.placement_days import Periods, measured, slots_taken

REFERENCE = re.compile(r"P(\d{4})-(\d+)")
MEASURED = ("planned_start", "planned_end", "weeks_planned", "weeks_actual")
LISTS = (
    ("kind", "kinds"),
    ("legal_form", "legal_forms"),
    ("level_followed", "levels"),
    ("level_held", "levels"),
)

p, q = m.Placement, m.Request


def _mismeasured(_desk: Desk) -> Iterator[Finding]:
    """Placements whose columns do not follow from their periods and actual days."""
    columns = [getattr(p, name) for name in MEASURED]
    query = p.select(p.id, p.reference, p.days_per_week, p.started_on, p.ended_on, *columns)
    for page in pages(query, p.id, PAGE):
        periods = _periods([values[0] for values in page])
        for number, ref, days_per_week, started_on, ended_on, *stored in page:
            right = measured(periods.get(number, Periods()), days_per_week, started_on, ended_on)
            for name, value in zip(MEASURED, stored, strict=True):
                if not _same(value, right[name]):
                    yield (
                        ref,
                        _("{column} is {found} and follows as {right}.").format(
                            column=name, found=value, right=right[name]
                        ),
                    )


def _periods(placements: list[int]) -> dict[int, Periods]:
    b = m.PlacementPeriod
    query = b.select(b.placement, b.interruption, b.planned, b.first_day, b.last_day)
    heaps: dict[int, dict[tuple[bool, bool], list[Block]]] = {}
    for number, pause, planned, first, last in m.tuples(query.where(b.placement.in_(placements))):
        heap = heaps.setdefault(number, {})
        heap.setdefault((bool(pause), bool(planned)), []).append(Block(first, last))
    kinds = ((False, True), (True, True), (False, False), (True, False))
    return {number: Periods(*(tuple(heap.get(kind, ())) for kind in kinds)) for number, heap in heaps.items()}


def _same(stored: Any, right: Any) -> bool:
    if isinstance(stored, float) and isinstance(right, float):
        return isclose(stored, right, abs_tol=0.006)  # they are kept with two decimals
    return bool(stored == right)


def _not_placed(_desk: Desk) -> Iterator[Finding]:
    """Placements that stand while their request did not end as placed."""
    stands = p.cancelled_on.is_null() & ~p.no_show
    other = q.outcome.is_null() | (q.outcome != Outcome.PLACED)
    query = p.select(p.reference, q.reference).join(q).where(stands & other).order_by(p.id)
    return found(query, lambda ref: f"({ref})")


def _two_at_once(_desk: Desk) -> Iterator[Finding]:
    query = (
        q.select(q.reference, fn.count(p.id)).join(p, on=(p.request == q.id))
        .where(p.cancelled_on.is_null(), ~p.no_show, p.extends.is_null())
        .group_by(q.reference).having(fn.count(p.id) > 1)
    )  # fmt: skip
    return found(query, lambda count: f"({count})")


def _unknown_code(_desk: Desk) -> Iterator[Finding]:
    for column, list_name in LISTS:
        field = getattr(p, column)
        known = list(reference.table(list_name))
        query = p.select(p.reference, field).where(field.is_null(False), field.not_in(known))
        yield from found(query.order_by(p.id), lambda code: f"({code})")


def _came_tomorrow(desk: Desk) -> Iterator[Finding]:
    late = (p.started_on > desk.today()) | (p.ended_on > desk.today())
    query = p.select(p.reference, p.started_on, p.ended_on).where(late).order_by(p.id)
    return found(query, lambda started, ended: f"({started}, {ended})")


def _overfull(_desk: Desk) -> Iterator[Finding]:
    for number, slots in rows(m.Place.select(m.Place.id, m.Place.slots), m.Place.id):
        taken = slots_taken(number, ())
        if taken > slots:
            yield row_of("place", number), f"({taken} > {slots})"


def _half_signed(_desk: Desk) -> Iterator[Finding]:
    """Agreements whose completion is not the last of their signatures."""
    a, s = m.Agreement, m.Signature
    last, signed, asked = fn.max(s.signed_on), fn.count(s.signed_on), fn.count(s.id)
    query = (
        a.select(a.id, p.reference, a.complete_on, last, signed, asked)
        .join(s).switch(a).join(p).group_by(a.id, p.reference, a.complete_on).order_by(a.id)
    )  # fmt: skip
    for _number, ref, complete_on, day, count, wanted in m.tuples(query):
        if (complete_on is not None) != (count == wanted) or (complete_on and str(complete_on) != str(day)):
            yield ref, f"({complete_on}, {count}/{wanted}, {day})"


def _undone(_desk: Desk) -> Iterator[Finding]:
    """Documents that are done and wait for somebody, or are not done and wait for nobody."""
    i = m.ChecklistItem
    settled = i.state.in_((ChecklistState.CHECKED, ChecklistState.SIGNED, ChecklistState.NOT_NEEDED))
    untouched = i.state.in_((ChecklistState.OPEN, ChecklistState.ASKED))
    wrong = (settled & i.next_move.is_null(False)) | (untouched & i.next_move.is_null())
    query = i.select(p.reference, i.document, i.state).join(p).where(wrong).order_by(i.id)
    return found(query, lambda document, state: f"({document}, {state})")


def _kept_copy(_desk: Desk) -> Iterator[Finding]:
    """Of a document that is only seen, no copy is kept."""
    seen = [code for code, each in reference.table("documents").items() if each.get("only_seen")]
    i = m.ChecklistItem
    kept = i.state.in_((ChecklistState.RECEIVED, ChecklistState.SIGNED))
    query = i.select(p.reference, i.document).join(p).where(i.document.in_(seen), kept).order_by(i.id)
    return found(query, lambda document: f"({document})")


def _numbers_again(_desk: Desk) -> Iterator[Finding]:
    highest: Counter[str] = Counter()
    for _number, ref in rows(p.select(p.id, p.reference), p.id):
        if match := REFERENCE.fullmatch(ref):
            name = f"placement-{match[1]}"
            highest[name] = max(highest[name], int(match[2]))
    given = dict(m.tuples(m.Counter.select(m.Counter.name, m.Counter.value)))
    for name, number in sorted(highest.items()):
        if given.get(name, 0) < number:
            yield name, f"{given.get(name, 0)} < {number}"


RULES: tuple[Rule, ...] = (
    Rule(
        "placement_is_measured",
        N_("Planned days and weeks of a placement follow from its periods and actual days."),
        _mismeasured,
    ),
    Rule(
        "placement_was_agreed",
        N_("A placement that stands has a request that ended as placed, or none."),
        _not_placed,
    ),
    Rule(
        "placed_once", N_("A request leads to one placement that stands, and what extends it."), _two_at_once
    ),
    Rule("placement_has_codes", N_("The codes of a placement are on the lists."), _unknown_code),
    Rule("placement_was", N_("What started or ended did so before tomorrow."), _came_tomorrow),
    Rule("place_has_room", N_("A place has no more interns at once than slots."), _overfull),
    Rule(
        "agreement_is_signed", N_("An agreement is complete on the day of its last signature."), _half_signed
    ),
    Rule(
        "document_waits",
        N_("A document that is not done waits for somebody, a done one for nobody."),
        _undone,
    ),
    Rule(
        "only_seen",
        N_("Of a criminal record and of health nothing is kept but that it was seen."),
        _kept_copy,
    ),
    Rule(
        "placement_numbers_are_new",
        N_("No reference of a placement will be given a second time."),
        _numbers_again,
    ),
)
