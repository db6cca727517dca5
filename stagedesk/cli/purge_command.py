"""Forgetting people whose term is over: the list, its approval, its carrying out, its certificate."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stagedesk import errors, i18n
from stagedesk.cli.deciding import day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import paragraph, progress, put_json, put_json_list, say, table
from stagedesk.cli.parser import Parser
from stagedesk.i18n import _

if TYPE_CHECKING:
    from stagedesk.services.privacy.retention import PurgeList
    from stagedesk.services.privacy.retention_due import Due

SHAPE = """\
--json prints a list of kind, ref, ended, term, since, due_on, records; with --approve, --execute and
--certificate one object: number, day, cause, approved_at, approved_by, executed_at, executed_by, counts,
digest, terms, entries [{kind, ref, term, since, due_on, forgotten_on}], left_out [ref];
with --lists a list of these; with --dry-run the counts."""


def add_purge(parser: Parser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--approve", action="store_true", help=_("approve that all of today's list is forgotten")
    )
    what.add_argument(
        "--execute", type=int, metavar="N", help=_("carry out approved list N; nobody can take that back")
    )
    what.add_argument("--certificate", type=int, metavar="N", help=_("print the certificate of list N"))
    what.add_argument("--lists", action="store_true", help=_("the lists that were approved"))
    parser.add_argument("--day", type=day_of, metavar="DATE", help=_("what will be due on that day"))
    parser.add_argument(
        "--dry-run", action="store_true", help=_("with --execute: only tell how much would be erased")
    )
    parser.add_json()
    parser.example(
        "stagedesk purge",
        "stagedesk purge --approve --as an",
        "stagedesk purge --execute 3 --dry-run",
        "stagedesk purge --execute 3 --as mieke",
        "stagedesk purge --certificate 3 > certificate.md",
        text=_explained,
    )


def _explained() -> str:
    said = _(
        "Without words it lists what is due by the terms of retention.toml. A privacy officer or a\n"
        "supervisor approves the list, and another one carries it out, where there is one: names, mails,\n"
        "notes and files go, dates and codes stay, and every figure is as before. Killed half-way it goes\n"
        "on where it was. What was taken up again meanwhile is left out. Backups made before still hold\n"
        "what was erased."
    )
    return f"{said}\n\n{SHAPE}"


def run_purge(arguments: Namespace, at: Office) -> int:
    if arguments.dry_run and arguments.execute is None:
        raise errors.UsageError(detail=_("Give --dry-run with --execute."))
    if arguments.approve:
        return _approve(arguments, at)
    if arguments.execute is not None:
        return _execute(arguments, at)
    from stagedesk.services.privacy import retention

    if arguments.certificate is not None:
        return put_certificate(arguments, at, retention.find(arguments.certificate))
    if arguments.lists:
        return _lists(arguments, retention.lists())
    return _due(arguments, at)


def _due(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.privacy import retention_due

    found = retention_due.due(at.desk, arguments.day)
    if arguments.json:
        put_json_list(_without_number(asdict(each)) for each in found)
        return 0
    _show(at, found)
    return 0


def _show(at: Office, found: "Sequence[Due]") -> None:
    from stagedesk.services.privacy import retention_terms
    from stagedesk.services.privacy.retention_certificate import kind_name
    from stagedesk.services.reporting.report_retention import ending_name

    terms, language = retention_terms.known(at.desk), i18n.language()
    rows = (
        (
            kind_name(each.kind), each.ref, ending_name(each), each.since, each.due_on, each.term,
        )
        for each in found
    )  # fmt: skip
    headings = (_("of"), _("reference"), _("ended"), _("since"), _("due"), _("term"))
    table(headings, rows, empty=_("Nothing is due."))
    for term in sorted({each.term for each in found}):
        say(f"{term}: {terms[term].name(language)}")


def _approve(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.privacy import retention

    if arguments.day and arguments.day != at.desk.today():
        raise errors.UsageError(detail=_("Only what is due today can be approved."))
    found = retention.approve(at.desk, by=at.by)
    if arguments.json:
        put_json(as_json(found))
        return 0
    say(
        _("List {number} is approved: {count} records.").format(number=found.number, count=len(found.entries))
    )
    say(_("Next: {command}").format(command=f"stagedesk purge --execute {found.number}"))
    if others := retention.others_who_may(at.desk, at.by):
        say(_("Somebody else carries it out: {who}.").format(who=", ".join(others)))
    return 0


def _execute(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.privacy import retention_executing

    if arguments.dry_run:
        counts = retention_executing.try_out(at.desk, arguments.execute, by=at.by)
        if arguments.json:
            put_json(counts)
        else:
            _show_counts(counts)
        return 0

    def count(done: int, of: int) -> None:
        progress(f"{done}/{of}")

    found = retention_executing.execute(at.desk, arguments.execute, by=at.by, progress=count)
    progress("")
    return put_certificate(arguments, at, found)


def put_certificate(arguments: Namespace, at: Office, found: "PurgeList") -> int:
    if arguments.json:
        put_json(as_json(found))
        return 0
    from stagedesk.services.privacy.retention_certificate import markdown

    paragraph(markdown(at.desk, found).rstrip())
    return 0


def _show_counts(counts: dict[str, int]) -> None:
    from stagedesk.services.privacy.retention_certificate import COUNTS

    rows = ((_(words), counts[name]) for name, words in COUNTS.items() if counts.get(name))
    table((_("would be erased"), _("count")), rows, right=(1,), empty=_("Nothing would be erased."))


def _lists(arguments: Namespace, found: "tuple[PurgeList, ...]") -> int:
    if arguments.json:
        put_json_list(map(as_json, found))
        return 0
    rows = (
        (each.number, each.day, len(each.entries), each.approved_by, each.executed_by or _("not yet"))
        for each in found
    )
    headings = (_("list"), _("made on"), _("records"), _("approved by"), _("carried out by"))
    table(headings, rows, right=(0, 2), empty=_("No list was approved yet."))
    return 0


def as_json(found: "PurgeList") -> dict[str, Any]:
    """A list for programs; see SHAPE."""
    return {
        "number": found.number,
        "day": found.day,
        "cause": found.cause,
        "approved_at": found.approved_at,
        "approved_by": found.approved_by,
        "executed_at": found.executed_at,
        "executed_by": found.executed_by or None,
        "counts": found.counts,
        "digest": found.digest,
        "terms": found.terms,
        "entries": [_without_number(asdict(each)) for each in found.entries],
        "left_out": [each.ref for each in found.left_out],
    }


def _without_number(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "number"}
