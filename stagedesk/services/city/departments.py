"""Which department is meant."""

from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.i18n import _


def find_department(text: str, today: date) -> m.Department:
    """A department by code, name or alias, in force today."""
    wanted = text.strip()
    department = m.Department.get_or_none(m.Department.code == wanted) or _by_name(wanted.casefold())
    if department is None:
        known = ", ".join(code for (code,) in m.tuples(m.Department.select(m.Department.code)))
        raise errors.NotFound(
            what=_("department"), name=text, hint=_("Departments: {known}.").format(known=known or "-")
        )
    if department.valid_to and department.valid_to < today:
        raise errors.Refused(
            detail=_("{name} was closed on {day}; choose another department.").format(
                name=department.name, day=department.valid_to
            )
        )
    return department


def _by_name(wanted: str) -> m.Department | None:
    aliases = {each.name.casefold(): each.department_id for each in m.DepartmentAlias.select()}
    for department in m.Department.select():
        names = (department.code.casefold(), department.name.casefold())
        if wanted in names or aliases.get(wanted) == department.id:
            return department
    return None
