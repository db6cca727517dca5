"""A mail that answers a letter about several requests: which of them it is about, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from stagedesk.domain.answer_link import without_codes
from stagedesk.domain.codes import Proposal
from stagedesk.i18n import _
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.mail.quotes import split
from stagedesk.mail.replies.answers import Decision
from stagedesk.services.mail_in.intake_found import Found, Thread

# What holds for a whole list when it is said of none of its requests by name.
_OF_ALL: Final = frozenset({Proposal.MORE_TIME, Proposal.QUESTION})


class Said(NamedTuple):
    """What is said of one request among several; a follow-up decides nothing there."""

    decision: Decision | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A request that the mail is about."""

    thread: Thread
    said: Said | None = None
    """None where it is the only one, and all of the mail is about it."""


def parts_of(
    look: Look, threads: Sequence[Thread], found: Found, directory: Directory, today: date
) -> tuple[Part, ...]:
    """The requests that a mail is about; from a machine and by an answer link it is what it is."""
    if len(threads) < 2 or look.machine:
        return tuple(map(Part, threads))
    said, whole = _read(look, threads, found, directory, today)
    if any(each.referral for each in threads):
        return _answers(threads, said, whole, found)
    named = [each for each in threads if each.request in said] or list(threads)
    return tuple(Part(each, Said(None) if len(named) > 1 else None) for each in named)


def _answers(
    threads: Sequence[Thread],
    said: Mapping[int, Decision | None],
    whole: Decision | None,
    found: Found,
) -> tuple[Part, ...]:
    if named := [each for each in threads if each.request in said]:
        return tuple(Part(each, Said(said[each.request], _doubt(said[each.request]))) for each in named)
    waiting = [each for each in threads if _is_asked(each, found)] or threads
    if len(waiting) == 1:
        return (Part(waiting[0]),)
    return tuple(Part(each, Said(whole, _doubt(whole, len(waiting)))) for each in waiting)


def _doubt(decision: Decision | None, count: int = 0) -> str:
    if decision:
        return ""
    if count:
        return _("(answers a list of {count} requests without saying which)").format(count=count)
    return _("(answers several requests at once; what it says of this one is not clear)")


def _is_asked(thread: Thread, found: Found) -> bool:
    asked = found.asked.get(thread.referral) if thread.referral else None
    return asked is not None and asked.answer is None


def _read(
    look: Look, threads: Sequence[Thread], found: Found, directory: Directory, today: date
) -> tuple[dict[int, Decision | None], Decision | None]:
    """What is said of each by name; where none is named, what is said of all of them."""
    # Few mails answer a list, and the words for it take a while to put together.
    from stagedesk.mail.replies.answer_items import Item, Reader, read_between, read_items

    asked = next((found.asked[each.referral] for each in threads if each.referral in found.asked), None)
    sent_on = look.mail.sent_at.date() if look.mail.sent_at else today
    reader = Reader(directory, asked.code if asked else "", sent_on)
    visible = without_codes(split(look.mail.body, look.mail.subject).visible)
    items = [
        Item(each.request, found.cases[each.request].reference, found.names.get(each.request, ""), place)
        for place, each in enumerate(threads, 1)
    ]
    if by_name := read_between(look.mail.body, items, reader) or read_items(visible, items, reader):
        return by_name, None
    whole = reader.read(visible)
    return {}, whole if whole and whole.value in _OF_ALL else None
