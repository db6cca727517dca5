"""The header blocks that mail programs write above a mail they forward or quote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stagedesk.mail.message import ATTACHED_MESSAGE, Address
from stagedesk.mail.words import fold

EMAIL: Final = re.compile(r"[a-z0-9][\w.+'-]{0,63}@[a-z0-9][a-z0-9.-]{0,100}\.[a-z]{2,24}\b", re.IGNORECASE)

_ROLES: Final = {
    **dict.fromkeys(("van", "from", "de", "von", "da", "expediteur", "afzender"), "from"),
    **dict.fromkeys(
        (
            "verzonden",
            "datum",
            "date",
            "sent",
            "envoye",
            "envoye le",
            "gesendet",
            "verstuurd",
            "verzonden op",
        ),
        "date",
    ),
    **dict.fromkeys(("aan", "to", "a", "an", "pour", "destinataire", "destinataires", "geadresseerde"), "to"),
    **dict.fromkeys(("cc", "kopie", "bcc", "copie", "copie a", "cci"), "cc"),
    **dict.fromkeys(("onderwerp", "subject", "objet", "betreff", "sujet", "betreft"), "subject"),
    **dict.fromkeys(
        (
            "antwoord aan",
            "antwoorden aan",
            "beantwoorden aan",
            "reply-to",
            "repondre a",
            "antwort an",
            "importance",
            "belang",
            "prioriteit",
            "bijlagen",
            "attachments",
            "pieces jointes",
            "organisatie",
        ),
        "more",
    ),
}
_FIELD: Final = re.compile(
    r"[>|\s]{0,12}[*_]{0,2}([a-z-]{1,14}(?: [a-z]{1,4})?)[*_]{0,2} ?: ?[*_]{0,2}(?: |$)"
)
_MARKER: Final = re.compile(
    r"[>|\s]{0,12}(?:[-_=*]{2,}\s{0,3})?(?:begin |debut du |debut de "
    r"|anfang der )?(?P<what>doorgestuurd(?:e)? (?:bericht|mail|e-mail)|doorgezonden bericht"
    r"|forwarded (?:message|mail|by)|(?:message|mail|courriel) (?:transfere|reexpedie)"
    r"|weitergeleitete[nr]? (?:nachricht|mail)|oorspronkelijk(?:e)? (?:bericht|mail|e-mail)"
    r"|original(?:e)? (?:message|mail|appointment)|message (?:d'origine|original|initial)"
    r"|ursprungliche nachricht)\s{0,3}:?\s{0,3}[-_=*]{0,40}\s{0,3}$"
)
_FORWARDED: Final = re.compile(r"doorge|forwarded|transfere|reexpedie|weitergeleit")
_FORWARD_PREFIX: Final = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:fw|fwd|fyi|doorst|doorgest|doorgestuurd|tr|wg|rv"
    r"|transf)\s*(?:\[\d+\])?\s*:"
)
_REPLY_PREFIX: Final = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|antw|aw|sv|betr|ref|rep)\s*(?:\[\d+\])?\s*:"
)
_ON_BEHALF: Final = re.compile(r"\b(?:namens|on behalf of|de la part de|pour le compte de|im auftrag von)\b")
_LONGEST_LINE: Final = 400


@dataclass(frozen=True, slots=True)
class Block:
    """One header block: whose mail follows, and where in the body it starts and ends."""

    sender: Address
    because: str
    line: int
    start: int
    end: int
    subject: str = ""
    date: str = ""
    to: str = ""
    marked: bool = False
    """A line above it says that what follows was forwarded."""


@dataclass(slots=True)
class _Line:
    text: str
    start: int
    number: int


def is_forward_subject(subject: str) -> bool:
    return bool(_FORWARD_PREFIX.match(fold(subject)))


def is_reply_subject(subject: str) -> bool:
    return bool(_REPLY_PREFIX.match(fold(subject)))


def blocks(body: str) -> list[Block]:
    """From the outermost to the innermost."""
    if not any(map(_role, body.splitlines())):
        return []
    lines = list(_lines(body))
    found: list[Block] = []
    place = 0
    while place < len(lines):
        if _role(lines[place].text) and (read := _block(lines, place, _marker_above(lines, place))):
            block, place = read
            found.append(block)
        else:
            place += 1
    return found


def _lines(body: str) -> Iterator[_Line]:
    start = 0
    for number, text in enumerate(body.splitlines(keepends=True), 1):
        yield _Line(text, start, number)
        start += len(text)


def _role(text: str) -> str:
    if ":" not in text[:40]:
        return ""
    field = _FIELD.match(fold(text[:60]).replace("\n", " "))
    return _ROLES.get(field[1], "") if field else ""


def _marker_above(lines: list[_Line], place: int) -> str:
    """The words of a forward line at most two lines above, blank ones not counted."""
    looked_at = 0
    while place > 0 and looked_at < 2:
        place -= 1
        if lines[place].text.strip(" >|\n"):
            if lines[place].text.strip() == ATTACHED_MESSAGE:
                return "forwarded message"
            if marker := _MARKER.match(fold(lines[place].text[:120])):
                return marker["what"]
            looked_at += 1
    return ""


def _block(lines: list[_Line], place: int, marker: str) -> tuple[Block, int] | None:
    """The block that starts here and the line after it; None where too few of its fields are there."""
    fields: dict[str, tuple[_Line, str]] = {}
    end, at, blank = place, place, 0
    while at < len(lines) and blank < 2 and at - place < 24:
        text = lines[at].text[:_LONGEST_LINE]
        role = _role(text)
        if role in fields and role != "more":
            break
        if role:
            value = _value(text)
            if not value and at + 1 < len(lines) and not _role(lines[at + 1].text):
                at += 1
                value = lines[at].text.strip(" >|\n")
            fields.setdefault(role, (lines[at], value))
            end, blank = at + 1, 0
        elif not text.strip(" >|\n"):
            blank += 1
        elif blank or not _continues(text, fields):
            break
        else:
            end = at + 1
        at += 1
    needed = 2 if marker else 3
    if "from" not in fields or len(fields.keys() & {"from", "date", "to", "subject"}) < needed:
        return None
    return _made(lines, place, end, fields, marker), end


def _continues(text: str, fields: dict[str, tuple[_Line, str]]) -> bool:
    """A long list of addressees or a subject goes on in the next line."""
    return (
        bool(fields)
        and (text[:1] in " \t" or ("@" in text and "to" in fields) or ";" in text)
        and "to" in fields
    )


def _value(text: str) -> str:
    return text.partition(":")[2].strip(" *_>\t\n")


def _made(
    lines: list[_Line], place: int, end: int, fields: dict[str, tuple[_Line, str]], marker: str
) -> Block:
    line, value = fields["from"]
    return Block(
        sender=person(value),
        because=" ".join(line.text.split())[:160],
        line=line.number,
        start=lines[place].start,
        end=lines[end - 1].start + len(lines[end - 1].text),
        subject=fields.get("subject", (line, ""))[1],
        date=fields.get("date", (line, ""))[1],
        to=fields.get("to", (line, ""))[1],
        marked=bool(_FORWARDED.search(marker)),
    )


def person(value: str) -> Address:
    """A name and an address as people and programs write them in running text."""
    value = value[:_LONGEST_LINE]
    if behalf := _ON_BEHALF.search(fold(value)):
        value = value[behalf.end() :]
    email = EMAIL.search(value)
    if not email:
        return Address(_name(value), "")
    name = _name(value[: email.start()].replace("mailto:", ""))
    if not name and "(" in value[email.end() :]:
        name = _name(value[email.end() :].partition("(")[2].partition(")")[0])
    return Address(name, email.group().rstrip(".").lower())


def _name(text: str) -> str:
    name = " ".join(text.strip(" \t<>[](){}\"'*_;,:|-").split())
    name = name.partition(" via ")[0].strip("\"' ")
    if name.count(",") == 1:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    return "" if "@" in name else name[:120]


def marker_start(body: str, block: Block) -> int:
    """Where the forwarder's own words end: at the line that announces the block, if there is one."""
    above = body[: block.start].rstrip(" >|\n")
    last = above.rfind("\n") + 1
    line = above[last:]
    announced = _MARKER.match(fold(line[:120])) or not line.strip(" -_=*>") or line == ATTACHED_MESSAGE
    return last if announced else block.start
