"""What is decided with departments: asking them, reminding them, and what they answer."""

from argparse import Namespace
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli.deciding import add_no_letter, add_ref, add_text, codes, day_of
from stagedesk.cli.letter_options import add_letters, decided
from stagedesk.cli.office import Office
from stagedesk.cli.output import say
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.rows import RequestRow


def add_route(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument(
        "department", metavar="DEPARTMENT", help=_("its code, name or any of its other names")
    )
    parser.add_argument(
        "--remark", default="", metavar="TEXT", help=_("a remark in the letter to the department")
    )
    add_attachments(parser)
    add_letters(parser)
    parser.example("stagedesk route 2026-0042 musea", "stagedesk --as els route 2026-0042 musea --json")


def add_attachments(parser: Parser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--with-attachments",
        dest="with_attachments",
        action="store_true",
        default=None,
        help=_("what was attached to the request goes along; national numbers in it cannot be hidden"),
    )
    group.add_argument(
        "--without-attachments", dest="with_attachments", action="store_false", help=_("nothing goes along")
    )


def run_route(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.answers import referrals
    from stagedesk.services.deciding import requests
    from stagedesk.services.mail_out import enclosing
    from stagedesk.services.understanding import suggestions

    # The history tells whether the suggestion was followed, here as on the screen.
    suggested = suggestions.for_request(at.desk, requests.row(arguments.ref).id)
    along = arguments.with_attachments
    if at.desk.settings.attachments_along if along is None else along:
        for file in enclosing.files(arguments.ref):
            if file.why_not:
                say(_("{file} does not go along: {why}").format(file=file.name, why=file.why_not))
    return decided(
        arguments,
        at,
        lambda: referrals.route(
            at.desk,
            arguments.ref,
            arguments.department,
            by=at.by,
            remark=arguments.remark,
            suggested=suggested[0].department if suggested else None,
            with_attachments=along,
        ),
    )


def add_answer(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument(
        "answer", metavar="ANSWER", help="yes | yes_if | no | question | other_department | more_time"
    )
    parser.add_argument("--department", metavar="CODE", help=_("who answers, where several are asked"))
    parser.add_argument("--reason", metavar="CODE", help=_("why not, with no; see below"))
    parser.add_argument("--remark", default="", metavar="TEXT", help=_("what they said about it"))
    parser.add_argument("--from", dest="starts_on", metavar="DATE", help=_("from when, with yes"))
    parser.add_argument(
        "--to", metavar="DEPARTMENT", help=_("which one is asked then, with other_department")
    )
    parser.add_argument("--until", metavar="DATE", help=_("until when, with more_time"))
    add_no_letter(parser)
    add_letters(parser)
    parser.example(
        "stagedesk answer 2026-0042 yes --from 2026-09-14",
        "stagedesk answer 2026-0042 no --department musea --reason no_capacity",
        "stagedesk answer 2026-0042 other_department --to sport",
        "stagedesk answer 2026-0042 more_time --until 2026-03-31",
        text=_reasons,
    )


def _reasons() -> str:
    return _("reasons:") + "\n" + codes("reasons", reference.reasons_for("rejected"))


def run_answer(arguments: Namespace, at: Office) -> int:
    return decided(arguments, at, lambda: _answer(arguments, at))


def _answer(arguments: Namespace, at: Office) -> "RequestRow":
    from stagedesk.services.answers import referrals

    ref, department, message = arguments.ref, arguments.department, _newest_answer(at, arguments.ref)
    if arguments.answer in ("other", "other_department"):
        to = _needed(arguments.to, "--to")
        return referrals.refer_on(
            at.desk, ref, to, by=at.by, department=department, remark=arguments.remark, message=message
        )
    if arguments.answer == "more_time":
        until = day_of(_needed(arguments.until, "--until"))
        return referrals.more_time(at.desk, ref, until, by=at.by, department=department, message=message)
    return referrals.answer(
        at.desk,
        ref,
        arguments.answer,
        by=at.by,
        department=department,
        reason=arguments.reason,
        remark=arguments.remark,
        starts_on=day_of(arguments.starts_on) if arguments.starts_on else None,
        message=message,
        letter=arguments.letter,
    )


def _needed(value: str | None, option: str) -> str:
    if not value:
        raise errors.UsageError(detail=_("This answer needs {option}.").format(option=option))
    return value


def _newest_answer(at: Office, ref: str) -> int | None:
    """The mail of a department that nobody has seen to yet: the answer that is written down now."""
    from stagedesk.services.deciding import requests

    mails = requests.page(at.desk, ref).messages
    return next((mail.id for mail in reversed(mails) if mail.kind == "answer" and not mail.handled), None)


def add_tell(parser: Parser) -> None:
    add_ref(parser)
    add_text(parser, _("the answer to what the department asks"))
    parser.add_argument("--department", metavar="CODE", help=_("which one, where several are asked"))
    add_letters(parser)
    parser.example('stagedesk tell 2026-0042 "She has a driving licence."')


def run_tell(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.answers import referrals

    return decided(
        arguments,
        at,
        lambda: referrals.tell(
            at.desk, arguments.ref, arguments.text, by=at.by, department=arguments.department
        ),
    )


def add_remind(parser: Parser) -> None:
    add_ref(parser)
    add_letters(parser)
    parser.example("stagedesk remind 2026-0042")


def run_remind(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.answers import referrals

    return decided(arguments, at, lambda: referrals.remind(at.desk, arguments.ref, by=at.by))


def add_withdraw(parser: Parser) -> None:
    add_ref(parser)
    parser.add_argument("--department", metavar="CODE", help=_("which one, where several are asked"))
    add_letters(parser)
    parser.example("stagedesk withdraw 2026-0042 --department musea")


def run_withdraw(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.answers import referrals

    return decided(
        arguments,
        at,
        lambda: referrals.withdraw(at.desk, arguments.ref, by=at.by, department=arguments.department),
    )
