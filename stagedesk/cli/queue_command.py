"""The queues: how many requests wait for whom, since when, and which ones."""

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.lists.queues import Queue, QueueLine

SHAPE = """\
--json prints today, age_bands, open {count, overdue, oldest_on, oldest_working_days, ages},
waiting_on [{waiting_on, and what open has}], departments [{department, name, and what open has}];
with --department a list of requests as `list` prints them, each with
age_working_days, waiting_working_days, overdue_working_days."""


def add_queue(parser: Parser) -> None:
    parser.add_argument("--department", metavar="CODE", help=_("the requests that wait for this department"))
    parser.add_json()
    parser.example(
        "stagedesk queue", "stagedesk queue --department musea", "stagedesk queue --json", text=SHAPE
    )


def names_people_queue(arguments: Namespace) -> bool:
    return bool(arguments.department)


def run_queue(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.lists import queues

    if arguments.department:
        found = queues.queue(at.desk, department=arguments.department)
        if arguments.json:
            put_json_list(queues.line_as_json(each, at.desk.today()) for each in found)
        else:
            _show_lines(found)
        return 0
    board = queues.board(at.desk)
    if arguments.json:
        put_json(queues.as_json(board))
        return 0
    _show_queues(_("waits for"), [*board.waiting, board.total])
    if board.departments:
        line()
        _show_queues(_("department"), board.departments)
    line()
    line(_("Days are working days since the city got the request."))
    return 0


def _show_queues(first: str, found: "Iterable[Queue]") -> None:
    from stagedesk.domain.deadlines import AGE_BANDS

    ages = [band.label for band in AGE_BANDS]
    headings = (first, _("open"), _("overdue"), _("oldest"), _("days"), *ages)
    table(headings, map(_queue, found), right=[1, 2, *range(4, len(headings))])


def _queue(each: "Queue") -> tuple[object, ...]:
    overdue = f"{each.overdue} !" if each.overdue else 0
    oldest = each.oldest_days if each.count else None
    return each.name, each.count, overdue, each.oldest_on, oldest, *each.ages


def _show_lines(found: "Iterable[QueueLine]") -> None:
    headings = (_("request"), _("age"), _("waiting"), _("due"), _("who"), _("about"))
    table(headings, map(_line, found), right=[1, 2], empty=_("No requests."))


def _line(each: "QueueLine") -> tuple[object, ...]:
    row = each.request
    return row.ref, each.age, each.waiting, f"{row.due_on}{' !' if each.overdue else ''}", row.who, row.title
