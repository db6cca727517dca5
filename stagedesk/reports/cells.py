"""Texts and names as a sheet can hold them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LONGEST_TEXT: Final = 32_767
LONGEST_HEADER: Final = 255
LONGEST_TITLE: Final = 31
CUT: Final = "…"
DAY_ZERO: Final = date(1899, 12, 30).toordinal()
# What XML cannot hold, and controls that no sheet shows.
_UNHELD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END: Final = re.compile("\r\n?")
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\\s]+")
_NOT_IN_TABLE_NAMES: Final = re.compile(r"[^A-Za-z0-9_]+")
_LIKE_A_CELL: Final = re.compile(r"[a-z]{1,3}\d+|[rc]|r\d*c\d*", re.IGNORECASE)


def safe(text: str) -> str:
    """Return the text as a cell can hold it: no controls, cut with a mark when it is too long."""
    if not text.isprintable():
        text = _UNHELD.sub("", _LINE_END.sub("\n", text))
    if len(text) > LONGEST_TEXT // 2:
        text = _cut(text, LONGEST_TEXT, CUT)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # else XlsxWriter takes it for markup of its own and writes it as it stands
    return text


def _cut(text: str, longest: int, mark: str = "") -> str:
    """Cut to a number of UTF-16 units, which is how sheets count."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * (longest - len(mark))].decode("utf-16-le", "ignore") + mark


def in_footer(text: str) -> str:
    return _cut(" ".join(safe(text).split()), 80).replace("&", "&&")


def headers(names: Iterable[str]) -> list[str]:
    plain = (safe(" ".join(name.split())) or "-" for name in names)
    return _unique(plain, LONGEST_HEADER, " ")


def sheet_titles(names: Iterable[str]) -> list[str]:
    plain = (_NOT_IN_TITLES.sub(" ", safe(name)).strip(" '") for name in names)
    short = (_cut(name, LONGEST_TITLE).strip(" '") or "-" for name in plain)
    return _unique(short, LONGEST_TITLE, " ", taken={"history"})  # a name that Excel keeps for itself


def table_names(names: Iterable[str]) -> list[str]:
    plain = (_NOT_IN_TABLE_NAMES.sub("_", name) or "_" for name in names)
    not_cells = (f"_{name}" if name[0].isdigit() or _LIKE_A_CELL.fullmatch(name) else name for name in plain)
    return _unique(not_cells, LONGEST_HEADER, "_")


def _unique(names: Iterable[str], longest: int, joint: str, taken: Iterable[str] = ()) -> list[str]:
    """Number names that sheets would take for one, because they see no capitals."""
    seen, found = set(taken), []
    for name in names:
        candidate, number = _cut(name, longest), 1
        while candidate.casefold() in seen:
            number += 1
            candidate = f"{_cut(name, longest - len(joint) - len(str(number)))}{joint}{number}"
        seen.add(candidate.casefold())
        found.append(candidate)
    return found


def day_number(value: date, zone: ZoneInfo) -> float:
    """Return the day number of sheets, a moment's as people saw it on their clock: sheets know no zones."""
    if not isinstance(value, datetime):
        return value.toordinal() - DAY_ZERO
    local = value if value.tzinfo is None else value.astimezone(zone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return local.toordinal() - DAY_ZERO + seconds / 86_400
