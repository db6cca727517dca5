"""Which list of placements is looked at: one that came by mail, or one from a file."""

from typing import TYPE_CHECKING

from stagedesk.i18n import _
from stagedesk.ui import texts
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.file_name import FileName
from stagedesk.ui.screens.desk_screen import DeskScreen
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:  # with it come the workbook's libraries
    from stagedesk.services.importing.arranged import MailedList

FILE = "file"


def which_list(screen: DeskScreen) -> None:
    """One of those that came by mail, the ones of the request in hand first; else a file."""
    office = screen.office
    if office is not None:
        register = office.register
        screen.ask("mailed lists", register.mailed_lists, lambda found: _choose(screen, found))


def _choose(screen: DeskScreen, found: "tuple[MailedList, ...]") -> None:
    if not found:
        _ask_file(screen)
        return
    request = screen.in_hand()
    ref = request.ref if request else screen.about
    offered = sorted(found, key=lambda each: each.request != ref)

    def take(code: str | None) -> None:
        if code == FILE:
            _ask_file(screen)
        elif code is not None:
            screen.desk_app.open_list(offered[int(code)])

    assert screen.office is not None, "the lists were read by it"
    names, today = screen.office.reading.departments, screen.office.reading.today
    choices = [
        Choice(
            str(place),
            each.name,
            texts.GAP.join(
                (names.get(each.department, each.department), texts.day_and_time(each.taken_at, today))
            ),
        )
        for place, each in enumerate(offered)
    ]
    choices.append(Choice(FILE, _("a file …")))
    screen.app.push_screen(Choose(_("A list of placements"), choices), take)


def _ask_file(screen: DeskScreen) -> None:
    heading = _("A list of placements")
    screen.app.push_screen(FileName(heading), lambda file: screen.desk_app.open_list(file) if file else None)
