"""What the desk does by itself while it is open: letters leave, the clock is looked at, mail comes in."""

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Any

from stagedesk.errors import StagedeskError
from stagedesk.i18n import _, ngettext
from stagedesk.ui.asking import Asking
from stagedesk.ui.places import import_the_rest

if TYPE_CHECKING:  # with it comes the database
    from textual.notifications import SeverityLevel

    from stagedesk.services.clock.followup import Chased
    from stagedesk.services.mail_in.mailboxes import Fetched
    from stagedesk.services.mail_out.outbox_sending import Sending
    from stagedesk.settings import Settings
    from stagedesk.ui.office import Office

SEND, CHASE, FETCH = 15.0, 60.0, 180.0  # seconds between two turns
AT_LEISURE = 0.5  # seconds after the desk was opened


class Background(Asking):
    """Part of the app. What goes wrong is said once, and again only when it is something else."""

    settings: "Settings"
    office: "Office | None"

    def __init__(self, *arguments: Any, **options: Any) -> None:  # Any: whatever the app takes
        super().__init__(*arguments, **options)
        self._said: dict[str, str] = {}

    def look(self, *, anyway: bool = False) -> None:
        raise NotImplementedError

    def tell(self, words: str, severity: "SeverityLevel" = "information") -> None:
        raise NotImplementedError

    def begin_to_work(self) -> None:
        """From now on, until the program ends."""
        self.set_interval(SEND, self._send)
        self.set_interval(CHASE, self._chase)
        if self.settings.mailboxes:
            self.set_interval(FETCH, self._fetch_quietly)
        self.set_timer(AT_LEISURE, self._at_leisure)

    def _at_leisure(self) -> None:
        """The first list need not wait for this."""
        self._chase()
        Thread(target=import_the_rest, daemon=True).start()

    def _stopped(self) -> bool:
        """Whoever leaves does not wait for a server."""
        return not self.is_running

    def _send(self) -> None:
        if office := self.office:
            self._quietly("send", lambda: office.deciding.send_letters(self._stopped), self._sent)

    def _sent(self, done: "Sending") -> None:
        self._say_once("send", done.error)
        if trouble := done.failed + done.uncertain:
            words = ngettext(
                "{count} letter needs a look: O opens the outbox.",
                "{count} letters need a look: O opens the outbox.",
                trouble,
            )
            self.tell(words.format(count=trouble), "warning")

    def _chase(self) -> None:
        if office := self.office:
            self._quietly("chase", lambda: office.deciding.chase(), self._chased)

    def _chased(self, _done: "Chased") -> None:
        self._say_once("chase", None)

    def _fetch_quietly(self) -> None:
        if office := self.office:
            self._quietly("fetch", lambda: office.deciding.fetch(self._stopped), self._fetched_quietly)

    def _fetched_quietly(self, found: "tuple[Fetched, ...]") -> None:
        self._say_once("fetch", next((each.error for each in found if each.error), None))

    def _quietly(self, kind: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Any: each kind of work has an answer of its own."""

        def done(answer: Any) -> None:
            if isinstance(answer, StagedeskError):
                self._say_once(kind, answer)
            else:
                then(answer)
            self.look()

        self.ask(kind, lambda: self.caught(work), done)

    def _say_once(self, kind: str, error: StagedeskError | None) -> None:
        words = str(error or "")
        if words and words != self._said.get(kind):
            self.tell(_("{error}. The desk tries again by itself.").format(error=words.rstrip(".")), "error")
        self._said[kind] = words
