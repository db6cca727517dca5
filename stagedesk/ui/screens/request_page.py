"""Everything about one request: where the ball is, what happened, what is planned, and its mails."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from stagedesk.domain.codes import Direction, Status
from stagedesk.i18n import N_, _
from stagedesk.services.actions import BY_ID, Action
from stagedesk.services.rows import RequestRow
from stagedesk.ui.dialogs.confirm import Confirm
from stagedesk.ui.screens.deciding_keys import DecidingKeys
from stagedesk.ui.screens.mail_keys import MailInHand
from stagedesk.ui.screens.mail_text import called, facts, link_lines, plain
from stagedesk.ui.screens.request_view import RequestView
from stagedesk.ui.shown import MUTED, shown
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.mail_view import MailText, MailView
from stagedesk.ui.widgets.timeline import TimelineRow

if TYPE_CHECKING:
    from stagedesk.services.mail_in.parting import People
    from stagedesk.services.understanding.links import LinkProposal
    from stagedesk.ui.reading import Seen


class RequestPageScreen(DecidingKeys):
    PLACE = N_("Request")
    AUTO_FOCUS = "#timeline"
    OFFERED = (
        "take_link", "answer", "remind", "plan", "route", "ask", "close", "note", "reopen", "unmerge", "undo",
        "sender", "split", "move",
    )  # fmt: skip
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
        self.line: Hashable = None
        """The line of the timeline that the cursor is on."""
        self.for_several = False
        """Its only mail asks for several people, each of whom can have a request."""
        self.begins_at: set[Hashable] = set()
        """Lines where the cursor is put, before anybody moves it."""

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
        if before is None and seen.page.request.status == Status.RECEIVED:
            self.ask("people", lambda: self.deciding.people(seen.page.request), self._know)
        if before is None:
            self.begins_at = {each.id for each in (*seen.page.events[:1], *seen.page.events[-1:])}
        self.view.show(seen, self.reading.departments)
        if before is None or len(before.page.messages) != len(seen.page.messages):
            self.place = self._first_mail(seen)
        self.show_mail()
        self.show_hints()

    def _know(self, found: "People") -> None:
        self.for_several = bool(found.names)
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
        if not self.reason(BY_ID["move"]):
            words += " · " + _("s makes a request of it, M moves it")
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
                suggestion=tuple(link_lines(seen.links)),
            )
        )

    def in_hand(self) -> RequestRow | None:
        return self.seen.page.request if self.seen else None

    def reason(self, action: Action) -> str:
        return super().reason(BY_ID["note"] if action.id in ("confirm", "open") else action)

    def mail_in_hand(self) -> MailInHand | None:
        mails = self.seen.page.messages if self.seen else ()
        if not self.place < len(mails):
            return None
        mail, came_in = mails[self.place], [each for each in mails if each.direction == Direction.IN]
        why_not = ""
        if mail not in came_in:
            why_not = _("A letter of the desk stays with the request that it is about.")
        elif len(came_in) == 1:
            why_not = _("It is the only mail of {reference}; m links the request instead.").format(
                reference=self.about
            )
        alone = came_in == [mail]
        return MailInHand(mail.id, called(mail), why_not, alone=alone, several=alone and self.for_several)

    def links_in_hand(self) -> "tuple[LinkProposal, ...]":
        return self.seen.links if self.seen else ()

    def act_undo(self) -> None:
        """On the line of a department's answer by its own link: that answer, which nobody here gave."""
        events = self.seen.page.events if self.seen else ()
        here = next((each for each in events if each.id == self.line), None)
        if here is None or not here.undoable or not here.values.get("link"):
            super().act_undo()
            return
        question = Confirm(
            _("Take back what the department answered by its own link?"),
            yes=_("Take it back"),
            about=self.about,
        )
        self.app.push_screen(question, lambda sure: self.desk_app.undo(here.id) if sure else None)

    def act_confirm(self) -> None:
        row = self.in_hand()
        step = self.reading.next_step(row) if row else "open"
        if step != "open":
            self.action_act(step)

    def act_open(self) -> None:
        """It is open."""

    def act_fold(self) -> None:
        self.mail.action_fold()

    @on(LineList.Highlighted, "#timeline")
    def show_its_mail(self, message: LineList.Highlighted[TimelineRow]) -> None:
        """The mail of the line that the person went to; a line without one leaves the mail that is shown."""
        message.stop()
        line = message.row
        if line is None or self.seen is None or line.key == self.line:
            return
        self.line = line.key
        if line.key in self.begins_at:
            self.begins_at.discard(line.key)
            return
        for place, mail in enumerate(self.seen.page.messages):
            if mail.id == line.mail:
                self.place = place
                self.show_mail()
                self.show_hints()

    def action_mail(self, step: int) -> None:
        count = len(self.seen.page.messages) if self.seen else 0
        self.place = max(0, min(self.place + step, count - 1))
        self.show_mail()
        self.show_hints()

    def tick(self) -> None:
        self.reload()
