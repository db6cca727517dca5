"""Several applicants in one mail: the rows of a table, the items of a list, a number without names."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from stagedesk.mail.extract.facts_lengths import NUMBERS
from stagedesk.mail.extract.facts_people import NAME, checked, looks_like_name
from stagedesk.mail.words import fold, listed


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant's line; what it says goes before what the rest of the mail says."""

    name: str
    words: str
    start: int
    end: int
    study: str = ""


@dataclass(slots=True)
class _Line:
    text: str
    start: int
    end: int


_HEADER: Final = re.compile(
    r"\b(?:naam|voornaam|familienaam|achternaam|leerling|leerlingen|student|studenten|cursist|cursisten"
    r"|kandidaat|stagiair|stagiaire|nom|prenom|eleve|etudiant|etudiante|name|pupil)\b"
)
_STUDY: Final = frozenset(
    listed("richting studierichting opleiding studie formation option section etudes study programme")
)
_CELLS: Final = re.compile(r"\s*\|\s*|\s*;\s*| {2,}|\t+")
_ITEM: Final = re.compile(rf"[ \t]*(?:[-*•–·o]|\d{{1,2}}[.)]|[a-z]\))[ \t]+({NAME})")
_BARE_ITEM: Final = re.compile(rf"[ \t]*({NAME})\s{{0,2}}(?:[,:(;/]|[-–]\s|$)")
# "Onze" is eleven in French, but "our" in Dutch.
_COUNT_WORDS: Final = {word: number for word, number in NUMBERS.items() if number > 1 and word != "onze"}
_COUNT: Final = re.compile(
    r"\b(\d{1,2}|"
    + "|".join(_COUNT_WORDS)
    + r")\s(?:van onze |de nos |of our )?(?:andere |nieuwe |\w+e )?(?:leerlingen|studenten|cursisten"
    r"|stagiairs|stagiaires|kandidaten|stageplaatsen|stageplekken|plaatsen|eleves|etudiants|etudiantes"
    r"|stagiaires|students|pupils|trainees|places|internships)\b"
)
_ONLY_ASIDE: Final = re.compile(
    r"\b(?:al|reeds|hebben|heeft|hadden|andere|vorig|klas van|groep van|totaal|school telt|ongeveer|ieder"
    r"|elk)\b[^.\n]{0,12}$"
)
_SOME_OF_THEM: Final = re.compile(r"\b(?:enkele|een paar|enkelen|sommigen?|quelques|certains|some)\b")
_MOST: Final = 60
_MOST_UNNAMED: Final = 30
_MOST_HEADERS: Final = 6


def rows(text: str) -> list[Row]:
    """Of a table first, else of a list; at least two, or one under a header."""
    lines = _lines(text)
    found = _table(lines) or _list(lines, _ITEM) or _announced(lines)
    return found[:_MOST]


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    for line in text.split("\n"):
        lines.append(_Line(line, start, start + len(line)))
        start += len(line) + 1
    return lines


def _cells(line: str) -> list[str]:
    stripped = line.strip().strip("|").strip()
    return [cell.strip() for cell in _CELLS.split(stripped)] if stripped else []


def _table(lines: list[_Line]) -> list[Row]:
    headed = ((place, cells) for place, line in enumerate(lines) if _is_header(cells := _cells(line.text)))
    for place, cells in islice(headed, _MOST_HEADERS):
        if found := _under(lines[place + 1 : place + 1 + 2 * _MOST], cells):
            return found
    return _without_header(lines)


def _is_header(cells: list[str]) -> bool:
    if len(cells) < 2:
        return False
    return any(_HEADER.search(fold(cell)) and len(cell) < 40 for cell in cells) and not any(
        "@" in cell or any(sign.isdigit() for sign in cell) for cell in cells
    )


def _under(lines: list[_Line], header: list[str]) -> list[Row]:
    found: list[Row] = []
    blank = 0
    for line in lines:
        cells = _cells(line.text)
        if len(cells) < 2 or set(line.text) <= set("-+=|: "):
            blank += 1
            if (cells and len(cells) < 2 and not set(line.text) <= set("-+=|: ")) or blank > 2:
                break
            continue
        blank = 0
        words = " ".join(line.text.split())
        found.append(Row(_name_in(cells, header), words, line.start, line.end, _study_in(cells, header)))
    return found if any(row.name for row in found) else []


def _name_in(cells: list[str], header: list[str]) -> str:
    """By its column where there are as many cells as headings, with first and last name joined."""
    titles = [fold(title) for title in header]
    if len(cells) == len(titles):
        by_title = dict(zip(titles, cells, strict=True))
        first = next((v for t, v in by_title.items() if t in ("voornaam", "prenom", "first name")), "")
        last = next(
            (
                v
                for t, v in by_title.items()
                if t in ("naam", "familienaam", "achternaam", "nom", "last name", "name")
            ),
            "",
        )
        if first and last:
            return f"{first} {last}"
    return next((name for cell in cells if (name := _name_of_cell(cell))), "")


def _study_in(cells: list[str], header: list[str]) -> str:
    if len(cells) != len(header):
        return ""
    return next((cell for title, cell in zip(header, cells, strict=True) if fold(title) in _STUDY), "")


def _name_of_cell(cell: str) -> str:
    name = re.sub(r"^\d{1,3}[.)]?\s+", "", cell)
    if name.count(",") == 1:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    return name if looks_like_name(name) else ""


def _without_header(lines: list[_Line]) -> list[Row]:
    """Lines one below the other with a name in their first cell and something in the next."""
    found: list[Row] = []
    for line in lines:
        cells = _cells(line.text)
        if len(cells) >= 2 and (name := _name_of_cell(cells[0])):
            found.append(Row(name, " ".join(line.text.split()), line.start, line.end))
        elif line.text.strip() and len(found) < 2:
            found = []
    return found if len(found) >= 2 else []


def _list(lines: list[_Line], pattern: re.Pattern[str]) -> list[Row]:
    found: list[Row] = []
    for line in lines:
        item = pattern.match(line.text)
        name = checked(item[1]) if item else ""
        if " " in name:
            found.append(Row(name, " ".join(line.text.split()), line.start, line.end))
        elif line.text.strip() and len(found) < 2:
            found = []
        elif line.text.strip():
            break
    return found if len(found) >= 2 else []


def _announced(lines: list[_Line]) -> list[Row]:
    """Bare names, one a line, count below a line that ends with a colon; a letter ends with names too."""
    for place, line in enumerate(lines):
        if line.text.rstrip().endswith(":"):
            below = lines[place + 1 :]
            while below and not below[0].text.strip():
                below = below[1:]
            if below and _BARE_ITEM.match(below[0].text) and (found := _list(below, _BARE_ITEM)):
                return found
    return []


def unnamed_count(plain: str) -> int:
    """For how many somebody asks without naming them; 1 where no number is said."""
    for match in _COUNT.finditer(plain):
        if plain[: match.start()].endswith("(") and _SOME_OF_THEM.search(plain):
            continue
        number = int(match[1]) if match[1].isdigit() else _COUNT_WORDS[match[1]]
        if 2 <= number <= _MOST_UNNAMED and not _ONLY_ASIDE.search(plain[: match.start()][-30:]):
            return number
    return 1
