"""An appointment as a file that every calendar reads (iCalendar, RFC 5545)."""

from datetime import UTC, datetime

WIDTH = 75
"""Bytes of a line; longer ones are folded."""


def event(
    *,
    uid: str,
    starts: datetime,
    ends: datetime,
    summary: str,
    location: str,
    organizer: str,
    made: datetime,
    sequence: int = 0,
) -> str:
    """One appointment, for whoever opens it to keep; it asks for no answer.

    In a calendar a higher `sequence` replaces what was kept under the same uid.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//stagedesk//introduction//NL",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"DTSTAMP:{_moment(made)}",
        *([f"SEQUENCE:{sequence}"] if sequence else []),
        f"DTSTART:{_moment(starts)}",
        f"DTEND:{_moment(ends)}",
        f"SUMMARY:{_text(summary)}",
        *([f"LOCATION:{_text(location)}"] if location else []),
        f"ORGANIZER:mailto:{_text(organizer)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """What is not to be read as a part of the file is marked."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split("\r")).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Long lines go on after a line end and a space, never inside a letter."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > WIDTH - bool(pieces):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
