"""Lines of text to read, as many as there are; longer ones go on below."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stagedesk.ui.shown import NOTHING, Shown


class LinesView(VerticalScroll, can_focus=False):
    """What is known of the row under the cursor."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.lines: tuple[Shown, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(classes="lines", markup=False)

    def show(self, lines: Sequence[Shown], *, anew: bool = True) -> None:
        """Show these; from the top where they are about something else."""
        self.lines = tuple(lines)
        self.query_one(Static).update(Content("\n").join(lines) if lines else NOTHING)
        if anew:
            self.scroll_home(animate=False)
