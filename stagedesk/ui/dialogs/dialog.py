"""What all dialogs share: a title, one line of keys, and Escape to leave things as they are."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from stagedesk.i18n import N_, _
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.hints import Hint, Hints

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """Asks one thing; the answer is None when it was left with Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Cancel"), show=False, id="dialog.leave"),
    ]

    def __init__(self, heading: str, *, about: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.about = about
        """A second line: which request or mail this is about."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(shown(self.heading), classes="dialog-title", markup=False)
            if self.about:
                yield Static(shown(self.about), classes="dialog-about", markup=False)
            yield from self.body()
            yield Hints(self.all_hints(), classes="dialog-hints")

    def body(self) -> ComposeResult:
        """What stands between the title and the keys."""
        yield from ()

    def hints(self) -> Sequence[Hint]:
        return ()

    def words_for_leaving(self) -> str:
        """What Escape does; empty when another hint says it already."""
        return _("cancel")

    def all_hints(self) -> Sequence[Hint]:
        words = self.words_for_leaving()
        return (*self.hints(), *([Hint("escape", words)] if words else []))

    def action_leave(self) -> None:
        self.dismiss(None)
