"""The certificate of a list that was carried out: what, when, by whom, by which terms; no names of people."""

from collections import Counter
from collections.abc import Iterator

from stagedesk import i18n
from stagedesk.i18n import N_, _
from stagedesk.services.desk import Desk
from stagedesk.services.privacy.retention import Entry, PurgeList
from stagedesk.services.statistics.report_table import made_with

KINDS = {
    "request": N_("request"),
    "placement": N_("placement"),
    "target_groups": N_("target-group declarations of a year"),
    "attachments": N_("files of a mail"),
    "untaken": N_("mail that was put aside"),
}
COUNTS = {
    "people": N_("people without a name now"),
    "requests": N_("requests without words now"),
    "placements": N_("placements without words now"),
    "mails": N_("mails that came in"),
    "letters": N_("letters of the desk"),
    "files": N_("attached files"),
    "bytes": N_("bytes of mails and files"),
    "steps": N_("steps of the history without their personal side now"),
    "declarations": N_("declarations of which only the number stays"),
}
CAUSES = {"term": N_("the term is over"), "asked": N_("the person asked for it")}


def kind_name(kind: str) -> str:
    return _(KINDS.get(kind, kind))


def term_name(found: PurgeList, term: str) -> str:
    names = found.terms.get(term, {})
    return names.get(i18n.language()) or names.get("nl") or term


def markdown(desk: Desk, found: PurgeList) -> str:
    """The certificate as a document to print."""
    return "\n".join(_lines(desk, found)) + "\n"


def _lines(desk: Desk, found: PurgeList) -> Iterator[str]:
    done = found.executed_at is not None
    title = _("Certificate of destruction {number}") if done else _("List {number}, not carried out yet")
    yield f"# {title.format(number=found.number)}"
    yield ""
    yield f"{desk.settings.desk_name} {desk.settings.city}"
    yield ""
    for name, value in _facts(desk, found):
        yield f"- {name}: {value}"
    yield ""
    yield f"## {_('What was listed')}"
    yield ""
    listed = Counter((each.kind, each.term) for each in found.entries)
    for (kind, term), count in sorted(listed.items()):
        yield f"- {count} × {kind_name(kind)}: {term_name(found, term) or _(CAUSES['asked'])}"
    yield ""
    yield f"## {_('What was erased')}"
    yield ""
    for name, words in COUNTS.items():
        if found.counts.get(name):
            yield f"- {_(words)}: {found.counts[name]}"
    yield ""
    yield _("Dates, codes and numbers stay: every figure is the same as before.")
    if done and found.left_out:
        yield ""
        yield f"## {_('What was left out, because something happened to it after the approval')}"
        yield ""
        yield from (f"- {_entry(each)}" for each in found.left_out)
    yield ""
    yield f"## {_('The list')}"
    yield ""
    yield from (f"- {_entry(each)}" for each in found.entries)


def _facts(desk: Desk, found: PurgeList) -> Iterator[tuple[str, str]]:
    zone = desk.calendar.zone
    yield _("Reason"), _(CAUSES[found.cause])
    yield _("List made on"), str(found.day)
    approved = f"{found.approved_at.astimezone(zone):%Y-%m-%d %H:%M}, {found.approved_by}"
    yield _("Approved"), approved
    if found.executed_at:
        yield _("Carried out"), f"{found.executed_at.astimezone(zone):%Y-%m-%d %H:%M}, {found.executed_by}"
        if found.by_one_person:
            yield _("Note"), _("one and the same person approved it and carried it out")
    yield _("Fingerprint of the list (sha256)"), found.digest
    yield _("Made with"), made_with()


def _entry(each: Entry) -> str:
    told = _("{ref}, since {since}, due {due_on}")
    return f"{kind_name(each.kind)}: " + told.format(ref=each.ref, since=each.since, due_on=each.due_on)
