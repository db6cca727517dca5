"""What a mail means that answers one of ours, and what it changes on its request."""

from dataclasses import dataclass

from stagedesk.db import models as m
from stagedesk.domain.codes import MessageKind, Status, WaitingOn
from stagedesk.mail.answers import read_answer
from stagedesk.mail.directory import Directory
from stagedesk.mail.message import IncomingMail
from stagedesk.mail.quotes import split
from stagedesk.services import history
from stagedesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Thread:
    """The request, and the referral where it answers a letter to a department."""

    request: int
    referral: int | None


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: MessageKind
    proposal: str | None = None
    because: str = ""
    value: str = ""
    """The other department, the reason of a no, or the day until which there is more time."""

    @property
    def needs_nobody(self) -> bool:
        """A machine's answer on a known thread: kept, and nobody has to look at it."""
        return self.kind is MessageKind.AUTOMATIC


def meaning_of(mail: IncomingMail, thread: Thread | None, directory: Directory) -> Meaning:
    """Say what kind of mail this is; of a department's answer also what it seems to decide."""
    if thread is None:
        return Meaning(MessageKind.REQUEST)
    if mail.automatic:
        return Meaning(MessageKind.AUTOMATIC)
    if thread.referral is None:
        return Meaning(MessageKind.FOLLOW_UP)
    sent_on = mail.sent_at.date() if mail.sent_at else None
    decision = read_answer(split(mail.body, mail.subject).visible, directory=directory, sent_on=sent_on)
    if decision is None:
        return Meaning(MessageKind.ANSWER)
    value = decision.department or decision.reason or (decision.until.isoformat() if decision.until else "")
    return Meaning(MessageKind.ANSWER, decision.value, decision.because, value)


def apply(desk: Desk, thread: Thread, meaning: Meaning) -> history.Step:
    """Change the request as this mail asks for, in the running transaction; the step is for the history.

    A machine's mail changes nothing. A department's answer gives the ball to the desk, to confirm it.
    The applicant's mail gives it to the desk when the request waited for the applicant; otherwise it
    only shows in the Inbox.
    """
    step = history.Step(desk, "landed", None, None)
    step.request = thread.request
    step.facts |= {"kind": meaning.kind, "proposal": meaning.proposal}
    if meaning.kind is MessageKind.AUTOMATIC:
        return step
    request = m.Request.get_by_id(thread.request)
    if request.closed_on is None:
        _give_to_desk(desk, step, request, meaning)
    step.change(request, attention_since=step.now)
    step.save()
    return step


def _give_to_desk(desk: Desk, step: history.Step, request: m.Request, meaning: Meaning) -> None:
    answered = meaning.kind is MessageKind.ANSWER and request.status == Status.ROUTED
    supplied = meaning.kind is MessageKind.FOLLOW_UP and request.waiting_on == WaitingOn.APPLICANT
    if not (answered or supplied):
        return
    days = 1 if answered else desk.clocks.triage
    step.change(
        request,
        status=Status.TRIAGE if request.status == Status.INCOMPLETE else request.status,
        waiting_on=WaitingOn.DESK,
        waiting_since=desk.today(),
        due_on=desk.in_working_days(days),
    )
