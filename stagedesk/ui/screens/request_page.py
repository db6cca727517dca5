"""Everything about one request: where the ball is, what happened, what is planned, and its mails."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from stagedesk.i18n import N_, _
from stagedesk.services.actions import BY_ID, Action
from stagedesk.services.rows import RequestRow
from stagedesk.ui.screens.deciding_keys import DecidingKeys
from stagedesk.ui.screens.mail_text import facts, plain
from stagedesk.ui.screens.request_view import RequestView
from stagedesk.ui.shown import MUTED, shown
from stagedesk.ui.widgets.mail_view import MailText, MailView

if TYPE_CHECKING:
    from stagedesk.ui.reading import Seen


class RequestPageScreen(DecidingKeys):
    PLACE = N_("Request")
    AUTO_FOCUS = "#timeline"
    OFFERED = ("answer", "remind", "route", "ask", "close", "note", "reopen", "undo")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "mail(-1)", N_("The mail before"), show=False, id="page.mail-before"),
        Binding("right", "mail(1)", N_("The next mail"), show=False, id="page.mail-next"),
    ]

    def __init__(self, reference: str, mode: str) -> None:
        super().__init__()
        self.about = reference
        self.mode = mode
        self.view = RequestView(id="list")
        self.mail = MailView()
        self.place = 0
        self.seen: Seen | None = None

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            yield self.view
            with Vertical(id="preview"):
                yield Static(classes="mail-place", markup=False)
                yield self.mail

    def show_tabs(self) -> None:
        super().show_tabs()
        self.tab_line.current = self.mode

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        self.ask("page", lambda: self.reading.seen(self.about), self._show)

    def speak(self) -> None:
        super().speak()
        if self.seen:
            self._show(self.seen)

    def _show(self, seen: "Seen") -> None:
        before, self.seen = self.seen, seen
        self.view.show(seen, self.reading.departments)
        if before is None or len(before.page.messages) != len(seen.page.messages):
            self.place = self._first_mail(seen)
        self.show_mail()
        self.show_hints()

    def _first_mail(self, seen: "Seen") -> int:
        """The newest that nobody saw to, else the first one."""
        new = [place for place, mail in enumerate(seen.page.messages) if not mail.handled]
        return new[-1] if new else 0

    def show_mail(self) -> None:
        seen = self.seen
        mails = seen.page.messages if seen else ()
        place = self.query_one(".mail-place", Static)
        if seen is None or not mails:
            place.update(shown(_("No mail belongs to this request."), MUTED))
            self.mail.show(None)
            return
        self.place = min(self.place, len(mails) - 1)
        words = _("mail {place} of {count}   ← →").format(place=self.place + 1, count=len(mails))
        place.update(shown(words, MUTED))
        text = plain(mails[self.place], seen.today)
        known = facts(seen.page.request, seen.today) if self.place == 0 else ()
        self.mail.show(
            MailText(
                text.heading,
                text.visible,
                text.quoted,
                text.signature,
                text.attachments,
                facts=(*text.facts, *known),
            )
        )

    def in_hand(self) -> RequestRow | None:
        return self.seen.page.request if self.seen else None

    def reason(self, action: Action) -> str:
        return super().reason(BY_ID["note"] if action.id in ("confirm", "open") else action)

    def act_confirm(self) -> None:
        row = self.in_hand()
        step = self.reading.next_step(row) if row else "open"
        if step != "open":
            self.action_act(step)

    def act_open(self) -> None:
        """It is open."""

    def act_fold(self) -> None:
        self.mail.action_fold()

    def action_mail(self, step: int) -> None:
        count = len(self.seen.page.messages) if self.seen else 0
        self.place = max(0, min(self.place + step, count - 1))
        self.show_mail()

    def tick(self) -> None:
        self.reload()
