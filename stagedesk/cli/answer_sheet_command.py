"""Answering a council: a document with every sub-question, its figure and its definition."""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stagedesk import errors, i18n
from stagedesk.cli.office import Office
from stagedesk.cli.output import paragraph, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.reports.answer_sheet import Document

KINDS = (".md", ".html", ".xlsx")


def add_answer_sheet(parser: Parser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="SET", help=_("the question set; without it: which there are")
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help=_("the year asked about (the last one)"))
    parser.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        help=_("with --internal: as it was known at the end of that day"),
    )
    parser.add_argument(
        "--internal",
        action="store_true",
        help=_("every number, small ones too, as known now: not for outside"),
    )
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help=_("write FILE.md, FILE.html or FILE.xlsx instead of printing")
    )
    parser.example(
        "stagedesk answer-sheet question-497 --year 2025",
        "stagedesk answer-sheet mechelen-5-years --to answer.html",
        "stagedesk answer-sheet question-497 --year 2026 --internal",
    )


def run_answer_sheet(arguments: Namespace, at: Office) -> int:
    from stagedesk.reports import answer_sheet
    from stagedesk.services.public import answer_sheets

    if not arguments.name:
        found = answer_sheets.known(at.desk).values()
        table((_("question set"), _("name")), ((each.id, each.name(i18n.language())) for each in found))
        return 0
    document = _document(arguments, at)
    if arguments.to is None:
        paragraph(answer_sheet.markdown(document).rstrip())
        return 0
    if arguments.to.suffix not in KINDS:
        raise errors.UsageError(detail=_("Give a file that ends in {kinds}.").format(kinds=", ".join(KINDS)))
    try:
        if arguments.to.suffix == ".xlsx":
            answer_sheet.workbook(document, arguments.to)
        elif arguments.to.suffix == ".html":
            arguments.to.write_text(answer_sheet.page(document, i18n.language()), encoding="utf-8")
        else:
            arguments.to.write_text(answer_sheet.markdown(document), encoding="utf-8")
    except OSError as error:
        raise errors.FileError(file=arguments.to, detail=error.strerror or error) from error
    say(_("Written: {file}").format(file=arguments.to))
    return 0


def _document(arguments: Namespace, at: Office) -> "Document":
    """What everybody may read, unless the whole truth is asked for."""
    from stagedesk.services.public import answer_sheets, public_answers, publishing
    from stagedesk.services.statistics import answer_document

    year = arguments.year or at.desk.today().year - 1
    if not 1950 <= year <= 2200:
        raise errors.UsageError(detail=_("Give a year from 1950 on."))
    sheet = answer_sheets.find(at.desk, arguments.name)
    if arguments.internal:
        return answer_document.document(answer_sheets.fill(at.desk, sheet.id, year, arguments.as_of))
    if arguments.as_of:
        raise errors.UsageError(
            detail=_("What is public was known on its own day; --as-of needs --internal.")
        )
    publishing.make(at.desk, by=at.by)
    return public_answers.document(at.desk, sheet, year)
