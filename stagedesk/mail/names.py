"""Names under which attachments can be shown and saved without harm."""

import re
from typing import Final

from stagedesk.domain.text import clean

_LONGEST: Final = 120
_LONGEST_BYTES: Final = 200
_LONGEST_ENDING: Final = 16
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE: Final = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "audio/mpeg": ".mp3",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/tiff": ".tif",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/mp4": ".mp4",
}


def safe_name(name: str, media_type: str, number: int) -> str:
    """The last part of the name that was given, or "attachment-1.pdf" by place and type."""
    last = clean(name, limit=1_000).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    safe = _NOT_IN_NAMES.sub("_", last).strip("-. ")
    if not safe.strip("_"):
        return f"attachment-{number}{_ENDINGS.get(media_type, '.bin')}"
    return _shortened(f"_{safe}" if _DEVICE.match(safe) else safe)


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    stem = stem[: _LONGEST - len(dot + ending)]
    while len(f"{stem}{dot}{ending}".encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip()}{dot}{ending}"
