"""Everything that is due, in one go: mail is fetched, the clock is looked at, letters leave."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from stagedesk import errors
from stagedesk.db.alone import alone
from stagedesk.driver import in_words
from stagedesk.mail.mailbox.imap_line import Stopped
from stagedesk.mail.mailbox.imap_secret import Tell
from stagedesk.mail.mailbox.imap_session import pause
from stagedesk.services.clock import followup
from stagedesk.services.clock.deeds import Deed
from stagedesk.services.clock.followup import Chased
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in.mailboxes import Fetched, fetch_all, never
from stagedesk.services.mail_out.outbox_list import LetterRow, row
from stagedesk.services.mail_out.outbox_sending import Sending, due, send_due


@dataclass
class Worked:
    """What one run did, and what kept it from doing more."""

    fetched: tuple[Fetched, ...] = ()
    chased: Chased = field(default_factory=Chased)
    sending: Sending = field(default_factory=Sending)
    failures: list[errors.StagedeskError] = field(default_factory=list)
    busy: bool = False
    """Somebody else is at it just now, so that nothing was done."""

    @property
    def counts(self) -> dict[str, int]:
        """How often it did what."""
        sending = {name: getattr(self.sending, name) for name in ("sent", "delayed", "failed", "uncertain")}
        taken = {
            "new_mails": sum(each.new for each in self.fetched),
            "requests": sum(each.account.requests for each in self.fetched),
        }
        return taken | asdict(self.chased) | sending


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do now, as far as that is known beforehand."""

    mailboxes: tuple[str, ...]
    deeds: tuple[Deed, ...]
    letters: tuple[LetterRow, ...]


def work(desk: Desk, *, stopped: Callable[[], bool] = never, tell: Tell | None = None) -> Worked:
    """Do everything that is due; doing it twice changes nothing more. What fails keeps nothing else back."""
    done = Worked()
    with in_words(desk.settings.database), alone("work") as first:
        if not first:
            done.busy = True
            return done
        if desk.settings.mailboxes:
            with _noting(desk, done):
                done.fetched = fetch_all(desk, stopped=stopped, tell=tell)
            done.failures += [each.error for each in done.fetched if each.error]
        if not stopped():
            with _noting(desk, done):
                done.chased = followup.chase(desk)
        if not stopped():
            with _noting(desk, done):
                done.sending = send_due(desk, stopped=stopped, tell=tell)
            done.failures += [done.sending.error] if done.sending.error else []
    return done


def watch(
    desk: Desk,
    *,
    every: float,
    told: Callable[[Worked], None],
    stopped: Callable[[], bool],
    tell: Tell | None = None,
) -> None:
    """Work again and again until `stopped` says so. Nothing that a server or the database does ends it."""
    while not stopped():
        done = Worked()
        with _noting(desk, done):
            done = work(desk, stopped=stopped, tell=tell)
        told(done)
        try:
            pause(every, stopped)
        except Stopped:
            return


def plan(desk: Desk) -> Plan:
    """What `work` would do now; nothing is changed and no server is asked."""
    letters = tuple(row(desk, number) for number in due(desk))
    return Plan(tuple(box.name for box in desk.settings.mailboxes), followup.due(desk), letters)


@contextmanager
def _noting(desk: Desk, done: Worked) -> Iterator[None]:
    """A failure of one part is told at the end, after the other parts had their turn."""
    try:
        with in_words(desk.settings.database):
            yield
    except errors.StagedeskError as error:
        done.failures.append(error)
