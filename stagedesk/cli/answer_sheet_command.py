"""Answering a council: a document with every sub-question, its figure and its definition."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from stagedesk import errors, i18n
from stagedesk.cli.office import Office
from stagedesk.cli.output import paragraph, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

KINDS = (".md", ".html", ".xlsx")


def add_answer_sheet(parser: Parser) -> None:
    parser.add_argument(
        "name", nargs="?", metavar="SET", help=_("the question set; without it: which there are")
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help=_("the year asked about (the last one)"))
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help=_("as it was known at the end of that day")
    )
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help=_("write FILE.md, FILE.html or FILE.xlsx instead of printing")
    )
    parser.example(
        "stagedesk answer-sheet question-497 --year 2025",
        "stagedesk answer-sheet mechelen-5-years --to answer.html",
    )


def run_answer_sheet(arguments: Namespace, at: Office) -> int:
    from stagedesk.reports import answer_sheet
    from stagedesk.services import answer_document, answer_sheets

    if not arguments.name:
        found = answer_sheets.known(at.desk).values()
        table((_("question set"), _("name")), ((each.id, each.name(i18n.language())) for each in found))
        return 0
    year = arguments.year or at.desk.today().year - 1
    if not 1950 <= year <= 2200:
        raise errors.UsageError(detail=_("Give a year from 1950 on."))
    filled = answer_sheets.fill(at.desk, arguments.name, year, arguments.as_of)
    document = answer_document.document(filled)
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
