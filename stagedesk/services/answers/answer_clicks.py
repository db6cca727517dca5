"""What an answer code in a department's mail is worth: checked, and put in words where it does not count."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from stagedesk.db import models as m
from stagedesk.domain import answer_link
from stagedesk.domain.answer_link import AnswerCode, Choice
from stagedesk.domain.codes import Answer, Proposal
from stagedesk.i18n import _
from stagedesk.mail.directory import Directory
from stagedesk.mail.replies.answer_filled import Filled, filled_in
from stagedesk.mail.replies.answers import Decision, day_of, read_answer, reason_of
from stagedesk.mail.words import fold
from stagedesk.services.answers import answer_links
from stagedesk.services.desk import Desk
from stagedesk.services.journal.event_words import ANSWERS
from stagedesk.services.mail_out import signing

LONGEST_WAIT: Final = 60
"""Days: who asks for more time than that is answered by a person."""
NO_CAPACITY: Final = "no_capacity"
# What the words of a mail may say without contradicting the link.
_FITS: Final = {
    Choice.TAKE: {Proposal.YES},
    Choice.PLACE: {Proposal.YES},
    Choice.NO: {Proposal.NO},
    Choice.OTHER: {Proposal.OTHER_DEPARTMENT, Proposal.NO},
    Choice.TIME: {Proposal.MORE_TIME},
}
_MEANS: Final = {
    Choice.TAKE: Proposal.YES,
    Choice.PLACE: Proposal.YES,
    Choice.NO: Proposal.NO,
    Choice.OTHER: Proposal.OTHER_DEPARTMENT,
    Choice.TIME: Proposal.MORE_TIME,
}


class Letter(NamedTuple):
    """The question that a code belongs to, as it stands now."""

    referral: int
    request: int
    reference: str
    department: str
    name: str
    round: int
    answer: str | None
    answered_on: date | None
    closed_on: date | None
    deadline_on: date | None


class Reply(NamedTuple):
    """The mail with the code."""

    codes: tuple[str, ...]
    visible: str
    sender: str
    sent_on: date | None
    referral: int | None
    """The question that the mail answers, as far as its thread tells."""


@dataclass(frozen=True, slots=True)
class Click:
    """What the code says; it `counts` when it is an answer that needs nobody's confirmation."""

    because: str
    genuine: bool = False
    """This desk made it for this question, it still holds, and the department itself sends it."""
    counts: bool = False
    code: str = ""
    referral: int = 0
    department: str = ""
    choice: Choice | None = None
    proposal: Proposal | None = None
    reason: str = ""
    remark: str = ""
    to: str = ""
    """The department that it is for."""
    until: date | None = None
    starts_on: date | None = None
    more: bool = False
    """The mail says more than what the link prepared: a person reads it."""

    @property
    def value(self) -> str:
        """What goes with the proposal: the other department, the reason or the day."""
        day = self.until or self.starts_on
        return self.to or self.reason or (day.isoformat() if day else "")


