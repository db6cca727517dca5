"""The outbox: letters that wait, that went wrong, and that left in the last day; what is done about each."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from stagedesk.i18n import N_, _
from stagedesk.services.actions import Action
from stagedesk.services.journal.event_words import letter_name
from stagedesk.ui import texts
from stagedesk.ui.dialogs.find import Find
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.shown import LATE, MUTED, Shown, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.mail_view import MailText, MailView
from stagedesk.ui.widgets.short_list import ShortList

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.mail_out.outbox_list import LetterRow

COLUMNS = (
    Column(N_("how far"), 28, flex=1, priority=40),
    Column(N_("to"), 18, flex=2, priority=39),
    Column(N_("letter"), 16, flex=1, priority=38),
    Column(N_("request"), 10, priority=30),
)
# What a prepared answer holds is for mail programs.
_LINK = re.compile(r": <mailto:[^\s>]*>")
SECOND, AGAIN = 1.0, 5.0
"""How often the seconds are counted down, and the letters read anew: a try leaves no step in the history."""


class OtherAddress(Find):
    """Gives an address."""

    def hints(self) -> Sequence[Hint]:
        return (Hint("enter", _("send it there")),)


class OutboxScreen(DeskScreen):
    MODE = "1"
    PLACE = N_("Outbox")
    OFFERED = ("open", "undo")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("T", "retry", N_("Send this letter again"), show=False, id="outbox.retry"),
        Binding("c", "elsewhere", N_("Send this letter to another address"), show=False, id="outbox.to"),
        Binding("Y", "arrived", N_("This letter has arrived"), show=False, id="outbox.arrived"),
        Binding("D", "drop", N_("Say why this letter need not go"), show=False, id="outbox.drop"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.letters: ShortList[LetterRow] = ShortList(COLUMNS, self.cells, id="list")
        self.count_line = CountLine(self.letters)
        self.mail = MailView()

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            yield self.letters
            with Vertical(id="preview"):
                yield self.count_line
                yield self.mail

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(SECOND, self._count_down)
        self.set_interval(AGAIN, self._read_again)

    def speak(self) -> None:
        self.letters.empty = _("No letter waits, and none left today. Escape goes back.")
        self.letters.repaint()
        super().speak()

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        if office := self.office:
            self.ask("letters", office.reading.outbox, self._show)

    def _show(self, letters: "tuple[LetterRow, ...]") -> None:
        trouble = sum(each.is_trouble for each in letters)
        self.count_line.say(_("{count} need a look").format(count=trouble) if trouble else "")
        self.letters.show(letters)
        self._preview()

    def _count_down(self) -> None:
        if any(each.state == "held" for each in self.letters.rows):
            self.letters.repaint()

    def _read_again(self) -> None:
        if self.is_current:
            self.reload()

    def tick(self) -> None:
        self.letters.repaint()

    def cells(self, row: "LetterRow") -> Sequence[Shown]:
        return (
            shown(self._how_far(row), LATE if row.is_trouble else ""),
            shown(", ".join(row.recipients)),
            shown(letter_name(row.letter)),
            shown(row.ref, MUTED),
        )

    def _how_far(self, row: "LetterRow") -> str:
        from stagedesk.services.mail_out.outbox_words import state_words

        assert self.office is not None, "nothing is read before the desk is open"
        if row.state == "sent" and row.sent_at:
            return _("sent {when}").format(when=texts.clock_time(row.sent_at))
        return state_words(row, self.office.desk.now())

    # The letter under the cursor -----------------------------------------------------------------

    def _preview(self) -> None:
        row = self.letters.here
        self.mail.show(self._text(row) if row else None)
        self.show_hints()

    def _text(self, row: "LetterRow") -> MailText:
        facts = {_("why"): row.error, _("copy to"): ", ".join(row.copies)}
        if row.attempts and row.state == "held":
            facts[_("tries so far")] = str(row.attempts)
        heading = (_("to {who}").format(who=", ".join(row.recipients)), row.subject)
        return MailText(
            heading,
            _LINK.sub("", row.body),
            facts=tuple((name, value) for name, value in facts.items() if value),
        )

    @on(LineList.Highlighted, "#list")
    def other_letter(self, message: LineList.Highlighted["LetterRow"]) -> None:
        message.stop()
        self._preview()

    @on(LineList.Selected, "#list")
    def read_it(self, message: LineList.Selected["LetterRow"]) -> None:
        message.stop()
        self.action_preview_only()

    def first_hints(self) -> Sequence[Hint]:
        row = self.letters.here
        if row is None:
            return []
        waits = row.state in ("held", "failed", "uncertain")
        again = row.is_trouble or row.state == "dropped" or bool(row.retry_at)
        return [
            Hint("T", _("send again"), again),
            Hint("c", _("other address"), waits or again),
            Hint("Y", _("it arrived"), row.state == "uncertain"),
            Hint("D", _("do not send"), waits),
        ]

    def reason(self, action: Action) -> str:
        if action.id != "open":
            return super().reason(action)
        row = self.letters.here
        return "" if row and row.ref else _("This letter is not about one request.")

    def act_open(self) -> None:
        row = self.letters.here
        if row and row.ref:
            self.desk_app.open_request(row.ref)

    def act_outbox(self) -> None:
        """It is here."""

    # What is done about it -----------------------------------------------------------------------

    def action_retry(self) -> None:
        if (row := self._here()) and (office := self.office):
            self._do(lambda: office.deciding.retry_letter(row.id), _("It is sent again."))

    def action_arrived(self) -> None:
        if (row := self._here()) and (office := self.office):
            self._do(lambda: office.deciding.letter_arrived(row.id), _("It counts as sent."))

    def action_elsewhere(self) -> None:
        row, office = self._here(), self.office
        if row is None or office is None:
            return

        def take(address: str | None) -> None:
            if address:
                said = _("It goes to {who}.").format(who=address)
                self._do(lambda: office.deciding.retry_letter(row.id, address), said)

        self.app.push_screen(OtherAddress(_("To which address?"), text=", ".join(row.recipients[:1])), take)

    def action_drop(self) -> None:
        row, office = self._here(), self.office
        if row is None or office is None:
            return

        def take(reason: str | None) -> None:
            if reason:
                self._do(lambda: office.deciding.drop_letter(row.id, reason), _("It is not sent."))

        about = texts.GAP.join(filter(None, (letter_name(row.letter), row.ref)))
        self.app.push_screen(Write(_("Why need it not go?"), accept=_("do not send"), about=about), take)

    def _here(self) -> "LetterRow | None":
        if self.letters.here is None:
            self.say(_("There is no letter here."), severity="warning")
        return self.letters.here

    def _do(self, step: Callable[[], None], said: str) -> None:
        def done(_nothing: None) -> None:
            self.say(said)
            self.desk_app.look(anyway=True)

        self.have_done(step, done)
