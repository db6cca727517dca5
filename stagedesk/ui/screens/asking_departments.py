"""The keys about departments: asking one, reminding it, writing down what it answered."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Answer, Outcome, Proposal
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.event_words import ANSWERS
from stagedesk.services.rows import RequestRow
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.proposing import answered, asked
from stagedesk.ui.screens.acting import Acting, Rows, about
from stagedesk.ui.widgets.picker import Choice

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.choices import DepartmentRow
    from stagedesk.services.suggestions import Suggestion
    from stagedesk.ui.deciding import Deciding
    from stagedesk.ui.reading import Reading

SAID = (Answer.YES, Answer.YES_IF, Answer.NO, Proposal.QUESTION)


class AskingDepartments(Acting):
    """Keys of the registry that concern a department."""

    @property
    def reading(self) -> "Reading":
        assert self.office is not None, "keys wait until the desk is open"
        return self.office.reading

    @property
    def deciding(self) -> "Deciding":
        assert self.office is not None, "keys wait until the desk is open"
        return self.office.deciding

    def act_route(self) -> None:
        self.gather("route", self.route)

    def route(self, rows: Rows) -> None:
        def read() -> "tuple[Sequence[DepartmentRow], Sequence[Suggestion]]":
            likely = self.reading.suggestions([rows[0].id]) if len(rows) == 1 else {}
            return self.reading.choices(), likely.get(rows[0].id, ())

        self.ask("choices", read, lambda found: self._choose_department(rows, *found))

    def _choose_department(
        self, rows: Rows, departments: "Sequence[DepartmentRow]", likely: "Sequence[Suggestion]"
    ) -> None:
        first = likely[0].department if likely else None

        def take(code: str | None) -> None:
            if code:
                self.ask_department(rows, code, suggested=first)

        choices = department_choices(departments, likely)
        self.app.push_screen(
            Choose(_("Which department is asked?"), choices, about=about(rows, letters=True)), take
        )

    def ask_department(self, rows: Rows, code: str, *, suggested: str | None) -> None:
        name = self.reading.departments.get(code, code)
        self.decide(
            rows,
            lambda row, batch: self.deciding.route(row, code, batch, suggested=suggested),
            asked(name),
        )

    def act_remind(self) -> None:
        self.gather("remind", self.remind)

    def remind(self, rows: Rows) -> None:
        self.decide(rows, self.deciding.remind, _("a reminder goes out"))

    def act_withdraw(self) -> None:
        self.gather("withdraw", lambda rows: self._which_department(rows[0], self._withdraw))

    def _withdraw(self, row: RequestRow, department: str) -> None:
        self.decide(
            [row],
            lambda each, _batch: self.deciding.withdraw(each, department),
            _("the department need not answer any more"),
        )

    def act_answer(self) -> None:
        self.gather("answer", lambda rows: self._which_department(rows[0], self.answer))

    def _which_department(self, row: RequestRow, then: "Callable[[RequestRow, str], None]") -> None:
        """The department that is asked; of several, the one that the person chooses."""

        def choose(pending: list[tuple[str, str]]) -> None:
            if len(pending) == 1:
                then(row, pending[0][0])
                return
            choices = [Choice(code, name) for code, name in pending]
            self.app.push_screen(
                Choose(_("Which department?"), choices, about=about([row])),
                lambda code: then(row, code) if code else None,
            )

        self.ask("pending", lambda: self.reading.pending(row), choose)

    def mail_answering(self, row: RequestRow) -> int | None:
        """The mail that carries the answer, where one is on the screen."""
        return None

    def answer(self, row: RequestRow, department: str, first: str | None = None, words: str = "") -> None:
        codes = sorted(SAID, key=lambda code: code != first)
        choices = [Choice(code, _(ANSWERS[code])) for code in codes]
        name = self.reading.departments.get(department, department)
        heading = _("What did {department} answer?").format(department=name)
        self.app.push_screen(
            Choose(heading, choices, about=words or about([row])),
            lambda code: self.record(row, department, code) if code else None,
        )

    def record(
        self, row: RequestRow, department: str, code: str, *, reason: str | None = None, remark: str = ""
    ) -> None:
        """Write an answer down; a no and a conditional yes need words first."""
        if code == Answer.NO and reason is None:
            self.ask_reason(row, department)
            return
        if code == Answer.YES_IF and not remark:
            self._ask_condition(row, department)
            return
        mail, name = self.mail_answering(row), self.reading.departments.get(department, department)
        self.decide(
            [row],
            lambda each, batch: self.deciding.answer(
                each, code, batch, department=department, reason=reason, remark=remark, message=mail
            ),
            answered(name, code),
        )

    def ask_reason(self, row: RequestRow, department: str, first: str = "") -> None:
        codes = sorted(reference.reasons_for(Outcome.REJECTED), key=lambda code: code != first)
        choices = [Choice(code, reference.name("reasons", code)) for code in codes]
        self.app.push_screen(
            Choose(_("Why not?"), choices, about=about([row])),
            lambda code: self.record(row, department, Answer.NO, reason=code) if code else None,
        )

    def _ask_condition(self, row: RequestRow, department: str) -> None:
        self.app.push_screen(
            Write(_("Yes, on which condition?"), about=about([row])),
            lambda text: self.record(row, department, Answer.YES_IF, remark=text) if text else None,
        )


def department_choices(
    departments: "Sequence[DepartmentRow]", likely: "Sequence[Suggestion]"
) -> list[Choice]:
    """The likely ones first, with why; then all others by name."""
    because = {each.department: each.because for each in likely}
    order = {code: place for place, code in enumerate(because)}
    ordered = sorted(departments, key=lambda each: order.get(each.code, len(order)))
    return [Choice(each.code, each.name, because.get(each.code) or each.directorate) for each in ordered]
