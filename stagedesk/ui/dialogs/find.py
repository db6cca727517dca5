"""The line to search in: what is typed filters at once what is behind it."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.widgets.fields import LineField
from stagedesk.ui.widgets.hints import Hint


class Find(Dialog[str]):
    """Gives what was typed; left with Escape, the caller puts back what was there."""

    def __init__(
        self,
        heading: str,
        *,
        text: str = "",
        placeholder: str = "",
        typed: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(heading)
        self.field = LineField(text, placeholder=placeholder)
        self.typed = typed
        """Called with every change."""

    def body(self) -> ComposeResult:
        yield self.field

    def hints(self) -> Sequence[Hint]:
        return (Hint("enter", _("search")),)

    @on(Input.Changed)
    def tell(self, message: Input.Changed) -> None:
        if self.typed is not None:
            self.typed(clean(message.value))

    @on(Input.Submitted)
    def search(self, message: Input.Submitted) -> None:
        self.dismiss(clean(message.value))
