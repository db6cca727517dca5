"""Taking over a list of placements on the command line: what each line would become, or became."""

import argparse
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, say, table
from stagedesk.i18n import _, ngettext
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.importing.imports_placements import Preview
    from stagedesk.services.importing.imports_reader import Entry


def run(arguments: Namespace, at: Office) -> int:
    """Import, or tell what an import would do; every bad line is named on stderr."""
    from stagedesk.services.importing import imports_writing

    done = imports_writing.import_placements(
        at.desk,
        arguments.file,
        by=at.by,
        department=arguments.department,
        reconstructed=arguments.past,
        good_rows=arguments.good_rows,
        dry_run=arguments.dry_run,
        covers=arguments.covers,
    )
    return tell(arguments, done.preview, done.written)


def add_good_rows(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--good-rows", action="store_true", help=_("take the good lines, leave the bad ones"))


def add_past(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--past", action="store_true", help=_("of past years, entered afterwards"))


def tell(arguments: Namespace, preview: "Preview", written: Sequence[str]) -> int:
    """What became of a list, or would become; with a bad line that kept all of it back, that is an error."""
    _complain(arguments, preview)
    if arguments.json:
        put_json(_as_json(preview, written))
    else:
        _show(arguments, preview, written)
    return 0


def _complain(arguments: Namespace, preview: "Preview") -> None:
    for note in preview.notes:
        say(note)
    if preview.ignored:
        names = ", ".join(preview.ignored)
        say(_("{file}: left out columns: {names}").format(file=arguments.file, names=names))
    for problem in preview.problems:
        say(f"{arguments.file}:{problem.line}: {problem.reason}")
    if preview.problems and not (arguments.good_rows or arguments.dry_run):
        text = ngettext(
            "{file}: {count} line cannot be taken, so nothing was.",
            "{file}: {count} lines cannot be taken, so nothing was.",
            preview.bad_lines,
        )
        raise errors.UsageError(detail=text.format(file=arguments.file, count=preview.bad_lines))


def _show(arguments: Namespace, preview: "Preview", written: Sequence[str]) -> None:
    if arguments.dry_run:
        say(", ".join(f"{name} = {field}" for name, field in preview.columns))
        headings = (_("line"), _("intern"), _("department"), _("kind"), _("from"), _("until"), _("status"))
        table(headings, map(_cells, preview.new), right=(0,), empty=_("Nothing new."))
    for name, count in (
        (_("new"), len(preview.new)),
        (_("known already"), len(preview.known)),
        (_("bad"), preview.bad_lines),
        (_("left out"), len(preview.skipped)),
        (_("written"), len(written)),
    ):
        line(f"{name} {count}")


def _cells(entry: "Entry") -> tuple[object, ...]:
    plan = entry.plan
    kind, status = reference.name("kinds", plan.kind), reference.name("placement_statuses", entry.status)
    return entry.line, plan.applicant, plan.department, kind, entry.first, entry.last, status


def _as_json(preview: "Preview", written: Sequence[str]) -> dict[str, Any]:
    return {
        "sheet": preview.sheet,
        "heading": preview.heading,
        "columns": dict(preview.columns),
        "ignored": preview.ignored,
        "new": [asdict(entry) for entry in preview.new],
        "known": [{"line": entry.line, "placement": ref} for entry, ref in preview.known],
        "problems": [asdict(problem) for problem in preview.problems],
        "skipped": [asdict(problem) for problem in preview.skipped],
        "notes": preview.notes,
        "written": written,
    }
