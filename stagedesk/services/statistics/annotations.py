"""Days that explain a bend in a series, such as the start of telework: told wherever a series is shown."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors, i18n
from stagedesk.domain.measure import Span
from stagedesk.i18n import _
from stagedesk.services.desk import Desk

FILE = "annotations.toml"


@dataclass(frozen=True, slots=True)
class Annotation:
    on: date
    nl: str
    en: str

    @property
    def text(self) -> str:
        return self.nl if i18n.language() == "nl" else self.en


def known(desk: Desk) -> tuple[Annotation, ...]:
    """The shipped ones and the city's own, the earliest first. Errors: FileError."""
    found = _shipped()
    own = Path(desk.settings.figures_folder).expanduser() / FILE if desk.settings.figures_folder else None
    if own and own.is_file():
        found += _read(own)
    return tuple(sorted(found, key=lambda each: each.on))


def within(desk: Desk, spans: Iterable[Span]) -> tuple[Annotation, ...]:
    """Those of the days that these columns hold; a single column explains nothing."""
    columns = tuple(spans)
    if len(columns) < 2:
        return ()
    return tuple(each for each in known(desk) if any(span.holds(each.on) for span in columns))


@cache
def _shipped() -> tuple[Annotation, ...]:
    return _read(assets.data(FILE))


def _read(file: Path) -> tuple[Annotation, ...]:
    try:
        entries: list[Mapping[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))["annotation"]
        return tuple(Annotation(_day(each["on"]), each["nl"], each.get("en", each["nl"])) for each in entries)
    except KeyError as error:
        raise errors.FileError(file=file, detail=_("{key} is missing").format(key=error.args[0])) from error
    except (OSError, ValueError, TypeError) as error:
        raise errors.FileError(file=file, detail=error) from error


def _day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError(_("on = {value}: write a day such as 2020-03-18").format(value=value))
    return value
