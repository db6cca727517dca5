"""Answers to the questions of councils: each sub-question with its figure, definition and coverage."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors
from stagedesk.domain.measure import Figure, Span, months, year_span, years
from stagedesk.i18n import _
from stagedesk.services.desk import Desk
from stagedesk.services.public import told_groups
from stagedesk.services.statistics import measures, measuring

FILE = "answer_sheets.toml"


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-question, and what answers it."""

    nr: str
    nl: str
    en: str
    measure: str = ""
    by: str = ""
    months: bool = False
    groups: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    id: str
    nl: str
    en: str
    source: str
    years: int
    parts: tuple[Part, ...]

    def name(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Answer:
    part: Part
    figure: Figure | None
    groups: tuple[tuple[str, str | int], ...] = ()
    """What is told of target groups, where that is asked."""


@dataclass(frozen=True, slots=True)
class FilledSheet:
    sheet: Sheet
    span: Span
    """The last year that is answered for."""
    as_of: date
    answers: tuple[Answer, ...]


def known(desk: Desk) -> dict[str, Sheet]:
    """Every question set by id, the city's own before the shipped ones. Errors: FileError."""
    found = dict(_shipped())
    own = Path(desk.settings.figures_folder).expanduser() / FILE if desk.settings.figures_folder else None
    if own and own.is_file():
        found |= _read(own)
    return found


def find(desk: Desk, name: str) -> Sheet:
    """A question set by its id. Errors: NotFound, FileError."""
    sheets = known(desk)
    if name not in sheets:
        raise errors.NotFound(
            what=_("question set"),
            name=name,
            hint=_("Question sets: {known}.").format(known=", ".join(sheets)),
        )
    return sheets[name]


def fill(desk: Desk, name: str, year: int, as_known: date | None = None) -> FilledSheet:
    """Answer every part of a question set for a year. Errors: NotFound, FileError."""
    sheet = find(desk, name)
    answers = tuple(_answer(desk, sheet, part, year, as_known) for part in sheet.parts)
    return FilledSheet(sheet, year_span(year, "calendar"), as_known or desk.today(), answers)


def _answer(desk: Desk, sheet: Sheet, part: Part, year: int, as_known: date | None) -> Answer:
    if part.groups:
        return Answer(part, None, tuple(told_groups.of_year(desk, year)))
    measure = measures.find(desk, part.measure)
    spans = months(year, measure.year) if part.months else years(year, sheet.years, measure.year)
    return Answer(part, measuring.count(desk, measure, spans, part.by, as_known))


@cache
def _shipped() -> Mapping[str, Sheet]:
    return _read(assets.data(FILE))


def _read(file: Path) -> dict[str, Sheet]:
    try:
        tables: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["sheet"]
        return {entry["id"]: _sheet(entry) for entry in tables}
    except KeyError as error:
        raise errors.FileError(file=file, detail=_("{key} is missing").format(key=error.args[0])) from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise errors.FileError(file=file, detail=error) from error


def _sheet(entry: Mapping[str, Any]) -> Sheet:
    parts = tuple(Part(**{"en": part["nl"], **part}) for part in entry["part"])
    for part in parts:
        if not part.groups and not part.measure:
            raise ValueError(_("part {nr} names no measure").format(nr=part.nr))
    return Sheet(
        entry["id"],
        entry["nl"],
        entry.get("en", entry["nl"]),
        entry.get("source", ""),
        int(entry.get("years", 1)),
        parts,
    )
