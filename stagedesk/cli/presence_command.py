"""Who is where on a day, on the command line."""

from argparse import Namespace
from typing import TYPE_CHECKING

from stagedesk.cli.deciding import day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.cli.placement_json import as_json
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.register.whereabouts import Present


def add_presence(parser: Parser) -> None:
    parser.add_argument("--on", metavar="DATE", type=day_of, help=_("the day; today if not said"))
    parser.add_argument("--department", metavar="CODE", default="", help=_("only of this department"))
    parser.add_json()
    parser.example("stagedesk presence", "stagedesk presence --on 2026-10-05 --json")


def run_presence(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import whereabouts

    found = whereabouts.on(at.desk, arguments.on, arguments.department)
    if arguments.json:
        put_json_list(
            as_json(each.placement) | {"certain": each.is_certain, "away": each.is_away}
            for department in found
            for each in department.people
        )
        return 0
    rows = [
        (group.directorate, group.department_name, each.placement.ref, each.placement.applicant, _how(each))
        for group in found
        for each in group.people
    ]
    table(
        (_("directorate"), _("department"), _("reference"), _("intern"), ""),
        rows,
        empty=_("Nobody is there on that day."),
    )
    return 0


def _how(each: "Present") -> str:
    if each.is_away:
        return _("away")
    return "" if each.is_certain else _("not confirmed")
