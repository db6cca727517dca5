"""The forms of the directory: a department, a school, a contact, a member of the staff."""

from collections.abc import Sequence
from datetime import date

from stagedesk.i18n import _
from stagedesk.services.city.directory_pages import ContactEntry, DepartmentPage
from stagedesk.services.city.people import Member
from stagedesk.services.city.schools import SchoolPage
from stagedesk.services.rights import ROLES
from stagedesk.ui.dialogs.form import Values
from stagedesk.ui.dialogs.form_fields import Field, choosing, day_field
from stagedesk.ui.screens.directory_rows import SCHOOL_TYPES
from stagedesk.ui.widgets.choice import Choice

Texts = dict[str, str]


def department_fields(page: DepartmentPage | None, directorates: Sequence[str], today: date) -> list[Field]:
    row = page.department if page else None
    code = [] if row else [Field("code", _("code"), needed=True, placeholder=_("one word, for ever"))]
    return [
        *code,
        Field("name", _("name"), row.name if row else "", needed=True),
        Field(
            "directorate",
            _("directorate"),
            row.directorate if row else "",
            placeholder=", ".join(directorates)[:60],
        ),
        Field("email", _("mail"), row.email if row else ""),
        Field("head_email", _("mail of its head"), row.head_email if row else ""),
        Field("aliases", _("other names"), "; ".join(page.aliases) if page else "", placeholder="a; b"),
        Field("domain", _("mail domain"), row.domain if row else ""),
        day_field("valid_from", _("since"), today, row.valid_from if row else None),
        day_field("valid_to", _("until"), today, row.valid_to if row else None),
    ]


def school_fields(page: SchoolPage | None, today: date) -> list[Field]:
    row = page.school if page else None
    code = [] if row else [Field("code", _("code"), needed=True, placeholder=_("one word, for ever"))]
    types = [Choice(type_, _(words)) for type_, words in SCHOOL_TYPES.items()]
    return [
        *code,
        Field("name", _("name"), row.name if row else "", needed=True),
        choosing("type", _("kind"), types, row.type if row else "school"),
        Field("city", _("city"), row.city if row else ""),
        Field(
            "domains", _("mail domains"), "; ".join(page.domains) if page else "", placeholder="ap.be; a.be"
        ),
        Field("aliases", _("other names"), "; ".join(page.aliases) if page else "", placeholder="a; b"),
        day_field("valid_to", _("until"), today, row.valid_to if row else None),
    ]


def contact_fields(row: ContactEntry | None, owners: Sequence[Choice], of: str) -> list[Field]:
    owner = [] if row else [choosing("of", _("contact of"), owners, of, needed=True)]
    return [
        *owner,
        Field("name", _("name"), row.name if row else "", needed=True),
        Field("function", _("function"), row.function if row else ""),
        Field("email", _("mail"), row.email if row else ""),
        Field("phone", _("phone"), row.phone if row else ""),
    ]


def staff_fields(row: Member | None) -> list[Field]:
    roles = [Choice(code, _(words)) for code, words in ROLES.items()]
    role = choosing("role", _("role"), roles, row.role if row else "desk", needed=True)
    if row:
        return [role]
    return [
        Field("code", _("code"), needed=True, placeholder=_("one word, for ever")),
        Field("name", _("name"), needed=True),
        Field("email", _("mail")),
        role,
    ]


def as_texts(values: Values) -> Texts:
    """The values as an import file would give them."""
    return {name: _as_text(value) for name, value in values.items()}


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else ""
