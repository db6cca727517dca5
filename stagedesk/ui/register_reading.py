"""What the screens of the register read, always in a worker: placements, places, who is where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stagedesk.domain.codes import Letter
from stagedesk.services.city import schools
from stagedesk.services.clock import calls
from stagedesk.services.clock.calls import Called
from stagedesk.services.deciding import choices
from stagedesk.services.desk import Desk
from stagedesk.services.journal import undo
from stagedesk.services.register import (
    hires,
    introduction,
    matching,
    place_rows,
    placement_lists,
    placement_rows,
    placements,
    vacancies,
    whereabouts,
)
from stagedesk.services.register.introduction import DayRow, GuestRow
from stagedesk.services.register.matching import Match
from stagedesk.services.register.place_rows import PlaceList, PlacePage
from stagedesk.services.register.placement_lists import PlacementList
from stagedesk.services.register.placement_rows import PlacementPage, PlacementRow
from stagedesk.services.register.placing import Plan
from stagedesk.services.register.whereabouts import DepartmentPresence
from stagedesk.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from stagedesk.services.importing.arranged import MailedList
    from stagedesk.services.importing.imports_placements import Preview
    from stagedesk.services.register.placement_draft import Draft


@dataclass(frozen=True, slots=True)
class SeenPlacement:
    """A placement's page, with the step that undo would take back now."""

    page: PlacementPage
    undoable: int | None
    hire_months: int | None
    """The check that is due: so many months after the end."""


@dataclass(frozen=True, slots=True)
class SeenPlace:
    """A place's page, with the requests that fit it."""

    page: PlacePage
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class SeenIntroduction:
    """The introduction days, the latest first, and everybody who belongs to one of them."""

    days: tuple[DayRow, ...]
    day: DayRow | None
    """The one that is looked at; none where none is planned."""
    to_invite: tuple[PlacementRow, ...] = ()
    guests: tuple[GuestRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What a form completes."""

    departments: tuple[Choice, ...]
    schools: tuple[Choice, ...]
    places: tuple[Choice, ...] = ()


class RegisterReading:
    """One for the whole program; every method may be called from any worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    # Placements --------------------------------------------------------------------------------------

    def placements(self, view: placement_lists.View, name: str = "") -> PlacementList:
        return PlacementList(self.desk, view, placement_lists.Filter(name=name))

    def placement_counts(self) -> Mapping[str, int]:
        return {str(view): count for view, count in placement_lists.counts(self.desk).items()}

    def placement(self, ref: str) -> SeenPlacement:
        page = placement_rows.page(self.desk, ref)
        following = undo.what_next(self.desk.settings.user)
        ended = page.placement.ended_on
        asked = {task.placement: task.months for task in hires.due(self.desk)} if ended else {}
        return SeenPlacement(page, following[0] if following else None, asked.get(page.placement.ref))

    def plan_of(self, ref: str) -> Plan:
        return placements.plan_of(ref)

    def draft(self, request: str) -> "Draft":
        from stagedesk.services.register import placement_draft  # with it comes all that reads mails

        return placement_draft.draft(self.desk, request)

    def warnings(self, plan: Plan, ref: str | None = None) -> tuple[str, ...]:
        return placements.warnings(self.desk, plan, ref)

    def names(self) -> Names:
        """Departments, schools and open places, for completion."""
        listed = choices.departments(self.desk)
        open_places = self.places("open")
        return Names(
            departments=tuple(Choice(each.code, each.name, each.directorate) for each in listed),
            schools=tuple(
                Choice(each.code, each.name, each.city) for each in schools.listed() if not each.valid_to
            ),
            places=tuple(
                Choice(str(each.id), f"{each.id} {each.title}", each.department_name)
                for each in open_places.page(0, open_places.count())
            ),
        )

    def presence(self, day: date) -> tuple[DepartmentPresence, ...]:
        return whereabouts.on(self.desk, day)

    def introduction(self, day: date | None) -> SeenIntroduction:
        """This introduction day; without a day (or one that is gone) the next one, else the last."""
        days = introduction.days()
        chosen = next((row for row in days if row.day == day), None)
        coming = [row for row in days if row.day >= self.desk.today()]
        if chosen := chosen or next(iter((*reversed(coming), *days)), None):
            to_invite = introduction.to_invite(self.desk, chosen.day)
            return SeenIntroduction(days, chosen, to_invite, introduction.guests(self.desk, chosen.day))
        return SeenIntroduction(days, None)

    # Places ------------------------------------------------------------------------------------------

    def places(self, view: place_rows.View) -> PlaceList:
        return PlaceList(self.desk, view)

    def place_counts(self) -> Mapping[str, int]:
        return {view: self.places(view).count() for view in place_rows.VIEWS}

    def place(self, number: int) -> SeenPlace:
        return SeenPlace(place_rows.page(self.desk, number), matching.for_place(self.desk, number))

    def vacancy(self, place: int) -> str:
        return vacancies.export(self.desk, place)

    def save_vacancy(self, place: int, file: Path) -> Path:
        return vacancies.save(self.desk, place, file.expanduser())

    def would_call(self, letter: Letter, year: int) -> Called:
        return calls.preview(self.desk, letter, year)

    # Lists from elsewhere ----------------------------------------------------------------------------

    def import_preview(self, found: "Path | MailedList") -> "Preview":
        """Of a file, or of a list that hangs on a mail."""
        from stagedesk.services.importing import (  # with them come the workbook's libraries
            arranged,
            imports_writing,
        )

        if isinstance(found, Path):
            return imports_writing.preview(self.desk, found)
        return arranged.preview(self.desk, found.message, found.position)

    def mailed_lists(self) -> "tuple[MailedList, ...]":
        """Those that came by mail and were neither taken over nor declined."""
        from stagedesk.services.importing import arranged

        return arranged.waiting(self.desk)
