"""Read the letters that a decision would send, and change them before it is taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from stagedesk.domain.text import clean
from stagedesk.errors import StagedeskError
from stagedesk.i18n import N_, _
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.dialogs.dialog import Dialog
from stagedesk.ui.dialogs.write import in_editor
from stagedesk.ui.shown import shown
from stagedesk.ui.widgets.fields import TextField
from stagedesk.ui.widgets.hints import Hint

if TYPE_CHECKING:  # with it comes the database
    from stagedesk.services.mail_out.drafts import Draft


class Preview(Dialog["Sequence[Draft]"]):
    """Gives the letters as they stand there, one after the other when there are several."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "accept", N_("Send"), show=False, priority=True, id="preview.accept"),
        Binding("ctrl+e", "edit", N_("Write in your editor"), show=False, priority=True, id="preview.edit"),
        Binding("ctrl+n", "next", N_("Next letter"), show=False, priority=True, id="preview.next"),
    ]

    def __init__(self, drafts: "Sequence[Draft]", *, about: str = "") -> None:
        super().__init__(_("This goes out"), about=about)
        self.drafts = list(drafts)
        self.place = 0
        self.field = TextField(self.drafts[0].text)

    def body(self) -> ComposeResult:
        yield Static(classes="dialog-so-far", markup=False)
        yield self.field

    def hints(self) -> Sequence[Hint]:
        several = [Hint("ctrl+n", _("next letter"))] if len(self.drafts) > 1 else []
        return Hint("ctrl+s", _("send so")), Hint("ctrl+e", _("your editor")), *several

    def words_for_leaving(self) -> str:
        return _("back")

    def on_mount(self) -> None:
        self._show()

    def action_accept(self) -> None:
        if self._keep():
            self.dismiss(tuple(self.drafts))

    def action_next(self) -> None:
        if self._keep():
            self.place = (self.place + 1) % len(self.drafts)
            self._show()

    def action_edit(self) -> None:
        if (text := in_editor(self, self.field.text)) is not None:
            self.field.text = clean(text, lines=True)

    def action_leave(self) -> None:
        if self.field.text.strip() == clean(self.drafts[self.place].text, lines=True).strip():
            self.dismiss(None)
        else:
            question = Confirm(_("Throw away what you typed?"), yes=_("Throw away"), no=_("Go on writing"))
            self.app.push_screen(question, self._leave_if)

    def _leave_if(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)

    def _keep(self) -> bool:
        """Take over what stands in the field."""
        try:
            self.drafts[self.place] = self.drafts[self.place].with_text(self.field.text)
        except StagedeskError as error:
            self.notify(str(error), severity="warning", markup=False)
            return False
        return True

    def _show(self) -> None:
        draft = self.drafts[self.place]
        number = f"{self.place + 1}/{len(self.drafts)} · " if len(self.drafts) > 1 else ""
        head = [number + _("to {who}").format(who=", ".join(draft.recipients))]
        head += [_("copy to {who}").format(who=", ".join(draft.copies))] if draft.copies else []
        head += [_("with {files}").format(files=", ".join(draft.enclosures))] if draft.enclosures else []
        self.query_one(".dialog-so-far", Static).update(shown(" · ".join(head)))
        self.field.text = clean(draft.text, lines=True)
        self.field.focus()
