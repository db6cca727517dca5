"""Introduction days on the command line: planned, invited to, and who came."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from stagedesk.cli.deciding import day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json_list, say, table
from stagedesk.cli.parser import Parser, StepParser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.register.introduction import GuestRow

CAME = {"yes": True, "no": False, "unknown": None}


def add_introduction(parser: Parser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="WHAT", parser_class=StepParser)
    for name, sentence in (
        ("list", _("all days, with how many came")),
        ("plan", _("plan a day, or change it")),
        ("invite", _("invite who started since the last day")),
        ("guests", _("the attendance list of a day")),
        ("came", _("say who came")),
    ):
        each = steps.add_parser(name, help=sentence, description=sentence)
        each.add_json()
        if name != "list":
            each.add_argument("day", metavar="DATE", type=day_of, help="2026-03-31")
        if name == "plan":
            each.add_argument("--from", dest="starts", metavar="HOUR", default="09:30", help="09:30")
            each.add_argument("--to", dest="ends", metavar="HOUR", default="12:00", help="12:00")
            each.add_argument("--location", metavar="TEXT", default="", help=_("where"))
            each.add_argument(
                "--no-letter", dest="letter", action="store_false",
                help=_("do not write to those who are invited already"),
            )  # fmt: skip
        if name == "invite":
            each.add_argument("--dry-run", action="store_true", help=_("only tell what it would do"))
        if name == "came":
            each.add_argument("ref", metavar="REF", help=_("the reference of the placement"))
            each.add_argument("came", choices=tuple(CAME), nargs="?", default="yes")
    parser.set_defaults(step="list", json=False)
    parser.example(
        "stagedesk introduction plan 2026-10-05 --location 'stadhuis'",
        "stagedesk introduction invite 2026-10-05 --dry-run",
        "stagedesk introduction came 2026-10-05 P2026-0042",
    )


def run_introduction(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import introduction

    match arguments.step:
        case "plan":
            introduction.plan(
                at.desk, arguments.day, by=at.by, starts=arguments.starts, ends=arguments.ends,
                location=arguments.location, letter=arguments.letter,
            )  # fmt: skip
        case "invite":
            return _invite(arguments, at)
        case "came":
            came = CAME[arguments.came]
            introduction.attended(at.desk, arguments.day, arguments.ref, came, by=at.by)
    if arguments.step in ("guests", "came"):
        return _guests(arguments, introduction.guests(at.desk, arguments.day))
    days = introduction.days()
    if arguments.json:
        put_json_list(asdict(row) for row in days)
        return 0
    rows = ((row.day, f"{row.starts} – {row.ends}", row.location, row.invited, row.attended) for row in days)
    headings = (_("day"), _("hours"), _("where"), _("invited"), _("came"))
    table(headings, rows, right=(3, 4), empty=_("No introduction day is planned."))
    return 0


def _invite(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import introduction

    if arguments.dry_run:
        for row in introduction.to_invite(at.desk, arguments.day):
            line(f"{row.ref}  {row.applicant}")
        return 0
    invited, silent = introduction.invite(at.desk, arguments.day, by=at.by)
    for ref in invited:
        line(ref)
    for ref in silent:
        say(_("{reference} has no mail address; it is on the list.").format(reference=ref))
    return 0


def _guests(arguments: Namespace, found: "Iterable[GuestRow]") -> int:
    words = {True: _("came"), False: _("did not come"), None: ""}
    if arguments.json:
        put_json_list(
            {"placement": each.placement.ref, "name": each.placement.applicant, "came": each.attended}
            for each in found
        )
        return 0
    rows = (
        (each.placement.ref, each.placement.applicant, each.placement.department_name, words[each.attended])
        for each in found
    )
    table((_("reference"), _("intern"), _("department"), ""), rows, empty=_("Nobody is invited."))
    return 0
