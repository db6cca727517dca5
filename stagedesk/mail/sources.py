"""Mail from files: .eml files, folders of them, Maildir and mbox, with one message in memory at a time."""

import hashlib
import mmap
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from stagedesk.domain.text import clean
from stagedesk.errors import FileError
from stagedesk.i18n import _

_LARGEST: Final = 256 * 1024 * 1024
_READABLE: Final = (stat.S_IFREG, 0)  # pipes and devices are no mail, and could be waited for in vain
_LONGEST_SEPARATOR: Final = 1_000
_BEGINNING: Final = 2_000
_SEPARATOR: Final = re.compile(rb"From .*\d{1,2}:\d{2}\b.*\b\d{4}\b")
_FIELD: Final = re.compile(rb"[!-9;-~]+:")
_MAIL_STARTS: Final = re.compile(rb"[!-9;-~]+[ \t]*:|>?From |\r?\n|\Z")
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceMail:
    """One message as it lies in its source; the key stays the same as long as the message does."""

    source: str
    key: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """One message that could not be read, so that it can be counted and looked at."""

    source: str
    key: str
    error: str


Found = SourceMail | SourceFailure
_Content = mmap.mmap | bytes
_Entries = Callable[[Path, Path], Iterator[Path | SourceFailure]]
"""What is in a folder, named from the root."""


def eml(path: Path) -> Iterator[Found]:
    """One file, or all that are not hidden in a folder and the folders in it, sorted; key: relative path."""
    if stat.S_ISDIR(_mode(path)):
        return _folder(path)
    if not stat.S_ISREG(_mode(path)):
        raise FileError(file=str(path), detail=_("it is neither a file nor a folder."))
    return iter([_read(path, path.parent, path.name)])


def maildir(path: Path) -> Iterator[Found]:
    """All in new and cur, sorted; key: the part of the name that stays when flags change."""
    _mode(path)
    folders = [path / name for name in ("new", "cur") if (path / name).is_dir()]
    if not folders:
        raise FileError(file=str(path), detail=_("it has no folder new or cur, so it is no Maildir."))
    return (
        found if isinstance(found, SourceFailure) else _read(found, path, found.name.partition(":")[0])
        for folder in folders
        for found in _entries(folder, path)
        if isinstance(found, SourceFailure) or _kind(found) in _READABLE
    )


def mbox(path: Path) -> Iterator[Found]:
    """One file with all messages, each after a line that begins with From; key: sha256 of the message."""
    if not stat.S_ISREG(_mode(path)):
        raise FileError(file=str(path), detail=_("it is no mbox file."))
    return _mbox(path)


def anything(path: Path) -> Iterator[Found]:
    """Whatever lies there: mails and mbox files, told by their content, Maildirs, folders of all these.

    source: the file; key: as of an mbox, empty for a file that is one mail.
    Errors: FileError where there is nothing, or nothing that may be read.
    """
    mode = _mode(path)
    if stat.S_ISDIR(mode):
        return chain.from_iterable(map(_in_file, _files(path, _inside)))
    if not stat.S_ISREG(mode):
        return _in_pipe(path)
    _opened(path).close()
    return _in_file(path)


def of_bytes(content: bytes, source: str) -> Iterator[Found]:
    """The mail, or the mbox, that was handed over as a whole."""
    if _is_mbox(content[:_BEGINNING]):
        return _messages(content, source)
    return iter([SourceMail(source, "", content)])


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError as error:
        raise FileError(file=str(path), detail=error.strerror or str(error)) from error


def _in_pipe(path: Path) -> Iterator[Found]:
    try:
        return of_bytes(path.read_bytes(), _name(path))
    except OSError as error:
        raise FileError(file=str(path), detail=error.strerror or str(error)) from error


def _in_file(found: Path | SourceFailure) -> Iterator[Found]:
    if isinstance(found, SourceFailure):
        return iter([SourceFailure(f"{found.source}/{found.key}", "", found.error)])
    try:
        with found.open("rb") as file:
            begins = file.read(_BEGINNING)
    except OSError as error:
        return iter([_failure(found, "", error)])
    return _mbox(found) if _is_mbox(begins) else iter([_read(found, found, "")])


def _is_mbox(begins: bytes) -> bool:
    after = begins.find(b"\n", 0, _LONGEST_SEPARATOR) + 1
    return bool(after and _SEPARATOR.match(begins[:after]) and _MAIL_STARTS.match(begins, after))


