"""The register of the demo: places, the placements of two years and what became of them, told in time."""

import csv
import io
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any

from stagedesk import assets
from stagedesk.domain.deadlines import BRUSSELS
from stagedesk.domain.measures import Block
from stagedesk.services.desk import Desk
from stagedesk.services.importing import imports_writing
from stagedesk.services.register import (
    checklists,
    hires,
    placement_course,
    placement_lists,
    placements,
    places,
)
from stagedesk.services.register.places import Offer
from stagedesk.services.register.placing import Plan

EARLIER = 400, 200
"""Days ago: when the lists of what was over then came in."""
AGREED_BEFORE = timedelta(days=40)
SIGNED_BEFORE = timedelta(days=6)
CLERKS = ("els", "karim", "lotte")
MARKS = {
    "structural": "structural",
    "accessible": "accessible",
    "priority": "priority_for_target_groups",
}
COLUMNS = (
    "naam", "e-mail", "dienst", "school", "soort", "niveau", "van", "tot", "dagen per week", "betaald",
    "mentor", "geslacht", "getekend", "gestopt op", "niet gekomen",
)  # fmt: skip

Deed = Callable[[Desk], object]


@dataclass(frozen=True, slots=True)
class Told:
    """Something of the register that happens at its moment."""

    moment: datetime
    do: Deed


@cache
def data() -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads(assets.data("demo-placements.toml").read_text(encoding="utf-8"))


def parts(today: date) -> list[Told]:
    """Everything, in order."""
    found = [*_lists(today), *_places(today), *_hires(today)]
    for number, row in enumerate(data()["live"]):
        found += _course(row, today, CLERKS[number % len(CLERKS)])
    return sorted(found, key=lambda each: each.moment)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), BRUSSELS).astimezone(UTC)


def _monday(today: date, weeks: int) -> date:
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def _days(row: Mapping[str, Any], today: date) -> Block:
    """From the Monday of its first week to the Friday of its last."""
    first = _monday(today, row["first"])
    return Block(first, first + timedelta(weeks=row["weeks"]) - timedelta(days=3))


def mail_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace(" ", "."))
    return "".join(letter for letter in plain if letter.isascii()) + "@student.example"


# What is over: lists that departments sent -----------------------------------------------------------


def _lists(today: date) -> Iterator[Told]:
    earlier, later = (today - timedelta(days=days) for days in EARLIER)
    rows = [(row, _days(row, today)) for row in data()["past"]]
    for number, (since, until) in enumerate(((date.min, earlier), (earlier, later)), 1):
        chosen = [(row, days) for row, days in rows if since <= days.last < until]
        yield Told(at(until), partial(_take_over, f"stages-{number}.csv", _csv(chosen)))


