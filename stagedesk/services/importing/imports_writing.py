"""Taking over a list of placements: all of it or its good lines, as one step back for undo."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peewee import JOIN

from stagedesk.db import many
from stagedesk.db import models as m
from stagedesk.db.connection import is_sqlite, lock_history, session, take_ids, transaction
from stagedesk.domain.codes import ChecklistState, EndedBy, Route
from stagedesk.domain.text import clean
from stagedesk.services.deciding import numbering
from stagedesk.services.desk import Desk, staff_member
from stagedesk.services.importing import imports_placements
from stagedesk.services.importing.imports_placements import Preview
from stagedesk.services.importing.imports_reader import Entry
from stagedesk.services.importing.imports_workbook import plain
from stagedesk.services.journal import history
from stagedesk.services.register import checklists, placement_rows
from stagedesk.services.register.placement_days import Periods, measured
from stagedesk.services.register.placing import Plan, columns
from stagedesk.services.statistics import coverage

IMPORTED = "placement_imported"
OTHER = "other"
AT_ONCE = 500
TABLES: tuple[type[m.Table], ...] = (
    m.Applicant, m.Placement, m.PlacementPeriod, m.ChecklistItem, m.Agreement, m.Signature, m.Hire,
)  # fmt: skip
"""In the order in which they are inserted: a row after what it points to."""
SIGNED_FORM = "school_agreement"
"""What rests on no agreement and was signed all the same."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import; with bad lines and not `good_rows`, or a dry run, nothing was written."""

    preview: Preview
    written: tuple[str, ...]
    """The new placements."""
    batch: str | None
    """What undo takes back as one."""


def preview(
    desk: Desk,
    file: str | Path,
    *,
    raw: bytes | None = None,
    department: str = "",
    route: str = Route.DEPARTMENT,
) -> Preview:
    """What an import of this list would do."""
    with session():
        return imports_placements.read(file, desk.today(), raw=raw, department=department, route=route)


def import_placements(
    desk: Desk,
    file: str | Path,
    *,
    by: str,
    raw: bytes | None = None,
    department: str = "",
    route: str = Route.DEPARTMENT,
    reconstructed: bool = False,
    good_rows: bool = False,
    dry_run: bool = False,
    covers: Iterable[int] = (),
) -> Imported:
    """Take over the new lines of a list; with a bad line nothing, unless only the `good_rows` are wanted.

    `reconstructed` marks placements of past years that are entered afterwards; for the years that the list
    `covers` its departments are written down as having told everything. The same list again changes nothing.
    """
    with transaction():
        lock_history()  # two people with the same list: the second finds it there
        found = preview(desk, file, raw=raw, department=department, route=route)
        if dry_run or (found.problems and not good_rows):
            return Imported(found, (), None)
        batch = secrets.token_hex(8)
        writer = _Writer(desk, by, batch, reconstructed)
        references = writer.write(found.new)
        departments = {
            entry.plan.department for entry in (*found.new, *(entry for entry, _ref in found.known))
        }
        for year in covers:
            for code in sorted(departments):
                coverage.report(desk, code, year, by=by, batch=batch)
        return Imported(found, tuple(references), batch)


