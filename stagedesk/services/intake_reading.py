"""Reading the mails of a source for intake: one after the other, and much of it in helping processes."""

import hashlib
import logging
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from stagedesk.mail.directory import Directory
from stagedesk.mail.helper import attempt
from stagedesk.mail.looking import Look
from stagedesk.mail.sources import Found

FIRST_BATCH: Final = 100
LARGEST_BATCH: Final = 400
BATCH_BYTES: Final = 20_000_000
ALONE: Final = 1_000
"""So many mails are read here before anybody helps: a helper takes as long to start."""
HELPERS: Final = 2
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
    following = next(batches, None)
    if following is None:
        return
    rest = chain([following], batches)
    with _Helpers(directory if len(following) == LARGEST_BATCH else None) as helpers:
        yield from helpers.read(rest, directory)


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

    def __init__(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
            process_group=0,  # Ctrl-C is for this process, which then sends it home
        )

    def send(self, value: Any) -> None:
        assert self._process.stdin is not None
        pickle.dump(value, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def receive(self) -> list[Look | str]:
        assert self._process.stdout is not None
        found: list[Look | str] = pickle.load(self._process.stdout)
        return found

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.wait()


class _Helpers:
    """Some helping processes, or none; what one of them fails to read is read here."""

    def __init__(self, directory: Directory | None) -> None:
        self._helpers: list[_Helper] = []
        wanted = HELPERS if directory is not None and _cores() > 1 else 0
        try:
            for _each in range(wanted):
                self._helpers.append(_Helper())
            for helper in self._helpers:
                helper.send(directory)
        except OSError as error:
            log.warning("no help with reading: %s", error)
            self.__exit__()

    def __enter__(self) -> "_Helpers":
        return self

    def __exit__(self, *_error: object) -> None:
        for helper in self._helpers:
            helper.end()
        self._helpers = []

    def read(self, batches: Iterator[list[Read]], directory: Directory) -> Iterator[list[Read]]:
        """In their order. Each helper has one batch at a time: pipes full on both sides would block."""
        at_work: deque[tuple[_Helper, list[Read]]] = deque()
        for helper in list(self._helpers):
            self._give(helper, batches, at_work)
        while at_work:
            helper, batch = at_work.popleft()
            found = self._receive(helper)
            if found is not None:
                self._give(helper, batches, at_work)
            yield _together(batch, found, directory)
        for batch in batches:
            yield _together(batch, None, directory)

    def _give(
        self, helper: _Helper, batches: Iterator[list[Read]], at_work: deque[tuple[_Helper, list[Read]]]
    ) -> None:
        if batch := next(batches, None):
            at_work.append((helper, batch))
            with suppress(OSError):  # it is gone; receiving shows that
                helper.send([each.raw for each in batch if _is_unread(each)])

    def _receive(self, helper: _Helper) -> list[Look | str] | None:
        try:
            return helper.receive()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            log.warning("a helper has ended: %s", type(error).__name__)
            return None


def _together(batch: list[Read], found: list[Look | str] | None, directory: Directory) -> list[Read]:
    if found is None:
        return [_looked(each, directory) for each in batch]
    looks = iter(found)
    return [_with(each, next(looks)) if _is_unread(each) else each for each in batch]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
