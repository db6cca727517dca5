"""The days on which the city, or one department, is closed: edited for the future, frozen for the past.

What was promised stays promised: a due date that is set does not move with the calendar. New due dates, and
the days on which reminders go out, follow it from now on.
"""

from dataclasses import dataclass
from datetime import date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Role
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.city.departments import find_department
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.setup import seed_closing_days

NAME = 80


@dataclass(frozen=True, slots=True)
class ClosingDayRow:
    """A day on which nobody works; `department` is empty for the whole city."""

    id: int
    day: date
    name: str
    department: str
    department_name: str

    @property
    def key(self) -> int:
        return self.id

    @property
    def is_weekend(self) -> bool:
        """Nobody works then anyway: shown so that somebody chooses the day that replaces it."""
        return self.day.weekday() >= 5


def year(desk: Desk, which: int, department: str | None = None) -> tuple[ClosingDayRow, ...]:
    """The closing days of a year; those that would be proposed, where it was not written down yet.

    Of one department only its own.
    """
    if not 1 < which < 9999:
        raise errors.UsageError(detail=_("{year} is no year.").format(year=which))
    c, d = m.ClosingDay, m.Department
    query = c.select(c.id, c.day, c.name, d.code, d.name).join(d, "LEFT OUTER JOIN")
    query = query.where(c.day.between(date(which, 1, 1), date(which, 12, 31)))
    with session():
        if department is not None:
            query = query.where(c.department == find_department(department, date.min).id)
        found = [
            ClosingDayRow(number, day, name, code or "", own or "")
            for number, day, name, code, own in m.tuples(query)
        ]
    if department is None and all(each.department for each in found) and which >= desk.today().year:
        found += _proposed(desk, which)
    return tuple(sorted(found, key=lambda each: (each.day, each.department)))


def _proposed(desk: Desk, which: int) -> list[ClosingDayRow]:
    from stagedesk.services.city.calendar_seed import closing_days  # takes a while

    days = closing_days(which, desk.settings.country)
    return [ClosingDayRow(-day.toordinal(), day, name, "", "") for day, name, _english in days]


def add(desk: Desk, day: date, name: str, *, by: str, department: str | None = None) -> ClosingDayRow:
    """Close the city, or one department, on a day that is not over."""
    words = clean(name, limit=NAME).strip()
    if not words:
        raise errors.UsageError(detail=_("Say why the desk is closed on {day}.").format(day=day))
    _refuse_past(desk, day)
    with history.step(desk, "closing_day_added", by=by) as step:
        _refuse_others(step)
        # First what is proposed: else this day alone would be the whole year.
        seed_closing_days(desk, range(day.year, day.year + 1))
        own = find_department(department, desk.today()) if department else None
        if _of(day, own):
            raise errors.Refused(detail=_("{day} is a closing day already.").format(day=day))
        row = step.add(m.ClosingDay, day=day, name=words, department=own.id if own else None)
        step.facts |= {"day": day, "department": own.code if own else None}
    desk.forget_calendar()
    return ClosingDayRow(row.id, day, words, own.code if own else "", own.name if own else "")


def remove(desk: Desk, day: date, *, by: str, department: str | None = None) -> None:
    """People work on this day after all."""
    _refuse_past(desk, day)
    with history.step(desk, "closing_day_removed", by=by) as step:
        _refuse_others(step)
        seed_closing_days(desk, range(day.year, day.year + 1))
        own = find_department(department, date.min) if department else None
        found = _of(day, own)
        if found is None:
            raise errors.NotFound(what=_("closing day"), name=str(day))
        if own is None and _is_last(day):
            detail = _("It is the only closing day of {year}; all of them would be proposed again.")
            raise errors.Refused(detail=detail.format(year=day.year))
        step.remove(found)
        step.facts |= {"day": day, "department": own.code if own else None}
    desk.forget_calendar()


def _of(day: date, department: m.Department | None) -> m.ClosingDay | None:
    c = m.ClosingDay
    whose = c.department.is_null(True) if department is None else c.department == department.id
    return c.get_or_none(c.day == day, whose)


def _is_last(day: date) -> bool:
    c = m.ClosingDay
    same_year = c.day.between(date(day.year, 1, 1), date(day.year, 12, 31))
    return bool(c.select().where(same_year, c.department.is_null(True)).count() == 1)


def _refuse_past(desk: Desk, day: date) -> None:
    if day < desk.today():
        raise errors.Refused(
            detail=_(
                "{day} is over. Past closing days stay as they were: the times that were counted with them "
                "stand in figures."
            ).format(day=day)
        )


def _refuse_others(step: history.Step) -> None:
    if step.staff is None or step.staff.role != Role.SUPERVISOR:
        raise errors.Refused(detail=_("Only a supervisor changes the closing days."))
