"""The clerk's day: everything open in sections by its due date, of everybody or of some."""

from collections.abc import Mapping
from datetime import date, timedelta

from stagedesk.services.city.people import stands_for
from stagedesk.services.desk import Desk
from stagedesk.services.lists import listing
from stagedesk.services.lists.listing import Filter, Listing
from stagedesk.services.rows import RequestRow

ALL, LATE, TODAY, WEEK, LATER = SECTIONS = ("all", "late", "today", "week", "later")
EVERYBODY, MINE = "", "me"


def sections(today: date, owners: tuple[str, ...] = ()) -> Mapping[str, Filter]:
    """What is in each section; a week ends on Sunday, and what is due today is not in it."""
    tomorrow, monday = today + timedelta(days=1), today + timedelta(days=8 - today.isoweekday())
    return {
        ALL: Filter(is_open=True, owners=owners),
        LATE: Filter(is_open=True, owners=owners, due_before=today),
        TODAY: Filter(is_open=True, owners=owners, due_from=today, due_before=tomorrow),
        WEEK: Filter(is_open=True, owners=owners, due_from=tomorrow, due_before=monday),
        LATER: Filter(is_open=True, owners=owners, due_from=monday),
    }


def owners_of(desk: Desk, whose: str) -> tuple[str, ...]:
    """Whose requests are meant: everybody's, mine, or somebody's; with those of whom they stand in for."""
    return stands_for(desk, desk.settings.user if whose == MINE else whose) if whose else ()


def counts(desk: Desk, whose: str = EVERYBODY) -> Mapping[str, int]:
    """How much is in each section, in one query."""
    return listing.tally(desk, sections(desk.today(), owners_of(desk, whose)))


def section(desk: Desk, name: str = ALL, whose: str = EVERYBODY) -> Listing[RequestRow]:
    """The requests of a section, what is due first first."""
    return listing.chosen(desk, sections(desk.today(), owners_of(desk, whose))[name])
