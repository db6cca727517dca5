"""How far the city is with what it promised: how many, when it was met, by whom."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors
from stagedesk.domain.measure import Figure, Span, year_of, year_span
from stagedesk.i18n import _
from stagedesk.services import rights
from stagedesk.services.desk import Desk
from stagedesk.services.statistics import measures, measuring

FILE = "targets.toml"
YEARS_BACK = 3
"""Earlier years that the forecast looks at."""


@dataclass(frozen=True, slots=True)
class Target:
    id: str
    measure: str
    nl: str
    en: str
    numbers: Mapping[int, int]
    """By the first year in which a number holds."""

    def number(self, year: int) -> int | None:
        """What was promised for a year; None where nothing was."""
        valid = [first for first in self.numbers if first <= year]
        return self.numbers[max(valid)] or None if valid else None

    def name(self, language: str) -> str:
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Counted:
    """One that counts, with its running number."""

    number: int
    reference: str
    """Empty for whoever may see no people."""
    day: date


@dataclass(frozen=True, slots=True)
class Progress:
    target: Target
    span: Span
    as_of: date
    promised: int | None
    counted: tuple[Counted, ...]
    left_out: Mapping[str, tuple[str, ...]]
    """References by the reason for which they do not count; empty ones for whoever may see no people."""
    planned: int
    """Not begun yet, but planned within the year and long enough as planned."""
    usual_share: float | None
    """Which part of a whole year's number was there by this day in earlier years; None without."""

    @property
    def actual(self) -> int:
        return len(self.counted)

    @property
    def met_by(self) -> Counted | None:
        """The one that met the target."""
        if self.promised is None or self.actual < self.promised:
            return None
        return self.counted[self.promised - 1]

    @property
    def forecast(self) -> int | None:
        """The number at the year's end if it goes on as in earlier years; never less than is there."""
        if self.as_of >= self.span.last:
            return self.actual
        return max(self.actual, round(self.actual / self.usual_share)) if self.usual_share else None


def known(desk: Desk) -> dict[str, Target]:
    """Every target by id, the city's own before the shipped ones. Errors: FileError."""
    found = dict(_shipped())
    own = Path(desk.settings.figures_folder).expanduser() / FILE if desk.settings.figures_folder else None
    if own and own.is_file():
        found |= _read(own)
    return found


def progress(desk: Desk, name: str, year: int | None = None, as_known: date | None = None) -> Progress:
    """How far a target is in a year. Errors: NotFound, FileError."""
    targets = known(desk)
    if name not in targets:
        raise errors.NotFound(
            what=_("target"), name=name, hint=_("Targets: {known}.").format(known=", ".join(targets))
        )
    target = targets[name]
    measure = measures.find(desk, target.measure)
    day = as_known or desk.today()
    span = year_span(year if year is not None else year_of(day, measure.year), measure.year)
    counted = measuring.listed(desk, measure, span, as_known)
    figure = measuring.count(desk, measure, [span], as_known=as_known)
    named = not rights.hides_people(desk)
    return Progress(
        target,
        span,
        min(day, span.last),
        target.number(span.first.year),
        tuple(Counted(number, ref if named else "", on) for number, (ref, on) in enumerate(counted, 1)),
        _left_out(desk, figure, as_known, named),
        measuring.planned(desk, measure, span, as_known),
        _usual_share(desk, target, span, min(day, span.last), as_known),
    )


@dataclass(frozen=True, slots=True)
class Promise:
    """A target beside the years of a figure that it is about."""

    target: Target
    promised: tuple[int | None, ...]
    met: tuple[Counted | None, ...]
    """Which one met it, in each year."""


def promises(desk: Desk, figure: Figure) -> tuple[Promise, ...]:
    """The targets that are counted by the measure of a figure, where its columns are whole years."""
    measure = figure.measure
    if any(span != year_span(span.first.year, measure.year) for span in figure.spans):
        return ()
    return tuple(_promise(desk, each, figure) for each in known(desk).values() if each.measure == measure.id)


def _promise(desk: Desk, target: Target, figure: Figure) -> Promise:
    numbers = tuple(target.number(span.first.year) for span in figure.spans)
    met = tuple(
        _nth(desk, figure, span, number) if number and count >= number else None
        for span, number, count in zip(figure.spans, numbers, figure.total, strict=True)
    )
    return Promise(target, numbers, met)


def _nth(desk: Desk, figure: Figure, span: Span, number: int) -> Counted:
    ref, day = measuring.listed(desk, figure.measure, span, figure.as_of)[number - 1]
    return Counted(number, "" if rights.hides_people(desk) else ref, day)


def _left_out(desk: Desk, figure: Figure, as_known: date | None, named: bool) -> dict[str, tuple[str, ...]]:
    (span,) = figure.spans
    found = {
        reason: measuring.behind(desk, figure.measure, span, reason=reason, as_known=as_known)
        for reason in figure.left_out
    }
    return {reason: tuple(refs if named else [""] * len(refs)) for reason, refs in found.items()}


def _usual_share(desk: Desk, target: Target, span: Span, day: date, as_known: date | None) -> float | None:
    measure = measures.find(desk, target.measure)
    years = [year_span(span.first.year - back, measure.year) for back in range(YEARS_BACK, 0, -1)]
    parts = [Span(each.label, each.first, min(each.first + (day - span.first), each.last)) for each in years]
    so_far = sum(measuring.count(desk, measure, parts, as_known=as_known).total)
    whole = sum(measuring.count(desk, measure, years, as_known=as_known).total)
    return so_far / whole if so_far and whole else None


@cache
def _shipped() -> Mapping[str, Target]:
    return _read(assets.data(FILE))


def _read(file: Path) -> dict[str, Target]:
    try:
        tables: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["target"]
        return {entry["id"]: _target(entry) for entry in tables}
    except KeyError as error:
        raise errors.FileError(file=file, detail=_("{key} is missing").format(key=error.args[0])) from error
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise errors.FileError(file=file, detail=error) from error


def _target(entry: Mapping[str, Any]) -> Target:
    numbers = {int(year): int(number) for year, number in entry["numbers"].items()}
    return Target(entry["id"], entry["measure"], entry["nl"], entry.get("en", entry["nl"]), numbers)
