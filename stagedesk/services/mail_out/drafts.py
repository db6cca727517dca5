"""Letters before they are decided: what a step would write, and what a person makes of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import count

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.db.connection import session, transaction
from stagedesk.domain.letters import SUBJECT, Letter
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.services.mail_out import signing

Key = tuple[str, str]
"""A letter's kind and whom it goes to, one a line: in one step nobody gets two letters of a kind."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as a person reads it: links are only numbered, as their codes are made with the decision."""

    letter: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    body: str
    enclosures: tuple[str, ...] = ()
    """The names of the files that go along."""

    @property
    def text(self) -> str:
        """Subject and body as a person edits them, in the form of the templates."""
        return f"{SUBJECT} {self.subject}\n\n{self.body}"

    def with_text(self, text: str) -> "Draft":
        """As a person left it; a missing subject line keeps the subject. Errors: nothing is left of it."""
        first, _end, rest = clean(text, lines=True).partition("\n")
        named = first.startswith(SUBJECT)
        subject = clean(first.removeprefix(SUBJECT)) if named else ""
        body = clean(rest if named else text, lines=True).strip("\n")
        if not body:
            raise errors.UsageError(detail=_("The letter is empty: nothing is done."))
        return replace(self, subject=subject or self.subject, body=body + "\n")


_LINK = re.compile(r"<mailto:[^<>\s]+>")
_seen: ContextVar[list[Draft] | None] = ContextVar("_seen", default=None)
_wordings: ContextVar[Mapping[Key, Letter]] = ContextVar("_wordings", default={})  # noqa: B039


class _TakenBack(Exception):
    """What was done for a preview."""


def preview(act: Callable[[], object]) -> tuple[Draft, ...]:
    """The letters that a step would decide: it is taken for that and rolled back. Errors: the step's own."""
    drafts: list[Draft] = []
    with session():
        signing.secret()  # made at first use, which is no part of the step
    token = _seen.set(drafts)
    try:
        with transaction():
            act()
            raise _TakenBack
    except _TakenBack:
        return tuple(drafts)
    finally:
        _seen.reset(token)


@contextmanager
def reworded(drafts: Iterable[Draft]) -> Iterator[None]:
    """Letters that are decided inside say what these drafts say."""
    found = {_key(each.letter, each.recipients): Letter(each.subject, each.body) for each in drafts}
    token = _wordings.set(found)
    try:
        yield
    finally:
        _wordings.reset(token)


def wording(kind: str, recipients: Sequence[str], letter: Letter) -> Letter:
    """The letter as a person worded it, with its own links in their places; else as it is."""
    worded = _wordings.get().get(_key(kind, recipients))
    if worded is None:
        return letter
    body = worded.body
    for number, link in enumerate(_LINK.findall(letter.body), start=1):
        body = body.replace(_numbered(number), link)
    return Letter(worded.subject, body)


def note(row: m.Outgoing, enclosures: Iterable[str]) -> None:
    """A letter was decided: a preview shows it."""
    drafts = _seen.get()
    if drafts is not None:
        recipients, copies = tuple(row.recipients.splitlines()), tuple(row.copies.splitlines())
        numbers = count(1)
        body = _LINK.sub(lambda _link: _numbered(next(numbers)), row.body)
        drafts.append(Draft(row.letter, recipients, copies, row.subject, body, tuple(enclosures)))


def _numbered(number: int) -> str:
    return f"<link {number}>"


def _key(kind: str, recipients: Sequence[str]) -> Key:
    return str(kind), "\n".join(recipients)
