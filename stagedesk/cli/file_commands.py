"""Files in and out: the city's own directory, and the workbook of a month."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli import import_placements
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, say
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _, ngettext

if TYPE_CHECKING:
    from stagedesk.services.desk import Desk
    from stagedesk.services.importing.imports import ImportReport


def add_export(parser: Parser) -> None:
    parser.add_argument("--month", required=True, metavar="MONTH", help=_("such as 2026-03"))
    parser.add_argument("--output", metavar="FILE", type=Path, help=_("such as 2026-03.xlsx"))
    parser.add_argument(
        "--public", action="store_true", help=_("totals only, for everybody; small numbers are hidden")
    )
    parser.add_argument("--mail-to", choices=("supervisors",), help=_("send it to them, through the outbox"))
    parser.add_json()
    parser.example(
        "stagedesk export --month 2026-03 --output 2026-03.xlsx",
        "stagedesk export --month 2026-03 --public --output 2026-03-public.xlsx",
        "stagedesk export --month 2026-03 --mail-to supervisors",
        text=_("--json prints {fields}.").format(fields="file, month, counts, mailed_to"),
    )


def names_people_export(arguments: Namespace) -> bool:
    return not arguments.public


def run_export(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.workbook import export

    if not (arguments.output or arguments.mail_to):
        raise errors.UsageError(detail=_("Say where to: --output FILE, or --mail-to supervisors."))
    counts: dict[str, int] = {}
    mailed: tuple[str, ...] = ()
    if arguments.output:
        where = arguments.output
        counts = export.export_month(
            at.desk, arguments.month, where, by=at.by, public=arguments.public
        ).counts
    if arguments.mail_to:
        mailed = export.mail_month(at.desk, arguments.month, by=at.by, public=arguments.public)
    if arguments.json:
        file = str(arguments.output) if arguments.output else None
        put_json({"file": file, "month": arguments.month, "counts": counts, "mailed_to": mailed})
        return 0
    if arguments.output:
        line(str(arguments.output))
    if mailed:
        line(_("In the outbox for {whom}").format(whom=", ".join(mailed)))
    return 0


def add_import(parser: Parser) -> None:
    parser.add_argument("what", metavar="WHAT", help="departments | schools | staff | placements")
    parser.add_argument("file", metavar="FILE", type=Path, help=_("a CSV file, or a workbook of placements"))
    parser.add_argument("--dry-run", action="store_true", help=_("only tell what it would do"))
    only = parser.add_argument_group(_("for placements"))
    import_placements.add_good_rows(only)
    import_placements.add_past(only)
    only.add_argument(
        "--covers", metavar="YEAR", type=int, action="append", default=[],
        help=_("the list has all of this year of its departments; may be given again"),
    )  # fmt: skip
    only.add_argument("--department", metavar="CODE", default="", help=_("that of lines without one"))
    parser.add_json()
    parser.example(
        "stagedesk import departments departments.csv --dry-run",
        "stagedesk import schools schools.csv",
        "stagedesk import placements stages.xlsx --dry-run",
        "stagedesk import placements 2024.xlsx --past --covers 2024",
        text=_columns,
    )


def _columns() -> str:
    from stagedesk.services.importing.imports_columns import COLUMNS

    lines = [
        _(
            "Separated by comma or semicolon, in UTF-8 or Windows-1252; the first line has the headings.\n"
            "Who has a code already is changed, everybody else added; who is not in the file stays.\n"
            "Several names in one cell are parted by ; or |. With one bad line nothing is taken.\n"
            "Undo takes an import back."
        )
    ]
    for what, columns in COLUMNS.items():
        lines += ["", _("columns of {what}, and what else they may be called:").format(what=what)]
        for column in columns:
            star = "*" if column.required else " "
            lines.append(f" {star}{column.name:<12} {', '.join(column.headings)}")
    more = _("* is needed. --json prints {fields}.")
    return "\n".join([*lines, "", more.format(fields="added, changed, unchanged, problems, ignored")])


def run_import(arguments: Namespace, at: Office) -> int:
    if arguments.what == "placements":
        return import_placements.run(arguments, at)
    report = take_directory(at.desk, arguments.what, arguments.file, by=at.by, dry_run=arguments.dry_run)
    if arguments.json:
        put_json(asdict(report))
        return 0
    for name, codes in (
        (_("new"), report.added),
        (_("changed"), report.changed),
        (_("unchanged"), report.unchanged),
    ):
        line(f"{name} {len(codes)}: {', '.join(codes)}" if codes else f"{name} 0")
    return 0


def take_directory(desk: "Desk", what: str, file: Path, *, by: str, dry_run: bool = False) -> "ImportReport":
    """Import a file; every bad line is named on stderr, and then nothing is taken."""
    from stagedesk.services.importing.imports import import_directory

    report = import_directory(desk, what, file, by=by, dry_run=dry_run)
    if report.ignored:
        say(_("{file}: left out columns: {names}").format(file=file, names=", ".join(report.ignored)))
    for problem in report.problems:
        say(f"{file}:{problem.line}: {problem.reason}")
    if report.problems:
        lines = len({problem.line for problem in report.problems})
        text = ngettext(
            "{file}: {count} line cannot be taken, so nothing was.",
            "{file}: {count} lines cannot be taken, so nothing was.",
            lines,
        )
        raise errors.UsageError(detail=text.format(file=file, count=lines))
    return report
