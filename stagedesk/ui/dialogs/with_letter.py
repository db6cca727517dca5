"""A dialog whose decision writes letters: a key shows them beforehand."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.widgets.hints import Hint

if TYPE_CHECKING:
    from stagedesk.services.mail_out.drafts import Draft

Result = TypeVar("Result")
Seen = Callable[["Sequence[Draft] | None"], None]


class WithLetter(Dialog[Result]):
    """`see` shows the letters of a result, and hands back how the person wants them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "see_letter", N_("Read the letter"), show=False, priority=True, id="letter.see"),
    ]
    see: Callable[[Result, Seen], None] | None = None
    drafts: "Sequence[Draft]" = ()
    """The letters as the person worded them; empty where they go as they are."""

    def would_give(self) -> Result | None:
        """What the dialog would give now; None while it cannot tell."""
        raise NotImplementedError

    def letter_hint(self) -> Hint:
        return Hint("ctrl+t", _("read the letter"), available=self.see is not None)

    def action_see_letter(self) -> None:
        result = self.would_give()
        if result is None or self.see is None:
            self.app.bell()
            return
        given = result
        self.see(given, lambda drafts: self._take(given, drafts))

    def _take(self, result: Result, drafts: "Sequence[Draft] | None") -> None:
        if drafts is not None:
            self.drafts = drafts
            self.dismiss(result)
