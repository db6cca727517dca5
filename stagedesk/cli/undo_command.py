"""Taking a step back."""

from argparse import Namespace

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _


def add_undo(parser: Parser) -> None:
    parser.add_argument("ref", nargs="?", metavar="REF", help=_("take back the last step on this request"))
    parser.add_argument(
        "--event", type=int, metavar="N", help=_("take back this step; `show` has the numbers")
    )
    parser.add_json()
    parser.example(
        "stagedesk undo",
        "stagedesk undo 2026-0042",
        "stagedesk undo --event 1234",
        text=_("Without words it takes back your own last step. Steps taken as one are undone as one.")
        + "\n"
        + _("--json prints {fields}.").format(fields="event, kind, refs"),
    )


def run_undo(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.journal import undo
    from stagedesk.services.journal.event_words import step_name

    if arguments.ref and arguments.event:
        raise errors.UsageError(detail=_("Give a reference or the number of a step, not both."))
    event, kind = _wanted(arguments, at)
    refs = undo.undo(at.desk, by=at.by, event=event)
    if arguments.json:
        put_json({"event": event, "kind": kind, "refs": refs})
    else:
        line(_("undone: {step}").format(step=" ".join([step_name(kind), *refs])))
    return 0


def _wanted(arguments: Namespace, at: Office) -> tuple[int, str]:
    """The number and kind of the step that is meant."""
    from stagedesk.services.deciding import requests
    from stagedesk.services.journal import undo

    if arguments.event:
        return arguments.event, undo.kind_of(arguments.event)
    if not arguments.ref:
        if last := undo.what_next(at.by):
            return last
        raise errors.Refused(detail=_("There is nothing of yours to undo."))
    for event in reversed(requests.page(at.desk, arguments.ref).events):
        if event.undoable and event.kind != "undone":
            return event.id, event.kind
    detail = _("{reference} has no step that can be undone.").format(reference=arguments.ref)
    raise errors.Refused(detail=detail)
