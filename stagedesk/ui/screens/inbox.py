"""The Inbox: what the desk must look at, with a proposal for each, confirmed by one key."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from stagedesk.domain.codes import Answer, MessageKind
from stagedesk.i18n import N_, _, ngettext
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs, texts
from stagedesk.ui.proposing import Proposed, is_doubtful, propose
from stagedesk.ui.screens.acting import Rows
from stagedesk.ui.screens.confirming import confirm
from stagedesk.ui.screens.listed import Listed
from stagedesk.ui.screens.mail_keys import MailInHand
from stagedesk.ui.screens.mail_text import called, mail_text
from stagedesk.ui.shown import MUTED, Shown, joined, shown
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.count_line import CountLine
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.mail_view import MailView
from stagedesk.ui.widgets.opening_list import OpeningList
from stagedesk.ui.widgets.source import Source

if TYPE_CHECKING:
    from stagedesk.services.lists.listing import InboxRow
    from stagedesk.services.understanding.links import LinkProposal
    from stagedesk.services.understanding.suggestions import Suggestion
    from stagedesk.ui.reading import Opened

COLUMNS = (
    Column(N_("age"), 4, right=True, priority=20),
    Column(N_("from"), 16, flex=2, priority=30),
    Column(N_("asks for"), 20, flex=5, priority=25),
    Column(N_("proposal"), 18, flex=1, priority=28),
    Column("", 3, priority=15),
)
BEFORE: dict[str, str] = {
    MessageKind.ANSWER: N_("answer to {reference}"),
    MessageKind.FOLLOW_UP: N_("more about {reference}"),
    MessageKind.BOUNCE: N_("came back: {reference}"),
}
# The same of a mail of which nobody knows yet what it is about: it is a request by itself.
BEFORE_WHAT: dict[str, str] = {
    MessageKind.ANSWER: N_("answer?"),
    MessageKind.FOLLOW_UP: N_("follow-up?"),
    MessageKind.BOUNCE: N_("came back"),
}
# What is done at once with many; the others need words for each.
TOGETHER = frozenset({"route", "file", "seen", "confirm"})


class InboxScreen(Listed["InboxRow"]):
    MODE = "1"
    PLACE = N_("Inbox")
    OFFERED = (
        "take_link", "route", "ask", "close", "link", "snooze", "seen", "undo", "sender", "search", "fetch",
        "accounts",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.list: OpeningList[InboxRow] = OpeningList(COLUMNS, self.cells)
        self.mail = MailView(id="preview")
        self.likely: dict[int, Suggestion | None] = {}
        """What is suggested for the requests that were on the screen."""
        self.shown: Opened | None = None
        """What the preview shows; the cursor may be on its way elsewhere."""
        self.wanted: set[int] = set()
        self.fresh: set[int] = set()

    def body(self) -> ComposeResult:
        with Container(classes="split"):
            with Vertical(id="list"):
                yield self.list
                yield CountLine(self.list)
            yield self.mail

    def source(self) -> "Source[InboxRow]":
        return self.reading.inbox()

    def request_of(self, row: "InboxRow") -> RequestRow:
        return row.request

    def speak(self) -> None:
        self.list.empty = _("Nothing waits here. f takes in new mail, 2 shows what is to be followed up.")
        super().speak()

    def reload(self, keep: int | None = None) -> None:
        self.fresh.clear()
        super().reload(keep)

    # The list ----------------------------------------------------------------------------------

    def cells(self, row: "InboxRow") -> Sequence[Shown]:
        request, proposed = row.request, self.proposal(row)
        words = shown(proposed.words) if proposed else shown("…" if row.key not in self.fresh else "—", MUTED)
        return (
            shown(texts.age(request.attention_since or request.received_at, self.reading.desk.now())),
            shown(from_whom(row)),
            asks(row),
            words,
            shown(texts.dots(proposed.strength) if proposed else ""),
        )

    def proposal(self, row: "InboxRow") -> Proposed | None:
        if row.key not in self.fresh and row.key not in self.wanted:
            self.wanted.add(row.key)
            self.call_after_refresh(self._ask_likely)
        return propose(row, self.likely.get(row.key), self.reading.departments)

    def _ask_likely(self) -> None:
        """Suggestions for the rows that were painted without one."""
        if wanted := sorted(self.wanted):
            self.wanted.clear()
            self.fresh.update(wanted)
            self.have_done(lambda: self.reading.suggestions(wanted), lambda found: self._know(wanted, found))

    def _know(self, wanted: Sequence[int], found: "dict[int, tuple[Suggestion, ...]]") -> None:
        before = {number: self.likely.get(number) for number in wanted}
        self.likely |= {number: next(iter(found.get(number, ())), None) for number in wanted}
        self.list.repaint()
        if before != {number: self.likely[number] for number in wanted}:
            self.show_hints()

    # The mail ----------------------------------------------------------------------------------

    def preview(self, row: "InboxRow | None") -> None:
        if row is None or self.office is None:
            self.mail.show(None)
        else:
            # The list is painted first: with the first mail comes all that reads mails.
            self.call_after_refresh(self.ask, "preview", lambda: self.reading.opened(row), self._show)

    def _show(self, opened: "Opened") -> None:
        if self.list.here is None or self.list.here.key != opened.row.key:
            return
        self.shown = opened
        number = opened.row.key
        self.likely[number] = opened.suggestions[0] if opened.suggestions else None
        self.fresh.add(number)
        self.list.repaint()
        proposed = propose(opened.row, self.likely[number], self.reading.departments)
        self.mail.show(mail_text(opened, proposed, self.reading.today))
        self.show_hints()

    def act_fold(self) -> None:
        self.mail.action_fold()

    def opened_here(self) -> "Opened | None":
        """The preview, when it is the one of the row under the cursor."""
        here, opened = self.list.here, self.shown
        return opened if here and opened and opened.row.key == here.key else None

    def mail_in_hand(self) -> MailInHand | None:
        opened = self.opened_here()
        mail = opened.mail if opened else None
        return MailInHand(mail.id, called(mail)) if mail else None

    def links_in_hand(self) -> "tuple[LinkProposal, ...]":
        opened = self.opened_here()
        return opened.links if opened else ()

    # Enter -------------------------------------------------------------------------------------

    def first_hints(self) -> Sequence[Hint]:
        row = self.list.here
        proposed = self.proposal(row) if row is not None and self.office else None
        if self.marked():
            return [Hint("enter", _("all as proposed"))]
        return [Hint("enter", proposed.key if proposed else _("ask a department"), available=row is not None)]

    def act_confirm(self) -> None:
        if self.marked():
            self.ask("marked", self._read_proposals, self._confirm_all)
        elif (row := self.list.here) is not None:
            self._confirm(row, self.proposal(row))

    def _confirm(self, row: "InboxRow", proposed: Proposed | None) -> None:
        request = row.request
        if proposed is None:
            self.route([request])
        elif proposed.action == "close":
            self.close([request], first=proposed.code)
        elif proposed.action == "answer":
            self.answer(request, row.answers or "", first=proposed.code, words=proposed.because)
        elif proposed.action == "open":
            self.act_open()
        elif proposed.action == "tell":
            self.act_tell()
        elif proposed.code == Answer.NO:
            self.ask_reason(request, row.answers or "", row.proposal_value)
        else:
            self.decide([request], lambda _row, batch: self._step(row, proposed)(batch), proposed.done)

    def _step(self, row: "InboxRow", proposed: Proposed) -> Callable[[str | None], RequestRow]:
        """What is proposed, as a step to be taken in a worker."""
        request, deciding = row.request, self.deciding
        if proposed.action == "route":
            return lambda batch: deciding.route(request, proposed.code, batch, suggested=proposed.code)
        if proposed.action == "file":
            return lambda batch: deciding.file_away(request, batch)
        if proposed.action == "seen":
            return lambda batch: deciding.seen(request, batch)
        return lambda batch: confirm(deciding, row, batch)

    def _read_proposals(self) -> "list[tuple[InboxRow, Proposed | None]]":
        rows = self.read_marked_rows()
        likely = self.reading.suggestions([row.key for row in rows])
        names = self.reading.departments
        return [(row, propose(row, next(iter(likely.get(row.key, ())), None), names)) for row in rows]

    def _confirm_all(self, found: "Sequence[tuple[InboxRow, Proposed | None]]") -> None:
        """Say how many and which before doing them all."""
        able = {row.key: (row, one) for row, one in found if one and self._goes_together(row, one)}
        if not able:
            self.say(_("None of the marked ones can be done without words of yours."), severity="warning")
            return
        count, left_out = len(able), len(found) - len(able)
        kinds = sorted({one.key for _row, one in able.values()})
        question = ngettext("Do this with {count} request?", "Do this with {count} requests?", count)
        about = ", ".join([*kinds, *([_("{count} left out").format(count=left_out)] if left_out else [])])

        def take(sure: bool | None) -> None:
            if sure:
                rows: Rows = [row.request for row, _one in able.values()]
                said = _("done as proposed")
                self.decide(rows, lambda row, batch: self._step(*able[row.id])(batch), said)

        self.app.push_screen(dialogs.Confirm(question.format(count=count), yes=_("Do it"), about=about), take)

    def _goes_together(self, row: "InboxRow", proposed: Proposed) -> bool:
        return proposed.action in TOGETHER and (proposed.code != Answer.NO or bool(row.proposal_value))

    def mail_answering(self, row: RequestRow) -> int | None:
        here = self.list.here
        answers = here is not None and here.key == row.id and here.kind == MessageKind.ANSWER
        return here.message if here is not None and answers else None


def from_whom(row: "InboxRow") -> str:
    """The department that answers, else whoever asks."""
    if row.answers_name and is_doubtful(row):
        return _("{who}?").format(who=row.answers_name)
    return row.answers_name or row.request.who


def asks(row: "InboxRow") -> Shown:
    about = shown(texts.asks_for(row.request))
    before = (BEFORE_WHAT if row.begins else BEFORE).get(row.kind or "")
    return joined([shown(_(before).format(reference=row.request.ref)), about], texts.GAP) if before else about
