"""How well the sample mails are understood; `python tests/mail/score_understanding.py [-v]` prints it.

A value that is given and wrong costs two, one that is missing costs one; 1.0 is everything right.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from mail.understanding_samples import Sample, directory, samples
from stagedesk.mail.extract.facts import Asked, asked
from stagedesk.mail.forward import requester
from stagedesk.mail.kind import kind_of
from stagedesk.mail.quotes import split
from stagedesk.mail.replies.answers import read_answer
from stagedesk.mail.words import fold

FIELDS = [
    "applicant_name",
    "applicant_email",
    "applicant_phone",
    "school",
    "level",
    "study",
    "internship_kind",
    "period_start",
    "period_end",
    "hours_total",
    "hours_per_week",
    "weekdays",
    "departments",
    "deadline",
    "school_contact",
    "minor",
]


@dataclass
class Score:
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def count(self, name: str, sample: str, expected: str, found: str) -> None:
        if is_same(name, expected, found):
            self.right[name] += bool(expected)
        elif found:
            self.wrong[name] += 1
            self.notes.append(f"WRONG  {sample}: {name} is {found!r}, expected {expected!r}")
        else:
            self.missed[name] += 1
            self.notes.append(f"missed {sample}: {name}, expected {expected!r}")

    def precision(self, *names: str) -> float:
        right, wrong = self._sum(self.right, names), self._sum(self.wrong, names)
        return right / (right + wrong) if right + wrong else 1.0

    def recall(self, *names: str) -> float:
        right, missed = (
            self._sum(self.right, names),
            self._sum(self.missed, names) + self._sum(self.wrong, names),
        )
        return right / (right + missed) if right + missed else 1.0

    def points(self, *names: str) -> float:
        """1 for a right value, 0 for a missed one, -1 for a wrong one, over all that should be found."""
        right, wrong, missed = (self._sum(each, names) for each in (self.right, self.wrong, self.missed))
        return (right - wrong) / (right + wrong + missed) if right + wrong + missed else 1.0

    def _sum(self, counter: Counter[str], names: tuple[str, ...]) -> int:
        return sum(counter[name] for name in names) if names else counter.total()


def is_same(name: str, expected: str, found: str) -> bool:
    if name in ("study", "applicant_name", "school"):
        return fold(expected) == fold(found)
    if name == "school_contact":
        return expected == found or (bool(expected) and expected in found)
    return expected == found


def score(chosen: tuple[Sample, ...]) -> Score:
    result = Score()
    for sample in chosen:
        _score_one(result, sample)
    return result


def _score_one(result: Score, sample: Sample) -> None:
    mail = sample.mail
    parts = split(mail.body, mail.subject)
    asker = requester(mail, directory())
    kind = kind_of(mail, parts, directory(), asker=asker)
    expected = sample.expected
    found = {"kind": kind.kind, "requester": asker.email}
    if "subkind" in expected:
        found["subkind"] = kind.subkind
    if expected.get("kind") == "answer":
        found |= _decision(sample, parts.visible)
    for name in ("kind", "subkind", "requester", "decision", "decision_department", "decision_until"):
        if name not in sample.open_fields and (name in expected or (name in found and name != "requester")):
            result.count(name, sample.id, expected.get(name, ""), found.get(name, ""))
    if expected.get("kind") == "request":
        _score_applicants(result, sample, asked(mail, parts, directory(), asker))


def _decision(sample: Sample, visible: str) -> dict[str, str]:
    mail = sample.mail
    own = directory().department_of(mail.sender.email) if mail.sender else ""
    sent_on = mail.sent_at.date() if mail.sent_at else None
    decision = read_answer(visible, directory=directory(), own=own, sent_on=sent_on)
    if not decision:
        return {"decision": ""}
    until = decision.until.isoformat() if decision.until else ""
    return {
        "decision": decision.value.value,
        "decision_department": decision.department,
        "decision_until": until,
    }


def _score_applicants(result: Score, sample: Sample, found: tuple[Asked, ...]) -> None:
    result.count("applicants", sample.id, str(len(sample.applicants)), str(len(found)))
    empty = dict.fromkeys(FIELDS, "")
    given = [as_text(each) for each in found]
    for place, expected in enumerate(sample.applicants):
        actual = given[place] if place < len(given) else empty
        for name in FIELDS:
            if name not in sample.open_fields:
                result.count(name, f"{sample.id} [{place + 1}]", expected.get(name, ""), actual[name])


def as_text(found: Asked) -> dict[str, str]:
    values: dict[str, Any] = {name: getattr(found, name) for name in FIELDS}
    text = {name: "" if value is None else str(value) for name, value in values.items()}
    text["weekdays"] = ", ".join(found.weekdays)
    text["departments"] = ", ".join(sorted(wish.code for wish in found.departments))
    text["minor"] = "" if found.minor is None else str(found.minor).lower()
    for name in ("hours_total", "hours_per_week"):
        text[name] = f"{values[name]:g}" if values[name] is not None else ""
    return text


def report(result: Score, count: int) -> Iterator[str]:
    yield f"{count} mails"
    yield f"{'field':22}{'right':>7}{'wrong':>7}{'missed':>8}{'precision':>11}{'recall':>8}{'score':>8}"
    names = (
        "kind",
        "subkind",
        "requester",
        "decision",
        "decision_department",
        "decision_until",
        "applicants",
    )
    for name in (*names, *FIELDS):
        yield (
            f"{name:22}{result.right[name]:7}{result.wrong[name]:7}{result.missed[name]:8}"
            f"{result.precision(name):11.3f}{result.recall(name):8.3f}{result.points(name):8.3f}"
        )
    yield (
        f"{'all':22}{result.right.total():7}{result.wrong.total():7}{result.missed.total():8}"
        f"{result.precision():11.3f}{result.recall():8.3f}{result.points():8.3f}"
    )


def main() -> None:
    chosen = tuple(s for s in samples() if not sys.argv[2:] or any(word in s.id for word in sys.argv[2:]))
    result = score(chosen)
    lines = [*(result.notes if "-v" in sys.argv[1:] else ()), *report(result, len(chosen))]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
