"""Where mails belong, corrected: a mail split off or moved, a linked request taken up again, who asks."""

from argparse import Namespace

from stagedesk import errors
from stagedesk.cli.deciding import add_no_letter, add_ref, tell
from stagedesk.cli.office import Office
from stagedesk.cli.output import put_json_list, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _


def _add_mail(parser: Parser, nargs: str | None = None) -> None:
    sentence = _("the number of the mail; `show` has the numbers")
    parser.add_argument("mail", type=int, nargs=nargs, metavar="MAIL", help=sentence)


def add_split(parser: Parser) -> None:
    add_ref(parser)
    _add_mail(parser, "?")
    parser.add_argument(
        "--each", action="store_true", help=_("a request for each person that its mail asks for")
    )
    add_no_letter(parser)
    parser.example(
        "stagedesk split 2026-0042 117",
        "stagedesk split 2026-0042 --each",
        text=_("With --each one letter tells all the numbers; --json then prints a list of requests."),
    )


def run_split(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import threads

    if arguments.each == (arguments.mail is not None):
        raise errors.UsageError(detail=_("Say which mail is split off, or --each for each of its people."))
    if arguments.each:
        return _part(arguments, at)
    return tell(arguments, at, threads.split(at.desk, arguments.ref, arguments.mail, by=at.by))


def _part(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.deciding import requests
    from stagedesk.services.mail_in import parting

    found = parting.part(at.desk, arguments.ref, by=at.by, letter=arguments.letter)
    if arguments.json:
        put_json_list(requests.as_json(row, at.desk.today()) for row in found)
    else:
        table((_("request"), _("for")), ((row.ref, row.who) for row in found))
    return 0


def add_move(parser: Parser) -> None:
    add_ref(parser)
    _add_mail(parser)
    parser.add_argument("to", metavar="TO", help=_("the request that this mail belongs to"))
    parser.example("stagedesk move 2026-0042 117 2026-0031")


def run_move(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import threads

    row = threads.move(at.desk, arguments.mail, arguments.to, ref=arguments.ref, by=at.by)
    return tell(arguments, at, row)


def add_unmerge(parser: Parser) -> None:
    add_ref(parser)
    parser.example("stagedesk unmerge 2026-0043")


def run_unmerge(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import threads

    return tell(arguments, at, threads.unmerge(at.desk, arguments.ref, by=at.by))


def add_sender(parser: Parser) -> None:
    add_ref(parser)
    parser.example("stagedesk sender 2026-0042")


def run_sender(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import threads

    return tell(arguments, at, threads.take_sender_as_applicant(at.desk, arguments.ref, by=at.by))
