"""A placement as the command line tells it: in one line, as a page, or for programs."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, table
from stagedesk.cli.parser import Parser
from stagedesk.cli.placement_json import as_json
from stagedesk.i18n import _
from stagedesk.services import reference

if TYPE_CHECKING:
    from stagedesk.services.register.placement_rows import PlacementPage, PlacementRow


def add_ref(parser: Parser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("the reference of the placement, such as P2026-0042"))
    parser.add_json()


def cells(row: "PlacementRow") -> tuple[object, ...]:
    """Reference, name, department, kind, first and last day, status."""
    first, last = row.started_on or row.planned_start, row.ended_on or row.planned_end
    status = reference.name("placement_statuses", row.status)
    return row.ref, row.applicant, row.department, reference.name("kinds", row.kind), first, last, status


def tell(arguments: Namespace, row: "PlacementRow") -> int:
    """Print the placement as it is after a step."""

    if arguments.json:
        put_json(as_json(row))
    else:
        ref, name, department, _kind, first, last, status = cells(row)
        days = f"{first or '?'} – {last or '?'}"
        line(
            _("{reference}: {name}, {department}, {days}: {status}").format(
                reference=ref, name=name, department=department, days=days, status=status
            )
        )
    return 0


def show(arguments: Namespace, at: Office) -> int:
    """Print a whole placement."""
    from stagedesk.services.register import placement_rows

    page = placement_rows.page(at.desk, arguments.ref)
    if arguments.json:
        put_json(_as_json(page))
        return 0
    tell(arguments, page.placement)
    _facts(page)
    _papers(page)
    _events(page)
    return 0


def _facts(page: "PlacementPage") -> None:
    from stagedesk.services.register.place_words import attention_name

    row = page.placement
    weeks = "" if row.weeks_planned is None else _("{weeks} weeks").format(weeks=f"{row.weeks_planned:g}")
    for name, value in (
        (_("kind"), reference.name("kinds", row.kind)),
        (_("request"), row.request),
        (_("way in"), reference.name("routes", row.route)),
        (_("school"), row.school),
        (_("level"), reference.name("levels", row.level_followed)),
        (_("study"), row.study),
        (_("planned"), ", ".join([*(f"{block.first} – {block.last}" for block in page.blocks), weeks])),
        (_("away"), ", ".join(f"{pause.first} – {pause.last}" for pause in page.pauses)),
        (_("days a week"), "" if row.days_per_week is None else f"{row.days_per_week:g}"),
        (_("compensation"), reference.name("three_valued", row.compensation)),
        (_("mentor"), row.mentor),
        (_("remark"), row.remark),
        (_("missing"), ", ".join(row.missing)),
        (_("look at"), ", ".join(map(attention_name, row.attention))),
    ):
        if value:
            line(f"  {name}: {value}")


def _papers(page: "PlacementPage") -> None:
    from stagedesk.services.journal.event_words import CHECKLIST_STATES

    if page.checklist:
        line()
        rows = (
            (
                reference.name("documents", item.document),
                _(CHECKLIST_STATES[item.state]),
                reference.name("parties", item.next_move),
                item.due_on if item.next_move else item.done_on,
                item.seen_by,
            )
            for item in page.checklist
        )
        table((_("document"), _("state"), _("next move"), _("day"), _("seen by")), rows)
    for agreement in page.agreements:
        signed = ", ".join(
            f"{reference.name('parties', party)} {day or '?'}" for party, day in agreement.signatures
        )
        line(f"  {reference.name('legal_forms', agreement.legal_form)}: {signed}")


def _events(page: "PlacementPage") -> None:
    from stagedesk.services.journal.event_words import event_words

    line()
    for event in page.events:
        undone = f" ({_('undone')})" if event.undone else ""
        line(f"  {event.at:%Y-%m-%d %H:%M} {event.by}: {event_words(event.kind, event.values)}{undone}")


def _as_json(page: "PlacementPage") -> dict[str, Any]:

    return as_json(page.placement) | {
        "blocks": [asdict(block) for block in page.blocks],
        "pauses": [asdict(pause) for pause in page.pauses],
        "checklist": [asdict(item) for item in page.checklist],
        "agreements": [asdict(agreement) for agreement in page.agreements],
        "hires": [asdict(hire) for hire in page.hires],
        "others": [other.ref for other in page.others],
    }
