"""The yearly calls to departments: which places they offer, and which placements they arranged themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session
from stagedesk.domain.codes import Letter
from stagedesk.i18n import _
from stagedesk.services.city.departments import find_department
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.statistics import coverage

AGAIN = timedelta(days=180)
"""Nobody is asked the same a second time within these days."""
DAYS_TO_ANSWER = 20
"""Working days."""


@dataclass(frozen=True, slots=True)
class Called:
    """Which departments are asked, and why others are not."""

    asked: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def call_for_places(
    desk: Desk, year: int, *, by: str, departments: Iterable[str] = (), batch: str | None = None
) -> Called:
    """Ask departments (all, unless some are named) which places they offer in a year."""
    return _call(desk, Letter.PLACES_CALL, year, by, departments, batch)


def call_for_arranged(
    desk: Desk, year: int, *, by: str, departments: Iterable[str] = (), batch: str | None = None
) -> Called:
    """Ask departments which placements of a year they arranged themselves; who told all is left out."""
    return _call(desk, Letter.ARRANGED_CALL, year, by, departments, batch)


def preview(desk: Desk, letter: Letter, year: int, departments: Iterable[str] = ()) -> Called:
    """Who would be asked."""
    with session():
        chosen = list(_chosen(desk, letter, year, departments))
    return _called(chosen)


def _call(
    desk: Desk, letter: Letter, year: int, by: str, departments: Iterable[str], batch: str | None
) -> Called:
    if not desk.today().year - 1 <= year <= desk.today().year + 1:
        raise errors.UsageError(detail=_("{year} is too far away.").format(year=year))
    with history.step(desk, f"{letter}_sent", by=by, batch=batch) as step:
        chosen = list(_chosen(desk, letter, year, departments))
        for row, why_not in chosen:
            if not why_not:
                _write(desk, step, letter, row, year)
        done = _called(chosen)
        if done.asked:
            step.facts |= {"year": year, "departments": list(done.asked), "count": len(done.asked)}
    return done


def _called(chosen: list[tuple[Any, str]]) -> Called:
    return Called(
        asked=tuple(row.code for row, why_not in chosen if not why_not),
        left_out=tuple((row.code, why_not) for row, why_not in chosen if why_not),
    )


def _chosen(desk: Desk, letter: Letter, year: int, departments: Iterable[str]) -> Iterable[tuple[Any, str]]:
    """Each department with the reason why it is not asked, or nothing."""
    d, today = m.Department, desk.today()
    named = [find_department(text, today) for text in departments]
    rows = named or list(d.select().where(d.valid_to.is_null() | (d.valid_to >= today)).order_by(d.name))
    told = {row.department for row in coverage.of_year(year) if row.is_whole}
    o = m.Outgoing
    lately = o.select(o.department).where(o.letter == letter, o.decided_at >= desk.now() - AGAIN)
    asked = {number for (number,) in m.tuples(lately)}
    for row in rows:
        if not outbox.usable(row.email):
            yield row, _("there is no mail address")
        elif row.id in asked:
            yield row, _("it was asked already")
        elif letter is Letter.ARRANGED_CALL and row.code in told:
            yield row, _("it told everything")
        else:
            yield row, ""


def _write(desk: Desk, step: history.Step, letter: Letter, department: m.Department, year: int) -> None:
    due: date = desk.in_working_days(DAYS_TO_ANSWER)
    text = letters.write(
        desk,
        letter,
        None,
        language=desk.settings.letter_language,
        department=department.name,
        year=str(year),
        due=due,
        clerk=step.staff.name if step.staff else "",
    )
    address = outbox.usable(department.email)
    outbox.decide(desk, step, letter, text, None, recipients=[address], department=department)
