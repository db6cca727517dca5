"""How far the city is with its targets."""

from argparse import Namespace
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from stagedesk import errors, i18n
from stagedesk.cli.figure_report import show_section
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.statistics.targets import Progress

SHAPE = """\
--json prints id, measure, year, as_of, promised, actual, met_on, met_by, planned, usual_share, forecast,
counted [{number, ref, day}], left_out {reason: [ref]}. Readers get no references."""


def add_target(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="TARGET", help=_("without it: all of this year"))
    parser.add_argument("--year", type=int, metavar="YEAR", help=_("the year of the target (this one)"))
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help=_("as it was known at the end of that day")
    )
    parser.add_json()
    parser.example("stagedesk target", "stagedesk target haarlem-80 --year 2026", text=SHAPE)


def run_target(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.statistics import targets

    if arguments.year and not 1950 <= arguments.year <= 2200:
        raise errors.UsageError(detail=_("Give a year from 1950 on."))
    names = [arguments.name] if arguments.name else list(targets.known(at.desk))
    found = [targets.progress(at.desk, name, arguments.year, arguments.as_of) for name in names]
    if arguments.json:
        (put_json(as_json(found[0])) if arguments.name else put_json_list(map(as_json, found)))
    elif arguments.name:
        _show(found[0], at, arguments.as_of or at.desk.today())
    else:
        headings = (_("target"), _("year"), _("promised"), _("actual"), _("met on"), _("forecast"))
        table(headings, map(_row, found), right=(2, 3, 5))
    return 0


def as_json(found: "Progress") -> dict[str, Any]:
    met = found.met_by
    return {
        "id": found.target.id,
        "measure": found.target.measure,
        "year": found.span.label,
        "as_of": found.as_of,
        "promised": found.promised,
        "actual": found.actual,
        "met_on": met.day if met else None,
        "met_by": met.reference if met else None,
        "planned": found.planned,
        "usual_share": found.usual_share,
        "forecast": found.forecast,
        "counted": [
            {"number": each.number, "ref": each.reference, "day": each.day} for each in found.counted
        ],
        "left_out": dict(found.left_out),
    }


def _row(found: "Progress") -> tuple[object, ...]:
    met = found.met_by.day if found.met_by else _("not yet")
    promised = _("none") if found.promised is None else found.promised
    forecast = _("unknown") if found.forecast is None else found.forecast
    return found.target.id, found.span.label, promised, found.actual, met, forecast


def _show(found: "Progress", at: Office, day: date) -> None:
    from stagedesk.services import rights
    from stagedesk.services.reporting import report_targets
    from stagedesk.services.statistics.report_table import Asked

    line(found.target.name(i18n.language()))
    headings = (_("target"), _("year"), _("promised"), _("actual"), _("met on"), _("forecast"))
    table(headings, [_row(found)], right=(2, 3, 5))
    line()
    line(_("Planned for later this year, and would count: {count}").format(count=found.planned))
    asked = Asked(found.span.first.year, 1, day)
    made = [report_targets.course(at.desk, asked, found.target.id)]
    if not rights.hides_people(at.desk):
        one_by_one = (report_targets.counted, report_targets.not_counted)
        made += [make(at.desk, asked, found.target.id) for make in one_by_one]
    for section in made:
        line()
        without_name = [row[1:] for row in section.rows]
        show_section(replace(section, columns=section.columns[1:], rows=tuple(without_name)))