def _csv(rows: list[tuple[dict[str, Any], Block]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(COLUMNS)
    for row, days in rows:
        how = row.get("how", "")
        stopped = (days.last - timedelta(weeks=1)).isoformat() if how == "stopped" else ""
        writer.writerow(
            [
                row["name"], mail_of(row["name"]), row["department"], row.get("school", ""), row["kind"],
                row["level"], days.first.isoformat(), days.last.isoformat(), row["days"], row["paid"],
                row["mentor"], row.get("gender", ""),
                "" if how == "no_show" else (days.first - SIGNED_BEFORE).isoformat(), stopped,
                "x" if how == "no_show" else "",
            ]
        )  # fmt: skip
    return file.getvalue().encode()


def _take_over(name: str, raw: bytes, desk: Desk) -> None:
    done = imports_writing.import_placements(desk, name, raw=raw, by="karim")
    assert not done.preview.problems, done.preview.problems


def _hires(today: date) -> Iterator[Told]:
    """What came afterwards, as far as somebody asked."""
    for row in data()["past"]:
        if hired := row.get("hired"):
            last = _days(row, today).last
            asked = last + timedelta(days=190)
            if asked < today:
                yield Told(
                    at(max(asked, today - timedelta(days=EARLIER[1] - 1))), partial(_hired, row, hired)
                )


def _hired(row: Mapping[str, Any], hired: str, desk: Desk) -> None:
    ref = ref_of(desk, row["name"])
    start = desk.today() - timedelta(days=60) if hired == "yes" else None
    hires.record(desk, ref, hired, by="lotte", contract_start=start)


def ref_of(desk: Desk, name: str) -> str:
    found = placement_lists.PlacementList(desk, "all", placement_lists.Filter(name=name))
    return found.page(0, found.count())[0].ref


# What goes on: told to the desk step by step ---------------------------------------------------------


def _course(row: Mapping[str, Any], today: date, by: str) -> Iterator[Told]:
    """Registered, signed, started and so on: each on its own day, none of them later than today."""
    days, course = _days(row, today), row["course"]
    agreed = min(days.first - AGREED_BEFORE, today - timedelta(days=2))
    yield Told(at(agreed), partial(_arrange, row, days, by))
    steps: list[tuple[str, date, Deed]] = [
        ("asked", agreed + timedelta(days=1), partial(_paper, row, "agreement", "asked", by)),
        ("signed", days.first - SIGNED_BEFORE, partial(_papers, row, by)),
        ("started", days.first, partial(_start, row, by)),
        ("away", days.first + timedelta(weeks=3), partial(_away, row, by)),
        ("stopped", today - timedelta(days=1), partial(_stop, row, by)),
        ("cancelled", today - timedelta(days=1), partial(_cancel, row, by)),
    ]
    for name, day, do in steps:
        if name in course:
            yield Told(at(min(day, today - timedelta(days=1)), 11), do)


def _arrange(row: Mapping[str, Any], days: Block, by: str, desk: Desk) -> None:
    plan = Plan(
        applicant=row["name"],
        email=mail_of(row["name"]),
        department=row["department"],
        school=row.get("school", ""),
        kind=row["kind"],
        level_followed=row["level"],
        blocks=(days,),
        days_per_week=row["days"],
        compensation=row["paid"],
        mentor=row.get("mentor", ""),
        gender=row.get("gender"),
    )
    placements.arrange(desk, plan, by=by)


def _paper(row: Mapping[str, Any], document: str, state: str, by: str, desk: Desk) -> None:
    checklists.mark(desk, ref_of(desk, row["name"]), document, state, by=by)


def _papers(row: Mapping[str, Any], by: str, desk: Desk) -> None:
    """All that must be there before the start."""
    ref = ref_of(desk, row["name"])
    if row["kind"] != "taster":
        checklists.mark(desk, ref, "agreement", "signed", by=by)
    for task in [each for each in checklists.due(desk) if each.placement == ref]:
        if task.document not in ("evaluation", "certificate"):
            done = "signed" if task.document == "confidentiality" else "checked"
            checklists.mark(desk, ref, task.document, done, by=by)


def _start(row: Mapping[str, Any], by: str, desk: Desk) -> None:
    placement_course.start(desk, ref_of(desk, row["name"]), by=by)


def _away(row: Mapping[str, Any], by: str, desk: Desk) -> None:
    today = desk.today()
    last = today + timedelta(weeks=1)
    placement_course.interrupt(desk, ref_of(desk, row["name"]), today, last, by=by)


def _stop(row: Mapping[str, Any], by: str, desk: Desk) -> None:
    ref = ref_of(desk, row["name"])
    placement_course.end(desk, ref, desk.today(), by=by, ended_by="applicant", reason="other_plans")


def _cancel(row: Mapping[str, Any], by: str, desk: Desk) -> None:
    ref = ref_of(desk, row["name"])
    placement_course.cancel(desk, ref, by=by, ended_by="department", reason="no_mentor")


# Places ----------------------------------------------------------------------------------------------


def _places(today: date) -> Iterator[Told]:
    for number, row in enumerate(data()["place"]):
        yield Told(at(today - timedelta(days=90 - number)), partial(_offer, row, today))


def _offer(row: Mapping[str, Any], today: date, desk: Desk) -> None:
    marks: dict[str, Any] = {MARKS[mark]: True for mark in row.get("marks", ()) if mark in MARKS}
    days = _days(row, today) if "first" in row else None
    names = ("department", "title", "kind", "level", "study", "tasks", "slots", "periods", "paid")
    offer = Offer(
        period_start=days.first if days else None,
        period_end=days.last if days else None,
        **{name: row[name] for name in names},
        **marks,
    )
    place = places.offer(desk, offer, by="els")
    if "published" in row:
        places.publish(desk, place.id, row["published"], by="els")
    if "withdrawn" in row.get("marks", ()):
        places.withdraw(desk, place.id, "no_budget", by="els")
