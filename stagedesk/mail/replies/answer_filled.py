"""What a department filled in on the line that an answer link had prepared, and what else it wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from stagedesk.domain.answer_link import without_codes
from stagedesk.mail.replies.answer_words import THANKS
from stagedesk.mail.replies.answers import core
from stagedesk.mail.words import fold

_PARAGRAPH: Final = re.compile(r"\n[ \t>]*\n|\Z")
_LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Filled:
    text: str
    """All that the department sent, without the code and the line about it."""
    words: str
    """Behind the prepared line: a reason, a department, a day."""
    more: str
    """Elsewhere: what nobody prepared. Greeting, closing and thanks do not count."""

    @property
    def is_empty(self) -> bool:
        return not re.search(r"\w", self.text)


def filled_in(visible: str, prepared: Iterable[str], notices: Iterable[str]) -> Filled:
    """Take a prepared answer apart; lines may have been broken, quoted and written in capitals."""
    text = without_codes(visible[:_LONGEST])
    for notice in notices:
        text = _wrapped(notice).sub(_blank, text)
    plain = core(fold(text))
    for line in prepared:
        if found := _wrapped(line).search(text):
            ends = _PARAGRAPH.search(text, found.end())
            end = ends.start() if ends else len(text)
            more = plain[: found.start()] + " " + plain[end:]
            return Filled(text, " ".join(text[found.end() : end].split()), _said(more))
    return Filled(text, "", _said(plain))


@cache
def _wrapped(line: str) -> re.Pattern[str]:
    """The line as mail programs wrap and quote it."""
    return re.compile(r"[\s>]{1,6}".join(map(re.escape, line.split())), re.IGNORECASE)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", " ", match.group())


def _said(plain: str) -> str:
    words = " ".join(THANKS.sub(" ", plain).replace(">", " ").split())
    return words if re.search(r"\w", words) else ""
