"""Letters to the applicant: the one way in which they are decided."""

from stagedesk.db import models as m
from stagedesk.domain.codes import Letter
from stagedesk.services import history, letters, outbox
from stagedesk.services.desk import Desk
from stagedesk.services.letters import Value
from stagedesk.services.moving import applicant_thread

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
