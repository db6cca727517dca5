"""The form of an introduction day: its day, its hours and where it is."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stagedesk.i18n import _, ngettext
from stagedesk.ui.dialogs.form import Values
from stagedesk.ui.dialogs.form_fields import Field, Meaning, choosing, day_field
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.screens.filling import Filling
from stagedesk.ui.shown import short_day
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from stagedesk.services.register.introduction import DayRow

_HOUR = re.compile(r"(\d{1,2})(?:\s*[:.uh]?\s*(\d{2})?)?\s*(?:uur)?")


def typed_hour(text: str) -> str | None:
    """An hour as a clerk types it (9.30, 9u30, 14) as the desk keeps it; None when it cannot be told."""
    match = _HOUR.fullmatch(text.strip().casefold())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def plan_day(screen: DeskScreen, days: "Sequence[DayRow]", planned: Callable[[date], None]) -> None:
    """Plan a day; hours and place as they were the last time."""
    office = screen.opened_office
    today, last = office.reading.today, days[0] if days else None
    known = {row.day: row for row in days}

    def warnings(values: Values) -> Sequence[str]:
        there = known.get(values.get("day") or date.min)
        return (_("That day is planned already; this changes it."), *_invited(there)) if there else ()

    fields = [day_field("day", _("day"), today, needed=True), *_hours_and_place(last)]
    filling = Filling(screen, "introduction day", office.registering.plan_introduction, planned, warnings)
    filling.open(_("An introduction day"), fields)


def change_day(screen: DeskScreen, row: "DayRow", changed: Callable[[date], None]) -> None:
    """Other hours, or another place."""
    office = screen.opened_office

    def store(values: Values) -> date:
        return office.registering.plan_introduction({"day": row.day, **values})

    def warnings(values: Values) -> Sequence[str]:
        return _invited(row) if values.get("letter") == "yes" else ()

    name = f"introduction day {row.day.isoformat()}"
    filling = Filling(screen, name, store, changed, warnings)
    about = short_day(row.day, year=True)
    fields = _hours_and_place(row)
    if row.invited and row.day >= office.reading.today:
        yes_or_no = [Choice("yes", _("yes")), Choice("no", _("no"))]
        fields.append(choosing("letter", _("letter to each"), yes_or_no, "yes", needed=True))
    filling.open(_("Hours and place of an introduction day"), fields, about=about)


def _hours_and_place(row: "DayRow | None") -> list[Field]:
    return [
        Field("starts", _("from"), row.starts if row else "09:30", _hour, needed=True),
        Field("ends", _("until"), row.ends if row else "12:00", _hour, needed=True),
        Field("location", _("where"), row.location if row else ""),
    ]


def _hour(text: str) -> Meaning:
    found = typed_hour(text)
    return Meaning(found, found) if found else Meaning(trouble=_("which hour? 9:30"))


def _invited(row: "DayRow") -> tuple[str, ...]:
    if not row.invited:
        return ()
    words = ngettext(
        "{count} intern is invited already; a letter tells what changed.",
        "{count} interns are invited already; a letter to each tells what changed.",
        row.invited,
    )
    return (words.format(count=row.invited),)
