"""Making a desk: its schema, its first staff, its closing days."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from stagedesk.db import models as m
from stagedesk.db.connection import lock_history, open_database, session, transaction
from stagedesk.db.prepared import prepared
from stagedesk.db.upgrade import pending, upgrade
from stagedesk.domain.codes import Role
from stagedesk.services.desk import Clock, Desk, real_clock
from stagedesk.settings import Settings

YEARS_BACK, YEARS_AHEAD = 5, 2


def open_desk(settings: Settings, clock: Clock = real_clock, *, create: bool = False) -> Desk:
    """Open the desk of these settings, bringing its schema up to date.

    Errors: NoDatabase where there is none and `create` is false; DatabaseError.
    """
    open_database(settings.database, create=create)
    if pending():
        upgrade()
    return Desk(settings, clock)


def connected() -> AbstractContextManager[None]:
    """One connection to the open desk for all that this thread does inside."""
    return session()


def make_desk(settings: Settings, clock: Clock = real_clock) -> Desk:
    """Make a desk that is ready to take mail in; an existing one stays as it is."""
    from stagedesk.services.city.people import DESK
    from stagedesk.services.mail_out import signing

    desk = open_desk(settings, clock, create=True)
    with transaction():
        if not m.Staff.select().exists():
            m.Staff.create(code=DESK, name=settings.desk_name, email=settings.desk_email, role=Role.DESK)
        signing.secret()
        year = clock().year
        seed_closing_days(desk, range(year - YEARS_BACK, year + YEARS_AHEAD + 1))
    return desk


def seed_closing_days(desk: Desk, years: range) -> int:
    """Propose closing days for the years that have none yet; a year once written is never touched."""
    from stagedesk.services.city.calendar_seed import closing_days  # once a year

    added = 0
    with session():
        if any(not _has_closing_days(year) for year in years):
            with transaction():
                lock_history()  # two at once would write a year twice
                for year in years:
                    if _has_closing_days(year):
                        continue
                    for day, name_nl, _name_en in closing_days(year, desk.settings.country):
                        m.ClosingDay.create(day=day, name=name_nl)
                        added += 1
    desk.forget_calendar()
    return added


def _has_closing_days(year: int) -> bool:
    """Whether the city's days of this year were written down; a department's own do not count."""
    return bool(_a_day(date(year, 1, 1), date(year, 12, 31)))


@prepared
def _a_day(first: Any, last: Any) -> Any:
    c = m.ClosingDay
    query = c.select(c.id).where(c.day >= first, c.day <= last, c.department.is_null(True))
    return query.limit(1).tuples()
