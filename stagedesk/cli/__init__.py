"""The command line: the same verbs as the screen, for scripts, for cron and for people."""

import atexit
import gc
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command of these words (those of the process when None) and return its exit code."""
    if argv is None:
        # Looking for garbage among modules, while they are imported and at the end of the process, would
        # take a fifth of the time of a short command. It is switched on again before the command runs.
        gc.disable()
        atexit.register(gc.freeze)
    from stagedesk.cli.program import run

    return run(argv)
