"""Letters to the applicant: the one way in which they are decided."""

from collections.abc import Sequence
from datetime import date

from stagedesk.db import models as m
from stagedesk.domain import deadlines
from stagedesk.domain.codes import Letter, WaitingOn
from stagedesk.domain.letters import STILL_LOOKING_ITEM, STILL_LOOKING_LIST
from stagedesk.domain.letters import Letter as Text
from stagedesk.services.deciding.moving import applicant_thread
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_out import letters, outbox
from stagedesk.services.mail_out.letters import Value

# After one of these the applicant knows where the request stands.
TELLING = frozenset(
    {
        Letter.OFFER, Letter.WAITING_LIST, Letter.STILL_LOOKING, Letter.REFUSAL, Letter.QUESTION,
        Letter.QUESTION_AGAIN, Letter.WITHDRAWAL,
    }
)  # fmt: skip


def tell(desk: Desk, step: history.Step, kind: Letter, request: m.Request, **values: Value) -> bool:
    """Put a letter to the applicant in the outbox; False where there is no address to write to.

    It is in the applicant's language and answers the applicant's own mails.
    """
    if not (to := outbox.usable(request.applicant.email)):
        return False
    values.setdefault("clerk", step.staff.name if step.staff else "")
    language = letters.language_of(desk, request)
    text = letters.write(desk, kind, request, language=language, **values)
    outbox.decide(desk, step, kind, text, request, recipients=[to], thread=applicant_thread(request))
    if kind in TELLING:
        step.change(request, told_on=desk.today())
    return True


def still_looking(desk: Desk, step: history.Step, requests: Sequence[m.Request]) -> bool:
    """Tell whoever asked that the desk still looks: of several requests from one address in one letter.

    Whether a letter went into the outbox. That they were told is for the step of each to write down.
    """
    first = requests[0]
    if len(requests) == 1:
        letter, department = Letter.STILL_LOOKING, _asked(first)
        return tell(desk, step, letter, first, due=_hear_by(desk), department=department)
    if not (to := outbox.usable(first.applicant.email)):
        return False
    items = [(request, None) for request in requests]
    text = list_of(desk, requests)
    outbox.decide(desk, step, Letter.STILL_LOOKING, text, None, recipients=[to], items=items)
    return True


def list_of(desk: Desk, requests: Sequence[m.Request]) -> Text:
    """The letter about several requests, in the language of the first applicant."""
    language = letters.language_of(desk, requests[0])
    items = [
        letters.part(desk, STILL_LOOKING_ITEM, each, language=language, department=_asked(each))
        for each in requests
    ]
    return letters.write(
        desk,
        STILL_LOOKING_LIST,
        None,
        language=language,
        count=len(requests),
        items="\n\n".join(items),
        due=_hear_by(desk),
    )


def _hear_by(desk: Desk) -> date:
    return deadlines.told_due(desk.today(), desk.calendar, desk.clocks)


def _asked(request: m.Request) -> str:
    """The department that has the ball."""
    asked = request.department if request.waiting_on == WaitingOn.DEPARTMENT else None
    return asked.name if asked else ""
