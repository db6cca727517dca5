"""Filling a letter's template: a subject line, a body, and only variables that are known."""

import string
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLES = frozenset(
    {
        "reference", "applicant", "department", "desk_name", "city", "due", "received", "study", "school",
        "level", "period", "kind", "reason", "clerk", "question", "missing", "summary", "quote", "asked_on",
    }
)  # fmt: skip


class BadTemplate(ValueError):
    """The template cannot be filled; the text says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def fill(template: str, values: Mapping[str, str]) -> Letter:
    """Fill a template whose first line is "Subject: …", followed by an empty line and the body.

    A variable without a value becomes a dash. Errors: BadTemplate.
    """
    check(template)
    first, _, body = template.partition("\n")
    known = {name: values.get(name) or "—" for name in VARIABLES}
    subject = " ".join(first.removeprefix("Subject:").format_map(known).split())
    return Letter(subject, body.strip("\n").format_map(known) + "\n")


def check(template: str) -> None:
    first, _, rest = template.partition("\n")
    if not first.startswith("Subject:") or not rest.startswith("\n"):
        raise BadTemplate("the first line must be “Subject: …” and the second one empty")
    try:
        used = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError as error:
        raise BadTemplate(str(error)) from error
    if unknown := used - VARIABLES:
        raise BadTemplate(f"unknown variables: {', '.join(sorted(unknown))}")
