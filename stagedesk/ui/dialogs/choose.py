"""Choose one of several: a department, a reason, a request to link to."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.picker import Picker


class Choose(Dialog[str]):
    """Gives the code of the choice."""

    def __init__(
        self, heading: str, choices: Sequence[Choice], *, about: str = "", digits: bool = True
    ) -> None:
        super().__init__(heading, about=about)
        self.picker = Picker(choices, digits=digits)

    def body(self) -> ComposeResult:
        yield self.picker

    def hints(self) -> Sequence[Hint]:
        digits = [Hint("1", _("to 9 pick"))] if self.picker.digits else []
        return Hint("enter", _("choose")), *digits, Hint("down", _("next"))

    @on(Picker.Picked)
    def choose(self, message: Picker.Picked) -> None:
        self.dismiss(message.choice.code)
