"""What a mail means that belongs to one of our requests, and what it changes there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite
from stagedesk.domain.codes import MessageKind, Proposal, Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.mail.answers import read_answer
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.mail.quotes import split
from stagedesk.services import history, reference
from stagedesk.services.desk import Desk
from stagedesk.services.intake_found import Asked, Found, Thread, email_of

DAYS_BOUNCED: Final = 1
_KINDS: Final = frozenset(MessageKind) - {MessageKind.LETTER}


@dataclass(frozen=True, slots=True)
class Meaning:
    kind: MessageKind
    subkind: str = ""
    kind_because: str = ""
    proposal: str | None = None
    because: str = ""
    value: str = ""
    """The other department, the reason of a no, or the day until which there is more time."""
    machine: bool = False
    bounced: bool = False
    """One of our letters came back."""
    only_shown: bool = False
    """It shows in the Inbox, and whoever has the ball keeps it."""

    @property
    def needs_nobody(self) -> bool:
        """A machine's answer on a known thread: kept, and nobody has to look at it."""
        return self.machine and not self.bounced


def meaning_of(look: Look, thread: Thread | None, found: Found, directory: Directory) -> Meaning:
    """Say what kind of mail this is; of one on a thread also what it seems to decide."""
    kind, subkind, because = look.kind.kind, look.kind.subkind[:20], look.kind.because
    if thread is None:
        known = MessageKind(kind) if kind in _KINDS else MessageKind.REQUEST
        return Meaning(known, subkind, because, machine=look.machine)
    if look.machine:
        bounced = _came_back(look, thread, found)
        return Meaning(MessageKind(kind), subkind, because, machine=True, bounced=bounced)
    # A list's or a bulk mailer's header on a person's answer hides nothing, and decides nothing.
    only_shown = look.mail.automatic is not None or kind == MessageKind.AUTOMATIC
    asked = found.asked.get(thread.referral) if thread.referral else None
    if asked and not _is_askers(look, thread, found, directory):
        return _answer(look, asked, directory, only_shown)
    if kind == MessageKind.ANSWER:  # of a colleague whom nobody asked
        return Meaning(MessageKind.ANSWER, subkind, because, only_shown=True)
    said = _follow_up(look, thread, found)
    subkind = subkind if kind == MessageKind.FOLLOW_UP else "supplement"
    return Meaning(MessageKind.FOLLOW_UP, subkind, because, *said, only_shown=only_shown)


def _came_back(look: Look, thread: Thread, found: Found) -> bool:
    report = look.report
    if report is None or not report.failed:
        return False
    return thread.because == "token" or any(each in found.ours for each in report.letters)


def _is_askers(look: Look, thread: Thread, found: Found, directory: Directory) -> bool:
    """The applicant's side writes on the thread of a letter to a department, which somebody passed on."""
    sender, people = email_of(look.mail.sender), found.people.get(thread.request)
    return people is not None and sender in people.asking and not directory.department_of(sender)


def _answer(look: Look, asked: Asked, directory: Directory, only_shown: bool) -> Meaning:
    mail = look.mail
    decision = read_answer(
        split(mail.body, mail.subject).visible,
        directory=directory,
        own=asked.code,
        sent_on=mail.sent_at.date() if mail.sent_at else None,
    )
    warning = _unexpected(look, asked, directory)
    if decision is None:
        return Meaning(MessageKind.ANSWER, because=warning, only_shown=only_shown)
    value = decision.department or decision.reason or (decision.until.isoformat() if decision.until else "")
    words = f"{warning} {decision.because}" if warning else decision.because
    return Meaning(
        MessageKind.ANSWER,
        decision.value.value,
        decision.because,
        decision.value,
        words,
        value,
        only_shown=only_shown,
    )


def _unexpected(look: Look, asked: Asked, directory: Directory) -> str:
    """A colleague may answer from an own address of the city; anybody else is pointed out."""
    sender = email_of(look.mail.sender)
    known_as = directory.department_of(sender)
    same_domain = sender.rpartition("@")[2] == asked.email.lower().rpartition("@")[2]
    if known_as == asked.code or (not known_as and "@" in sender and same_domain):
        return ""
    return _("({sender} is not an address of {department})").format(
        sender=sender or "?", department=asked.name
    )


def _follow_up(look: Look, thread: Thread, found: Found) -> tuple[Proposal | None, str]:
    """What the applicant's side seems to want; a person decides."""
    case = found.cases.get(thread.request)
    if look.kind.subkind == "withdrawal" and not (case and case.closed_on):
        return Proposal.WITHDRAWN, look.kind.because
    if case and case.closed_on and look.kind.subkind != "withdrawal":
        because = _("closed on {day} ({outcome})").format(
            day=case.closed_on.isoformat(), outcome=reference.name("outcomes", case.outcome)
        )
        return Proposal.REOPEN, because
    return None, ""


