"""A mailbox on an IMAP server as a source of mails: read in batches, never changed unless the settings say so."""

import imaplib
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from stagedesk import errors
from stagedesk.i18n import _
from stagedesk.mail import imap_answers
from stagedesk.mail.imap_connect import connect, words_of
from stagedesk.mail.imap_folders import listed, numbers, on_the_wire
from stagedesk.mail.imap_line import LARGEST, Line, Stopped
from stagedesk.mail.imap_secret import Tell, secret
from stagedesk.mail.sources import SourceFailure, SourceMail
from stagedesk.settings_mailbox import Mailbox

BATCH = 50
BATCH_BYTES = 50_000_000
ASKED_AT_ONCE = 500  # numbers in one command: servers take lines of some thousand letters
ANSWER_TIME = 600.0  # seconds for one complete answer
RENEW = 540.0  # seconds of waiting after which it is begun anew; servers hang up after half an hour
POLL = 60.0  # seconds between looks at a server that cannot tell by itself
DROPS = 4  # broken connections in a row, without a mail between them, that mean it is not the mails

log = logging.getLogger(__name__)
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


class Reader:
    """One mailbox, over a connection that is made when it is needed and made anew when it breaks.

    Errors of every method: MailboxError; Stopped when `stopped` says so.
    """

    def __init__(
        self, box: Mailbox, *, stopped: Callable[[], bool] = lambda: False, tell: Tell | None = None
    ) -> None:
        self.box, self.stopped, self.tell = box, stopped, tell
        self.complaint = ""
        """Why mails could not be marked; they are taken all the same."""
        self._line: Line | None = None
        self._selected: str | None = None
        self._drops = 0

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._line:
            self._line.end(politely=not self.stopped())
            self._line = None

    def open(self, name: str) -> Folder:
        """The folder with the numbers of all mails that are in it now."""

        def look(line: Line) -> Folder:
            validity = self._select(line, name)
            found = imap_answers.uids(_data(line.uid("SEARCH", "ALL")))
            return Folder(name, f"imap:{self.box.name}/{name}", validity, frozenset(found))

        self._selected = None
        try:
            return self._patiently(look)
        except Refused as error:
            raise self._error(_("folder {folder}: {why}"), folder=name, why=error) from None

    def mails(self, folder: Folder, uids: Sequence[int]) -> Iterator[SourceMail | SourceFailure]:
        """These mails, in this order; a mail that is gone in the meantime is left out.

        A mail that the server cannot give becomes a failure, and the others go on.
        """
        try:
            for first in range(0, len(uids), ASKED_AT_ONCE):
                some = uids[first : first + ASKED_AT_ONCE]
                yield from self._some(folder, some, self._sizes(folder, some))
        except Stopped:
            return

    def mark(self, folder: Folder, uids: Collection[int]) -> None:
        """Mark mails that the desk has, as the settings say. What fails here is done by a later run."""
        uids = sorted(uids) if self.box.mark else []
        for first in range(0, len(uids), ASKED_AT_ONCE):
            some = numbers(uids[first : first + ASKED_AT_ONCE])
            try:
                self._in(folder, lambda line, some=some: self._mark(line, some))  # type: ignore[misc]
            except Refused as error:
                self.complaint = _("its mails are taken, but the server does not mark them: {why}").format(
                    why=error
                )
            except Dropped:
                return

    def unmarked(self, folder: Folder, uids: Collection[int]) -> set[int]:
        """Those of these mails that lack the mark; nothing where the settings ask for none."""
        if not self.box.mark or not uids:
            return set()
        if self.box.move_to:
            return folder.uids & set(uids)
        wanted = "UNSEEN" if self.box.mark == "seen" else "UNFLAGGED"
        try:
            found = self._patiently(lambda line: _data(line.uid("SEARCH", wanted)), folder)
        except Refused:
            return set()
        return imap_answers.uids(found) & set(uids)

    def wait(self, folder: Folder, seconds: float = RENEW) -> None:
        """Wait until the folder may hold something new, at most this long."""

        def idle(line: Line) -> None:
            if "IDLE" in line.features:
                line.until = monotonic() + seconds + self.box.timeout
                line.idle(seconds)
            else:
                pause(min(seconds, POLL), self.stopped)

        try:
            self._in(folder, idle)
        except Dropped as error:
            raise self._error(_("the connection broke: {why}"), why=error) from None
        except Refused:
            pause(min(seconds, POLL), self.stopped)

    # --- mails -------------------------------------------------------------------------------------------

    def _some(
        self, folder: Folder, uids: Sequence[int], sizes: dict[int, int]
    ) -> Iterator[SourceMail | SourceFailure]:
        batch: list[int] = []
        for uid in uids:
            if sizes.get(uid, 0) > LARGEST:
                yield from self._batch(folder, batch)
                batch = []
                yield SourceFailure(folder.source, folder.key(uid), _too_large(sizes[uid]))
                continue
            held = sum(sizes.get(each, 0) for each in batch)
            if batch and (len(batch) == BATCH or held + sizes.get(uid, 0) > BATCH_BYTES):
                yield from self._batch(folder, batch)
                batch = []
            batch.append(uid)
        yield from self._batch(folder, batch)

    def _batch(self, folder: Folder, uids: list[int]) -> Iterator[SourceMail | SourceFailure]:
        if not uids:
            return
        try:
            found = self._fetch(folder, uids)
        except (Refused, Dropped) as error:
            log.info("%s: a batch is fetched one by one: %s", folder.source, error)
            found = {}
        for uid in uids:
            if uid in found:
                yield SourceMail(folder.source, folder.key(uid), found.pop(uid))
            else:
                yield from self._alone(folder, uid)

    def _alone(self, folder: Folder, uid: int) -> Iterator[SourceMail | SourceFailure]:
        """A mail that did not come with its batch: it is gone, or it is what broke the batch."""
        why = ""
        for _turn in range(2):
            try:
                found = self._fetch(folder, [uid])
                if uid in found:
                    yield SourceMail(folder.source, folder.key(uid), found.pop(uid))
                    return
                if uid not in imap_answers.uids(self._search(folder, uid)):
                    return
                why = _("the server shows this mail and does not give it")
            except Refused as error:
                why = _("the server does not give this mail: {why}").format(why=error)
                break
            except Dropped as error:
                why = _("the connection breaks at this mail: {why}").format(why=error)
        yield SourceFailure(folder.source, folder.key(uid), why)

    def _fetch(self, folder: Folder, uids: Collection[int]) -> dict[int, bytes]:
        def fetch(line: Line) -> dict[int, bytes]:
            try:
                return imap_answers.mails(_data(line.uid("FETCH", numbers(uids), "(UID BODY.PEEK[])")))
            finally:
                line.response("FETCH")  # after a no, what came before it would come again later

        found = self._in(folder, fetch)
        if found:
            self._drops = 0
        return {uid: raw for uid, raw in found.items() if uid in uids}

    def _search(self, folder: Folder, uid: int) -> list[object]:
        return self._in(folder, lambda line: _data(line.uid("SEARCH", f"UID {uid}")))

    def _sizes(self, folder: Folder, uids: Sequence[int]) -> dict[int, int]:
        def ask(line: Line) -> dict[int, int]:
            return imap_answers.sizes(_data(line.uid("FETCH", numbers(uids), "(UID RFC822.SIZE)")))

        try:
            return self._patiently(ask, folder)
        except Refused:
            return {}

    # --- marking -----------------------------------------------------------------------------------------

    def _mark(self, line: Line, uids: str) -> None:
        if not self.box.move_to:
            flag = "\\Seen" if self.box.mark == "seen" else "\\Flagged"
            _data(line.uid("STORE", uids, "+FLAGS.SILENT", f"({flag})"))
            return
        target = on_the_wire(self.box.move_to)
        if "MOVE" in line.features:
            _data(line.uid("MOVE", uids, target))
            return
        _data(line.uid("COPY", uids, target))
        _data(line.uid("STORE", uids, "+FLAGS.SILENT", "(\\Deleted)"))
        if "UIDPLUS" in line.features:  # without it, what others deleted would go as well
            _data(line.uid("EXPUNGE", uids))

    # --- the connection ----------------------------------------------------------------------------------

    def _patiently(self, action: Callable[[Line], T], folder: Folder | None = None) -> T:
        """Do what can be done twice, over as many connections as it needs."""
        while True:
            try:
                return self._in(folder, action)
            except Dropped as error:
                if self._drops >= DROPS:
                    raise self._error(_("the connection keeps breaking: {why}"), why=error) from None

    def _in(self, folder: Folder | None, action: Callable[[Line], T]) -> T:
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
        line.until = monotonic() + ANSWER_TIME
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
        _name, validity = line.response("UIDVALIDITY")
        return int(validity[0]) if validity and validity[0] else 0

    def _no_folder(self, line: Line, name: str, data: Sequence[object]) -> errors.MailboxError:
        said = words_of(imaplib.IMAP4.error(data[-1] if data else b""))
        there = listed(_data(line.list('""', '"*"')))
        detail = _("folder {folder} cannot be opened ({why}). There are: {folders}")
        return self._error(detail, folder=name, why=said, folders=", ".join(there[:50]) or "-")

    def _error(self, detail: str, **values: object) -> errors.MailboxError:
        return errors.MailboxError(name=self.box.name, detail=detail.format(**values))


def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Sleep, but not a moment longer than wanted. Errors: Stopped."""
    import time

    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        if stopped():
            raise Stopped
        time.sleep(min(0.2, left))


def _data(answer: tuple[str, Sequence[object]]) -> list[object]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(data[-1] if data and data[-1] else kind)
    return list(data)


def _too_large(size: int) -> str:
    return _("it is {size} MB; more than {most} MB is not fetched").format(
        size=size // 1_000_000, most=LARGEST // 1_000_000
    )
