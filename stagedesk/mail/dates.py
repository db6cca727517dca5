"""When a mail was sent: its Date as the standard or as others write it, or else as it was received."""

import re
import string
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from stagedesk.mail.headers import Fields, one_line

_LONGEST: Final = 200
_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_MONTHS: Final = {
    **dict.fromkeys(("mrt", "maa", "mär", "mae"), "Mar"),
    **dict.fromkeys(("mei", "mai"), "May"),
    **dict.fromkeys(("fév", "fev"), "Feb"),
    **dict.fromkeys(("aoû", "aou"), "Aug"),
    **dict.fromkeys(("déc", "dez"), "Dec"),
    "avr": "Apr",
    "juin": "Jun",
    "juil": "Jul",
    "okt": "Oct",
}
_BEFORE_THE_DAY: Final = string.ascii_letters + "ÀÈÉäöü., "
_WORD: Final = re.compile(r"[^\W\d_]+\.?")


def sent_at(fields: Fields) -> tuple[datetime | None, str]:
    """The moment in UTC and a warning, empty when the Date header says it."""
    said = fields.first("date")
    if moment := moment_of(said):
        return moment, ""
    trouble = f"date: cannot read '{one_line(said, 60)}'" if said else "date: missing"
    for received in fields.all("received"):
        if moment := moment_of(received.rpartition(";")[2]):
            return moment, f"{trouble}, taken from Received"
    return None, trouble


def moment_of(value: str) -> datetime | None:
    value = value.strip()[:_LONGEST]
    if not value:
        return None
    return _standard(value) or _iso(value) or _standard(_in_english(one_line(value)))


def _standard(value: str) -> datetime | None:
    try:
        return _in_utc(parsedate_to_datetime(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso(value: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime | None:
    """A date without a zone is taken as UTC; one that no mail can have is none."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment if _EARLIEST <= moment < _LATEST else None


def _in_english(value: str) -> str:
    """Some programs write month and weekday in the sender's language."""
    return _WORD.sub(lambda word: _month(word.group()), value.lstrip(_BEFORE_THE_DAY))


def _month(word: str) -> str:
    lowered = word.lower().rstrip(".")
    return (
        _MONTHS.get(lowered) or _MONTHS.get(lowered[:4]) or _MONTHS.get(lowered[:3]) or word.rstrip(".")[:3]
    )
