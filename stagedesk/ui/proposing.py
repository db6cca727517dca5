"""What Enter would do with a row of the Inbox: one proposal, with the words that say so beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, MessageKind, Outcome, Proposal, Status
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.event_words import ANSWERS

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.listing import InboxRow
    from stagedesk.services.suggestions import Suggestion

CONFIRMED = (Answer.YES, Answer.YES_IF, Answer.NO, Proposal.QUESTION)
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


def propose(
    row: "InboxRow", suggestion: "Suggestion | None", departments: Mapping[str, str]
) -> Proposed | None:
    """The proposal for a row, or None while there is nothing to propose."""
    status = row.request.status
    if not row.request.is_open:
        return Proposed("seen", _("for a closed request"), _("seen"))
    if row.kind == MessageKind.ANSWER and row.answers and status == Status.ROUTED:
        return _answer(row, departments)
    if row.request.automatic and status == Status.RECEIVED:
        words = _("file away")
        return Proposed("file", words, words, Outcome.OUT_OF_SCOPE, SURE, _("automatic mail"))
    if status in (Status.RECEIVED, Status.TRIAGE, Status.WAITING_LIST):
        return _route(suggestion)
    if status == Status.OFFERED:
        return Proposed("close", _("agreed?"), _("close"), Outcome.PLACED)
    if status == Status.INCOMPLETE:
        return Proposed("close", _("no answer"), _("close"), Outcome.APPLICANT_NO_ANSWER)
    if row.kind:
        return Proposed("seen", _("seen"), _("seen"))
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
        return Proposed("snooze", words, _("put away"), row.proposal, LIKELY, because)
    if row.proposal not in CONFIRMED:
        return Proposed("answer", words, _("answer"), row.proposal, LIKELY, because)
    key = _("confirm: {answer}").format(answer=_(ANSWERS[row.proposal]))
    return Proposed("confirm", words, key, row.proposal, LIKELY, because)
