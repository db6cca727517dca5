"""Which letter says what: templates filled with the facts of a request."""

from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

from babel.dates import format_date

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.prepared import prepared
from stagedesk.domain import codes
from stagedesk.domain.letters import KNOWN, TO_APPLICANT, Letter, fill
from stagedesk.domain.text import mask_national_numbers
from stagedesk.i18n import _
from stagedesk.mail.quotes import split
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out.letter_templates import LANGUAGES, template
from stagedesk.settings import Settings

QUOTED_LINES = 60
Value: TypeAlias = str | int | date | None


def write(desk: Desk, kind: str, request: m.Request | None, *, language: str = "", **values: Value) -> Letter:
    """Fill a letter, about a request or about none; inside a session.

    Without a language it is the applicant's for letters to applicants, else the city's. Dates are
    written out in it.
    """
    if not language:
        to_applicant = request if kind in TO_APPLICANT else None
        language = language_of(desk, to_applicant) if to_applicant else desk.settings.letter_language
    texts = everywhere(desk.settings, language)
    if request is not None:
        texts |= _facts(request, language, KNOWN[kind])
    texts |= {name: _in_words(value, language) for name, value in values.items()}
    if texts.get("clerk") == desk.settings.desk_name:
        del texts["clerk"]  # the signature says it
    return fill(template(desk.settings, kind, language), texts)


def part(desk: Desk, kind: str, request: m.Request | None, *, language: str = "", **values: Value) -> str:
    """What stands about one request in a letter about several."""
    return write(desk, kind, request, language=language, **values).body.strip("\n")


def language_of(desk: Desk, request: m.Request) -> str:
    """The language of letters to the applicant."""
    asked = request.applicant.language or request.language
    return asked if asked in LANGUAGES else desk.settings.letter_language


def everywhere(settings: Settings, language: str) -> dict[str, str]:
    """What every letter can say."""
    names = {"desk_name": settings.desk_name, "city": settings.city}
    own = {"nl": settings.signature_nl, "fr": settings.signature_fr, "en": settings.signature_en}[language]
    signature = own.strip() or f"{settings.desk_name} {settings.city}"
    return names | {"desk_email": settings.reply_to or settings.desk_email, "signature": signature}


def _facts(request: m.Request, language: str, wanted: frozenset[str]) -> dict[str, str]:
    applicant = request.applicant
    facts = {
        "reference": request.reference,
        "applicant": applicant.name or request.sender_name or applicant.email or request.sender_email,
        "received": day_in_words(request.received_on, language),
        "study": request.study,
        "school": request.school.name if request.school else request.school_words,
        "level": reference.name("levels", request.level_followed, language),
        "kind": reference.name("kinds", request.kind, language),
        "period": _period(request, language),
        "summary": request.title,
    }
    return facts | ({"quote": _own_words(request)} if "quote" in wanted else {})


def _period(request: m.Request, language: str) -> str:
    if request.period_start and request.period_end:
        first, last = (day_in_words(day, language) for day in (request.period_start, request.period_end))
        return f"{first} – {last}"
    return request.period_words or day_in_words(request.period_start, language)


def _own_words(request: m.Request) -> str:
    """The applicant's newest text of the first mail, quoted, national numbers masked."""
    for subject, body in _first_mail(request.id):
        text, _masked = mask_national_numbers(split(body, subject).visible.strip())
        lines = _without_others(request, text.splitlines())
        kept = [f"> {line}".rstrip() for line in lines[:QUOTED_LINES]]
        return "\n".join([*kept, "> […]"] if len(lines) > QUOTED_LINES else kept)
    return ""


def _without_others(request: m.Request, lines: list[str]) -> list[str]:
    """Where one mail asked for several people, what it says of the others alone is not for this letter."""
    if request.group is None:
        return lines
    a, r = m.Applicant, m.Request
    query = a.select(a.name).join(r, on=(r.applicant == a.id)).where(r.group == request.group)
    own = request.applicant.name
    others = [name for (name,) in m.tuples(query) if name and name != own]
    return [line for line in lines if own in line or not any(name in line for name in others)]


@prepared
def _first_mail(request: Any) -> Any:
    query = m.Message.select(m.Message.subject, m.Message.body).join(m.Entry)
    query = query.where(m.Entry.request == request, m.Message.direction == codes.Direction.IN)
    return query.order_by(m.Message.id).limit(1).tuples()


def _in_words(value: Value, language: str) -> str:
    if isinstance(value, date):
        return day_in_words(value, language)
    return "" if value is None else str(value)


@lru_cache(maxsize=500)
def day_in_words(day: date | None, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language) if day else ""


def no_address(who: str) -> errors.Refused:
    return errors.Refused(
        detail=_("There is no usable mail address of {who}, so no letter can go there.").format(who=who)
    )
