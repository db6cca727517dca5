"""Around the register of the demo: contacts, introduction days, and which departments told everything."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from stagedesk.services.city import directory_editing
from stagedesk.services.demos import demo_mailbox
from stagedesk.services.demos.demo_register import Told, at, data, ref_of
from stagedesk.services.desk import Desk
from stagedesk.services.register import introduction
from stagedesk.services.statistics import coverage

KNOWN_SINCE = timedelta(days=60)
TOLD_BY = 10
"""Day of January on which the departments had told all of the year before."""
INVITED_BEFORE = timedelta(days=10)


def parts(today: date) -> list[Told]:
    """Everything, in order; none of it today."""
    found = [Told(at(today - KNOWN_SINCE), partial(_contact, row)) for row in data()["contact"]]
    for row in data()["told"]:
        day = date(today.year, 1, TOLD_BY) if row["years"] else today
        found.append(Told(at(min(day, _yesterday(today)), 12), partial(_told, row)))
    for row in data()["introduction"]:
        found += _introduction(row, demo_mailbox.working_day(today, row["day"]), today)
    return sorted(found, key=lambda each: each.moment)


def _yesterday(today: date) -> date:
    return today - timedelta(days=1)


def _contact(row: Mapping[str, Any], desk: Desk) -> None:
    texts = {name: text for name, text in row.items() if name != "of"}
    directory_editing.add_contact(desk, row["of"], texts, by="karim")


def _told(row: Mapping[str, Any], desk: Desk) -> None:
    for department in row["departments"]:
        coverage.report(desk, department, desk.today().year - row["years"], by="lotte")


def _introduction(row: Mapping[str, Any], day: date, today: date) -> Iterator[Told]:
    invited = min(day - INVITED_BEFORE, _yesterday(today))
    yield Told(at(invited, 13), partial(_plan, row, day))
    yield Told(at(invited, 14), partial(_invite, row, day))
    if day < today:
        yield Told(at(day, 15), partial(_came, row, day))


def _plan(row: Mapping[str, Any], day: date, desk: Desk) -> None:
    hours = {name: row[name] for name in ("starts", "ends") if name in row}
    introduction.plan(desk, day, by="els", location=row["location"], **hours)


def _invite(row: Mapping[str, Any], day: date, desk: Desk) -> None:
    introduction.invite(desk, day, by="els", only=[ref_of(desk, name) for name in row["invited"]])


def _came(row: Mapping[str, Any], day: date, desk: Desk) -> None:
    for how, names in ((True, row["came"]), (False, row["stayed_away"])):
        for name in names:
            introduction.attended(desk, day, ref_of(desk, name), how, by="els")
