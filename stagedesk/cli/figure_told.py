"""Figures for outside on the command line: those that were told, and those that may be told to everybody."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stagedesk.cli import figure_report
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, table
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.public.published import Explained, Told


def run(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.public import published

    if arguments.explain is None:
        return _list(published.listed(), arguments.json)
    found = published.explain(at.desk, arguments.explain)
    if arguments.json:
        put_json(
            told_as_json(found.told)
            | {
                "now": {"rows": found.now.rows, "total": found.now.total, "as_of": found.now.as_of},
                "recounted": found.recounted,
                "moved": [asdict(each) for each in found.moved],
            }
        )
    else:
        _explain(found)
    return 0


def _list(found: "tuple[Told, ...]", as_data: bool) -> int:
    if as_data:
        put_json_list(map(told_as_json, found))
        return 0
    headings = (
        _("number"),
        _("day"),
        _("told to"),
        _("measure"),
        _("split by"),
        _("period"),
        _("total"),
        _("by"),
    )
    rows = (
        (
            each.number, f"{each.at:%Y-%m-%d}", each.told_to, f"{each.measure.id} v{each.measure.version}",
            each.by, _period(each), " ".join(map(str, each.total)), each.who,
        )
        for each in found
    )  # fmt: skip
    table(headings, rows, right=(0,), empty=_("No figure was told yet; figure NAME --publish keeps one."))
    return 0


def told_as_json(told: "Told") -> dict[str, Any]:
    return {
        "number": told.number,
        "measure": {"id": told.measure.id, "version": told.measure.version},
        "by": told.by,
        "spans": [asdict(each) for each in told.spans],
        "rows": told.rows,
        "total": told.total,
        "as_of": told.as_of,
        "told_to": told.told_to,
        "at": told.at,
        "who": told.who,
    }


def _period(told: "Told") -> str:
    first, last = told.spans[0].label, told.spans[-1].label
    return first if first == last else f"{first} – {last}"


def _explain(found: "Explained") -> None:
    told = found.told
    line(_("Figure {number}, told to {whom} on {day}, as known on {as_of}").format(
        number=told.number, whom=told.told_to, day=f"{told.at:%Y-%m-%d}", as_of=told.as_of
    ))  # fmt: skip
    before = {name: counts for _code, name, counts in told.rows}
    now = {name: counts for _code, name, counts in found.now.rows}
    rows = [
        (name, place.label, (before.get(name) or (0,) * 99)[at], (now.get(name) or (0,) * 99)[at])
        for name in sorted(before.keys() | now.keys())
        for at, place in enumerate(told.spans)
    ]
    rows += [
        (_("total"), place.label, told.total[at], found.now.total[at]) for at, place in enumerate(told.spans)
    ]
    table(("", _("period"), _("told"), _("now")), rows, right=(2, 3))
    line()
    if not found.recounted:
        line(_("The count as known on that day is another one now: what was told cannot be made again."))
    moved = ((each.reference, each.span, each.before, each.now) for each in found.moved)
    headings = (_("reference"), _("period"), _("then"), _("now"))
    table(headings, moved, empty=_("Nothing changed since."))


def run_public(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.public import public_tables, publishing

    publishing.make(at.desk, by=at.by)
    sections = public_tables.tables(at.desk, arguments.name, arguments.year)
    if arguments.json:
        put_json([
            {
                "heading": each.heading,
                "columns": [column.name for column in each.columns],
                "rows": each.rows,
                "notes": each.notes,
            }
            for each in sections
        ])  # fmt: skip
    elif arguments.csv:
        figure_report.put_csv(sections)
    elif arguments.xlsx:
        figure_report.to_workbook(
            at.desk, sections, arguments.xlsx, title=_("Public figures"), day=at.desk.today()
        )
    else:
        for each in sections:
            figure_report.show_section(each)
            line()
    return 0
