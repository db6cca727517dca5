"""Pick one of several choices: type to filter, arrows, Enter, a digit or a click."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from stagedesk.i18n import N_, _
from stagedesk.ui.shown import MUTED, Shown, shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.short_list import ShortList

_LABEL_AT_MOST = 16
_NAME_AT_MOST = 36
_LINES_AT_MOST = 12
_DIGIT_KEYS = "123456789"


@dataclass(frozen=True, slots=True)
class PickerLine:
    """A line of the list, with the digit that picks it."""

    key: str
    choice: Choice
    digit: int


class _Lines(ShortList[PickerLine]):
    """A click picks at once: the dialog asks for nothing else."""

    def clicked(self, position: int, event: events.Click) -> None:
        self.move_to(position)
        self.action_select()


class _Filter(LineField):
    def __init__(self, *, digits: bool) -> None:
        super().__init__(placeholder=_("type to filter"))
        self.digits = digits

    def check_consume_key(self, key: str, character: str | None) -> bool:
        # Textual gives a field its letters and digits before any binding; these digits are the picker's.
        return not (self.digits and key in _DIGIT_KEYS) and super().check_consume_key(key, character)


class Picker(Vertical):
    """Choices under a line to type in; the first is the best suggestion."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Previous"), show=False, id="picker.previous"),
        Binding("down", "move(1)", N_("Next"), show=False, id="picker.next"),
        Binding("pageup", "turn(-1)", N_("Page up"), show=False, id="picker.page-up"),
        Binding("pagedown", "turn(1)", N_("Page down"), show=False, id="picker.page-down"),
        *(
            Binding(digit, f"pick({digit})", N_("Pick"), show=False, priority=True, id=f"picker.{digit}")
            for digit in _DIGIT_KEYS
        ),
    ]

    class Picked(Message):
        def __init__(self, sender: "Picker", choice: Choice) -> None:
            super().__init__()
            self.picker = sender
            self.choice = choice

        @property
        def control(self) -> "Picker":
            return self.picker

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        digits: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.digits = digits
        """A digit picks a line; otherwise digits are typed like letters, for lists of references."""
        self.field = _Filter(digits=digits)
        empty = _("Nothing is called that. Backspace shows more.")
        self.list = _Lines(self._columns(), self._cells, empty=empty)
        self.list.can_focus = False

    def compose(self) -> ComposeResult:
        yield self.field
        yield self.list

    def on_mount(self) -> None:
        self.offer(self.choices)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other choices, nothing typed yet."""
        self.choices = tuple(choices)
        self.list.columns = self._columns()
        # As high as it needs at first; it does not shrink under the hands of who types.
        self.list.styles.height = max(3, min(len(choices), _LINES_AT_MOST))
        self.field.value = ""
        self._show()

    def focus_field(self) -> None:
        self.field.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.digits if action == "pick" else super().check_action(action, parameters)

    def action_move(self, lines: int) -> None:
        self.list.action_move(lines)

    def action_turn(self, pages: int) -> None:
        self.list.action_turn(pages)

    def action_pick(self, digit: int) -> None:
        if digit <= self.list.total:
            self.list.move_to(digit - 1)
            self.list.action_select()

    @on(Input.Changed)
    def _filter(self, message: Input.Changed) -> None:
        message.stop()
        self._show()

    @on(Input.Submitted)
    def _submit(self, message: Input.Submitted) -> None:
        message.stop()
        self.list.action_select()

    @on(ShortList.Selected)
    def _pick(self, message: ShortList.Selected[PickerLine]) -> None:
        message.stop()
        choice = message.row.choice
        if choice.available:
            self.post_message(self.Picked(self, choice))
        else:
            self.app.bell()

    @on(ShortList.Highlighted)
    def _keep_quiet(self, message: ShortList.Highlighted[PickerLine]) -> None:
        message.stop()

    def _show(self) -> None:
        self.list.show(list(self._lines(self.field.value)), first=True)

    def _lines(self, typed: str) -> Iterator[PickerLine]:
        for place, choice in enumerate(matching(self.choices, typed), 1):
            yield PickerLine(choice.code, choice, place)

    def _columns(self) -> tuple[Column, ...]:
        widest = max((cell_len(shown(choice.name).plain) for choice in self.choices), default=1)
        label = max((cell_len(shown(choice.label).plain) for choice in self.choices), default=0)
        return (
            Column(width=min(max(label, int(self.digits)), _LABEL_AT_MOST), priority=20, right=True),
            Column(width=min(widest, _NAME_AT_MOST), priority=30),
            Column(width=10, flex=1),
        )

    def _cells(self, line: PickerLine) -> Sequence[Shown]:
        choice = line.choice
        style = "" if choice.available else "dim"
        digit = str(line.digit) if self.digits and line.digit <= len(_DIGIT_KEYS) else ""
        detail = choice.detail if choice.available else choice.reason or choice.detail
        return shown(choice.label or digit, "bold"), shown(choice.name, style), shown(detail, MUTED)


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that hold every word typed; names that begin with it first, else in the order given."""
    words = _folded(typed).split()
    found = [choice for choice in choices if all(word in _all_words(choice) for word in words)]
    if words:
        found.sort(key=lambda choice: not any(name.startswith(words[0]) for name in _names(choice)))
    return found


def _names(choice: Choice) -> Iterator[str]:
    yield _folded(choice.code)
    yield from _folded(choice.name).split()


def _all_words(choice: Choice) -> str:
    return _folded(f"{choice.code} {choice.name} {choice.detail}")


def _folded(text: str) -> str:
    """Lower case without accents: nobody types them to search."""
    letters = unicodedata.normalize("NFKD", text[:500]).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
