"""The keys about where mails belong: linking requests, splitting a mail off, moving one, and who asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from stagedesk.i18n import _
from stagedesk.services.actions import Action
from stagedesk.services.rows import RequestRow
from stagedesk.ui import dialogs, texts
from stagedesk.ui.screens.acting import Rows, about
from stagedesk.ui.screens.asking_departments import AskingDepartments
from stagedesk.ui.screens.with_letters import ask_with_letters
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:  # the screen is painted before the database is imported
    from stagedesk.services.mail_in.parting import People
    from stagedesk.services.understanding.links import LinkProposal

OF_ONE_MAIL = frozenset({"split", "move"})


class MailInHand(NamedTuple):
    """The mail on the screen, and how it is called there."""

    number: int
    words: str
    why_not: str = ""
    """Why it stays with its request."""
    alone: bool = False
    """It is the only mail that came in there."""
    several: bool = False
    """It asks for several people."""


class MailKeys(AskingDepartments):
    """What is done with one mail is done with the one that is shown."""

    def mail_in_hand(self) -> MailInHand | None:
        """The mail that is shown; None where there is none."""
        return None

    def links_in_hand(self) -> "tuple[LinkProposal, ...]":
        """The requests that are shown as those to which this one may belong."""
        return ()

    def reason(self, action: Action) -> str:
        if reason := super().reason(action):
            return reason
        if action.id in OF_ONE_MAIL:
            mail = self.mail_in_hand()
            if mail and mail.several and action.id == "split":
                return ""
            return mail.why_not if mail else _("There is no mail here; o opens the request with its mails.")
        if action.id == "take_link" and not self.links_in_hand():
            return _("No other request is proposed.")
        return ""

    def act_link(self) -> None:
        self.gather("link", self.link)

    def link(self, rows: Rows) -> None:
        self._choose_request(
            _("To which request does this belong?"), about(rows), rows[0], lambda to: self._link(rows, to)
        )

    def act_take_link(self) -> None:
        if row := self._alone():
            self._link([row], self.links_in_hand()[0].ref)

    def _link(self, rows: Rows, to: str) -> None:
        said = _("linked to {reference}").format(reference=to)
        self.decide(rows, lambda each, _batch: self.deciding.link(each, to), said)

    def act_split(self) -> None:
        row, mail = self._alone(), self.mail_in_hand()
        if row and mail:
            self.ask("people", lambda: self.deciding.people(row), lambda found: self._part(row, mail, found))

    def _part(self, row: RequestRow, mail: MailInHand, found: "People") -> None:
        """A request for each of those whom it asks for, or one of this mail."""
        if not found.names:
            self._split(row, mail)
            return
        count = len(found.names)
        choices = [
            Choice("letter", _("a request for each"), _("(one letter tells their numbers)")),
            Choice("silent", _("a request for each"), _("(no letter)")),
        ]
        if not found.only_mail:
            choices.append(Choice("mail", _("one request"), _("this mail on its own")))
        ask_with_letters(
            self,
            [row],
            dialogs.WhichAnswer(
                _("This mail asks for {count} people").format(count=count),
                choices,
                about=", ".join(filter(None, found.names)) or _("without names"),
                plain="letter",
            ),
            lambda code: lambda each, _batch: self.deciding.part(each, letter=code == "letter"),
            lambda _code: _("a request for each of the {count}").format(count=count),
            instead=lambda code: code == "mail" and self._split(row, mail),
        )

    def _split(self, row: RequestRow, mail: MailInHand) -> bool:
        if mail.alone:
            self.say(mail.why_not, severity="warning")
            return True
        said = _("split off from {reference}: {mail}").format(reference=row.ref, mail=mail.words)
        self.decide([row], lambda each, _batch: self.deciding.split(each, mail.number), said)
        return True

    def act_move(self) -> None:
        row, mail = self._alone(), self.mail_in_hand()
        if row and mail:
            heading = _("To which request does this mail belong?")
            about_it = f"{row.ref} · {mail.words}"
            self._choose_request(heading, about_it, row, lambda to: self._move(row, mail, to))

    def _move(self, row: RequestRow, mail: MailInHand, to: str) -> None:
        said = _("has from {reference} now: {mail}").format(reference=row.ref, mail=mail.words)
        self.decide([row], lambda each, _batch: self.deciding.move(each, mail.number, to), said)

    def act_unmerge(self) -> None:
        self.gather(
            "unmerge",
            lambda rows: self.decide(
                rows, lambda row, _batch: self.deciding.unmerge(row), _("a request of its own again")
            ),
        )

    def act_sender(self) -> None:
        self.gather(
            "sender",
            lambda rows: self.decide(
                rows, lambda row, _batch: self.deciding.take_sender(row), _("the sender is the applicant")
            ),
        )

    def _alone(self) -> RequestRow | None:
        """The request under the cursor, whose mail is shown; what is marked may be others."""
        if self.marked():
            self.say(_("That is done with one request at a time; Escape unmarks."), severity="warning")
            return None
        return self.in_hand()

    def _choose_request(
        self, heading: str, about_it: str, row: RequestRow, then: Callable[[str], None]
    ) -> None:
        """What is proposed comes first, with its reason; the digits are part of a reference here."""

        def choose(found: list[tuple[RequestRow, str]]) -> None:
            choices = [
                Choice(one.ref, f"{one.ref} {one.who}", because or texts.asks_for(one))
                for one, because in found
            ]
            self.app.push_screen(
                dialogs.Choose(heading, choices, about=about_it, digits=False),
                lambda to: then(to) if to else None,
            )

        self.ask("alike", lambda: self.reading.alike(row), choose)
