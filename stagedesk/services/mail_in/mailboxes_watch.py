"""Watching the mailboxes: what comes in is taken in at once, for as long as the desk runs."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from threading import Event, Lock

from stagedesk import errors
from stagedesk.driver import in_words
from stagedesk.mail.mailbox import imap_session
from stagedesk.mail.mailbox.imap import Reader
from stagedesk.mail.mailbox.imap_line import Stopped
from stagedesk.mail.mailbox.imap_session import pause
from stagedesk.services.desk import Desk
from stagedesk.services.mail_in.mailboxes import Fetched, boxes_of, fetch
from stagedesk.settings_mailbox import Mailbox

SHORTEST, LONGEST = 1.0, 300.0  # seconds between two tries

Told = Callable[[Fetched], None]


def watch(
    desk: Desk, boxes: Sequence[Mailbox] | None = None, *, told: Told, stopped: Callable[[], bool]
) -> None:
    """Take in what comes until `stopped` says so, which any thread may bring about.

    `told` hears of each mailbox once at first, then of what was taken and of what went wrong, from one
    thread at a time. Nothing that a server or the database does ends the watch.
    Errors: UsageError where the settings name no mailbox.
    """
    boxes = boxes_of(desk) if boxes is None else boxes
    over, one_at_a_time = Event(), Lock()

    def tell(fetched: Fetched) -> None:
        with one_at_a_time:
            told(fetched)

    def ended() -> bool:
        return over.is_set() or stopped()

    with ThreadPoolExecutor(len(boxes), "mailbox") as pool:
        try:
            threads = [pool.submit(_watch_one, desk, box, tell, ended) for box in boxes]
            for each in as_completed(threads):
                each.result()
        finally:
            over.set()


def _watch_one(desk: Desk, box: Mailbox, told: Told, stopped: Callable[[], bool]) -> None:
    """One connection looks after all folders of a mailbox; the first one is heard at once."""
    failures, last = 0, "nothing told yet"
    seconds = imap_session.RENEW if len(box.folders) == 1 else imap_session.POLL
    with closing(Reader(box, stopped=stopped)) as reader:
        while not stopped():
            fetched = _fetch(desk, reader)
            said = str(fetched.error or "")
            if said != last or fetched.new:
                told(fetched)
            last = said
            ended_well = not fetched.error or bool(reader.complaint)
            try:
                failures = 0 if ended_well and _waited(reader, seconds) else failures + 1
                if failures:
                    pause(_delay(failures), stopped)
            except Stopped:
                return


def _waited(reader: Reader, seconds: float) -> bool:
    """Whether the connection held while waiting; why not is said by the next try, if it is still so."""
    try:
        reader.wait(reader.box.folders[0], seconds)
    except errors.MailboxError:
        return False
    return True


def _fetch(desk: Desk, reader: Reader) -> Fetched:
    try:
        with in_words(desk.settings.database):
            return fetch(desk, reader)
    except errors.StagedeskError as error:
        return Fetched(reader.box.name, error=error)


def _delay(failures: int) -> float:
    """Twice as long each time, and not all desks at once."""
    longest = min(LONGEST, SHORTEST * 2.0 ** min(failures - 1, 20))
    return max(SHORTEST, longest * random.uniform(0.5, 1.0))
