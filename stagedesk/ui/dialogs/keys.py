"""All keys of this place, searchable; Enter presses the one under the cursor."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.widgets.hints import Hint, key_label
from stagedesk.ui.widgets.picker import Choice, Picker


class Keys(Dialog[str]):
    """Gives the key to press, so that whoever looked it up need not remember it."""

    def __init__(self, heading: str, hints: Sequence[Hint]) -> None:
        super().__init__(heading)
        self.picker = Picker([_choice(hint) for hint in hints], digits=False)

    def body(self) -> ComposeResult:
        yield self.picker

    def hints(self) -> Sequence[Hint]:
        return (Hint("enter", _("press it")),)

    def words_for_leaving(self) -> str:
        return _("close")

    @on(Picker.Picked)
    def press(self, message: Picker.Picked) -> None:
        self.dismiss(message.choice.code.partition(",")[0])


def _choice(hint: Hint) -> Choice:
    labels = " ".join(key_label(key) for key in hint.key.split(","))
    return Choice(hint.key, hint.words, hint.group, hint.available, hint.reason, label=labels)
