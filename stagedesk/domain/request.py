"""Which steps a request may take, and what its ends need."""

from stagedesk.domain.codes import OUTCOMES_WITH_REASON, Outcome, Role, Status

_ANY_OPEN = frozenset(Status) - {Status.RECEIVED, Status.CLOSED}

STEPS: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset(
        {Status.TRIAGE, Status.INCOMPLETE, Status.ROUTED, Status.WAITING_LIST, Status.CLOSED}
    ),
    Status.TRIAGE: frozenset(
        {Status.TRIAGE, Status.INCOMPLETE, Status.ROUTED, Status.WAITING_LIST, Status.CLOSED}
    ),
    Status.INCOMPLETE: _ANY_OPEN - {Status.OFFERED} | {Status.CLOSED},
    Status.ROUTED: _ANY_OPEN | {Status.CLOSED},
    Status.OFFERED: _ANY_OPEN | {Status.CLOSED},
    Status.WAITING_LIST: _ANY_OPEN - {Status.OFFERED} | {Status.CLOSED},
    Status.CLOSED: frozenset({Status.TRIAGE}),
}


def may_become(status: str, to: Status) -> bool:
    return to in STEPS[Status(status)]


class Unfit(ValueError):
    """An outcome that the facts do not carry; `code` says which rule it breaks."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_outcome(
    outcome: Outcome,
    *,
    status: str,
    reason: str | None,
    ended_by: str | None,
    role: str | None,
    was_asked: bool,
) -> None:
    """Raise Unfit unless a request in this state may end so.

    `was_asked` tells whether any department was ever asked; `role` is that of whoever closes.
    """
    if outcome is Outcome.PLACED and status != Status.OFFERED:
        raise Unfit("placed_needs_yes")
    if outcome in OUTCOMES_WITH_REASON and not reason:
        raise Unfit("reason_missing")
    if outcome is Outcome.WITHDRAWN and not ended_by:
        raise Unfit("by_missing")
    if outcome is Outcome.APPLICANT_NO_ANSWER and status not in (Status.INCOMPLETE, Status.OFFERED):
        raise Unfit("applicant_was_not_asked")
    if outcome is Outcome.DEPARTMENT_NO_ANSWER:
        if role != Role.SUPERVISOR:
            raise Unfit("supervisor_only")
        if not was_asked:
            raise Unfit("department_was_not_asked")