class _Gathered(history.Step):
    """A step whose changes are written together with those of the other mails of the batch."""

    def __init__(
        self, desk: Desk, kind: str, writes: dict[tuple[type[m.Table], int], dict[str, Any]]
    ) -> None:
        super().__init__(desk, kind, None, None)
        self._writes = writes

    def _update(self, row: m.Table, values: dict[str, Any]) -> None:
        self._writes.setdefault((type(row), row.id), {}).update(values)


@dataclass
class Landing:
    """The mails of a batch that belong to requests, and what they change; inside the transaction."""

    desk: Desk
    landed: list[tuple[Thread, Meaning, Look]] = field(default_factory=list)
    _writes: dict[tuple[type[m.Table], int], dict[str, Any]] = field(default_factory=dict)

    def add(self, thread: Thread, meaning: Meaning, look: Look) -> None:
        self.landed.append((thread, meaning, look))

    def apply(self) -> list[history.Step]:
        """Change the requests as these mails ask for; the steps are for the history.

        A machine's mail changes nothing, but a letter that came back gives the ball to the desk. A
        department's answer gives it to the desk, to confirm it. The applicant's mail gives it to the desk
        when the request waited for the applicant; otherwise it only shows in the Inbox.
        """
        rows = _locked({thread.request for thread, meaning, _look in self.landed if not meaning.needs_nobody})
        letters = _letters(look for _thread, meaning, look in self.landed if meaning.bounced)
        steps = [self._step(*each, rows, letters) for each in self.landed]
        for (table, number), values in self._writes.items():
            many.update(table, number, values)
        return steps

    def _step(
        self,
        thread: Thread,
        meaning: Meaning,
        look: Look,
        rows: dict[int, m.Request],
        letters: dict[str, m.Outgoing],
    ) -> history.Step:
        step = _Gathered(self.desk, "landed", self._writes)
        step.request = thread.request
        step.facts |= {"kind": meaning.kind, "proposal": meaning.proposal}
        if not meaning.needs_nobody:
            request = rows[thread.request]
            if meaning.bounced:
                self._bounce(step, request, look, letters)
            elif request.closed_on is None and not meaning.only_shown:
                self._answered(step, request, meaning)
            step.change(request, attention_since=step.now)
            step.save()
        return step

    def _bounce(
        self, step: history.Step, request: m.Request, look: Look, letters: dict[str, m.Outgoing]
    ) -> None:
        report = look.report
        assert report is not None
        step.kind, step.facts = "bounced", {}
        step.details["said"] = {"text": f"{report.recipient}: {report.reason}".strip(": ")}
        letter = next((letters[each] for each in report.letters if each in letters), None)
        if letter:
            step.facts["letter"] = letter.letter
            step.change(letter, bounced_at=step.now, error=report.reason or "?")
        if request.closed_on is None:
            _to_desk(self.desk, step, request, DAYS_BOUNCED)

    def _answered(self, step: history.Step, request: m.Request, meaning: Meaning) -> None:
        answered = meaning.kind is MessageKind.ANSWER and request.status == Status.ROUTED
        supplied = meaning.kind is MessageKind.FOLLOW_UP and request.waiting_on == WaitingOn.APPLICANT
        if answered or supplied:
            _to_desk(self.desk, step, request, 1 if answered else self.desk.clocks.triage)


def _to_desk(desk: Desk, step: history.Step, request: m.Request, days: int) -> None:
    step.change(
        request,
        status=Status.TRIAGE if request.status == Status.INCOMPLETE else request.status,
        waiting_on=WaitingOn.DESK,
        waiting_since=desk.today(),
        due_on=desk.in_working_days(days),
    )


def _locked(numbers: Iterable[int]) -> dict[int, m.Request]:
    """These requests, which nobody else changes until the end of the transaction."""
    r = m.Request
    changed = (r.status, r.waiting_on, r.waiting_since, r.due_on, r.attention_since)
    query = r.select(r.id, r.closed_on, *changed).where(r.id.in_(sorted(numbers))).order_by(r.id)
    return {row.id: row for row in (query if is_sqlite() else query.for_update())}


def _letters(looks: Iterable[Look]) -> dict[str, m.Outgoing]:
    """The letters that these bounces name, by Message-ID."""
    named = {each for look in looks if look.report for each in look.report.letters}
    if not named:
        return {}
    return {row.mail_id: row for row in m.Outgoing.select().where(m.Outgoing.mail_id.in_(sorted(named)))}
