"""What people write in the cells of a list: days, periods, days a week, names, yes and no; in nl, fr, en."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from stagedesk.domain.measures import HOURS_A_DAY, Block
from stagedesk.domain.text import clean, mask_national_numbers
from stagedesk.i18n import _
from stagedesk.services.importing.imports_columns import BadCell
from stagedesk.services.importing.imports_workbook import Cell, plain

LONGEST = 200
DAY_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet that holds a day as a number."""
SERIALS = range(32_000, 80_000)  # 1987 to 2119

MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "avr": 4, "mei": 5, "mai": 5,
    "may": 5, "juin": 6, "jun": 6, "juil": 7, "jul": 7, "aug": 8, "aou": 8, "sep": 9, "okt": 10, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5, "za": 6, "zo": 7, "maandag": 1, "dinsdag": 2, "woensdag": 3,
    "donderdag": 4, "vrijdag": 5, "zaterdag": 6, "zondag": 7, "lu": 1, "me": 3, "je": 4, "ve": 5, "lundi": 1,
    "mardi": 2, "mercredi": 3, "jeudi": 4, "vendredi": 5, "samedi": 6, "mon": 1, "tue": 2, "wed": 3, "thu": 4,
    "fri": 5, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5,
}  # fmt: skip
YES = {"ja", "j", "yes", "y", "oui", "o", "x", "1", "true", "waar", "betaald", "paid", "remunere", "wel"}
NO = {"nee", "neen", "n", "no", "non", "0", "false", "onwaar", "onbetaald", "unpaid", "geen", "niet"}
TOTALS = [[word] for word in ("totaal", "subtotaal", "total", "subtotal", "totaux", "som", "aantal")]
UNKNOWN = {"", "onbekend", "unknown", "inconnu", "nvt"}

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})(?:[-/. ]+'?(\d{4}|\d{2}))?")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:e|er|de|ste|st|nd|rd|th)? (?:of )?([a-z]+)(?: (\d{4}|\d{2}))?")
_BETWEEN = re.compile(
    r"\s*(?:\.\.+|…|–|—|\s-+\s*|(?<=\d[/.]\d{4})-(?=\d)"
    r"|\b(?:t\s*/\s*m|t\.?e\.?m\.?|tot en met|tot|jusqu'?au|au|until|till?|to)(?=\s|\d))\s*",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:\+|;|\n|&|\ben\b(?! met)|\bet\b|\band\b)\s*", re.IGNORECASE)
_LEAD = re.compile(r"^\s*(?:van|vanaf|du|le|from|de)\b\s*", re.IGNORECASE)


def text(cell: Cell) -> str:
    """The words of a cell, national numbers masked."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return mask_national_numbers(clean(str(cell), limit=LONGEST))[0]


def day(cell: Cell, year: int | None = None) -> date | None:
    """A day, however it was written; `year` is that of a day without one."""
    if isinstance(cell, date):
        return cell
    found = text(cell).strip()
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", found) and int(found[:5]) in SERIALS:
        return DAY_ZERO + timedelta(days=int(found[:5]))
    return _written_day(found, year) if found else None


def _written_day(written: str, year: int | None) -> date:
    try:
        if match := _ISO.fullmatch(written):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMBERS.fullmatch(written):
            return date(_year(match[3], year), int(match[2]), int(match[1]))
        if match := _WORDS.fullmatch(plain(written)):
            return date(_year(match[3], year), _month(match[2]), int(match[1]))
    except ValueError:
        pass
    raise BadCell(_("{cell} is no day, such as 2026-03-31").format(cell=written))


def _year(written: str | None, year: int | None) -> int:
    if written is None:
        if year is None:
            raise ValueError("a day without its year")
        return year
    return int(written) if len(written) == 4 else 2000 + int(written)


def _month(word: str) -> int:
    for start in (4, 3):
        if word[:start] in MONTHS:
            return MONTHS[word[:start]]
    raise ValueError(word)


def periods(cell: Cell) -> tuple[Block, ...]:
    """One or several periods: 7/9/2026 - 18/12/2026; 17 tot 28 november 2025 + 16/3/2026 tot 27/3/2026."""
    written = cell if isinstance(cell, str) else text(cell)
    return tuple(_period(part) for part in _APART.split(written) if part.strip())


def _period(written: str) -> Block:
    ends = _BETWEEN.split(_LEAD.sub("", written.strip()))
    if len(ends) == 1 and (only := day(ends[0])):
        return Block(only, only)
    if len(ends) != 2:
        raise BadCell(_("{cell} is no period, such as 2026-03-02 - 2026-03-13").format(cell=written))
    last = day(_LEAD.sub("", ends[1]))
    if last is None:
        raise BadCell(_("{cell} is no period, such as 2026-03-02 - 2026-03-13").format(cell=written))
    first = _first(ends[0].strip(), last)
    if first > last:
        raise BadCell(_("{last} is before {first}").format(last=last, first=first))
    return Block(first, last)


def _first(written: str, last: date) -> date:
    """The first day, which may leave to the last one its month and year."""
    if re.fullmatch(r"\d{1,2}", written):
        return _written_day(f"{written}/{last.month}/{last.year}", None)
    try:
        return _written_day(written, None)
    except BadCell:
        found = _written_day(written, last.year)
        return found if found <= last else _written_day(written, last.year - 1)


def days_per_week(cell: Cell) -> float | None:
    """5; 4,5; 3 dagen; ma-vr; do en vr; 19 u."""
    written = plain(text(cell).replace(",", "."))
    if not written:
        return None
    raw = text(cell).replace(",", ".").strip().casefold()
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)\s*(u|uur|h|hours|heures)?\D*", raw):
        number = float(match[1])
        number = round(number / HOURS_A_DAY * 2) / 2 if match[2] or number > 7 else number
        if 0 < number <= 7:
            return number
    named = [WEEKDAYS[word] for word in written.split() if word in WEEKDAYS]
    spans = "-" in raw or "tot" in written.split() or "t" in written.split()
    if len(named) == 2 and spans and named[0] < named[1]:
        return float(named[1] - named[0] + 1)
    if named:
        return float(len(set(named)))
    if written in ("voltijds", "fulltime", "full time", "temps plein"):
        return 5.0
    raise BadCell(_("{cell} is no number of days a week").format(cell=text(cell)))


def three_valued(cell: Cell) -> str:
    """Yes, no or unknown; an amount of money above nothing is a yes."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    written = plain(text(cell))
    if written in YES or written in NO:
        return "yes" if written in YES else "no"
    if written in UNKNOWN:
        return "unknown"
    amount = re.search(r"\d+(?:[.,]\d+)?", text(cell))
    if amount:
        return "yes" if float(amount[0].replace(",", ".")) > 0 else "no"
    raise BadCell(_("{cell} is neither yes nor no").format(cell=text(cell)))


def is_yes(cell: Cell) -> bool:
    return three_valued(cell) == "yes"


def number(cell: Cell) -> float | None:
    written = text(cell).replace(",", ".").strip()
    if not written:
        return None
    match = re.match(r"\d+(?:\.\d+)?", written)
    if match is None:
        raise BadCell(_("{cell} is no number").format(cell=written))
    return round(float(match[0]), 2)


def name(cell: Cell) -> str:
    """Nora Willems, also where the list has Willems, Nora."""
    written = text(cell)
    last, comma, first = written.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else written


def gender(cell: Cell) -> str | None:
    written = plain(text(cell))
    known = {"m": "m", "man": "m", "homme": "m", "male": "m", "jongen": "m", "v": "f", "f": "f", "vrouw": "f"}
    known |= {"femme": "f", "female": "f", "meisje": "f", "x": "x"}
    if written and written not in known:
        raise BadCell(_("{cell} is none of: {known}").format(cell=text(cell), known="m, f, x"))
    return known.get(written)


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether the line adds up the ones above: one of its first two words says so."""
    filled = [cell for cell in cells if cell != ""][:2]
    return any(plain(cell).split()[:1] in TOTALS for cell in filled if isinstance(cell, str))
