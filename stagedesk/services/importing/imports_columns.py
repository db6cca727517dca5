"""The columns of a city's own directory: their headings in Dutch and English, and how a cell is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stagedesk.domain.codes import Role
from stagedesk.i18n import _

LONGEST_CODE = 40
LONGEST_NAME = 200
_CODE = re.compile(r"\w[\w.+-]*")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_EUROPEAN_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class BadCell(ValueError):
    """What is wrong with a cell, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the other headings it goes by (lower case, words by single spaces) and its reading.

    An empty cell reads as an empty value; a column that the file lacks leaves everything as it is.
    """

    name: str
    headings: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False


def read_code(cell: str) -> str:
    if len(cell) > LONGEST_CODE or not _CODE.fullmatch(cell):
        raise BadCell(
            _("{cell} is no code; a code is one word of at most {longest} letters").format(
                cell=cell, longest=LONGEST_CODE
            )
        )
    return cell


def read_name(cell: str) -> str:
    if len(cell) > LONGEST_NAME:
        raise BadCell(_("it is longer than {longest} letters").format(longest=LONGEST_NAME))
    return cell


def read_email(cell: str) -> str:
    from stagedesk.services.mail_out.outbox import usable

    if not cell:
        return ""
    if address := usable(cell):
        return address
    raise BadCell(_("{cell} is no mail address").format(cell=cell))


def read_domain(cell: str) -> str:
    domain = cell.lower().lstrip("@")
    if domain and not _DOMAIN.fullmatch(domain):
        raise BadCell(_("{cell} is no mail domain, such as school.be").format(cell=cell))
    return domain


def read_day(cell: str) -> date | None:
    """A day as 2026-03-31 or 31/03/2026."""
    if not cell:
        return None
    found = _EUROPEAN_DAY.fullmatch(cell)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(cell)
    except ValueError:
        raise BadCell(_("{cell} is no day, such as 2026-03-31").format(cell=cell)) from None


def read_names(cell: str) -> tuple[str, ...]:
    """Several names, parted by ; or |; each once, in their order."""
    names: dict[str, str] = {}
    for part in re.split("[;|]", cell):
        if name := part.strip():
            names.setdefault(name.casefold(), read_name(name))
    return tuple(names.values())


def read_domains(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read_domain(part) for part in read_names(cell.replace(",", ";"))))


def one_of(words: Mapping[str, str]) -> Callable[[str], str]:
    """A reading of a code from any of its words; the first code is that of an empty cell."""

    def read(cell: str) -> str:
        code = words.get(cell.casefold()) if cell else next(iter(words.values()))
        if code is None:
            known = ", ".join(dict.fromkeys(words.values()))
            raise BadCell(_("{cell} is none of: {known}").format(cell=cell, known=known))
        return code

    return read


ROLES: dict[str, str] = {
    "desk": Role.DESK, "loket": Role.DESK, "balie": Role.DESK, "medewerker": Role.DESK, "clerk": Role.DESK,
    "supervisor": Role.SUPERVISOR, "leidinggevende": Role.SUPERVISOR, "teamleider": Role.SUPERVISOR,
    "privacy": Role.PRIVACY, "dpo": Role.PRIVACY, "fg": Role.PRIVACY,
    "reader": Role.READER, "lezer": Role.READER,
}  # fmt: skip
SCHOOL_TYPES = {
    "school": "school", "hogeschool": "school", "universiteit": "school", "university": "school",
    "college": "school", "training_centre": "training_centre", "training centre": "training_centre",
    "opleidingscentrum": "training_centre", "job_coach": "job_coach", "job coach": "job_coach",
    "jobcoach": "job_coach", "vdab": "vdab",
}  # fmt: skip

_CODE_COLUMN = Column("code", ("id", "afkorting", "kenmerk", "abbreviation"), read_code, required=True)
_ALIASES = Column(
    "aliases",
    ("alias", "aliassen", "andere namen", "other names", "ook bekend als", "synoniemen"),
    read_names,
)
_EMAIL = ("e mail", "mail", "mailadres", "e mailadres", "emailadres", "address", "adres")

COLUMNS: dict[str, tuple[Column, ...]] = {
    "departments": (
        _CODE_COLUMN,
        Column("name", ("naam", "dienst", "afdeling", "department"), read_name, required=True),
        Column("directorate", ("directie", "sector", "cluster"), read_name),
        Column("email", _EMAIL, read_email),
        Column(
            "head_email",
            ("diensthoofd", "mail diensthoofd", "e mail diensthoofd", "afdelingshoofd", "leidinggevende"),
            read_email,
        ),
        _ALIASES,
        Column("domain", ("domein", "maildomein", "mail domain"), read_domain),
        Column("valid_from", ("geldig vanaf", "vanaf", "van", "from", "start"), read_day),
        Column("valid_to", ("geldig tot", "tot", "tot en met", "to", "until", "end", "einde"), read_day),
    ),
    "schools": (
        _CODE_COLUMN,
        Column("name", ("naam", "school", "instelling"), read_name, required=True),
        Column("type", ("soort", "kind"), one_of(SCHOOL_TYPES)),
        Column("domains", ("domein", "domeinen", "maildomeinen", "domain", "mail domains"), read_domains),
        _ALIASES,
        Column("city", ("stad", "gemeente", "plaats", "woonplaats", "town"), read_name),
        Column("valid_to", ("geldig tot", "tot", "tot en met", "to", "until", "end", "einde"), read_day),
    ),
    "staff": (
        _CODE_COLUMN,
        Column("name", ("naam", "medewerker", "full name"), read_name, required=True),
        Column("email", _EMAIL, read_email),
        Column("role", ("rol", "functie", "function"), one_of(ROLES)),
        Column("left_on", ("uit dienst", "uit dienst op", "vertrokken", "vertrokken op", "left"), read_day),
    ),
}  # fmt: skip
