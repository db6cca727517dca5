"""An introduction day in words: who is invited, who came, and the list to be printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.ui import texts
from stagedesk.ui.register_reading import SeenIntroduction
from stagedesk.ui.screens import placement_texts
from stagedesk.ui.shown import MUTED, Shown, short_day, shown

CAME = {True: N_("came"), False: N_("did not come")}
BOXES = {True: "[x]", False: "[-]", None: "[ ]"}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who is invited, or who should be."""

    placement: PlacementRow
    invited_on: date | None = None
    attended: bool | None = None

    @property
    def key(self) -> int:
        return self.placement.id

    @property
    def version(self) -> int:
        return self.placement.version


def heading(seen: SeenIntroduction) -> list[str]:
    """When and where the day is, and how many come."""
    day = seen.day
    assert day is not None, "there is one"
    came = _("{count} came").format(count=day.attended)
    count = len(seen.to_invite)
    waiting = _("{count} to invite").format(count=count)
    parts = [
        f"{day.starts} – {day.ends}",
        day.location,
        _("{count} invited").format(count=day.invited),
        came if day.attended else "",
        waiting if count else "",
    ]
    return [part for part in parts if part]


def state(line: Line, today: date) -> Shown:
    """Whether somebody is invited, and came."""
    if line.attended is not None:
        return shown(_(CAME[line.attended]), "bold" if line.attended else "")
    if line.invited_on:
        return shown(_("invited {day}").format(day=texts.day(line.invited_on, today)), MUTED)
    return shown(_("to invite"), "bold")


def named(lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        return lines[0].placement.applicant
    return ngettext("{count} intern", "{count} interns", len(lines)).format(count=len(lines))


def invited_words(invited: Sequence[str], silent: Sequence[str]) -> str:
    """What became of the invitations."""
    count = len(invited)
    words = ngettext("{count} intern is invited.", "{count} interns are invited.", count).format(count=count)
    parts = [words, _("u takes it back as long as the letters wait.")]
    if silent:
        who = ", ".join(silent)
        parts.append(_("Without a mail address, so tell them: {who}.").format(who=who))
    return " ".join(parts)


def as_text(seen: SeenIntroduction, today: date) -> Iterator[str]:
    """The attendance list, by department, to be printed and signed."""
    day = seen.day
    assert day is not None, "there is one"
    yield _("Introduction day {day}").format(day=short_day(day.day, year=True))
    yield texts.GAP.join(heading(seen))
    for department, people in _by_department(seen).items():
        yield ""
        yield department
        for line in people:
            row = line.placement
            parts = [row.applicant, placement_texts.days(row, today), row.mentor]
            yield f"  {BOXES[line.attended]} " + texts.GAP.join(part for part in parts if part)


def _by_department(seen: SeenIntroduction) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for guest in seen.guests:
        line = Line(guest.placement, guest.invited_on, guest.attended)
        found.setdefault(guest.placement.department_name, []).append(line)
    return found
