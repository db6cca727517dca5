"""The key that changes what happens by itself with a request."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from stagedesk.domain.codes import Status, WaitingOn
from stagedesk.i18n import _
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs, texts
from stagedesk.ui.screens.acting import Rows, about
from stagedesk.ui.screens.asking_departments import AskingDepartments
from stagedesk.ui.widgets.choice import Choice

Take = Callable[[date | None], None]


class PlanKeys(AskingDepartments):
    """One key, and then what to change."""

    def act_plan(self) -> None:
        self.gather("plan", self.change_plan)

    def change_plan(self, rows: Rows) -> None:
        changes = {"put_off": self._put_off, "skip": self._skip, "due": self._due, "stop": self._stop}
        changes["resume"] = self._resume

        def take(code: str | None) -> None:
            if code:
                changes[code](rows)

        heading = _("What must change in the plan?")
        self.app.push_screen(dialogs.Choose(heading, list(plan_choices(rows)), about=about(rows)), take)

    def _put_off(self, rows: Rows) -> None:
        def take(until: date | None) -> None:
            if until:
                said = _("nothing by itself before {day}").format(day=texts.day(until, self.reading.today))
                self.decide(
                    rows, lambda row, batch: self.deciding.change_plan("put_off", row, batch, until), said
                )

        self._ask_plan_date(_("Nothing by itself before"), rows, take)

    def _due(self, rows: Rows) -> None:
        def take(due_on: date | None) -> None:
            if due_on:
                said = _("due {day}").format(day=texts.day(due_on, self.reading.today))
                self.decide(
                    rows, lambda row, batch: self.deciding.change_plan("change_due", row, batch, due_on), said
                )

        self._ask_plan_date(_("Due"), rows, take)

    def _ask_plan_date(self, heading: str, rows: Rows, take: Take) -> None:
        spans = ((_("in a week"), 5), (_("in two weeks"), 10), (_("in a month"), 21))
        quick = [dialogs.Quick(words, self.reading.in_working_days(count)) for words, count in spans]
        self.app.push_screen(
            dialogs.AskDate(heading, quick, today=self.reading.today, about=about(rows)), take
        )

    def _skip(self, rows: Rows) -> None:
        self.decide(
            rows,
            lambda row, batch: self.deciding.change_plan("skip", row, batch),
            _("the next step is left out"),
        )

    def _stop(self, rows: Rows) -> None:
        def take(reason: str | None) -> None:
            if reason:
                self.decide(
                    rows,
                    lambda row, batch: self.deciding.change_plan("stop", row, batch, reason),
                    _("nobody is chased, the desk has it"),
                )

        self.app.push_screen(dialogs.Write(_("Why must nobody be chased any more?"), about=about(rows)), take)

    def _resume(self, rows: Rows) -> None:
        self.decide(
            rows,
            lambda row, batch: self.deciding.change_plan("resume", row, batch),
            _("the department has the ball again"),
        )


def plan_choices(rows: Sequence[RequestRow]) -> Iterator[Choice]:
    """What can be changed; last what cannot be done with these, with why."""
    outside = all(row.waiting_on in (WaitingOn.DEPARTMENT, WaitingOn.APPLICANT) for row in rows)
    came_back = all(row.status == Status.ROUTED and row.waiting_on != WaitingOn.DEPARTMENT for row in rows)
    yield Choice("put_off", _("put it off"), _("everything that is planned comes later"))
    yield Choice("skip", _("skip the next step"), _("the one after it comes on its own day"))
    yield Choice("due", _("another due date"), _("reminders to a department move with it"))
    found = [
        Choice(
            "stop",
            _("stop chasing"),
            _("the desk sees to it; say why"),
            available=outside,
            reason="" if outside else _("Nobody outside the desk has it."),
        ),
        Choice(
            "resume",
            _("give the ball back"),
            _("the department that is asked has some days again"),
            available=came_back,
            reason="" if came_back else _("No department is asked that gave it back."),
        ),
    ]
    yield from sorted(found, key=lambda choice: not choice.available)
