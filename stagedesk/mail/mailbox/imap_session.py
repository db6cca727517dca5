"""A connection to a mailbox that is made when it is needed, and made anew when it breaks."""

import imaplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from stagedesk import errors
from stagedesk.i18n import _
from stagedesk.mail.mailbox import imap_answers
from stagedesk.mail.mailbox.imap_connect import connect, words_of
from stagedesk.mail.mailbox.imap_folders import listed, on_the_wire
from stagedesk.mail.mailbox.imap_line import Line, Stopped
from stagedesk.mail.mailbox.imap_secret import Tell, secret
from stagedesk.settings_mailbox import Mailbox

ANSWER_TIME = 600.0  # seconds for one complete answer
RENEW = 540.0  # seconds of waiting after which it is begun anew; servers hang up after half an hour
POLL = 60.0  # seconds between looks at a server that cannot tell by itself
DROPS = 4  # broken connections in a row, without a mail between them, that mean it is not the mails

T = TypeVar("T")


class Refused(Exception):
    """The server says no to one command; the connection goes on."""


class Dropped(Exception):
    """The connection broke."""


@dataclass(frozen=True)
class Folder:
    """A folder as it was when it was opened."""

    name: str
    source: str
    """How the ledger calls it."""
    validity: int
    """UIDVALIDITY: with another value, all numbers mean other mails."""
    uids: frozenset[int]

    def key(self, uid: int) -> str:
        return f"{self.validity}:{uid}"

    def uid(self, key: str) -> int | None:
        """The number in a key of the ledger, if that key is of this folder as it is now."""
        validity, _colon, uid = key.partition(":")
        return int(uid) if validity == str(self.validity) and uid.isdecimal() else None


class Session:
    """One mailbox. Errors of its methods: MailboxError; Stopped when `stopped` says so."""

    def __init__(
        self, box: Mailbox, *, stopped: Callable[[], bool] = lambda: False, tell: Tell | None = None
    ) -> None:
        self.box, self.stopped, self.tell = box, stopped, tell
        self.complaint = ""
        """Why mails could not be marked; they are taken all the same."""
        self.broken: errors.MailboxError | None = None
        """Why not all mails came."""
        self._line: Line | None = None
        self._selected: str | None = None
        self._drops = 0

    def close(self) -> None:
        if self._line:
            self._line.end(politely=not self.stopped())
            self._line = None

    def open(self, name: str) -> Folder:
        """The folder with the numbers of all mails that are in it now."""

        def look(line: Line) -> Folder:
            validity = self._select(line, name)
            found = imap_answers.uids(data_of(line.uid("SEARCH", "ALL")))
            return Folder(name, f"imap:{self.box.name}/{name}", validity, frozenset(found))

        self._selected, self._drops, self.complaint, self.broken = None, 0, "", None
        try:
            return self.patiently(look)
        except Refused as error:
            raise self._error(_("folder {folder}: {why}"), folder=name, why=error) from None

    def wait(self, name: str, seconds: float = RENEW) -> None:
        """Wait until the folder may hold something new, at most this long."""

        def idle(line: Line) -> None:
            if self._selected != name:
                self._select(line, name)
            if line.response("EXISTS")[1] != [None]:
                return  # told with the answer to another question
            if "IDLE" in line.features:
                line.until = time.monotonic() + seconds + self.box.timeout
                line.wait_for_news(seconds)
            else:
                pause(min(seconds, POLL), self.stopped)

        try:
            self.within(None, idle)
        except Dropped as error:
            raise self._error(_("the connection broke: {why}"), why=error) from None
        except Refused:
            pause(min(seconds, POLL), self.stopped)

    def patiently(self, action: Callable[[Line], T], folder: Folder | None = None) -> T:
        """Do what can be done twice, over as many connections as it needs."""
        while True:
            try:
                return self.within(folder, action)
            except Dropped as error:
                if self._drops >= DROPS:
                    raise self._error(_("the connection keeps breaking: {why}"), why=error) from None

    def within(self, folder: Folder | None, action: Callable[[Line], T]) -> T:
        """Do this in the folder; errors: Refused, Dropped."""
        line = self._connected()
        if folder and self._selected != folder.name:
            validity = self._guarded(line, lambda line: self._select(line, folder.name))
            if validity != folder.validity:
                detail = _("folder {folder} was numbered anew; fetch again")
                raise self._error(detail, folder=folder.name)
        return self._guarded(line, action)

    def _connected(self) -> Line:
        if not self._line:
            if self._drops > DROPS:
                raise self._error(_("the connection keeps breaking"))
            self._selected = None
            self._line = connect(self.box, secret(self.box, self.tell, self.stopped), self.stopped)
        return self._line

    def _guarded(self, line: Line, action: Callable[[Line], T]) -> T:
        line.until = time.monotonic() + ANSWER_TIME
        try:
            return action(line)
        except (imaplib.IMAP4.abort, OSError, ValueError) as error:
            self._drop()
            raise Dropped(words_of(error)) from None
        except imaplib.IMAP4.error as error:
            raise Refused(words_of(error)) from None
        except (Stopped, KeyboardInterrupt):
            self._drop()  # the answer is still under way: nobody may read it as that to another question
            raise

    def _drop(self) -> None:
        self._drops += 1
        if self._line:
            self._line.end(politely=False)
        self._line = None

    def _select(self, line: Line, name: str) -> int:
        """Open the folder, for looking only where nothing is to be marked; returns its UIDVALIDITY."""
        self._selected = None
        wire = on_the_wire(name)
        try:
            kind, data = line.select(wire, readonly=not self.box.mark)
        except line.readonly:
            self.complaint = _("folder {folder} may only be read: nothing can be marked there").format(
                folder=name
            )
            kind, data = line.select(wire, readonly=True)
        if kind != "OK":
            raise self._no_folder(line, name, data)
        self._selected = name
        line.response("EXISTS")  # what comes from here on is news
        _name, validity = line.response("UIDVALIDITY")
        return int(validity[0]) if validity and validity[0] else 0

    def _no_folder(self, line: Line, name: str, data: Sequence[object]) -> errors.MailboxError:
        said = words_of(imaplib.IMAP4.error(data[-1] if data else b""))
        there = listed(data_of(line.list('""', '"*"')))
        detail = _("folder {folder} cannot be opened ({why}). There are: {folders}")
        return self._error(detail, folder=name, why=said, folders=", ".join(there[:50]) or "-")

    def _error(self, detail: str, **values: object) -> errors.MailboxError:
        return errors.MailboxError(name=self.box.name, detail=detail.format(**values))


def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Sleep, but not a moment longer than wanted. Errors: Stopped."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stopped():
            raise Stopped
        time.sleep(min(0.2, left))


def data_of(answer: tuple[str, Sequence[object]]) -> list[object]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(data[-1] if data and data[-1] else kind)
    return list(data)
