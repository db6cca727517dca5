"""Changing the directory one by one: departments, schools and their contacts; each change a step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.city import staffing
from stagedesk.services.city.departments import find_department
from stagedesk.services.city.schools import find as find_school
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports
from stagedesk.services.importing.imports_columns import COLUMNS, BadCell, read_email, read_name
from stagedesk.services.journal import history

Texts = Mapping[str, str]
"""The columns of an import file by their names, as somebody writes them; what is left out stays."""
CONTACT = ("name", "email", "phone", "function")


def add_department(desk: Desk, texts: Texts, *, by: str) -> str:
    """A new department; only a supervisor changes which ones there are, where the desk has one."""
    with history.step(desk, "department_added", by=by) as step:
        staffing.refuse_others(desk, step)
        return _write(step, "departments", _new(m.Department, texts))


def change_department(desk: Desk, code: str, texts: Texts, *, by: str) -> str:
    """Correct a department; when it begins or ends is for a supervisor, as is its directorate."""
    with history.step(desk, "department_changed", by=by) as step:
        row = find_department(code, date.min)
        if {"valid_from", "valid_to", "directorate"} & _differing(row, texts):
            staffing.refuse_others(desk, step)
        return _write(step, "departments", {"name": row.name, **texts, "code": row.code})


def close_department(desk: Desk, code: str, last_day: date, *, by: str) -> str:
    """It is asked until this day; what it did not answer by then goes back to the desk by itself."""
    return change_department(desk, code, {"valid_to": last_day.isoformat()}, by=by)


def add_school(desk: Desk, texts: Texts, *, by: str) -> str:
    """A new school, training centre or job coach."""
    with history.step(desk, "school_added", by=by) as step:
        return _write(step, "schools", _new(m.School, texts))


def change_school(desk: Desk, code: str, texts: Texts, *, by: str) -> str:
    with history.step(desk, "school_changed", by=by) as step:
        row = find_school(code)
        return _write(step, "schools", {"name": row.name, "type": row.type, **texts, "code": row.code})


def close_school(desk: Desk, code: str, last_day: date, *, by: str) -> str:
    """It sends nobody any more after this day; its history stays."""
    return change_school(desk, code, {"valid_to": last_day.isoformat()}, by=by)


def add_contact(desk: Desk, of: str, texts: Texts, *, by: str) -> int:
    """Somebody to write to or to call, of a department or a school by its code or a name of it."""
    with history.step(desk, "contact_added", by=by) as step:
        owner = _owner(of)
        values = _contact(texts)
        if not values.get("name"):
            raise errors.UsageError(detail=_("A contact needs a name."))
        column = "department" if isinstance(owner, m.Department) else "school"
        step.facts |= {"of": owner.name}
        return step.add(m.Contact, **{column: owner}, **values).id


def change_contact(desk: Desk, number: int, texts: Texts, *, by: str) -> None:
    with history.step(desk, "contact_changed", by=by) as step:
        row = _find_contact(number)
        values = _contact(texts)
        if "name" in values and not values["name"]:
            raise errors.UsageError(detail=_("A contact needs a name."))
        step.change(row, **values)
        _about(step, row)


def end_contact(desk: Desk, number: int, last_day: date, *, by: str) -> None:
    """It is nobody's contact after this day."""
    with history.step(desk, "contact_changed", by=by) as step:
        row = _find_contact(number)
        step.change(row, valid_to=last_day)
        _about(step, row)


def _about(step: history.Step, row: Any) -> None:
    if step.changes:
        step.facts |= {"of": row.department.name if row.department else row.school.name}


def _new(table: type[m.Table], texts: Texts) -> dict[str, str]:
    code = texts.get("code", "").strip()
    wanted = code.casefold()
    if any(known.casefold() == wanted for (known,) in m.tuples(table.select(table.code))):  # type: ignore[attr-defined]  # both tables have codes
        raise errors.Refused(detail=_("{code} is there already; change it instead.").format(code=code))
    return dict(texts)


def _write(step: history.Step, what: str, texts: Texts) -> str:
    values = _read(what, texts)
    if problems := imports.write_one(step, what, values):
        raise errors.UsageError(detail="; ".join(problem.reason for problem in problems))
    if step.changes:
        step.facts |= {"code": values["code"], "name": values["name"]}
    return str(values["code"])


def _read(what: str, texts: Texts) -> dict[str, Any]:
    """The values of these columns, or a refusal that names the column."""
    found = {}
    for column in COLUMNS[what]:
        if column.name not in texts:
            continue
        text = clean(texts[column.name])
        if column.required and not text:
            raise errors.UsageError(detail=_("{column} is needed.").format(column=column.name))
        try:
            found[column.name] = column.read(text)
        except BadCell as bad:
            raise errors.UsageError(detail=f"{column.name}: {bad}") from bad
    missing = [each.name for each in COLUMNS[what] if each.required and each.name not in found]
    if missing:
        raise errors.UsageError(detail=_("{column} is needed.").format(column=", ".join(missing)))
    return found


def _differing(row: m.Department, texts: Texts) -> set[str]:
    """The columns that would be others than they are."""
    now = {
        "valid_from": row.valid_from.isoformat() if row.valid_from else "",
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        "directorate": row.directorate.name if row.directorate else "",
    }
    wanted = _read("departments", {"name": row.name, **texts, "code": row.code})
    return {name for name, text in now.items() if name in wanted and str(wanted[name] or "") != text}


def _owner(of: str) -> Any:
    """A department or a school."""
    try:
        return find_department(of, date.min)
    except errors.NotFound:
        return find_school(of)


def _contact(texts: Texts) -> dict[str, str]:
    found = {name: clean(texts[name]).strip() for name in CONTACT if name in texts}
    try:
        for name, text in found.items():
            found[name] = read_email(text) if name == "email" else read_name(text)
    except BadCell as bad:
        raise errors.UsageError(detail=str(bad)) from bad
    return found


def _find_contact(number: int) -> Any:
    found = m.Contact.get_or_none(m.Contact.id == number)
    if found is None:
        raise errors.NotFound(what=_("contact"), name=str(number), hint=_("See: stagedesk contact list"))
    return found