def _inside(folder: Path, root: Path) -> Iterator[Path | SourceFailure]:
    """Of a Maildir its mails only: beside them lie lists of its programs, and mails that are half written."""
    mails = [folder / name for name in ("new", "cur")]
    if not all(each.is_dir() for each in mails):
        return _entries(folder, root)
    return chain.from_iterable(_entries(each, root) for each in mails)


def _folder(root: Path) -> Iterator[Found]:
    for found in _files(root, _entries):
        if isinstance(found, SourceFailure):
            yield found
        else:
            yield _read(found, root, found.relative_to(root).as_posix())


def _files(root: Path, entries: _Entries) -> Iterator[Path | SourceFailure]:
    """Depth first without recursion; a folder that a link leads back to is entered once."""
    entered = {_identity(root)}
    waiting = [entries(root, root)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, SourceFailure):
            yield entry
        elif _kind(entry) == stat.S_IFDIR:
            if (identity := _identity(entry)) not in entered:
                entered.add(identity)
                waiting.append(entries(entry, root))
        elif _kind(entry) in _READABLE:
            yield entry


def _kind(path: Path) -> int:
    """0 for what cannot even be looked at, such as a broken link: reading it then says why."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return 0


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _entries(folder: Path, root: Path) -> Iterator[Path | SourceFailure]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield _failure(root, folder.relative_to(root).as_posix(), error)
        return
    for name in names:
        yield folder / name


def _read(file: Path, root: Path, key: str) -> Found:
    try:
        if file.stat().st_size > _LARGEST:
            return SourceFailure(_source(root), _name(key), _("too large"))
        return SourceMail(_source(root), _name(key), file.read_bytes())
    except OSError as error:
        return _failure(root, key, error)


def _failure(root: Path, key: str, error: OSError) -> SourceFailure:
    return SourceFailure(_source(root), _name(key), error.strerror or str(error))


@lru_cache(maxsize=16)
def _source(root: Path) -> str:
    return _name(root)


def _name(path: Path | str) -> str:
    """File names are bytes that need not be text."""
    return clean(os.fsencode(path).decode("utf-8", "backslashreplace"))


def _mbox(path: Path) -> Iterator[Found]:
    source = _name(path)
    if path.stat().st_size == 0:
        return
    with _opened(path) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield from _messages(content, source)


def _messages(content: _Content, source: str) -> Iterator[Found]:
    begin = -1
    for separator, after in _separators(content):
        if begin >= 0:
            yield _message(content, source, begin, separator)
        elif content[:separator].strip():
            yield SourceFailure(source, "0", _("text before the first line that begins with From"))
        begin = after


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise FileError(file=str(path), detail=error.strerror or str(error)) from error


def _separators(content: _Content) -> Iterator[tuple[int, int]]:
    """Where each separator line begins and ends; at last the end of the file."""
    at = 0 if content[:5] == b"From " else _next_from(content, 0)
    while at >= 0:
        after = content.find(b"\n", at, at + _LONGEST_SEPARATOR) + 1
        if after and _SEPARATOR.match(content[at:after]) and _stands_alone(content, at, after):
            yield at, after
        at = _next_from(content, at)
    yield len(content), len(content)


def _next_from(content: _Content, at: int) -> int:
    found = content.find(b"\nFrom ", at)
    return found + 1 if found >= 0 else -1


def _stands_alone(content: _Content, at: int, after: int) -> bool:
    """A line in a text can look like a separator: an empty line before it and a mail after it decide."""
    if at == 0 or content[max(at - 3, 0) : at].endswith((b"\n\n", b"\n\r\n")):
        return bool(_MAIL_STARTS.match(content, after))
    return bool(_FIELD.match(content, after))


def _message(content: _Content, source: str, begin: int, end: int) -> Found:
    """Without the empty line before the next separator, and with the signs taken off that hid a From."""
    if end - begin > _LARGEST:
        return SourceFailure(source, str(begin), _("too large"))
    raw = content[begin:end]
    for empty_line in (b"\r\n", b"\n"):
        if raw.endswith(b"\n" + empty_line):
            raw = raw[: -len(empty_line)]
            break
    if b">From " in raw:
        raw = _QUOTED_FROM.sub(rb"\1", raw)
    return SourceMail(source, hashlib.sha256(raw).hexdigest(), raw)
