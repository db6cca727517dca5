"""Mail from files: single .eml files, folders of them, Maildir and mbox, one message in memory at a time."""

import hashlib
import mmap
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stagedesk.errors import FileError
from stagedesk.i18n import _

_LARGEST: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceMail:
    """One message as it lies in its source; the key finds it there again."""

    source: str
    key: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """One message that could not be read, so that it can be counted and looked at."""

    source: str
    key: str
    error: str


def eml(path: Path) -> Iterator[SourceMail | SourceFailure]:
    """A file, or every file that is not hidden in a folder and the folders in it, sorted; key: relative path."""
    _must_exist(path)
    if not path.is_dir():
        yield _read(path, path.parent, path.name)
        return
    for file in _files_under(path):
        yield _read(file, path, file.relative_to(path).as_posix()) if isinstance(file, Path) else file


def maildir(path: Path) -> Iterator[SourceMail | SourceFailure]:
    """What is in new and cur, sorted; key: the part of the name that no flag changes."""
    _must_exist(path)
    folders = [path / name for name in ("new", "cur") if (path / name).is_dir()]
    if not folders:
        raise FileError(file=str(path), detail=_("it has no folder new or cur, so it is no Maildir."))
    for folder in folders:
        for file in _sorted_files(folder):
            yield _read(file, path, file.name.partition(":")[0])
