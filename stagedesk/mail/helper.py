"""A process that looks at mails for another one: their bytes come in, what was seen of them goes out."""

import gc
import os
import pickle
import sys
from typing import BinaryIO

from stagedesk.mail.directory import Directory
from stagedesk.mail.looking import Look, look


def attempt(raw: bytes, directory: Directory) -> Look | str:
    """What one look tells, or why it failed: a strange mail must not stop the others."""
    try:
        return look(raw, directory)
    except Exception as error:  # whatever it is, the ledger shows it
        return f"{type(error).__name__}: {error}"


def serve(tasks: BinaryIO, results: BinaryIO) -> None:
    """A directory first, then lists of mails until there are no more; for each list its looks."""
    directory: Directory = pickle.load(tasks)
    gc.freeze()
    gc.set_threshold(100_000)  # what a look leaves behind is freed without it
    while True:
        raws: list[bytes] = pickle.load(tasks)
        pickle.dump([attempt(raw, directory) for raw in raws], results, pickle.HIGHEST_PROTOCOL)
        results.flush()


def main() -> None:
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand among the results
    try:
        serve(sys.stdin.buffer, results)
    except (EOFError, pickle.UnpicklingError, BrokenPipeError):  # the other process has ended, or was killed
        os._exit(0)


if __name__ == "__main__":
    main()
