"""A mailbox on an IMAP server as a source of mails: read in batches, changed only as the settings say."""

import logging
from collections.abc import Collection, Iterator, Sequence

from stagedesk import errors
from stagedesk.i18n import _
from stagedesk.mail.mailbox import imap_answers
from stagedesk.mail.mailbox.imap_folders import numbers, on_the_wire
from stagedesk.mail.mailbox.imap_line import LARGEST, Line, Stopped
from stagedesk.mail.mailbox.imap_session import Dropped, Folder, Refused, Session, data_of
from stagedesk.mail.sources import SourceFailure, SourceMail

BATCH = 50
BATCH_BYTES = 50_000_000
SMALL = BATCH_BYTES // BATCH  # bytes; of mails that are no larger, none needs to be weighed
ASKED_AT_ONCE = 500  # numbers in one command: servers take lines of some thousand letters

log = logging.getLogger(__name__)


class Reader(Session):
    """Reads the mails of a mailbox, and marks them. Errors as of a Session."""

    def mails(self, folder: Folder, uids: Sequence[int]) -> Iterator[SourceMail | SourceFailure]:
        """These mails, in this order; a mail that is gone in the meantime is left out.

        A mail that the server cannot give becomes a failure, and the others go on. When the connection is
        lost, the mails end, so that those that came are not lost with it; `broken` says why.
        """
        try:
            for first in range(0, len(uids), ASKED_AT_ONCE):
                some = uids[first : first + ASKED_AT_ONCE]
                yield from self._some(folder, some, self._large(folder, some))
        except Stopped:
            return
        except errors.MailboxError as error:
            self.broken = error

    def mark(self, folder: Folder, uids: Collection[int]) -> None:
        """Mark mails that the desk has, as the settings say. What fails here is done by a later run."""
        uids = sorted(uids) if self.box.mark else []
        for first in range(0, len(uids), ASKED_AT_ONCE):
            some = numbers(uids[first : first + ASKED_AT_ONCE])
            try:
                self.within(folder, lambda line, some=some: self._mark(line, some))  # type: ignore[misc]
            except Refused as error:
                self.complaint = _("its mails are taken, but the server does not mark them: {why}").format(
                    why=error
                )
            except (Dropped, Stopped):
                return

    def unmarked(self, folder: Folder, uids: Collection[int]) -> set[int]:
        """Those of these mails that lack the mark; nothing where the settings ask for none."""
        if not self.box.mark or not uids:
            return set()
        if self.box.move_to:
            return set(uids) & folder.uids
        wanted = "UNSEEN" if self.box.mark == "seen" else "UNFLAGGED"
        try:
            found = self.patiently(lambda line: data_of(line.uid("SEARCH", wanted)), folder)
        except Refused:
            return set()
        return imap_answers.uids(found) & set(uids)

    def _some(
        self, folder: Folder, uids: Sequence[int], large: dict[int, int]
    ) -> Iterator[SourceMail | SourceFailure]:
        for batch in _batches(uids, large):
            if large.get(batch[0], 0) > LARGEST:
                yield SourceFailure(folder.source, folder.key(batch[0]), _too_large(large[batch[0]]))
            else:
                yield from self._batch(folder, batch)

    def _batch(self, folder: Folder, uids: list[int]) -> Iterator[SourceMail | SourceFailure]:
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
                why = _("the server shows this mail and does not give it")
                break
            except Refused as error:
                why = _("the server does not give this mail: {why}").format(why=error)
                break
            except Dropped as error:
                why = _("the connection breaks at this mail: {why}").format(why=error)
        if self._is_there(folder, uid):
            yield SourceFailure(folder.source, folder.key(uid), why)

    def _fetch(self, folder: Folder, uids: Collection[int]) -> dict[int, bytes]:
        """What came of these mails. Errors: Dropped; Refused when nothing came."""

        def fetch(line: Line) -> dict[int, bytes]:
            answer = line.uid("FETCH", numbers(uids), "(UID BODY.PEEK[])")
            came = line.response("FETCH")[1]  # what comes before a no; left there, it would come again
            return imap_answers.mails(came if came != [None] else data_of(answer))

        found = self.within(folder, fetch)
        if found:
            self._drops = 0
        return {uid: raw for uid, raw in found.items() if uid in uids}

    def _is_there(self, folder: Folder, uid: int) -> bool:
        def look(line: Line) -> list[object]:
            line.noop()  # the server may tell of deleted mails only now
            return data_of(line.uid("SEARCH", f"UID {uid}"))

        try:
            return uid in imap_answers.uids(self.within(folder, look))
        except (Refused, Dropped):
            return True

    def _large(self, folder: Folder, uids: Sequence[int]) -> dict[int, int]:
        """The sizes of those that are not small."""

        def ask(line: Line) -> dict[int, int]:
            found = data_of(line.uid("SEARCH", f"UID {numbers(uids)} LARGER {SMALL}"))
            large = imap_answers.uids(found) & set(uids)
            if not large:
                return {}
            return imap_answers.sizes(data_of(line.uid("FETCH", numbers(large), "(UID RFC822.SIZE)")))

        try:
            return self.patiently(ask, folder)
        except Refused:
            return {}

    def _mark(self, line: Line, uids: str) -> None:
        if not self.box.move_to:
            flag = "\\Seen" if self.box.mark == "seen" else "\\Flagged"
            data_of(line.uid("STORE", uids, "+FLAGS.SILENT", f"({flag})"))
            return
        target = on_the_wire(self.box.move_to)
        if "MOVE" in line.features:
            data_of(line.uid("MOVE", uids, target))
            return
        data_of(line.uid("COPY", uids, target))
        data_of(line.uid("STORE", uids, "+FLAGS.SILENT", "(\\Deleted)"))
        if "UIDPLUS" in line.features:  # without it, what others deleted would go as well
            data_of(line.uid("EXPUNGE", uids))


def _batches(uids: Sequence[int], large: dict[int, int]) -> Iterator[list[int]]:
    """Some mails at once, and together no more than fits in memory; a very large one alone."""
    batch: list[int] = []
    held = 0
    for uid in uids:
        size = large.get(uid, SMALL)
        if batch and (len(batch) == BATCH or held + size > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(uid)
        held += size
    if batch:
        yield batch


def _too_large(size: int) -> str:
    return _("it is {size} MB; more than {most} MB is not fetched").format(
        size=size // 1_000_000, most=LARGEST // 1_000_000
    )
