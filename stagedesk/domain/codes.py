"""The codes that the desk's facts are written in; their names for people are in data/ and the catalogue."""

from enum import StrEnum


class Status(StrEnum):
    """Where a request is on its way."""

    RECEIVED = "received"
    TRIAGE = "triage"
    INCOMPLETE = "incomplete"
    ROUTED = "routed"
    OFFERED = "offered"
    WAITING_LIST = "waiting_list"
    CLOSED = "closed"


class WaitingOn(StrEnum):
    """Who has the ball."""

    DESK = "desk"
    DEPARTMENT = "department"
    APPLICANT = "applicant"
    SCHOOL = "school"
    SUPERVISOR = "supervisor"


class Outcome(StrEnum):
    """How a request ended."""

    PLACED = "placed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPLICANT_NO_ANSWER = "applicant_no_answer"
    DEPARTMENT_NO_ANSWER = "department_no_answer"
    REDIRECTED = "redirected"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"


# Not an internship that was asked of the city, or asked before: left out of every count of requests.
UNCOUNTED_OUTCOMES = frozenset({Outcome.DUPLICATE, Outcome.OUT_OF_SCOPE})
OUTCOMES_WITH_REASON = frozenset({Outcome.REJECTED, Outcome.WITHDRAWN})


class Answer(StrEnum):
    """What came of asking a department."""

    YES = "yes"
    YES_IF = "yes_if"
    NO = "no"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"


class Proposal(StrEnum):
    """What a mail that came back seems to say, for a person to confirm."""

    YES = "yes"
    YES_IF = "yes_if"
    NO = "no"
    QUESTION = "question"
    OTHER_DEPARTMENT = "other_department"
    MORE_TIME = "more_time"
    WITHDRAWN = "withdrawn"
    REOPEN = "reopen"


class Route(StrEnum):
    """How a request or placement reached the desk."""

    MAILBOX = "mailbox"
    DEPARTMENT = "department"
    PHONE = "phone"
    FORM = "form"
    SCHOOL_CALL = "school_call"
    VACANCY = "vacancy"
    IMPORT = "import"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class MessageKind(StrEnum):
    REQUEST = "request"
    FOLLOW_UP = "follow_up"
    ANSWER = "answer"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    NEWSLETTER = "newsletter"
    SPAM = "spam"
    OUT_OF_SCOPE = "out_of_scope"
    FIGURES_QUESTION = "figures_question"
    LETTER = "letter"


class LedgerState(StrEnum):
    TAKEN = "taken"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"  # a person said why it needs nothing
    FAILED = "failed"


class OutgoingState(StrEnum):
    """Where a letter is between its decision and the mail server."""

    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # refused for good: a person must look
    UNCERTAIN = "uncertain"  # the server may have taken it: only a person can say
    DROPPED = "dropped"  # a person decided that it need not go


class Letter(StrEnum):
    """The letters the desk writes; one template each in every letter language."""

    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"
    QUESTION_AGAIN = "question_again"
    REFERRAL = "referral"
    REMINDER_1 = "reminder_1"
    REMINDER_2 = "reminder_2"
    DIGEST = "digest"
    ESCALATION = "escalation"
    WITHDRAW_REFERRAL = "withdraw_referral"
    OFFER = "offer"
    WAITING_LIST = "waiting_list"
    STILL_LOOKING = "still_looking"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    PLACES_CALL = "places_call"
    ARRANGED_CALL = "arranged_call"
    INVITATION = "invitation"
    REPORT = "report"


class Role(StrEnum):
    DESK = "desk"
    SUPERVISOR = "supervisor"
    PRIVACY = "privacy"
    READER = "reader"


class PlacementStatus(StrEnum):
    """Where a placement is; always derived from its dates."""

    PLANNED = "planned"
    PREPARING = "preparing"
    READY = "ready"
    STARTED = "started"
    INTERRUPTED = "interrupted"
    COMPLETED = "completed"
    STOPPED_EARLY = "stopped_early"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class EndedBy(StrEnum):
    """Who ended something before its time."""

    APPLICANT = "applicant"
    SCHOOL = "school"
    DEPARTMENT = "department"
    CITY = "city"
    UNKNOWN = "unknown"  # an old list does not say


class ChecklistState(StrEnum):
    """How far a document of a placement is."""

    OPEN = "open"
    ASKED = "asked"
    RECEIVED = "received"
    CHECKED = "checked"
    SIGNED = "signed"
    NOT_NEEDED = "not_needed"


class NextMove(StrEnum):
    """Who must do the next thing for a document."""

    DESK = "desk"
    DEPARTMENT = "department"
    APPLICANT = "applicant"
    SCHOOL = "school"
    VDAB = "vdab"


class Compensation(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Why what is known of somebody is forgotten."""

    TERM = "term"
    ASKED = "asked"  # the person asked for it
