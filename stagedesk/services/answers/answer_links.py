"""Prepared answers in a letter to a department: links that open its own mail program."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from urllib.parse import quote

from stagedesk.db import models as m
from stagedesk.domain import answer_link
from stagedesk.domain.answer_link import AnswerCode, Choice
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.mail_out import signing

MORE_DAYS = 5
"""Working days after the due date that the link for more time begins with; the department may change it."""
BELOW = "below"


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """One prepared answer: what a person reads, and the link itself."""

    choice: Choice
    label: str
    href: str


def links_for(desk: Desk, referral: m.Referral, language: str) -> tuple[AnswerLink, ...]:
    """The answers that this department may give now, each with a code of its own; inside a session."""
    request, department = referral.request, referral.department
    secret, expires = signing.secret(), desk.today() + timedelta(days=desk.settings.answer_link_days)
    tag = signing.tag_for(request.reference, department.code)
    found = []
    for choice in Choice:
        code = AnswerCode(referral.id, referral.round, choice, expires)
        written = answer_link.write(code, secret, request.reference, department.code)
        body = _body(choice, language, _day(desk, choice, request, referral), written)
        label = _words(choice, language)["label"]
        subject = f"{label.rstrip(' …')} {tag}"
        found.append(AnswerLink(choice, label, _mailto(_to(desk), subject, body)))
    return tuple(found)


def links_text(desk: Desk, referral: m.Referral, language: str) -> str:
    """The links as lines of a letter."""
    return "\n".join(f"- {each.label}: <{each.href}>" for each in links_for(desk, referral, language))


@cache
def prepared_lines(choice: Choice) -> tuple[str, ...]:
    """What the link of this choice writes before the department's own words, in every language."""
    each = reference.table("answer_links")[choice]
    return tuple(words["line"].partition("{day}")[0].strip() for words in _languages(each))


@cache
def notices() -> tuple[str, ...]:
    """The line above the code, in every language."""
    return tuple(words["line"] for words in _languages(reference.table("answer_links")[BELOW]))


def _languages(entry: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    return [words for name, words in entry.items() if name != "code"]


def _words(choice: str, language: str) -> dict[str, str]:
    entry: dict[str, dict[str, str]] = reference.table("answer_links")[choice]
    return entry.get(language) or entry["nl"]


def _body(choice: Choice, language: str, day: date | None, code: str) -> str:
    from babel.dates import format_date  # taking mail in needs the lines above, and not this

    written = format_date(day, "d MMMM y", locale=language) if day else ""
    line = _words(choice, language)["line"].replace("{day}", written)
    return f"{line}\n\n{_words(BELOW, language)['line']}\n{code}\n"


def _day(desk: Desk, choice: Choice, request: m.Request, referral: m.Referral) -> date | None:
    """The day that stands in the prepared line before the department changes it."""
    if choice is Choice.TIME:
        return desk.calendar.add(max(referral.due_on, desk.today()), MORE_DAYS)
    return request.period_start if choice is Choice.PLACE else None


def _to(desk: Desk) -> str:
    return desk.settings.reply_to or desk.settings.desk_email


def _mailto(address: str, subject: str, body: str) -> str:
    """A link as RFC 6068 wants it: a space is %20, a line ends in %0D%0A."""
    lines = "\r\n".join(body.split("\n"))
    return f"mailto:{quote(address, safe='@')}?subject={_quoted(subject)}&body={_quoted(lines)}"


def _quoted(text: str) -> str:
    """Word by word, for most words are those of every letter."""
    return "%20".join(map(_quoted_word, text.split(" ")))


@lru_cache(maxsize=1_000)
def _quoted_word(word: str) -> str:
    return quote(word, safe="")
