"""The places of the desk, each imported when somebody goes there: the start needs only the first."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.command import Provider

    from stagedesk.services.listing import Filter
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


def request_page(reference: str, mode: str) -> "DeskScreen":
    from stagedesk.ui.screens.request_page import RequestPageScreen

    return RequestPageScreen(reference, mode)


def queue(wanted: "Filter", name: str) -> "DeskScreen":
    from stagedesk.ui.screens.followup import QueueScreen

    return QueueScreen(wanted, name)


def commands() -> "type[Provider]":
    from stagedesk.ui.palette import DeskCommands

    return DeskCommands
