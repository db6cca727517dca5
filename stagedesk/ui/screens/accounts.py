"""Accounts: what became of every mail that a source showed, in numbers that add up, each with its mails."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.actions import Action
from stagedesk.ui import texts
from stagedesk.ui.dialogs.raw_mail import MOST, RawMail
from stagedesk.ui.dialogs.write import Write
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.shown import LATE, MUTED, Shown, joined, number, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.lazy_list import LazyList
from stagedesk.ui.widgets.line_list import LineList
from stagedesk.ui.widgets.short_list import ShortList

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.mail_in.intake import Account
    from stagedesk.services.mail_in.ledger_list import MailRow
    from stagedesk.services.mail_in.mailboxes_account import FolderAccount, LedgerRow, State

SOURCES = (
    Column(N_("source"), 16, flex=1, priority=40),
    Column(N_("seen"), 8, right=True, priority=38),
    Column(N_("taken"), 10, right=True, priority=37),
    Column(N_("automatic"), 11, right=True, priority=36),
    Column(N_("double"), 8, right=True, priority=35),
    Column(N_("ignored"), 9, right=True, priority=35),
    Column(N_("failed"), 8, right=True, priority=39),
)
MAILS = (
    Column(N_("seen"), 16, priority=20),
    Column(N_("from"), 14, flex=2, priority=30),
    Column(N_("subject"), 14, flex=3, priority=25),
    Column(N_("what became of it"), 18, flex=3, priority=35),
)
NUMBERS: "tuple[State, ...]" = ("", "taken", "automatic", "duplicate", "ignored", "failed")
SOURCES_AT_MOST = 8


class AccountsScreen(DeskScreen):
    """The number in brackets is the one whose mails stand below."""

    MODE = "1"
    PLACE = N_("Accounts")
    AUTO_FOCUS = "#sources"
    OFFERED = ("open", "undo", "fetch")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "number(-1)", N_("The number before"), show=False, id="accounts.before"),
        Binding("right", "number(1)", N_("The next number"), show=False, id="accounts.next"),
        Binding("T", "retry", N_("Try again to take in what failed"), show=False, id="accounts.retry"),
        Binding("D", "leave_it", N_("Say why a failed mail can be left"), show=False, id="accounts.dismiss"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sources: ShortList[FolderAccount] = ShortList(SOURCES, self.source_cells, id="sources")
        self.mails: LazyList[MailRow] = LazyList(MAILS, self.mail_cells, id="mails")
        self.count_line = CountLine(self.mails)
        self.number = 0
        self.listed: tuple[str, int] | None = None
        """The source and the number whose mails are in the list."""

    def body(self) -> ComposeResult:
        yield self.sources
        yield self.count_line
        yield self.mails

    def speak(self) -> None:
        self.sources.empty = _("No mail so far. f takes in new mail.")
        self.mails.empty = _("There is none.")
        self.sources.repaint()
        self.mails.repaint()
        super().speak()

    def reload(self, keep: int | None = None) -> None:
        super().reload(keep)
        office = self.opened_office
        self.ask("accounts", office.reading.accounts, self._show)
        self.mails.reload()

    def _show(self, accounts: "tuple[FolderAccount, ...]") -> None:
        if self.listed is None and accounts and accounts[0].failed:
            self.number = NUMBERS.index("failed")  # what somebody must look at
        self.sources.styles.height = 1 + max(2, min(len(accounts), SOURCES_AT_MOST))
        self.sources.show(accounts)
        self.show_mails()

    def show_mails(self) -> None:
        """The mails of the number in brackets."""
        office, account = self.office, self.sources.here
        wanted = (account.source, self.number) if account else None
        if office and account and wanted != self.listed:
            self.listed = wanted
            words = texts.GAP.join((_(SOURCES[self.number + 1].title), _name(account)))
            self.count_line.say(words)
            self.mails.unmark_all()
            self.mails.show(office.reading.ledger(account.source, NUMBERS[self.number]))
        self.sources.repaint()

    # The numbers -------------------------------------------------------------------------------

    def source_cells(self, account: "FolderAccount") -> Sequence[Shown]:
        here = self.sources.here is account
        style = "" if account.source else "bold"
        found = [shown(_name(account), style)]
        for place, count in enumerate((account.seen, *account.parts)):
            late = LATE if NUMBERS[place] == "failed" and count else ""
            plain = number(count, late) if count else shown("·", MUTED)
            chosen = here and place == self.number
            found.append(joined([shown("["), plain, shown("]")]) if chosen else Shown(plain.pad_right(1)))
        return found

    def action_number(self, step: int) -> None:
        self.number = (self.number + step) % len(NUMBERS)
        self.show_mails()

    @on(LineList.Highlighted, "#sources")
    def other_source(self, message: LineList.Highlighted["FolderAccount"]) -> None:
        message.stop()
        self.show_mails()

    @on(LineList.Selected, "#sources")
    def to_mails(self, message: LineList.Selected["FolderAccount"]) -> None:
        message.stop()
        self.mails.focus()

    def action_back(self) -> None:
        if self.mails.has_focus:
            self.sources.focus()
        else:
            super().action_back()

    # The mails ---------------------------------------------------------------------------------

    def mail_cells(self, row: "MailRow") -> Sequence[Shown]:
        mail, office = row.mail, self.office
        when = texts.day_and_time(mail.seen_at, office.reading.today) if office else ""
        return (
            shown(when, MUTED),
            shown(mail.sender_name or mail.sender_email),
            shown(mail.subject or mail.key),
            shown(became(mail)),
        )

    def mail_here(self) -> "LedgerRow | None":
        row = self.mails.here
        return row.mail if row and self.mails.has_focus else None

    @on(LineList.Highlighted, "#mails")
    def other_mail(self, message: LineList.Highlighted["MailRow"]) -> None:
        message.stop()
        self.show_hints()

    def on_descendant_focus(self) -> None:
        self.show_hints()

    def first_hints(self) -> Sequence[Hint]:
        mail = self.mail_here()
        if mail is None:
            return [Hint("enter", _("its mails")), Hint("right", _("next number"))]
        failed = mail.state == "failed"
        return [
            Hint("enter", _("read it raw"), mail.has_raw),
            Hint("T", _("try again"), failed),
            Hint("D", _("leave it"), failed),
        ]

    def reason(self, action: Action) -> str:
        if action.id != "open":
            return super().reason(action)
        mail = self.mail_here()
        return "" if mail and mail.request else _("No request is under the cursor; Enter goes to the mails.")

    def act_open(self) -> None:
        mail = self.mail_here()
        if mail and mail.request:
            self.desk_app.open_request(mail.request)

    def act_accounts(self) -> None:
        """They are here."""

    @on(LineList.Selected, "#mails")
    def read_raw(self, message: LineList.Selected["MailRow"]) -> None:
        message.stop()
        mail, office = message.row.mail, self.office
        if office is None:
            return
        if not mail.has_raw:
            self.say(_("Its source could not give it. T asks for it again."), severity="warning")
            return

        def show(found: tuple[str, int]) -> None:
            text, left_out = found
            command = f"stagedesk fetch --raw {mail.id}"
            about = texts.GAP.join(filter(None, (mail.source, mail.key, mail.error)))
            self.app.push_screen(RawMail(text, about=about, left_out=left_out, command=command))

        self.ask("raw", lambda: office.reading.raw_text(mail.id, MOST), show)

    def failed_here(self) -> list[int]:
        """The failed mails that a key is about: those that are marked, or the one under the cursor."""
        if self.mails.marked:
            return [key for key in self.mails.marks if isinstance(key, int)]
        mail = self.mail_here()
        if mail and mail.state == "failed":
            return [mail.id]
        self.say(_("Go to a mail that failed first."), severity="warning")
        return []

    def action_retry(self) -> None:
        office, numbers = self.office, self.failed_here()
        if office and numbers:
            self.say(_("Trying again …"))
            self.ask("retry", lambda: office.deciding.retry(numbers), self._tried)

    def _tried(self, account: "Account") -> None:
        taken = account.requests + account.landed + account.duplicates + account.known
        words = _("taken now: {taken}, failed again: {failed}")
        self.say(words.format(taken=taken, failed=account.failed))
        self._changed()

    def action_leave_it(self) -> None:
        office, numbers = self.office, self.failed_here()
        if office is None or not numbers:
            return

        def take(reason: str | None) -> None:
            if reason:
                self.have_done(
                    lambda: office.deciding.dismiss(numbers, reason), lambda rows: self._dismissed(len(rows))
                )

        heading = _("Why does it need nothing more?")
        count = ngettext("{count} mail that failed", "{count} mails that failed", len(numbers))
        self.app.push_screen(
            Write(heading, accept=_("leave it"), about=count.format(count=len(numbers))), take
        )

    def _dismissed(self, count: int) -> None:
        words = ngettext(
            "{count} mail counts as ignored now. u takes it back.",
            "{count} mails count as ignored now. u takes it back.",
            count,
        )
        self.say(words.format(count=count))
        self._changed()

    def _changed(self) -> None:
        self.mails.unmark_all()
        self.desk_app.look(anyway=True)


def _name(account: "FolderAccount") -> str:
    return account.source or _("all sources")


def became(mail: "LedgerRow") -> str:
    """Where a mail is, or why it is nowhere."""
    states = {
        "automatic": _("automatic"),
        "duplicate": _("double"),
        "ignored": _("ignored"),
        "failed": _("failed"),
    }
    why = mail.error or mail.automatic
    return texts.GAP.join(filter(None, (mail.request, states.get(mail.state), why)))
