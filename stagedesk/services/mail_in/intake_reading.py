"""Reading the mails of a source for intake: one after the other, and much of it in helping processes."""

import hashlib
import logging
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from queue import SimpleQueue
from typing import Any, Final

from stagedesk.mail.directory import Directory
from stagedesk.mail.helper import attempt
from stagedesk.mail.looking import Look
from stagedesk.mail.sources import Found

FIRST_BATCH: Final = 100
LARGEST_BATCH: Final = 400
BATCH_BYTES: Final = 20_000_000
ALONE: Final = 400
"""So many mails are read here before anybody helps: a helper takes as long to start."""
HELPERS: Final = 2
AHEAD: Final = 2
"""So many batches a helper: one that is read, and one that waits to be read or to be written."""
_COMMAND: Final = (sys.executable, "-P", "-m", "stagedesk.mail.helper")
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Read:
    """A message of a source as it was read: what was seen of it, or the reason why not."""

    source: str
    key: str
    raw: bytes | None
    hash: str
    look: Look | None = None
    error: str = ""
    known: bool = False
    """The desk took it before, from this place; it was not read again."""


Knows = Callable[[list[Read]], set[tuple[str, str, str]]]
"""Tells which of these the ledger has: source, key and hash."""


def read_all(
    messages: Iterator[Found], directory: Directory, knows: Knows
) -> Generator[list[Read], None, None]:
    """The messages in batches for one transaction each; close the iterator to send the helpers home."""
    batches = _batches(messages, knows)
    seen = 0
    for batch in batches:
        yield [_looked(each, directory) for each in batch]
        seen += sum(not each.known for each in batch)
        if seen >= ALONE:
            break
    following = list(islice(batches, 1))
    if following:
        with _Helpers(directory, HELPERS if _cores() > 1 else 0) as helpers:
            yield from helpers.read(chain(following, batches))


def _batches(messages: Iterator[Found], knows: Knows) -> Iterator[list[Read]]:
    """Small ones first, so that something shows soon; never more than fits in memory together."""
    most = FIRST_BATCH
    batch: list[Read] = []
    size = 0
    for message in messages:
        batch.append(_hashed(message))
        size += len(batch[-1].raw or b"")
        if len(batch) == most or size > BATCH_BYTES:
            yield _marked(batch, knows)
            most = min(LARGEST_BATCH, most * 3 // 2)
            batch, size = [], 0
    if batch:
        yield _marked(batch, knows)


def _hashed(message: Found) -> Read:
    raw = getattr(message, "raw", None)
    if raw is None:
        return Read(message.source, message.key, None, "", error=getattr(message, "error", ""))
    return Read(message.source, message.key, raw, hashlib.sha256(raw).hexdigest())


def _marked(batch: list[Read], knows: Knows) -> list[Read]:
    known = knows(batch)
    for each in batch if known else ():
        each.known = (each.source, each.key, each.hash) in known
    return batch


def _looked(each: Read, directory: Directory) -> Read:
    return _with(each, attempt(each.raw or b"", directory)) if _is_unread(each) else each


def _is_unread(each: Read) -> bool:
    return each.raw is not None and not each.known


def _with(each: Read, found: Look | str) -> Read:
    if isinstance(found, str):
        log.warning("message %s cannot be read: %s", each.hash, found.partition(":")[0])
        each.error = found
    else:
        each.look = found
    return each


class _Helper:
    """One helping process. It ends when this one does, however that comes about: its pipe is closed then."""

    def __init__(self, directory: Directory) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
            process_group=0,  # Ctrl-C is for this process, which then sends it home
        )
        with suppress(OSError):  # it is gone already; asking it shows that
            self._send(directory)

    def look(self, raws: list[bytes]) -> list[Look | str] | None:
        """What it sees of these mails; None when it has ended, which is no reason to stop."""
        assert self._process.stdout is not None
        try:
            self._send(raws)
            found: list[Look | str] = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            log.warning("a helper has ended: %s", type(error).__name__)
            return None
        return found

    def _send(self, value: Any) -> None:
        assert self._process.stdin is not None
        pickle.dump(value, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()


class _Helpers:
    """Some helping processes, or none, and for each a thread that waits for it."""

    def __init__(self, directory: Directory, wanted: int) -> None:
        self._directory = directory
        self._helpers: list[_Helper] = []
        self._free: SimpleQueue[_Helper] = SimpleQueue()
        try:
            for _each in range(wanted):
                self._helpers.append(_Helper(directory))
                self._free.put(self._helpers[-1])
        except OSError as error:
            log.warning("no more help with reading: %s", error)
        self._threads = ThreadPoolExecutor(max(1, len(self._helpers)))

    def __enter__(self) -> "_Helpers":
        return self

    def __exit__(self, *_error: object) -> None:
        for helper in self._helpers:
            helper.end()
        self._threads.shutdown(cancel_futures=True)
        for helper in self._helpers:
            helper.close()

    def read(self, batches: Iterator[list[Read]]) -> Iterator[list[Read]]:
        """In their order. Each helper finds its next batch waiting; what one fails to read is read here."""
        at_work: deque[tuple[list[Read], Future[list[Look | str] | None]]] = deque()
        for batch in batches if self._helpers else ():
            raws = [each.raw or b"" for each in batch if _is_unread(each)]
            at_work.append((batch, self._threads.submit(self._look, raws)))
            if len(at_work) == AHEAD * len(self._helpers):
                first, found = at_work.popleft()
                yield _together(first, found.result(), self._directory)
        for batch, found in at_work:
            yield _together(batch, found.result(), self._directory)
        for batch in batches:
            yield _together(batch, None, self._directory)

    def _look(self, raws: list[bytes]) -> list[Look | str] | None:
        if not raws:
            return []
        helper = self._free.get()
        try:
            return helper.look(raws)
        finally:
            self._free.put(helper)


def _together(batch: list[Read], found: list[Look | str] | None, directory: Directory) -> list[Read]:
    if found is None:
        return [_looked(each, directory) for each in batch]
    looks = iter(found)
    return [_with(each, next(looks)) if _is_unread(each) else each for each in batch]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
