"""The places of the desk, each imported when somebody goes there: the start needs only the first."""

from importlib import import_module
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from textual.command import Provider

    from stagedesk.services.importing.arranged import MailedList
    from stagedesk.services.lists.listing import Filter
    from stagedesk.ui.screens.desk_screen import DeskScreen


def followup() -> "DeskScreen":
    from stagedesk.ui.screens.followup import FollowUpScreen

    return FollowUpScreen()


def requests() -> "DeskScreen":
    from stagedesk.ui.screens.requests import RequestsScreen

    return RequestsScreen()


def figures() -> "DeskScreen":
    from stagedesk.ui.screens.figures import FiguresScreen

    return FiguresScreen()


def placements() -> "DeskScreen":
    from stagedesk.ui.screens.placements import PlacementsScreen

    return PlacementsScreen()


def places() -> "DeskScreen":
    from stagedesk.ui.screens.places_list import PlacesScreen

    return PlacesScreen()


def directory() -> "DeskScreen":
    from stagedesk.ui.screens.directory import DirectoryScreen

    return DirectoryScreen()


def placement_page(reference: str, mode: str) -> "DeskScreen":
    from stagedesk.ui.screens.placement_page import PlacementPageScreen

    return PlacementPageScreen(reference, mode)


def who_is_where() -> "DeskScreen":
    from stagedesk.ui.screens.who_is_where import WhoIsWhereScreen

    return WhoIsWhereScreen()


def introduction() -> "DeskScreen":
    from stagedesk.ui.screens.introduction_days import IntroductionScreen

    return IntroductionScreen()


def import_list(found: "Path | MailedList") -> "DeskScreen":
    from stagedesk.ui.screens.import_list import ImportListScreen

    return ImportListScreen(found)


def request_page(reference: str, mode: str) -> "DeskScreen":
    from stagedesk.ui.screens.request_page import RequestPageScreen

    return RequestPageScreen(reference, mode)


def queue(wanted: "Filter", name: str) -> "DeskScreen":
    from stagedesk.ui.screens.followup import QueueScreen

    return QueueScreen(wanted, name)


def accounts() -> "DeskScreen":
    from stagedesk.ui.screens.accounts import AccountsScreen

    return AccountsScreen()


def outbox() -> "DeskScreen":
    from stagedesk.ui.screens.outbox import OutboxScreen

    return OutboxScreen()


def closing_days() -> "DeskScreen":
    from stagedesk.ui.screens.closing_days import ClosingDaysScreen

    return ClosingDaysScreen()


def commands() -> "type[Provider]":
    from stagedesk.ui.palette import DeskCommands

    return DeskCommands


def import_the_rest() -> None:
    """In a thread, when the first list is there: what a key would import while somebody waits for it."""
    from pkgutil import iter_modules

    from stagedesk.ui import deciding, dialogs, garbage, register_deciding, register_reading, screens  # noqa: F401

    for package in (screens, dialogs):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
            sleep(0.01)  # a key that was pressed meanwhile goes first
    garbage.keep_what_is_there()
