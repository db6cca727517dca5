"""What services hand back: frozen values, never rows of a table."""

from datetime import date, datetime
from typing import Any, NamedTuple


class RequestRow(NamedTuple):
    """A request as lists show it."""

    id: int
    ref: str
    status: str
    applicant: str
    applicant_email: str
    sender: str
    sender_email: str
    title: str
    route: str
    received_at: datetime
    received_on: date
    language: str
    school: str
    study: str
    level: str | None
    kind: str | None
    period_start: date | None
    period_end: date | None
    deadline_on: date | None
    owner: str | None
    waiting_on: str | None
    waiting_since: date | None
    due_on: date | None
    snoozed_until: date | None
    attention_since: datetime | None
    department: str | None
    department_name: str
    outcome: str | None
    reason: str | None
    ended_by: str | None
    closed_on: date | None
    group: int | None
    automatic: bool
    version: int

    @property
    def key(self) -> int:
        return self.id

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def who(self) -> str:
        """The name to show: the applicant, else whoever wrote."""
        return self.applicant or self.sender or self.sender_email or "?"

    def is_overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


class ReferralRow(NamedTuple):
    """A department was asked about a request."""

    id: int
    department: str
    department_name: str
    asked_on: date
    due_on: date
    reminded: int
    escalated_on: date | None
    answer: str | None
    reason: str | None
    remark: str
    answered_on: date | None
    round: int = 1
    quiet_until: date | None = None
    starts_on: date | None = None


class MessageRow(NamedTuple):
    """A mail of a request, folded for reading."""

    id: int
    direction: str
    kind: str
    sender: str
    sender_email: str
    recipients: str
    subject: str
    at: datetime
    visible: str
    quoted: str
    signature: str
    attachments: tuple["AttachmentRow", ...]
    automatic: str
    proposal: str | None
    proposal_because: str
    handled: bool
    warnings: tuple[str, ...]
    proposal_value: str = ""
    """The other department, the reason or the day that goes with it."""


class AttachmentRow(NamedTuple):
    name: str
    type: str
    size: int


class LetterRow(NamedTuple):
    """A letter in the outbox that has not left yet."""

    id: int
    letter: str
    recipients: str
    subject: str
    body: str
    hold_until: datetime
    state: str


class EventRow(NamedTuple):
    """One line of a request's history; `values` fill the words that the screen shows for its kind."""

    id: int
    at: datetime
    by: str
    kind: str
    values: dict[str, Any]
    undone: bool
    undoable: bool


class PlannedRow(NamedTuple):
    """Something that will happen by itself."""

    on: date
    kind: str
    department_name: str


class ClockRow(NamedTuple):
    """How long a request has waited, in working days, and what presses."""

    desk: int
    """With the desk and its supervisor."""
    departments: int
    applicant: int
    """Since it came in; this clock never pauses."""
    decide_by: date | None
    """The latest safe day to decide: the start, less the time that the papers take."""
    deadline: date | None
    """The applicant's own."""


class RequestPage(NamedTuple):
    """Everything about one request."""

    request: RequestRow
    referrals: tuple[ReferralRow, ...]
    messages: tuple[MessageRow, ...]
    letters: tuple[LetterRow, ...]
    events: tuple[EventRow, ...]
    planned: tuple[PlannedRow, ...]
    clocks: ClockRow
    warnings: tuple[str, ...] = ()
