"""The places that departments offer, on the command line: all of a view, or those that fit a request."""

from argparse import Namespace
from typing import TYPE_CHECKING

from stagedesk.cli.office import Office
from stagedesk.cli.output import put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.register.matching import Match
    from stagedesk.services.register.place_rows import PlaceRow

VIEWS = ("open", "structural", "published", "withdrawn", "over", "all")


def add_places(parser: Parser) -> None:
    parser.add_argument("--view", choices=VIEWS, default="open", help=_("which ones; open if not said"))
    parser.add_argument("--department", metavar="CODE", default="", help=_("only of this department"))
    parser.add_argument(
        "--without", metavar="YEAR", type=int, help=_("departments without a place in a year")
    )
    parser.add_argument(
        "--for", dest="request", metavar="REQUEST", help=_("those that fit a request, with why")
    )
    parser.add_json()
    parser.example("stagedesk places", "stagedesk places --for 2026-0042", "stagedesk places --without 2026")


def run_places(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.register import matching, place_rows

    if arguments.without:
        return _without(arguments, place_rows.without_a_place(arguments.without))
    if arguments.request:
        return _matches(arguments, matching.for_request(at.desk, arguments.request))
    found = place_rows.PlaceList(at.desk, arguments.view, arguments.department)
    rows = found.page(0, found.count())
    if arguments.json:
        put_json_list(place_rows.as_json(row) for row in rows)
        return 0
    headings = (
        _("number"),
        _("place"),
        _("department"),
        _("kind"),
        _("from"),
        _("until"),
        _("taken"),
        _("asked"),
    )
    table(headings, map(_cells, rows), right=(0, 6, 7), empty=_("There is no such place."))
    return 0


def _cells(row: "PlaceRow") -> tuple[object, ...]:
    kind, taken = reference.name("kinds", row.kind), f"{row.filled}/{row.slots}"
    return row.id, row.title, row.department, kind, row.period_start, row.period_end, taken, row.candidates


def _without(arguments: Namespace, found: tuple[tuple[str, str], ...]) -> int:
    if arguments.json:
        put_json_list({"department": code, "name": name} for code, name in found)
    else:
        table((_("department"), _("name")), found, empty=_("Every department offers a place."))
    return 0


def _matches(arguments: Namespace, found: "tuple[Match, ...]") -> int:
    if arguments.json:
        put_json_list(
            {"place": each.place.id, "points": each.points, "because": each.because, "but": each.but}
            for each in found
        )
        return 0
    rows = (
        (each.place.id, each.place.title, each.place.department, ", ".join(each.because), ", ".join(each.but))
        for each in found
    )
    table((_("number"), _("place"), _("department"), _("because"), _("but")), rows, empty=_("No place fits."))
    return 0
