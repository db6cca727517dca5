"""The form of a placement: arranged by a department, agreed after a yes, or corrected."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.register.placing import Plan
from stagedesk.services.rows import RequestRow
from stagedesk.ui.dialogs.form import Values
from stagedesk.ui.dialogs.form_fields import Field, choosing, number_field, period_field, three_valued
from stagedesk.ui.dialogs.typed_period import period_text
from stagedesk.ui.register_reading import Names
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.screens.filling import Filling
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:  # with it comes all that reads mails
    from stagedesk.services.register.placement_draft import Draft


def code_choices(list_name: str) -> list[Choice]:
    """A code list as what a line of a form completes."""
    return [Choice(code, reference.name(list_name, code)) for code in reference.in_use(list_name)]


def known_choices() -> list[Choice]:
    """Yes and no; nobody knows while nothing stands there."""
    return [choice for choice in code_choices("three_valued") if choice.code != "unknown"]


def fields(plan: Plan, names: Names, today: date) -> list[Field]:
    """Everything that is known of a placement, in the order in which somebody tells it."""
    return [
        Field("applicant", _("intern"), plan.applicant, needed=True),
        choosing("department", _("department"), names.departments, plan.department, needed=True),
        choosing("kind", _("kind"), code_choices("kinds"), plan.kind),
        period_field("blocks", _("period"), today, period_text(plan.blocks), placeholder="7/9 - 18/12"),
        number_field("days_per_week", _("days a week"), plan.days_per_week, 0.5, 7),
        choosing("school", _("school"), names.schools, plan.school),
        choosing("level_followed", _("level"), code_choices("levels"), plan.level_followed),
        Field("study", _("study"), plan.study),
        choosing("compensation", _("paid"), known_choices(), three_valued(plan.compensation)),
        Field("mentor", _("mentor"), plan.mentor),
        Field("email", _("mail"), plan.email),
        Field("phone", _("phone"), plan.phone),
        period_field("pauses", _("away in between"), today, period_text(plan.pauses)),
        number_field("hours_total", _("hours in all"), plan.hours_total, 1, 5000),
        choosing("legal_form", _("agreement"), code_choices("legal_forms"), plan.legal_form),
        choosing("level_held", _("diploma so far"), code_choices("levels"), plan.level_held),
        choosing("place", _("place"), names.places, str(plan.place or "")),
        Field("remark", _("remark"), plan.remark),
    ]


def plan_from(values: Values, plan: Plan) -> Plan:
    """The plan with what the form says."""
    found: dict[str, Any] = dict(values)  # Any: the plan's own types, as the lines of the form read them
    for name in ("applicant", "department", "school", "study", "mentor", "email", "phone", "remark"):
        found[name] = found.get(name) or ""
    found["compensation"] = found.get("compensation") or "unknown"
    found["place"] = int(found["place"]) if found.get("place") else None
    return replace(plan, **found)


def open_form(
    screen: DeskScreen,
    name: str,
    heading: str,
    read: Callable[[], Plan],
    store: Callable[[Plan], Any],
    stored: Callable[[Any], None],
    *,
    ref: str | None = None,
    about: str = "",
) -> None:
    """Ask for a placement, beginning with the plan that is read. Any: whatever storing it gives."""
    office = screen.opened_office
    register = office.register

    def show(found: tuple[Plan, Names]) -> None:
        plan, names = found

        def warnings(values: Values) -> Sequence[str]:
            return register.warnings(plan_from(values, plan), ref)

        filling = Filling(screen, name, lambda values: store(plan_from(values, plan)), stored, warnings)
        filling.open(heading, fields(plan, names, office.reading.today), about=about)

    screen.ask("plan", lambda: (read(), register.names()), show)


def new_placement(screen: DeskScreen, stored: Callable[[Any], None]) -> None:
    """A placement that a department arranged itself. Any: the row of the placement."""
    office = screen.office
    if office is None:
        return
    open_form(
        screen,
        "placement",
        _("A placement that a department arranged"),
        Plan,
        lambda plan: office.registering.arrange(plan),
        stored,
    )


def agreed_placement(
    screen: DeskScreen, row: RequestRow, note: str, letter: bool, stored: Callable[[Any], None]
) -> None:
    """The placement that a request leads to, with all that is known of it. Any: the row of the request."""
    office = screen.office
    if office is None:
        return

    def show(draft: "Draft") -> None:
        lines = fields(Plan(), Names((), ()), row.received_on)
        read = [field.label for field in lines if field.name in draft.read]
        words = _("read in the mails, so check it: {what}").format(what=", ".join(read)) if read else ""
        open_form(
            screen,
            f"placement of {row.ref}",
            _("The placement that was agreed"),
            lambda: draft.plan,
            lambda plan: office.registering.agree(row, plan, note=note, letter=letter),
            stored,
            about=" · ".join(part for part in (row.ref, row.who, words) if part),
        )

    screen.ask("draft of a placement", lambda: office.register.draft(row.ref), show)
