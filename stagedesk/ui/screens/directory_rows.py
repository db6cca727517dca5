"""The directory as lists show it, and everything about one of its entries as lines to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stagedesk.i18n import N_, _, ngettext
from stagedesk.services import reference
from stagedesk.services.city import directory_pages, people, schools
from stagedesk.services.city.directory_pages import CodeEntry, ContactEntry, DepartmentEntry, DepartmentPage
from stagedesk.services.city.people import Member
from stagedesk.services.city.schools import ContactRow, SchoolPage, SchoolRow
from stagedesk.services.desk import Desk
from stagedesk.services.rights import ROLES
from stagedesk.ui import texts
from stagedesk.ui.screens import place_texts, placement_texts
from stagedesk.ui.shown import LATE, MUTED, Shown, joined, shown

SCHOOL_TYPES = {
    "school": N_("school"),
    "training_centre": N_("training centre"),
    "job_coach": N_("job coach"),
    "vdab": N_("VDAB"),
}
LISTS = {
    "kinds": N_("kinds of internship"),
    "levels": N_("levels of education"),
    "reasons": N_("reasons"),
    "outcomes": N_("outcomes"),
    "endings": N_("reasons of an early end"),
    "legal_forms": N_("agreements"),
    "documents": N_("documents"),
    "routes": N_("ways in"),
    "parties": N_("parties"),
}
What = DepartmentEntry | SchoolRow | ContactEntry | Member | CodeEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list, whatever it is."""

    key: str
    what: What
    code: str
    name: str
    where: str
    detail: str
    until: date | None = None
    version: int = 0

    def is_gone(self, today: date) -> bool:
        return self.until is not None and self.until < today

    def holds(self, words: Sequence[str]) -> bool:
        text = f"{self.code} {self.name} {self.where} {self.detail}".casefold()
        return all(word in text for word in words)


def entries(desk: Desk, view: str) -> list[Entry]:
    """All entries of a view; those that are gone are there too."""
    match view:
        case "departments":
            return [_department(each) for each in directory_pages.departments()]
        case "schools":
            return [_school(each) for each in schools.listed()]
        case "contacts":
            return [_contact(each) for each in directory_pages.contacts()]
        case "staff":
            return [_member(each) for each in people.members(desk, gone=True)]
    return [_code(each) for each in directory_pages.codes()]


def _department(each: DepartmentEntry) -> Entry:
    key = f"department {each.code}"
    return Entry(key, each, each.code, each.name, each.directorate, each.email, each.valid_to)


def _school(each: SchoolRow) -> Entry:
    kind = _(SCHOOL_TYPES.get(each.type, each.type))
    return Entry(f"school {each.code}", each, each.code, each.name, each.city, kind, each.valid_to)


def _contact(each: ContactEntry) -> Entry:
    detail = texts.GAP.join(part for part in (each.function, each.email, each.phone) if part)
    return Entry(f"contact {each.id}", each, each.of, each.name, each.of_name, detail, each.valid_to)


def _member(each: Member) -> Entry:
    role = _(ROLES.get(each.role, each.role))
    return Entry(f"staff {each.code}", each, each.code, each.name, role, each.email, each.left_on)


def _code(each: CodeEntry) -> Entry:
    words = _("retired: {since}").format(since=each.retired) if each.retired else ""
    return Entry(f"code {each.key}", each, each.code, each.name, _(LISTS[each.list_name]), words)


# One of them -----------------------------------------------------------------------------------------


def lines(desk: Desk, entry: Entry) -> list[Shown]:
    """Everything about an entry; in a worker."""
    today, what = desk.today(), entry.what
    if isinstance(what, DepartmentEntry):
        return list(_department_lines(directory_pages.department(desk, what.code), today))
    if isinstance(what, SchoolRow):
        return list(_school_lines(schools.page(desk, what.code), today))
    if isinstance(what, ContactEntry):
        return [
            shown(what.name, "bold"),
            _line([what.of_name, what.function]),
            _line([what.email, what.phone]),
        ]
    if isinstance(what, Member):
        return list(_member_lines(what, today))
    return list(_code_lines(what))


def _line(parts: Sequence[str], style: str = "") -> Shown:
    return shown(texts.GAP.join(part for part in parts if part), style)


def _part(heading: str, part: Sequence[Shown]) -> Iterator[Shown]:
    if part:
        yield from (shown(""), shown(heading, "underline"), *part)


