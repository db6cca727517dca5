"""All keys of this place, searchable, with whole sentences; Enter presses the one under the cursor."""

from collections.abc import Iterator, Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult

from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import widths
from stagedesk.ui.widgets.hints import Hint, key_label
from stagedesk.ui.widgets.line_list import GUTTER
from stagedesk.ui.widgets.picker import Picker, PickerLine, matching

_AROUND: Final = 10  # lines of the screen that are not the list's
_FEWEST: Final = 8
_SCROLLBAR: Final = 1
_UNKNOWN: Final = 1_000


class Keys(Dialog[str]):
    """Gives the key to press, so that whoever looked it up need not remember it."""

    def __init__(self, heading: str, hints: Sequence[Hint]) -> None:
        super().__init__(heading)
        self.picker = _KeyPicker([_choice(hint) for hint in hints], digits=False)

    def body(self) -> ComposeResult:
        yield self.picker

    def hints(self) -> Sequence[Hint]:
        return (Hint("enter", _("press it")),)

    def words_for_leaving(self) -> str:
        return _("close")

    @on(Picker.Picked)
    def press(self, message: Picker.Picked) -> None:
        self.dismiss(message.choice.code.partition(",")[0])


class _KeyPicker(Picker):
    """A sentence that is longer than its line goes on below; the cursor goes from key to key."""

    def on_resize(self) -> None:
        self.list.styles.height = max(_FEWEST, self.app.size.height - _AROUND)
        self._show()

    def action_move(self, lines: int) -> None:
        super().action_move(lines)
        while self._goes_on() and 0 < self.list.cursor < self.list.total - 1:
            super().action_move(1 if lines > 0 else -1)
        self._to_its_key()

    def action_turn(self, pages: int) -> None:
        super().action_turn(pages)
        self._to_its_key()

    def _to_its_key(self) -> None:
        while self._goes_on():
            super().action_move(-1)

    def _goes_on(self) -> bool:
        here = self.list.here
        return here is not None and not here.choice.label

    def _lines(self, typed: str) -> Iterator[PickerLine]:
        room = self.size.width - GUTTER - _SCROLLBAR
        width = widths(self.list.columns, room)[-1] if room > 0 else _UNKNOWN
        for place, choice in enumerate(matching(self.choices, typed), 1):
            words = choice.detail if choice.available else choice.reason or choice.detail
            for number, line in enumerate(shown(words).wrap(max(1, width)) or [shown("")]):
                piece = choice._replace(detail=line.plain, reason=line.plain)
                if number:
                    piece = piece._replace(name="", label="")
                yield PickerLine(f"{choice.code} {number}", piece, place)


def _choice(hint: Hint) -> Choice:
    """What has no sentence is said by its words alone."""
    labels = " ".join(key_label(key) for key in hint.key.split(","))
    name, detail = (hint.words, hint.group) if hint.group else ("", hint.words)
    return Choice(hint.key, name, detail, hint.available, hint.reason, label=labels)
