"""Lists of requests: by view, by facts, by words."""

import tomllib
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from stagedesk import assets, errors
from stagedesk.cli.deciding import codes
from stagedesk.cli.office import Office
from stagedesk.cli.output import put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _, language
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.lists.listing import Filter
    from stagedesk.services.lists.views import View
    from stagedesk.services.rows import RequestRow

REQUEST = (
    "ref, status, owner, waiting_on, waiting_since, due_on, overdue, department, outcome, reason,\n"
    "ended_by, received_on, closed_on, snoozed_until, in_inbox, applicant, applicant_email, sender,\n"
    "sender_email, title, route, language, school, study, level, kind, period_start, period_end,\n"
    "deadline, automatic, version"
)


def add_list(parser: Parser) -> None:
    parser.add_argument("--view", metavar="ID", help=_("a saved view; see below"))
    parser.add_argument("--status", metavar="CODE", default="", help=_("open, closed, or one of those below"))
    parser.add_argument("--department", metavar="CODE", help=_("asked last: its code or any of its names"))
    parser.add_argument(
        "--waiting-on", metavar="CODE", default="", help=" | ".join(reference.table("waiting"))
    )
    parser.add_argument("--owner", metavar="CODE", default="", help=_("a staff code, or me"))
    parser.add_argument("--search", metavar="WORDS", default="", help=_("all these words, newest first"))
    parser.add_argument("--limit", metavar="N", type=int, help=_("not more than this many"))
    parser.add_json()
    parser.example(
        "stagedesk list --view overdue",
        'stagedesk list --search "nora archief"',
        "stagedesk list --waiting-on department --department musea --json",
        text=_choices,
    )


def _choices() -> str:
    parts = [_("views:"), *_views(), "", _("statuses:"), codes("statuses", reference.table("statuses"))]
    return "\n".join([*parts, "", _("--json prints a list of requests, each with:"), REQUEST])


def _views() -> list[str]:
    """The saved views, read from their file: the module of the views knows the database."""
    found = tomllib.loads(assets.data("views.toml").read_text(encoding="utf-8"))["view"]
    return [f"  {view['id']:<22} {view.get(language()) or view['en']}" for view in found]


def run_list(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import requests

    today = at.desk.today()
    found = _found(arguments, at)
    if arguments.json:
        put_json_list(requests.as_json(row, today) for row in found)
        return 0
    headings = (_("request"), _("status"), _("due"), _("waits for"), _("who"), _("about"))
    table(headings, (_cells(row, overdue=row.is_overdue(today)) for row in found), empty=_("No requests."))
    return 0


def _cells(row: "RequestRow", *, overdue: bool) -> tuple[str, ...]:
    status = reference.name("statuses", row.status)
    if row.is_open:
        party = row.department_name if row.waiting_on == "department" else ""
        day = f"{row.due_on}{' !' if overdue else ''}"
        return row.ref, status, day, party or reference.name("waiting", row.waiting_on), row.who, row.title
    return row.ref, status, str(row.closed_on), reference.name("outcomes", row.outcome), row.who, row.title


def _found(arguments: Namespace, at: Office) -> "Iterator[RequestRow]":
    from stagedesk.services.lists import finding, views
    from stagedesk.services.lists.listing import Filter

    view = _view(arguments.view) if arguments.view else None
    everything = arguments.search or arguments.status
    wanted = views.filter_of(at.desk, view) if view else Filter(is_open=None if everything else True)
    status = arguments.status
    if status in ("open", "closed"):
        wanted, status = wanted._replace(is_open=status == "open"), ""
    newest = view.order != "due" if view else bool(arguments.search) or arguments.status == "closed"
    return finding.find(
        _narrowed(arguments, at, wanted),
        status=status,
        words=arguments.search,
        order="newest" if newest else "due",
        limit=arguments.limit,
    )


def _view(name: str) -> "View":
    from stagedesk.services.lists.views import views

    for view in views():
        if view.id == name:
            return view
    known = ", ".join(view.id for view in views())
    raise errors.NotFound(what=_("view"), name=name, hint=_("Views: {known}.").format(known=known))


def _narrowed(arguments: Namespace, at: Office, wanted: "Filter") -> "Filter":
    if arguments.waiting_on:
        if arguments.waiting_on not in reference.table("waiting"):
            known = ", ".join(reference.table("waiting"))
            detail = _("{code} is nobody that a request waits for; it is one of: {known}.")
            raise errors.UsageError(detail=detail.format(code=arguments.waiting_on, known=known))
        wanted = wanted._replace(waiting_on=arguments.waiting_on)
    if arguments.owner:
        wanted = wanted._replace(owners=(at.by if arguments.owner == "me" else arguments.owner,))
    if arguments.department:
        wanted = wanted._replace(department=_department(arguments.department))
    return wanted


def _department(text: str) -> str:
    """The code of a department by any of its names, also of one that is closed by now."""
    from stagedesk.services.city.departments import find_department

    return str(find_department(text, date.min).code)
