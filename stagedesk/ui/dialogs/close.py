"""Close a request: the outcome, the reason where it needs one, a note, and whether a letter goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from stagedesk.domain.text import clean
from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.letter_choice import about_letter
from stagedesk.ui.dialogs.with_letter import WithLetter
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint, Hints
from stagedesk.ui.widgets.picker import Picker


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome to choose: the reasons it needs, and whether a letter belongs to it."""

    outcome: Choice
    reasons: tuple[Choice, ...] = ()
    letter: bool = True
    """A letter goes unless the clerk says otherwise; False: there is nobody to write to."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What was decided."""

    outcome: str
    reason: str | None
    note: str
    letter: bool


class Close(WithLetter[Closing]):
    """One step after the other; Escape goes one step back, and from the first one out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "letter", N_("Letter or no letter"), show=False, id="close.letter"),
    ]

    def __init__(self, heading: str, endings: Sequence[Ending], *, about: str = "") -> None:
        super().__init__(heading, about=about)
        self.endings = tuple(endings)
        self.ending: Ending | None = None
        self.reason: Choice | None = None
        self.letter = False
        self.picker = Picker([ending.outcome for ending in endings])
        self.note = LineField(placeholder=_("a note for the file, if you like"))

    def body(self) -> ComposeResult:
        yield Static(classes="dialog-so-far", markup=False)
        yield self.picker
        with Vertical(classes="dialog-last"):
            yield self.note
            yield Static(classes="dialog-letter", markup=False)

    def hints(self) -> Sequence[Hint]:
        if self.picking:
            return Hint("enter", _("choose")), Hint("1", _("to 9 pick"))
        letter = Hint("ctrl+l", _("letter"), available=bool(self.ending and self.ending.letter))
        return Hint("enter", _("close it")), letter, self.letter_hint()

    def words_for_leaving(self) -> str:
        return _("back") if self.ending else _("cancel")

    @property
    def picking(self) -> bool:
        return self.ending is None or (bool(self.ending.reasons) and self.reason is None)

    def on_mount(self) -> None:
        self._step()

    @on(Picker.Picked)
    def pick(self, message: Picker.Picked) -> None:
        if self.ending is None:
            self.ending = next(one for one in self.endings if one.outcome is message.choice)
            self.letter = self.ending.letter
        else:
            self.reason = message.choice
        self._step()

    @on(Input.Submitted)
    def close(self) -> None:
        if (closing := self.would_give()) is not None:
            self.dismiss(closing)

    def would_give(self) -> Closing | None:
        if self.ending is None or self.picking:
            return None
        reason = self.reason.code if self.reason else None
        return Closing(self.ending.outcome.code, reason, clean(self.note.value), self.letter)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.query_one(".dialog-letter"):
            self.action_letter()

    def action_letter(self) -> None:
        if self.ending is not None and self.ending.letter:
            self.letter = not self.letter
            self._step()

    def action_leave(self) -> None:
        if self.ending is None:
            self.dismiss(None)
        elif self.reason is not None:
            self.reason = None
            self._step()
        else:
            self.ending = None
            self._step()

    def _step(self) -> None:
        ending = self.ending
        chosen = [choice.name for choice in (ending and ending.outcome, self.reason) if choice]
        self.query_one(".dialog-so-far", Static).update(shown(" · ".join(chosen) or _("What became of it?")))
        self.query_one(".dialog-last").display = not self.picking
        self.query_one(Hints).show(self.all_hints())
        self.picker.display = self.picking
        if self.picking:
            self.picker.offer([one.outcome for one in self.endings] if ending is None else ending.reasons)
            self.picker.focus_field()
        else:
            self.query_one(".dialog-letter", Static).update(shown(self._about_letter()))
            self.note.focus()

    def _about_letter(self) -> str:
        if self.ending is None or not self.ending.letter:
            return _("No letter: there is nobody to tell.")
        return about_letter(self.letter)
