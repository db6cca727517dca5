"""What all decisions about a request share: their words, and the request as it is afterwards."""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.rows import RequestRow


def tell(arguments: Namespace, at: Office, row: "RequestRow") -> int:
    """Print the request as it is after a step: in one line, or for programs."""
    from stagedesk.services.deciding import requests

    if arguments.json:
        put_json(requests.as_json(row, at.desk.today()))
    else:
        line(_open_line(row) if row.is_open else _closed_line(row))
    return 0


def _open_line(row: "RequestRow") -> str:
    party = row.department_name if row.waiting_on == "department" else ""
    return _("{reference}: {status}; waits for {party} until {day}").format(
        reference=row.ref,
        status=reference.name("statuses", row.status),
        party=party or reference.name("waiting", row.waiting_on),
        day=row.due_on,
    )


def _closed_line(row: "RequestRow") -> str:
    ended = (reference.name("outcomes", row.outcome), reference.name("reasons", row.reason))
    return _("{reference}: closed; {ended}").format(reference=row.ref, ended=", ".join(filter(None, ended)))


def add_ref(parser: Parser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("the reference of the request, such as 2026-0042"))
    parser.add_json()


def add_text(parser: Parser, sentence: str) -> None:
    parser.add_argument("text", metavar="TEXT", help=sentence)


def add_day(parser: Parser, sentence: str) -> None:
    parser.add_argument("until", metavar="DATE", help=f"{sentence}, 2026-03-31")


def add_no_letter(parser: Parser) -> None:
    sentence = _("do not write to the applicant")
    parser.add_argument("--no-letter", dest="letter", action="store_false", help=sentence)


def codes(list_name: str, known: Iterable[str]) -> str:
    """Codes with what people call them, one a line, for the end of a help."""
    return "\n".join(f"  {code:<22} {reference.name(list_name, code)}" for code in known)


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        detail = _("{day} is no day; write it as 2026-03-31.").format(day=text)
        raise errors.UsageError(detail=detail) from None
