"""A list of placements that somebody kept, read for a preview: what each line would become, and why not."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stagedesk import errors
from stagedesk.domain.codes import Route
from stagedesk.domain.measures import Block
from stagedesk.i18n import _
from stagedesk.services.importing.imports_known import look_up
from stagedesk.services.importing.imports_reader import Entry, Reader, headings
from stagedesk.services.importing.imports_sheet import Problem
from stagedesk.services.importing.imports_workbook import Heading, Table, find_heading, read_tables


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing is written."""

    file: str
    sheet: str
    heading: int
    columns: tuple[tuple[str, str], ...]
    """Headings of the file and the field each one fills."""
    ignored: tuple[str, ...]
    """Headings that say nothing to the desk, or that it must not keep."""
    new: tuple[Entry, ...]
    known: tuple[tuple[Entry, str], ...]
    """Lines that are at the desk already, with the placement."""
    problems: tuple[Problem, ...]
    """Why lines cannot be taken; several for one line are possible."""
    skipped: tuple[Problem, ...]
    """Lines that hold no placement: repeated headings, totals, names of departments."""
    notes: tuple[str, ...]
    """What somebody should know before saying yes."""

    @property
    def bad_lines(self) -> int:
        return len({problem.line for problem in self.problems})


def read(
    file: str | Path,
    today: date,
    *,
    raw: bytes | None = None,
    department: str = "",
    route: str = Route.DEPARTMENT,
) -> Preview:
    """Read a list for a preview; inside a session. `department` is that of lines without one.

    What is over by today is taken as having run as planned, unless the list says otherwise.
    Errors: FileError where there is no heading that names a person, a department and a period.
    """
    table, heading = _choose(file, read_tables(file, raw), department)
    reader = Reader(heading, look_up(), today, department, route)
    for number, row in table.rows:
        if number > heading.line:
            reader.take(number, row)
    new, already, problems = _sort(reader)
    return Preview(
        file=str(file),
        sheet=table.name,
        heading=heading.line,
        columns=tuple((heading.names[place], field) for place, field in sorted(heading.fields.items())),
        ignored=tuple(name for place, name in sorted(heading.names.items()) if place not in heading.fields),
        new=tuple(new),
        known=tuple(already),
        problems=tuple(sorted([*reader.problems, *problems], key=lambda each: each.line)),
        skipped=tuple(reader.skipped),
        notes=tuple(reader.all_notes()),
    )


def _choose(file: str | Path, tables: list[Table], department: str) -> tuple[Table, Heading]:
    """The sheet whose heading names the most columns."""
    found = [(table, find_heading(table, headings())) for table in tables]
    headed = [(table, heading) for table, heading in found if heading is not None]
    if not headed:
        raise errors.FileError(file=file, detail=_("no line of it is a heading that the desk knows"))
    table, heading = max(headed, key=lambda each: len(each[1].fields))
    fields = set(heading.fields.values())
    missing = [] if department or "department" in fields else [_("the department")]
    missing += [] if fields & {"name", "last_name"} else [_("the name")]
    missing += [] if "periods" in fields or "start" in fields else [_("the period")]
    if missing:
        raise errors.FileError(
            file=file,
            detail=_("its heading lacks {missing}; it has: {found}").format(
                missing=", ".join(missing), found=", ".join(heading.names.values()) or "-"
            ),
        )
    return table, heading


def _sort(reader: Reader) -> tuple[list[Entry], list[tuple[Entry, str]], list[Problem]]:
    """Lines that are new, that are at the desk already, and that say again what an earlier line says."""
    new: list[Entry] = []
    already: list[tuple[Entry, str]] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], list[Entry]] = {}
    for entry in reader.entries:
        key = entry.person, entry.plan.department
        twin = next((each for each in seen.get(key, ()) if _meet(each, entry)), None)
        ref = reader.known.placement(entry.plan.email.lower(), entry.plan.applicant, entry.plan.department,
                                     Block(entry.first, entry.last))  # fmt: skip
        if ref:
            already.append((entry, ref))
        elif twin:
            problems.append(Problem(entry.line, _("the same as line {line}").format(line=twin.line)))
        else:
            new.append(entry)
        seen.setdefault(key, []).append(entry)
    return new, already, problems


def _meet(one: Entry, other: Entry) -> bool:
    return any(a.meets(b) for a in one.plan.blocks for b in other.plan.blocks)
