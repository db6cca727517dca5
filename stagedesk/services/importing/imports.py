"""Taking over a city's own directory: departments, schools and staff from a file, whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stagedesk import errors
from stagedesk.db import models as m
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.importing.imports_columns import COLUMNS
from stagedesk.services.importing.imports_sheet import Line, Problem, read_sheet
from stagedesk.services.journal import history


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, by code; with problems it did nothing."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...] = ()
    """Headings that say nothing to the desk."""


@dataclass(frozen=True, slots=True)
class Many:
    """A column whose names are rows of their own."""

    table: type[m.Table]
    owner: str
    marks: dict[str, Any] = field(default_factory=dict)

    def children(self) -> dict[int, list[Any]]:
        """The rows by the number of their owner."""
        query = self.table.select()
        for name, value in self.marks.items():
            query = query.where(getattr(self.table, name) == value)
        found: dict[int, list[Any]] = {}
        for row in query.order_by(self.table.id):
            found.setdefault(row.__data__[self.owner], []).append(row)
        return found


@dataclass(frozen=True, slots=True)
class Kind:
    """What an import of this kind writes to."""

    table: type[m.Table]
    many: dict[str, Many] = field(default_factory=dict)
    namespaces: tuple[tuple[str, ...], ...] = ()
    """Columns that are looked up together: a name in them belongs to one row only."""


KINDS = {
    "departments": Kind(
        m.Department, {"aliases": Many(m.DepartmentAlias, "department")}, (("code", "name", "aliases"),)
    ),
    "schools": Kind(
        m.School,
        {
            "aliases": Many(m.SchoolAlias, "school", {"is_domain": False}),
            "domains": Many(m.SchoolAlias, "school", {"is_domain": True}),
        },
        (("aliases",),),
    ),
    "staff": Kind(m.Staff),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk has under a code: the row, its columns as a file would give them, its rows of names."""

    row: Any
    columns: dict[str, Any]
    children: dict[str, list[Any]]


@dataclass
class Entry:
    """A line of the file beside what the desk has under its code."""

    line: Line
    known: Known | None

    @property
    def code(self) -> str:
        return str(self.known.row.code if self.known else self.line.values["code"])

    @property
    def before(self) -> dict[str, Any]:
        return self.known.columns if self.known else {}

    @property
    def differing(self) -> dict[str, Any]:
        """The columns that the file wants otherwise."""
        return {
            name: value
            for name, value in self.line.values.items()
            if name != "code" and _comparable(self.before.get(name)) != _comparable(value)
        }


def import_directory(desk: Desk, what: str, file: Path, *, by: str, dry_run: bool = False) -> ImportReport:
    """Bring the directory in line with a file: new codes are added, known ones changed, others left alone.

    With a problem in any line nothing is written. The same file again changes nothing; undo takes an
    import back. Errors: FileError, and UsageError where `what` is none of departments, schools, staff.
    """
    if what not in KINDS:
        detail = _("{what} cannot be imported; it is one of: {known}.").format(
            what=what, known=", ".join(KINDS)
        )
        raise errors.UsageError(detail=detail)
    kind, sheet = KINDS[what], read_sheet(file, COLUMNS[what])
    with history.step(desk, "directory_imported", by=by) as step:
        directory = _directory(kind)
        entries = [Entry(line, directory.get(line.values["code"].casefold())) for line in sheet.lines]
        problems = [*sheet.problems, *_repeated(sheet.lines), *_impossible(sheet.lines)]
        problems += _taken(kind, entries, directory)
        report = _report(entries, sorted(problems, key=lambda problem: problem.line), sheet.ignored)
        if not dry_run and (report.added or report.changed):
            _write(step, kind, [entry for entry in entries if entry.differing or entry.known is None])
            step.facts |= {"what": what, "added": len(report.added), "changed": len(report.changed)}
    return report


def write_one(step: history.Step, what: str, values: dict[str, Any]) -> list[Problem]:
    """Write one department, school or member of the staff, with the checks of an import; inside a step."""
    kind, directory, line = KINDS[what], _directory(KINDS[what]), Line(0, values)
    entry = Entry(line, directory.get(values["code"].casefold()))
    problems = [*_impossible([line]), *_taken(kind, [entry], directory)]
    if not problems and (entry.known is None or entry.differing):
        _write(step, kind, [entry])
    return problems


