"""The lines of a form: what each asks for, and how what is typed in it is understood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stagedesk.domain.measures import Block
from stagedesk.domain.text import clean
from stagedesk.i18n import _
from stagedesk.ui.dialogs.typed_date import typed_date
from stagedesk.ui.dialogs.typed_period import typed_period
from stagedesk.ui.shown import short_day
from stagedesk.ui.widgets.choice import Choice
from stagedesk.ui.widgets.picker import matching


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood of a line, or why nothing was."""

    value: Any = None
    words: str = ""
    trouble: str = ""


Reader = Callable[[str], Meaning]


def plain(text: str) -> Meaning:
    return Meaning(clean(text))


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    text: str = ""
    read: Reader = plain
    choices: Sequence[Choice] = ()
    needed: bool = False
    placeholder: str = ""

    def meaning(self, text: str) -> Meaning:
        if self.needed and not text.strip():
            return Meaning(trouble=_("needed"))
        return self.read(text)

    def candidates(self, text: str) -> list[Choice]:
        """What can still be meant, the likeliest first; all of them while nothing or a whole name stands."""
        whole = not text.strip() or any(text.strip() == choice.name for choice in self.choices)
        return list(self.choices) if whole else matching(self.choices, text)


def choosing(name: str, label: str, choices: Sequence[Choice], code: str | None = None, **more: Any) -> Field:
    """A line that takes one of these by its code, or by the beginning of its words; Any: as of a Field."""
    known = {choice.code: choice.name for choice in choices}
    text = known.get(code or "", code or "")
    return Field(name, label, text, _choice_reader(choices), choices, **more)


def _choice_reader(choices: Sequence[Choice]) -> Reader:
    def read(text: str) -> Meaning:
        wanted = text.strip().casefold()
        if not wanted:
            return Meaning()
        exact = (choice for choice in choices if wanted in (choice.code.casefold(), choice.name.casefold()))
        found = next(exact, None) or next(iter(matching(choices, wanted)), None)
        if found is None:
            return Meaning(trouble=_("nothing here is called that"))
        return Meaning(found.code, found.name)

    return read


def day_field(name: str, label: str, today: date, day: date | None = None, **more: Any) -> Field:
    """A line that takes a day; Any: as of a Field."""

    def read(text: str) -> Meaning:
        if not text.strip():
            return Meaning()
        found = typed_date(text, today)
        return Meaning(found, short_day(found, year=True)) if found else Meaning(trouble=_("which day?"))

    return Field(name, label, day.isoformat() if day else "", read, **more)


def period_field(name: str, label: str, today: date, text: str = "", **more: Any) -> Field:
    """A line that takes one or more periods; Any: as of a Field."""

    def read(text: str) -> Meaning:
        blocks = typed_period(text, today)
        if blocks is None:
            return Meaning(trouble=_("which days? 7/9 - 18/12"))
        return Meaning(blocks, "; ".join(_days(block) for block in blocks))

    return Field(name, label, text, read, **more)


def _days(block: Block) -> str:
    """With the year once, or twice where it turns; then the days of the week are left out."""
    if block.first.year == block.last.year:
        return f"{short_day(block.first)} – {short_day(block.last, year=True)}"
    first, last = (short_day(day, year=True).partition(" ")[2] for day in (block.first, block.last))
    return f"{first} – {last}"


def number_field(name: str, label: str, value: float | None, least: float, most: float, **more: Any) -> Field:
    """A line that takes a number; Any: as of a Field."""

    def read(text: str) -> Meaning:
        if not text.strip():
            return Meaning()
        try:
            found = float(text.strip().replace(",", "."))
        except ValueError:
            return Meaning(trouble=_("which number?"))
        if not least <= found <= most:
            words = _("between {least} and {most}")
            return Meaning(trouble=words.format(least=f"{least:g}", most=f"{most:g}"))
        return Meaning(found)

    return Field(name, label, "" if value is None else f"{value:g}", read, **more)


def three_valued(value: str) -> str:
    """A code of yes, no or unknown, for a line that stays empty while nobody knows."""
    return "" if value == "unknown" else value
