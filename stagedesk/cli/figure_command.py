"""Figures on the command line: by a measure, with everything that is needed to defend the number."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stagedesk import __version__, errors, i18n
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.domain.measure import Figure, Measure, Span

SHAPE = """\
--json prints measure {id, version, name, text}, by, as_of, spans [{label, first, last}],
rows [{code, name, counts}], total, left_out {reason: counts}, coverage [[told all, departments]],
since, adds_up, targets [{id, promised, met}], stagedesk;
with --behind a list of references. Unknown has the empty code.
A report prints report, name, year, as_of, parts [{heading, columns, rows, notes}], stagedesk."""
YEARS = 5


def add_figure(parser: Parser) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        help=_("a measure, or a report such as R1; without it: all of them"),
    )
    parser.add_argument("--by", default="", metavar="WHAT", help=_("directorate, department, kind, level, …"))
    parser.add_argument("--year", type=int, metavar="YEAR", help=_("the last year shown (this one)"))
    parser.add_argument("--years", type=int, metavar="N", help=_("how many years (5)"))
    parser.add_argument("--months", action="store_true", help=_("the months of the year instead of years"))
    parser.add_argument(
        "--school-year", choices=("be", "nl"), help=_("years from 1 September (be) or 1 August (nl)")
    )
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help=_("as it was known at the end of that day")
    )
    parser.add_argument(
        "--behind", nargs="?", const="", metavar="CODE", help=_("list what one row of the last column counts")
    )
    parser.add_argument(
        "--reason", default="", metavar="REASON", help=_("with --behind: what was left out so")
    )
    _add_told(parser)
    form = parser.add_argument_group(_("form"))
    form.add_argument("--csv", action="store_true", help=_("print CSV, for a spreadsheet"))
    form.add_argument("--xlsx", type=Path, metavar="FILE", help=_("write a workbook"))
    parser.add_json()
    parser.example(
        "stagedesk figure",
        "stagedesk figure R1 --xlsx directorates.xlsx",
        "stagedesk figure interns --by directorate --years 5",
        "stagedesk figure haarlem-80 --year 2026 --behind --reason too_short",
        'stagedesk figure interns --year 2025 --publish "council of 3 February"',
        text=SHAPE,
    )


def _add_told(parser: Parser) -> None:
    told = parser.add_argument_group(_("for outside"))
    told.add_argument(
        "--public",
        action="store_true",
        help=_("only what may be told to everybody: small numbers are hidden"),
    )
    told.add_argument(
        "--publish", metavar="WHOM", help=_("keep the figure as it is told to somebody, to explain it later")
    )
    told.add_argument("--published", action="store_true", help=_("list the figures that were told"))
    told.add_argument(
        "--explain", type=int, metavar="N", help=_("count a told figure again: what came, what went, and why")
    )


def names_people_figure(arguments: Namespace) -> bool:
    """Lists behind a number do, and who told it; of a report whoever asks gets what they may see."""
    listed = (arguments.behind, arguments.explain)
    return arguments.published or any(each is not None for each in listed)


def run_figure(arguments: Namespace, at: Office) -> int:
    _check_years(arguments)
    if arguments.published or arguments.explain is not None:
        from stagedesk.cli import figure_told

        return figure_told.run(arguments, at)
    if not arguments.name:
        _list(at, arguments.json)
        return 0
    if arguments.public:
        from stagedesk.cli import figure_told

        return figure_told.run_public(arguments, at)
    from stagedesk.services.reporting import reports

    if report := reports.find(at.desk, arguments.name):
        from stagedesk.cli.figure_report import run_report

        return run_report(arguments, at, report)
    return _run_measure(arguments, at)


def _run_measure(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.statistics import measures, measuring

    measure = measures.find(at.desk, arguments.name)
    spans = _spans(arguments, measure, at.desk.today())
    if arguments.behind is not None:
        return _behind(arguments, at, measure, spans[-1])
    figure = measuring.count(at.desk, measure, spans, arguments.by, arguments.as_of)
    if arguments.publish is not None:
        from stagedesk.services.public import published

        told = published.publish(at.desk, figure, arguments.publish, by=at.by)
        say(_("Kept as figure {number}.").format(number=told.number))
    _put(arguments, at, figure)
    return 0


def _put(arguments: Namespace, at: Office, figure: "Figure") -> None:
    from stagedesk.cli import figure_report
    from stagedesk.services.statistics.report_table import of_figure

    if arguments.json:
        from stagedesk.services.statistics import targets

        promised = targets.promises(at.desk, figure)
        put_json(
            as_json(figure)
            | {
                "targets": [
                    {
                        "id": each.target.id,
                        "promised": each.promised,
                        "met": [met and asdict(met) for met in each.met],
                    }
                    for each in promised
                ]
            }
        )
        return
    section = of_figure(at.desk, figure)
    if arguments.csv:
        figure_report.put_csv([section])
    elif arguments.xlsx:
        title = figure.measure.name(i18n.language())
        figure_report.to_workbook(at.desk, [section], arguments.xlsx, title=title, day=figure.as_of)
    else:
        figure_report.show_section(section)


def _list(at: Office, as_data: bool) -> None:
    from stagedesk.services.reporting import reports
    from stagedesk.services.statistics import measures

    language = i18n.language()
    found = measures.known(at.desk).values()
    if as_data:
        put_json_list({"id": each.id, "version": each.version, "name": each.name(language)} for each in found)
        return
    rows = ((each.id, each.version, each.of, each.date, each.name(language)) for each in found)
    table((_("measure"), _("version"), _("counts"), _("by the day"), _("name")), rows, right=(1,))
    line()
    table(
        (_("report"), _("name")), ((each.id, each.name(language)) for each in reports.known(at.desk).values())
    )


def _check_years(arguments: Namespace) -> None:
    if not 1 <= (arguments.years or YEARS) <= 50 or not 1950 <= (arguments.year or 2000) <= 2200:
        raise errors.UsageError(detail=_("Give a year from 1950 on, and from 1 to 50 years."))


def _spans(arguments: Namespace, measure: "Measure", today: date) -> "tuple[Span, ...]":
    from stagedesk.domain.measure import Year, months, year_of, years

    named: dict[str, Year] = {"be": "school-be", "nl": "school-nl"}
    kind = named.get(arguments.school_year or "", measure.year)
    last = arguments.year or year_of(today, kind)
    return months(last, kind) if arguments.months else years(last, arguments.years or YEARS, kind)


def _behind(arguments: Namespace, at: Office, measure: "Measure", span: "Span") -> int:
    from stagedesk.services.statistics import measuring

    code = arguments.behind if arguments.by else None
    found = measuring.behind(at.desk, measure, span, arguments.by, code, arguments.reason, arguments.as_of)
    if arguments.json:
        put_json(found)
    else:
        for each in found:
            line(str(each))
    return 0


def as_json(figure: "Figure") -> dict[str, Any]:
    """A figure for programs; see SHAPE."""
    language = i18n.language()
    measure = figure.measure
    return {
        "measure": {
            "id": measure.id,
            "version": measure.version,
            "name": measure.name(language),
            "text": measure.text(language),
        },
        "by": figure.by,
        "as_of": figure.as_of,
        "spans": [{"label": each.label, "first": each.first, "last": each.last} for each in figure.spans],
        "rows": [{"code": code, "name": name, "counts": counts} for code, name, counts in figure.rows],
        "total": figure.total,
        "left_out": dict(figure.left_out),
        "coverage": figure.coverage,
        "since": figure.since,
        "adds_up": measure.adds_up,
        "stagedesk": __version__,
    }