def questions(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The request and the referral of each code that this desk made; inside a session."""
    found = {}
    for written in codes:
        try:
            code = answer_link.read(written)
        except answer_link.Damaged:
            continue
        letter = _letter(code.referral)
        if letter and answer_link.is_ours(code, signing.secret(), letter.reference, letter.department):
            found[written] = letter.request, letter.referral
    return found


def judge(desk: Desk, reply: Reply, directory: Directory) -> Click | None:
    """Say what the codes in a reply are worth, or None where there is none; inside a transaction."""
    if not reply.codes:
        return None
    if len(reply.codes) > 1:
        return Click(_("(two answer links in one mail: neither counts)"))
    try:
        code = answer_link.read(reply.codes[0])
    except answer_link.Damaged:
        return Click(_("(the code of its answer link was damaged on the way)"))
    letter = _letter(code.referral)
    if letter is None or not answer_link.is_ours(code, signing.secret(), letter.reference, letter.department):
        return Click(_("(the code of its answer link is not one of this desk)"))
    if why := _void(desk, code, letter, reply):
        return Click(why)
    if directory.department_of(reply.sender) != letter.department:
        why = _("(by an answer link of {department}, but {sender} is not one of its addresses)")
        sender = reply.sender or "?"
        return replace(
            _said(desk, code, letter, reply, directory),
            because=why.format(department=letter.name, sender=sender),
            counts=False,
        )
    return _said(desk, code, letter, reply, directory)


def _letter(referral: int) -> Letter | None:
    f, r, d = m.Referral, m.Request, m.Department
    query = (
        f.select(
            f.id, r.id, r.reference, d.code, d.name, f.round, f.answer, f.answered_on, r.closed_on,
            r.deadline_on,
        )
        .join(r)
        .switch(f)
        .join(d)
        .where(f.id == referral)
    )  # fmt: skip
    found = m.tuples(query)
    return Letter(*found[0]) if found else None


def _void(desk: Desk, code: AnswerCode, letter: Letter, reply: Reply) -> str:
    """Why a code of ours does not count any more, or not here."""
    if reply.referral is not None and reply.referral != code.referral and letter.answer is None:
        why = _("(its answer link is of another question: {reference}, {department})")
        return why.format(reference=letter.reference, department=letter.name)
    if letter.answer == Answer.WITHDRAWN:
        return late(letter.answer, letter.answered_on)
    if letter.closed_on is not None:
        return _("(answered after the request was closed on {day})").format(day=letter.closed_on)
    if letter.answer is not None:
        return late(letter.answer, letter.answered_on)
    if _was_used(letter.request, reply.codes[0]):
        return _("(this answer link was used before)")
    if code.round != letter.round:
        return _("(its answer link is of an earlier letter: more time was given since)")
    if code.expires < desk.today():
        return _("(its answer link expired on {day})").format(day=code.expires)
    return ""


def late(answer: str, day: date | None) -> str:
    """What is said of a department's mail when its question has an answer already."""
    if answer == Answer.WITHDRAWN:
        return _("(answered after it was taken back on {day})").format(day=day)
    if answer == Answer.NO_ANSWER:
        return _("(answered after nobody waited for it any more, on {day})").format(day=day)
    return _("(answered already on {day}: {answer})").format(day=day, answer=_(ANSWERS.get(answer, answer)))


def _was_used(request: int, code: str) -> bool:
    """An answer that was taken back leaves the code used: the history keeps it."""
    told = m.Event.select().where(
        m.Event.request == request,
        m.Event.kind << ("answered", "more_time"),
        m.Event.facts.contains(f'"link":"{code}"'),
    )
    return bool(told.exists())


def _said(desk: Desk, code: AnswerCode, letter: Letter, reply: Reply, directory: Directory) -> Click:
    """The choice with what the department filled in; words that say something else make it a proposal."""
    filled = filled_in(reply.visible, answer_links.prepared_lines(code.choice), answer_links.notices())
    click = _filled(code, letter, reply, filled, directory, desk.today())
    read = read_answer(
        filled.text, directory=directory, own=letter.department, sent_on=reply.sent_on or desk.today()
    )
    if not filled.is_empty and (read is None or read.value not in _FITS[code.choice]):
        return _contradicted(click, read)
    if why := _needs_a_person(desk, click, letter, filled):
        return replace(click, because=why)
    return replace(click, counts=desk.settings.confirm_link_answers)


def _filled(
    code: AnswerCode, letter: Letter, reply: Reply, filled: Filled, directory: Directory, today: date
) -> Click:
    click = Click(
        _("(by the department's own answer link)"),
        genuine=True,
        code=reply.codes[0],
        referral=letter.referral,
        department=letter.department,
        choice=code.choice,
        proposal=_MEANS[code.choice],
        more=bool(filled.more),
    )
    words = filled.words or filled.more
    sent_on = reply.sent_on or today
    if code.choice is Choice.NO:
        return replace(click, reason=reason_of(words) or NO_CAPACITY, remark=filled.words[:500])
    if code.choice is Choice.OTHER:
        return replace(click, to=_named(words, letter.department, directory), remark=filled.words[:500])
    day = day_of(filled.words, sent_on) if filled.words else None
    if code.choice is Choice.TIME:
        return replace(click, until=day)
    return replace(click, starts_on=day if code.choice is Choice.PLACE else None)


def _named(words: str, own: str, directory: Directory) -> str:
    """The one other department that is named."""
    named = {hit.code for hit in directory.department_names.find(fold(words), words)} - {own}
    return named.pop() if len(named) == 1 else ""


def _contradicted(click: Click, read: Decision | None) -> Click:
    """A person decides between the link and the words; the words are shown as what is proposed."""
    if read is None:
        return replace(click, because=_("(by the department's own answer link, but read what it writes)"))
    why = _("(its answer link says {answer}, its words say:) {words}")
    said = _(ANSWERS[click.proposal]) if click.proposal else "?"
    return replace(
        click,
        because=why.format(answer=said, words=read.because),
        proposal=read.value,
        reason=read.reason,
        to=read.department,
        until=read.until,
        starts_on=read.starts_on,
    )


def _needs_a_person(desk: Desk, click: Click, letter: Letter, filled: Filled) -> str:
    if click.choice is Choice.PLACE and filled.words and click.starts_on is None:
        return _("(by the department's own answer link; from when is not clear)")
    if click.choice is not Choice.TIME:
        return ""
    if click.until is None:
        return _("(by the department's own answer link, without a day)")
    last = desk.today() + timedelta(days=LONGEST_WAIT)
    if not desk.today() < click.until <= min(last, letter.deadline_on or last):
        return _("(by the department's own answer link; is that day still in time?)")
    return ""
