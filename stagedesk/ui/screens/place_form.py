"""The form of a place that a department offers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.register.places import Offer
from stagedesk.ui.dialogs.form import Values
from stagedesk.ui.dialogs.form_fields import Field, choosing, day_field, number_field, three_valued
from stagedesk.ui.register_reading import Names
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.screens.filling import Filling
from stagedesk.ui.screens.placement_form import code_choices, known_choices
from stagedesk.ui.widgets.choice import Choice

MARKS = ("structural", "accessible", "priority_for_target_groups")


def yes_or_no() -> list[Choice]:
    return [Choice(code, reference.name("three_valued", code)) for code in ("yes", "no")]


def fields(what: Offer, names: Names, today: date) -> list[Field]:
    marks = (_("every year"), _("accessible"), _("target groups first"))
    return [
        choosing("department", _("department"), names.departments, what.department, needed=True),
        Field("title", _("place"), what.title, needed=True),
        choosing("kind", _("kind"), code_choices("kinds"), what.kind),
        day_field("period_start", _("from"), today, what.period_start),
        day_field("period_end", _("until"), today, what.period_end),
        number_field("slots", _("interns at once"), what.slots, 1, 500),
        number_field("periods", _("times a year"), what.periods, 1, 12),
        choosing("level", _("level"), code_choices("levels"), what.level),
        Field("study", _("study"), what.study),
        Field("tasks", _("tasks"), what.tasks.replace("\n", " ")),
        choosing("paid", _("paid"), known_choices(), three_valued(what.paid)),
        *(
            choosing(name, label, yes_or_no(), "yes" if getattr(what, name) else "")
            for name, label in zip(MARKS, marks, strict=True)
        ),
    ]


def offer_from(values: Values, what: Offer) -> Offer:
    found: dict[str, Any] = dict(values)  # Any: the offer's own types, as the lines of the form read them
    for name in ("department", "title", "study", "tasks"):
        found[name] = found.get(name) or ""
    for name in ("slots", "periods"):
        found[name] = int(found.get(name) or 1)
    for name in MARKS:
        found[name] = found.get(name) == "yes"
    found["paid"] = found.get("paid") or "unknown"
    if found["tasks"] == what.tasks.replace("\n", " "):
        found["tasks"] = what.tasks  # its lines, which the form showed as one
    return Offer(**found, vacancy_text=what.vacancy_text)


def open_offer(
    screen: DeskScreen,
    name: str,
    heading: str,
    what: Offer,
    store: Callable[[Offer], Any],
    stored: Callable[[Any], None],
) -> None:
    """Ask for a place, beginning with this offer. Any: whatever storing it gives."""
    office = screen.opened_office

    def show(names: Names) -> None:
        filling = Filling(screen, name, lambda values: store(offer_from(values, what)), stored)
        filling.open(heading, fields(what, names, office.reading.today))

    screen.ask("names", office.register.names, show)
