"""A place in words: its days, what is taken of it, and everything about it as lines to read."""

from collections.abc import Iterator, Sequence
from datetime import date

from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.register.matching import Match
from stagedesk.services.register.place_rows import CandidateRow, PlacePage, PlaceRow, PublicationRow
from stagedesk.services.register.place_words import status_name
from stagedesk.ui import texts
from stagedesk.ui.register_reading import SeenPlace
from stagedesk.ui.screens.placement_texts import days as placement_days
from stagedesk.ui.screens.placement_texts import paid, span
from stagedesk.ui.screens.placement_texts import status as placement_status
from stagedesk.ui.shown import LATE, MUTED, Shown, joined, shown

CANDIDATE = {
    None: N_("not decided (a)"),
    "chosen": N_("chosen"),
    "not_chosen": N_("somebody else was chosen"),
    "withdrawn": N_("withdrew"),
}
_MATCHES_SHOWN = 5


def days(row: PlaceRow, today: date) -> str:
    if row.period_start is None:
        return _("every year") if row.structural else _("any time")
    return span(row.period_start, row.period_end, today)


def taken(row: PlaceRow) -> str:
    return f"{row.filled}/{row.slots}"


def lines(seen: SeenPlace, today: date) -> list[Shown]:
    page = seen.page
    found = [_head(page.place), *_facts(page.place, today)]
    for heading, part in (
        (_("candidates"), list(_candidates(page.candidates, today))),
        (_("requests that fit (m)"), list(_matches(seen.matches))),
        (_("placements"), list(_placements(page, today))),
        (_("published"), list(_publications(page.publications, today))),
    ):
        if part:
            found += [shown(""), shown(heading, "underline"), *part]
    return found


def _head(row: PlaceRow) -> Shown:
    number = shown(str(row.id), "bold")
    return joined([number, shown(row.title, "bold"), shown(status_name(row.status), MUTED)], "  ")


def _facts(row: PlaceRow, today: date) -> Iterator[Shown]:
    yield shown(row.department_name, "bold")
    slots = _("{filled} of {slots} taken").format(filled=row.filled, slots=row.slots)
    times = _("{count} times a year").format(count=row.periods) if row.periods > 1 else ""
    yield _line([days(row, today), slots, times])
    kind, level = reference.name("kinds", row.kind), reference.name("levels", row.level)
    yield _line([kind, level, row.study, paid(row.paid)])
    marks = [
        _("comes back every year") if row.structural else "",
        _("accessible") if row.accessible else "",
        _("first for target groups") if row.priority_for_target_groups else "",
    ]
    if any(marks):
        yield _line(marks)
    if row.tasks:
        yield shown(row.tasks, lines=True)
    if row.withdrawn_on:
        why = reference.name("endings", row.withdrawn_reason)
        words = _("taken back on {day}: {why}")
        yield shown(words.format(day=texts.day(row.withdrawn_on, today), why=why), LATE)


def _line(parts: Sequence[str]) -> Shown:
    return shown(texts.GAP.join(part for part in parts if part))


def _candidates(candidates: Sequence[CandidateRow], today: date) -> Iterator[Shown]:
    for each in candidates:
        yield joined(
            [
                shown(each.request.ref, MUTED),
                shown(each.request.who, "bold"),
                shown(texts.asks_for(each.request)),
                shown(_(CANDIDATE[each.outcome]), "bold" if each.outcome is None else MUTED),
                shown(texts.day(each.decided_on or each.proposed_on, today), MUTED),
            ],
            "  ",
        )


def _matches(matches: Sequence[Match]) -> Iterator[Shown]:
    for match in matches[:_MATCHES_SHOWN]:
        yield joined(
            [shown(match.request.ref, MUTED), shown(match.request.who, "bold"), shown(why(match))], "  "
        )


def why(match: Match) -> str:
    """Why a request fits a place, and what speaks against it."""
    because = _("because {why}").format(why=", ".join(match.because))
    return f"{because}; {_('but {why}').format(why=', '.join(match.but))}" if match.but else because


def _placements(page: PlacePage, today: date) -> Iterator[Shown]:
    for row in page.placements:
        yield _line([row.ref, row.applicant, placement_days(row, today), placement_status(row)])


def _publications(publications: Sequence[PublicationRow], today: date) -> Iterator[Shown]:
    for each in publications:
        begins = texts.day(each.published_on, today)
        ended = _("until {day}").format(day=texts.day(each.ended_on, today)) if each.ended_on else ""
        yield _line([each.channel, _("since {day}").format(day=begins), ended])
