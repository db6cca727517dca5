"""The terms after which people are forgotten: those that ship, and the city's own."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stagedesk import assets, errors
from stagedesk.domain.retention import BadTerm, Of, Term, find, term
from stagedesk.i18n import _
from stagedesk.services.desk import Desk

FILE = "retention.toml"


def known(desk: Desk) -> dict[str, Term]:
    """Every term by id, the city's own before the shipped one. Errors: FileError."""
    found = dict(_shipped())
    own = Path(desk.settings.figures_folder).expanduser() / FILE if desk.settings.figures_folder else None
    if own and own.is_file():
        found |= _read(own)
    return found


def chosen(desk: Desk, of: Of, outcome: str = "") -> Term | None:
    return find(known(desk).values(), desk.settings.country, of, outcome)


@cache
def _shipped() -> Mapping[str, Term]:
    return _read(assets.data(FILE))


def _read(file: Path) -> dict[str, Term]:
    try:
        entries: Any = tomllib.loads(file.read_text(encoding="utf-8")).get("term", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise errors.FileError(file=file, detail=error) from error
    if not isinstance(entries, list):
        raise errors.FileError(file=file, detail=_("write [[term]], with two brackets"))
    return {each.id: each for each in _terms(file, entries)}


def _terms(file: Path, entries: list[Any]) -> Iterator[Term]:
    for number, entry in enumerate(entries, 1):
        try:
            yield term(entry)
        except BadTerm as error:
            where = _("term {number} ({name})").format(number=number, name=entry.get("id", "?"))
            raise errors.FileError(file=file, detail=f"{where}: {error}") from error
