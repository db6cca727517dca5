"""Opening the desk on the screen, where there is one."""

from stagedesk import driver, errors
from stagedesk.cli.output import is_terminal
from stagedesk.settings import Settings


def open_screen(settings: Settings, elsewhere: str) -> int:
    """Show the desk until somebody leaves it; `elsewhere` is said where there is no terminal."""
    if not is_terminal():
        raise errors.UsageError(detail=elsewhere)
    driver.choose(settings.database)
    from stagedesk.ui import garbage

    garbage.look_seldom()
    garbage.do_not_look_yet()
    from stagedesk.ui.app import run

    return run(settings)
