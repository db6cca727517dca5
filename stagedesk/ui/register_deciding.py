"""What the screens of the register decide, always in a worker, in the name of whoever sits there."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stagedesk.domain.codes import Letter, Outcome
from stagedesk.services.clock import calls
from stagedesk.services.deciding import triage
from stagedesk.services.desk import Desk
from stagedesk.services.register import (
    checklists,
    hires,
    introduction,
    placement_course,
    placement_notes,
    placements,
    places,
)
from stagedesk.services.register.place_rows import PlaceRow
from stagedesk.services.register.placement_rows import PlacementRow
from stagedesk.services.register.places import Offer
from stagedesk.services.register.placing import Plan
from stagedesk.services.rows import RequestRow

if TYPE_CHECKING:
    from stagedesk.services.importing.arranged import MailedList
    from stagedesk.services.importing.imports_writing import Imported


class RegisterDeciding:
    """One for the whole program; every method may be called from any worker."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.by = desk.settings.user

    # Placements --------------------------------------------------------------------------------------

    def arrange(self, plan: Plan) -> PlacementRow:
        return placements.arrange(self.desk, plan, by=self.by)

    def agree(self, row: RequestRow, plan: Plan, *, note: str = "", letter: bool = True) -> RequestRow:
        return triage.close(
            self.desk,
            row.ref,
            Outcome.PLACED,
            by=self.by,
            note=note,
            letter=letter,
            plan=plan,
            seen_version=row.version,
        )

    def change(self, row: PlacementRow, plan: Plan) -> PlacementRow:
        return placements.change(self.desk, row.ref, plan, by=self.by, seen_version=row.version)

    def start(self, row: PlacementRow, batch: str | None = None, on: date | None = None) -> PlacementRow:
        return placement_course.start(
            self.desk, row.ref, on, by=self.by, seen_version=row.version, batch=batch
        )

    def no_show(self, row: PlacementRow, batch: str | None = None) -> PlacementRow:
        return placement_course.no_show(self.desk, row.ref, by=self.by, seen_version=row.version, batch=batch)

    def cancel(
        self, row: PlacementRow, batch: str | None = None, *, ended_by: str, reason: str
    ) -> PlacementRow:
        return placement_course.cancel(
            self.desk,
            row.ref,
            by=self.by,
            ended_by=ended_by,
            reason=reason,
            seen_version=row.version,
            batch=batch,
        )

    def end(
        self,
        row: PlacementRow,
        batch: str | None = None,
        on: date | None = None,
        *,
        ended_by: str | None = None,
        reason: str | None = None,
    ) -> PlacementRow:
        return placement_course.end(
            self.desk,
            row.ref,
            on,
            by=self.by,
            ended_by=ended_by,
            reason=reason,
            seen_version=row.version,
            batch=batch,
        )

    def interrupt(self, row: PlacementRow, first: date, last: date | None) -> PlacementRow:
        return placement_course.interrupt(
            self.desk, row.ref, first, last, by=self.by, seen_version=row.version
        )

    def resume(self, row: PlacementRow, on: date) -> PlacementRow:
        return placement_course.resume(self.desk, row.ref, on, by=self.by, seen_version=row.version)

    def extend(self, row: PlacementRow, until: date) -> PlacementRow:
        return placement_course.extend(self.desk, row.ref, until, by=self.by, seen_version=row.version)

    def mark(self, row: PlacementRow, document: str, state: str, batch: str | None = None) -> PlacementRow:
        return checklists.mark(
            self.desk, row.ref, document, state, by=self.by, seen_version=row.version, batch=batch
        )

    def sign(self, row: PlacementRow, party: str, batch: str | None = None) -> PlacementRow:
        return checklists.sign(self.desk, row.ref, party, by=self.by, seen_version=row.version, batch=batch)

    def note(self, row: PlacementRow, text: str, batch: str | None = None) -> PlacementRow:
        return placement_notes.note(self.desk, row.ref, text, by=self.by, batch=batch)

    def hired(
        self,
        row: PlacementRow,
        hired: str,
        batch: str | None = None,
        *,
        contract_start: date | None = None,
        contract_type: str = "",
        employer: str = "",
    ) -> PlacementRow:
        return hires.record(
            self.desk,
            row.ref,
            hired,
            by=self.by,
            contract_start=contract_start,
            contract_type=contract_type,
            employer=employer,
            batch=batch,
        )

    def plan_introduction(self, values: dict[str, Any]) -> date:
        """Any: what the lines of the form were read as."""
        day, letter = values.pop("day"), values.pop("letter", "yes") == "yes"
        return introduction.plan(self.desk, day, by=self.by, letter=letter, **values).day

    def invite(self, day: date, refs: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return introduction.invite(self.desk, day, by=self.by, only=refs)

    def attended(self, day: date, ref: str, came: bool, batch: str | None = None) -> None:
        introduction.attended(self.desk, day, ref, came, by=self.by, batch=batch)

    def take_over_list(
        self,
        found: "Path | MailedList",
        *,
        good_rows: bool,
        reconstructed: bool,
        covers: int | None = None,
    ) -> "Imported":
        """From a file, or from a mail."""
        from stagedesk.services.importing import (  # with them come the workbook's libraries
            arranged,
            imports_writing,
        )

        if isinstance(found, Path):
            return imports_writing.import_placements(
                self.desk, found, by=self.by, good_rows=good_rows, reconstructed=reconstructed
            )
        return arranged.take_over(
            self.desk,
            found.message,
            found.position,
            by=self.by,
            good_rows=good_rows,
            reconstructed=reconstructed,
            covers=covers,
        )

    def decline_list(self, found: "MailedList") -> None:
        from stagedesk.services.importing import arranged

        arranged.decline(self.desk, found.message, found.position, by=self.by)

    # Places ------------------------------------------------------------------------------------------

    def offer(self, what: Offer) -> PlaceRow:
        return places.offer(self.desk, what, by=self.by)

    def change_place(self, row: PlaceRow, what: Offer) -> PlaceRow:
        return places.change(self.desk, row.id, what, by=self.by, seen_version=row.version)

    def withdraw_place(self, row: PlaceRow, reason: str, batch: str | None = None) -> PlaceRow:
        return places.withdraw(self.desk, row.id, reason, by=self.by, seen_version=row.version, batch=batch)

    def publish(self, row: PlaceRow, channel: str) -> PlaceRow:
        return places.publish(self.desk, row.id, channel, by=self.by)

    def unpublish(self, row: PlaceRow, channel: str) -> PlaceRow:
        return places.unpublish(self.desk, row.id, channel, by=self.by)

    def propose(self, row: PlaceRow, request: str) -> PlaceRow:
        return places.propose(self.desk, row.id, request, by=self.by)

    def decide(self, row: PlaceRow, request: str, outcome: str) -> PlaceRow:
        return places.decide(self.desk, row.id, request, outcome, by=self.by)

    def call(self, letter: Letter, year: int) -> calls.Called:
        call = calls.call_for_places if letter is Letter.PLACES_CALL else calls.call_for_arranged
        return call(self.desk, year, by=self.by)
