"""A form to fill by keys alone: a line for each fact, understood and checked while it is typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.dialogs.form_fields import Field
from stagedesk.ui.shown import LATE, MUTED, Shown, shown
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint

Values = dict[str, Any]
Texts = dict[str, str]

_LABEL_AT_MOST = 22
_AROUND = 10  # lines of the screen that are not the form's
_NAMES_SHOWN = 6


class Form(Dialog[Values]):
    """Gives the values of its lines.

    `save` is told the values when they are accepted, and closes the form by `finish` once they are stored:
    what is refused stays on the screen. `typed` hears of every change, `left` when the form goes away,
    with whether what was typed is still needed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "accept", N_("Save"), show=False, priority=True, id="form.accept"),
        Binding("down,tab", "walk(1)", N_("Next line"), show=False, priority=True, id="form.next"),
        Binding("up,shift+tab", "walk(-1)", N_("Line before"), show=False, priority=True, id="form.before"),
    ]

    def __init__(
        self,
        heading: str,
        fields: Sequence[Field],
        *,
        about: str = "",
        restored: Mapping[str, str] | None = None,
        save: "Callable[[Form, Values], None] | None" = None,
        typed: "Callable[[Form], None] | None" = None,
        left: Callable[[bool], None] | None = None,
    ) -> None:
        super().__init__(heading, about=about)
        self.fields = tuple(fields)
        self.restored = dict(restored or {})
        self.save, self.typed, self.left = save, typed, left
        self.inputs: dict[str, LineField] = {}
        self.meanings: dict[str, Shown] = {}
        self.done = False
        for field in self.fields:
            text = self.restored.get(field.name, field.text)
            given = self.inputs[field.name] = LineField(text, placeholder=field.placeholder)
            given.select_on_focus = True  # what is typed replaces what stood there

    def body(self) -> ComposeResult:
        width = min(max(len(shown(field.label).plain) for field in self.fields) + 2, _LABEL_AT_MOST)
        labels = Static(_column(shown(each.label) for each in self.fields), classes="form-labels")
        labels.styles.width = width
        # Three columns rather than a row of widgets for each line: they open in half the time.
        with VerticalScroll(classes="form-lines", can_focus=False), Horizontal() as columns:
            columns.styles.height = len(self.fields)
            yield labels
            with Vertical(classes="form-inputs"):
                yield from self.inputs.values()
            yield Static(classes="form-meanings")
        yield Static(classes="form-choices", markup=False)
        yield Static(classes="form-warnings", markup=False)

    def hints(self) -> Sequence[Hint]:
        return Hint("enter", _("next line")), Hint("ctrl+s", _("save")), Hint("up", _("line before"))

    def on_mount(self) -> None:
        self._fit()
        self._show_meanings(self.fields)
        first = next((each for each in self.fields if not self.text(each)), self.fields[0])
        self.inputs[first.name].focus()
        self.warn(())
        self._tell()

    def on_resize(self) -> None:
        self._fit()
        self.call_after_refresh(self._show_choices)

    def _fit(self) -> None:
        room = max(4, self.app.size.height - _AROUND)
        self.query_one(".form-lines").styles.height = min(len(self.fields), room)

    # What stands there -------------------------------------------------------------------------------

    def text(self, field: Field) -> str:
        given = self.inputs[field.name]
        return given.value if given.is_mounted else self.restored.get(field.name, field.text)

    def texts(self) -> Texts:
        """What is typed, line by line."""
        return {field.name: self.text(field) for field in self.fields}

    def values(self) -> Values:
        """What is understood; lines that are not are left out."""
        found = ((field.name, field.meaning(self.text(field))) for field in self.fields)
        return {name: meaning.value for name, meaning in found if not meaning.trouble}

    def is_changed(self) -> bool:
        return any(self.text(field) != field.text for field in self.fields)

    def _of(self, given: object) -> Field | None:
        return next((field for field in self.fields if self.inputs[field.name] is given), None)

    @property
    def here(self) -> Field | None:
        """The line that is being typed in."""
        return self._of(self.focused)

    # Typing ------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def understand(self, message: Input.Changed) -> None:
        message.stop()
        field = self._of(message.input)
        if field is not None:
            self._show_meanings([field])
            self._show_choices()
            self._tell()

    def _tell(self) -> None:
        if self.typed is not None and not self.done:
            self.typed(self)

    def _show_meanings(self, fields: Sequence[Field]) -> None:
        """Beside the lines stands what is understood of them; of these it has changed."""
        self.meanings |= {field.name: self._meaning(field) for field in fields}
        self.query_one(".form-meanings", Static).update(_column(self.meanings.values()))

    def _meaning(self, field: Field) -> Shown:
        text = self.text(field)
        found = field.meaning(text)
        words = "" if found.words.casefold() == text.strip().casefold() else found.words
        quiet = field.needed and not text.strip()
        return shown(found.trouble, MUTED if quiet else LATE) if found.trouble else shown(words, MUTED)

    def _show_choices(self) -> None:
        field = self.here
        names = [each.name for each in field.candidates(self.text(field))] if field else []
        more = " …" if len(names) > _NAMES_SHOWN else ""
        words = " · ".join(names[:_NAMES_SHOWN]) + more if names else self._cut_off(field)
        self.query_one(".form-choices", Static).update(shown(words, MUTED))

    def _cut_off(self, field: Field | None) -> str:
        """What was understood of a line, where there is no room for all of it beside the line."""
        if field is None:
            return ""
        found = shown(field.meaning(self.text(field)).words)
        room = self.query_one(".form-meanings", Static).content_size.width
        return found.plain if found.cell_length > room else ""

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self._show_choices()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A choice stands there by its whole name when its line is left."""
        field = self._of(event.widget)
        if field is None or not field.choices:
            return
        found = field.meaning(self.text(field))
        if found.words:
            self.inputs[field.name].value = found.words

    @on(Input.Submitted)
    def next_line(self, message: Input.Submitted) -> None:
        message.stop()
        if self._of(message.input) is self.fields[-1]:
            self.action_accept()
        else:
            self.action_walk(1)

    def action_walk(self, step: int) -> None:
        here = self.here
        place = self.fields.index(here) if here else 0
        following = self.fields[(place + step) % len(self.fields)]
        self.inputs[following.name].focus()

    # Saving and leaving ------------------------------------------------------------------------------

    def action_accept(self) -> None:
        wrong = [field for field in self.fields if field.meaning(self.text(field)).trouble]
        if wrong:
            self.inputs[wrong[0].name].focus()
            trouble = wrong[0].meaning(self.text(wrong[0])).trouble
            self.say(f"{wrong[0].label}: {trouble}")
        elif self.save is None:
            self.finish()
        else:
            self.save(self, self.values())

    def finish(self) -> None:
        """It is stored."""
        self.done = True
        self._leave(needed=False)
        self.dismiss(self.values())

    def say(self, words: str) -> None:
        """Why it cannot be saved so."""
        self.notify(words, severity="warning", markup=False)

    def warn(self, sentences: Sequence[str]) -> None:
        """What somebody should know before it is saved; nothing of it stops anybody."""
        back = [_("What you typed before is back.")] if self.restored else []
        text = "\n".join(f"! {sentence}" for sentence in (*back, *sentences))
        self.query_one(".form-warnings", Static).update(shown(text, LATE, lines=True))

    def action_leave(self) -> None:
        if not self.is_changed():
            self._leave_if(True)
        else:
            question = Confirm(_("Throw away what you typed?"), yes=_("Throw away"), no=_("Go on writing"))
            self.app.push_screen(question, self._leave_if)

    def _leave_if(self, sure: bool | None) -> None:
        if sure:
            self.done = True
            self._leave(needed=False)
            self.dismiss(None)

    def on_unmount(self) -> None:
        if not self.done:
            self._leave(needed=True)

    def _leave(self, *, needed: bool) -> None:
        if self.left is not None:
            left, self.left = self.left, None
            left(needed)


def _column(lines: Iterable[Shown]) -> Shown:
    """One under the other."""
    return Shown(Content("\n").join(lines))
