"""One person's data: all of it in a document, or forgotten at once."""

from argparse import Namespace
from pathlib import Path

from stagedesk import errors
from stagedesk.cli.office import Office
from stagedesk.cli.output import paragraph, put_json, say
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

SHAPE = """\
--json prints asked, day, and lists of what is known: people, requests, questions, mails, letters,
placements, declarations, steps, wrote; each thing has title, text, lines_left_out and its own facts.
With --erase it prints the certificate as `stagedesk purge --certificate --json` does."""


def add_person(parser: Parser) -> None:
    parser.add_argument(
        "who", metavar="WHO", help=_("a mail address, or a request's or placement's reference")
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=_("write it to FILE.md or FILE.json"))
    parser.add_argument(
        "--erase", action="store_true", help=_("forget this person at once; nobody can take that back")
    )
    parser.add_json()
    parser.example(
        "stagedesk person nora@student.example --as an",
        "stagedesk person 2026-0042 --out nora.md --as an",
        "stagedesk person 2026-0042 --erase --as an",
        text=_explained,
    )


def _explained() -> str:
    said = _(
        "For a privacy officer or a supervisor; the history says that it was done. National numbers are\n"
        "masked, and lines of a mail about other people's requests are left out: it is said where."
    )
    return f"{said}\n\n{SHAPE}"


def run_person(arguments: Namespace, at: Office) -> int:
    if arguments.erase:
        return _erase(arguments, at)
    from stagedesk.services.privacy import personal_data, personal_data_text

    as_data = arguments.json or (arguments.out is not None and arguments.out.suffix == ".json")
    if arguments.out and arguments.out.suffix not in (".md", ".json"):
        raise errors.UsageError(detail=_("Give a file that ends in {kinds}.").format(kinds=".md, .json"))
    found = personal_data.gather(at.desk, arguments.who, by=at.by)
    if arguments.out:
        _write(
            arguments.out,
            _as_text(personal_data_text.as_json(found))
            if as_data
            else personal_data_text.markdown(at.desk, found),
        )
    elif as_data:
        put_json(personal_data_text.as_json(found))
    else:
        paragraph(personal_data_text.markdown(at.desk, found).rstrip())
    return 0


def _as_text(values: object) -> str:
    from stagedesk.cli.as_json import as_json

    return as_json(values) + "\n"


def _write(file: Path, text: str) -> None:
    """Only for whoever writes it: it is about a person."""
    try:
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise errors.FileError(file=file, detail=error.strerror or error) from error
    say(_("Written: {file}").format(file=file))


def _erase(arguments: Namespace, at: Office) -> int:
    from stagedesk.cli.purge_command import put_certificate
    from stagedesk.services.privacy import retention_asked

    return put_certificate(arguments, at, retention_asked.erase(at.desk, arguments.who, by=at.by))
