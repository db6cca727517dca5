"""Placements on the command line: lists, one of them, registering, its course and its documents."""

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.cli.placement_json import as_json
from stagedesk.cli.placement_telling import add_ref, cells, show, tell
from stagedesk.cli.steps import add_steps, run_step
from stagedesk.i18n import N_, _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.domain.measures import Block

VIEWS = ("todo", "running", "starting", "ending", "unsigned", "papers", "incomplete", "hire", "over", "all")
PLACEMENT = (
    "ref, status, attention, applicant, applicant_email, request, department, directorate, school,\n"
    "route, kind, legal_form, programme, level_followed, level_held, study, age_at_start, days_per_week,\n"
    "hours_total, compensation, mentor, owner, planned_start, planned_end, weeks_planned, weeks_actual,\n"
    "started_on, ended_on, cancelled_on, no_show, ended_by, ended_reason, reconstructed, place,\n"
    "papers_to_do, missing, version"
)


def add_placements(parser: Parser) -> None:
    parser.add_argument("--view", choices=VIEWS, default="running", help=_("which ones; running if not said"))
    parser.add_argument("--department", metavar="CODE", default="", help=_("only of this department"))
    parser.add_argument("--school", metavar="CODE", default="", help=_("only of this school"))
    parser.add_argument("--name", metavar="WORDS", default="", help=_("a part of the intern's name"))
    parser.add_argument("--year", metavar="YEAR", type=int, help=_("that started in this year"))
    parser.add_argument("--limit", metavar="N", type=int, default=500, help=_("not more than this many"))
    parser.add_json()
    parser.example(
        "stagedesk placements --view todo",
        "stagedesk placements --view all --year 2026 --json",
        text=lambda: _("--json prints a list of placements, each with:") + f"\n{PLACEMENT}",
    )


def run_placements(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register.place_words import attention_name
    from stagedesk.services.register.placement_lists import Filter, PlacementList

    only = Filter(arguments.department, arguments.school, arguments.name, arguments.year)
    found = PlacementList(at.desk, arguments.view, only)
    rows = found.page(0, min(found.count(), max(0, arguments.limit)))
    if arguments.json:
        put_json_list(as_json(row) for row in rows)
        return 0
    table(
        (_("reference"), _("intern"), _("department"), _("kind"), _("from"), _("until"), _("status"), ""),
        ((*cells(row), ", ".join(map(attention_name, row.attention))) for row in rows),
        empty=_("There is no such placement."),
    )
    return 0


def add_placement(parser: Parser) -> None:
    from stagedesk.cli.placement_steps import STEPS

    add_steps(parser, (*WRITING, *STEPS))
    parser.example(
        "stagedesk placement add 'Nora Willems' musea 2026-09-07..2026-12-18 --kind student",
        "stagedesk placement start P2026-0042",
        "stagedesk placement paper --help",
    )


run_placement = run_step


def _add_new(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help=_("of the intern"))
    parser.add_argument("department", metavar="DEPARTMENT", help=_("its code or any of its names"))
    parser.add_argument("period", metavar="PERIOD", nargs="?", default="", help="2026-09-07..2026-12-18")
    _add_plan(parser)
    parser.add_json()
    parser.example(
        "stagedesk placement add 'Nora Willems' musea 2026-09-07..2026-12-18 --kind student --days 4"
    )


def _add_plan(parser: Parser) -> None:
    kinds = " | ".join(reference.table("kinds"))
    parser.add_argument("--email", metavar="ADDRESS", help=_("of the intern"))
    parser.add_argument("--kind", metavar="CODE", help=kinds)
    parser.add_argument("--school", metavar="NAME", help=_("its code or any of its names"))
    parser.add_argument(
        "--level", dest="level_followed", metavar="CODE", help=" | ".join(reference.table("levels"))
    )
    parser.add_argument("--study", metavar="WORDS", help=_("what the intern studies"))
    parser.add_argument("--days", dest="days_per_week", metavar="N", type=float, help=_("days a week"))
    parser.add_argument(
        "--paid", dest="compensation", choices=("yes", "no", "unknown"), help=_("compensation")
    )
    parser.add_argument("--mentor", metavar="NAME", help=_("who guides the intern"))
    parser.add_argument("--place", metavar="N", type=int, help=_("the number of the place that is taken"))
    parser.add_argument("--remark", metavar="TEXT", help=_("whatever else should be known"))


def _new(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placements
    from stagedesk.services.register.placing import Plan

    plan = Plan(
        applicant=arguments.name,
        department=arguments.department,
        blocks=_blocks(arguments.period),
        **_given(arguments),  # type: ignore[arg-type]  # argparse made them of these types
    )
    for warning in placements.warnings(at.desk, plan):
        say(warning)
    return tell(arguments, placements.arrange(at.desk, plan, by=at.by))


def _given(arguments: Namespace) -> dict[str, object]:
    names = ("email", "kind", "school", "level_followed", "study", "days_per_week", "compensation", "mentor")
    values = {name: getattr(arguments, name) for name in (*names, "place", "remark")}
    return {name: value for name, value in values.items() if value is not None}


def _blocks(written: str) -> tuple["Block", ...]:
    from stagedesk.services.importing import imports_cells
    from stagedesk.services.importing.imports_columns import BadCell

    try:
        return imports_cells.periods(written)
    except BadCell as bad:
        raise errors.UsageError(detail=str(bad)) from bad


def _add_agree(parser: Parser) -> None:
    parser.add_argument("request", metavar="REQUEST", help=_("a request that a department said yes to"))
    parser.add_argument("period", metavar="PERIOD", nargs="?", default="", help="2026-09-07..2026-12-18")
    _add_plan(parser)
    parser.add_json()
    parser.example("stagedesk placement agree 2026-0042", "stagedesk placement agree 2026-0042 --days 4")


def _agree(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placements

    plan = replace(placements.draft(arguments.request), **_given(arguments))  # type: ignore[arg-type]
    if arguments.period:
        plan = replace(plan, blocks=_blocks(arguments.period))
    return tell(arguments, placements.agree(at.desk, arguments.request, plan, by=at.by))


def _add_change(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("--period", metavar="PERIOD", default="", help="2026-09-07..2026-12-18")
    parser.add_argument("--department", metavar="NAME", help=_("its code or any of its names"))
    _add_plan(parser)
    parser.example("stagedesk placement change P2026-0042 --mentor 'Ann Maes' --paid no")


def _change(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import placements

    plan = replace(placements.plan_of(arguments.ref), **_given(arguments))  # type: ignore[arg-type]
    if arguments.period:
        plan = replace(plan, blocks=_blocks(arguments.period))
    if arguments.department:
        plan = replace(plan, department=arguments.department)
    return tell(arguments, placements.change(at.desk, arguments.ref, plan, by=at.by))


WRITING = (
    ("show", N_("Show everything about a placement."), add_ref, show),
    ("add", N_("Register a placement that somebody arranged without the desk."), _add_new, _new),
    (
        "agree",
        N_("The applicant accepts: the request ends as placed and its placement begins."),
        _add_agree,
        _agree,
    ),
    ("change", N_("Correct what is written down about a placement."), _add_change, _change),
)
