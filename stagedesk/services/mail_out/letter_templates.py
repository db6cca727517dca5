"""The letters' templates: the shipped ones, and the desk's own, which win as long as they can be filled."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from stagedesk import assets
from stagedesk.domain.letters import KNOWN, BadTemplate, Template, read
from stagedesk.i18n import N_, _
from stagedesk.settings import Settings

LANGUAGES = ("nl", "fr", "en")
LARGEST = 100_000
UNKNOWN_FILE = N_("no letter of the desk has this name; they are: {known}")
USED_INSTEAD = N_("{file}, line {line}: {detail}. The shipped letter is used instead.")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A file in the desk's own folder of letters, and what is wrong with it."""

    file: Path
    problem: str = ""
    line: int = 0


def template(settings: Settings, kind: str, language: str) -> Template:
    """The desk's own template, or the shipped one where there is none or it cannot be filled."""
    own = Path(f"{settings.letters_folder}/{language}/{kind}.txt")
    try:
        found = own.stat()
        return _read_own(own, kind, found.st_mtime_ns, found.st_size)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        _tell_once(own, *_told(error))
    return shipped(kind, language)


@cache
def shipped(kind: str, language: str) -> Template:
    return read(shipped_file(kind, language).read_text(encoding="utf-8"), kind)


def shipped_file(kind: str, language: str) -> Path:
    return assets.data("letters", language, f"{kind}.txt")


def own_templates(settings: Settings) -> Iterator[OwnTemplate]:
    """Every file in the desk's own folder of letters, looked at anew."""
    for file in sorted(Path(settings.letters_folder).glob("*/*")):
        language, kind = file.parent.name, file.stem
        if language not in LANGUAGES or kind not in KNOWN or file.suffix != ".txt":
            known = ", ".join(f"{each}.txt" for each in sorted(KNOWN))
            yield OwnTemplate(file, _(UNKNOWN_FILE).format(known=f"{'|'.join(LANGUAGES)}/{known}"), 1)
            continue
        try:
            _checked(file, kind)
        except (OSError, ValueError) as error:
            line, detail = _told(error)
            yield OwnTemplate(file, detail, line)
        else:
            yield OwnTemplate(file)


def troubles(settings: Settings) -> list[str]:
    """A sentence for every own file that cannot be used."""
    return [_in_words(each.file, each.line, each.problem) for each in own_templates(settings) if each.problem]


@lru_cache(maxsize=200)
def _read_own(file: Path, kind: str, _changed: int, _size: int) -> Template:
    return _checked(file, kind)


def _checked(file: Path, kind: str) -> Template:
    with file.open(encoding="utf-8") as opened:
        return read(opened.read(LARGEST), kind)


def _told(error: Exception) -> tuple[int, str]:
    """The line and what is wrong there."""
    if isinstance(error, BadTemplate):
        return error.line, str(error)
    return 1, (error.strerror if isinstance(error, OSError) else None) or str(error)


@cache
def _tell_once(file: Path, line: int, detail: str) -> None:
    log.warning("%s", _in_words(file, line, detail))


def _in_words(file: Path, line: int, detail: str) -> str:
    return _(USED_INSTEAD).format(file=file, line=line, detail=detail)
