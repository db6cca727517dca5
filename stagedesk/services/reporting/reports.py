"""The reports of the desk: which there are, and one filled in as it was known on a day."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors
from stagedesk.domain.measure import months, years
from stagedesk.i18n import _
from stagedesk.services import rights
from stagedesk.services.desk import Desk
from stagedesk.services.reporting import report_parts
from stagedesk.services.statistics import measures, measuring
from stagedesk.services.statistics.report_table import Asked, Section, of_figure

FILE = "reports.toml"
YEARS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A figure by a measure, or a table of its own."""

    measure: str = ""
    by: str = ""
    months: bool = False
    table: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    id: str
    nl: str
    en: str
    people: bool
    """All of it names people."""
    years: int
    parts: tuple[Part, ...]

    def name(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Filled:
    report: Report
    year: int
    as_of: date
    sections: tuple[Section, ...]
    left_out: tuple[str, ...] = ()
    """Parts that whoever asked may not see, each with the reason."""


def known(desk: Desk) -> dict[str, Report]:
    """Every report by id, the city's own before the shipped ones. Errors: FileError."""
    found = dict(_shipped())
    own = Path(desk.settings.figures_folder).expanduser() / FILE if desk.settings.figures_folder else None
    if own and own.is_file():
        found |= _read(own)
    return found


def find(desk: Desk, name: str) -> Report | None:
    """A report by its id, whatever its capitals."""
    return next((each for each in known(desk).values() if each.id.casefold() == name.casefold()), None)


def make(
    desk: Desk, report: Report, year: int | None = None, count: int = 0, as_known: date | None = None
) -> Filled:
    """Fill in a report for a year (that of the day) and the years before, as far as one may see it.

    Errors: FileError, NotFound; Refused where nothing of it is left.
    """
    day = as_known or desk.today()
    asked = Asked(year or day.year, count or report.years, day)
    why = rights.hides_people(desk)
    hidden = [part for part in report.parts if why and _names_people(report, part)]
    if len(hidden) == len(report.parts):
        raise errors.Refused(detail=why)
    shown = (part for part in report.parts if part not in hidden)
    sections = tuple(each for part in shown for each in _sections(desk, part, asked))
    left_out = tuple(f"{_(report_parts.WORDS[part.table])}: {why}" for part in hidden)
    return Filled(report, asked.year, day, sections, left_out)


def make_part(desk: Desk, report: Report, place: int, year: int, day: date) -> Section:
    """One part of a report, as known on a day. Errors: as `make`."""
    part = report.parts[place]
    if _names_people(report, part) and (why := rights.hides_people(desk)):
        raise errors.Refused(detail=why)
    (found,) = _sections(desk, part, Asked(year, report.years, day))
    return found


def _names_people(report: Report, part: Part) -> bool:
    return report.people or part.table in report_parts.OF_PEOPLE


def _sections(desk: Desk, part: Part, asked: Asked) -> Iterator[Section]:
    if part.table:
        yield report_parts.make(desk, part.table, asked)
        return
    measure = measures.find(desk, part.measure)
    spans = months(asked.year, measure.year) if part.months else years(asked.year, asked.years, measure.year)
    yield of_figure(desk, measuring.count(desk, measure, spans, part.by, asked.day))


@cache
def _shipped() -> Mapping[str, Report]:
    return _read(assets.data(FILE))


def _read(file: Path) -> dict[str, Report]:
    try:
        tables: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["report"]
        return {entry["id"]: _report(entry) for entry in tables}
    except KeyError as error:
        raise errors.FileError(file=file, detail=_("{key} is missing").format(key=error.args[0])) from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise errors.FileError(file=file, detail=error) from error


def _report(entry: Mapping[str, Any]) -> Report:
    parts = tuple(Part(**each) for each in entry["part"])
    for part in parts:
        if bool(part.measure) == bool(part.table):
            raise ValueError(_("{report}: a part has a measure or a table").format(report=entry["id"]))
        if part.table and part.table not in report_parts.TABLES:
            raise ValueError(
                _("{table} is not a table; known are {known}").format(
                    table=part.table, known=", ".join(report_parts.TABLES)
                )
            )
    return Report(
        entry["id"],
        entry["nl"],
        entry.get("en", entry["nl"]),
        bool(entry.get("people")),
        int(entry.get("years", YEARS)),
        parts,
    )
