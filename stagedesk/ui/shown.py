"""The one way text reaches the screen: cleaned, never markup, and cut to an exact number of cells."""

from collections.abc import Iterable
from datetime import date
from typing import NewType

from textual.content import Content

from stagedesk.domain.text import clean
from stagedesk.i18n import language

Shown = NewType("Shown", Content)
"""Text that went through `shown`: mypy refuses anything else where a widget asks for it."""

NOTHING = Shown(Content(""))
NO_VALUE = "—"

# Styles for parts of a line. Not $text-muted: inside a line Textual takes that for plain white.
MUTED = "$foreground-muted"
LATE = "bold $text-error"

# As Babel has them, which the first list would have to wait for.
_DAYS = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}

# No terminal shows more of one line; without it one long subject would slow down every repaint.
_LINE_LIMIT = 1_000


def shown(text: str, style: str = "", *, lines: bool = False) -> Shown:
    """Clean text of any origin for the screen; on one line unless `lines`."""
    if lines:
        return Shown(Content.styled(clean(text, lines=True), style))
    return Shown(Content.styled(clean(text[: 4 * _LINE_LIMIT], limit=_LINE_LIMIT), style))


def number(value: float | None, style: str = "") -> Shown:
    """A number in the reader's language, or a dash where it is unknown."""
    if value is None:
        return shown(NO_VALUE, style)
    digits = f"{value:,}"
    if language() == "nl":
        digits = digits.translate(str.maketrans(",.", ".,"))
    return shown(digits, style)


def short_day(day: date, *, year: bool = False) -> str:
    """The day in the reader's language: "wo 6 mei", with the year where it is not plain which one."""
    words = f"{_DAYS[language()][day.weekday()]} {short_date(day)}"
    return f"{words} {day.year}" if year else words


def short_date(day: date) -> str:
    """The day without its weekday: "6 mei"."""
    return f"{day.day} {_MONTHS[language()][day.month - 1]}"


def joined(parts: Iterable[Shown], gap: str = "") -> Shown:
    """The parts one after the other, with a gap between those that are not empty."""
    pieces: list[Content | str] = []
    for part in parts:
        if part:
            pieces += [gap, part] if pieces else [part]
    return Shown(Content.assemble(*pieces))


def styled(part: Shown, style: str) -> Shown:
    """The part with a style under the styles it has."""
    return Shown(part.stylize_before(style))


def fit(part: Shown, width: int, *, right: bool = False) -> Shown:
    """The part in exactly so many cells: cut with an ellipsis, or filled with spaces."""
    if width <= 0:
        return NOTHING
    cut = part.truncate(width, ellipsis=True)
    space = width - cut.cell_length
    return Shown(cut.pad_left(space) if right else cut.pad_right(space))
