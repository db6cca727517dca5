"""The directory on the command line: departments, schools and contacts; list, show, add, change, close."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from stagedesk.cli.deciding import day_of
from stagedesk.cli.office import Office
from stagedesk.cli.output import line, put_json, put_json_list, say, table
from stagedesk.cli.parser import Parser, StepParser
from stagedesk.i18n import N_, _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from stagedesk.services.city.directory_pages import DepartmentPage
    from stagedesk.services.city.schools import ContactRow, SchoolPage

DEPARTMENT = ("name", "directorate", "email", "head_email", "aliases", "domain", "valid_from", "valid_to")
SCHOOL = ("name", "type", "city", "domains", "aliases", "valid_to")
CONTACT = ("name", "function", "email", "phone")
HELP = {
    "name": N_("what people call it"),
    "directorate": N_("the directorate that it is part of"),
    "email": N_("a mail address"),
    "head_email": N_("the mail address of its head"),
    "aliases": N_("other names, parted by ;"),
    "domain": N_("mail from anybody at this domain is the department's"),
    "domains": N_("the mail domains of its people, parted by ;"),
    "valid_from": N_("the first day on which it is there, 2026-03-31"),
    "valid_to": N_("the last day on which it is there, 2026-03-31"),
    "type": "school | training_centre | job_coach | vdab",
    "city": N_("where it is"),
    "function": N_("what this person does there"),
    "phone": N_("a telephone number"),
}


def _add_columns(parser: Parser, names: tuple[str, ...]) -> None:
    for name in names:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="TEXT", help=_(HELP[name]))


def _given(arguments: Namespace, names: tuple[str, ...]) -> dict[str, str]:
    found = {name: getattr(arguments, name) for name in names}
    return {name: text for name, text in found.items() if text is not None}


def _parts(parser: Parser, sentences: dict[str, str]) -> dict[str, Any]:
    """The parsers of the parts of a command; the list when none is named."""
    parts = parser.add_subparsers(metavar=" | ".join(sentences), dest="part", parser_class=StepParser)
    parser.set_defaults(part="list", json=False)
    found = {name: parts.add_parser(name, help=_(sentence)) for name, sentence in sentences.items()}
    for each in found.values():
        each.add_json()
    return found


def _parts_by_code(
    parser: Parser, sentences: dict[str, str], columns: tuple[str, ...], code: str
) -> dict[str, Any]:
    """The parsers of the parts of a command about what has a code."""
    parts = _parts(parser, sentences)
    for name in ("show", "add", "change", "close"):
        parts[name].add_argument("code", metavar="CODE", help=_(code))
    for name in ("add", "change"):
        _add_columns(parts[name], columns)
    parts["close"].add_argument("on", metavar="DATE", help=_("the last day, 2026-03-31"))
    return parts


def _list(
    arguments: Namespace,
    found: "Sequence[DataclassInstance]",
    headings: tuple[str, ...],
    names: tuple[str, ...],
    right: tuple[int, ...] = (),
) -> int:
    """All of a kind: for programs every field, for people those of these names."""
    if arguments.json:
        put_json_list(asdict(each) for each in found)
    else:
        rows = ([getattr(each, name) for name in names] for each in found)
        table(headings, rows, right=right, empty=_("There is none."))
    return 0


# Departments -----------------------------------------------------------------------------------------


def add_department(parser: Parser) -> None:
    _parts_by_code(
        parser,
        {
            "list": N_("all of them, in their directorates"),
            "show": N_("everything about one"),
            "add": N_("a new one; only a supervisor"),
            "change": N_("correct one; only what is given changes"),
            "close": N_("it is not asked any more after a day; only a supervisor"),
        },
        DEPARTMENT,
        N_("of the department, one word"),
    )
    parser.example(
        "stagedesk department",
        'stagedesk department add groen --name "Groendienst" --directorate Ruimte --email groen@stad.example',
        "stagedesk department change groen --aliases 'plantsoenen; parken'",
        "stagedesk department close toerisme 2026-12-31",
    )


def run_department(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import directory_editing, directory_pages

    match arguments.part:
        case "list":
            return _list_departments(arguments)
        case "add":
            texts = {"code": arguments.code, **_given(arguments, DEPARTMENT)}
            directory_editing.add_department(at.desk, texts, by=at.by)
        case "change":
            directory_editing.change_department(
                at.desk, arguments.code, _given(arguments, DEPARTMENT), by=at.by
            )
        case "close":
            directory_editing.close_department(at.desk, arguments.code, day_of(arguments.on), by=at.by)
    return _show_department(arguments, directory_pages.department(at.desk, arguments.code))


def _list_departments(arguments: Namespace) -> int:
    from stagedesk.services.city import directory_pages

    headings = (_("code"), _("name"), _("directorate"), _("mail"), _("from"), _("until"), _("asked"))
    names = ("code", "name", "directorate", "email", "valid_from", "valid_to", "asked")
    return _list(arguments, directory_pages.departments(), headings, names, right=(6,))


def _show_department(arguments: Namespace, page: "DepartmentPage") -> int:
    if arguments.json:
        put_json(asdict(page.department) | {"aliases": page.aliases, "contacts": _as_json(page.contacts)})
        return 0
    row = page.department
    line(f"{row.code}: {row.name}, {row.directorate or '-'}, {row.valid_from or ''}..{row.valid_to or ''}")
    line(", ".join(filter(None, (row.email, row.head_email, row.domain, "; ".join(page.aliases)))))
    _tell_contacts(page.contacts)
    return 0


def _as_json(contacts: "tuple[ContactRow, ...]") -> list[dict[str, Any]]:
    return [asdict(each) for each in contacts]


def _tell_contacts(contacts: "tuple[ContactRow, ...]") -> None:
    for each in contacts:
        until = f"..{each.valid_to}" if each.valid_to else ""
        line(
            " · ".join(filter(None, (str(each.id), each.name, each.function, each.email, each.phone, until)))
        )


# Schools ---------------------------------------------------------------------------------------------


def add_school(parser: Parser) -> None:
    _parts_by_code(
        parser,
        {
            "list": N_("all of them"),
            "show": N_("everything about one, year by year"),
            "add": N_("a new one"),
            "change": N_("correct one; only what is given changes"),
            "close": N_("it sends nobody any more after a day"),
        },
        SCHOOL,
        N_("of the school, one word, or a name of it"),
    )
    parser.example(
        "stagedesk school show ap",
        'stagedesk school add linde --name "De Linde" --domains "linde.example; student.linde.example"',
    )


def run_school(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import directory_editing, schools

    match arguments.part:
        case "list":
            return _list_schools(arguments)
        case "add":
            texts = {"code": arguments.code, **_given(arguments, SCHOOL)}
            directory_editing.add_school(at.desk, texts, by=at.by)
        case "change":
            directory_editing.change_school(at.desk, arguments.code, _given(arguments, SCHOOL), by=at.by)
        case "close":
            directory_editing.close_school(at.desk, arguments.code, day_of(arguments.on), by=at.by)
    return _show_school(arguments, schools.page(at.desk, arguments.code))


def _list_schools(arguments: Namespace) -> int:
    from stagedesk.services.city import schools

    headings = (_("code"), _("name"), _("kind"), _("city"), _("until"))
    return _list(arguments, schools.listed(), headings, ("code", "name", "type", "city", "valid_to"))


def _show_school(arguments: Namespace, page: "SchoolPage") -> int:
    if arguments.json:
        put_json(
            asdict(page.school)
            | {"aliases": page.aliases, "domains": page.domains, "contacts": _as_json(page.contacts)}
            | {"years": [asdict(each) for each in page.years]}
            | {"open_requests": [each.ref for each in page.open_requests]}
            | {"placements": [each.ref for each in page.placements]}
        )
        return 0
    row = page.school
    line(f"{row.code}: {row.name}, {row.type}, {row.city or '-'}")
    line(", ".join((*page.domains, *page.aliases)))
    _tell_contacts(page.contacts)
    headings = (_("year"), _("asked"), _("placed"), _("refused"), _("placements"), _("started"))
    years = (
        (each.year, each.requests, each.placed, each.rejected, each.placements, each.started)
        for each in page.years
    )
    table(headings, years, right=(0, 1, 2, 3, 4, 5), empty=_("Nothing so far."))
    return 0


# Contacts --------------------------------------------------------------------------------------------


def add_contact(parser: Parser) -> None:
    parts = _parts(
        parser,
        {
            "list": N_("all of them"),
            "add": N_("a new one, of a department or a school"),
            "change": N_("correct one; only what is given changes"),
            "end": N_("it is nobody's contact after a day"),
        },
    )
    parts["add"].add_argument("of", metavar="OF", help=_("the code of a department or a school"))
    for name in ("change", "end"):
        parts[name].add_argument("number", metavar="N", type=int, help=_("as `contact list` shows it"))
    for name in ("add", "change"):
        _add_columns(parts[name], CONTACT)
    parts["end"].add_argument("on", metavar="DATE", help=_("the last day, 2026-03-31"))
    parser.example(
        "stagedesk contact",
        "stagedesk contact add ap --name 'Ann Maes' --function stagebegeleider --email ann@ap.example",
        "stagedesk contact end 3 2026-06-30",
    )


def run_contact(arguments: Namespace, at: Office) -> int:
    from stagedesk.services.city import directory_editing, directory_pages

    match arguments.part:
        case "list":
            return _list_contacts(arguments)
        case "add":
            texts = _given(arguments, CONTACT)
            number = directory_editing.add_contact(at.desk, arguments.of, texts, by=at.by)
        case "change":
            number = arguments.number
            directory_editing.change_contact(at.desk, number, _given(arguments, CONTACT), by=at.by)
        case _:
            number = arguments.number
            directory_editing.end_contact(at.desk, number, day_of(arguments.on), by=at.by)
    row = directory_pages.contact(number)
    if arguments.json:
        put_json(asdict(row))
    else:
        say(" · ".join(filter(None, (str(row.id), row.of_name, row.name, row.email, row.phone))))
    return 0


def _list_contacts(arguments: Namespace) -> int:
    from stagedesk.services.city import directory_pages

    headings = (_("number"), _("of"), _("name"), _("function"), _("mail"), _("phone"), _("until"))
    names = ("id", "of", "name", "function", "email", "phone", "valid_to")
    return _list(arguments, directory_pages.contacts(), headings, names, right=(0,))
