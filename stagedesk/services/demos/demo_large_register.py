"""The register of the large demo: places, lists that departments sent, and how placements went."""

import csv
import io
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.services.demos import demo_register
from stagedesk.services.demos.demo_large_words import said
from stagedesk.services.importing import imports_writing
from stagedesk.services.register import (
    checklists,
    hires,
    placement_course,
    placement_draft,
    placement_rows,
    placements,
    places,
)
from stagedesk.services.simulation import city

if TYPE_CHECKING:
    from stagedesk.services.demos.demo_large import Year

ARRANGED, PLACES, LISTS = 200, 60, 5
KINDS = ("student", "student", "student", "pupil", "bis", "taster", "graduation", "adult_education")
PAPERS_BEFORE, SIGNED, AFTERWARDS = 8, 0.96, 0.95
"""Working days before the start; how many agreements are signed in time, and how many end with all papers."""
# How placements go, and how many of a hundred.
COURSES = {"whole": 83, "cancelled": 4, "no_show": 2, "stopped": 5, "away": 6}
STOPPED = ("other_plans", "absence", "school_decision", "no_match")
CANCELLED = ("no_mentor", "other_plans", "found_elsewhere", "papers_missing")
HIRED = {"yes": 15, "no": 60, "unknown": 25}
HEADING = ("Naam", "E-mail", "Dienst", "School", "Soort", "Periode", "Dagen per week", "Betaald")


