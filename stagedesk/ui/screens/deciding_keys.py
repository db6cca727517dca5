"""The keys that decide about requests at the desk: asking, closing, putting away."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Outcome, Role, Status
from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs, texts
from stagedesk.ui.screens.acting import Rows, Step, about
from stagedesk.ui.screens.mail_keys import MailKeys
from stagedesk.ui.screens.owner_keys import OwnerKeys
from stagedesk.ui.screens.plan_keys import PlanKeys
from stagedesk.ui.screens.with_letters import ask_with_letters
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from stagedesk.ui.reading import Reading

WHY_NOT = {
    Outcome.PLACED: N_("No department said yes yet."),
    Outcome.APPLICANT_NO_ANSWER: N_("It does not wait for the applicant."),
    Outcome.DEPARTMENT_NO_ANSWER: N_("Only a supervisor writes that down."),
}
WAITED_FOR_APPLICANT = frozenset({Status.INCOMPLETE, Status.OFFERED})


class DecidingKeys(MailKeys, OwnerKeys, PlanKeys):
    """The other keys of the registry that decide something about requests."""

    def act_ask(self) -> None:
        self.gather("ask", self.question)

    def question(self, rows: Rows) -> None:
        (row,) = rows
        self.ask(
            "question", lambda: self.reading.question(row), lambda text: self._write_question(rows, text)
        )

    def _write_question(self, rows: Rows, prepared: str) -> None:
        heading = _("Ask {who}").format(who=rows[0].who)
        ask_with_letters(
            self,
            rows,
            dialogs.AskApplicant(heading, text=prepared, accept=_("send"), about=about(rows)),
            lambda text: lambda row, _batch: self.deciding.ask(row, text),
            lambda _text: _("a question goes out"),
        )

    def act_close(self) -> None:
        self.gather("close", self.close)

    def close(self, rows: Rows, first: str = "") -> None:
        def step(closing: dialogs.Closing) -> Step:
            return lambda row, batch: self.deciding.close(
                row,
                closing.outcome,
                batch,
                reason=closing.reason,
                note=closing.note,
                letter=closing.letter,
            )

        def said(closing: dialogs.Closing) -> str:
            return _("closed, {outcome}").format(outcome=reference.name("outcomes", closing.outcome))

        found = endings(rows, self.reading.role, first)
        dialog = dialogs.Close(_("Close"), found, about=about(rows))
        ask_with_letters(self, rows, dialog, step, said, lambda closing: self._placed(rows, closing))

    def _placed(self, rows: Rows, closing: "dialogs.Closing") -> bool:
        """The placement of one request begins with a form of all that is known of it."""
        if closing.outcome != Outcome.PLACED or len(rows) > 1:
            return False
        from stagedesk.ui.screens.placement_form import agreed_placement  # only here

        (row,) = rows
        done = _("{who}: {what}. u takes it back.").format(who=row.ref, what=_("placed"))
        agreed_placement(self, row, closing.note, closing.letter, lambda _row: self.say(done))
        return True

    def act_note(self) -> None:
        self.gather("note", self.note)

    def note(self, rows: Rows) -> None:
        def take(text: str | None) -> None:
            if text:
                self.decide(rows, lambda row, batch: self.deciding.note(row, text, batch), _("noted"))

        self.app.push_screen(dialogs.Write(_("Note"), about=about(rows)), take)

    def act_snooze(self) -> None:
        self.gather("snooze", self.snooze)

    def snooze(self, rows: Rows, first: date | None = None) -> None:
        def take(until: date | None) -> None:
            if until:
                said = _("away until {day}").format(day=texts.day(until, self.reading.today))
                self.decide(rows, lambda row, batch: self.deciding.snooze(row, until, batch), said)

        self.app.push_screen(self._ask_date(_("Put away until"), rows, first), take)

    def act_wait_list(self) -> None:
        self.gather("wait_list", self.wait_list)

    def wait_list(self, rows: Rows) -> None:
        dialog = dialogs.WaitUntil(
            _("On the waiting list until"),
            quick_days(self.reading),
            today=self.reading.today,
            about=about(rows),
            has_address=any(row.applicant_email for row in rows),
        )
        ask_with_letters(
            self,
            rows,
            dialog,
            lambda until: lambda row, _batch: self.deciding.wait_list(row, until, letter=dialog.letter),
            lambda _until: _("on the waiting list"),
        )

    def _ask_date(self, heading: str, rows: Rows, first: date | None = None) -> "dialogs.AskDate":
        today = self.reading.today
        named = [dialogs.Quick(_("as the mail asks"), first)] if first and first > today else []
        return dialogs.AskDate(heading, [*named, *quick_days(self.reading)], today=today, about=about(rows))

    def act_seen(self) -> None:
        self.gather("seen", lambda rows: self.decide(rows, self.deciding.seen, _("seen")))

    def act_reopen(self) -> None:
        self.gather("reopen", lambda rows: self.decide(rows, self.deciding.reopen, _("taken up again")))


def endings(rows: Sequence[RequestRow], role: str, first: str = "") -> "list[dialogs.Ending]":
    """The outcomes with their reasons, one of them first; last what does not fit, with why."""
    codes = sorted(reference.table("outcomes"), key=lambda code: code != first)
    found = [_ending(code, rows, role) for code in codes]
    return sorted(found, key=lambda ending: not ending.outcome.available)


def _ending(code: str, rows: Sequence[RequestRow], role: str) -> "dialogs.Ending":
    from stagedesk.domain.letters import BY_OUTCOME  # the first list writes none

    fits = all(_fits(code, row, role) for row in rows)
    why_not = "" if fits else _(WHY_NOT[Outcome(code)])
    reasons = reference.reasons_for(code) if reference.table("outcomes")[code].get("needs_reason") else []
    return dialogs.Ending(
        Choice(code, reference.name("outcomes", code), available=fits, reason=why_not),
        tuple(Choice(reason, reference.name("reasons", reason)) for reason in reasons),
        letter=code in BY_OUTCOME and any(row.applicant_email for row in rows),
    )


def _fits(code: str, row: RequestRow, role: str) -> bool:
    if code == Outcome.PLACED:
        return row.status == Status.OFFERED
    if code == Outcome.APPLICANT_NO_ANSWER:
        return row.status in WAITED_FOR_APPLICANT
    return code != Outcome.DEPARTMENT_NO_ANSWER or role == Role.SUPERVISOR


def quick_days(reading: "Reading") -> "list[dialogs.Quick]":
    """The days that are often meant."""
    today = reading.today
    return [
        dialogs.Quick(_("the next working day"), reading.in_working_days(1)),
        dialogs.Quick(_("next Monday"), today + timedelta(days=7 - today.weekday())),
        dialogs.Quick(_("in two weeks"), reading.in_working_days(10)),
        dialogs.Quick(_("in a month"), reading.in_working_days(21)),
    ]
