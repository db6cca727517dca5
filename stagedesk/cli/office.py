"""The desk that a command works at: from the words of the command line, the settings and the environment."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stagedesk import driver, i18n, settings
from stagedesk.settings import Settings

if TYPE_CHECKING:  # whatever knows the database is imported after the choice of its driver
    from stagedesk.services.desk import Desk


class Office(NamedTuple):
    """An open desk and who works at it."""

    desk: "Desk"
    by: str


def settings_of(arguments: Namespace) -> Settings:
    """The settings as file, variables and command line give them, the latter winning; sets the language."""
    named = Path(arguments.config) if arguments.config else None
    asked = {"database": arguments.database, "user": arguments.user, "language": arguments.language}
    found = replace(settings.load(file=named), **{name: value for name, value in asked.items() if value})
    if found.language:
        i18n.use_language(found.language)
    return found


def clock() -> Callable[[], datetime]:
    """The real clock, unless STAGEDESK_NOW holds it."""
    from stagedesk.services.desk import real_clock

    moment = settings.fixed_now()
    return (lambda: moment) if moment else real_clock


@contextmanager
def office(arguments: Namespace, *, create: bool = False) -> Iterator[Office]:
    """Open the desk; what its database says while it is open becomes a sentence."""
    found = settings_of(arguments)
    driver.choose(found.database)
    from stagedesk.services import setup

    with driver.in_words(found.database):
        opened = setup.make_desk(found, clock()) if create else setup.open_desk(found, clock())
        with setup.connected():
            yield Office(opened, found.user)
