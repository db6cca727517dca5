"""The command line: the same verbs as the screen, for scripts, for cron and for people."""

from stagedesk.cli.program import main

__all__ = ["main"]
