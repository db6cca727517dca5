"""How the screens say things: who has the ball, ages and dates, what a row asks for."""

from collections.abc import Mapping
from datetime import date, datetime

from stagedesk.domain.codes import WaitingOn
from stagedesk.i18n import N_, _, decimal, ngettext
from stagedesk.services import reference
from stagedesk.services.journal.event_words import LETTERS, event_words, planned_words
from stagedesk.services.rows import AttachmentRow, EventRow, LetterRow, PlannedRow, RequestRow
from stagedesk.settings import ZONE
from stagedesk.ui.shown import NO_VALUE, short_date, short_day

GAP = " · "

WITH = {
    "desk": N_("with the desk"),
    "department": N_("with departments"),
    "applicant": N_("with applicants"),
    "school": N_("with schools"),
    "supervisor": N_("with the supervisor"),
}


def age(moment: datetime, now: datetime) -> str:
    """How long ago, as short as can be: "5m", "4h", "2d"."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 60:
        return _("{count}m").format(count=minutes)
    if minutes < 24 * 60:
        return _("{count}h").format(count=minutes // 60)
    return _("{count}d").format(count=minutes // (24 * 60))


def clock_time(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%H:%M")


def day_and_time(moment: datetime, today: date) -> str:
    local = moment.astimezone(ZONE)
    return f"{day(local.date(), today)} {local:%H:%M}"


def day(when: date, today: date) -> str:
    """With its year when that is another one than this."""
    return short_day(when, year=when.year != today.year)


def working_days(count: int) -> str:
    return ngettext("{count} working day", "{count} working days", count).format(count=count)


def due(when: date, today: date, days: int) -> str:
    """A due date as lists show it; `days` are the working days until then, negative when it is over."""
    if when == today:
        return _("today")
    if when < today:
        return _("{count}d late").format(count=max(1, -days))
    return day(when, today)


def asks_for(row: RequestRow) -> str:
    """What a request is about, on one line."""
    return GAP.join(part for part in (row.title, period(row)) if part) or NO_VALUE


def period(row: RequestRow) -> str:
    if row.period_start and row.period_end:
        return f"{short_date(row.period_start)}–{short_date(row.period_end)}"
    return _("from {day}").format(day=short_date(row.period_start)) if row.period_start else ""


def party(row: RequestRow) -> str:
    """Who has the ball: the department by its name, else the party by its."""
    if row.waiting_on == WaitingOn.DEPARTMENT and row.department_name:
        return row.department_name
    return reference.name("waiting", row.waiting_on)


def state(row: RequestRow) -> str:
    """Where a request is, in a word or two."""
    if row.outcome:
        return reference.name("outcomes", row.outcome)
    return reference.name("statuses", row.status)


def ending(row: RequestRow, today: date) -> str:
    """How a closed request ended."""
    parts = [reference.name("outcomes", row.outcome), reference.name("reasons", row.reason)]
    words = ", ".join(part for part in parts if part)
    when = day(row.closed_on, today) if row.closed_on else NO_VALUE
    return _("closed {day}: {outcome}").format(day=when, outcome=words)


def ball(row: RequestRow, waited: int) -> str:
    """Who has the ball, and for how many working days."""
    words = _("with {party} since today") if waited <= 0 else _("with {party} since {days}")
    if row.waiting_on == WaitingOn.APPLICANT:
        words = _("waits for the applicant since {days}") if waited > 0 else _("waits for the applicant")
    return words.format(party=party(row), days=working_days(waited))


def due_words(row: RequestRow, today: date, days: int) -> str:
    """When it is due, as a sentence; `days` as for `due`."""
    if row.snoozed_until:
        return _("away until {day}").format(day=day(row.snoozed_until, today))
    if row.due_on is None:
        return ""
    if row.due_on < today:
        late = working_days(max(1, -days))
        return _("was due {day}, {days} late").format(day=day(row.due_on, today), days=late)
    if row.due_on == today:
        return _("due today")
    return _("due {day} (in {days})").format(day=day(row.due_on, today), days=working_days(days))


def event(row: EventRow, departments: Mapping[str, str], today: date) -> str:
    """What happened, with names for codes and the reader's dates; what somebody wrote comes after it."""
    facts = {name: _fact(name, value, departments, today) for name, value in row.values.items()}
    said = f": {row.values['text']}" if row.values.get("text") else ""
    words = event_words(row.kind, facts) + said
    return _("taken back: {step}").format(step=words) if row.undone else words


def _fact(name: str, value: object, departments: Mapping[str, str], today: date) -> object:
    if name == "department":
        return departments.get(str(value), value)
    if name in ("due_on", "until", "on", "first", "last") and isinstance(value, str):
        return day(date.fromisoformat(value), today)
    return value


def planned(row: PlannedRow) -> str:
    return planned_words(row.kind, row.department_name)


LETTER_WORDS = {
    "held": N_("{letter} leaves, to {who}"),
    "sending": N_("{letter} is leaving just now, to {who}"),
    "failed": N_("{letter} was refused, to {who}: O opens the outbox"),
    "uncertain": N_("{letter}, to {who}: nobody knows whether it left; O opens the outbox"),
}


def letter(row: LetterRow) -> str:
    """A letter that waits in the outbox, or did not get further."""
    words = _(LETTER_WORDS.get(row.state, LETTER_WORDS["held"]))
    who = row.recipients.splitlines()[0] if row.recipients else NO_VALUE
    return words.format(who=who, letter=_(LETTERS.get(row.letter, row.letter)))


def attachment(row: AttachmentRow) -> str:
    return f"{row.name} {size(row.size)}"


def size(count: int) -> str:
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{decimal(count / 1_000_000)} MB"


def dots(strength: int) -> str:
    """How sure the desk is, without colour."""
    return "●" * strength + "○" * (3 - strength) if strength else ""


def with_party(code: str) -> str:
    """Whose turn it is, for headings: "with the desk"."""
    return _(WITH.get(code, code))
