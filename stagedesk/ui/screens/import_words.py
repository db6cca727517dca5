"""A list to take over in words: how the file was understood, its lines, and what can be done with them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services import reference
from stagedesk.ui import texts
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:  # with them come the workbook's libraries
    from stagedesk.services.importing.imports_placements import Preview
    from stagedesk.services.importing.imports_reader import Entry

FIELDS = {
    "name": N_("intern"),
    "first_name": N_("first name"),
    "last_name": N_("last name"),
    "email": N_("mail"),
    "phone": N_("phone"),
    "department": N_("department"),
    "school": N_("school"),
    "kind": N_("kind"),
    "level": N_("level"),
    "study": N_("study"),
    "start": N_("the first day"),
    "end": N_("the last day"),
    "periods": N_("period"),
    "pauses": N_("away in between"),
    "days_per_week": N_("days a week"),
    "hours_total": N_("hours in all"),
    "paid": N_("paid"),
    "mentor": N_("mentor"),
    "signed": N_("signed"),
    "started": N_("started"),
    "stopped": N_("stopped early"),
    "no_show": N_("did not come"),
    "hired": N_("hired?"),
    "legal_form": N_("agreement"),
}
"""What a column fills, as the form of a placement calls it."""


def field_name(field: str) -> str:
    return _(FIELDS[field]) if field in FIELDS else field


def reason(words: str) -> str:
    """Why a line cannot be taken, the column by its name."""
    field, colon, rest = words.partition(":")
    return f"{field_name(field)}{colon}{rest}"


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the file: what it says, and what becomes of it."""

    key: int
    number: int
    words: str
    entry: "Entry | None" = None
    bad: bool = False


def main_year(found: "Preview") -> int | None:
    """The year in which most of the placements begin."""
    years = Counter(entry.first.year for entry in (*found.new, *(entry for entry, _ref in found.known)))
    return next((year for year, _count in years.most_common(1)), None)


def heading_lines(found: "Preview") -> list[str]:
    """How the file was understood."""
    columns = texts.GAP.join(f"{name} = {field_name(field)}" for name, field in found.columns)
    lines = [f"{Path(found.file).name} ({found.sheet})" if found.sheet else Path(found.file).name, columns]
    if found.ignored:
        lines.append(_("left out columns: {names}").format(names=", ".join(found.ignored)))
    return [*lines, *found.notes]


def counts(found: "Preview") -> Mapping[str, int]:
    return {
        "bad": found.bad_lines,
        "new": len(found.new),
        "known": len(found.known),
        "skipped": len(found.skipped),
    }


def lines_of(found: "Preview", view: str) -> list[ListLine]:
    if view == "bad":
        bad = enumerate(found.problems)
        return [ListLine(place, each.line, reason(each.reason), bad=True) for place, each in bad]
    if view == "known":
        return [ListLine(entry.line, entry.line, ref, entry) for entry, ref in found.known]
    if view == "skipped":
        return [ListLine(place, each.line, reason(each.reason)) for place, each in enumerate(found.skipped)]
    return [ListLine(entry.line, entry.line, becomes(entry), entry) for entry in found.new]


def becomes(entry: "Entry") -> str:
    """The state in which a line would stand in the register."""
    kind = reference.name("kinds", entry.plan.kind)
    return texts.GAP.join(part for part in (reference.name("placement_statuses", entry.status), kind) if part)


def choices_for(found: "Preview") -> list[Choice]:
    """All lines, or the good ones; as they are, or as entered afterwards."""
    count = len(found.new)
    good = good_lines(count)
    why = ngettext("{count} line is bad", "{count} lines are bad", found.bad_lines)
    why_not = why.format(count=found.bad_lines) if found.problems else ""
    past = _("as entered afterwards: of years that are over")
    all_of_it = all_lines(count)
    choices = [
        Choice("all", all_of_it, available=not why_not, reason=why_not),
        Choice("all past", all_of_it, past, available=not why_not, reason=why_not),
    ]
    if why_not:
        choices = [Choice("good", good, why_not), Choice("good past", good, past), *choices]
    return choices


def good_lines(count: int) -> str:
    return ngettext("the only good line", "the {count} good lines", count).format(count=count)


def all_lines(count: int) -> str:
    return ngettext("the only line", "all {count} lines", count).format(count=count)
