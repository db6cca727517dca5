"""What Enter would do with a row of the Inbox: one proposal, with the words that say so beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, MessageKind, Outcome, Proposal, Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.actions import BY_ID
from stagedesk.services.event_words import ANSWERS
from stagedesk.ui.shown import short_day

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.listing import InboxRow
    from stagedesk.services.suggestions import Suggestion

CONFIRMED = (Answer.YES, Answer.YES_IF, Answer.NO, Proposal.QUESTION)
FILED = frozenset(
    {
        MessageKind.AUTOMATIC,
        MessageKind.BOUNCE,
        MessageKind.RECEIPT,
        MessageKind.NEWSLETTER,
        MessageKind.SPAM,
    }
)
SURE, LIKELY = 3, 2


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed: the action of Enter, its code, and how it reads."""

    action: str
    words: str
    """In the list."""
    key: str
    """At the key: "route to Musea"."""
    code: str = ""
    """The department to ask, the answer to confirm."""
    strength: int = 0
    because: str = ""
    done: str = ""
    """What is said once it is done."""


def propose(
    row: "InboxRow", suggestion: "Suggestion | None", departments: Mapping[str, str]
) -> Proposed | None:
    """The proposal for a row, or None while there is nothing to propose."""
    status = row.request.status
    if not row.request.is_open:
        return Proposed("seen", _("closed already"), _("seen"), done=_("seen"))
    if row.kind == MessageKind.ANSWER and row.answers and status == Status.ROUTED:
        return _answer(row, departments)
    if status == Status.RECEIVED and (row.request.automatic or row.kind in FILED):
        words, because, done = _("file away"), _("it is no request of a person"), _("filed away")
        return Proposed("file", words, words, Outcome.OUT_OF_SCOPE, SURE, because, done)
    if row.kind == MessageKind.BOUNCE:
        return Proposed("open", _("a letter came back"), _("open"))
    if status in (Status.RECEIVED, Status.TRIAGE, Status.WAITING_LIST):
        return _route(suggestion)
    if status == Status.OFFERED:
        return Proposed("close", _("agreed?"), _("close"), Outcome.PLACED)
    if status == Status.INCOMPLETE:
        return Proposed("close", _("no answer"), _("close"), Outcome.APPLICANT_NO_ANSWER)
    if row.kind and row.request.waiting_on != WaitingOn.SUPERVISOR:
        return Proposed("seen", _("seen"), _("seen"), done=_("seen"))
    return Proposed("open", _("decide"), _("open"))


def _route(suggestion: "Suggestion | None") -> Proposed | None:
    if suggestion is None:
        return None
    return Proposed(
        "route",
        suggestion.name,
        _("route to {department}").format(department=suggestion.name),
        suggestion.department,
        suggestion.strength,
        suggestion.because,
        asked(suggestion.name),
    )


def _answer(row: "InboxRow", departments: Mapping[str, str]) -> Proposed:
    """What the department seems to say; what is no yes or no is for a person to put in words."""
    because = _("“{words}”").format(words=row.proposal_because) if row.proposal_because else ""
    if row.proposal is None:
        return Proposed("answer", _("answer: read it"), _("answer"))
    words = _(ANSWERS.get(row.proposal, row.proposal))
    if row.proposal == Answer.NO and row.proposal_value:
        words = f"{words}: {reference.name('reasons', row.proposal_value)}"
    if row.proposal == Proposal.OTHER_DEPARTMENT and row.proposal_value:
        words = _("ask {department}").format(
            department=departments.get(row.proposal_value, row.proposal_value)
        )
    if row.proposal == Proposal.MORE_TIME:
        key = _(BY_ID["snooze"].words)
        if day := a_day(row.proposal_value):
            words = f"{words}: {short_day(day)}"
        return Proposed("snooze", words, key, row.proposal, LIKELY, because)
    if row.proposal not in CONFIRMED:
        return Proposed("answer", words, _("answer"), row.proposal, LIKELY, because)
    answer = _(ANSWERS[row.proposal])
    key, done = _("confirm: {answer}").format(answer=answer), answered(row.answers_name, row.proposal)
    return Proposed("confirm", words, key, row.proposal, LIKELY, because, done)


def a_day(text: str) -> date | None:
    """The day that a mail asks for, where it names one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked(department: str) -> str:
    return _("{department} is asked").format(department=department)


def answered(department: str, answer: str) -> str:
    return _("{department} says {answer}").format(department=department, answer=_(ANSWERS[answer]))
