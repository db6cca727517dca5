"""The keys about departments: asking one, reminding it, telling it that it need not answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stagedesk.i18n import _
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs
from stagedesk.ui.proposing import asked
from stagedesk.ui.screens.acting import Rows, Step, about
from stagedesk.ui.screens.recording_answers import RecordingAnswers, department_choices
from stagedesk.ui.screens.with_letters import ask_with_letters

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.deciding.choices import DepartmentRow
    from stagedesk.services.mail_out.enclosing import File
    from stagedesk.services.understanding.suggestions import Suggestion


class AskingDepartments(RecordingAnswers):
    """Keys of the registry that concern a department."""

    def act_route(self) -> None:
        self.gather("route", self.route)

    def route(self, rows: Rows) -> None:
        def read() -> "tuple[Sequence[DepartmentRow], Sequence[Suggestion], Sequence[File]]":
            only = rows[0] if len(rows) == 1 else None
            likely = self.reading.suggestions([only.id]).get(only.id, ()) if only else ()
            return self.reading.choices(), likely, self.reading.files(only) if only else ()

        self.ask("choices", read, lambda found: self._choose_department(rows, *found))

    def _choose_department(
        self,
        rows: Rows,
        departments: "Sequence[DepartmentRow]",
        likely: "Sequence[Suggestion]",
        files: "Sequence[File]",
    ) -> None:
        first = likely[0].department if likely else None
        dialog = dialogs.WhichDepartment(
            _("Which department is asked?"),
            department_choices(departments, likely),
            about=about(rows, letters=True),
            files=files,
            along=self.deciding.desk.settings.attachments_along,
        )

        def step(code: str) -> Step:
            along = dialog.along if files else None
            return lambda row, batch: self.deciding.route(row, code, batch, suggested=first, along=along)

        ask_with_letters(
            self, rows, dialog, step, lambda code: asked(self.reading.departments.get(code, code))
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
        self.gather("withdraw", lambda rows: self.which_department(rows[0], self._withdraw))

    def _withdraw(self, row: RequestRow, department: str) -> None:
        self.decide(
            [row],
            lambda each, _batch: self.deciding.withdraw(each, department),
            _("the department need not answer any more"),
        )