def _directory(kind: Kind) -> dict[str, Known]:
    """Everything that the desk has of this kind, by code in lower case."""
    children = {name: many.children() for name, many in kind.many.items()}
    directorates = {row.id: row.name for row in m.Directorate.select()}
    rows: list[Any] = list(kind.table.select())
    found = {}
    for row in rows:
        own = {name: rows.get(row.id, []) for name, rows in children.items()}
        columns = dict(row.__data__) | {name: tuple(each.name for each in own[name]) for name in own}
        if "directorate" in columns:
            columns["directorate"] = directorates.get(columns["directorate"], "")
        found[row.code.casefold()] = Known(row, columns, own)
    return found


def _report(entries: list[Entry], problems: list[Problem], ignored: tuple[str, ...]) -> ImportReport:
    if problems:
        return ImportReport((), (), (), tuple(problems), ignored)
    added = [entry.code for entry in entries if entry.known is None]
    known = [entry for entry in entries if entry.known is not None]
    changed = [entry.code for entry in known if entry.differing]
    unchanged = [entry.code for entry in known if not entry.differing]
    return ImportReport(tuple(added), tuple(changed), tuple(unchanged), (), ignored)


def _comparable(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value or ""


def _repeated(lines: Iterable[Line]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line in lines:
        code = line.values["code"]
        earlier = first.setdefault(code.casefold(), line.number)
        if earlier != line.number:
            reason = _("code: {code} is on line {line} already").format(code=code, line=earlier)
            yield Problem(line.number, reason)


def _impossible(lines: Iterable[Line]) -> Iterator[Problem]:
    for line in lines:
        first, last = line.values.get("valid_from"), line.values.get("valid_to")
        if first and last and last < first:
            yield Problem(line.number, _("valid_to: {last} is before {first}").format(last=last, first=first))


def _taken(kind: Kind, entries: list[Entry], directory: dict[str, Known]) -> Iterator[Problem]:
    """Names that belong to somebody else, once this file is taken over."""
    in_file = {entry.code.casefold() for entry in entries}
    others = [known for code, known in directory.items() if code not in in_file]
    for namespace in kind.namespaces:
        owners: dict[str, str] = {}
        for known in others:
            owners.update(dict.fromkeys(_names(known.columns, namespace), known.row.code))
        for entry in entries:
            for name in _names(entry.before | entry.line.values, namespace):
                owner = owners.setdefault(name, entry.code)
                if owner.casefold() != entry.code.casefold():
                    reason = _("{name} is a name of {owner} already").format(name=name, owner=owner)
                    yield Problem(entry.line.number, reason)


def _names(values: dict[str, Any], namespace: tuple[str, ...]) -> list[str]:
    cells = [values.get(column) or () for column in namespace]
    names = [name for cell in cells for name in ((cell,) if isinstance(cell, str) else cell)]
    return list(dict.fromkeys(str(name).casefold() for name in names))


def _write(step: history.Step, kind: Kind, entries: list[Entry]) -> None:
    # First all names that go, then all that come: a name may move from one row to another.
    for entry in entries:
        for name, rows in entry.known.children.items() if entry.known else ():
            for row in rows:
                if row.name not in entry.line.values.get(name, entry.before[name]):
                    step.remove(row)
    for entry in entries:
        owner = _write_row(step, kind, entry)
        for name, many in kind.many.items():
            for each in entry.line.values.get(name, ()):
                if each not in entry.before.get(name, ()):
                    step.add(many.table, **{many.owner: owner, "name": each}, **many.marks)


def _write_row(step: history.Step, kind: Kind, entry: Entry) -> int:
    values = entry.differing if entry.known else entry.line.values
    plain = {name: value for name, value in values.items() if name not in kind.many}
    if "directorate" in plain:
        plain["directorate"] = _directorate(step, plain["directorate"])
    if entry.known is None:
        return int(step.add(kind.table, **plain).id)
    step.change(entry.known.row, **plain)
    return int(entry.known.row.id)


def _directorate(step: history.Step, name: str) -> int | None:
    if not name:
        return None
    found = m.Directorate.get_or_none(m.Directorate.name == name) or step.add(m.Directorate, name=name)
    return int(found.id)
