"""Tables of the reports on what may be forgotten, and where one person's data are asked for."""

from stagedesk import i18n
from stagedesk.i18n import _
from stagedesk.reports.workbook import Column
from stagedesk.services import reference
from stagedesk.services.desk import Desk
from stagedesk.services.privacy import retention, retention_due, retention_terms
from stagedesk.services.privacy.retention_certificate import CAUSES, kind_name
from stagedesk.services.privacy.retention_due import Due
from stagedesk.services.statistics.report_table import Asked, Section, section

_ENDINGS = {retention_due.REQUEST: "outcomes", retention_due.PLACEMENT: "placement_statuses"}


def due(desk: Desk, asked: Asked) -> Section:
    """What may be forgotten on the day of the report."""
    found, terms = retention_due.due(desk, asked.day), retention_terms.known(desk)
    columns = (
        Column(_("Of"), width=18),
        Column(_("Reference"), width=12),
        Column(_("Ended"), width=22),
        Column(_("Since"), "date", 11),
        Column(_("Due"), "date", 11),
        Column(_("Term"), width=18),
    )
    rows = (
        (
            kind_name(each.kind), each.ref, ending_name(each) or None,
            each.since, each.due_on, each.term,
        )
        for each in found
    )  # fmt: skip
    said = _("Approve and carry out: {command}.").format(command="stagedesk purge --help")
    named = (f"{each}: {terms[each].name(i18n.language())}" for each in sorted({row.term for row in found}))
    return section(_("To be forgotten on {day}").format(day=asked.day), columns, rows, *named, said)


def ending_name(each: Due) -> str:
    """How it ended, in words; declarations do not end."""
    return reference.name(_ENDINGS[each.kind], each.ended) if each.ended else ""


def lists(desk: Desk, _asked: Asked) -> Section:
    """The lists that were approved, with what became of them."""
    columns = (
        Column(_("List"), "number", 6),
        Column(_("Made on"), "date", 11),
        Column(_("Reason"), width=26),
        Column(_("Records"), "number"),
        Column(_("Forgotten"), "number"),
        Column(_("Approved by"), width=22),
        Column(_("Carried out"), "date", 11),
        Column(_("Carried out by"), width=22),
    )
    rows = (
        (
            each.number, each.day, _(CAUSES[each.cause]), len(each.entries),
            len(each.entries) - len(each.left_out), each.approved_by,
            desk.day_of(each.executed_at) if each.executed_at else None, each.executed_by or None,
        )
        for each in retention.lists()
    )  # fmt: skip
    return section(_("Lists that were approved"), columns, rows)


def one_person(_desk: Desk, _asked: Asked) -> Section:
    """Nobody is named here: the data of one person are asked for by address or reference."""
    columns = (Column(_("Ask for it with"), width=40),)
    rows = [("stagedesk person ADDRESS",), ("stagedesk person 2026-0042",)]
    said = _("All that the desk knows of a person, for whoever asks to see it; no names stand here.")
    return section(_("The data of one person"), columns, rows, said)
