"""The placement that a request would become: what the desk knows, filled with what stands in the mails."""

from dataclasses import dataclass, fields, replace
from typing import Any

from stagedesk.db.connection import session
from stagedesk.domain.measures import HOURS_A_DAY, Block
from stagedesk.mail.extract.facts_record import Asked
from stagedesk.services.deciding import requests
from stagedesk.services.desk import Desk
from stagedesk.services.register import placing
from stagedesk.services.register.placing import Plan
from stagedesk.services.understanding import questions


@dataclass(frozen=True, slots=True)
class Draft:
    plan: Plan
    read: tuple[str, ...]
    """The facts that were read in mails, which nobody confirmed yet."""


def draft(desk: Desk, ref: str) -> Draft:
    """What a form shows after a yes; where a mail is about several people only what the desk knows."""
    with session():
        request = requests.find(ref)
        plan, told = placing.of_request(request), questions.told(desk, request)
        if len(told) != 1:
            return Draft(plan, ())
        guesses = _guesses(told[0])
        guesses["blocks"] = placing.as_answered(request, guesses["blocks"])
    guessed = {name: value for name, value in guesses.items() if value and not getattr(plan, name)}
    return Draft(replace(plan, **guessed), tuple(each.name for each in fields(Plan) if each.name in guessed))


def _guesses(asked: Asked) -> dict[str, Any]:
    return {
        "phone": asked.applicant_phone,
        "school": asked.school_code,
        "kind": asked.internship_kind,
        "level_followed": asked.level,
        "study": asked.study,
        "blocks": _blocks(asked),
        "days_per_week": _days(asked),
        "hours_total": asked.hours_total,
        "minor": asked.minor,
    }


def _blocks(asked: Asked) -> tuple[Block, ...]:
    parts = [(each.start, each.end) for each in asked.periods]
    blocks = tuple(Block(first, last) for first, last in parts if first and last and first <= last)
    if len(blocks) == len(parts) > 1:
        return blocks
    first, last = asked.period_start, asked.period_end
    return (Block(first, last),) if first and last and first <= last else ()


def _days(asked: Asked) -> float | None:
    if asked.weekdays:
        return float(len(asked.weekdays))
    hours = asked.hours_per_week
    return min(5.0, max(0.5, round(hours / HOURS_A_DAY * 2) / 2)) if hours else None
