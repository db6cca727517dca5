"""The figures of a period counted again from the history: every step that stands, in plain Python."""

import json
import statistics
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stagedesk.db import models as m
from stagedesk.domain.month import Period
from stagedesk.domain.spread import Spread
from stagedesk.services.desk import Desk
from stagedesk.services.statistics.figures import Figures

UNCOUNTED = ("duplicate", "out_of_scope")


@dataclass
class Told:
    """A request as its history tells it."""

    row: Any
    turns: list[tuple[date, dict[str, Any]]] = field(default_factory=list)
    """The days on which it was closed or reopened, with what was set then."""

    def at(self, day: date) -> dict[str, Any]:
        return next((values for on, values in reversed(self.turns) if on <= day), {})

    def is_open(self, day: date) -> bool:
        return self.row.received_on <= day and not self.at(day).get("closed_on")

    def closed_in(self, period: Period) -> dict[str, Any]:
        """How it stood closed at the end of the period, when that was done within it."""
        values = self.at(period.last)
        closed_on = values.get("closed_on")
        return values if closed_on and period.holds(date.fromisoformat(closed_on)) else {}

    def left_out(self, day: date) -> str | None:
        return self.at(day).get("outcome") if self.at(day).get("outcome") in UNCOUNTED else None


def told(desk: Desk) -> list[Told]:
    requests = {row.id: Told(row) for row in m.Request.select().order_by(m.Request.id)}
    events = list(m.Event.select().order_by(m.Event.id))
    undoers = {event.undoes: event.id for event in events if event.undoes}

    def stands(number: int) -> bool:
        return number not in undoers or not stands(undoers[number])

    for event in events:
        if event.undoes or not stands(event.id):
            continue
        for change in json.loads(event.changes):
            if change["table"] == "request" and "closed_on" in change["values"]:
                values = {name: now for name, (_before, now) in change["values"].items()}
                requests[change["row"]].turns.append((desk.day_of(event.at), values))
    return list(requests.values())


def all_referrals() -> list[Any]:
    query = m.Referral.select(m.Referral, m.Department, m.Request).join(m.Department).switch(m.Referral)
    return list(query.join(m.Request).order_by(m.Referral.id))


def days(desk: Desk, pairs: list[tuple[date, date]]) -> Spread:
    numbers = sorted(max(0, desk.calendar.between(*pair)) for pair in pairs)
    if not numbers:
        return Spread(0, None, None)
    return Spread(len(numbers), statistics.median(numbers), numbers[-(-len(numbers) * 9 // 10) - 1])


def first_days(referrals_of: list[Any], day: str, period: Period) -> list[tuple[date, date]]:
    """Received and this day of the first referral of each request, where that falls in the period."""
    firsts: dict[int, Any] = {}
    for referral in referrals_of:
        firsts.setdefault(referral.request_id, referral)
    pairs = [(each.request.received_on, getattr(each, day)) for each in firsts.values()]
    return [(received_on, on) for received_on, on in pairs if period.holds(on)]


def recount(desk: Desk, requests: list[Told], asked: list[Any], period: Period) -> dict[str, Any]:
    came = [each for each in requests if period.holds(each.row.received_on)]
    ends = [(each, each.closed_in(period)) for each in requests if each.closed_in(period)]
    closed_before = [
        each
        for each in requests
        if each.row.received_on < period.first and not each.is_open(period.day_before)
    ]
    answers = [each for each in asked if each.answer in ("yes", "yes_if", "no")]
    return {
        "open_before": sum(each.is_open(period.day_before) for each in requests),
        "received": sum(each.left_out(period.last) is None for each in came),
        "routes": Counter(each.row.route for each in came if each.left_out(period.last) is None),
        "left_out": Counter(each.left_out(period.last) for each in came if each.left_out(period.last)),
        "reopened": sum(each.is_open(period.last) or bool(each.closed_in(period)) for each in closed_before),
        "ended": Counter((end["outcome"], end.get("reason")) for _each, end in ends),
        "open_after": sum(each.is_open(period.last) for each in requests),
        "routed": days(desk, first_days(asked, "asked_on", period)),
        "answered": days(
            desk, first_days(sorted(answers, key=lambda f: (f.answered_at, f.id)), "answered_on", period)
        ),
        "closed_after": days(
            desk,
            [
                (each.row.received_on, date.fromisoformat(end["closed_on"]))
                for each, end in ends
                if end["outcome"] not in UNCOUNTED
            ],
        ),
        "departments": {
            code: of_department(desk, [each for each in asked if each.department.code == code], period)
            for code in {each.department.code for each in asked if each.asked_on <= period.last}
        },
    }


def of_department(desk: Desk, asked: list[Any], period: Period) -> tuple[Any, ...]:
    def pending(day: date) -> int:
        return sum(f.asked_on <= day and not (f.answered_on and f.answered_on <= day) for f in asked)

    ended = [f for f in asked if f.answered_on and period.holds(f.answered_on)]
    kinds = Counter(f.answer for f in ended)
    return (
        pending(period.day_before),
        sum(period.holds(f.asked_on) for f in asked),
        kinds["yes"] + kinds["yes_if"],
        kinds["no"],
        kinds["no_answer"],
        kinds["withdrawn"],
        pending(period.last),
        days(desk, [(f.asked_on, f.answered_on) for f in ended if f.answer in ("yes", "yes_if", "no")]),
    )


def as_recounted(found: Figures) -> dict[str, Any]:
    return {
        "open_before": found.open_before,
        "received": found.received,
        "routes": Counter(dict(found.routes)),
        "left_out": Counter(dict(found.left_out)),
        "reopened": found.reopened,
        "ended": Counter({(each.outcome, each.reason): each.count for each in found.ended}),
        "open_after": found.open_after,
        "routed": found.routed,
        "answered": found.answered,
        "closed_after": found.closed_after,
        "departments": {
            each.code: (
                each.open_before, each.asked, each.yes, each.no, each.no_answer, each.withdrawn,
                each.open_after, each.answering,
            )
            for each in found.departments
        },
    }  # fmt: skip


def balanced(found: Figures) -> bool:
    """Whatever was open, came in or was reopened is open or closed."""
    in_ = found.open_before + found.received + sum(count for _code, count in found.left_out) + found.reopened
    departments = all(
        each.open_before + each.asked
        == each.yes + each.no + each.no_answer + each.withdrawn + each.open_after
        for each in found.departments
    )  # fmt: skip
    return departments and in_ == found.open_after + found.closed + found.closed_left_out
