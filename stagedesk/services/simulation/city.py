"""Who lives in the simulated city: what its departments and applicants are like, by the dice."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from stagedesk import assets
from stagedesk.db import models as m
from stagedesk.db.connection import session

# How departments are: share of the departments, working days until they write of themselves, chance that
# they write before they are reminded, chance that they write at all once they were reminded.
TEMPERS: dict[str, tuple[int, tuple[int, int], float, float]] = {
    "prompt": (6, (0, 4), 0.95, 0.95),
    "slow": (4, (3, 9), 0.6, 0.9),
    "late": (3, (8, 14), 0.15, 0.7),
    "wrong": (2, (1, 6), 0.9, 0.9),
    "never": (1, (5, 20), 0.0, 0.05),
    "moody": (2, (0, 14), 0.5, 0.6),
}
# What they answer, by chance; the wrong ones pass on or refuse most of the time.
ANSWERS = {"yes": 45, "yes_if": 8, "no": 30, "other_department": 7, "more_time": 6, "question": 4}
WRONG_ANSWERS = {"yes": 15, "no": 30, "other_department": 50, "question": 5}


@dataclass
class Department:
    code: str
    name: str
    email: str
    temper: str
    away: tuple[date, date]
    """Nobody reads its mail from the first to the last of these days; a machine says so."""
    bounces: tuple[date, date] | None = None
    answered: set[str] = field(default_factory=set)
    """References that it wrote about."""
    told_away: set[str] = field(default_factory=set)


@dataclass
class Applicant:
    name: str
    email: str
    wants: str
    """The department that fits, as a person sees who reads the mail."""
    language: str
    bounces: bool = False
    mail_id: str = ""


@cache
def words() -> dict[str, Any]:
    """What people write, from the data."""
    return tomllib.loads(assets.data("simulation.toml").read_text(encoding="utf-8"))


def departments(dice: random.Random, year: int) -> dict[str, Department]:
    """The departments of the directory by mail address, each with a temper; one bounces in spring."""
    with session():
        rows = m.tuples(m.Department.select(m.Department.code, m.Department.name, m.Department.email))
    tempers = [temper for temper, (share, *_rest) in TEMPERS.items() for _each in range(share)]
    dice.shuffle(tempers)
    found = {}
    for number, (code, name, email) in enumerate(sorted(rows)):
        first = date(year, 7, 1) + timedelta(days=dice.randrange(45))
        away = (first, first + timedelta(days=dice.randrange(7, 21)))
        broken = (date(year, 4, 1), date(year, 4, 14)) if number == 0 else None
        found[email.lower()] = Department(code, name, email, tempers[number % len(tempers)], away, broken)
    return found


def in_full(means: str, other: Department, day: date) -> str:
    """What a department answers, with what goes with it."""
    return {"other_department": f"{means} {other.code}", "more_time": f"{means} {day}"}.get(means, means)


def applicant(dice: random.Random, number: int) -> Applicant:
    said = words()
    first, last = dice.choice(said["first_names"]["all"]), dice.choice(said["last_names"]["all"])
    return Applicant(
        name=f"{first} {last}",
        email=f"{first}.{number}@student.example".lower(),
        wants=dice.choice(sorted(said["wishes"])),
        language=dice.choices(("nl", "fr", "en"), (80, 8, 12))[0],
        bounces=dice.random() < 0.01,
    )


def asks(dice: random.Random, who: Applicant, at: datetime, *, vague: bool) -> tuple[str, str]:
    """Subject and text of somebody's first mail."""
    said = words()
    first = at.date() + timedelta(days=dice.randrange(40, 150))
    last = first + timedelta(days=dice.randrange(30, 120))
    text: str = said["vague"]["nl"] if vague else said["requests"][who.language]
    wish = dice.choice(said["wishes"][who.wants])
    subject = {"nl": "Stage {}", "fr": "Stage {}", "en": "Internship {}"}[who.language].format(wish)
    filled = text.format(
        name=who.name,
        study=said["studies"][who.wants],
        school=dice.choice(said["schools"]["all"]),
        wish=wish,
        **{"from": f"{first:%d/%m/%Y}", "to": f"{last:%d/%m/%Y}"},
    )
    return ("Stage" if vague else subject), filled
