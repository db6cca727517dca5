"""Reading the lines of a list of placements, one after another, each for itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from stagedesk.domain.codes import PlacementStatus
from stagedesk.domain.measures import Block
from stagedesk.i18n import _, ngettext
from stagedesk.services import reference
from stagedesk.services.importing import imports_cells as cells
from stagedesk.services.importing.imports_columns import BadCell
from stagedesk.services.importing.imports_known import Known
from stagedesk.services.importing.imports_sheet import Problem
from stagedesk.services.importing.imports_workbook import Cell, Heading, plain
from stagedesk.services.mail_out.outbox import usable
from stagedesk.services.register.placement_days import EARLIEST, LATEST
from stagedesk.services.register.placing import Plan

REFUSED = "refused"


@cache
def headings() -> dict[str, str]:
    """Every heading in plain words, with the field that it means; a field's own name is one too."""
    columns = reference.table("import_columns")
    found = {plain(word): field for field, each in columns.items() for word in each["words"]}
    found |= {plain(field): field for field in columns}
    return {words: field for words, field in found.items() if field != REFUSED}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list as it would be written down."""

    line: int
    plan: Plan
    started_on: date | None
    ended_on: date | None
    no_show: bool
    stopped: bool
    signed_on: date | None
    hired_on: date | None

    @property
    def first(self) -> date:
        return min(block.first for block in self.plan.blocks)

    @property
    def last(self) -> date:
        return self.ended_on or max(block.last for block in self.plan.blocks)

    @property
    def status(self) -> PlacementStatus:
        """Where the placement would stand in the register."""
        if self.no_show:
            return PlacementStatus.NO_SHOW
        if self.ended_on:
            return PlacementStatus.STOPPED_EARLY if self.stopped else PlacementStatus.COMPLETED
        return PlacementStatus.STARTED if self.started_on else PlacementStatus.PLANNED

    @property
    def person(self) -> str:
        """Who it is, as far as the list can tell: the mail address, else the name."""
        return self.plan.email.lower() or plain(self.plan.applicant)


class Reader:
    """Reads line after line; remembers the department that stands above a group of lines."""

    def __init__(self, heading: Heading, known: Known, today: date, department: str, route: str) -> None:
        self.heading, self.known, self.today, self.route = heading, known, today, route
        self.department = known.departments.get(plain(department), "")
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.skipped: list[Problem] = []
        self.filled_down = 0
        self.schools: set[str] = set()
        self.notes: dict[str, int] = {}

    def take(self, line: int, row: Sequence[Cell]) -> None:
        values = {field: row[place] for place, field in self.heading.fields.items() if place < len(row)}
        if why := self._no_placement(row, values):
            self.skipped.append(Problem(line, why))
            return
        reasons: list[str] = []
        entry = self._entry(line, values, reasons)
        self.problems += [Problem(line, reason) for reason in reasons]
        if entry is not None and not reasons:
            self.entries.append(entry)

    def _no_placement(self, row: Sequence[Cell], values: dict[str, Cell]) -> str:
        if cells.is_total(row):
            return _("a total")
        filled = [cell for cell in row if cell != ""]
        same = sum(
            plain(str(values.get(field, ""))) == plain(self.heading.names.get(place, ""))
            for place, field in self.heading.fields.items()
        )
        if same >= max(2, len(self.heading.fields) // 2):
            return _("the heading again")
        if len(filled) == 1 and isinstance(filled[0], str):
            if code := self.known.departments.get(plain(filled[0])):
                self.department = code
                return _("the lines below are of {department}").format(department=filled[0])
            if not any(values.get(field, "") for field in ("name", "last_name", "start", "periods")):
                return _("a remark of the list")
        return ""

    def _entry(self, line: int, values: dict[str, Cell], reasons: list[str]) -> Entry | None:
        def read(field: str, reading: Callable[[Cell], Any], empty: Any = None) -> Any:
            try:
                return reading(values[field]) if values.get(field, "") != "" else empty
            except BadCell as bad:
                reasons.append(f"{field}: {bad}")
                return empty

        blocks = self._blocks(read, reasons)
        plan = Plan(
            applicant=self._name(read, reasons),
            email=read("email", _email, ""),
            phone=read("phone", cells.text, ""),
            gender=read("gender", cells.gender),
            age_at_start=read("age", _age),
            department=self._department(values, reasons),
            school=read("school", self._school, ""),
            kind=read("kind", lambda cell: _code(cell, self.known.kinds)),
            legal_form=read("legal_form", lambda cell: _code(cell, self.known.legal_forms)),
            programme=read("programme", lambda cell: cells.text(cell)[:40]),
            level_followed=read("level", lambda cell: _code(cell, self.known.levels)),
            study=read("study", cells.text, ""),
            blocks=blocks,
            pauses=read("pauses", cells.periods, ()),
            days_per_week=read("days_per_week", cells.days_per_week),
            hours_total=read("hours_total", cells.number),
            compensation=read("paid", cells.three_valued, "unknown"),
            mentor=read("mentor", cells.text, ""),
            remark=self._remark(read, values),
            route=self.route,
        )
        facts = {
            "signed_on": read("signed", self._past), "hired_on": read("hired", cells.day),
            "started_on": read("started", self._past), "ended_on": read("stopped", self._past),
            "no_show": read("no_show", cells.is_yes, False),
        }  # fmt: skip
        return None if reasons else self._as_it_went(Entry(line, plan, stopped=False, **facts), reasons)

    def _as_it_went(self, entry: Entry, reasons: list[str]) -> Entry | None:
        """What a list does not say of the days that are over: that they went as planned."""
        if entry.no_show:
            return replace(entry, started_on=None, ended_on=None)
        last = max(block.last for block in entry.plan.blocks)
        started = entry.started_on or (entry.first if entry.first <= self.today else None)
        ended = entry.ended_on or (last if started and last < self.today else None)
        if ended and (not started or ended < started):
            reasons.append(_("stopped: {last} is before {first}").format(last=ended, first=started))
            self.problems.append(Problem(entry.line, reasons[-1]))
            return None
        stopped = bool(entry.ended_on and entry.ended_on < last)
        return replace(entry, started_on=started, ended_on=ended, stopped=stopped)

    def _blocks(self, read: Callable[..., Any], reasons: list[str]) -> tuple[Block, ...]:
        blocks: tuple[Block, ...] = read("periods", cells.periods, ())
        first, last = read("start", cells.day), read("end", cells.day)
        if not blocks and first:
            if last is None:
                reasons.append(_("end: it is empty"))
                return ()
            if last < first:
                reasons.append(_("end: {last} is before {first}").format(last=last, first=first))
                return ()
            blocks = (Block(first, last),)
        if not blocks and not reasons:
            reasons.append(_("period: it is empty"))
        if any(block.first < EARLIEST or block.last > LATEST for block in blocks):
            reasons.append(_("period: {day} cannot be meant.").format(day=blocks[0].first))
        return blocks

    def _name(self, read: Callable[..., Any], reasons: list[str]) -> str:
        parts = (read("first_name", cells.text, ""), read("last_name", cells.text, ""))
        found: str = read("name", cells.name, "") or " ".join(filter(None, parts))
        if not found:
            reasons.append(_("name: it is empty"))
        return found

    def _department(self, values: dict[str, Cell], reasons: list[str]) -> str:
        written = cells.text(values.get("department", ""))
        if not written:
            if self.department:
                self.filled_down += "department" in self.heading.fields.values()
                return self.department
            reasons.append(_("department: it is empty"))
            return ""
        code = self.known.departments.get(plain(written), "")
        if not code:
            reasons.append(_("department: {name} is none that the desk knows").format(name=written))
        self.department = code
        return code

    def _school(self, cell: Cell) -> str:
        written = cells.text(cell)
        code = self.known.schools.get(plain(written), "")
        if not code:
            self.schools.add(written)
        return code

    def _remark(self, read: Callable[..., Any], values: dict[str, Cell]) -> str:
        """The remark of the list, and the school that the desk does not know by that name."""
        remark: str = read("remark", cells.text, "")
        school = cells.text(values.get("school", ""))
        if school and plain(school) not in self.known.schools:
            remark = "\n".join(filter(None, (remark, school)))
        return remark

    def _past(self, cell: Cell) -> date | None:
        found = cells.day(cell)
        if found and found > self.today:
            raise BadCell(_("{day} is still to come.").format(day=found))
        return found

    def all_notes(self) -> Iterable[str]:
        if self.filled_down:
            yield ngettext(
                "{count} line has no department of its own; the one above it counts.",
                "{count} lines have no department of their own; the one above them counts.",
                self.filled_down,
            ).format(count=self.filled_down)
        if self.schools:
            yield _("Schools that the desk does not know stay a remark: {names}.").format(
                names=", ".join(sorted(self.schools))
            )
        refused_words = {plain(word) for word in reference.table("import_columns")[REFUSED]["words"]}
        refused = [
            name
            for place, name in self.heading.names.items()
            if place not in self.heading.fields and plain(name) in refused_words
        ]
        if refused:
            yield _("The desk must not keep: {names}.").format(names=", ".join(refused))


def _code(cell: Cell, known: dict[str, str]) -> str | None:
    written = plain(cells.text(cell))
    if written in ("", "onbekend", "unknown", "inconnu"):
        return None
    if written in known:
        return known[written]
    raise BadCell(_("{cell} is none that the desk knows").format(cell=cells.text(cell)))


def _email(cell: Cell) -> str:
    written = cells.text(cell)
    if address := usable(written):
        return address.lower()
    raise BadCell(_("{cell} is no mail address").format(cell=written))


def _age(cell: Cell) -> int | None:
    found = cells.number(cell)
    if found is None or not 10 <= found <= 99:
        raise BadCell(_("{cell} is no age").format(cell=cells.text(cell)))
    return int(found)
