"""What is decided about a request: asking departments and applicants, answers, ends, notes."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli.office import Office, office
from stagedesk.cli.output import line, put_json
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.rows import RequestRow


def add_route(parser: Parser) -> None:
    _add_ref(parser)
    parser.add_argument("department", metavar="DEPARTMENT", help=_("its code, name or any of its other names"))
    parser.add_argument("--remark", default="", metavar="TEXT", help=_("a remark in the letter to the department"))
    parser.example("stagedesk route 2026-0042 musea", "stagedesk --as els route 2026-0042 musea --json")


def run_route(arguments: Namespace) -> int:
    from stagedesk.services import referrals

    return _decide(
        arguments,
        lambda at: referrals.route(
            at.desk, arguments.ref, arguments.department, by=at.by, remark=arguments.remark
        ),
    )


def add_answer(parser: Parser) -> None:
    from stagedesk.services import reference

    _add_ref(parser)
    parser.add_argument("answer", metavar="ANSWER", help="yes | yes_if | no | question")
    parser.add_argument("--department", metavar="CODE", help=_("who answers, where several are asked"))
    parser.add_argument("--reason", metavar="CODE", help=_("why not, with no; see below"))
    parser.add_argument("--remark", default="", metavar="TEXT", help=_("what they said about it"))
    _add_no_letter(parser, _("do not write to the applicant"))
    parser.example(
        "stagedesk answer 2026-0042 yes",
        "stagedesk answer 2026-0042 no --department musea --reason no_place",
        text=_("reasons:") + "\n" + _codes("reasons", reference.reasons_for("rejected")),
    )


def run_answer(arguments: Namespace) -> int:
    from stagedesk.services import referrals

    return _decide(
        arguments,
        lambda at: referrals.answer(
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
    _add_ref(parser)
    parser.example("stagedesk remind 2026-0042")


def run_remind(arguments: Namespace) -> int:
    from stagedesk.services import referrals

    return _decide(arguments, lambda at: referrals.remind(at.desk, arguments.ref, by=at.by))


def add_withdraw(parser: Parser) -> None:
    _add_ref(parser)
    parser.add_argument("--department", metavar="CODE", help=_("which one, where several are asked"))
    parser.example("stagedesk withdraw 2026-0042 --department musea")


def run_withdraw(arguments: Namespace) -> int:
    from stagedesk.services import referrals

    return _decide(
        arguments,
        lambda at: referrals.withdraw(at.desk, arguments.ref, by=at.by, department=arguments.department),
    )


def add_ask(parser: Parser) -> None:
    _add_ref(parser)
    _add_text(parser, _("the question, as it stands in the letter"))
    parser.example('stagedesk ask 2026-0042 "In which weeks can you come?"')


def run_ask(arguments: Namespace) -> int:
    from stagedesk.services import triage

    return _decide(arguments, lambda at: triage.ask(at.desk, arguments.ref, arguments.text, by=at.by))


def add_close(parser: Parser) -> None:
    from stagedesk.services import reference

    _add_ref(parser)
    parser.add_argument("outcome", metavar="OUTCOME", help=_("how it ends; see below"))
    parser.add_argument("--reason", metavar="CODE", help=_("why, where the outcome needs it; see below"))
    parser.add_argument("--by", dest="ended_by", metavar="WHO", help="applicant | school | department")
    parser.add_argument("--note", default="", metavar="TEXT", help=_("something to remember about it"))
    _add_no_letter(parser, _("do not write to the applicant"))
    parts = [_("outcomes:"), _codes("outcomes", reference.table("outcomes"))]
    for outcome in ("rejected", "withdrawn"):
        title = _("reasons for {outcome}:").format(outcome=outcome)
        parts += ["", title, _codes("reasons", reference.reasons_for(outcome))]
    parser.example(
        "stagedesk close 2026-0042 placed",
        "stagedesk close 2026-0042 rejected --reason no_place",
        text="\n".join(parts),
    )


def run_close(arguments: Namespace) -> int:
    from stagedesk.services import triage

    return _decide(
        arguments,
        lambda at: triage.close(
            at.desk,
            arguments.ref,
            arguments.outcome,
            by=at.by,
            reason=arguments.reason,
            ended_by=arguments.ended_by,
            note=arguments.note,
            letter=arguments.letter,
        ),
    )


def add_reopen(parser: Parser) -> None:
    _add_ref(parser)
    parser.example("stagedesk reopen 2026-0042")


def run_reopen(arguments: Namespace) -> int:
    from stagedesk.services import triage

    return _decide(arguments, lambda at: triage.reopen(at.desk, arguments.ref, by=at.by))


def add_link(parser: Parser) -> None:
    _add_ref(parser)
    parser.add_argument("to", metavar="TO", help=_("the request that its mails belong to"))
    parser.example("stagedesk link 2026-0043 2026-0042")


def run_link(arguments: Namespace) -> int:
    from stagedesk.services import triage

    return _decide(arguments, lambda at: triage.link(at.desk, arguments.ref, arguments.to, by=at.by))


def add_note(parser: Parser) -> None:
    _add_ref(parser)
    _add_text(parser, _("what to write down"))
    parser.example('stagedesk note 2026-0042 "Her teacher phoned: any week in May is fine."')


def run_note(arguments: Namespace) -> int:
    from stagedesk.services import triage

    return _decide(arguments, lambda at: triage.note(at.desk, arguments.ref, arguments.text, by=at.by))


def add_snooze(parser: Parser) -> None:
    _add_ref(parser)
    _add_day(parser, _("the day on which it comes back"))
    parser.example("stagedesk snooze 2026-0042 2026-03-31")


def run_snooze(arguments: Namespace) -> int:
    from stagedesk.services import triage

    until = _day(arguments.until)
    return _decide(arguments, lambda at: triage.snooze(at.desk, arguments.ref, until, by=at.by))


def add_wait_list(parser: Parser) -> None:
    _add_ref(parser)
    _add_day(parser, _("the day on which the desk looks again"))
    parser.example("stagedesk wait-list 2026-0042 2026-09-01")


def run_wait_list(arguments: Namespace) -> int:
    from stagedesk.services import triage

    until = _day(arguments.until)
    return _decide(arguments, lambda at: triage.wait_list(at.desk, arguments.ref, until, by=at.by))


def add_seen(parser: Parser) -> None:
    _add_ref(parser)
    parser.example("stagedesk seen 2026-0042")


def run_seen(arguments: Namespace) -> int:
    from stagedesk.services import triage

    return _decide(arguments, lambda at: triage.seen(at.desk, arguments.ref, by=at.by))


def _decide(arguments: Namespace, decision: "Callable[[Office], RequestRow]") -> int:
    """Take a decision and print the request as it is afterwards."""
    with office(arguments) as at:
        row = decision(at)
        tell(row, at, json=arguments.json)
    return 0


def tell(row: "RequestRow", at: Office, *, json: bool) -> None:
    """The request after a step, in one line or for programs."""
    from stagedesk.services import reference, requests

    if json:
        put_json(requests.as_json(row, at.desk.today()))
    elif row.is_open:
        party = row.department_name if row.waiting_on == "department" else ""
        line(
            _("{reference}: {status}; waits for {party} until {day}").format(
                reference=row.ref,
                status=reference.name("statuses", row.status),
                party=party or reference.name("waiting", row.waiting_on),
                day=row.due_on,
            )
        )
    else:
        ended = [reference.name("outcomes", row.outcome), reference.name("reasons", row.reason)]
        line(_("{reference}: closed; {ended}").format(reference=row.ref, ended=", ".join(filter(None, ended))))


def _add_ref(parser: Parser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("the reference of the request, such as 2026-0042"))
    parser.add_json()


def _add_text(parser: Parser, sentence: str) -> None:
    parser.add_argument("text", metavar="TEXT", help=sentence)


def _add_day(parser: Parser, sentence: str) -> None:
    parser.add_argument("until", metavar="DATE", help=f"{sentence}, 2026-03-31")


def _add_no_letter(parser: Parser, sentence: str) -> None:
    parser.add_argument("--no-letter", dest="letter", action="store_false", help=sentence)


def _codes(list_name: str, codes: "Callable[[], list[str]] | list[str] | dict[str, object]") -> str:
    from stagedesk.services import reference

    return "\n".join(f"  {code:<22} {reference.name(list_name, code)}" for code in codes)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        detail = _("{day} is no day; write it as 2026-03-31.").format(day=text)
        raise errors.UsageError(detail=detail) from None
