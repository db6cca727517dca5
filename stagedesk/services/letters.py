"""Which letter says what: templates filled with the facts of a request."""

from datetime import date
from functools import cache

from babel.dates import format_date

from stagedesk import assets, errors
from stagedesk.db import models as m
from stagedesk.domain import codes
from stagedesk.domain.letters import BadTemplate, Letter, fill
from stagedesk.domain.text import mask_national_numbers
from stagedesk.i18n import _
from stagedesk.mail.quotes import split
from stagedesk.services import reference
from stagedesk.services.desk import Desk

LANGUAGES = ("nl", "fr", "en")
QUOTED_LINES = 60


@cache
def template(letter: codes.Letter, language: str) -> str:
    return assets.data("letters", language, f"{letter}.txt").read_text(encoding="utf-8")


def write(
    desk: Desk, letter: codes.Letter, request: m.Request, *, language: str, **values: str | date | None
) -> Letter:
    """Fill a letter about this request; inside a session. Dates are written out in its language."""
    texts = _facts(desk, request, language)
    for name, value in values.items():
        texts[name] = _date(value, language) if isinstance(value, date) else value or ""
    try:
        return fill(template(letter, language), texts)
    except BadTemplate as error:
        raise errors.FileError(file=f"letters/{language}/{letter}.txt", detail=error) from error


def language_of(desk: Desk, request: m.Request) -> str:
    """The language of letters to the applicant."""
    asked = request.applicant.language or request.language
    return asked if asked in LANGUAGES else desk.settings.letter_language


def _facts(desk: Desk, request: m.Request, language: str) -> dict[str, str]:
    applicant = request.applicant
    return {
        "reference": request.reference,
        "applicant": applicant.name or request.sender_name or applicant.email or request.sender_email,
        "desk_name": desk.settings.desk_name,
        "city": desk.settings.city,
        "received": _date(request.received_on, language),
        "study": request.study,
        "school": request.school.name if request.school else request.school_words,
        "level": reference.name("levels", request.level_followed, language),
        "kind": reference.name("kinds", request.kind, language),
        "period": _period(request, language),
        "summary": request.title,
        "quote": _own_words(request),
    }


def _period(request: m.Request, language: str) -> str:
    if request.period_start and request.period_end:
        first, last = _date(request.period_start, language), _date(request.period_end, language)
        return f"{first} – {last}"
    return request.period_words or _date(request.period_start, language)


def _own_words(request: m.Request) -> str:
    """The applicant's newest text of the first mail, quoted, national numbers masked."""
    query = (
        m.Message.select(m.Message.subject, m.Message.body)
        .join(m.Entry)
        .where(m.Entry.request == request.id, m.Message.direction == codes.Direction.IN)
        .order_by(m.Message.id)
        .limit(1)
    )
    for subject, body in m.tuples(query):
        text, _masked = mask_national_numbers(split(body, subject).visible.strip())
        lines = text.splitlines()
        kept = [f"> {line}".rstrip() for line in lines[:QUOTED_LINES]]
        return "\n".join([*kept, "> […]"] if len(lines) > QUOTED_LINES else kept)
    return ""


def _date(day: date | None, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language) if day else ""


def no_address(who: str) -> errors.Refused:
    return errors.Refused(
        detail=_("There is no usable mail address of {who}, so no letter can go there.").format(who=who)
    )
