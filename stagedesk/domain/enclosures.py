"""Which files of strangers may go along with a letter: documents and pictures that hold no program."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from stagedesk.i18n import N_

OTHER_KIND = N_("this kind of file never goes along")
NOT_WHAT_IT_SAYS = N_("it is not what its name says")
MAY_HOLD_PROGRAM = N_("it may hold a program")
EMPTY = N_("it is empty")

_OFFICE_ZIP = b"PK\x03\x04"
_OFFICE_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Folders and files of macros and embedded programs, in Microsoft's and in the open formats.
_PROGRAMS = (
    "vbaproject", "vbadata", "activex", "embeddings/", "basic/", "scripts/", "oleobject", "macrosheets",
)  # fmt: skip
_OLD_PROGRAMS = tuple(word.encode("utf-16-le") for word in ("VBA", "Macros", "ObjectPool"))


def _begins(*marks: bytes) -> Callable[[bytes], str]:
    return lambda content: "" if content.startswith(marks) else NOT_WHAT_IT_SAYS


def _pdf(content: bytes) -> str:
    if b"%PDF-" not in content[:1024]:
        return NOT_WHAT_IT_SAYS
    programs = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
    return MAY_HOLD_PROGRAM if any(word in content for word in programs) else ""


def _office(content: bytes) -> str:
    if not content.startswith(_OFFICE_ZIP):
        return NOT_WHAT_IT_SAYS
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [name.lower() for name in packed.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return NOT_WHAT_IT_SAYS
    return MAY_HOLD_PROGRAM if any(word in name for name in names for word in _PROGRAMS) else ""


def _old_office(content: bytes) -> str:
    if not content.startswith(_OFFICE_OLD):
        return NOT_WHAT_IT_SAYS
    return MAY_HOLD_PROGRAM if any(word in content for word in _OLD_PROGRAMS) else ""


def _rtf(content: bytes) -> str:
    if not content.startswith(b"{\\rtf"):
        return NOT_WHAT_IT_SAYS
    return MAY_HOLD_PROGRAM if b"\\obj" in content.lower() else ""


def _plain(content: bytes) -> str:
    return NOT_WHAT_IT_SAYS if b"\x00" in content or content.startswith((b"MZ", b"#!")) else ""


def _webp(content: bytes) -> str:
    return "" if content.startswith(b"RIFF") and content[8:12] == b"WEBP" else NOT_WHAT_IT_SAYS


def _heic(content: bytes) -> str:
    return "" if content[4:8] == b"ftyp" else NOT_WHAT_IT_SAYS


_OPEN = "application/vnd.oasis.opendocument"
_NEW = "application/vnd.openxmlformats-officedocument"
_KINDS: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (f"{_NEW}.wordprocessingml.document", _office),
    "xlsx": (f"{_NEW}.spreadsheetml.sheet", _office),
    "pptx": (f"{_NEW}.presentationml.presentation", _office),
    "odt": (f"{_OPEN}.text", _office),
    "ods": (f"{_OPEN}.spreadsheet", _office),
    "odp": (f"{_OPEN}.presentation", _office),
    "doc": ("application/msword", _old_office),
    "rtf": ("application/rtf", _rtf),
    "txt": ("application/octet-stream", _plain),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _webp),
    "heic": ("image/heic", _heic),
    "tif": ("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
    "tiff": ("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
}


def why_not(name: str, content: bytes) -> str:
    """Why a file may not go along (marked text); empty when it may."""
    kind = _KINDS.get(_ending(name))
    if kind is None:
        return OTHER_KIND
    return kind[1](content) if content else EMPTY


def type_of(name: str) -> str:
    """The type that its name says; what the stranger said counts for nothing."""
    return _KINDS.get(_ending(name), ("application/octet-stream",))[0]


def _ending(name: str) -> str:
    return PurePosixPath(name.strip()).suffix.removeprefix(".").lower()
