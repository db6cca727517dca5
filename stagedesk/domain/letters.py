"""Filling a letter's template: a subject line, a body, and only variables that are known."""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLES = frozenset(
    {
        "reference", "applicant", "department", "desk_name", "city", "due", "received", "study", "school",
        "level", "period", "kind", "reason", "clerk", "question", "missing", "summary", "quote", "asked_on",
    }
)  # fmt: skip


_EMPTY_LINES = re.compile(r"\n{3,}")


class BadTemplate(ValueError):
    """The template cannot be filled; the text says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def fill(template: str, values: Mapping[str, str]) -> Letter:
    """Fill a template whose first line is "Subject: …", followed by an empty line and the body.

    A line of the body that only has variables without a value is left out; elsewhere such a variable
    becomes a dash. Errors: BadTemplate.
    """
    check(template)
    first, _, body = template.partition("\n")
    known = {name: values.get(name) or "—" for name in VARIABLES}
    subject = " ".join(first.removeprefix("Subject:").format_map(known).split())
    lines = [line.format_map(known) for line in body.strip("\n").split("\n") if _says_something(line, values)]
    return Letter(subject, _EMPTY_LINES.sub("\n\n", "\n".join(lines)) + "\n")


def _says_something(line: str, values: Mapping[str, str]) -> bool:
    used = _variables(line)
    return not used or any(values.get(name) for name in used)


def _variables(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def check(template: str) -> None:
    first, _, rest = template.partition("\n")
    if not first.startswith("Subject:") or not rest.startswith("\n"):
        raise BadTemplate("the first line must be “Subject: …” and the second one empty")
    try:
        used = _variables(template)
    except ValueError as error:
        raise BadTemplate(str(error)) from error
    if unknown := used - VARIABLES:
        raise BadTemplate(f"unknown variables: {', '.join(sorted(unknown))}")
