"""How far the register reaches: which departments told all their placements of a year."""

from argparse import Namespace
from dataclasses import asdict

from stagedesk.cli.deciding import day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _


def add_coverage(parser: Parser) -> None:
    parser.add_argument("year", metavar="YEAR", type=int, nargs="?", help=_("such as 2025; else this year"))
    parser.add_argument("--told", metavar="DEPARTMENT", help=_("write down that this department told all"))
    parser.add_argument("--until", metavar="DATE", type=day_of, help=_("until this day; else all there was"))
    parser.add_json()
    parser.example("stagedesk coverage 2025", "stagedesk coverage 2025 --told sport")


def run_coverage(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.statistics import coverage

    year = arguments.year or at.desk.today().year
    if arguments.told:
        coverage.report(at.desk, arguments.told, year, by=at.by, until=arguments.until)
    found = coverage.of_year(year)
    if arguments.json:
        put_json_list(asdict(row) | {"whole": row.is_whole} for row in found)
        return 0
    rows = (
        (row.directorate, row.department_name, row.until, row.placements, row.reconstructed) for row in found
    )
    headings = (_("directorate"), _("department"), _("told until"), _("started"), _("entered afterwards"))
    table(headings, rows, right=(3, 4), empty=_("No department was there."))
    return 0