class _Writer:
    """Rows gathered for all tables and inserted together; each placement is a step of its own."""

    def __init__(self, desk: Desk, by: str, batch: str, reconstructed: bool) -> None:
        self.desk, self.batch, self.reconstructed = desk, batch, reconstructed
        self.staff = staff_member(by)
        self.departments = {
            code: (number, directorate)
            for code, number, directorate in m.tuples(
                m.Department.select(m.Department.code, m.Department.id, m.Department.directorate)
            )
        }
        self.schools = dict(m.tuples(m.School.select(m.School.code, m.School.id)))
        self.people = _people()
        self.rows: dict[type[m.Table], list[dict[str, Any]]] = {}
        self._numbers: dict[type[m.Table], list[int]] = {}

    def write(self, entries: Iterable[Entry]) -> list[str]:
        wanted = list(entries)
        references = numbering.take_placements(self.desk.today(), len(wanted))
        steps = [
            self._placement(entry, reference) for entry, reference in zip(wanted, references, strict=True)
        ]
        for table in TABLES:
            many.insert(table, self.rows.get(table, []))
        history.append(steps)
        return references

    def _add(self, step: history.Step, table: type[m.Table], **values: Any) -> int:
        values["id"] = self._number(table)
        full = many.complete(table, values) | {"id": values["id"]}
        step.note_inserted(table, full)
        self.rows.setdefault(table, []).append(full)
        return int(full["id"])

    def _number(self, table: type[m.Table]) -> int:
        """A number for a row that is inserted later; gaps do no harm."""
        free = self._numbers.setdefault(table, [])
        if not free:
            # On SQLite numbers come from the rows that are there: those that wait come before.
            waiting = len(self.rows.get(table, ())) if is_sqlite() else 0
            free += reversed(take_ids(table, waiting + AT_ONCE)[waiting:])
        return free.pop()

    def _placement(self, entry: Entry, reference: str) -> history.Step:
        step = history.Step(self.desk, IMPORTED, None, self.batch)
        step.staff = self.staff
        plan = entry.plan
        department, directorate = self.departments[plan.department]
        person = self._person(step, entry)
        periods = Periods(plan.blocks, plan.pauses)
        placement = self._add(
            step,
            m.Placement,
            reference=reference,
            applicant=person,
            department=department,
            directorate=directorate,
            school=self.schools.get(plan.school),
            owner=self.staff.id,
            made_on=self.desk.today(),
            started_on=entry.started_on,
            ended_on=entry.ended_on,
            no_show=entry.no_show,
            ended_reason=OTHER if entry.stopped else None,
            ended_by=EndedBy.UNKNOWN if entry.stopped else None,
            reconstructed=self.reconstructed,
            **columns(plan),
            **measured(periods, plan.days_per_week, entry.started_on, entry.ended_on),
        )
        step.placement = placement
        self._blocks(step, plan, placement)
        self._papers(step, entry, placement)
        if entry.hired_on:
            self._add(
                step, m.Hire, placement=placement, asked_on=self.desk.today(), hired="yes",
                contract_start=entry.hired_on,
            )  # fmt: skip
        step.facts |= {"placement": reference, "department": plan.department, "line": entry.line}
        return step

    def _blocks(self, step: history.Step, plan: Plan, placement: int) -> None:
        for pause, blocks in ((False, plan.blocks), (True, plan.pauses)):
            for block in blocks:
                self._add(
                    step, m.PlacementPeriod, placement=placement, first_day=block.first, last_day=block.last,
                    interruption=pause,
                )  # fmt: skip

    def _person(self, step: history.Step, entry: Entry) -> int:
        """The same mail address is the same person; without one the same name at the same school."""
        plan = entry.plan
        for key in (plan.email.lower(), _by_name(plan.applicant, plan.school)):
            if key and key in self.people:
                return self.people[key]
        number = self._add(
            step,
            m.Applicant,
            name=clean(plan.applicant),
            email=plan.email.lower(),
            phone=plan.phone,
            gender=plan.gender,
        )
        self.people[plan.email.lower() or _by_name(plan.applicant, plan.school)] = number
        return number

    def _papers(self, step: history.Step, entry: Entry, placement: int) -> None:
        """What is over has only its agreement, if it was signed; what is not has its checklist too."""
        over = entry.ended_on is not None or entry.no_show
        plan = entry.plan
        form = plan.legal_form or checklists.legal_form(plan.kind)
        if not over:
            for values in checklists.items(self.desk.calendar, plan.kind, entry.first, entry.last):
                if values["document"] == checklists.AGREEMENT and entry.signed_on:
                    signed = {"state": ChecklistState.SIGNED, "next_move": None, "done_on": entry.signed_on}
                    values |= signed
                self._add(step, m.ChecklistItem, placement=placement, **values)
        if form == placement_rows.NO_AGREEMENT and entry.signed_on:
            form = SIGNED_FORM
        if form and form != placement_rows.NO_AGREEMENT and (entry.signed_on or not over):
            agreement = self._add(
                step, m.Agreement, placement=placement, legal_form=form, programme=plan.programme,
                complete_on=entry.signed_on,
            )  # fmt: skip
            for party in checklists.signed_by(plan.kind):
                self._add(step, m.Signature, agreement=agreement, party=party, signed_on=entry.signed_on)


def _by_name(name: str, school: str) -> str:
    return f"{plain(name)}/{school}"


def _people() -> dict[str, int]:
    """Applicants with a placement, by mail address, else by name and school."""
    p = m.Placement
    query = (
        p.select(m.Applicant.id, m.Applicant.name, m.Applicant.email, m.School.code)
        .join(m.Applicant).switch(p).join(m.School, JOIN.LEFT_OUTER).order_by(p.id)
    )  # fmt: skip
    found: dict[str, int] = {}
    for number, name, email, school in m.tuples(query):
        found.setdefault(email.lower() or _by_name(name, school or ""), number)
    addresses = m.Applicant.select(m.Applicant.id, m.Applicant.email).where(m.Applicant.email != "")
    for number, email in m.tuples(addresses.order_by(m.Applicant.id)):
        found.setdefault(email.lower(), number)
    return found
