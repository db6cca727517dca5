"""What was typed in a form that was never saved: kept in a small file until it is saved or thrown away."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from stagedesk.settings import data_folder

Texts = dict[str, str]
_SQLITE = "sqlite:///"


def _file(database: str) -> Path:
    """Beside the database, where it is a file; else in the person's own folder. One for each desk."""
    if database.startswith(_SQLITE):
        file = Path(database.removeprefix(_SQLITE))
        return file.with_name(f"{file.name}.forms")
    name = hashlib.sha256(database.encode()).hexdigest()[:16]
    return data_folder() / f"{name}.forms"


def read(database: str, form: str) -> Texts:
    """What was typed in this form, line by line."""
    return _all(_file(database)).get(form, {})


def keep(database: str, form: str, texts: Texts) -> None:
    """Keep what is typed; nothing to keep forgets it."""
    file = _file(database)
    kept = _all(file)
    if kept.get(form, {}) == texts:
        return
    kept.pop(form, None)
    if texts:
        kept[form] = texts
    with suppress(OSError):  # a form can be filled where nothing can be written
        _write(file, kept)


def _all(file: Path) -> dict[str, Texts]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, kept: dict[str, Texts]) -> None:
    if not kept:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(kept, out, ensure_ascii=False)
    half.replace(file)
