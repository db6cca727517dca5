"""A placement in words: its row in a list, and everything about it as lines to read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil

from stagedesk.domain.codes import ChecklistState
from stagedesk.domain.measures import Block
from stagedesk.domain.placement import Attention
from stagedesk.i18n import N_, _, decimal, ngettext
from stagedesk.services import reference
from stagedesk.services.journal.event_words import CHECKLIST_STATES, ENDED_BY
from stagedesk.services.register.place_words import attention_name
from stagedesk.services.register.placement_rows import (
    AgreementRow,
    HireRow,
    ItemRow,
    PlacementPage,
    PlacementRow,
)
from stagedesk.services.rows import EventRow
from stagedesk.ui import texts
from stagedesk.ui.register_reading import SeenPlacement
from stagedesk.ui.shown import LATE, MUTED, NO_VALUE, Shown, fit, joined, shown

FACTS = {
    "kind": N_("the kind"),
    "planned_start": N_("the first day"),
    "planned_end": N_("the last day"),
    "days_per_week": N_("days a week"),
    "school": N_("the school"),
    "level_followed": N_("the level"),
    "compensation": N_("whether it is paid"),
}
DOCUMENT, STATE, WHO = 22, 15, 10


def status(row: PlacementRow) -> str:
    return reference.name("placement_statuses", row.status)


def days(row: PlacementRow, today: date) -> str:
    """From its first to its last day, as far as they are known."""
    return span(row.started_on or row.planned_start, row.ended_on or row.planned_end, today)


def span(first: date | None, last: date | None, today: date) -> str:
    """Without weekdays, for lists; a year that both days are in stands there once."""
    if first is None and last is None:
        return NO_VALUE
    reader = last if first and last and first.year == last.year else today
    return f"{_short(first, reader)} – {_short(last, today)}"


def _short(day: date | None, today: date) -> str:
    return texts.day(day, today).partition(" ")[2] if day else "?"


def attention(row: PlacementRow) -> Shown:
    """What presses, in words; red only underlines them."""
    return joined([shown(attention_name(what), _style(what)) for what in row.attention], texts.GAP)


def _style(what: Attention) -> str:
    return LATE if what in (Attention.UNSIGNED, Attention.LATE_PAPERS) else "bold"


def document(code: str) -> str:
    return reference.name("documents", code)


def state(code: str) -> str:
    return _(CHECKLIST_STATES.get(code, code))


def party(code: str | None) -> str:
    return reference.name("parties", code)


def lines(seen: SeenPlacement, today: date, departments: Mapping[str, str]) -> list[Shown]:
    """Everything about a placement, what presses first."""
    page = seen.page
    found = [_head(page.placement), *_alarms(seen, today), *_facts(page, today)]
    for heading, part in (
        (_("documents"), list(_documents(page.checklist, today))),
        (_("agreement"), list(_agreements(page.agreements, today))),
        (_("afterwards"), list(_hires(page.hires, today))),
        (_("other placements of the same person"), [_other(each, today) for each in page.others]),
        (_("history"), list(_events(page.events, seen.undoable, departments, today))),
    ):
        if part:
            found += [shown(""), shown(heading, "underline"), *part]
    return found


def _head(row: PlacementRow) -> Shown:
    parts = [shown(row.ref, "bold"), shown(row.applicant, "bold"), shown(status(row), MUTED)]
    return joined(parts, "  ")


def _alarms(seen: SeenPlacement, today: date) -> Iterator[Shown]:
    row = seen.page.placement
    for what in row.attention:
        yield joined([shown("!", LATE), shown(_alarm(what, row, today), _style(what))], " ")
    if seen.hire_months:
        words = _("hired within {count} months? h writes it down").format(count=seen.hire_months)
        yield joined([shown("!", "bold"), shown(words, "bold")], " ")
    if row.missing and row.is_live:
        names = ", ".join(_(FACTS[name]) for name in row.missing)
        yield shown(_("not known: {what} (c)").format(what=names))


def _alarm(what: Attention, row: PlacementRow, today: date) -> str:
    if what is Attention.CONFIRM_START and row.planned_start:
        words = _("should have started on {day}: Enter confirms it, x says what happened")
        return words.format(day=texts.day(row.planned_start, today))
    if what is Attention.CONFIRM_END and row.planned_end:
        words = _("its last day was {day}: Enter confirms the end, X extends it")
        return words.format(day=texts.day(row.planned_end, today))
    if what is Attention.LATE_PAPERS and row.papers_due:
        return _("a document was due {day} (d)").format(day=texts.day(row.papers_due, today))
    return attention_name(what)


def _facts(page: PlacementPage, today: date) -> Iterator[Shown]:
    row = page.placement
    yield joined([shown(row.department_name, "bold"), shown(row.directorate, MUTED)], texts.GAP)
    yield _line(_days_of(page, today))
    yield _line([kind(row.kind), school_and_study(row), reference.name("levels", row.level_followed)])
    yield _line(_terms(row))
    if row.mentor or row.owner:
        yield _line([_("mentor {who}").format(who=row.mentor) if row.mentor else "", _owner(row)])
    if row.request:
        yield shown(_("from request {ref} (o)").format(ref=row.request), MUTED)
    if row.ended_reason:
        by = _(ENDED_BY.get(row.ended_by or "", "?"))
        yield shown(_("by {who}: {why}").format(who=by, why=reference.name("endings", row.ended_reason)))
    if row.remark:
        yield shown(row.remark, MUTED)


def kind(code: str | None) -> str:
    return reference.name("kinds", code)


def school_and_study(row: PlacementRow) -> str:
    return texts.GAP.join(part for part in (row.school, row.study) if part)


def _owner(row: PlacementRow) -> str:
    return _("owner {who}").format(who=row.owner) if row.owner else ""


def _days_of(page: PlacementPage, today: date) -> list[str]:
    row = page.placement
    planned = "; ".join(_block(block, today) for block in page.blocks)
    found = [planned or NO_VALUE]
    if page.pauses:
        found.append(_("away {days}").format(days="; ".join(_block(each, today) for each in page.pauses)))
    if row.days_per_week:
        weekly = ngettext("{count} day a week", "{count} days a week", ceil(row.days_per_week))
        found.append(weekly.format(count=f"{row.days_per_week:g}"))
    weeks = row.weeks_actual if row.weeks_actual is not None else row.weeks_planned
    if weeks is not None:
        found.append(_("{count} weeks").format(count=decimal(weeks)))
    if row.started_on and row.started_on != row.planned_start:
        found.append(_("started {day}").format(day=texts.day(row.started_on, today)))
    if row.ended_on and row.ended_on != row.planned_end:
        found.append(_("ended {day}").format(day=texts.day(row.ended_on, today)))
    return found


def _block(block: Block, today: date) -> str:
    return f"{texts.day(block.first, today)} – {texts.day(block.last, today)}"


PAID = {"yes": N_("paid"), "no": N_("not paid"), "unknown": N_("paid? unknown")}


def paid(code: str) -> str:
    return _(PAID.get(code, code))


def _terms(row: PlacementRow) -> list[str]:
    return [reference.name("legal_forms", row.legal_form), paid(row.compensation), row.applicant_email]


def _line(parts: Sequence[str]) -> Shown:
    return shown(texts.GAP.join(part for part in parts if part))


def _documents(items: Sequence[ItemRow], today: date) -> Iterator[Shown]:
    for item in items:
        late = item.next_move and item.due_on and item.due_on < today
        yield joined(
            [
                fit(shown(document(item.document)), DOCUMENT),
                fit(shown(state(item.state), "" if item.next_move else MUTED), STATE),
                fit(shown(party(item.next_move), "bold"), WHO),
                shown(_when(item, today), LATE if late else MUTED),
            ],
            " ",
        )


def _when(item: ItemRow, today: date) -> str:
    if item.next_move and item.due_on:
        words = _("late: {day}") if item.due_on < today else _("by {day}")
        return words.format(day=texts.day(item.due_on, today))
    if item.done_on and item.state != ChecklistState.NOT_NEEDED:
        day = texts.day(item.done_on, today)
        only_seen = reference.table("documents").get(item.document, {}).get("only_seen")
        return _("{day}, by {who}").format(day=day, who=item.seen_by) if only_seen else day
    return ""


def _agreements(agreements: Sequence[AgreementRow], today: date) -> Iterator[Shown]:
    for agreement in agreements:
        name = reference.name("legal_forms", agreement.legal_form)
        if agreement.complete_on:
            day = texts.day(agreement.complete_on, today)
            yield shown(_("{name}: signed by all on {day}").format(name=name, day=day))
            continue
        signed = (
            f"{'✓' if day else '–'} {party(code)}{' ' + texts.day(day, today) if day else ''}"
            for code, day in agreement.signatures
        )
        yield joined(
            [shown(_("{name}: not signed by all").format(name=name)), shown("  ".join(signed))], "  "
        )


def _hires(hires: Sequence[HireRow], today: date) -> Iterator[Shown]:
    for each in hires:
        when = _("after {count} months").format(count=each.months) if each.months else ""
        begins = texts.day(each.contract_start, today) if each.contract_start else ""
        hired = _("hired: {answer}").format(answer=reference.name("three_valued", each.hired))
        yield _line([hired, begins, each.contract_type or "", each.employer or "", when])


def _other(row: PlacementRow, today: date) -> Shown:
    return _line([row.ref, row.department_name, days(row, today), status(row)])


def _events(
    events: Sequence[EventRow], undoable: int | None, departments: Mapping[str, str], today: date
) -> Iterator[Shown]:
    """The newest first: what happened last is what matters."""
    for event in reversed(events):
        words = texts.event(event, departments, today)
        if event.id == undoable:
            words = _("u takes back: {who} {step}").format(who=event.by, step=words)
            who = ""
        else:
            who = event.by
        when = shown(texts.day_and_time(event.at, today), MUTED)
        yield joined([when, shown(who, "bold"), shown(words)], "  ")
