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
_IN_LINKS = str.maketrans({each: quote(each, safe="") for each in "[]: "})
"""Tags and codes have no other signs that a link cannot carry."""


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """One prepared answer: what a person reads, and the link itself."""

    choice: Choice
    label: str
    href: str


def links_for(desk: Desk, referral: m.Referral, language: str) -> tuple[AnswerLink, ...]:
    """The answers that this department may give now, each with a code of its own; inside a session."""
    request, department = referral.request, referral.department
    names = request.reference, department.code
    secret, expires = signing.secret(), desk.today() + timedelta(days=desk.settings.answer_link_days)
    tag = signing.tag_by(secret, *names).translate(_IN_LINKS)
    found = []
    for choice in Choice:
        code = AnswerCode(referral.id, referral.round, choice, expires)
        written = answer_link.write(code, secret, *names).translate(_IN_LINKS)
        day = _day(desk, choice, request, referral)
        to_tag, to_code, end = _link(choice, language, day, _to(desk))
        label = _words(choice, language)["label"]
        found.append(AnswerLink(choice, label, f"{to_tag}{tag}{to_code}{written}{end}"))
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


@lru_cache(maxsize=1_000)
def _link(choice: Choice, language: str, day: date | None, to: str) -> tuple[str, str, str]:
    """A link as RFC 6068 wants it, up to its tag, from there to its code, and its end.

    A space is %20, a line ends in %0D%0A.
    """
    from stagedesk.services.mail_out.letters import day_in_words  # taking mail in does not need its words

    words = _words(choice, language)
    line = words["line"].replace("{day}", day_in_words(day, language))
    body = f"{line}\n\n{_words(BELOW, language)['line']}\n".replace("\n", "\r\n")
    subject = quote(f"{words['label'].rstrip(' …')} ", safe="")
    return f"mailto:{quote(to, safe='@')}?subject={subject}", f"&body={quote(body, safe='')}", quote("\r\n")


def _day(desk: Desk, choice: Choice, request: m.Request, referral: m.Referral) -> date | None:
    """The day that stands in the prepared line before the department changes it."""
    if choice is Choice.TIME:
        return desk.calendar.add(max(referral.due_on, desk.today()), MORE_DAYS)
    return request.period_start if choice is Choice.PLACE else None


def _to(desk: Desk) -> str:
    return desk.settings.reply_to or desk.settings.desk_email
