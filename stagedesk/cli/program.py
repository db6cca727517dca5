"""Running one command: its language, its exit code, and a sentence for everything that can go wrong."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from stagedesk import errors, i18n
from stagedesk.cli.parser import INTERRUPTED, Command, build
from stagedesk.i18n import _

CLOSED_PIPE = 141  # as of a program that the signal ended


def run(argv: Sequence[str] | None) -> int:
    """Run the command of these words (those of the process when None) and return its exit code."""
    _open_closed_streams()
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
        return _sorry(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _sorry(_("Stopped."), INTERRUPTED)
    except BrokenPipeError:
        _drop_output()
        return CLOSED_PIPE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _drop_output()
        full = errors.FileError(file="stdout", detail=error.strerror)
        return _sorry(str(full), full.exit_code)


def _open_closed_streams() -> None:
    """Where the shell closed one (`2>&-`) the next file that is opened, a database even, would stand in."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _drop_output() -> None:
    """Nobody reads any more, or it fits nowhere: what is still to be written must not complain at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_command(words: list[str]) -> int:
    try:
        arguments = build(words).parse_args(words)
    except SystemExit as done:  # --help and --version have said it
        sys.stdout.flush()
        return int(done.code or 0)
    command: Command = arguments.command
    if not command.needs_desk:
        _collect_garbage_again()
        return command.function("run")(arguments)
    from stagedesk.cli.office import office  # with it come the settings, which --help does without

    with office(arguments) as at:
        _collect_garbage_again()
        if command.names_people(arguments):
            from stagedesk.services.rights import refuse_readers

            refuse_readers(at.by)
        return command.function("run")(arguments, at)


def _collect_garbage_again() -> None:
    """What was imported stays anyway, so that only what the command makes is looked at."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _sorry(text: str, code: int) -> int:
    from stagedesk.cli.output import say

    say(f"stagedesk: {' '.join(text.split())}")
    return code


def _language(words: Sequence[str]) -> str:
    """The language of help and sentences, before the settings are read: asked for, else of the locale."""
    asked = [word.partition("=")[2] for word in words if word.startswith("--language=")]
    asked += [after for word, after in pairwise(words) if word == "--language"]
    for name in (*asked, os.environ.get("STAGEDESK_LANGUAGE", "")):
        if name in i18n.LANGUAGES:
            return name
    return i18n.preferred_language()
