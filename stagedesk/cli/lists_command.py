"""Lists of placements that came by mail: which wait, what they hold, take one over or refuse it."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli import import_placements
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, table
from stagedesk.cli.parser import Parser, StepParser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.importing.arranged import MailedList

FIELDS = "id, message, position, name, size, request, sender, taken_at, department"


def add_lists(parser: Parser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="WHAT", parser_class=StepParser)
    for name, sentence in (
        ("list", _("those that nobody took over or refused")),
        ("preview", _("what each line would become")),
        ("take", _("take it over; with a bad line nothing is taken")),
        ("refuse", _("it is no list of placements, or nothing more comes of it")),
    ):
        each = steps.add_parser(name, help=sentence, description=sentence)
        each.add_json()
        if name != "list":
            each.add_argument("id", metavar="LIST", help=_("as `lists` shows it, such as 117/1"))
        if name == "take":
            import_placements.add_good_rows(each)
            import_placements.add_past(each)
            each.add_argument(
                "--covers",
                metavar="YEAR",
                type=int,
                help=_("the list has all of this year of its departments"),
            )
    parser.set_defaults(step="list", json=False, good_rows=False)
    parser.example(
        "stagedesk lists",
        "stagedesk lists preview 117/1",
        "stagedesk lists take 117/1 --good-rows",
        "stagedesk lists refuse 117/2",
        text=_("--json prints a list of {fields}; preview and take what `import placements` prints.").format(
            fields=FIELDS
        ),
    )


def run_lists(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.importing import arranged

    if arguments.step == "list":
        return _list(arguments, arranged.waiting(at.desk))
    found = _find(at, arguments.id)
    if arguments.step == "refuse":
        return _refuse(arguments, at, found)
    arguments.file, arguments.dry_run = found.name, arguments.step == "preview"
    if arguments.dry_run:
        return import_placements.tell(
            arguments, arranged.preview(at.desk, found.message, found.position), written=()
        )
    done = arranged.take_over(
        at.desk, found.message, found.position, by=at.by,
        good_rows=arguments.good_rows, reconstructed=arguments.past, covers=arguments.covers,
    )  # fmt: skip
    return import_placements.tell(arguments, done.preview, written=done.written)


def _list(arguments: Namespace, found: "tuple[MailedList, ...]") -> int:
    if arguments.json:
        put_json_list(asdict(each) | {"id": _id(each)} for each in found)
        return 0
    rows = (
        (_id(each), each.taken_at.date(), each.department, each.sender, each.name, each.request)
        for each in found
    )
    headings = (_("list"), _("day"), _("department"), _("from"), _("file"), _("request"))
    table(headings, rows, empty=_("No list waits."))
    return 0


def _refuse(arguments: Namespace, at: Office, found: "MailedList") -> int:
    from stagedesk.services.importing import arranged

    arranged.decline(at.desk, found.message, found.position, by=at.by)
    if arguments.json:
        put_json(asdict(found) | {"id": _id(found)})
    else:
        line(
            _("{file} of {who} is put aside; undo offers it again.").format(file=found.name, who=found.sender)
        )
    return 0


def _find(at: Office, name: str) -> "MailedList":
    """Of those that wait, so that none is taken over twice."""
    from stagedesk.services.importing import arranged

    found = next((each for each in arranged.waiting(at.desk) if _id(each) == name.strip()), None)
    if found is None:
        raise errors.NotFound(what=_("list"), name=name, hint=_("`stagedesk lists` shows those that wait."))
    return found


def _id(each: "MailedList") -> str:
    """The number of the mail, and which of its attachments."""
    return f"{each.message}/{each.position + 1}"
