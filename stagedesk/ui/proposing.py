"""What Enter would do with a row of the Inbox: one proposal, with the words that say so beforehand."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from stagedesk.domain.codes import Answer, MessageKind, Outcome, Proposal, Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.journal.event_words import ANSWERS
from stagedesk.ui.shown import short_day

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.lists.listing import InboxRow
    from stagedesk.services.understanding.suggestions import Suggestion

CONFIRMED = (Answer.YES, Answer.YES_IF, Answer.NO, Proposal.QUESTION)
NEEDS_VALUE = (Proposal.OTHER_DEPARTMENT, Proposal.MORE_TIME)
# What has no other step than to be read: the request waits for somebody else.
ELSEWHERE = (Status.OFFERED, Status.INCOMPLETE)
FILED = frozenset(
    {
        MessageKind.AUTOMATIC,
        MessageKind.BOUNCE,
        MessageKind.RECEIPT,
        MessageKind.NEWSLETTER,
        MessageKind.SPAM,
    }
)
SURE, LIKELY, UNSURE = 3, 2, 1


class Proposed(NamedTuple):
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
        return Proposed("seen", _("closed already"), _("seen"), because=_because(row), done=_("seen"))
    if row.kind == MessageKind.ANSWER and row.answers and (found := _of_department(row, departments)):
        return found
    if status == Status.RECEIVED and (row.request.automatic or row.kind in FILED):
        words, because, done = _("file away"), _("it is no request of a person"), _("filed away")
        return Proposed("file", words, words, Outcome.OUT_OF_SCOPE, SURE, because, done)
    if row.kind == MessageKind.BOUNCE:
        return Proposed("open", _("a letter came back"), _("open"))
    if status in (Status.RECEIVED, Status.TRIAGE, Status.WAITING_LIST):
        return _route(suggestion)
    if status == Status.ROUTED and row.message is None and row.request.waiting_on == WaitingOn.DESK:
        words = _("answer {department}").format(department=row.request.department_name)
        return Proposed("tell", words, words)
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


def _of_department(row: "InboxRow", departments: Mapping[str, str]) -> Proposed | None:
    """A department's mail while it is asked, and after it answered."""
    status = row.request.status
    if row.answered is None:
        return _answer(row, departments) if status == Status.ROUTED else None
    if row.proposal == Proposal.OTHER_DEPARTMENT and row.proposal_value and status == Status.TRIAGE:
        name = departments.get(row.proposal_value, row.proposal_value)
        words, key = _("ask {department}"), _("route to {department}")
        return Proposed(
            "route",
            words.format(department=name),
            key.format(department=name),
            row.proposal_value,
            SURE,
            _because(row),
            asked(name),
        )
    if status == Status.ROUTED or status in ELSEWHERE:
        words = _("read it: {department}").format(department=row.answers_name)
        return Proposed("seen", words, _("seen"), because=_because(row), done=_("seen"))
    return None


def _because(row: "InboxRow") -> str:
    """The words of the mail in quotation marks; ours about it stand in brackets."""
    words = row.proposal_because
    return words if not words or words.endswith(")") else _("“{words}”").format(words=words)


def _answer(row: "InboxRow", departments: Mapping[str, str]) -> Proposed:
    """What the department seems to say; what is not clear is for a person to put in words."""
    because = _because(row)
    if row.proposal is None:
        return Proposed("answer", _("answer: read it"), _("answer"), because=because)
    words = _words(row, departments)
    if is_doubtful(row):
        return Proposed(
            "answer", _("{answer}?").format(answer=words), _("answer"), row.proposal, UNSURE, because
        )
    if not is_known(row):
        return Proposed("answer", words, _("answer"), row.proposal, LIKELY, because)
    key = _("confirm: {answer}").format(answer=_(ANSWERS[row.proposal]))
    return Proposed("confirm", words, key, row.proposal, LIKELY, because, done(row, departments))


def is_doubtful(row: "InboxRow") -> bool:
    """Whether there is a remark about it, such as an address that is not the department's."""
    return row.proposal_because.startswith("(")


def is_known(row: "InboxRow") -> bool:
    """Whether the mail says what there is to confirm, at most without a reason."""
    if is_doubtful(row):
        return False
    return row.proposal in CONFIRMED or (row.proposal in NEEDS_VALUE and bool(row.proposal_value))


def is_plain(row: "InboxRow") -> bool:
    """Whether what the department's mail proposes can be written down without words of a person."""
    has_reason = row.proposal != Answer.NO or bool(row.proposal_value)
    return bool(row.answers) and row.answered is None and is_known(row) and has_reason


def done(row: "InboxRow", departments: Mapping[str, str]) -> str:
    """What is said once the proposal of this mail is confirmed."""
    day = a_day(row.proposal_value)
    if row.proposal == Proposal.OTHER_DEPARTMENT:
        return asked(departments.get(row.proposal_value, row.proposal_value))
    if row.proposal == Proposal.MORE_TIME and day:
        return has_until(row.answers_name, day)
    return answered(row.answers_name, row.proposal or "")


def _words(row: "InboxRow", departments: Mapping[str, str]) -> str:
    """The answer with its reason, its department or its day."""
    words = _(ANSWERS.get(row.proposal or "", row.proposal or ""))
    if not row.proposal_value:
        return words
    if row.proposal == Answer.NO:
        return f"{words}: {reference.name('reasons', row.proposal_value)}"
    if row.proposal == Proposal.OTHER_DEPARTMENT:
        name = departments.get(row.proposal_value, row.proposal_value)
        return _("no, ask {department}").format(department=name)
    if day := a_day(row.proposal_value):
        words = f"{words}: {short_day(day)}"
    return words


def a_day(text: str) -> date | None:
    """The day that a mail asks for, where it names one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def asked(department: str) -> str:
    return _("{department} is asked").format(department=department)


def has_until(department: str, day: date) -> str:
    return _("{department} has until {day}").format(department=department, day=short_day(day))


def answered(department: str, answer: str) -> str:
    return _("{department} says {answer}").format(department=department, answer=_(ANSWERS[answer]))
