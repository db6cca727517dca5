"""What is decided with departments: asking them, reminding them, and what they answer."""

from argparse import Namespace

from stagedesk.cli.deciding import add_no_letter, add_ref, codes, tell
from stagedesk.cli.office import Office
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services import reference


def add_route(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument(
        "department", metavar="DEPARTMENT", help=_("its code, name or any of its other names")
    )
    parser.add_argument(
        "--remark", default="", metavar="TEXT", help=_("a remark in the letter to the department")
    )
    parser.example("stagedesk route 2026-0042 musea", "stagedesk --as els route 2026-0042 musea --json")


def run_route(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import referrals, requests, suggestions

    # The history tells whether the suggestion was followed, here as on the screen.
    suggested = suggestions.for_request(at.desk, requests.row(arguments.ref).id)
    row = referrals.route(
        at.desk,
        arguments.ref,
        arguments.department,
        by=at.by,
        remark=arguments.remark,
        suggested=suggested[0].department if suggested else None,
    )
    return tell(arguments, at, row)


def add_answer(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("answer", metavar="ANSWER", help="yes | yes_if | no | question")
    parser.add_argument("--department", metavar="CODE", help=_("who answers, where several are asked"))
    parser.add_argument("--reason", metavar="CODE", help=_("why not, with no; see below"))
    parser.add_argument("--remark", default="", metavar="TEXT", help=_("what they said about it"))
    add_no_letter(parser)
    parser.example(
        "stagedesk answer 2026-0042 yes",
        "stagedesk answer 2026-0042 no --department musea --reason no_capacity",
        text=_reasons,
    )


def _reasons() -> str:
    return _("reasons:") + "\n" + codes("reasons", reference.reasons_for("rejected"))


def run_answer(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import referrals

    return tell(
        arguments,
        at,
        referrals.answer(
            at.desk,
            arguments.ref,
            arguments.answer,
            by=at.by,
            department=arguments.department,
            reason=arguments.reason,
            remark=arguments.remark,
            message=_newest_answer(at, arguments.ref),
            letter=arguments.letter,
        ),
    )


def _newest_answer(at: Office, ref: str) -> int | None:
    """The mail of a department that nobody has seen to yet: the answer that is written down now."""
    from stagedesk.services import requests

    mails = requests.page(at.desk, ref).messages
    return next((mail.id for mail in reversed(mails) if mail.kind == "answer" and not mail.handled), None)


def add_remind(parser: Parser) -> None:
    add_ref(parser)
    parser.example("stagedesk remind 2026-0042")


def run_remind(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import referrals

    return tell(arguments, at, referrals.remind(at.desk, arguments.ref, by=at.by))


def add_withdraw(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("--department", metavar="CODE", help=_("which one, where several are asked"))
    parser.example("stagedesk withdraw 2026-0042 --department musea")


def run_withdraw(arguments: Namespace, at: Office) -> int:
    from stagedesk.services import referrals

    return tell(
        arguments,
        at,
        referrals.withdraw(at.desk, arguments.ref, by=at.by, department=arguments.department),
    )
