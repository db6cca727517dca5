"""Directory: departments in their directorates, schools, contacts, staff, and the code lists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from stagedesk.i18n import N_, _
from stagedesk.services.city import directory_editing, directory_pages, schools, staffing
from stagedesk.services.city.directory_pages import ContactEntry, DepartmentEntry
from stagedesk.services.city.people import Member
from stagedesk.services.city.schools import SchoolRow
from stagedesk.services.desk import Desk
from stagedesk.services.lists.listing import Filter
from stagedesk.ui import texts
from stagedesk.ui.dialogs.ask_date import Quick
from stagedesk.ui.dialogs.ask_day import AskAnyDay
from stagedesk.ui.dialogs.choose import Choose
from stagedesk.ui.dialogs.form import Values
from stagedesk.ui.dialogs.form_fields import Field
from stagedesk.ui.screens import directory_forms as forms
from stagedesk.ui.screens.directory_rows import Entry, entries, lines
from stagedesk.ui.screens.filling import Filling
from stagedesk.ui.screens.register_list import RegisterList
from stagedesk.ui.shown import MUTED, Shown, shown
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.columns import Column
from stagedesk.ui.widgets.hints import Hint
from stagedesk.ui.widgets.source import Rows, Source

NEW = {
    "departments": N_("A new department"),
    "schools": N_("A new school"),
    "contacts": N_("A new contact"),
    "staff": N_("Somebody new at the desk"),
}
CHANGE = {
    "departments": N_("Correct a department"),
    "schools": N_("Correct a school"),
    "contacts": N_("Correct a contact"),
    "staff": N_("Another role"),
}


class DirectoryScreen(RegisterList[Entry]):
    MODE = "7"
    PLACE = N_("Directory")
    ENTER_OPENS = True
    OFFERED = ("new", "change", "close", "open", "search", "undo")
    HERE = frozenset({"confirm", "open", "close", "change", "mark"})
    VIEWS = {
        "departments": N_("departments"),
        "schools": N_("schools"),
        "contacts": N_("contacts"),
        "staff": N_("staff"),
        "codes": N_("code lists"),
    }
    COLUMNS = (
        Column(N_("name"), 24, flex=3, priority=30),
        Column(N_("part of"), 16, flex=2, priority=25),
        Column(N_("more"), 18, flex=3, priority=20),
        Column(N_("code"), 14, flex=1, priority=22),
        Column(N_("until"), 12, priority=28),
    )

    @property
    def desk(self) -> Desk:
        return self.opened_office.desk

    @property
    def by(self) -> str:
        return self.desk.settings.user

    def source(self) -> Source[Entry]:
        return _Entries(self.desk, self.view, self.words)

    def count(self) -> Mapping[str, int]:
        return {view: len(entries(self.desk, view)) for view in self.VIEWS}

    def cells(self, row: Entry) -> Sequence[Shown]:
        style = MUTED if row.is_gone(self.today) else ""
        return (
            shown(row.name, style),
            shown(row.where, MUTED),
            shown(row.detail, MUTED),
            shown(row.code, MUTED),
            shown(texts.day(row.until, self.today) if row.until else "", style),
        )

    def read(self, row: Entry) -> Sequence[Shown]:
        return lines(self.desk, row)

    def emptiness(self) -> str:
        return _("There is none. + adds one.")

    def first_hints(self) -> Sequence[Hint]:
        here = self.list.here
        is_department = here is not None and isinstance(here.what, DepartmentEntry)
        return [Hint("enter", _("its requests"))] if is_department else []

    def why_not(self, name: str) -> str:
        here = self.list.here
        if here is None:
            return _("There is nothing here.")
        if self.view == "codes" and name in ("close", "change"):
            return _("The code lists are files of the desk; its administrator changes them.")
        if name in ("open", "confirm") and not isinstance(here.what, DepartmentEntry):
            return _("It is all shown; c corrects it.")
        return ""

    # Keys --------------------------------------------------------------------------------------------

    def act_confirm(self) -> None:
        self.act_open()

    def act_open(self) -> None:
        here = self.list.here
        if here and isinstance(here.what, DepartmentEntry):
            self.desk_app.open_queue(Filter(is_open=True, department=here.code), here.name)

    def act_new(self) -> None:
        if self.view == "codes":
            self.say(_("The code lists are files of the desk; its administrator changes them."))
            return
        view = self.view
        stores: dict[str, Callable[[Values], Any]] = {
            "departments": partial(self._store, directory_editing.add_department),
            "schools": partial(self._store, directory_editing.add_school),
            "contacts": self._store_contact,
            "staff": self._store_member,
        }
        store = stores[view]
        self.ask("lines", lambda: self._fields(view, None), lambda found: self._fill(NEW[view], found, store))

    def _fields(self, view: str, entry: Entry | None) -> list[Field]:
        """The lines of a form; in a worker."""
        what, desk = entry.what if entry else None, self.desk
        if view == "departments":
            known = sorted({each.directorate for each in directory_pages.departments()} - {""})
            page = directory_pages.department(desk, entry.code) if entry else None
            return forms.department_fields(page, known, self.today)
        if view == "schools":
            return forms.school_fields(schools.page(desk, entry.code) if entry else None, self.today)
        if view == "contacts":
            owners = [
                Choice(each.code, each.name, each.directorate) for each in directory_pages.departments()
            ]
            owners += [Choice(each.code, each.name, each.city) for each in schools.listed()]
            return forms.contact_fields(what if isinstance(what, ContactEntry) else None, owners, "")
        return forms.staff_fields(what if isinstance(what, Member) else None)

    def _fill(self, heading: str, lines: Sequence[Field], store: Callable[[Values], Any]) -> None:
        filling = Filling(self, f"directory {heading}", store, self._stored)
        filling.open(_(heading), lines)

    def _stored(self, _stored: Any) -> None:  # Any: a code, a number or nothing
        self.say(_("Written down. u takes it back."))

    def _store(self, write: Callable[..., Any], values: Values) -> Any:  # Any: what the service gives
        return write(self.desk, forms.as_texts(values), by=self.by)

    def _store_contact(self, values: Values) -> int:
        found = forms.as_texts(values)
        return directory_editing.add_contact(self.desk, found.pop("of"), found, by=self.by)

    def _store_member(self, values: Values) -> None:
        found = forms.as_texts(values)
        code = found.pop("code")
        staffing.add(self.desk, code, found.pop("name"), by=self.by, **found)

    def act_change(self) -> None:
        entry = self.list.here
        if entry is None:
            return
        view = self.view

        def show(found: list[Field]) -> None:
            self._fill(CHANGE[view], found, partial(self._store_change, entry))

        self.ask("lines", lambda: self._fields(view, entry), show)

    def _store_change(self, entry: Entry, values: Values) -> None:
        found, what = forms.as_texts(values), entry.what
        if isinstance(what, DepartmentEntry):
            directory_editing.change_department(self.desk, entry.code, found, by=self.by)
        elif isinstance(what, SchoolRow):
            directory_editing.change_school(self.desk, entry.code, found, by=self.by)
        elif isinstance(what, ContactEntry):
            directory_editing.change_contact(self.desk, what.id, found, by=self.by)
        else:
            staffing.set_role(self.desk, entry.code, found["role"], by=self.by)

    def act_close(self) -> None:
        entry = self.list.here
        if entry is None:
            return
        if isinstance(entry.what, Member):
            self._leaves(entry)
            return

        def take(day: date | None) -> None:
            if day:
                said = _("until {day}").format(day=texts.day(day, self.today))
                self.do([entry], lambda each, _batch: self._end(each, day), said, _name)

        quick = [
            Quick(_("today"), self.today),
            Quick(_("the end of the year"), self.today.replace(month=12, day=31)),
        ]
        heading = _("The last day of {name}").format(name=entry.name)
        self.app.push_screen(AskAnyDay(heading, quick, today=self.today), take)

    def _end(self, entry: Entry, day: date) -> None:
        what = entry.what
        if isinstance(what, DepartmentEntry):
            directory_editing.close_department(self.desk, entry.code, day, by=self.by)
        elif isinstance(what, SchoolRow):
            directory_editing.close_school(self.desk, entry.code, day, by=self.by)
        elif isinstance(what, ContactEntry):
            directory_editing.end_contact(self.desk, what.id, day, by=self.by)

    def _leaves(self, entry: Entry) -> None:
        """Somebody leaves today: who takes over what they own."""

        def take(to: str | None) -> None:
            if to:
                said = _("left; {who} takes over").format(who=to)
                self.do([entry], lambda each, _batch: self._leave(each.code, to), said, _name)

        def show(members: list[Entry]) -> None:
            others = [
                Choice(each.code, each.name, each.where)
                for each in members
                if each.code != entry.code and each.until is None
            ]
            heading = _("{name} leaves today. Who takes over?").format(name=entry.name)
            self.app.push_screen(Choose(heading, others), take)

        self.ask("staff", lambda: entries(self.desk, "staff"), show)

    def _leave(self, code: str, to: str) -> None:
        staffing.leave(self.desk, code, by=self.by, to=to)


class _Entries(Rows[Entry]):
    """Entries of a view that hold all the words; read anew whenever they are counted."""

    def __init__(self, desk: Desk, view: str, words: str) -> None:
        super().__init__()
        self.desk, self.view, self.words = desk, view, words.casefold().split()

    def count(self) -> int:
        self.rows = [each for each in entries(self.desk, self.view) if each.holds(self.words)]
        return len(self.rows)


def _name(rows: Sequence[Entry]) -> str:
    return rows[0].name
