"""Dialogs that also ask what goes out: the waiting list, and asking a department."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.ask_date import AskDate, Quick
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.with_letter import WithLetter
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.hints import Hint

if TYPE_CHECKING:  # with it comes the database
    from stagedesk.services.mail_out.enclosing import File


class AskApplicant(WithLetter[str], Write):
    """Gives the question."""

    def hints(self) -> Sequence[Hint]:
        return *super().hints(), self.letter_hint()

    def would_give(self) -> str | None:
        return clean(self.field.text, lines=True) or None


class WaitUntil(WithLetter[date], AskDate):
    """Gives the day; `letter` tells whether the applicant hears of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "letter", N_("Letter or no letter"), show=False, priority=True, id="wait.letter"),
    ]

    def __init__(
        self, heading: str, quick: Sequence[Quick], *, today: date, about: str = "", has_address: bool
    ) -> None:
        super().__init__(heading, quick, today=today, about=about)
        self.has_address = has_address
        self.letter = has_address

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Static(classes="dialog-letter", markup=False)

    def hints(self) -> Sequence[Hint]:
        return *super().hints(), Hint("ctrl+l", _("letter"), available=self.has_address), self.letter_hint()

    def on_mount(self) -> None:
        self._tell()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.query_one(".dialog-letter"):
            self.action_letter()

    def action_letter(self) -> None:
        self.letter = self.has_address and not self.letter
        self._tell()

    def would_give(self) -> date | None:
        day = self.meant()
        return day if day is not None and day > self.today else None

    def _tell(self) -> None:
        words = about_letter(self.letter) if self.has_address else _("No letter: there is nobody to tell.")
        self.query_one(".dialog-letter", Static).update(shown(words))


class WhichAnswer(WithLetter[str], Choose):
    """Gives what a department answered; of a plain yes the offer can be read first."""

    def __init__(self, heading: str, choices: Sequence[Choice], *, about: str = "", plain: str) -> None:
        super().__init__(heading, choices, about=about)
        self.plain = plain

    def hints(self) -> Sequence[Hint]:
        return *super().hints(), self.letter_hint()

    def would_give(self) -> str | None:
        here = self.picker.list.here
        return self.plain if here and here.choice.code == self.plain else None


class WhichDepartment(WithLetter[str], Choose):
    """Gives the department's code; `along` tells whether the files of the request go with the letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "along", N_("Files go along or not"), show=False, priority=True, id="route.along"),
    ]

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice],
        *,
        about: str = "",
        files: "Sequence[File]" = (),
        along: bool = False,
    ) -> None:
        super().__init__(heading, choices, about=about)
        self.files = tuple(files)
        self.along = along

    def body(self) -> ComposeResult:
        yield from super().body()
        if self.files:
            yield Static(classes="dialog-letter", markup=False)

    def hints(self) -> Sequence[Hint]:
        files = [Hint("ctrl+o", _("files"), available=self.may_go)] if self.files else []
        return *super().hints(), *files, self.letter_hint()

    @property
    def may_go(self) -> bool:
        return any(not file.why_not for file in self.files)

    def on_mount(self) -> None:
        self._tell()

    def on_click(self, event: events.Click) -> None:
        if self.files and event.widget is self.query_one(".dialog-letter"):
            self.action_along()

    def action_along(self) -> None:
        self.along = self.may_go and not self.along
        self._tell()

    def would_give(self) -> str | None:
        here = self.picker.list.here
        return here.choice.code if here and here.choice.available else None

    def _tell(self) -> None:
        if self.files:
            words = "\n".join(about_files(self.files, self.along and self.may_go))
            self.query_one(".dialog-letter", Static).update(shown(words, lines=True))


def about_letter(goes: bool) -> str:
    return f"[{'x' if goes else ' '}] " + _("a letter goes to the applicant (ctrl+l)")


def about_files(files: "Sequence[File]", along: bool) -> list[str]:
    """Which files go along, and which never do."""
    going, lines = ", ".join(file.name for file in files if not file.why_not), []
    if going:
        lines.append(f"[{'x' if along else ' '}] " + _("along goes: {files} (ctrl+o)").format(files=going))
    if along:
        lines.append(_("A national number in a file cannot be hidden: look before you send it."))
    for file in files:
        if file.why_not:
            lines.append(_("{file} stays here: {why}").format(file=file.name, why=file.why_not))
    return lines
