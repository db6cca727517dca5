"""Whose work it is: handing over, taking over, absences, and who works at the desk."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stagedesk.cli.deciding import add_ref, day_of, tell
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, say, table
from stagedesk.cli.parser import Parser, StepParser
from stagedesk.domain.codes import Role
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.city.people import Member
    from stagedesk.services.city.staffing import AbsenceRow
    from stagedesk.services.rows import RequestRow

MEMBER = "code, name, email, role, left_on, away_until, stand_in, open, overdue"
ABSENCE = "id, staff, name, first_day, last_day, stand_in, note"


# Handing over ------------------------------------------------------------------------------------


def add_handover(parser: Parser) -> None:
    parser.add_argument("of", metavar="FROM", help=_("whose requests: a staff code, or anybody"))
    parser.add_argument("to", metavar="TO", help=_("the staff code of whoever gets them"))
    parser.add_argument("refs", nargs="*", metavar="REF", help=_("only these; without them all open ones"))
    parser.add_argument("--department", default="", metavar="CODE", help=_("only what waits for this one"))
    parser.add_argument(
        "--note",
        dest="notes",
        action="append",
        default=[],
        metavar="TEXT",
        help=_("what they should know; one that begins with REF: is about that request alone"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell which ones"))
    parser.add_json()
    parser.example(
        'stagedesk handover els karim --note "I am away until Easter."',
        'stagedesk handover els karim 2026-0042 --note "2026-0042: her teacher phones on Monday"',
        "stagedesk handover anybody mieke --department musea --dry-run",
        text=_("All of it is taken back by one undo. --json prints the requests as `list` does."),
    )


def run_handover(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import handover

    rows = handover.hand_over_all(
        at.desk,
        arguments.of,
        arguments.to,
        by=at.by,
        refs=arguments.refs,
        department=arguments.department,
        notes=handover.Notes.parse(arguments.notes),
        dry_run=arguments.dry_run,
    )
    words = _("would go to {who}: {count}") if arguments.dry_run else _("handed over to {who}: {count}")
    return _tell_all(arguments, at, rows, words.format(who=arguments.to, count=len(rows)))


def add_take(parser: Parser) -> None:
    add_ref(parser)
    parser.example("stagedesk take 2026-0042")


def run_take(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import handover

    return tell(arguments, at, handover.take_over(at.desk, arguments.ref, by=at.by))


def _tell_all(arguments: Namespace, at: Office, rows: "Sequence[RequestRow]", words: str) -> int:
    from stagedesk.services.deciding import requests

    today = at.desk.today()
    if arguments.json:
        put_json_list(requests.as_json(row, today) for row in rows)
        return 0
    cells = ((row.ref, str(row.due_on), row.owner or "", row.who, row.title) for row in rows)
    if rows:
        table((_("request"), _("due"), _("owner"), _("who"), _("about")), cells)
    say(words)
    return 0


# Absences ----------------------------------------------------------------------------------------


def add_absence(parser: Parser) -> None:
    parts = parser.add_subparsers(metavar=_("add | list | remove"), dest="part", parser_class=StepParser)
    new = parts.add_parser("add", help=_("somebody is away"))
    new.add_argument("who", metavar="CODE", help=_("the staff code of whoever is away"))
    new.add_argument("first", metavar="FROM", help=_("the first day, 2026-03-31"))
    new.add_argument("last", metavar="UNTIL", help=_("the last day"))
    new.add_argument("--stand-in", default="", metavar="CODE", help=_("who sees their requests until then"))
    new.add_argument("--note", default="", metavar="TEXT", help=_("what the stand-in should know"))
    new.add_json()
    known = parts.add_parser("list", help=_("who is away, now and later"))
    known.add_argument("--all", action="store_true", help=_("those that are over, too"))
    known.add_json()
    over = parts.add_parser("remove", help=_("somebody is back, or never went"))
    over.add_argument("number", metavar="N", type=int, help=_("the number that `absence list` shows"))
    over.add_json()
    parser.set_defaults(part="list", all=False, json=False)
    parser.example(
        "stagedesk absence add els 2026-04-06 2026-04-17 --stand-in karim",
        "stagedesk absence list",
        "stagedesk absence remove 3",
        text=_(
            "Requests keep their owner: until then the stand-in sees them among their own, and owns those\n"
            "that they decide about. Without a stand-in they are seen with what belongs to the desk."
        )
        + "\n"
        + _("--json prints {fields}.").format(fields=ABSENCE),
    )


def run_absence(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import staffing

    if arguments.part == "add":
        first, last = day_of(arguments.first), day_of(arguments.last)
        row = staffing.away(
            at.desk,
            arguments.who,
            first,
            last,
            by=at.by,
            stand_in=arguments.stand_in,
            note=arguments.note,
        )
        if arguments.json:
            put_json(_absence_json(row))
        else:
            line(_absence_line(row))
        return 0
    if arguments.part == "remove":
        staffing.back(at.desk, arguments.number, by=at.by)
    return _list_absences(
        arguments, staffing.absences(at.desk, past=arguments.part == "list" and arguments.all)
    )


def _list_absences(arguments: Namespace, rows: "Sequence[AbsenceRow]") -> int:
    if arguments.json:
        put_json_list(map(_absence_json, rows))
        return 0
    headings = (_("number"), _("who"), _("from"), _("until"), _("stands in"), _("note"))
    cells = ((row.id, row.name, row.first_day, row.last_day, row.stand_in, row.note) for row in rows)
    table(headings, cells, right=(0,), empty=_("Nobody is away."))
    return 0


def _absence_line(row: "AbsenceRow") -> str:
    words = _("{number}: {name} is away from {first} to {last}; {who} stands in")
    return words.format(
        number=row.id,
        name=row.name,
        first=row.first_day,
        last=row.last_day,
        who=row.stand_in or _("the desk"),
    )


def _absence_json(row: "AbsenceRow") -> dict[str, Any]:
    return {
        "id": row.id,
        "staff": row.staff,
        "name": row.name,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "stand_in": row.stand_in or None,
        "note": row.note,
    }


# The staff ---------------------------------------------------------------------------------------


def add_staff(parser: Parser) -> None:
    parts = parser.add_subparsers(
        metavar=_("list | add | role | leave"), dest="part", parser_class=StepParser
    )
    known = parts.add_parser("list", help=_("who works here, and how much they have"))
    known.add_argument("--all", action="store_true", help=_("those who left, too"))
    new = parts.add_parser("add", help=_("somebody new, or somebody who is back"))
    new.add_argument("who", metavar="CODE", help=_("a word that stays theirs"))
    new.add_argument("name", metavar="NAME", nargs="?", default="")
    new.add_argument("--email", default="", metavar="ADDRESS")
    new.add_argument("--role", default=Role.DESK, metavar="ROLE", help=" | ".join(Role))
    other = parts.add_parser("role", help=_("what somebody may do"))
    other.add_argument("who", metavar="CODE")
    other.add_argument("role", metavar="ROLE", help=" | ".join(Role))
    gone = parts.add_parser("leave", help=_("somebody leaves today and hands over"))
    gone.add_argument("who", metavar="CODE")
    gone.add_argument("--to", default="", metavar="CODE", help=_("who gets all their open requests"))
    gone.add_argument("--note", default="", metavar="TEXT", help=_("what they should know"))
    for part in (known, new, other, gone):
        part.add_json()
    parser.set_defaults(part="list", all=False, json=False)
    parser.example(
        "stagedesk staff list",
        'stagedesk staff add lotte "Lotte Claes" --email lotte.claes@city.example',
        "stagedesk staff role mieke supervisor",
        "stagedesk staff leave els --to karim",
        text=_("Only a supervisor changes the staff, once there is one.")
        + "\n"
        + _("--json prints {fields}.").format(fields=MEMBER),
    )


def run_staff(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import people, staffing

    who, part = getattr(arguments, "who", ""), arguments.part
    if part == "add":
        staffing.add(at.desk, who, arguments.name, by=at.by, email=arguments.email, role=arguments.role)
    elif part == "role":
        staffing.set_role(at.desk, who, arguments.role, by=at.by)
    elif part == "leave":
        given = staffing.leave(at.desk, who, by=at.by, to=arguments.to, note=arguments.note)
        if given:
            say(_("handed over to {who}: {count}").format(who=arguments.to, count=len(given)))
    members = people.members(at.desk, gone=part == "leave" or arguments.all)
    return _list_staff(arguments, [each for each in members if part == "list" or each.code == who])


def _list_staff(arguments: Namespace, members: "Sequence[Member]") -> int:
    if arguments.json:
        put_json_list(map(_member_json, members))
        return 0
    headings = (
        _("code"), _("name"), _("role"), _("open"), _("late"), _("away until"), _("stands in"), _("left on"),
    )  # fmt: skip
    cells = (
        (
            each.code,
            each.name,
            each.role,
            each.open,
            each.overdue,
            each.away_until,
            each.stand_in,
            each.left_on,
        )
        for each in members
    )
    table(headings, cells, right=(3, 4))
    return 0


def _member_json(each: "Member") -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "email": each.email,
        "role": each.role,
        "left_on": each.left_on.isoformat() if each.left_on else None,
        "away_until": each.away_until.isoformat() if each.away_until else None,
        "stand_in": each.stand_in or None,
        "open": each.open,
        "overdue": each.overdue,
    }
