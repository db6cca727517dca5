"""The keys about what a department answers: writing it down, and answering what it asks."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, Outcome, Proposal
from stagedesk.i18n import N_, _
from stagedesk.services import reference
from stagedesk.services.journal.event_words import ANSWERS
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs
from stagedesk.ui.proposing import answered, asked, has_until
from stagedesk.ui.screens.acting import Acting, about
from stagedesk.ui.screens.with_letters import seeing, worded
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.deciding.choices import DepartmentRow
    from stagedesk.services.mail_out.drafts import Draft
    from stagedesk.services.understanding.suggestions import Suggestion
    from stagedesk.ui.deciding import Deciding
    from stagedesk.ui.reading import Reading

FROM = "from"
"""A yes that holds from another day."""
WORDS = ANSWERS | {FROM: N_("yes, from a day")}
SAID = (
    Answer.YES,
    Answer.YES_IF,
    Answer.NO,
    Proposal.QUESTION,
    FROM,
    Proposal.OTHER_DEPARTMENT,
    Proposal.MORE_TIME,
)


class RecordingAnswers(Acting):
    """Keys of the registry for the answers of departments."""

    @property
    def reading(self) -> "Reading":
        return self.opened_office.reading

    @property
    def deciding(self) -> "Deciding":
        return self.opened_office.deciding

    def act_answer(self) -> None:
        self.gather("answer", lambda rows: self.which_department(rows[0], self.answer))

    def act_tell(self) -> None:
        self.gather("tell", lambda rows: self.which_department(rows[0], self.tell))

    def tell(self, row: RequestRow, department: str) -> None:
        """Answer what the department asks; it then has the ball again."""
        name = self.reading.departments.get(department, department)

        def take(text: str | None) -> None:
            if text:
                self.decide(
                    [row],
                    lambda each, batch: self.deciding.tell(each, text, batch, department=department),
                    _("your answer goes to {department}").format(department=name),
                )

        heading = _("Answer {department}").format(department=name)
        self.app.push_screen(dialogs.Write(heading, accept=_("send"), about=about([row])), take)

    def which_department(self, row: RequestRow, then: "Callable[[RequestRow, str], None]") -> None:
        """The department that is asked; of several, the one that the person chooses."""

        def choose(pending: list[tuple[str, str]]) -> None:
            if len(pending) == 1:
                then(row, pending[0][0])
                return
            choices = [Choice(code, name) for code, name in pending]
            self.app.push_screen(
                dialogs.Choose(_("Which department?"), choices, about=about([row])),
                lambda code: then(row, code) if code else None,
            )

        self.ask("pending", lambda: self.reading.pending(row), choose)

    def mail_answering(self, row: RequestRow) -> int | None:
        """The mail that carries the answer, where one is on the screen."""
        return None

    def answer(self, row: RequestRow, department: str, first: str | None = None, words: str = "") -> None:
        codes = sorted(SAID, key=lambda code: code != first)
        choices = [Choice(code, _(WORDS[code])) for code in codes]
        name = self.reading.departments.get(department, department)
        heading = _("What did {department} answer?").format(department=name)
        dialog = dialogs.WhichAnswer(heading, choices, about=words or about([row]), plain=Answer.YES)
        mail = self.mail_answering(row)
        dialog.see = seeing(
            self,
            [row],
            lambda code: (
                lambda each, batch: self.deciding.answer(
                    each, code, batch, department=department, message=mail
                )
            ),
        )
        self.app.push_screen(
            dialog,
            lambda code: self.record(row, department, code, letters=dialog.drafts) if code else None,
        )

    def record(
        self,
        row: RequestRow,
        department: str,
        code: str,
        *,
        reason: str | None = None,
        remark: str = "",
        starts_on: date | None = None,
        letters: "Sequence[Draft]" = (),
    ) -> None:
        """Write an answer down; most need a word, a department or a day first."""
        if asks := self._asks_first(code, reason=reason, remark=remark):
            asks(row, department)
            return
        mail, name = self.mail_answering(row), self.reading.departments.get(department, department)

        def step(each: RequestRow, batch: str | None) -> RequestRow:
            return self.deciding.answer(
                each,
                code,
                batch,
                department=department,
                reason=reason,
                remark=remark,
                starts_on=starts_on,
                message=mail,
            )

        self.decide([row], worded(step, letters), answered(name, code))

    def _asks_first(
        self, code: str, *, reason: str | None, remark: str
    ) -> "Callable[[RequestRow, str], None] | None":
        if code == Answer.NO and reason is None:
            return self.ask_reason
        if code == Answer.YES_IF and not remark:
            return self._ask_condition
        others = {
            FROM: self._ask_from,
            Proposal.OTHER_DEPARTMENT: self._ask_other,
            Proposal.MORE_TIME: self._ask_until,
        }
        return others.get(code)

    def ask_reason(self, row: RequestRow, department: str, first: str = "") -> None:
        codes = sorted(reference.reasons_for(Outcome.REJECTED), key=lambda code: code != first)
        choices = [Choice(code, reference.name("reasons", code)) for code in codes]
        self.app.push_screen(
            dialogs.Choose(_("Why not?"), choices, about=about([row])),
            lambda code: self.record(row, department, Answer.NO, reason=code) if code else None,
        )

    def _ask_condition(self, row: RequestRow, department: str) -> None:
        self.app.push_screen(
            dialogs.Write(_("Yes, on which condition?"), about=about([row])),
            lambda text: self.record(row, department, Answer.YES_IF, remark=text) if text else None,
        )

    def _ask_from(self, row: RequestRow, department: str) -> None:
        def take(day: date | None) -> None:
            if day:
                self.record(row, department, Answer.YES, starts_on=day)

        known = [dialogs.Quick(_("as was asked for"), row.period_start)] if row.period_start else []
        self._ask_day(_("Yes, from which day?"), row, known, take)

    def _ask_until(self, row: RequestRow, department: str) -> None:
        mail = self.mail_answering(row)

        def take(day: date | None) -> None:
            if day:
                name = self.reading.departments.get(department, department)
                self.decide(
                    [row],
                    lambda each, batch: self.deciding.more_time(
                        each, day, batch, department=department, message=mail
                    ),
                    has_until(name, day),
                )

        self._ask_day(_("More time until when?"), row, _later(self.reading), take)

    def _ask_day(
        self,
        heading: str,
        row: RequestRow,
        quick: "Sequence[dialogs.Quick]",
        take: Callable[[date | None], None],
    ) -> None:
        today = self.reading.today
        ahead = [each for each in quick if each.day > today]
        self.app.push_screen(dialogs.AskDate(heading, ahead, today=today, about=about([row])), take)

    def _ask_other(self, row: RequestRow, department: str) -> None:
        self.ask("choices", self.reading.choices, lambda found: self._choose_other(row, department, found))

    def _choose_other(self, row: RequestRow, department: str, departments: "Sequence[DepartmentRow]") -> None:
        mail = self.mail_answering(row)

        def take(code: str | None) -> None:
            if code:
                self.decide(
                    [row],
                    lambda each, batch: self.deciding.refer_on(
                        each, code, batch, department=department, message=mail
                    ),
                    asked(self.reading.departments.get(code, code)),
                )

        choices = department_choices([each for each in departments if each.code != department], ())
        self.app.push_screen(
            dialogs.Choose(_("Which department is it for?"), choices, about=about([row], letters=True)), take
        )


def _later(reading: "Reading") -> "list[dialogs.Quick]":
    """What departments that need more time often mean."""
    return [
        dialogs.Quick(_("in one week"), reading.in_working_days(5)),
        dialogs.Quick(_("in two weeks"), reading.in_working_days(10)),
        dialogs.Quick(_("in a month"), reading.in_working_days(21)),
    ]


def department_choices(
    departments: "Sequence[DepartmentRow]", likely: "Sequence[Suggestion]"
) -> list[Choice]:
    """The likely ones first, with why; then all others by name."""
    because = {each.department: each.because for each in likely}
    order = {code: place for place, code in enumerate(because)}
    ordered = sorted(departments, key=lambda each: order.get(each.code, len(order)))
    return [Choice(each.code, each.name, because.get(each.code) or each.directorate) for each in ordered]
