"""Confirming what a department's mail proposes, in a worker."""

from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, Proposal
from stagedesk.services.rows import RequestRow
from stagedesk.ui.proposing import a_day

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.lists.listing import InboxRow
    from stagedesk.ui.deciding import Deciding


def confirm(deciding: "Deciding", row: "InboxRow", batch: str | None) -> RequestRow:
    """Write down the answer that the mail proposes, with its reason, its department or its day."""
    value, request, day = row.proposal_value, row.request, a_day(row.proposal_value)
    if row.proposal == Proposal.OTHER_DEPARTMENT:
        return deciding.refer_on(request, value, batch, department=row.answers, message=row.message)
    if row.proposal == Proposal.MORE_TIME and day:
        return deciding.more_time(request, day, batch, department=row.answers, message=row.message)
    return deciding.answer(
        request,
        row.proposal or "",
        batch,
        department=row.answers,
        reason=value or None,
        remark=row.proposal_because if row.proposal == Answer.YES_IF else "",
        starts_on=day,
        message=row.message,
    )