def _department_lines(page: DepartmentPage, today: date) -> Iterator[Shown]:
    row = page.department
    yield joined([shown(row.name, "bold"), shown(row.code, MUTED)], "  ")
    yield _line([row.directorate])
    if not row.is_there(today):
        yield shown(_("It is not asked: it is not there today."), LATE)
    if row.valid_from or row.valid_to:
        yield _line(_valid(row.valid_from, row.valid_to, today))
    yield _line([_("asked at {mail}").format(mail=row.email) if row.email else _("no mail address (c)")])
    if row.head_email:
        yield _line([_("head: {mail}").format(mail=row.head_email)])
    if page.aliases:
        yield _line([_("also: {names}").format(names=", ".join(page.aliases))], MUTED)
    asked = ngettext("{count} request waits for it", "{count} requests wait for it", row.asked)
    there = ngettext("{count} intern is there", "{count} interns are there", row.running)
    yield _line([asked.format(count=row.asked), there.format(count=row.running)])
    yield from _part(_("contacts"), [_contact_line(each, today) for each in page.contacts])
    yield from _part(
        _("placements"),
        [
            _line([each.ref, each.applicant, placement_texts.days(each, today), placement_texts.status(each)])
            for each in page.placements
        ],
    )
    yield from _part(
        _("places"),
        [_line([each.title, place_texts.days(each, today), place_texts.taken(each)]) for each in page.places],
    )


def _valid(first: date | None, last: date | None, today: date) -> list[str]:
    return [
        _("since {day}").format(day=texts.day(first, today)) if first else "",
        _("until {day}").format(day=texts.day(last, today)) if last else "",
    ]


def _contact_line(each: ContactRow, today: date) -> Shown:
    until = _("until {day}").format(day=texts.day(each.valid_to, today)) if each.valid_to else ""
    return _line([each.name, each.function, each.email, each.phone, until])


def _school_lines(page: SchoolPage, today: date) -> Iterator[Shown]:
    row = page.school
    yield joined([shown(row.name, "bold"), shown(row.code, MUTED)], "  ")
    yield _line([_(SCHOOL_TYPES.get(row.type, row.type)), row.city, *_valid(None, row.valid_to, today)])
    if page.aliases:
        yield _line([_("also: {names}").format(names=", ".join(page.aliases))], MUTED)
    if page.domains:
        yield _line([_("mail from {domains}").format(domains=", ".join(page.domains))], MUTED)
    yield from _part(_("contacts"), [_contact_line(each, today) for each in page.contacts])
    year_words = _("{year}: {requests} asked, {placed} placed, {rejected} refused; {started} started")
    yield from _part(
        _("year by year"),
        [
            shown(
                year_words.format(
                    year=each.year,
                    requests=each.requests,
                    placed=each.placed,
                    rejected=each.rejected,
                    started=each.started,
                )
            )
            for each in page.years
        ],
    )
    yield from _part(
        _("open requests"),
        [_line([each.ref, each.who, texts.asks_for(each), texts.state(each)]) for each in page.open_requests],
    )
    yield from _part(
        _("placements"),
        [
            _line([each.ref, each.applicant, each.department_name, placement_texts.days(each, today)])
            for each in page.placements
        ],
    )


def _member_lines(who: Member, today: date) -> Iterator[Shown]:
    yield joined([shown(who.name, "bold"), shown(who.code, MUTED)], "  ")
    yield _line([_(ROLES.get(who.role, who.role)), who.email])
    if who.left_on:
        yield shown(_("left on {day}").format(day=texts.day(who.left_on, today)))
    if who.away_until:
        words = _("away until {day}; {who} stands in")
        yield shown(words.format(day=texts.day(who.away_until, today), who=who.stand_in or "?"))
    yield shown(_("{open} open requests, {late} of them late").format(open=who.open, late=who.overdue))


def _code_lines(entry: CodeEntry) -> Iterator[Shown]:
    yield joined([shown(entry.name, "bold"), shown(entry.code, MUTED)], "  ")
    yield shown(_(LISTS[entry.list_name]))
    if entry.retired:
        yield shown(_("Retired: {since}. What has it keeps it.").format(since=entry.retired))
    words = reference.table(entry.list_name)[entry.code]
    yield from (
        joined([shown(language, MUTED), shown(str(words[language]))], "  ")
        for language in ("nl", "fr", "en")
        if language in words
    )
    yield shown(_("The code lists are files of the desk; its administrator changes them."), MUTED)
