"""Hand requests over: to whom, and what they should know."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint, Hints
from stagedesk.ui.widgets.picker import Picker


@dataclass(frozen=True, slots=True)
class Handing:
    """What was decided."""

    to: Choice
    note: str


class HandOver(Dialog[Handing]):
    """First who, then the note; Escape goes one step back, and from the first one out."""

    def __init__(self, heading: str, people: Sequence[Choice], *, about: str = "") -> None:
        super().__init__(heading, about=about)
        self.picker = Picker(people)
        self.note = LineField(placeholder=_("what should they know? may stay empty"))
        self.to: Choice | None = None

    def body(self) -> ComposeResult:
        yield Static(classes="dialog-so-far", markup=False)
        yield self.picker
        with Vertical(classes="dialog-last"):
            yield self.note

    def hints(self) -> Sequence[Hint]:
        if self.to is None:
            return Hint("enter", _("choose")), Hint("1", _("to 9 pick"))
        return (Hint("enter", _("hand over")),)

    def words_for_leaving(self) -> str:
        return _("back") if self.to else _("cancel")

    def on_mount(self) -> None:
        self._step()

    @on(Picker.Picked)
    def pick(self, message: Picker.Picked) -> None:
        self.to = message.choice
        self._step()

    @on(Input.Submitted)
    def hand_over(self, message: Input.Submitted) -> None:
        if self.to is not None:
            self.dismiss(Handing(self.to, clean(message.value)))

    def action_leave(self) -> None:
        if self.to is None:
            self.dismiss(None)
        else:
            self.to = None
            self._step()

    def _step(self) -> None:
        picking = self.to is None
        self.picker.display = picking
        self.query_one(".dialog-last").display = not picking
        self.query_one(".dialog-so-far", Static).update(shown(self.to.name if self.to else ""))
        self.query_one(".dialog-so-far").display = not picking
        self.query_one(Hints).show(self.all_hints())
        if picking:
            self.picker.focus_field()
        else:
            self.note.focus()