def begin(year: "Year") -> None:
    """The inventory of places comes in first, and now and then the list of what departments arranged."""
    codes = sorted(city.words()["wishes"])
    firsts, lasts = city.words()["first_names"]["all"], said()["names"]["last"]
    names = [(first, last) for first in firsts for last in lasts]
    year.dice.shuffle(names)
    for number in range(PLACES):
        year.on(year.start.date() + timedelta(days=1 + number // 2), partial(_offer, year, codes, number))
    for number in range(LISTS):
        some = names[number * ARRANGED // LISTS : (number + 1) * ARRANGED // LISTS]
        day = year.start.date() + timedelta(days=20 + number * 75)
        year.on(day, partial(_list, year, codes, some, number))


def agree(year: "Year", ref: str) -> None:
    """The applicant comes: the placement begins with what the mail told."""
    plan = placement_draft.draft(year.desk, ref).plan
    kind = plan.kind or year.dice.choice(KINDS)
    days = plan.days_per_week or year.dice.choice((2.0, 3.0, 4.0, 5.0, 5.0))
    paid = year.dice.choices(("no", "yes", "unknown"), (70, 15, 15))[0]
    plan = replace(plan, kind=kind, days_per_week=days, compensation=paid)
    try:
        row = placements.agree(year.desk, ref, plan, by=year.clerk())
    except errors.Refused:  # the place is full by now: they come all the same
        row = placements.agree(year.desk, ref, replace(plan, place=None), by=year.clerk())
    _follow(year, row)


# Places ----------------------------------------------------------------------------------------------


def _offer(year: "Year", codes: list[str], number: int) -> None:
    dice, code = year.dice, codes[number % len(codes)]
    first = year.desk.today() + timedelta(days=dice.randrange(20, 330))
    offer = places.Offer(
        department=code,
        title=f"{dice.choice(said()['places']['tasks'])} bij {dice.choice(city.words()['wishes'][code])}",
        kind=dice.choice(KINDS),
        period_start=first,
        period_end=first + timedelta(days=dice.randrange(40, 170)),
        slots=dice.choice((1, 1, 1, 2, 3)),
        structural=dice.random() < 0.6,
        paid=dice.choice(("yes", "no", "no", "unknown")),
        accessible=dice.random() < 0.3,
        priority_for_target_groups=dice.random() < 0.2,
    )
    place = places.offer(year.desk, offer, by=year.clerk()).id
    if dice.random() < 0.5:
        channel = dice.choice(said()["places"]["channels"])
        year.soon(dice.randrange(1, 10), lambda: places.publish(year.desk, place, channel, by=year.clerk()))
    if dice.random() < 0.08:
        withdraw = partial(places.withdraw, year.desk, place, "no_mentor", by=year.clerk())
        year.soon(dice.randrange(40, 200), withdraw)


# What departments arranged themselves ----------------------------------------------------------------


def _list(year: "Year", codes: list[str], names: list[tuple[str, str]], number: int) -> None:
    """A list of the last months and the next."""
    dice, file = year.dice, io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADING)
    for first_name, last_name in names:
        name, first = f"{first_name} {last_name}", year.desk.today() + timedelta(days=dice.randrange(-70, 60))
        first -= timedelta(days=first.weekday())
        last = first + timedelta(weeks=dice.randrange(1, 18), days=-3)
        writer.writerow(
            [
                name, demo_register.mail_of(name), dice.choice(codes), "", dice.choice(KINDS),
                f"{first} - {last}", dice.choice((1, 2, 3, 4, 5, 5)), dice.choice(("ja", "nee", "nee", "")),
            ]
        )  # fmt: skip
    raw = file.getvalue().encode()
    done = imports_writing.import_placements(year.desk, f"stages-{number + 1}.csv", raw=raw, by="karim")
    for ref in done.written:
        row = placement_rows.row(year.desk, ref)
        if row.ended_on is None:
            _follow(year, row)


# How placements go -----------------------------------------------------------------------------------


def _follow(year: "Year", row: placement_rows.PlacementRow) -> None:
    """Put in the agenda what happens with a placement that is to come, or that runs."""
    dice, today = year.dice, year.desk.today()
    first, last = row.planned_start, row.planned_end
    if first is None or last is None:
        return
    course = dice.choices(list(COURSES), list(COURSES.values()))[0]
    if row.started_on:
        year.soon(dice.randrange(1, 15), partial(_papers, year, row.ref, "before", dice.random() < SIGNED))
    else:
        if course == "cancelled":
            day = first - timedelta(days=dice.randrange(3, 20))
            year.on(max(today, day), partial(_cancel, year, row.ref))
            return
        before = year.desk.calendar.add(first, -PAPERS_BEFORE)
        year.on(max(before, today), partial(_papers, year, row.ref, "before", dice.random() < SIGNED))
        if course == "no_show":
            year.on(first + timedelta(days=2), partial(_no_show, year, row.ref))
            return
        late = timedelta(days=dice.choice((0, 0, 0, 0, 1, 1, 3, 6)))
        start = partial(placement_course.start, year.desk, row.ref, first, by=year.clerk())
        year.on(max(first + late, today), start)
    _until_the_end(year, row.ref, course, max(first, today), last)


def _until_the_end(year: "Year", ref: str, course: str, first: date, last: date) -> None:
    dice, days = year.dice, (last - first).days
    if course == "stopped" and days > 20:
        year.on(first + timedelta(days=dice.randrange(10, days)), partial(_stop, year, ref))
        return
    if course == "away" and days > 25:
        year.on(first + timedelta(days=dice.randrange(8, days - 10)), partial(_away, year, ref))
    late = timedelta(days=dice.choice((1, 1, 1, 2, 4, 9)))
    year.on(last + late, partial(_end, year, ref, last))


def _papers(year: "Year", ref: str, phase: str, complete: bool) -> None:
    """Everything of this phase is there, but for the agreement where somebody forgot it."""
    placement = placement_rows.find(ref)
    if placement.cancelled_on or placement.no_show:
        return
    for item in placement_rows.checklist_of(placement.id):
        if item.phase == phase and item.next_move and (complete or item.document != checklists.AGREEMENT):
            done = "signed" if item.document in (checklists.AGREEMENT, "confidentiality") else "checked"
            checklists.mark(year.desk, ref, item.document, done, by=year.clerk())


def _cancel(year: "Year", ref: str) -> None:
    reason, who = year.dice.choice(CANCELLED), year.dice.choice(("applicant", "department"))
    placement_course.cancel(year.desk, ref, by=year.clerk(), ended_by=who, reason=reason)


def _no_show(year: "Year", ref: str) -> None:
    placement_course.no_show(year.desk, ref, by=year.clerk())


def _stop(year: "Year", ref: str) -> None:
    reason, who = year.dice.choice(STOPPED), year.dice.choice(("applicant", "school", "department"))
    with suppress(errors.Refused):  # the start was not confirmed yet
        placement_course.end(year.desk, ref, by=year.clerk(), ended_by=who, reason=reason)
        year.soon(year.dice.randrange(1, 8), partial(_papers, year, ref, "after", True))


def _away(year: "Year", ref: str) -> None:
    today = year.desk.today()
    with suppress(errors.Refused):
        placement_course.interrupt(year.desk, ref, today, today + timedelta(days=6), by=year.clerk())


def _end(year: "Year", ref: str, last: date) -> None:
    with suppress(errors.Refused):
        placement_course.end(year.desk, ref, last, by=year.clerk())
        if year.dice.random() < AFTERWARDS:
            year.soon(year.dice.randrange(2, 12), partial(_papers, year, ref, "after", True))
        year.on(last + timedelta(days=190), partial(_hired, year, ref))


def _hired(year: "Year", ref: str) -> None:
    hired = year.dice.choices(list(HIRED), list(HIRED.values()))[0]
    start = year.desk.today() - timedelta(days=60) if hired == "yes" else None
    with suppress(errors.Refused):
        hires.record(year.desk, ref, hired, by=year.clerk(), contract_start=start)
