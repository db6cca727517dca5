"""The terminal the desk is painted on, which may go away at any moment: the desk then ends in order."""

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Thread, Timer
from typing import IO, Any, Final, cast

from textual.drivers.linux_driver import LinuxDriver

PATIENCE: Final = 5.0
"""Seconds for ending in order; a server that somebody waits for may take longer than that."""
SIGNALS: Final = (signal.SIGHUP, signal.SIGTERM)
_GONE: Final = select.POLLHUP | select.POLLERR


class Terminal(LinuxDriver):
    """As Textual's own, which reads from a lost terminal for ever, or waits for ever to paint on it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # Any: whatever the driver takes
        super().__init__(*arguments, **options)
        self._file = cast(Any, Dropping(cast(IO[str], self._file)))  # Any: a part of what a file can do
        self._before: dict[signal.Signals, Any] = {}
        self._watched = False

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types
        if self._watched:
            return  # back from Ctrl+Z
        self._watched = True
        Thread(target=self._watch, name="terminal", daemon=True).start()
        for number in SIGNALS:
            if signal.getsignal(number) != signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._told)

    def run_input_thread(self) -> None:
        with suppress(OSError):  # it is gone, which `_watch` sees, too
            super().run_input_thread()

    def close(self) -> None:
        super().close()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _watch(self) -> None:
        """Nothing is asked for, so that only the loss of the terminal ends the waiting."""
        poll = select.poll()
        poll.register(self.fileno, 0)
        if any(event & _GONE for _file, event in poll.poll()):
            self._leave(signal.SIGHUP)

    def _told(self, number: int, _frame: object) -> None:
        self._leave(number)

    def _leave(self, number: int) -> None:
        """What was typed is kept where forms keep it; whatever still waits then is not waited for."""
        code = 128 + number
        late = Timer(PATIENCE, os._exit, (code,))
        late.daemon = True
        late.start()
        with suppress(RuntimeError):  # it is ending already
            self._loop.call_soon_threadsafe(self._app.exit, None, code)


class Dropping:
    """A file for which nothing is lost by losing what is written to it."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.fileno: Callable[[], int] = file.fileno

    def write(self, text: str) -> None:
        with suppress(OSError):
            self.file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self.file.flush()
