"""What a mail that belongs to one of our requests changes there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite
from stagedesk.domain.codes import MessageKind, Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look
from stagedesk.services.answers.answer_clicks import Click, judge
from stagedesk.services.desk import Desk
from stagedesk.services.journal import history
from stagedesk.services.mail_in.intake_found import Thread
from stagedesk.services.mail_in.meaning import Meaning, reply_of

DAYS_BOUNCED: Final = 1


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
    landed: list[tuple[Thread, Meaning, Look, int]] = field(default_factory=list)
    _writes: dict[tuple[type[m.Table], int], dict[str, Any]] = field(default_factory=dict)
    _clicks: dict[int, tuple[Click, int]] = field(default_factory=dict)
    """Answers by link that count, by referral, with the mail that carries them."""

    def click_of(self, look: Look, thread: Thread | None, directory: Directory) -> Click | None:
        """What the answer codes in a mail are worth; of two mails that use one link the first counts."""
        if not look.codes or look.machine:
            return None
        click = judge(self.desk, reply_of(look, thread), directory)
        if click and click.referral in self._clicks:
            return Click(_("(answered already by a mail that came just before)"))
        return click

    def add(self, thread: Thread, meaning: Meaning, look: Look, message: int) -> None:
        self.landed.append((thread, meaning, look, message))
        if meaning.click:
            self._clicks[meaning.click.referral] = meaning.click, message

    def confirm(self) -> None:
        """Write down what departments answered by their own links; after the mails are in the history."""
        if self._clicks:
            from stagedesk.services.answers.answer_confirming import confirm  # with it come the letters

            for click, message in self._clicks.values():
                confirm(self.desk, click, message)

    def apply(self) -> list[history.Step]:
        """Change the requests as these mails ask for; the steps are for the history.

        A machine's mail changes nothing, and a mere thank-you neither (what is put away stays away), but
        a letter that came back gives the ball to the desk. A
        department's answer gives it to the desk, to confirm it. The applicant's mail gives it to the desk
        when the request waited for the applicant; otherwise it only shows in the Inbox.
        """
        rows = _locked({each[0].request for each in self.landed if not each[1].needs_nobody})
        letters = _letters(each[2] for each in self.landed if each[1].bounced)
        steps = [self._step(*each, rows, letters) for each in self.landed]
        for (table, number), values in self._writes.items():
            many.update(table, number, values)
        return steps

    def _step(
        self,
        thread: Thread,
        meaning: Meaning,
        look: Look,
        message: int,
        rows: dict[int, m.Request],
        letters: dict[str, m.Outgoing],
    ) -> history.Step:
        step = _Gathered(self.desk, "landed", self._writes)
        step.request = thread.request
        step.facts |= {"kind": meaning.kind, "proposal": meaning.proposal, "message": message}
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
        step.kind, step.facts = "bounced", {"message": step.facts["message"]}
        step.details["said"] = {"text": f"{report.recipient}: {report.reason}".strip(": ")}
        letter = next((letters[each] for each in report.letters if each in letters), None)
        if letter:
            step.facts["letter"] = letter.letter
            step.change(letter, bounced_at=step.now, error=report.reason or "?")
        if request.closed_on is None:
            _to_desk(self.desk, step, request, DAYS_BOUNCED)

    def _answered(self, step: history.Step, request: m.Request, meaning: Meaning) -> None:
        answered = meaning.kind is MessageKind.ANSWER and request.status == Status.ROUTED
        # After a long silence the desk has the ball again, and yet the answer may come.
        asked = request.waiting_on == WaitingOn.APPLICANT or request.status == Status.INCOMPLETE
        supplied = meaning.kind is MessageKind.FOLLOW_UP and asked
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
    query = r.select(r.id, r.closed_on, *changed).where(r.id.in_(many.numbers(numbers))).order_by(r.id)
    return {row.id: row for row in (query if is_sqlite() else query.for_update())}


def _letters(looks: Iterable[Look]) -> dict[str, m.Outgoing]:
    """The letters that these bounces name, by Message-ID."""
    named = {each for look in looks if look.report for each in look.report.letters}
    if not named:
        return {}
    return {row.mail_id: row for row in m.Outgoing.select().where(m.Outgoing.mail_id.in_(sorted(named)))}
