"""The demo: an invented city's desk in a folder of its own, opened, and gone again unless asked."""

import shutil
import signal
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from stagedesk import driver, errors
from stagedesk.cli import output
from stagedesk.cli.office import clock, settings_of
from stagedesk.cli.opening import open_screen
from stagedesk.i18n import _
from stagedesk.settings import Settings


def run_demo(arguments: Namespace) -> int:
    with _folder(arguments.keep) as folder:
        settings = replace(
            Settings(),
            language=settings_of(arguments).language,
            database=f"sqlite:///{folder / 'demo.db'}",
            outbox=str(folder / "outbox"),
            user=arguments.user or "els",
        )
        driver.choose(settings.database)
        if not (folder / "demo.db").exists():
            _make(settings, folder, large=arguments.large)
        if arguments.dump:
            return _dump(settings)
        return open_screen(settings, _("The desk opens in a terminal only. See: stagedesk demo --dump"))


def _make(settings: Settings, folder: Path, *, large: bool) -> None:
    from stagedesk.services.demos import demo, demo_large

    make = demo_large.make if large else demo.make
    try:
        make(settings, clock(), _progress if sys.stderr.isatty() else None)
    except BaseException:
        for file in folder.glob("demo.db*"):  # half a city is no city: the next time it is made anew
            file.unlink()
        raise
    if sys.stderr.isatty():
        _write("")


def _progress(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        share = 100 * done // total
        _write(_("Some months of mail at the desk of Rivierstad … {share} %").format(share=share))


def _write(words: str) -> None:
    """Put these words on the line where the cursor is, over what stood there."""
    sys.stderr.write(f"\r\033[K{words}")
    sys.stderr.flush()


def _dump(settings: Settings) -> int:
    """The desk as text: its open requests and its queues, as the list and queue commands print them."""
    from stagedesk.cli import main

    for command in (["list"], ["queue"]):
        output.line()
        output.line(f"$ stagedesk {command[0]}")
        language = ["--language", settings.language] if settings.language else []
        main(["--database", settings.database, "--as", settings.user, *language, *command])
    return 0


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """The folder for the demo's data: the one that was named, or one that is gone afterwards."""
    if kept:
        try:
            kept.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise errors.FileError(file=kept, detail=error.strerror or error) from error
        yield kept.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="stagedesk-demo-"))
    try:
        with _closed_window_ends():
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _closed_window_ends() -> Iterator[None]:
    """A window that is closed, or a kind kill, ends the demo in order, so that nothing of it stays."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {name: signal.signal(name, end) for name in (signal.SIGHUP, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
