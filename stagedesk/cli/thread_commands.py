"""Where mails belong, corrected: a mail split off or moved, a linked request taken up again, who asks."""

from argparse import Namespace

from stagedesk.cli.deciding import add_ref, tell
from stagedesk.cli.office import Office
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _


def _add_mail(parser: Parser) -> None:
    parser.add_argument(
        "mail", type=int, metavar="MAIL", help=_("the number of the mail; `show` has the numbers")
    )


def add_split(parser: Parser) -> None:
    add_ref(parser)
    _add_mail(parser)
    parser.example("stagedesk split 2026-0042 117")


def run_split(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.mail_in import threads

    return tell(arguments, at, threads.split(at.desk, arguments.ref, arguments.mail, by=at.by))


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
