"""What an invitation or its answer says, in a few lines that can stand for a mail's text."""

import re
from typing import Final

from stagedesk.domain.text import clean

_SHOWN: Final = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "COMMENT")
_LONGEST: Final = 200_000
_FIELD: Final = re.compile(r'([A-Za-z-]+)(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:(.*)')
_ESCAPED: Final = re.compile(r"\\(.)")


def method(text: str) -> str:
    """REQUEST, REPLY, CANCEL and so on, or empty."""
    found = re.search(r"^METHOD:([A-Za-z-]{1,20})\s*$", text[:_LONGEST], re.MULTILINE | re.IGNORECASE)
    return found[1].upper() if found else ""


def summary(text: str) -> str:
    """The first event's own fields, one a line, without the names of parameters."""
    lines: list[str] = []
    inside = False
    for line in re.sub(r"\r?\n[ \t]", "", text[:_LONGEST]).splitlines():
        if line.upper().startswith("BEGIN:V"):
            inside = line.upper().strip() in ("BEGIN:VEVENT", "BEGIN:VTODO")
        elif line.upper().startswith("END:VEVENT"):
            break
        elif inside and (field := _FIELD.fullmatch(line)) and field[1].upper() in _SHOWN:
            lines.append(f"{field[1].capitalize()}: {_unescaped(field[2])}")
    return "\n".join(lines)


def _unescaped(value: str) -> str:
    return clean(_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value), lines=True)
