"""The measures that this city counts by: those that ship, and its own in the folder of the settings."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors
from stagedesk.domain.measure import BadMeasure, Measure, measure
from stagedesk.i18n import _
from stagedesk.services import reference
from stagedesk.services.desk import Desk

FILE = "measures.toml"
LISTS = ("kinds", "legal_forms", "routes")


def known(desk: Desk) -> dict[str, Measure]:
    """Every measure by id, the city's own before the shipped one. Errors: FileError names file and place."""
    found = dict(_shipped())
    own = Path(desk.settings.figures_folder).expanduser() / FILE if desk.settings.figures_folder else None
    if own and own.is_file():
        found |= _read(own)
    return found


def find(desk: Desk, name: str) -> Measure:
    measures = known(desk)
    if name not in measures:
        raise errors.NotFound(
            what=_("measure"), name=name, hint=_("Measures: {known}.").format(known=", ".join(measures))
        )
    return measures[name]


@cache
def _shipped() -> Mapping[str, Measure]:
    return _read(assets.data(FILE))


def _read(file: Path) -> dict[str, Measure]:
    try:
        tables: Any = tomllib.loads(file.read_text(encoding="utf-8")).get("measure", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise errors.FileError(file=file, detail=error) from error
    if not isinstance(tables, list):
        raise errors.FileError(file=file, detail=_("write [[measure]], with two brackets"))
    return {each.id: each for each in _measures(file, tables)}


def _measures(file: Path, tables: list[Any]) -> Iterator[Measure]:
    codes = {name: frozenset(reference.table(name)) for name in LISTS}
    seen = set()
    for number, entry in enumerate(tables, 1):
        try:
            found = measure(entry, codes)
        except BadMeasure as error:
            where = _("measure {number} ({name})").format(number=number, name=entry.get("id", "?"))
            raise errors.FileError(file=file, detail=f"{where}: {error}") from error
        if found.id in seen:
            raise errors.FileError(file=file, detail=_("{name} is there twice").format(name=found.id))
        seen.add(found.id)
        yield found
