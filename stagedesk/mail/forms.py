"""Name and address out of the lines that a website's form sends: "Naam: …", "E-mail: …"."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from stagedesk.mail.forward_blocks import EMAIL
from stagedesk.mail.words import fold, listed

_LABELS: Final = {
    **dict.fromkeys(
        listed(
            "naam|uw naam|je naam|jouw naam|volledige naam|naam en voornaam|voornaam en naam|naam aanvrager"
            "|naam student|naam stagiair|name|full name|your name|nom complet|nom et prenom|votre nom"
            "|student|stagiair|kandidaat|naam kandidaat|naam leerling",
            "|",
        ),
        "name",
    ),
    **dict.fromkeys(
        listed("familienaam|achternaam|last name|surname|nom de famille|nom|nachname", "|"), "last"
    ),
    **dict.fromkeys(
        listed("voornaam|uw voornaam|first name|prenom|vorname|given name|roepnaam", "|"), "first"
    ),
    **dict.fromkeys(
        listed(
            "e-mail|email|mail|e-mailadres|emailadres|mailadres|uw e-mail|uw e-mailadres|je e-mailadres"
            "|e-mail adres|email address|e-mail address|your email|courriel|adresse e-mail|adresse mail"
            "|adresse email|votre e-mail|uw emailadres|e-mail student|e-mailadres student"
            "|e-mailadres aanvrager",
            "|",
        ),
        "email",
    ),
}
_LABEL: Final = re.compile(r"[\s*•|>-]{0,8}([a-z][a-z' -]{1,30}?)\s{0,3}\*{0,2}\s{0,3}(?:[:=]|\s{2,}|$)\s*")
_MOST_LINES: Final = 120


class Form(NamedTuple):
    name: str
    email: str
    because: str
    line: int


def read_form(body: str) -> Form | None:
    """None unless an address stands behind a label for it."""
    fields: dict[str, tuple[str, int, str]] = {}
    for role, value, number, words in _fields(body):
        fields.setdefault(role, (value, number, words))
    if "email" not in fields or not (email := EMAIL.search(fields["email"][0])):
        return None
    name = fields["name"][0] if "name" in fields else ""
    parts = [fields[role][0] for role in ("first", "last") if role in fields]
    if "first" in fields and "last" not in fields and name:
        parts.append(name)
    line = fields["email"]
    return Form(
        " ".join(parts if "first" in fields else [name or " ".join(parts)])[:120],
        email.group().lower(),
        line[2],
        line[1],
    )


_MORE_LABELS: Final = frozenset(
    listed(
        "telefoon|telefoonnummer|gsm|gsm-nummer|mobiel|phone|telephone|school|onderwijsinstelling|opleiding"
        "|richting|studierichting|klas|niveau|periode|stageperiode|startdatum|einddatum|van|tot"
        "|geboortedatum|leeftijd|dienst|voorkeur|gewenste dienst|aantal uren|stagebegeleider|contactpersoon"
        "|voorkeursdienst|voorkeur dienst|dienst van voorkeur|soort stage|type stage|studie|opleidingsniveau"
        "|onderwijsniveau|instelling|begindatum|van datum|tot datum|service souhaite|service"
        "|formation|ecole|periode souhaitee|date de naissance|date de debut|date de fin",
        "|",
    )
)


def joined_labels(body: str) -> str:
    """Forms that write each value below its label, or in a column beside it, as if a colon parted them."""
    joined: list[str] = []
    label = ""
    for line in map(_with_colon, body.split("\n")):
        name = fold(line.strip().rstrip(":* ").lstrip("* "))
        if name in _KNOWN:
            label = line.strip().rstrip(":* ").lstrip("* ")
            joined.append(line)
        elif label and line.strip():
            joined[-1] = f"{label}: {line.strip()}"
            label = ""
        elif not label or line.strip():
            joined.append(line)
    return "\n".join(joined)


_COLUMNS: Final = re.compile(r"[ |]{0,8}([^\W\d_][^:|\n]{1,30}?)(?: {2,80}|\t{1,9}| ?\| ?)(\S.*)")
_KNOWN: Final = _MORE_LABELS.union(_LABELS)


def _with_colon(line: str) -> str:
    columns = _COLUMNS.fullmatch(line)
    if not columns or fold(columns[1]) not in _KNOWN:
        return line
    return f"{columns[1]}: {columns[2].rstrip(' |')}"


def _fields(body: str) -> Iterator[tuple[str, str, int, str]]:
    lines = body.split("\n", _MOST_LINES)[:_MOST_LINES]
    for number, line in enumerate(lines, 1):
        label = _LABEL.match(fold(line[:80]))
        if not label or not (role := _LABELS.get(label[1])):
            continue
        value = line[label.end() :].strip(" *|")
        if not value:
            value = next((below.strip(" *|") for below in lines[number : number + 2] if below.strip()), "")
        if value:
            yield role, value, number, " ".join(line.split())[:160]
