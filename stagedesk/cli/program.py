"""Running one command: its language, its exit code, and a sentence for everything that can go wrong."""

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from stagedesk import errors, i18n
from stagedesk.cli.parser import INTERRUPTED, Command, build
from stagedesk.i18n import _

CLOSED_PIPE = 141  # as of a program that the signal ended


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command of these words (those of the process when None) and return its exit code."""
    if argv is None:
        _start_lightly()
    words = sys.argv[1:] if argv is None else list(argv)
    i18n.use_language(_language(words))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows ? and goes on
    try:
        code = _run_command(words)
        sys.stdout.flush()
        return code
    except errors.StagedeskError as error:
        return _sorry(f"stagedesk: {error}", error.exit_code)
    except KeyboardInterrupt:
        return _sorry(_("Stopped."), INTERRUPTED)
    except BrokenPipeError:
        # Whoever read has had enough; what is still in the buffer must not complain at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE


def _start_lightly() -> None:
    """Spare the search for garbage among the modules, at the start and at the end of this process.

    It would take a fifth of the time of a short command.
    """
    gc.disable()
    atexit.register(gc.freeze)


def _run_command(words: list[str]) -> int:
    try:
        arguments = build(words).parse_args(words)
    except SystemExit as done:  # --help and --version have said it
        sys.stdout.flush()
        return int(done.code or 0)
    command: Command = arguments.command
    if not command.needs_desk:
        gc.freeze()
        gc.enable()
        return command.function("run")(arguments)
    from stagedesk.cli.office import office  # with it come the settings, which --help does without

    with office(arguments) as at:
        gc.freeze()
        gc.enable()
        return command.function("run")(arguments, at)


def _sorry(text: str, code: int) -> int:
    from stagedesk.cli.output import say

    say(text)
    return code


def _language(words: Sequence[str]) -> str:
    """The language of help and sentences, before the settings are read: asked for, else of the locale."""
    asked = [word.partition("=")[2] for word in words if word.startswith("--language=")]
    asked += [after for word, after in pairwise(words) if word == "--language"]
    for name in (*asked, os.environ.get("STAGEDESK_LANGUAGE", "")):
        if name in i18n.LANGUAGES:
            return name
    return i18n.preferred_language()
