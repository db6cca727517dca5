"""imaplib's connection, whose reading can be stopped, gives up a silent server, and can wait for news."""

import imaplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Final

_SLICE: Final = 0.2  # seconds until somebody who asked to stop is heard
_RECEIVE: Final = 65_536
LARGEST: Final = 150_000_000  # bytes of one mail; Exchange Online's own bound
_LONGEST_LINE: Final = 64_000_000  # the numbers of some millions of mails
_LOGIN_TIME: Final = 180.0  # seconds from the first word until somebody is logged in
_IDLE: Final = b"IDLE"


class Stopped(Exception):
    """Somebody asked to stop; not an error."""


class Line(imaplib.IMAP4):
    """A connection. `read` and `readline` are what imaplib lets others replace."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        patience: float,
        context: ssl.SSLContext | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.features: frozenset[str] = frozenset()
        self.until = monotonic() + _LOGIN_TIME
        """The moment at which the answer must be complete, however steadily it trickles."""
        self._buffer = bytearray()
        self._heard: object = None
        self._patience, self._context, self._stopped = patience, context, stopped
        super().__init__(host, port, patience)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        if self._context:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=host)

    def read(self, size: int) -> bytes:
        if size > LARGEST:
            raise self.abort(f"the server announces {size} bytes")
        self._forget_plain_words()
        while len(self._buffer) < size:
            self._more()
        return self._take(size)

    def readline(self) -> bytes:
        self._forget_plain_words()
        looked = 0
        while (end := self._buffer.find(b"\n", looked)) < 0:
            looked = len(self._buffer)
            if looked > _LONGEST_LINE:
                raise self.abort("a line without end")
            self._more()
        return self._take(end + 1)

    def learn_features(self) -> None:
        """Ask what the server can do; after login it often can do more than before."""
        _ok, data = self.capability()
        words = b" ".join(each for each in data if isinstance(each, bytes))
        self.features = frozenset(words.decode("ascii", "replace").upper().split())

    def wait_for_news(self, seconds: float) -> None:
        """IDLE: wait until the server tells of something, but not longer than this."""
        self.send(_IDLE + b" IDLE\r\n")
        told = False
        while not (answer := self.readline()).startswith(b"+"):
            told = True
            if answer.startswith(_IDLE + b" "):
                raise self.error(answer.decode("ascii", "replace"))
        end = monotonic() + seconds
        while not told and not self._buffer and monotonic() < end:
            if self._stopped():
                raise Stopped
            self._receive()
        self.send(b"DONE\r\n")
        while not self.readline().startswith(_IDLE + b" "):
            pass

    def end(self, *, politely: bool) -> None:
        """Close the connection, after a word to the server if it still listens."""
        if politely:
            with suppress(self.error, OSError, Stopped):
                self.logout()
        with suppress(OSError):
            self.shutdown()

    def _forget_plain_words(self) -> None:
        """What came before STARTTLS may be anybody's, and must not be taken for an answer behind it."""
        if self._heard is not self.sock:
            self._heard = self.sock
            self._buffer.clear()

    def _more(self) -> None:
        """Add to the buffer what the server says next."""
        end = min(monotonic() + self._patience, self.until)
        while True:
            if self._stopped():
                raise Stopped
            if self._receive():
                return
            if monotonic() > end:
                raise TimeoutError

    def _receive(self) -> bool:
        self.sock.settimeout(_SLICE)
        try:
            data = self.sock.recv(_RECEIVE)
        except TimeoutError:
            return False
        finally:
            self.sock.settimeout(self._patience)
        if not data:
            raise self.abort("the server closed the connection")
        if monotonic() > self.until:
            raise TimeoutError
        self._buffer += data
        return True

    def _take(self, size: int) -> bytes:
        with memoryview(self._buffer) as buffer:
            taken = bytes(buffer[:size])
        del self._buffer[:size]
        return taken
